"""What happened in the office before a talk begins."""

import datetime as dt

from bot.standings.leaderboard import set_leaderboard
from metrics.periods import PeriodKind
from storage.memberships import find_team
from storage.people import find_member
from storage.workspaces import find_workspace
from tests.office import ANA, BEN, TUESDAY, Office

WEEKDAYS = [
    day.isoformat() for day in (dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(77)) if day.weekday() < 5
]
"""The working days from September to the day before."""


def call_goals(office: Office) -> None:
    """North makes 12 calls a day and 60 a week; ten are logged on Monday."""
    office.goal("North", "call", PeriodKind.DAY, 12)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-16": 10})


def autumn(office: Office) -> None:
    """North has goals by week and month; Ana is behind on calls, Ben is ahead, and both have logged since September."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "demo", PeriodKind.MONTH, 8)
    office.goal("North", "revenue", PeriodKind.MONTH, 60_000_00)
    for who, calls in ((ANA, 7), (BEN, 14)):
        office.past(who, "call", dict.fromkeys(WEEKDAYS, calls))
        office.past(who, "demo", dict.fromkeys(WEEKDAYS[::4], 1))
        office.past(who, "deal", dict.fromkeys(WEEKDAYS[::10], 1))
        office.past(who, "revenue", dict.fromkeys(WEEKDAYS[::10], 12_500_00))


def board(office: Office) -> None:
    """North has a leaderboard with names."""
    autumn(office)
    with office.database.writing() as session:
        workspace, team = find_workspace(session), find_team(session, workspace_id=1, name="North")
        assert workspace is not None
        assert team is not None
        set_leaderboard(session, workspace=workspace, viewer=None, team=team, mode="named", now=TUESDAY)


def gone(office: Office) -> None:
    """Ben has left."""
    with office.database.writing() as session:
        member = find_member(session, workspace_id=1, slack_user_id=BEN)
        assert member is not None
        member.active = False


def guest(office: Office) -> None:
    """Ben is a guest from another company."""
    with office.database.writing() as session:
        member = find_member(session, workspace_id=1, slack_user_id=BEN)
        assert member is not None
        member.guest = True
