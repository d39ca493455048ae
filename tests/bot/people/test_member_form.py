"""What people sell like and how they get started, said in Slack, and what comes of it."""

import datetime as dt

from tests.bot.modal_steps import fill_in, open_with, top_view, words_of
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, Office


def ask_for(office: Office, user: str, text: str) -> None:
    """Type /goal with a text that opens a form, the one before closed."""
    for view in office.sandbox.get("views", user=user)["views"]:
        office.sandbox.post("close", user=user, view_id=view["id"])
    assert office.sandbox.post("command", user=user, command="/goal", text=text)["acked"]


def test_a_role_and_a_ramp_are_given_in_a_form_and_goals_follow_them(office: Office) -> None:
    role_of = {role: str(at) for at, role in enumerate(("SDR", "Account executive", "Inside sales"), 1)}
    ask_for(office, MANAGER, f"role <@{ANA}>")
    assert "*Ana Quill*" in words_of(top_view(office, MANAGER))
    assert fill_in(office, MANAGER, sales_role=role_of["SDR"], own_ramp="soon") == {
        "own_ramp": "'soon' isn't a ramp I can read. Write each month's percent, like 25 50 75 100, or 100 for none."
    }
    assert fill_in(office, MANAGER, sales_role=role_of["SDR"], own_ramp="25/50/75", ramp_starts="2026-10-01") == {}
    assert "Ana Quill: SDR.\nRamp: 25 50 75% of each goal, month by month, starting" in words_of(
        top_view(office, MANAGER)
    )
    assert office.say(MANAGER, "/goal", "team North SDR calls 60 a month").startswith("SDR · North: 60 calls a month")
    assert "ramp: 50% of 60" in office.say(ANA, "/progress")
    assert office.say(BEN, "/progress").startswith("No goal yet")
    assert office.say(MANAGER, "/goal", "SDR calls 20 a day").startswith("You can't set goals for")
    assert office.say(ADMIN, "/goal", "sdrs calls 20 a day").startswith("SDR: 20 calls a day")
    assert "SDR" in words_of(open_with(office, ADMIN, "/goal"))
    assert office.say(MANAGER, "/goal", "hunter calls 20 a day") == (
        "No sales role is called 'hunter'. Roles: SDR, Account executive, Inside sales."
    )
    history = office.say(MANAGER, "/goal", "history team North SDR calls")
    assert "60 calls a month" in history
    assert "set by Mo Northgate" in history
    nudge_day = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)
    office.play_until(nudge_day)
    assert "ramp: 50% of 60" in office.nudges(ANA)[0]
    office.sandbox.post("close", user=MANAGER, view_id=top_view(office, MANAGER)["id"])
    message = office.answer_of(MANAGER, "/team")
    assert f"<@{ANA}>: " in message["text"]
    assert "(ramp: 50% of 60)" in message["text"], "a manager does not read a low target as a mistake"
    assert "\nramp: 50%" in str(message["blocks"]).replace("\\n", "\n")
    (months,) = [
        option["value"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        for option in element.get("options", ())
        if option["text"]["text"] == "Months"
    ]
    office.click(MANAGER, message, "team_filter:period", months)
    (chosen,) = [m for m in office.sees(MANAGER, message["channel"]) if m["ts"] == message["ts"]]
    assert "\nramp: 50% of 60" in str(chosen["blocks"]).replace("\\n", "\n")
    assert "ramp: 50% of 60" in office.say(MANAGER, "/team", f"<@{ANA}>")


def test_a_form_of_a_rep_of_another_team_is_refused(office: Office) -> None:
    said = office.say(MANAGER, "/goal", f"role <@{CLEO}>")
    assert said.startswith("You can't set goals for")
    ask_for(office, MANAGER, f"role <@{ANA}>")
    view = office.sandbox.state.views[MANAGER][-1].view
    view["private_metadata"] = view["private_metadata"].replace(ANA, CLEO)
    assert "You can't set goals for" in fill_in(office, MANAGER, sales_role="1")["sales_role"]
