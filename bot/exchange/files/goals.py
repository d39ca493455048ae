"""Goals of members and teams from a file: mass changes at once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.text.amounts import write_plain_amount
from bot.core.text.dates import PERIODS
from bot.core.text.vocabulary import fold, fold_words
from bot.core.vocabulary import MetricsByWord
from bot.core.work import Work
from bot.exchange.dates import Dates
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Options, read_rows
from bot.exchange.table import Column, Line
from bot.exchange.values import Numbers
from bot.exchange.who import Directory
from bot.goals.editing import set_goal
from bot.goals.past_periods import today_of
from bot.goals.text import LONGEST_REASON, OFF
from bot.people.goal_owners import GoalOwner, RoleGroup, owner_id
from bot.people.sales_roles import WrongSalesRole, find_sales_role
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from storage import goals, memberships
from storage.tables import Goal, Member, Metric, Team, Unit, Workspace

OWN_DATES = frozenset({"custom", "dates", "tarikh"})
"""The period of a goal by dates of its own; its column may be empty."""
COLUMNS = (
    Column("member"),
    Column("team", longest=80),
    Column("sales role", longest=40),
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
    """A goal of a member, or of each rep of a team or sales role; `target` None ends it."""

    subject: GoalOwner
    metric: Metric
    period: PeriodKind
    target: int | None
    starts: dt.date
    reason: str
    leave: LeavePolicy
    dates: Period | None = None


def import_goals(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Set goals from a CSV file. Raises WrongFile with every bad line; then nothing is changed.

    Columns: member, or team or sales role or both, metric, period (day, week, month, quarter, year; empty with to),
    target (a number, an amount, or off to end the goal), and optionally from (today if left out), to (the last day of a
    goal by dates of its own), reason, and leave (keep or prorate). A
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
        set_goal(
            Work(session, workspace, now),
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


def _held(session: Session, workspace: Workspace, row: GoalLine) -> Goal | None:
    """What holds on the line's first day for the same owner, metric and period."""
    return goals.held_on(
        session,
        workspace_id=workspace.id,
        owner=owner_id(row.subject),
        metric_id=row.metric.id,
        period=row.period,
        date=row.starts,
    )


def _change_words(row: GoalLine, held: Goal | None, workspace: Workspace) -> str:
    """What a line changes: Ana Quill, calls a week from 2026-12-01: 60 -> 70."""

    def said(target: int | None) -> str:
        if target is None:
            return "none"
        return write_plain_amount(target, currency=workspace.currency) if row.metric.unit is Unit.MONEY else str(target)

    before, after = said(held.target if held is not None else None), said(row.target)
    what = f"{row.subject.name}, {row.metric.plural} a {row.period.value} from {row.starts}: {before} -> {after}"
    return what if before != after else f"{what} (its reason or rule for leave changes)"


def _is_so_already(held: Goal | None, row: GoalLine) -> bool:
    if held is None or row.target is None:
        return held is None and row.target is None
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
        self._seen: dict[tuple[object, ...], int] = {}

    def read(self, line: Line) -> GoalLine:
        metric = self._metrics.find(line["metric"])
        if metric is None:
            known = ", ".join(sorted(each.key for each in self._metrics.metrics))
            raise WrongLine(f"unknown metric {line['metric']!r}. There are: {known}.", field="metric")
        subject = self._subject(line)
        period = PeriodKind.CUSTOM if line["to"] else self._period(line["period"])
        starts = self._dates.any(line["from"]) if line["from"] else today_of(subject, self._workspace, self._now)
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
        )
        if row.target is not None and isinstance(subject, Member) and not subject.active:
            raise WrongLine(f"{subject.name} has left, so they can't get a goal; off ends one.", field="member")
        key = (owner_id(subject), metric.id, period, starts)
        if key in self._seen:
            raise WrongLine(f"line {self._seen[key]} is of the same goal from the same day.")
        self._seen[key] = line.number
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

    def _team(self, said: str) -> Team:
        team = self._teams.get(fold_words(said))
        if team is None:
            known = ", ".join(sorted(each.name for each in self._teams.values())) or "none yet"
            raise WrongLine(f"unknown team {said!r}. Teams: {known}.", field="team")
        return team

    def _period(self, said: str) -> PeriodKind:
        for name, words in PERIODS.items():
            if fold(said) in words:
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
