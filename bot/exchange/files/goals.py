"""Goals of members and teams from a file: mass changes at once."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.text.amounts import write_plain_amount
from bot.core.text.dates import PERIODS
from bot.core.text.vocabulary import fold, fold_words
from bot.core.vocabulary import MetricsByWord
from bot.core.work import Work
from bot.core.workspace_periods import period_in
from bot.exchange.dates import MONTH_NUMBERS, Dates
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Options, read_rows
from bot.exchange.table import Column, Line
from bot.exchange.values import Numbers
from bot.exchange.who import Directory
from bot.goals.editing import set_goal
from bot.goals.past_periods import today_of
from bot.goals.team_totals import set_team_total
from bot.goals.text import FILLERS, LONGEST_REASON, OFF
from bot.people.goal_owners import GoalOwner, RoleGroup, owner_id
from bot.people.sales_roles import WrongSalesRole, find_sales_role
from bot.standings.team_totals import dates_of_total
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from storage import goals, memberships, team_totals
from storage.tables import Goal, Member, Metric, Team, TeamTotal, Unit, Workspace

YES, NO = frozenset({"yes", "y", "true", "1", "x", "ya"}), frozenset({"", "no", "n", "false", "0", "tidak"})
_YEAR = re.compile(r"(?:fy ?|cy ?)?(20\d\d)")
_QUARTER = re.compile(r"(?:q|suku )([1-4])[ /-]*(20\d\d)|(20\d\d)[ /-]*(?:q|suku )([1-4])")
_MONTH = re.compile(r"(20\d\d)[-/](\d{1,2})|([a-z]{3,9})\.?[ -](20\d\d)")
OWN_DATES = frozenset({"custom", "dates", "tarikh"})
"""The period of a goal by dates of its own; its column may be empty."""
COLUMNS = (
    Column("member"),
    Column("team", longest=80),
    Column("sales role", longest=40),
    Column("total", longest=10),
    Column("metric", needed=True, longest=40),
    Column("period", longest=20),
    Column("target", needed=True, longest=40),
    Column("from", longest=30),
    Column("to", longest=30),
    Column("reason", longest=LONGEST_REASON),
    Column("leave", longest=20),
)


@dataclass(frozen=True)
class GoalLine:
    """A goal of a member, or of each rep of a team or sales role, or (`total`) of a team as one total; `target` None
    ends it.
    """

    subject: GoalOwner
    metric: Metric
    period: PeriodKind
    target: int | None
    starts: dt.date
    reason: str
    leave: LeavePolicy
    dates: Period | None = None
    total: bool = False


def import_goals(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Set goals from a CSV file. Raises WrongFile with every bad line; then nothing is changed.

    Columns: member, or team or sales role or both, total (yes: the team's goal is one total), metric, period (day,
    week, month, quarter, year; empty with to), target (a number, an amount, or off to end the goal), and optionally
    from (today if left out), to (the last day of a goal by dates of its own), reason, and leave (keep or prorate). A
    goal that holds so already stays as it is; one that replaces another counts as changed.
    """
    dates = Dates(now, workspace, order=options.dates, timezone=options.timezone)
    reader = _Reader(session, workspace, dates, now, options.numbers)
    read = read_rows(lines, columns=COLUMNS, read=reader.read, options=options)
    new = changed = 0
    changes: list[str] = []
    # In the order of their dates: each holds until the next one, of the file or planned before.
    for row in sorted(read.rows, key=lambda each: each.starts):
        held = _held(session, workspace, row)
        if _is_so_already(held, row):
            continue
        changes.append(_change_words(row, held, workspace))
        _set(Work(session, workspace, now), row)
        new, changed = (new + 1, changed) if held is None else (new, changed + 1)
    return Imported(
        new=new,
        changed=changed,
        known=len(read.rows) - new - changed,
        refused=read.refused,
        left_out=len(read.refused),
        reasons=read.reasons,
        unused=read.unused,
        changes=tuple(changes),
    )


def _set(work: Work, row: GoalLine) -> None:
    if row.total:
        assert isinstance(row.subject, Team)
        set_team_total(
            work,
            viewer=None,
            team=row.subject,
            metric_key=row.metric.key,
            period=row.period,
            target=row.target,
            starts=row.starts,
            dates=row.dates,
            reason=row.reason,
        )
        return
    set_goal(
        work,
        viewer=None,
        subject=row.subject,
        metric_key=row.metric.key,
        period=row.period,
        target=row.target,
        starts=row.starts,
        reason=row.reason,
        leave=row.leave,
        dates=row.dates,
    )


