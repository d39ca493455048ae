"""What today's entries put right is said at once."""

import datetime as dt

from bot.standings.goal_lines import goal_lines
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage.people import find_member
from storage.workspaces import find_workspace
from tests.office import ANA, Office


def status_of_calls(office: Office) -> Status:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = find_member(session, workspace_id=workspace.id, slack_user_id=ANA)
        assert member is not None
        now = office.context.clock.now()
        found = goal_lines(session, workspace=workspace, members=[member], date=now.date(), now=now)
        (line,) = found.lines[member.id]
        return line.status


def test_who_caught_up_today_is_on_track_and_not_called_behind(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 50)
    workdays = [day for at in range(51) if (day := dt.date(2026, 9, 28) + dt.timedelta(days=at)).weekday() < 5]
    this_week = dt.date(2026, 11, 16)
    office.past(ANA, "call", {day.isoformat(): 10 if day < this_week else 1 for day in workdays})
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    assert status_of_calls(office) in (Status.WATCH, Status.AT_RISK)
    office.say(ANA, "/log", "12 calls")
    assert status_of_calls(office) in (Status.WATCH, Status.AT_RISK), "14 of 50 is less than the 20 of two days"
    office.say(ANA, "/log", "10 calls")
    assert status_of_calls(office) is Status.ON_TRACK
