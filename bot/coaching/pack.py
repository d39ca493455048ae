"""A pack for the team's meeting, once a month: why the goals are what they are, what is expected, what leads there,
what lost deals teach, and two questions for the team.
"""

import datetime as dt
import enum
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coaching.lost_deals import LostInStage, lost_by_stage, month_before
from bot.coaching.people import WrongCoaching, viewer_in
from bot.core.content import Content
from bot.core.due import due_now, nudge_time_of
from bot.core.members import zone_of
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.work import Work
from bot.goals.adoption import OutcomeGoal
from bot.goals.team_breakdown import way_of_group
from bot.goals.team_realism import TeamGoal, team_goals
from bot.leave.calendars import load_calendars
from bot.people.coaching_parts import CoachingPart, is_on
from bot.people.goal_owners import WrongGoal
from bot.people.teams import reps_of
from bot.pipeline.outcome_metrics import WAYS
from bot.standings.team_totals import TeamTotalNow, totals_now
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from metrics.realism import TeamVerdict
from storage import deliveries, goals, memberships, people
from storage.tables import Delivery, Member, Metric, Role, Team, TeamRole, Workspace

PACK = "team pack"
WINDOW = dt.timedelta(hours=8)
MOST_GOALS = 4
MOST_REPS = 40
"""Of a larger team the activities are not broken down: that reads a year of each rep."""
ON_WORKING_DAY = 2
"""Of the month: the first has the digest of the one before."""
_DAY = dt.timedelta(days=1)


class AboutPack(Content):
    """The first day of the month that a pack is for."""

    month: dt.date


class Asking(enum.Enum):
    """A question for the team, by what it is about."""

    STAGE = "what to try in the stage that loses most"
    GOAL = "what would make the hardest goal easier"
    WORKED = "what worked that others could copy"
    STOP = "what to stop doing"
    CUSTOMERS = "what customers said"


@dataclass(frozen=True)
class PackQuestion:
    """A question and what it is about, where it is about something."""

    asking: Asking
    stage: LostInStage | None = None
    goal: TeamGoal | None = None


@dataclass(frozen=True)
class PackGoal:
    """A goal of each rep with its reason in words, which may be empty."""

    goal: TeamGoal
    reason: str


@dataclass(frozen=True)
class Activity:
    """So much of an activity a week, by all reps together, that an even chance of the goal takes."""

    metric: Metric
    a_week: int


@dataclass(frozen=True)
class TeamPack:
    """The pack of a team for the month of `date`; nobody is named in it but who shared a lesson.

    `lost` is of `last_month`; `outcome` is the goal that the activities lead to, None where none could be planned.
    """

    team: Team
    date: dt.date
    month: dt.date
    goals: tuple[PackGoal, ...]
    totals: tuple[TeamTotalNow, ...]
    outcome: Metric | None
    activities: tuple[Activity, ...]
    lost: tuple[LostInStage, ...]
    last_month: Period
    questions: tuple[PackQuestion, ...]

    @property
    def says_something(self) -> bool:
        """Whether there is a goal or a lost deal to speak of."""
        return bool(self.goals or self.totals or self.lost)


def pack_of(work: Work, *, viewer: Viewer | None, team: Team, date: dt.date) -> TeamPack:
    """The pack of a team on a date. `viewer` None is the operator. Raises NotAllowed."""
    if viewer is not None:
        require(viewer, Action.COACH, Subject(team_ids=frozenset({team.id})))
    reps = reps_of(work.session, workspace=work.workspace, team=team, date=date)
    judged = team_goals(work, team=team, date=date) if reps else []
    judged.sort(key=lambda each: (each.metric.position, each.metric.id, each.period.value))
    last_month = month_before(date)
    lost = lost_by_stage(work, members=reps, period=last_month)
    totals = totals_now(work, teams=[team], date=date).get(team.id, ())
    outcome, activities = _activities(work, team, reps, judged, totals, date)
    return TeamPack(
        team=team,
        date=date,
        month=date.replace(day=1),
        goals=tuple(PackGoal(each, _reason(work, team, each, date)) for each in judged[:MOST_GOALS]),
        totals=totals,
        outcome=outcome,
        activities=activities,
        lost=lost,
        last_month=last_month,
        questions=choose_questions(date, lost=lost, goals=judged),
    )


def choose_questions(
    date: dt.date, *, lost: Sequence[LostInStage], goals: Sequence[TeamGoal]
) -> tuple[PackQuestion, PackQuestion]:
    """Two questions: of the stage in which most deals were lost, else of a goal that is too hard for most; and one that
    is about nothing in particular, another each month.
    """
    general = [PackQuestion(each) for each in (Asking.WORKED, Asking.STOP, Asking.CUSTOMERS)]
    first, second = general[date.month % 3], general[(date.month + 1) % 3]
    stage = next((each for each in lost if each.stage is not None), None)
    hard = next((each for each in goals if each.realism.verdict is TeamVerdict.TOO_HARD), None)
    if stage is not None:
        return PackQuestion(Asking.STAGE, stage=stage), first
    if hard is not None:
        return PackQuestion(Asking.GOAL, goal=hard), first
    return first, second


def team_for_pack(work: Work, *, viewer: Viewer, name: str = "") -> Team:
    """The team of this name that the viewer coaches, or the first one. Raises WrongCoaching."""
    teams = [
        team
        for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)
        if may(viewer, Action.COACH, Subject(team_ids=frozenset({team.id})))
    ]
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    if not name:
        return teams[0]
    named = next((team for team in teams if team.name.casefold() == name.casefold()), None)
    if named is None:
        raise WrongCoaching(
            "You don't coach a team called that. You coach: {teams}.", teams=tuple(team.name for team in teams)
        )
    return named