def _held(session: Session, workspace: Workspace, row: GoalLine) -> Goal | TeamTotal | None:
    """What holds on the line's first day for the same owner, metric and period."""
    if row.total:
        assert isinstance(row.subject, Team)
        lasting = team_totals.totals_lasting(
            session, team_id=row.subject.id, metric_id=row.metric.id, period=row.period, date=row.starts
        )
        if row.dates is not None:
            return next((each for each in lasting if dates_of_total(each) == row.dates), None)
        return next((each for each in lasting if each.starts <= row.starts), None)
    return goals.held_on(
        session,
        workspace_id=workspace.id,
        owner=owner_id(row.subject),
        metric_id=row.metric.id,
        period=row.period,
        date=row.starts,
    )


def _change_words(row: GoalLine, held: Goal | TeamTotal | None, workspace: Workspace) -> str:
    """What a line changes: Ana Quill, calls a week from 2026-12-01: 60 -> 70."""

    def said(target: int | None) -> str:
        if target is None:
            return "none"
        return write_plain_amount(target, currency=workspace.currency) if row.metric.unit is Unit.MONEY else str(target)

    before, after = said(held.target if held is not None else None), said(row.target)
    whose = f"{row.subject.name} in all" if row.total else row.subject.name
    what = f"{whose}, {row.metric.plural} a {row.period.value} from {row.starts}: {before} -> {after}"
    return what if before != after else f"{what} (its reason or rule for leave changes)"


def _is_so_already(held: Goal | TeamTotal | None, row: GoalLine) -> bool:
    if held is None or row.target is None:
        return held is None and row.target is None
    if isinstance(held, TeamTotal):
        return (held.target, held.reason) == (row.target, row.reason)
    return (held.target, held.reason, held.leave) == (row.target, row.reason, row.leave)


