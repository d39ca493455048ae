"""Messages and views for the tests of the rules: the smallest of each kind, and one of a given size for each limit."""

import json
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def message(*blocks: Json, **more: Any) -> Json:
    return {"text": "x", "blocks": list(blocks), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def option(number: int = 0, **more: Any) -> Json:
    return {"text": plain(), "value": str(number), **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def choice(kind: str, count: int = 1, **more: Any) -> Json:
    return {"type": kind, "action_id": "a", "options": options(count), **more}


def grouped(*groups: Json) -> Json:
    return {"type": "static_select", "action_id": "a", "option_groups": list(groups)}


def group(count: int = 1, label: str = "x") -> Json:
    return {"label": plain(label), "options": options(count)}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "http://127.0.0.1/x.png", "alt_text": "x", **more}


def video(**more: Any) -> Json:
    address = "https://video.example/x"
    return {
        "type": "video",
        "title": plain(),
        "alt_text": "x",
        "video_url": address,
        "thumbnail_url": address,
        **more,
    }


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def data_table(height: int = 2, columns: int = 1, **more: Any) -> Json:
    return {"type": "data_table", "caption": "c", "rows": [[cell()] * columns for _ in range(height)], **more}


def table(height: int = 1, columns: int = 1, **more: Any) -> Json:
    return {"type": "table", "rows": [[cell()] * columns for _ in range(height)], **more}


def chart(series: int = 1, categories: int = 1, *, title: str = "t", **axes: Any) -> Json:
    names = [f"c{number}" for number in range(categories)]
    points = [{"label": name, "value": 1} for name in names]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": "bar",
            "series": [{"name": f"s{number}", "data": points} for number in range(series)],
            "axis_config": {"categories": names, **axes},
        },
    }