def pack_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which a pack may come."""
    return {(zone_of(each, workspace), nudge_time_of(each, workspace)) for each in _readers(session, workspace)}


def plan_team_packs(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the packs that are due at `now`: on each manager's second working day of a month, at the time of their
    morning message. Never more to do; any number of processes may.
    """
    if workspace.paused:
        return False
    due_here = []
    for reader in _readers(session, workspace):
        due = due_now(now, nudge_time_of(reader, workspace), zone_of(reader, workspace), window=WINDOW)
        if due is not None:
            due_here.append((reader, due))
    if not due_here:
        return False
    dates = [due.local_date for _, due in due_here]
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=[reader for reader, _ in due_here],
        starts=min(dates).replace(day=1),
        ends=max(dates) + _DAY,
    )
    begins = {reader.id: due for reader, due in due_here if _is_day(calendars[reader.id], due.local_date)}
    if not begins:
        return False
    managed = memberships.in_teams_on(session, workspace_id=workspace.id, date=min(dates), team_role=TeamRole.MANAGER)
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    readers = {reader.id: reader for reader, _ in due_here}
    rows = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=PACK,
            recipient=readers[row.member_id].slack_user_id,
            key=f"{begins[row.member_id].local_date:%Y-%m}:{row.team_id}",
            member_id=row.member_id,
            team_id=row.team_id,
            local_date=begins[row.member_id].local_date,
            content=AboutPack(month=begins[row.member_id].local_date.replace(day=1)).stored(),
            due_at=begins[row.member_id].at,
            expires_at=begins[row.member_id].expires_at,
            token=secrets.token_hex(16),
        )
        for row in managed
        if row.member_id in begins and not teams[row.team_id].paused and is_on(teams[row.team_id], CoachingPart.PACK)
    ]
    deliveries.plan(session, rows=rows)
    return False


def packs_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, TeamPack | None]:
    """The packs of these planned messages; None where the team is not theirs any more, or there is nothing to say."""
    readers = people.members_by_id(work.session, ids={row.member_id or 0 for row in rows})
    found: dict[int, TeamPack | None] = {}
    for row in rows:
        reader = readers.get(row.member_id or 0)
        team = memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=row.team_id or 0)
        found[row.id] = None
        if reader is None or team is None or row.local_date is None:
            continue
        viewer = viewer_in(work, reader)
        if may(viewer, Action.COACH, Subject(team_ids=frozenset({team.id}))):
            pack = pack_of(work, viewer=viewer, team=team, date=row.local_date)
            found[row.id] = pack if pack.says_something else None
    return found


def _readers(session: Session, workspace: Workspace) -> Iterator[Member]:
    ids = memberships.ids_of_managers(session, workspace_id=workspace.id)
    for member in people.members_by_id(session, ids=ids).values():
        if member.active and not member.guest and not member.unreachable:
            yield member


def _is_day(calendar: MemberCalendar, date: dt.date) -> bool:
    """Whether it is the second working day of its month."""
    before = calendar.weights(date.replace(day=1), date)
    return calendar.is_working_day(date) and int((before > 0).sum()) == ON_WORKING_DAY - 1


def _reason(work: Work, team: Team, judged: TeamGoal, date: dt.date) -> str:
    stored = goals.held_on(
        work.session,
        workspace_id=work.workspace_id,
        owner=goals.Owner(team_id=team.id, sales_role_id=judged.role_id),
        metric_id=judged.metric.id,
        period=judged.period,
        date=date,
    )
    return stored.reason if stored is not None else ""


def _activities(
    work: Work,
    team: Team,
    reps: Sequence[Member],
    judged: Sequence[TeamGoal],
    totals: Sequence[TeamTotalNow],
    date: dt.date,
) -> tuple[Metric | None, tuple[Activity, ...]]:
    """What the team does a week for an even chance of its goal on an outcome: of each rep's, else of its total."""
    if not reps or len(reps) > MOST_REPS:
        return None, ()
    wanted = [
        (each.metric, OutcomeGoal(each.metric.key, each.target, each.period, date))
        for each in judged
        if each.metric.key in WAYS and each.period is not PeriodKind.DAY and each.role is None
    ]
    wanted += [
        (each.metric, OutcomeGoal(each.metric.key, max(1, each.target // len(reps)), each.stored.period, date))
        for each in totals
        if each.metric.key in WAYS and each.stored.period not in (PeriodKind.DAY, PeriodKind.CUSTOM)
    ]
    wanted.sort(key=lambda each: list(WAYS).index(each[0].key))
    for metric, goal in wanted:
        try:
            way = way_of_group(work, viewer=_operator(team), owner=team, goal=goal)
        except WrongGoal:
            continue
        a_week: dict[int, Activity] = {}
        for part in way.parts:
            for step in part.way.steps:
                if step.a_week is not None:
                    before = a_week.get(step.metric.id)
                    more = step.a_week[0] + (before.a_week if before is not None else 0)
                    a_week[step.metric.id] = Activity(step.metric, more)
        asked = tuple(each for each in a_week.values() if each.a_week > 0)
        if asked:
            return metric, asked
    return None, ()


def _operator(team: Team) -> Viewer:
    """Whoever may read the pack may read what leads to the team's goals: it names nobody."""
    return Viewer(member_id=0, role=Role.MANAGER, managed_team_ids=frozenset({team.id}))
