"""What is asked of a member in the week in which their workspace went live."""

import datetime as dt

import pytest

from bot.targets.inheriting import HeldGoal, TargetSpan
from bot.targets.shares import share_of
from metrics.calendar import MemberCalendar
from metrics.periods import PeriodKind, period_of
from storage.goals import Owner
from storage.tables import Workspace

TUESDAY = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("zone", "live_at"),
    [
        ("Europe/London", dt.datetime(2026, 11, 17, 15, 0, tzinfo=dt.UTC)),
        ("America/Los_Angeles", dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)),
        ("Asia/Kuala_Lumpur", dt.datetime(2026, 11, 16, 23, 0, tzinfo=dt.UTC)),
    ],
)
def test_a_goal_begins_on_the_day_after_the_one_on_which_its_workspace_went_live(
    zone: str, live_at: dt.datetime
) -> None:
    workspace = Workspace(
        slack_team_id="T0TEST",
        timezone=zone,
        live=True,
        went_live_at=live_at,
        created_at=live_at - dt.timedelta(days=1),
    )
    goal = HeldGoal(
        goal_id=1,
        metric_id=1,
        period=PeriodKind.WEEK,
        starts=dt.date(2026, 1, 1),
        reason="",
        owner=Owner(team_id=1),
        spans=(TargetSpan(50, starts=TUESDAY),),
    )
    share = share_of(goal, period_of(PeriodKind.WEEK, TUESDAY), MemberCalendar(), workspace)
    assert [share.holds_on(TUESDAY + dt.timedelta(days=n)) for n in (0, 1, 2)] == [False, True, True]
    assert share.whole_target == 30
