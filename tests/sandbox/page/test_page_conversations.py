"""People, conversations, messages, commands and the clock, on the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page.an_app import button, option, plain, section
from tests.sandbox.page.conftest import Visit, Workspace, become

pytestmark = pytest.mark.browser


def open_channel(page: Page, channel: str) -> None:
    page.locator(f"[data-testid=channel-link][data-channel={channel}]").click()


def type_message(page: Page, text: str) -> None:
    page.get_by_test_id("composer-input").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_one_sees_the_conversations_of_the_person_one_is(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    names = page.get_by_test_id("channel-link")
    expect(names).to_have_text(["MMetronome", "#sales-north"])
    become(page, "U0DANA")
    expect(names).to_have_text(["MMetronome", "north-managers", "#sales-north"])
    expect(page.get_by_test_id("person-picker")).to_contain_text("You are: Dana Whitfield")
    expect(page.get_by_test_id("person-picker")).to_contain_text("ManagerLondon 00:31")


def test_a_status_is_set_from_the_rail_and_seen_by_the_others(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0DANA")
    button = page.get_by_test_id("status-picker")
    expect(button).to_have_text("Set a status")
    button.click()
    page.locator("[data-testid=status-option][data-status=sick]").click()
    expect(button).to_have_text("🤒 Out sick")
    become(page, "U0AINA")
    page.get_by_test_id("person-picker").click()
    expect(page.locator("[data-testid=person-option][data-user=U0DANA]")).to_contain_text("🤒 Out sick")
    page.locator("[data-testid=person-option][data-user=U0DANA]").click()
    button.click()
    page.locator("[data-testid=status-option][data-status=clear]").click()
    expect(button).to_have_text("Set a status")


def test_a_file_is_attached_and_shown(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    workspace.bot.chat_postMessage(channel="U0AINA", text="Send me a file")
    expect(page.get_by_test_id("message").last).to_contain_text("Send me a file")
    page.get_by_test_id("attached").set_input_files(
        {"name": "deals.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    )
    expect(page.get_by_test_id("file")).to_contain_text("deals.csv")
    (file,) = [file for file in workspace.sandbox.state.files.values() if file["name"] == "deals.csv"]
    assert bytes.fromhex(file["content"]) == b"a,b\n1,2\n"


def test_a_message_comes_while_one_looks_and_is_announced(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    posted = workspace.bot.chat_postMessage(channel="U0AINA", text="Good *morning*, <@U0AINA>")
    message = page.locator(f"[data-testid=message][data-ts='{posted['ts']}']")
    expect(message).to_contain_text("Good morning, @Aina Rahman")
    expect(message.locator("time")).to_have_text("08:31")
    expect(page.get_by_test_id("announcer")).to_contain_text("Metronome: Good *morning*")


def test_an_edit_shows_and_a_deletion_removes(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    ts = workspace.bot.chat_postMessage(channel="U0AINA", text="first")["ts"]
    channel = workspace.direct("U0AINA")
    message = page.locator(f"[data-ts='{ts}']")
    expect(message).to_contain_text("first")
    workspace.bot.chat_update(channel=channel, ts=ts, text="second")
    expect(message).to_contain_text("second (edited)")
    workspace.bot.chat_delete(channel=channel, ts=ts)
    expect(message).to_have_count(0)


def test_markup_of_others_is_shown_and_never_run(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    attack = '<img src=x onerror="window.ran=1"><script>window.ran=1</script> <javascript:window.ran=1|here>'
    blocks = [section(attack), {"type": "header", "text": plain(attack)}, {"type": "markdown", "text": attack}]
    posted = workspace.bot.chat_postMessage(channel="U0AINA", text=attack, blocks=blocks)
    message = page.locator(f"[data-ts='{posted['ts']}']")
    expect(message.locator("[data-block=header]")).to_have_text(attack)
    expect(message.locator("[data-block=section]")).to_contain_text('<img src=x onerror="window.ran=1">')
    assert message.locator("img, script, a").count() == 0
    assert page.evaluate("window.ran") is None


def test_what_is_for_one_person_is_marked_and_hidden_from_others(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    open_channel(page, "C0NORTH")
    workspace.bot.chat_postEphemeral(channel="C0NORTH", user="U0AINA", text="between us")
    message = page.locator("[data-testid=message][data-ephemeral=true]")
    expect(message).to_contain_text("Only visible to you")
    expect(message).to_contain_text("between us")
    become(page, "U0BEN")
    open_channel(page, "C0NORTH")
    expect(page.get_by_test_id("pane-name")).to_have_text("#sales-north")
    expect(page.get_by_test_id("message")).to_have_count(0)


def test_unread_conversations_are_marked_until_they_are_opened(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    workspace.bot.chat_postMessage(channel="C0NORTH", text="news")
    row = page.locator("[data-testid=channel-link][data-channel=C0NORTH]")
    expect(row).to_have_attribute("data-unread", "true")
    row.click()
    expect(page.get_by_test_id("message")).to_contain_text("news")
    expect(row).not_to_have_attribute("data-unread", "true")
    page.get_by_test_id("person-picker").click()
    ben = page.locator("[data-testid=person-option][data-user=U0BEN]")
    expect(ben.get_by_label("unread messages")).to_be_visible()


def test_replies_stand_under_their_message(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0DANA")
    open_channel(page, "C0HEADS")
    first = workspace.bot.chat_postMessage(channel="C0HEADS", text="2 of 8 are behind")["ts"]
    workspace.bot.chat_postMessage(channel="C0HEADS", text="another matter")
    workspace.bot.chat_postMessage(channel="C0HEADS", text="still open", thread_ts=first)
    thread = page.locator(f"[data-testid=thread][data-ts='{first}']")
    expect(thread).to_contain_text("1 reply")
    expect(thread.get_by_test_id("message")).to_contain_text("still open")
    expect(page.get_by_test_id("message")).to_have_count(3)


def test_a_command_is_completed_answered_and_its_button_undoes_it(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0AINA")
    page.get_by_test_id("composer-input").click()
    page.keyboard.type("/no")
    expect(page.get_by_test_id("suggestion")).to_have_text("/notewords to keepKeep a note")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer-input")).to_have_value("/note ")
    expect(page.locator("#composer-hint")).to_have_text("/note words to keep – Keep a note")
    page.keyboard.type("call @be")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer-input")).to_have_value("/note call @Ben Okafor ")
    page.keyboard.press("Enter")
    answer = page.get_by_test_id("message").last
    expect(answer).to_contain_text("Kept: call @Ben Okafor")
    expect(answer).to_contain_text("Only visible to you")
    answer.locator("[data-action-id=undo]").click()
    expect(answer).to_contain_text("Undone.")


def test_an_unknown_command_is_named_and_stays_in_the_field(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    type_message(page, "/nosuch thing")
    expect(page.get_by_test_id("toast")).to_contain_text("There is no command /nosuch")
    expect(page.get_by_test_id("composer-input")).to_have_value("/nosuch thing")


def test_plain_words_to_the_app_begin_the_conversation(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0BEN")
    type_message(page, "hello & <good> day")
    message = page.get_by_test_id("message")
    expect(message).to_contain_text("Ben Okafor")
    expect(message).to_contain_text("hello & <good> day")


def test_the_clock_is_moved_in_the_viewers_own_time(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    local = page.get_by_test_id("clock-local")
    expect(local).to_have_text("Tue, 3 Mar 2026, 08:31")
    expect(page.get_by_test_id("clock-utc")).to_have_text("in Kuala Lumpur · 00:31 UTC")
    page.get_by_test_id("clock-hour").click()
    expect(local).to_have_text("Tue, 3 Mar 2026, 09:31")
    page.get_by_test_id("clock-tomorrow").click()
    expect(local).to_have_text("Wed, 4 Mar 2026, 08:30")
    page.get_by_test_id("clock-week").click()
    expect(local).to_have_text("Wed, 11 Mar 2026, 08:30")
    page.get_by_test_id("clock-pick").click()
    page.get_by_test_id("clock-field").fill("2026-03-12T07:00")
    page.get_by_test_id("clock-go").click()
    expect(local).to_have_text("Thu, 12 Mar 2026, 07:00")
    assert workspace.sandbox.get("clock")["now"].startswith("2026-03-11T23:00")


def test_while_time_is_played_the_clock_says_so(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    workspace.sandbox.get("clock", follower="a test")
    page.get_by_test_id("clock-hour").click()
    playing = page.get_by_test_id("clock-playing")
    expect(playing).to_have_text("playing… until Tue, 3 Mar 2026, 09:31")
    expect(page.get_by_test_id("clock-week")).to_have_attribute("aria-disabled", "true")
    target = workspace.sandbox.get("clock")["target"]
    workspace.sandbox.post("clock/step", to=target, follower="a test")
    expect(playing).to_have_text("")
    expect(page.get_by_test_id("clock-local")).to_have_text("Tue, 3 Mar 2026, 09:31")


def test_a_row_menu_and_a_confirmation_reach_the_app(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0DANA")
    menu = {"type": "overflow", "action_id": "row", "options": [option("Snooze", "snooze"), option("1:1", "meet")]}
    confirm = {"title": plain("Sure?"), "text": plain("It counts."), "confirm": plain("Yes"), "deny": plain("No")}
    blocks = [
        section("a rep", accessory=menu),
        {
            "type": "actions",
            "block_id": "below",
            "elements": [button("Close it", "row", value="close", confirm=confirm)],
        },
    ]
    answering.bot.chat_postMessage(channel="U0DANA", text="a rep", blocks=blocks)
    page.locator("[data-block=section] [data-action-id=row]").click()
    with page.expect_response("**/control/click"):  # when the app has heard it, so that it hears both in this order
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.locator("[data-block=actions] [data-action-id=row]").click()
    page.get_by_test_id("confirm-no").click()
    page.locator("[data-block=actions] [data-action-id=row]").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("It counts.")
    with page.expect_response("**/control/click"):
        page.get_by_test_id("confirm-yes").click()
    said = [action.get("value") or action["selected_option"]["value"] for action in answering.heard]
    assert said == ["meet", "close"]


def test_the_newest_message_and_the_clock_stay_in_sight_when_the_window_narrows(
    workspace: Workspace, visit: Visit
) -> None:
    page = visit(workspace, "U0AINA")
    for number in range(8):
        long = f"{number}: " + "a message that is wide on a desk and takes many lines on a phone " * 4
        workspace.bot.chat_postMessage(channel="U0AINA", text=long)
    newest = page.get_by_test_id("message").last
    expect(newest).to_contain_text("7: a message")
    page.set_viewport_size({"width": 390, "height": 700})
    expect(newest).to_be_in_viewport(ratio=0.99)
    moves = page.get_by_role("group", name="Move the clock")
    expect(page.get_by_test_id("clock-pick")).to_be_in_viewport(ratio=0.99)
    assert moves.evaluate("node => node.scrollWidth <= node.clientWidth")
