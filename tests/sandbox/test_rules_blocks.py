"""What Slack refuses besides sizes: what is missing, what is unknown, what stands in the wrong place."""

from typing import Any

import pytest

from sandbox.block_rules import SURFACES
from sandbox.bounds import Refusal
from sandbox.rules import HOME, MESSAGE, MODAL, check_message, check_view
from tests.sandbox.rules_payloads import (
    Json,
    actions,
    asking,
    button,
    cell,
    chart,
    choice,
    confirm,
    context,
    data_table,
    form,
    group,
    grouped,
    home,
    image,
    message,
    modal,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    rich_section,
    rich_text,
    section,
    table,
    video,
)
from tests.sandbox.test_rules import check, error_of


def field(kind: str, **more: Any) -> Json:
    return form(asking({"type": kind, **more}))


def on(surface: str, block: Json) -> Json:
    """A message, a modal or a Home with this block."""
    if surface == MESSAGE:
        return message(block)
    return form(block) if surface == MODAL else home(block)


def drawn(points: dict[str, float], *, name: str = "s", twice: int = 1) -> Json:
    """A chart of one series; its categories are there as often as `twice` says."""
    data = [{"label": label, "value": value} for label, value in points.items()] * twice
    axes = {"categories": list(points) * twice}
    lines = {"type": "line", "series": [{"name": name, "data": data}], "axis_config": axes}
    return {"type": "data_visualization", "title": "t", "chart": lines}


SMALLEST = {
    "actions": actions(button()),
    "alert": {"type": "alert", "text": mrkdwn(), "level": "warning"},
    "context": context(mrkdwn(), plain(), image()),
    "data_table": data_table(),
    "data_visualization": chart(),
    "divider": {"type": "divider"},
    "file": {"type": "file", "external_id": "x", "source": "remote"},
    "header": {"type": "header", "text": plain()},
    "image": image(),
    "input": asking(),
    "markdown": {"type": "markdown", "text": "x"},
    "rich_text": rich_text(rich_section({"type": "text", "text": "x"})),
    "section": section(),
    "table": table(),
    "video": video(),
}


@pytest.mark.parametrize("surface", [MESSAGE, MODAL, HOME])
@pytest.mark.parametrize("kind", SURFACES)
def test_a_block_is_shown_only_on_its_surfaces(kind: str, surface: str) -> None:
    payload = on(surface, SMALLEST[kind])
    if surface in SURFACES[kind]:
        check(payload)
    else:
        assert error_of(payload) == ("invalid_blocks" if surface == MESSAGE else "invalid_arguments")


def test_figures_are_for_messages_and_alerts_for_modals() -> None:
    assert SURFACES["data_table"] == SURFACES["data_visualization"] == SURFACES["table"] == {MESSAGE}
    assert SURFACES["alert"] == {MODAL}
    assert SURFACES["input"] == {MESSAGE, MODAL, HOME}


ELEMENTS = {
    "number_input": ({"is_decimal_allowed": False}, {MODAL}),
    "email_text_input": ({}, {MODAL}),
    "url_text_input": ({}, {MODAL}),
    "file_input": ({}, {MODAL}),
    "rich_text_input": ({}, {MODAL, HOME}),
    "datetimepicker": ({}, {MODAL, MESSAGE}),
    "plain_text_input": ({}, {MODAL, HOME, MESSAGE}),
    "users_select": ({}, {MODAL, HOME, MESSAGE}),
    "multi_conversations_select": ({}, {MODAL, HOME, MESSAGE}),
}


@pytest.mark.parametrize("surface", [MESSAGE, MODAL, HOME])
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_is_shown_only_on_its_surfaces(kind: str, surface: str) -> None:
    more, surfaces = ELEMENTS[kind]
    payload = on(surface, asking({"type": kind, **more}))
    if surface in surfaces:
        check(payload)
    else:
        assert error_of(payload) in ("invalid_blocks", "invalid_arguments")


def test_a_workflow_button_is_for_messages() -> None:
    element = button(type="workflow_button", workflow={"trigger": {"url": "https://x.example"}})
    check_message(message(actions(element)))
    assert error_of(home(actions(element))) == "invalid_arguments"


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({}, "no_text"),
        ({"text": "", "blocks": [], "attachments": []}, "no_text"),
        ({"text": 5}, "invalid_arguments"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "attachments": "not json"}, "invalid_attachments"),
        ({"text": "x", "attachments": 5}, "invalid_attachments"),
        ({"text": "x", "attachments": ["x"]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"blocks": "x"}]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "alert", "text": plain()}]}]}, "invalid_blocks"),
        ({"text": "x", "metadata": "not json"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "", "event_payload": {}}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x", "event_payload": "y"}}, "invalid_metadata_format"),
        (message(data_table(), table()), "invalid_attachments"),
    ],
)
def test_slack_refuses_the_message_by_this_name(payload: Json, error: str) -> None:
    assert error_of(payload) == error


