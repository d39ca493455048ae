"""How realistic a goal would be, before it is set: chance, what it asks a day, and a better one."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot.core.work import Work
from bot.goals.editing import set_goal
from bot.goals.outlook import Outlook
from bot.goals.past_periods import target_over_last
from bot.goals.realism import first_whole_period, realism_of
from bot.goals.terms import easy_number
from metrics.periods import PeriodKind, period_of
from metrics.realism import Realism, TeamVerdict
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Member, Source, Team, TimeOff, Workspace
from tests.cast import NOON, Cast, assemble

TODAY = dt.date(2026, 11, 17)
WEEK, MONTH = PeriodKind.WEEK, PeriodKind.MONTH


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    return assemble(sqlite_database)


@pytest.fixture
def session(sqlite_database: Database, cast: Cast) -> Iterator[Session]:
    with sqlite_database.writing() as opened:
        yield opened


def log(session: Session, member_id: int, a_day: int, *, days: int = 200, metric: str = "call") -> None:
    found = find_metric(session, workspace_id=1, key=metric)
    assert found is not None
    dates = [TODAY - dt.timedelta(days=n) for n in range(1, days)]
    add_activity_rows(
        session,
        rows=[
            {
                "workspace_id": 1,
                "member_id": member_id,
                "metric_id": found.id,
                "quantity": a_day,
                "local_date": date,
                "source": Source.IMPORT,
                "external_id": f"{member_id}-{metric}-{date}",
                "logged_at": NOON,
                "account": "",
                "note": "",
                "outcome": "",
                "batch": "",
                "version": 1,
            }
            for date in dates
            if date.weekday() < 5
        ],
    )


def judge(
    session: Session, subject: Member | Team, target: int, *, period: PeriodKind = WEEK, metric: str = "call"
) -> Outlook:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    return realism_of(
        Work(session, workspace, NOON), subject=subject, metric_key=metric, period=period, target=target, starts=TODAY
    )


def member(session: Session, member_id: int) -> Member:
    found = session.get(Member, member_id)
    assert found is not None
    return found


def team(session: Session, team_id: int) -> Team:
    found = session.get(Team, team_id)
    assert found is not None
    return found


def test_a_goal_is_judged_for_the_first_whole_period_with_the_history_up_to_today(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    outlook = judge(session, member(session, cast.ana), 50)
    assert outlook.period.start == dt.date(2026, 11, 23)
    (ana,) = outlook.members
    assert ana.usual == pytest.approx(10, rel=0.02)
    assert (ana.a_day, ana.days) == (10, 5)
    assert ana.best is not None
    assert (ana.best.total, ana.best.a_day) == (50, 10)
    assert ana.reached_before == (12, 12)
    # Who did as much in twelve of twelve weeks is not told that it is a toss of a coin.
    assert ana.realism.realism is Realism.SOFT


def test_more_is_less_likely_and_the_proposed_target_has_its_chance(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    ana = member(session, cast.ana)
    chances = [judge(session, ana, target).members[0].realism.probability or 0 for target in (20, 40, 60, 120)]
    assert chances == sorted(chances, reverse=True)
    proposed = judge(session, ana, 120).proposed
    assert proposed is not None
    assert (judge(session, ana, proposed).members[0].realism.probability or 0) >= 0.6
    assert (judge(session, ana, proposed + 1).members[0].realism.probability or 0) < 0.6


def test_whoever_has_no_history_is_judged_by_the_peers_and_without_any_not_at_all(session: Session, cast: Cast) -> None:
    assert judge(session, member(session, cast.ben), 50).members[0].realism.realism is Realism.NO_HISTORY
    log(session, cast.ana, 10)
    ben = judge(session, member(session, cast.ben), 50).members[0]
    assert ben.realism.realism is not Realism.NO_HISTORY
    assert ben.past == ()


def test_a_teams_goal_leaves_out_those_who_keep_their_own(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    log(session, cast.ben, 10)
    north, workspace = team(session, cast.north), session.get(Workspace, 1)
    assert workspace is not None
    hard = judge(session, north, 100)
    assert hard.team is not None
    assert hard.team.verdict is TeamVerdict.TOO_HARD
    assert hard.proposed is not None
    assert hard.proposed < 100
    set_goal(
        Work(session, workspace, NOON),
        viewer=None,
        subject=member(session, cast.ben),
        metric_key="call",
        period=WEEK,
        target=40,
        starts=TODAY,
    )
    outlook = judge(session, north, 100)
    assert [each.member.id for each in outlook.members] == [cast.ana]
    assert [each.id for each in outlook.keep_own] == [cast.ben]


def test_a_day_goal_is_judged_by_its_week_and_proposed_a_day(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    outlook = judge(session, member(session, cast.ana), 20, period=PeriodKind.DAY)
    (ana,) = outlook.members
    assert (ana.asked, ana.a_day) == (100, 20)
    assert ana.proposed is not None
    assert ana.proposed <= 10


def test_leave_and_a_ramp_change_what_is_asked_and_not_what_is_proposed_to_be_written(
    session: Session, cast: Cast
) -> None:
    log(session, cast.ana, 10)
    plain = judge(session, member(session, cast.ben), 200, period=MONTH).members[0]
    ben = member(session, cast.ben)
    ben.joined_on = dt.date(2026, 10, 1)
    session.add(ben)
    session.flush()
    new = judge(session, ben, 200, period=MONTH).members[0]
    assert (plain.asked, new.asked) == (200, 100)
    assert new.proposed is not None
    assert plain.proposed is not None
    # Half of an odd target is rounded down, and written twice as large.
    assert new.proposed >= plain.proposed // 2 * 2


def test_somebody_away_for_all_of_it_is_not_judged(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    session.add(
        TimeOff(
            workspace_id=1,
            member_id=cast.ana,
            starts=dt.date(2026, 11, 20),
            ends=dt.date(2026, 12, 5),
            created_at=NOON,
        )
    )
    session.flush()
    ana = judge(session, member(session, cast.ana), 50).members[0]
    assert ana.realism.probability is None


def test_revenue_is_judged_by_what_was_sold_before(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 100_000, metric="revenue")
    easy = judge(session, member(session, cast.ana), 500_000, period=MONTH, metric="revenue").members[0]
    hard = judge(session, member(session, cast.ana), 50_000_000, period=MONTH, metric="revenue").members[0]
    assert (easy.realism.probability or 0) > (hard.realism.probability or 0)
    assert hard.proposed is not None
    assert hard.proposed % 10_000 == 0


@pytest.mark.parametrize(
    ("period", "percent", "target"), [(WEEK, 15, 58), (WEEK, -10, 45), (PeriodKind.DAY, 50, 15), (MONTH, 0, 220)]
)
def test_a_percentage_is_of_the_last_whole_period(
    session: Session, cast: Cast, period: PeriodKind, percent: int, target: int
) -> None:
    log(session, cast.ana, 10)
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    found = target_over_last(
        Work(session, workspace, NOON),
        subject=member(session, cast.ana),
        metric_key="call",
        period=period,
        percent=Decimal(percent),
        starts=TODAY,
    )
    assert found.target == target


def test_of_a_team_it_is_of_what_those_did_who_did_anything(session: Session, cast: Cast) -> None:
    log(session, cast.ana, 10)
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    found = target_over_last(
        Work(session, workspace, NOON),
        subject=team(session, cast.north),
        metric_key="call",
        period=WEEK,
        percent=Decimal(10),
        starts=TODAY,
    )
    assert found.target == 55


@given(
    st.sampled_from([PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]),
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    st.integers(0, 6),
    st.integers(1, 12),
)
def test_the_period_judged_is_whole_and_begins_as_soon_as_can_be(
    kind: PeriodKind, starts: dt.date, week_start: int, month: int
) -> None:
    workspace = Workspace(slack_team_id="T", created_at=NOON, week_start=week_start, fiscal_year_start_month=month)
    span = first_whole_period(workspace, kind, starts)
    assert starts <= span.start
    current = period_of(kind, starts, week_start=week_start, fiscal_year_start_month=month)
    assert span.start in (current.start, current.end)


@given(st.integers(1, 10**12))
def test_an_easy_number_is_never_more_and_not_much_less(target: int) -> None:
    assert target * 0.9 <= easy_number(float(target)) <= target
