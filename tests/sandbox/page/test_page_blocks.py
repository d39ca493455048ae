"""Every block type in a message, on a wide window and on a phone's."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.sandbox.page.an_app import button, option, plain, section
from tests.sandbox.page.conftest import Visit, Workspace, fresh_workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """One for all tests here: each looks only at the message it posted."""
    with fresh_workspace() as made:
        yield made


PHONE = {"width": 390, "height": 844}


def series(name: str, values: list[int]) -> dict[str, Any]:
    return {"name": name, "data": [{"label": f"W{at}", "value": value} for at, value in enumerate(values)]}


def charted(kind: str, **chart: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": f"A {kind}", "chart": {"type": kind, **chart}}


def rich(*elements: dict[str, Any], kind: str = "rich_text_section", **more: Any) -> dict[str, Any]:
    return {"type": kind, "elements": list(elements), **more}


def cells(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "raw_text", "text": text} for text in texts]


def number(value: int) -> dict[str, Any]:
    return {"type": "raw_number", "value": value, "text": f"{value} calls"}


AXES = {"categories": ["W0", "W1", "W2"], "x_label": "Week", "y_label": "Calls"}
BARS = section("Calls ▓▓▓▓▓░░░░░ 5 of 10\nDemos ▓▓░░░░░░░░ 2 of 10")
FIELDS = {"type": "section", "fields": [plain("one"), {"type": "mrkdwn", "text": "*two*"}]}
RICH = {
    "type": "rich_text",
    "elements": [
        rich({"type": "text", "text": "bold", "style": {"bold": True}}, {"type": "emoji", "name": "tada"}),
        rich(rich({"type": "text", "text": "first"}), kind="rich_text_list", style="ordered"),
        rich({"type": "text", "text": "said"}, kind="rich_text_quote"),
        rich({"type": "text", "text": "<pre>"}, kind="rich_text_preformatted"),
    ],
}
TABLE = {
    "type": "data_table",
    "caption": "November",
    "page_size": 2,
    "rows": [
        cells("Rep", "Done"),
        [*cells("Aina"), number(40)],
        [*cells("Ben"), number(9)],
        [*cells("Dana"), number(100)],
    ],
}


def post(workspace: Workspace, page: Page, *blocks: dict[str, Any]) -> Locator:
    posted = workspace.bot.chat_postMessage(channel="U0AINA", text="blocks", blocks=list(blocks))
    message = page.locator(f"[data-testid=message][data-ts='{posted['ts']}']")
    expect(message).to_be_visible()
    return message


def test_text_blocks_look_like_what_they_are(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "day _8_"}, plain("of 21")]}
    header = {"type": "header", "text": plain("Good morning :sunrise:")}
    message = post(workspace, page, header, context, FIELDS, {"type": "divider"}, RICH)
    expect(message.get_by_role("heading")).to_have_text("Good morning 🌅")
    expect(message.locator("[data-block=context] em")).to_have_text("8")
    one, two = message.locator(".field-text").all()
    first, second = one.bounding_box(), two.bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]
    expect(message.locator("strong").last).to_have_text("bold")
    expect(message.locator("ol > li")).to_have_text("first")
    expect(message.locator("blockquote")).to_have_text("said")
    expect(message.locator("pre")).to_have_text("<pre>")


def test_bars_of_one_length_are_equally_wide(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    bars = post(workspace, page, BARS).locator(".bar").all()
    widths = [box["width"] for box in (bar.bounding_box() for bar in bars) if box is not None]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(widths[1], abs=0.5)


def test_a_table_sorts_by_number_and_turns_its_pages(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    table = post(workspace, page, TABLE).get_by_test_id("data-table")
    reps = table.locator("tbody th")
    expect(table.locator("caption")).to_have_text("November")
    expect(reps).to_have_text(["Aina", "Ben"])
    table.get_by_role("button", name="Done").click()
    expect(reps).to_have_text(["Ben", "Aina"])
    table.get_by_role("button", name="Next").click()
    expect(reps).to_have_text(["Dana"])
    table.get_by_role("button", name="Done").click()
    expect(reps).to_have_text(["Dana", "Aina"])
    expect(table.locator("th").nth(1)).to_have_attribute("aria-sort", "descending")


def test_charts_are_drawn_and_told_in_figures(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    both = [series("Calls", [4, 9, 2]), series("Goal", [5, 5, 5])]
    pie = charted("pie", segments=[{"label": "Referral", "value": 3}, {"label": "Cold", "value": 1}])
    first = post(workspace, page, charted("bar", series=both, axis_config=AXES), pie)
    second = post(
        workspace,
        page,
        charted("line", series=both, axis_config=AXES),
        charted("area", series=both, axis_config=AXES),
    )
    expect(first.locator("[data-chart=bar] rect")).to_have_count(6)
    expect(first.locator("[data-chart=pie] path")).to_have_count(2)
    expect(first.locator("[data-chart=pie]")).to_contain_text("Referral75 %")
    expect(second.locator("[data-chart=line] circle")).to_have_count(6)
    expect(second.locator("[data-chart=area] path.area")).to_have_count(2)
    expect(first.get_by_role("figure", name="A bar").get_by_role("row").nth(1)).to_have_text("Calls492")


def test_choices_in_a_message_are_sent_as_they_are_made(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    options = [option("Calls", "call"), option("Demos", "demo")]
    people = {"type": "users_select", "action_id": "who", "placeholder": plain("Somebody")}
    kinds = {"type": "static_select", "action_id": "kind", "options": options}
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": options}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-03"}
    message = post(
        workspace,
        page,
        section("who", accessory=people),
        section("kind", accessory=kinds),
        section("boxes", accessory=boxes),
        section("day", accessory=day),
    )
    clicks: list[Any] = []

    def take(route: Route) -> None:
        clicks.append(route.request.post_data_json)
        route.fulfill(json={"acked": True})

    page.route("**/control/click", take)
    message.locator("[data-action-id=who]").click()
    page.get_by_role("option", name="Ben").click()
    message.locator("[data-action-id=kind]").click()
    page.get_by_role("option", name="Demos").click()
    message.get_by_label("Calls").check()
    message.locator("[data-action-id=day]").fill("2026-03-09")
    page.wait_for_timeout(700)
    assert [(click["action_id"], click["value"]) for click in clicks] == [
        ("who", "U0BEN"),
        ("kind", "demo"),
        ("boxes", ["call"]),
        ("day", "2026-03-09"),
    ]


def test_what_the_page_cannot_draw_is_said_so(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    video = {"type": "video", "title": plain("v"), "alt_text": "v", "video_url": "https://example.com/v"}
    picture = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "last month's bars"}
    message = post(workspace, page, video, picture)
    expect(message.get_by_test_id("unsupported")).to_have_text("unsupported block: video")
    expect(message.locator("[data-block=image]")).to_contain_text("last month's bars")
    assert message.locator("img").count() == 0


def test_an_uploaded_picture_is_shown(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>'
    workspace.bot.files_upload_v2(
        channel=workspace.direct("U0AINA"), content=dot, filename="dot.svg", title="A red dot", snippet_type="text"
    )
    expect(page.get_by_test_id("file")).to_contain_text("A red dot")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(workspace: Workspace, visit: Visit, scheme: str) -> None:
    page = visit_on_phone(workspace, visit, scheme)
    both = [series("Calls", [4, 9, 2]), series("Goal", [5, 5, 5])]
    actions = {"type": "actions", "elements": [button(f"Button number {at}", f"b{at}") for at in range(5)]}
    post(workspace, page, BARS, FIELDS, TABLE, charted("bar", series=both, axis_config=AXES), actions)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    overflow = "[...document.querySelectorAll('.message *')].filter((n) => n.getBoundingClientRect().right > 391)"
    inside_scrollers = ".filter((n) => !n.closest('.table-scroll') && !n.closest('.visually-hidden'))"
    assert page.evaluate(f"{overflow}{inside_scrollers}.map((n) => n.className.baseVal ?? n.className)") == []


def visit_on_phone(workspace: Workspace, visit: Visit, scheme: str) -> Page:
    """On a phone the rail is a drawer: open it, be Aina, and it closes."""
    page = visit(workspace, "U0AINA", scheme=scheme, **PHONE)
    expect(page.get_by_test_id("person-picker")).not_to_be_in_viewport()
    page.get_by_test_id("drawer-toggle").click()
    expect(page.get_by_test_id("person-picker")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("person-picker")).not_to_be_in_viewport()
    expect(page.get_by_test_id("drawer-toggle")).to_be_focused()
    return page