@pytest.mark.parametrize(
    "block",
    [
        "x",
        {},
        {"type": "carousel_of_dreams"},
        {"type": ["section"]},
        {"type": "section"},
        {"type": "section", "text": "x"},
        {"type": "section", "text": {"type": "markdown", "text": "x"}},
        {"type": "section", "fields": {"type": "mrkdwn"}},
        {"type": "section", "fields": [5]},
        section(block_id=5),
        section(accessory="x"),
        section(accessory={"type": "plain_text_input"}),
        section(accessory={"type": "datetimepicker"}),
        section(accessory=image(alt_text=None)),
        {"type": "header", "text": mrkdwn()},
        {"type": "header"},
        {"type": "context", "elements": [button()]},
        {"type": "context"},
        {"type": "context", "elements": 5},
        context({"type": "image", "image_url": "http://127.0.0.1/x"}),
        {"type": "actions", "elements": "x"},
        actions("x"),  # type: ignore[arg-type]
        actions(image()),
        actions({"type": "plain_text_input"}),
        actions(button(), button()),
        actions(button(style="purple")),
        actions(button(text=mrkdwn())),
        actions(button(text=None)),
        actions(button(confirm="sure")),
        actions(button(confirm=confirm(style="purple"))),
        actions(button(confirm=confirm(deny=None))),
        actions({"type": "workflow_button", "text": plain()}),
        actions(button(type="workflow_button", workflow={}, style="purple")),
        actions({"type": "external_select"}),
        actions({"type": "static_select"}),
        actions(choice("static_select", option_groups=[group()])),
        actions(grouped({"label": plain()})),
        actions(choice("static_select", options=[option(text=mrkdwn())])),
        actions(choice("static_select", options=[option(url="https://x.example")])),
        actions(choice("static_select", options=[{"text": plain()}])),
        actions(choice("static_select", initial_option=option(9))),
        actions(choice("checkboxes", initial_options=[option(9)])),
        actions(choice("checkboxes", initial_options=5)),
        actions({**grouped(group()), "initial_option": option(9)}),
        actions({"type": "datepicker", "initial_date": "tomorrow"}),
        actions({"type": "datepicker", "initial_date": "2026-02-30"}),
        actions({"type": "datepicker", "initial_date": "20260228"}),
        actions({"type": "timepicker", "initial_time": "24:00"}),
        actions({"type": "timepicker", "initial_time": "8:30"}),
        actions({"type": "datetimepicker", "initial_date_time": "2026-02-28"}),
        actions({"type": "datetimepicker", "initial_date_time": 1}),
        {"type": "input", "label": plain()},
        asking(button()),
        asking(label=mrkdwn()),
        {"type": "image", "alt_text": "x"},
        image(slack_file={"id": "F1"}),
        {"type": "image", "image_url": "http://127.0.0.1/x"},
        video(video_url=None),
        {"type": "file", "external_id": "x"},
        {"type": "markdown"},
        rich_text(),
        rich_text({"type": "rich_text_box"}),
        rich_text({"type": "rich_text_list", "style": "roman", "elements": []}),
        rich_text({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]}),
        rich_text({"type": "rich_text_list", "style": "bullet", "elements": [rich_section({"type": "shout"})]}),
        rich_text(rich_section({"type": "shout", "text": "x"})),
        rich_text(rich_section({"type": "link", "text": "x"})),
        rich_text(rich_section({"type": "text", "text": ""})),
    ],
    ids=str,
)
def test_slack_refuses_the_block(block: Any) -> None:
    assert error_of(message(block)) == "invalid_blocks"


