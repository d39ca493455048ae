"""Each limit refuses just beyond it, by Slack's name, and admits exactly at it."""

from typing import Any

import pytest

from sandbox.limits import LIMITS
from sandbox.rules import Refusal, check_message, check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def message(*blocks: Json) -> Json:
    return {"text": "x", "blocks": list(blocks)}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("x"), "action_id": "a", **more}


def options(n: int, **more: Any) -> list[Json]:
    return [{"text": plain("x"), "value": str(i), **more} for i in range(n)]


def select(kind: str, opts: list[Json]) -> Json:
    return {"type": kind, "action_id": "a", "options": opts}


def table(rows: int, columns: int, text: str = "x") -> Json:
    cells = [{"type": "raw_text", "text": text} for _ in range(columns)]
    return {"type": "data_table", "caption": "c", "rows": [cells for _ in range(rows)]}


def chart(title: str = "t", series: int = 1, categories: int = 1, label: str = "l") -> Json:
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": "bar",
            "series": [{"name": label, "data": []} for _ in range(series)],
            "axis_config": {"categories": [label for _ in range(categories)]},
        },
    }


def pie(segments: int) -> Json:
    return {
        "type": "data_visualization",
        "title": "t",
        "chart": {"type": "pie", "segments": [{"label": "l", "value": 1} for _ in range(segments)]},
    }


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("t"), "blocks": [section()], **more}


def sized(n: int) -> Json:
    view = modal(private_metadata="", blocks=[section(block_id=f"b{i}") for i in range(90)])
    filler = n - len(__import__("json").dumps(view))
    view["blocks"] = [section(block_id=f"b{i}") for i in range(90)]
    each, rest = divmod(filler, 90)
    for i, block in enumerate(view["blocks"]):
        block["text"] = mrkdwn("x" * (1 + each + (rest if i == 0 else 0)))
    return view


BUILD = {
    "message blocks": lambda n: message(*[{"type": "divider"}] * n),
    "view blocks": lambda n: modal(blocks=[{"type": "divider"}] * n),
    "message text": lambda n: {"text": "x" * n},
    "block_id": lambda n: message(section(block_id="x" * n)),
    "action_id": lambda n: message(actions(button(action_id="x" * n))),
    "header text": lambda n: message({"type": "header", "text": plain("x" * n)}),
    "section text": lambda n: message({"type": "section", "text": mrkdwn("x" * n)}),
    "section fields": lambda n: message({"type": "section", "fields": [mrkdwn("x")] * n}),
    "section field": lambda n: message({"type": "section", "fields": [mrkdwn("x" * n)]}),
    "context elements": lambda n: message({"type": "context", "elements": [mrkdwn("x")] * n}),
    "context text": lambda n: message({"type": "context", "elements": [mrkdwn("x" * n)]}),
    "actions elements": lambda n: message(actions(*[button(action_id=f"a{i}") for i in range(n)])),
    "button text": lambda n: message(actions(button(text=plain("x" * n)))),
    "button value": lambda n: message(actions(button(value="x" * n))),
    "option text": lambda n: message(actions(select("static_select", options(1, text=plain("x" * n))))),
    "option value": lambda n: message(actions(select("static_select", options(1, value="x" * n)))),
    "select options": lambda n: message(actions(select("static_select", options(n)))),
    "overflow options": lambda n: message(actions(select("overflow", options(n)))),
    "radio options": lambda n: message(actions(select("radio_buttons", options(n)))),
    "checkbox options": lambda n: message(actions(select("checkboxes", options(n)))),
    "placeholder": lambda n: message(actions({**select("static_select", options(1)), "placeholder": plain("x" * n)})),
    "input label": lambda n: modal(submit=plain("s"), blocks=[text_input(label=plain("x" * n))]),
    "input hint": lambda n: modal(submit=plain("s"), blocks=[text_input(hint=plain("x" * n))]),
    "image alt_text": lambda n: message({"type": "image", "image_url": "http://127.0.0.1/x", "alt_text": "x" * n}),
    "markdown text": lambda n: message({"type": "markdown", "text": "x" * n}),
    "data_table rows": lambda n: message(table(n, 1)),
    "data_table columns": lambda n: message(table(1, n)),
    "data_table text": lambda n: message(table(1, 1, "x" * n)),
    "message tables": lambda n: message(*[table(1, 1)] * n),
    "message charts": lambda n: message(*[chart()] * n),
    "chart title": lambda n: message(chart(title="x" * n)),
    "chart series": lambda n: message(chart(series=n)),
    "chart segments": lambda n: message(pie(n)),
    "chart categories": lambda n: message(chart(categories=n)),
    "chart label": lambda n: message(chart(label="x" * n)),
    "view title": lambda n: modal(title=plain("x" * n)),
    "view submit": lambda n: modal(submit=plain("x" * n)),
    "view close": lambda n: modal(close=plain("x" * n)),
    "view callback_id": lambda n: modal(callback_id="x" * n),
    "view private_metadata": lambda n: modal(private_metadata="x" * n),
    "view size": sized,
}


def text_input(**more: Any) -> Json:
    return {
        "type": "input",
        "label": plain("l"),
        "element": {"type": "plain_text_input", "action_id": "a"},
        **more,
    }


def check(payload: Json) -> None:
    if "type" in payload:
        check_view(payload)
    else:
        check_message(payload)


@pytest.mark.parametrize("name", [name for name in LIMITS if name != "view stack"])
def test_a_limit_admits_what_is_at_it_and_refuses_what_is_beyond(name: str) -> None:
    limit = LIMITS[name]
    check(BUILD[name](limit.at_most))
    with pytest.raises(Refusal) as refused:
        check(BUILD[name](limit.at_most + 1))
    in_view = BUILD[name](1).get("type") == "modal"
    assert refused.value.error == ("invalid_arguments" if in_view and limit.error == "invalid_blocks" else limit.error)


def test_every_limit_names_its_documentation() -> None:
    assert all(limit.source.startswith("https://docs.slack.dev/") for limit in LIMITS.values())


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": "no list"}, "invalid_blocks_format"),
        (message({"type": "carousel_of_dreams"}), "invalid_blocks"),
        (message({"type": "alert", "text": mrkdwn("x")}), "invalid_blocks"),
        (message({"type": "section"}), "invalid_blocks"),
        (message(actions(button(style="purple"))), "invalid_blocks"),
        (message(actions(button(), button())), "invalid_blocks"),
        (message(section(block_id="a"), section(block_id="a")), "invalid_blocks"),
        (message({"type": "header", "text": mrkdwn("x")}), "invalid_blocks"),
        (message({"type": "actions", "elements": []}), "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (modal(blocks=[text_input()]), "invalid_arguments"),
        (modal(blocks=[table(1, 1)]), "invalid_arguments"),
        ({"type": "home", "blocks": [chart()]}, "invalid_arguments"),
        ({"type": "window", "blocks": []}, "invalid_arguments"),
    ],
)
def test_slack_refuses_it_by_this_name(payload: Json, error: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(payload)
    assert refused.value.error == error
