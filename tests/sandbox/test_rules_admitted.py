"""What is well formed and within the limits is admitted, and nothing makes a check fail but a Refusal."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    ImageElement,
    InputBlock,
    MarkdownBlock,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    TableBlock,
    UserSelectElement,
)
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from sandbox.block_rules import SURFACES, check_blocks, shown_text
from sandbox.limits import LIMITS
from sandbox.rules import HOME, MESSAGE, MODAL, Refusal, check_message, check_view
from tests.sandbox.rules_payloads import OF_SIZE, Json, actions, context, data_table, message, section

SOME = settings(max_examples=120, deadline=None)


def words(limit: str) -> st.SearchStrategy[str]:
    """Text within a limit, often exactly at it."""
    most = LIMITS[limit].at_most
    return st.one_of(st.text(min_size=1, max_size=min(most, 60)), st.just("é" * most))


def texts(limit: str, *kinds: str) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"type": st.sampled_from(kinds or ("plain_text", "mrkdwn")), "text": words(limit)})


def plains(limit: str) -> st.SearchStrategy[Json]:
    return texts(limit, "plain_text")


CONFIRMS = st.fixed_dictionaries(
    {
        "title": plains("confirm title"),
        "text": texts("confirm text"),
        "confirm": plains("confirm confirm"),
        "deny": plains("confirm deny"),
    }
)
OPTIONS = st.fixed_dictionaries(
    {"text": plains("option text"), "value": words("option value")},
    optional={"description": plains("option description")},
)
ELEMENTS = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("button"), "text": plains("button text")},
        optional={
            "value": words("button value"),
            "url": words("button url"),
            "style": st.sampled_from(["primary", "danger"]),
            "confirm": CONFIRMS,
        },
    ),
    st.fixed_dictionaries({"type": st.just("overflow"), "options": st.lists(OPTIONS, min_size=1, max_size=5)}),
    st.fixed_dictionaries(
        {"type": st.just("static_select"), "options": st.lists(OPTIONS, min_size=1, max_size=8)},
        optional={"placeholder": plains("placeholder"), "confirm": CONFIRMS},
    ),
    st.fixed_dictionaries(
        {"type": st.just("datepicker")}, optional={"initial_date": st.dates().map(lambda day: day.isoformat())}
    ),
    st.fixed_dictionaries(
        {"type": st.just("timepicker")}, optional={"initial_time": st.times().map(lambda time: f"{time:%H:%M}")}
    ),
)
BLOCKS = st.one_of(
    st.just({"type": "divider"}),
    st.fixed_dictionaries({"type": st.just("header"), "text": plains("header text")}),
    st.fixed_dictionaries(
        {"type": st.just("section"), "text": texts("section text")}, optional={"accessory": ELEMENTS}
    ),
    st.fixed_dictionaries(
        {"type": st.just("section"), "fields": st.lists(texts("section field"), min_size=1, max_size=10)}
    ),
    st.lists(texts("context text"), min_size=1, max_size=10).map(lambda found: context(*found)),
    st.lists(ELEMENTS, min_size=1, max_size=25).map(lambda found: actions(*found)),
)


@given(st.lists(BLOCKS, min_size=1, max_size=50), st.text(max_size=200))
@SOME
def test_blocks_within_their_limits_are_admitted_everywhere(blocks: list[Json], text: str) -> None:
    for surface in (MESSAGE, MODAL, HOME):
        check_blocks(blocks, surface)
    # Each is within its limits, and yet all of them together may be too much for one message.
    if len(shown_text(blocks)) <= LIMITS["message blocks text"].at_most:
        check_message({"text": text, "blocks": blocks})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in inner for found in [(value, key), *places(one)]]


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_stands_in_a_field_the_answer_is_yes_or_a_refusal(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in OF_SIZE if name not in ("view size", "message blocks text")]))
    payload = OF_SIZE[name](max(1, LIMITS[name].at_least))
    holder, key = data.draw(st.sampled_from(places(payload)))
    is_view = "type" in payload
    holder[key] = data.draw(JSON)
    with contextlib.suppress(Refusal):
        check_view(payload) if is_view else check_message(payload)


@given(JSON, st.sampled_from(sorted(SURFACES)))
@SOME
def test_a_block_of_nonsense_is_yes_or_a_refusal(nonsense: Any, kind: str) -> None:
    more = nonsense if isinstance(nonsense, dict) else {"text": nonsense, "elements": nonsense, "rows": nonsense}
    with contextlib.suppress(Refusal):
        check_blocks([{**more, "type": kind}], MESSAGE)


def options() -> list[Option]:
    return [Option(text="Calls", value="call"), Option(text="Demos", value="demo", description="Shown live")]


def rich_text() -> RichTextBlock:
    said = RichTextSectionElement(
        elements=[
            RichTextElementParts.Text(text="Well done, "),
            RichTextElementParts.User(user_id="U0TEAL001"),
            RichTextElementParts.Emoji(name="tada"),
            RichTextElementParts.Link(url="https://example.com", text="more"),
        ]
    )
    return RichTextBlock(elements=[said, RichTextListElement(style="bullet", elements=[said])])


MODELS: list[Block] = [
    HeaderBlock(text="This week"),
    DividerBlock(),
    SectionBlock(text=MarkdownTextObject(text="*Calls* 4 of 10")),
    SectionBlock(fields=[MarkdownTextObject(text="*Done*"), PlainTextObject(text="4")]),
    SectionBlock(text="Goals", accessory=OverflowMenuElement(action_id="more", options=options())),
    SectionBlock(text="Who", accessory=UserSelectElement(action_id="who", placeholder="Choose")),
    ContextBlock(
        elements=[
            ImageElement(image_url="http://127.0.0.1/x.png", alt_text="x"),
            MarkdownTextObject(text="since Monday"),
        ]
    ),
    ImageBlock(image_url="http://127.0.0.1/x.png", alt_text="A chart", title="November"),
    ActionsBlock(
        elements=[
            ButtonElement(text="Log one", action_id="log", value="call", style="primary"),
            ButtonElement(
                text="Undo",
                action_id="undo",
                style="danger",
                confirm=ConfirmObject(title="Undo?", text="The call is taken back.", confirm="Undo", deny="Keep"),
            ),
            StaticSelectElement(action_id="metric", placeholder="Metric", options=options()),
            DatePickerElement(action_id="day", initial_date="2026-11-17"),
        ]
    ),
    MarkdownBlock(text="# Title\n\n* one\n* two"),
    rich_text(),
    TableBlock(rows=[[{"type": "raw_text", "text": "Rep"}], [{"type": "raw_text", "text": "Aina"}]]),
]


@pytest.mark.parametrize("block", MODELS, ids=lambda block: str(block.type))
def test_what_slack_sdk_makes_is_admitted(block: Block) -> None:
    check_message({"text": "x", "blocks": [block.to_dict()]})


def test_a_whole_message_of_slack_sdk_is_admitted_with_its_metadata() -> None:
    metadata = Metadata(event_type="nudge", event_payload={"id": "7"}).to_dict()
    check_message({"text": "x", "blocks": [block.to_dict() for block in MODELS], "metadata": metadata})


def test_a_modal_and_a_home_of_slack_sdk_are_admitted() -> None:
    asked = [
        InputBlock(label="Note", element=PlainTextInputElement(action_id="note", multiline=True, max_length=500)),
        InputBlock(label="How many", element=NumberInputElement(action_id="n", is_decimal_allowed=False)),
        InputBlock(label="Which", element=RadioButtonsElement(action_id="which", options=options()), hint="One"),
        InputBlock(label="More", element=CheckboxesElement(action_id="m", options=options()), optional=True),
        InputBlock(label="All", element=StaticMultiSelectElement(action_id="all", options=options())),
    ]
    check_view(View(type="modal", title="Log", submit="Save", close="Cancel", blocks=asked).to_dict())
    check_view(View(type="home", blocks=[block for block in MODELS if MODAL in SURFACES[str(block.type)]]).to_dict())


def test_a_message_may_hold_a_table_with_its_hundred_rows_below_the_header() -> None:
    check_message(message(section(), data_table(101, 20)))