@pytest.mark.parametrize(
    "block",
    [
        data_table(caption=""),
        data_table(rows=[[cell()], [cell(), cell()]]),
        data_table(rows=[[SMALLEST["rich_text"]], [cell()]]),
        data_table(rows=[[cell()], ["x"]]),
        data_table(rows=[[cell()], 5]),
        data_table(rows=[[cell()], [cell("")]]),
        data_table(rows=[[cell()], [{"type": "raw_number", "text": "5"}]]),
        data_table(rows=[[cell()], [{"type": "raw_number", "value": float("nan")}]]),
        data_table(rows=[[cell()], [rich_text()]]),
        data_table(page_size="5"),
        table(column_settings=["x"]),
        table(column_settings=[{"align": "middle"}]),
        {**chart(), "chart": None},
        {**chart(), "chart": {**chart()["chart"], "type": "radar"}},
        drawn({"c0": 1, "c" * 21: 2}),
        drawn({"c0": 1}, name="s" * 21),
        {**chart(), "chart": {**chart()["chart"], "axis_config": None}},
        {**chart(), "chart": {**chart()["chart"], "axis_config": {"categories": [5]}}},
        drawn({"c0": 1}, twice=2),
        {**chart(), "chart": {**chart()["chart"], "series": chart()["chart"]["series"] * 2}},
        {**chart(), "chart": {**chart()["chart"], "series": [{"name": "s", "data": []}]}},
        {**chart(), "chart": {**chart()["chart"], "series": [{"name": "s", "data": [{"label": "c0"}]}]}},
        {**chart(), "chart": {**chart()["chart"], "series": [{"name": "s", "data": [{"label": "other", "value": 1}]}]}},
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "x", "value": 0}]}},
    ],
    ids=str,
)
def test_slack_refuses_the_figure(block: Json) -> None:
    assert error_of(message(block)) == "invalid_blocks"


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"type": "window", "blocks": []},
        {"type": "modal", "title": plain()},
        {"type": "modal", "blocks": [section()]},
        modal(title=mrkdwn()),
        modal("x"),  # type: ignore[arg-type]
        modal(asking()),
        modal(private_metadata={"id": 1}),
        modal(section(block_id="a"), section(block_id="a")),
        modal({"type": "alert", "text": plain(), "level": "loud"}),
        field("plain_text_input", min_length=5, max_length=4),
        field("plain_text_input", max_length=True),
        field("number_input"),
        field("number_input", is_decimal_allowed=False, min_value="ten"),
        field("number_input", is_decimal_allowed=False, min_value="10", max_value="9"),
    ],
    ids=str,
)
def test_slack_refuses_the_view(view: Json) -> None:
    with pytest.raises(Refusal) as refused:
        check_view(view)
    assert refused.value.error == "invalid_arguments"


def test_a_block_id_may_not_be_there_twice() -> None:
    assert error_of(message(section(block_id="a"), section(block_id="a"))) == "invalid_blocks"
    check_message(message(section(), section(), section(block_id=""), section(block_id="")))


def test_an_action_id_may_be_there_again_in_another_block() -> None:
    check_message(message(actions(button()), actions(button())))


def test_groups_have_a_hundred_options_each() -> None:
    check_message(message(actions(grouped(group(100), group(100)))))
    assert error_of(message(actions(grouped(group(100), group(101))))) == "invalid_blocks"


def test_a_post_may_be_longer_than_a_change() -> None:
    long = "x" * 5_000
    check_message({"text": long})
    assert error_of({"text": long, "ts": "1800000000.000001"}) == "msg_too_long"


@pytest.mark.parametrize(
    "payload",
    [
        message(actions(choice("radio_buttons", options=[option(text=mrkdwn(), description=mrkdwn())]))),
        message(actions(choice("multi_static_select", 3, initial_options=options(2)))),
        message(actions(choice("static_select", 3, initial_option=option(2)))),
        message(actions({"type": "datepicker", "initial_date": "2028-02-29"})),
        message(actions({"type": "timepicker", "initial_time": "08:30"})),
        message(actions({"type": "datetimepicker", "initial_date_time": 1_800_000_000})),
        message({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"}),
        message({"type": "section", "fields": [plain(), mrkdwn()]}),
        message(data_table(rows=[[cell()], [{"type": "raw_number", "value": 5}]])),
        message(data_table(rows=[[cell()], [SMALLEST["rich_text"]]])),
        message(table(column_settings=[{"align": "right", "is_wrapped": True}, None])),
        message(drawn({"c" * 20: -1.5}, name="s" * 20)),
        message(actions({**grouped(group(2), group(1)), "initial_option": option(1)})),
        message(chart(series=3, categories=4, x_label="Week"), pie(3)),
        field("plain_text_input", min_length=0, max_length=3000),
        field("number_input", is_decimal_allowed=True, min_value="-1.5", max_value="10"),
        {"type": "home", "blocks": []},
        {"attachments": [{"color": "#36a64f", "blocks": [section()]}]},
    ],
    ids=str,
)
def test_slack_takes_it(payload: Json) -> None:
    check(payload)
