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
        "Mo Northgate set 65 calls a week, starting today. You proposed 70 calls."
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
