"""Setting a goal by form: what it would mean is seen before it is saved."""

import datetime as dt

import pytest

from metrics.periods import PeriodKind
from tests.bot.modal_steps import fill_in, open_with, press, top_view, words_of
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office

WEEKDAYS = [day for n in range(150) if (day := dt.date(2026, 6, 22) + dt.timedelta(days=n)).weekday() < 5]


@pytest.fixture
def known(office: Office) -> Office:
    """Ana does 8 to 12 calls a day for half a year, Ben about 5."""
    office.past(ANA, "call", {day.isoformat(): 8 + day.day % 5 for day in WEEKDAYS if day < dt.date(2026, 11, 17)})
    office.past(BEN, "call", {day.isoformat(): 4 + day.day % 3 for day in WEEKDAYS if day < dt.date(2026, 11, 17)})
    return office


def test_a_manager_sees_how_realistic_a_goal_is_takes_the_proposed_one_and_saves_it(known: Office) -> None:
    form = open_with(known, MANAGER, "/goal")
    assert "Each rep on North" in words_of(form)
    assert fill_in(known, MANAGER, person=ANA, metric="call", target="90", period="week", reason="New *region*") == {}
    review = top_view(known, MANAGER)
    said = words_of(review)
    assert "*Ana Quill: 90 calls a week*" in said
    assert "*Not realistic.* The odds in the week of" in said or "*A stretch.*" in said
    assert "*Each workday:* 18." in said
    assert "Usually 9.9." in said or "Usually 10." in said
    assert "Best so far" in said
    assert "Hit in 0 of the last 12 weeks." in said
    assert "*Try 50 calls a week.* The odds of that are at least 60%." in said
    assert (
        known.say(MANAGER, "/goal", f"history <@{ANA}>")
        == "Ana Quill has never had a goal of their own. For a team's goals: `/goal history team North`."
    )
    better = press(known, MANAGER, "goal_use_proposed")
    # Each of her weeks had 50 calls.
    assert "*Ana Quill: 50 calls a week*\n*Easy.*" in words_of(better)
    back = press(known, MANAGER, "goal_back")
    assert "New *region*" in str(back["blocks"])
    fill_in(known, MANAGER)
    fill_in(known, MANAGER)
    saved = words_of(top_view(known, MANAGER))
    assert "Ana Quill: 50 " in saved
    assert "calls a week, starting Tue 17 Nov." in saved or "calls a week, starting Tue, Nov 17." in saved
    history = known.say(MANAGER, "/goal", f"history <@{ANA}> calls")
    assert "set by Mo Northgate" in history
    assert "New *\u200bregion*\u200b" in history


def test_a_teams_goal_is_judged_by_how_many_reps_it_suits(known: Office) -> None:
    office = known
    open_with(office, MANAGER, "/goal")
    fill_in(office, MANAGER, metric="call", target="60", period="week")
    said = words_of(top_view(office, MANAGER))
    assert "*Each rep on North: 60 calls a week*" in said
    assert "*Probably too high.*" in said
    assert "none of the 2 would make it. Aim for 40–75%." in said
    assert said.index("• Ben Sparrow: ") < said.index("• Ana Quill: ")
    assert "About 60% of the team would make it." in said
    fill_in(office, MANAGER)
    assert "North: 60 calls a week" in words_of(top_view(office, MANAGER))