class _Reader:
    def __init__(self, session: Session, workspace: Workspace, dates: Dates, now: dt.datetime, numbers: str) -> None:
        self._session, self._workspace, self._dates, self._now = session, workspace, dates, now
        self._directory = Directory(session, workspace)
        self._numbers = Numbers(workspace, numbers)
        self._teams = {
            fold_words(team.name): team for team in memberships.list_teams(session, workspace_id=workspace.id)
        }
        self._metrics = MetricsByWord(session, workspace=workspace)
        self._seen: dict[tuple[object, ...], tuple[int, GoalLine]] = {}

    def read(self, line: Line) -> GoalLine:
        metric = self._metrics.find(line["metric"])
        if metric is None:
            known = ", ".join(sorted(each.key for each in self._metrics.metrics))
            raise WrongLine(f"unknown metric {line['metric']!r}. There are: {known}.", field="metric")
        subject, total = self._subject(line), self._total(line)
        named = self._named_period(line["period"]) if not line["to"] else None
        if line["to"]:
            period = PeriodKind.CUSTOM
        else:
            period = named.kind if named is not None else self._period(line["period"])
        starts = self._dates.any(line["from"]) if line["from"] else today_of(subject, self._workspace, self._now)
        if named is not None:
            if line["from"] and starts != named.start:
                raise WrongLine(
                    f"{line['period']} begins on {named.start}, and from says {starts}: leave one of them empty.",
                    field="from",
                )
            starts = named.start
        dates = self._own_dates(starts, line)
        row = GoalLine(
            subject=subject,
            metric=metric,
            period=period,
            target=self._target(line["target"], metric),
            starts=starts,
            reason=line["reason"],
            leave=self._leave(line["leave"]),
            dates=dates,
            total=total,
        )
        if row.target is not None and isinstance(subject, Member) and not subject.active:
            raise WrongLine(f"{subject.name} has left, so they can't get a goal; off ends one.", field="member")
        key = (owner_id(subject), total, metric.id, period, starts)
        number, before = self._seen.setdefault(key, (line.number, row))
        if before is not row and (before.target, before.reason, before.leave) != (row.target, row.reason, row.leave):
            raise WrongLine(f"line {number} is of the same goal from the same day.")
        return row

    def _subject(self, line: Line) -> GoalOwner:
        if bool(line["member"]) == bool(line["team"] or line["sales role"]):
            raise WrongLine(
                "write whose goal it is: in member, or else in team, in sales role, or in both of these.",
                field="member",
            )
        if line["member"]:
            return self._directory.find(line["member"])
        team = self._team(line["team"]) if line["team"] else None
        if not line["sales role"]:
            assert team is not None
            return team
        try:
            role = find_sales_role(self._session, workspace=self._workspace, name=line["sales role"])
        except WrongSalesRole as error:
            raise WrongLine(str(error), field="sales role") from None
        return RoleGroup(role, team)

    def _total(self, line: Line) -> bool:
        said = fold(line["total"])
        if said not in YES | NO:
            raise WrongLine(f"{line['total']!r} is neither yes nor no.", field="total")
        if said in YES and (line["member"] or line["sales role"] or not line["team"]):
            raise WrongLine("only a team has a goal as one total: name it in team alone.", field="total")
        return said in YES

    def _team(self, said: str) -> Team:
        team = self._teams.get(fold_words(said))
        if team is None:
            known = ", ".join(sorted(each.name for each in self._teams.values())) or "none yet"
            raise WrongLine(f"unknown team {said!r}. Teams: {known}.", field="team")
        return team

    def _named_period(self, said: str) -> Period | None:
        """The period that is named with its year: Q1 2027, 2027-Q1, Jan 2027, 2027-01 or 2027."""
        folded = " ".join(fold(said).split())
        year, quarter = _YEAR.fullmatch(folded), _QUARTER.fullmatch(folded)
        month = _MONTH.fullmatch(folded)
        first = self._workspace.fiscal_year_start_month
        if (year or quarter) and first != 1:
            # Companies number such a year by its beginning or by its end.
            raise WrongLine(
                f"{said!r} can be of two years, because yours don't begin in January: write "
                f"{'year' if year else 'quarter'} and its first day in from.",
                field="period",
            )
        if year is not None:
            return period_in(self._workspace, PeriodKind.YEAR, dt.date(int(year[1]), 1, 1))
        if quarter is not None:
            number, of = (quarter[1], quarter[2]) if quarter[1] else (quarter[4], quarter[3])
            return period_in(self._workspace, PeriodKind.QUARTER, dt.date(int(of), int(number) * 3 - 2, 1))
        if month is not None:
            of = month[1] or month[4]
            number_or_none = int(month[2]) if month[2] else MONTH_NUMBERS.get(month[3])
            if number_or_none is not None and 1 <= number_or_none <= 12:
                return period_in(self._workspace, PeriodKind.MONTH, dt.date(int(of), number_or_none, 1))
        return None

    def _period(self, said: str) -> PeriodKind:
        # per week, a month, each quarter, /week
        bare = [word for word in fold(said).replace("/", " ").split() if word not in FILLERS]
        for name, words in PERIODS.items():
            if " ".join(bare) in words:
                return PeriodKind(name)
        raise WrongLine(f"{said!r} isn't a period: day, week, month, quarter or year.", field="period")

    def _own_dates(self, starts: dt.date, line: Line) -> Period | None:
        """The dates of a goal that has its own: from and to, both included."""
        if not line["to"]:
            return None
        if line["period"] and fold(line["period"]) not in OWN_DATES:
            raise WrongLine("a goal with to is for those dates: leave period empty, or write dates.", field="period")
        last = self._dates.any(line["to"])
        if last < starts:
            raise WrongLine("to comes before from.", field="to")
        return Period(starts, last + dt.timedelta(days=1))

    def _target(self, said: str, metric: Metric) -> int | None:
        if fold(said) in OFF:
            return None
        target = self._numbers.money(said) if metric.unit is Unit.MONEY else self._numbers.count(said)
        if target <= 0:
            raise WrongLine("a goal is a number above zero; off ends one.", field="target")
        return target

    def _leave(self, said: str) -> LeavePolicy:
        try:
            return LeavePolicy(fold(said) or LeavePolicy.KEEP.value)
        except ValueError:
            raise WrongLine(f"{said!r} isn't a rule for time off: keep or prorate.", field="leave") from None
