"""A rep proposes a goal, the manager decides, and the rep finds out."""

import datetime as dt

import pytest
from sqlmodel import select

from metrics.periods import PeriodKind
from storage.goals import goals_on
from storage.tables import GoalProposal
from tests.bot.modal_steps import fill_in, open_with, top_view, words_of
from tests.office import ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office


@pytest.fixture
def asked(office: Office) -> Office:
    """Ana, whose team does 60 calls a week, proposes 70."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    form = open_with(office, ANA, "/goal")
    assert "Propose a goal for yourself" in words_of(form)
    assert fill_in(office, ANA, metric="call", target="70", period="week", reason="I have *time*") == {}
    assert "*Ana Quill: 70 calls a week*" in words_of(top_view(office, ANA))
    assert fill_in(office, ANA) == {}
    assert "Your manager has it now" in words_of(top_view(office, ANA))
    office.worker.drain()
    return office


def proposal_to(office: Office, user: str) -> dict[str, object]:
    office.worker.drain()
    (message,) = [m for m in office.sees(user, user) if "proposes their own goal" in m["text"]]
    return message


def targets(office: Office) -> set[tuple[bool, int]]:
    """(whether it is a member's own, target) of the goals in force."""
    with office.database.reading() as session:
        rows = goals_on(session, workspace_id=1, date=dt.date(2026, 11, 17))
        return {(row.member_id is not None, row.target) for row in rows}


def pass_a_while(office: Office, minutes: int = 2) -> None:
    office.play_until(office.context.clock.now() + dt.timedelta(minutes=minutes))


def test_the_manager_agrees_and_the_rep_has_the_goal(asked: Office) -> None:
    office, message = asked, proposal_to(asked, MANAGER)
    said = str(message["text"])
    assert said.startswith("*Ana Quill proposes their own goal: 70 calls a week*")
    assert "“I have *\u200btime*\u200b”" in said
    assert "Now it's 60 calls." in said
    assert "no history yet" in said
    assert office.sees(STRANGER_MANAGER, STRANGER_MANAGER) == []
    assert targets(office) == {(False, 60)}
    assert "Agreed. I'll let Ana Quill know." in office.click(MANAGER, message, "proposal_approve")
    pass_a_while(office)
    assert targets(office) == {(False, 60), (True, 70)}
    assert office.sees(ANA, ANA)[-1]["text"] == ("Mo Northgate agreed. Your goal is 70 calls a week, starting today.")
    answered = proposal_to(office, MANAGER)
    assert "Mo Northgate set the goal." in str(answered["text"])
    assert "proposal_approve" not in str(answered["blocks"])


def test_the_manager_changes_it(asked: Office) -> None:
    office, message = asked, proposal_to(asked, MANAGER)
    office.sandbox.post(
        "click", user=MANAGER, channel=message["channel"], ts=message["ts"], action_id="proposal_change"
    )
    assert fill_in(office, MANAGER, target="65") == {}
    assert fill_in(office, MANAGER) == {}
    pass_a_while(office)
    assert targets(office) == {(False, 60), (True, 65)}
    assert office.sees(ANA, ANA)[-1]["text"] == (
        "Mo Northgate set 65 calls a week, starting today. You proposed 70 calls a week."
    )


def test_what_the_manager_makes_of_it_is_told_as_it_was_set(asked: Office) -> None:
    office, message = asked, proposal_to(asked, MANAGER)
    office.sandbox.post(
        "click", user=MANAGER, channel=message["channel"], ts=message["ts"], action_id="proposal_change"
    )
    assert fill_in(office, MANAGER, target="12", period="month", metric="demo", starts="2026-12-01") == {}
    assert fill_in(office, MANAGER) == {}
    pass_a_while(office)
    assert office.sees(ANA, ANA)[-1]["text"] == (
        "Mo Northgate set 12 demos a month, starting Tue 1 Dec. You proposed 70 calls a week."
    )


def propose_dates(office: Office, first: str, last: str, target: str = "200") -> dict[str, str]:
    open_with(office, ANA, "/goal")
    refused = fill_in(office, ANA, metric="call", target=target, period="custom", starts=first, last=last)
    if not refused:
        assert fill_in(office, ANA) == {}
        pass_a_while(office)
    return refused


def proposed_dates(office: Office) -> list[dict[str, object]]:
    return [m for m in office.sees(MANAGER, MANAGER) if "to Sun 27 Dec" in m["text"] or "to Sun 31 Jan" in m["text"]]


def test_a_rep_proposes_a_campaign_and_has_it_for_its_dates_once_it_is_agreed(asked: Office) -> None:
    office = asked
    assert propose_dates(office, "2026-11-23", "2026-12-27") == {}
    (message,) = proposed_dates(office)
    title = "*Ana Quill proposes their own goal: 200 calls, Mon 23 Nov to Sun 27 Dec*"
    assert str(message["text"]).startswith(title)
    assert "Agreed. I'll let Ana Quill know." in office.click(MANAGER, message, "proposal_approve")
    pass_a_while(office)
    said = "Mo Northgate agreed. Your goal is 200 calls, Mon 23 Nov to Sun 27 Dec."
    assert office.sees(ANA, ANA)[-1]["text"] == said
    with office.database.reading() as session:
        (goal,) = goals_on(session, workspace_id=1, date=dt.date(2026, 11, 25))[-1:]
        assert (goal.target, goal.period_starts, goal.period_ends) == (
            200,
            dt.date(2026, 11, 23),
            dt.date(2026, 12, 28),
        )
    # The weekly proposal still waits: they are two goals.
    assert "proposal_approve" in str(proposal_to_week(office)["blocks"])


def proposal_to_week(office: Office) -> dict[str, object]:
    (message,) = [m for m in office.sees(MANAGER, MANAGER) if "70 calls a week" in m["text"]]
    return message


def test_other_dates_are_another_proposal_and_the_same_ones_a_newer_one(asked: Office) -> None:
    office = asked
    propose_dates(office, "2026-11-23", "2026-12-27")
    propose_dates(office, "2026-11-23", "2026-12-27", target="220")
    propose_dates(office, "2026-12-28", "2027-01-31")
    assert [str(m["text"]).partition(": ")[2].partition(",")[0] for m in proposed_dates(office)] == [
        "220 calls",
        "200 calls",
    ]


def test_dates_that_cannot_be_a_goal_are_refused_before_a_manager_reads_them(asked: Office) -> None:
    office = asked
    assert "last day" in str(propose_dates(office, "2026-11-23", ""))
    assert "before the first" in str(propose_dates(office, "2026-11-23", "2026-11-20"))
    propose_dates(office, "2026-11-02", "2026-11-15")
    assert "Those days are over" in words_of(top_view(office, ANA))
    assert proposed_dates(office) == []


def test_the_manager_changes_the_dates_of_a_campaign(asked: Office) -> None:
    office = asked
    propose_dates(office, "2026-11-23", "2026-12-27")
    (message,) = proposed_dates(office)
    office.sandbox.post(
        "click", user=MANAGER, channel=message["channel"], ts=message["ts"], action_id="proposal_change"
    )
    assert fill_in(office, MANAGER, last="2026-12-20") == {}
    assert fill_in(office, MANAGER) == {}
    pass_a_while(office)
    assert office.sees(ANA, ANA)[-1]["text"] == (
        "Mo Northgate set 200 calls, Mon 23 Nov to Sun 20 Dec. You proposed 200 calls, Mon 23 Nov to Sun 27 Dec."
    )


def test_the_manager_declines_and_nothing_changes(asked: Office) -> None:
    office, message = asked, proposal_to(asked, MANAGER)
    assert "Declined. I'll let Ana Quill know." in office.click(MANAGER, message, "proposal_decline")
    pass_a_while(office)
    assert targets(office) == {(False, 60)}
    assert office.sees(ANA, ANA)[-1]["text"].startswith("Mo Northgate declined 70 calls a week, so nothing changes.")


def test_a_newer_proposal_of_the_same_takes_the_place_of_the_one_that_waits(asked: Office) -> None:
    office = asked
    open_with(office, ANA, "/goal")
    fill_in(office, ANA, metric="call", target="72", period="week")
    fill_in(office, ANA)
    pass_a_while(office)
    assert "72 calls a week" in str(proposal_to(office, MANAGER)["text"])
    with office.database.reading() as session:
        assert len(session.exec(select(GoalProposal)).all()) == 1


def test_nobody_answers_for_another_team_or_proposes_for_somebody_else(asked: Office) -> None:
    office = asked
    open_with(office, BEN, "/goal")
    fill_in(office, BEN, metric="call", target="5", period="week")
    view = office.sandbox.state.views[BEN][-1].view
    view["private_metadata"] = view["private_metadata"].replace(BEN, CLEO)
    fill_in(office, BEN)
    with office.database.reading() as session:
        assert len(session.exec(select(GoalProposal)).all()) == 1
    # A form of another team's manager that says it answers Ana's proposal.
    open_with(office, STRANGER_MANAGER, "/goal")
    fill_in(office, STRANGER_MANAGER, person=CLEO, metric="call", target="50", period="week")
    view = office.sandbox.state.views[STRANGER_MANAGER][-1].view
    view["private_metadata"] = view["private_metadata"].replace('"a":0', '"a":1')
    fill_in(office, STRANGER_MANAGER)
    assert targets(office) == {(False, 60)}
    assert "proposal_approve" in str(proposal_to(office, MANAGER)["blocks"])