def test_a_percentage_is_taken_of_the_last_period_and_said_so(known: Office) -> None:
    said = known.say(MANAGER, "/goal", f"<@{ANA}> calls +15% a week")
    assert said.startswith("Ana Quill: 58 calls a week")
    assert "Based on 50 in the week of Mon" in said
    answer = known.say(MANAGER, "/goal", f"<@{ANA}> demos +15% a week")
    assert answer.startswith("Nothing was logged from 9 Nov 2026 to 15 Nov 2026")
    open_with(known, MANAGER, "/goal")
    assert fill_in(known, MANAGER, person=ANA, metric="demo", target="+15 %", period="week") == {
        "target": "Nothing was logged from 9 Nov 2026 to 15 Nov 2026, so a percentage won't work. Write a "
        "number instead."
    }
    fill_in(known, MANAGER, person=ANA, metric="call", target="+15 %", period="week")
    assert "Based on 50 in the week of Mon" in words_of(top_view(known, MANAGER))


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"person": ANA, "target": "many"}, "target", "isn't a number I can read"),
        ({"person": ANA, "target": "0"}, "target", "above zero"),
        ({"person": CLEO, "target": "5"}, "metric", "You can't set goals"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_at_its_field(
    shared_office: Office, values: dict[str, str], field: str, says: str
) -> None:
    open_with(shared_office, MANAGER, "/goal")
    errors = fill_in(shared_office, MANAGER, metric="call", period="week", **values)
    assert list(errors) == [field]
    assert says in errors[field]


def test_a_form_that_was_tampered_with_sets_nothing(office: Office) -> None:
    open_with(office, STRANGER_MANAGER, "/goal")
    fill_in(office, STRANGER_MANAGER, person=CLEO, metric="call", target="60", period="week")
    stack = office.sandbox.state.views[STRANGER_MANAGER]
    stack[-1].view["private_metadata"] = stack[-1].view["private_metadata"].replace(CLEO, ANA)
    # The review has no field to say it at: it is said in a view over it.
    assert fill_in(office, STRANGER_MANAGER) == {}
    assert "You can't set goals" in words_of(top_view(office, STRANGER_MANAGER))
    assert office.say(MANAGER, "/goal", f"history <@{ANA}>") == (
        "Ana Quill has never had a goal of their own. For a team's goals: `/goal history team North`."
    )
    stack = office.sandbox.state.views[STRANGER_MANAGER]
    stack.pop()
    stack[-1].view["private_metadata"] = "{nonsense"
    fill_in(office, STRANGER_MANAGER)
    assert "That didn't work" in str(top_view(office, STRANGER_MANAGER)["title"])
    assert office.say(ADMIN, "/goal", f"history <@{CLEO}>") == (
        "Cleo Marsh has never had a goal of their own. For a team's goals: `/goal history team North`."
    )


def test_the_history_of_goals_is_for_those_who_may_see_the_figures(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.say(MANAGER, "/goal", "team North calls 70 a week because spring is busy")
    said = office.say(MANAGER, "/goal", "history team North")
    assert "70 calls a week, starting Nov 17, 2026 (set by Mo Northgate on Nov 17, 2026): spring is busy" in said or (
        "70 calls a week, starting 17 Nov 2026" in said
    )
    assert "60 calls a week" in said
    assert office.say(STRANGER_MANAGER, "/goal", f"history <@{ANA}>").startswith("You can't see the numbers of")
    assert (
        office.say(ANA, "/goal", f"history <@{ANA}>")
        == "Ana Quill has never had a goal of their own. For a team's goals: `/goal history team North`."
    )


def test_a_teams_goal_is_copied_down_with_a_target_for_each_and_shown_before_it_is_set(known: Office) -> None:
    open_with(known, MANAGER, "/goal")
    fill_in(known, MANAGER, metric="call", target="40", period="week", reason="A calmer spring")
    form = press(known, MANAGER, "goal_copy")
    assert "Usually 9.9 a day" in words_of(form) or "Usually 10 a day" in words_of(form)
    ana, ben = (block["block_id"] for block in form["blocks"] if block["type"] == "input")
    assert fill_in(known, MANAGER, **{ana: "many"}) == {
        ana: "`many` isn't a number I can read. Write it like `/goal @rep calls 20 a week`, `/goal team North "
        "demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`."
    }
    assert fill_in(known, MANAGER, **{ana: "+10 %", ben: ""}) == {}
    said = words_of(top_view(known, MANAGER))
    assert "*Not set yet.*" in said
    assert "• Ana Quill: *55 calls a week*, " in said
    assert "• Ben Sparrow: as before" in said
    assert (
        known.say(MANAGER, "/goal", f"history <@{ANA}>")
        == "Ana Quill has never had a goal of their own. For a team's goals: `/goal history team North`."
    )
    assert fill_in(known, MANAGER) == {}
    assert "Ana Quill: 55 calls a week" in words_of(top_view(known, MANAGER))
    assert "A calmer spring" in known.say(MANAGER, "/goal", f"history <@{ANA}>")
    assert (
        known.say(MANAGER, "/goal", f"history <@{BEN}>")
        == "Ben Sparrow has never had a goal of their own. For a team's goals: `/goal history team North`."
    )