def pie(segments: int = 1, *, label: str = "l") -> Json:
    parts = [{"label": label, "value": 1} for _ in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": parts}}


def rich_text(*boxes: Json) -> Json:
    return {"type": "rich_text", "elements": list(boxes)}


def rich_section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": list(blocks) or [section()], **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def asking(element: Json | None = None, **more: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain(), "element": element or {"type": "plain_text_input"}, **more}


def form(*blocks: Json) -> Json:
    return modal(*blocks, submit=plain())


def sections_of(characters: int) -> list[Json]:
    """Sections that show as many characters."""
    lengths = [3000] * (characters // 3000) + [characters % 3000]
    return [section(text=mrkdwn("x" * length)) for length in lengths if length]


def modal_of(characters: int) -> Json:
    """A modal whose JSON is as long."""
    blocks = [section() for _ in range(90)]
    missing = characters - len(json.dumps(modal(*blocks)))
    each, rest = divmod(missing, len(blocks))
    for at, block in enumerate(blocks):
        block["text"] = mrkdwn("x" * (1 + each + (rest if at == 0 else 0)))
    return modal(*blocks)


Build = Callable[[int], Json]
MESSAGES: dict[str, Build] = {
    "message text": lambda n: {"text": "x" * n},
    "update text": lambda n: {"text": "x" * n, "ts": "1800000000.000001"},
    "message blocks": lambda n: message(*[{"type": "divider"}] * n),
    "message blocks text": lambda n: message(*sections_of(n)),
    "message attachments": lambda n: {"attachments": [{"text": "x"}] * n},
    "message tables": lambda n: message(*[data_table()] * n),
    "message charts": lambda n: message(*[chart()] * n),
}
BLOCKS: dict[str, Build] = {
    "block_id": lambda n: message(section(block_id="x" * n)),
    "header text": lambda n: message({"type": "header", "text": plain("x" * n)}),
    "section text": lambda n: message({"type": "section", "text": mrkdwn("x" * n)}),
    "section fields": lambda n: message({"type": "section", "fields": [mrkdwn()] * n}),
    "section field": lambda n: message({"type": "section", "fields": [mrkdwn("x" * n)]}),
    "context elements": lambda n: message(context(*[mrkdwn()] * n)),
    "context text": lambda n: message(context(mrkdwn("x" * n))),
    "actions elements": lambda n: message(actions(*[button(action_id=f"a{i}") for i in range(n)])),
    "input label": lambda n: form(asking(label=plain("x" * n))),
    "input hint": lambda n: form(asking(hint=plain("x" * n))),
    "image alt_text": lambda n: message(image(alt_text="x" * n)),
    "image image_url": lambda n: message(image(image_url="x" * n)),
    "image title": lambda n: message(image(title=plain("x" * n))),
    "video title": lambda n: message(video(title=plain("x" * n))),
    "video author_name": lambda n: message(video(author_name="x" * n)),
    "alert text": lambda n: modal({"type": "alert", "text": mrkdwn("x" * n)}),
    "markdown text": lambda n: message(
        {"type": "markdown", "text": "x" * (n - n // 2)}, *([{"type": "markdown", "text": "x" * (n // 2)}] * (n > 1))
    ),
}
ELEMENTS: dict[str, Build] = {
    "action_id": lambda n: message(actions(button(action_id="x" * n))),
    "button text": lambda n: message(actions(button(text=plain("x" * n)))),
    "button value": lambda n: message(actions(button(value="x" * n))),
    "button url": lambda n: message(section(accessory=button(url="x" * n))),
    "button accessibility_label": lambda n: message(actions(button(accessibility_label="x" * n))),
    "placeholder": lambda n: message(actions(choice("static_select", placeholder=plain("x" * n)))),
    "select options": lambda n: message(actions(choice("static_select", n))),
    "select option_groups": lambda n: message(actions(grouped(*[group()] * n))),
    "overflow options": lambda n: message(actions(choice("overflow", n))),
    "radio options": lambda n: message(actions(choice("radio_buttons", n))),
    "checkbox options": lambda n: message(actions(choice("checkboxes", n))),
    "text input min_length": lambda n: form(asking({"type": "plain_text_input", "min_length": n})),
    "text input max_length": lambda n: form(asking({"type": "plain_text_input", "max_length": n})),
    "file input max_files": lambda n: form(asking({"type": "file_input", "max_files": n})),
}
OBJECTS: dict[str, Build] = {
    "option text": lambda n: message(actions(choice("overflow", options=[option(text=plain("x" * n))]))),
    "option value": lambda n: message(actions(choice("overflow", options=[option(value="x" * n)]))),
    "option description": lambda n: message(actions(choice("overflow", options=[option(description=plain("x" * n))]))),
    "option url": lambda n: message(actions(choice("overflow", options=[option(url="x" * n)]))),
    "option group label": lambda n: message(actions(grouped(group(label="x" * n)))),
    "confirm title": lambda n: message(actions(button(confirm=confirm(title=plain("x" * n))))),
    "confirm text": lambda n: message(actions(button(confirm=confirm(text=mrkdwn("x" * n))))),
    "confirm confirm": lambda n: message(actions(button(confirm=confirm(confirm=plain("x" * n))))),
    "confirm deny": lambda n: message(actions(button(confirm=confirm(deny=plain("x" * n))))),
}
FIGURES: dict[str, Build] = {
    "data_table rows": lambda n: message(data_table(n)),
    "data_table columns": lambda n: message(data_table(2, n)),
    "data_table text": lambda n: message(data_table(rows=[[cell("x" * (n - n // 2))], [cell("x" * (n // 2))]])),
    "data_table page_size": lambda n: message(data_table(page_size=n)),
    "table rows": lambda n: message(table(n)),
    "table columns": lambda n: message(table(1, n)),
    "table text": lambda n: message(table(rows=[[cell("x" * n)]])),
    "table column_settings": lambda n: message(table(column_settings=[None] * n)),
    "chart title": lambda n: message(chart(title="x" * n)),
    "chart axis label": lambda n: message(chart(y_label="x" * n)),
    "chart segments": lambda n: message(pie(n)),
    "chart series": lambda n: message(chart(series=n)),
    "chart categories": lambda n: message(chart(categories=n)),
    "chart label": lambda n: message(pie(label="x" * n)),
}
VIEWS: dict[str, Build] = {
    "view blocks": lambda n: home(*[{"type": "divider"}] * n),
    "view title": lambda n: modal(title=plain("x" * n)),
    "view submit": lambda n: modal(submit=plain("x" * n)),
    "view close": lambda n: modal(close=plain("x" * n)),
    "view callback_id": lambda n: modal(callback_id="x" * n),
    "view external_id": lambda n: modal(external_id="x" * n),
    "view private_metadata": lambda n: modal(private_metadata="x" * n),
    "view size": modal_of,
}
OF_SIZE = {**MESSAGES, **BLOCKS, **ELEMENTS, **OBJECTS, **FIGURES, **VIEWS}
