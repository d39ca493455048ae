"""A goal that is typed: set at once and answered with what held before, how realistic it is, and Undo; one click first
where it is not realistic, or ends a planned goal. What is planned for later is never dropped silently.
"""

import datetime as dt

import pytest
from sqlmodel import select

from bot.exchange.files.goals import import_goals
from metrics.periods import PeriodKind
from storage.tables import Goal
from storage.workspaces import find_workspace
from tests.office import ANA, MANAGER, Office

MARCH = dt.date(2027, 3, 1)
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(77)]


@pytest.fixture
def known(office: Office) -> Office:
    """Ana makes three to five calls each working day."""
    office.past(ANA, "call", {day.isoformat(): 3 + day.day % 3 for day in DAYS if day.weekday() < 5})
    return office


def goals(office: Office) -> list[tuple[int, dt.date, dt.date | None]]:
    """What is in force some day: the target, from when, and until when."""
    with office.database.reading() as session:
        rows = session.exec(select(Goal).order_by(Goal.starts, Goal.id)).all()  # type: ignore[arg-type]
        return [(row.target, row.starts, row.ends) for row in rows if row.ends is None or row.ends > row.starts]


def test_it_is_set_at_once_and_answered_with_the_one_before_its_chance_and_undo(known: Office) -> None:
    known.say(MANAGER, "/goal", f"<@{ANA}> calls 15 a week")
    message = known.answer_of(MANAGER, "/goal", f"<@{ANA}> 17 calls/week")
    first, second = message["text"].split("\n")
    assert first == "Ana Quill: 17 calls a week, starting Tue 17 Nov. Before: 15."
    assert "The odds in" in second
    assert [target for target, _, _ in goals(known)] == [17]
    assert known.click(MANAGER, message, "goal_undo") == ["Undone. Goals are back to what they were."]
    assert goals(known) == [(15, dt.date(2026, 11, 17), None)]


def test_undo_does_nothing_once_the_goal_was_set_again(known: Office) -> None:
    message = known.answer_of(MANAGER, "/goal", f"<@{ANA}> calls 15 a week")
    known.say(MANAGER, "/goal", f"<@{ANA}> calls 16 a week")
    assert known.click(MANAGER, message, "goal_undo") == ["That goal has changed since, so it stays as is."]
    assert [target for target, _, _ in goals(known)] == [16]


def test_what_is_not_realistic_is_asked_first(known: Office) -> None:
    message = known.answer_of(MANAGER, "/goal", f"<@{ANA}> calls 90 a week")
    assert message["text"].startswith("Ana Quill: 90 calls a week? Nothing was saved yet.\n*Not realistic.*")
    assert goals(known) == []
    (done,) = known.click(MANAGER, message, "goal_set_anyway:0")
    assert done.startswith("Ana Quill: 90 calls a week")
    assert [target for target, _, _ in goals(known)] == [90]


def test_the_better_target_is_one_click_too(known: Office) -> None:
    message = known.answer_of(MANAGER, "/goal", f"<@{ANA}> calls 90 a week")
    known.click(MANAGER, message, "goal_set_anyway:1")
    ((target, _, _),) = goals(known)
    assert f"*Try {target} calls a week.*" in message["text"]


def test_a_planned_goal_stays_and_the_answer_says_so(known: Office) -> None:
    known.say(MANAGER, "/goal", f"<@{ANA}> calls 18 a week from March")
    said = known.say(MANAGER, "/goal", f"<@{ANA}> calls 16 a week from 1 feb 2027")
    assert "Starting Mon 1 Mar it's 18, as planned." in said
    assert goals(known) == [(16, dt.date(2027, 2, 1), MARCH), (18, MARCH, None)]


def test_ending_a_goal_with_a_planned_one_is_asked_first_and_can_be_undone(known: Office) -> None:
    known.say(MANAGER, "/goal", f"<@{ANA}> calls 16 a week")
    known.say(MANAGER, "/goal", f"<@{ANA}> calls 18 a week from March")
    before = goals(known)
    message = known.answer_of(MANAGER, "/goal", f"<@{ANA}> calls off week")
    assert "This also ends Ana Quill's planned goal: 18 calls a week, starting Mon 1 Mar." in message["text"]
    assert goals(known) == before
    known.click(MANAGER, message, "goal_set_anyway:0")
    assert goals(known) == []


def test_a_file_of_goals_leaves_what_is_planned(known: Office) -> None:
    known.goal("North", "call", PeriodKind.WEEK, 60)
    known.say(MANAGER, "/goal", "team North calls 18 a week from March")
    with known.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        lines = ["team,metric,period,target,from", "North,call,week,17,2027-02-01"]
        import_goals(session, workspace=workspace, lines=lines, now=dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC))
    assert goals(known)[-2:] == [(17, dt.date(2027, 2, 1), MARCH), (18, MARCH, None)]
