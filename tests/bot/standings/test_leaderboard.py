"""Leaderboards: off unless the team chose one, of like reps alone, per day worked, no name against its owner's will."""

import datetime as dt

import pytest

from bot.core.permissions import NotAllowed, Viewer
from bot.standings.leaderboard import WrongMode, board_for, set_leaderboard
from metrics.periods import PeriodKind
from storage.memberships import find_team
from storage.people import find_member
from storage.tables import Member, Membership, Role, TeamRole, TimeOff
from storage.workspaces import find_workspace
from tests.office import ANA, BEN, Office

UTC = dt.UTC
DAYS = [dt.date(2026, 10, 20) + dt.timedelta(days=n) for n in range(28)]
WEEKDAYS = [day.isoformat() for day in DAYS if day.weekday() < 5]


def grow(office: Office) -> None:
    """Dan joins North as a rep long ago, Eva a few days ago."""
    with office.database.writing() as session:
        north = find_team(session, workspace_id=1, name="North")
        assert north is not None
        for slack_id, name, starts in (("U0DAN", "Dan Brook", "2026-01-01"), ("U0EVA", "Eva Hill", "2026-11-12")):
            member = Member(workspace_id=1, slack_user_id=slack_id, name=name, timezone="Europe/London")
            session.add(member)
            session.flush()
            session.add(
                Membership(
                    workspace_id=1,
                    team_id=north.id,
                    member_id=member.id,
                    team_role=TeamRole.REP,
                    starts=dt.date.fromisoformat(starts),
                )
            )


def mode(office: Office, chosen: str, viewer: Viewer | None = None) -> None:
    """Choose North's leaderboard."""
    with office.database.writing() as session:
        workspace, team = find_workspace(session), find_team(session, workspace_id=1, name="North")
        assert workspace is not None
        assert team is not None
        set_leaderboard(
            session, workspace=workspace, viewer=viewer, team=team, mode=chosen, now=office.context.clock.now()
        )


def test_a_team_sees_of_each_other_what_it_chose(office: Office) -> None:
    grow(office)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    assert office.say(ANA, "/progress", "board").startswith("Your team doesn't use a leaderboard.")
    mode(office, "named")
    assert office.say(ANA, "/progress", "board") == (
        "*Calls* a workday, the last four weeks\n*1. You, 0* · of 3\n1. Ben Sparrow, 0\n1. Dan Brook, "
        "0\nOnly reps on your team, per day worked. Time off and part time don't cost you a place. New reps "
        "aren't ranked."
    )
    office.past(ANA, "call", dict.fromkeys(WEEKDAYS[:10], 8))
    office.past(BEN, "call", dict.fromkeys(WEEKDAYS, 10))
    office.past("U0DAN", "call", dict.fromkeys(WEEKDAYS, 12))
    with office.database.writing() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        dan = find_member(session, workspace_id=1, slack_user_id="U0DAN")
        assert ana is not None
        assert dan is not None
        # Ana was away for two of the four weeks: per day worked she does eight.
        session.add(
            TimeOff(
                workspace_id=1,
                member_id=ana.id,
                starts=dt.date(2026, 11, 3),
                ends=dt.date(2026, 11, 17),
                created_at=dt.datetime(2026, 11, 1, tzinfo=UTC),
            )
        )
        dan.board_name_on = False
    places = office.say(ANA, "/progress", "leaderboard").split("\n")[1:4]
    assert places == ["1. a colleague, 12", "2. Ben Sparrow, 10", "*3. You, 8* · of 3"]
    mode(office, "own")
    assert office.say(BEN, "/progress", "papan").split("\n")[1:-1] == ["*2. You, 10* · of 3"]
    mode(office, "top")
    eva = office.database
    with eva.reading() as session:
        workspace = find_workspace(session)
        member = find_member(session, workspace_id=1, slack_user_id="U0EVA")
        assert workspace is not None
        assert member is not None
        board = board_for(session, workspace, member, office.context.clock.now())
    assert board.metrics[0].own_place is None
    assert [row.name for row in board.metrics[0].rows] == ["", "Ben Sparrow", "Ana Quill"]


def test_only_who_sets_a_teams_goals_chooses_its_leaderboard(office: Office) -> None:
    with pytest.raises(NotAllowed):
        mode(office, "named", Viewer(member_id=1, role=Role.REP))
    with pytest.raises(NotAllowed):
        mode(office, "named", Viewer(member_id=1, role=Role.MANAGER, managed_team_ids=frozenset({2})))
    with pytest.raises(WrongMode):
        mode(office, "public")
    mode(office, "top", Viewer(member_id=1, role=Role.MANAGER, managed_team_ids=frozenset({1})))
