"""What a morning nudge says: at most two things to do, for the goal that needs it first, and where the goals stand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.alerts.heads_up import HEAD_START, ToldFirst, told_in_nudge
from bot.alerts.selection import review_time_of
from bot.core.due import instant_of
from bot.core.members import local_date, team_zone, zone_of
from bot.core.message_kinds import NUDGE
from bot.core.work import Work
from bot.leave.silence import missing_of, still_missing
from bot.nudges.attainable import Attainable, attainables
from bot.nudges.attention import PlannedNudge
from bot.nudges.coaching import CoachingSaid, coaching_said
from bot.nudges.help_request import asked_on, managers_to_ask
from bot.nudges.latest_day import LatestDay, latest_days
from bot.nudges.lever import levers_of
from bot.nudges.look_back import LookBack, look_backs
from bot.nudges.plan_of_day import planned_times
from bot.nudges.praise import Praise, praises
from bot.nudges.priorities import PrioritySubject, priorities_for, subjects_of
from bot.nudges.streak import StreakSaid, streaks_said
from bot.standings.goal_lines import ActionLine, GoalLine, GoalLines, Lever, goal_lines
from bot.targets.holding import teams_of
from metrics.actions import Why
from metrics.episodes import Status
from metrics.priorities import MOST_ACTIONS, Priority, PriorityItem
from storage import catalogue, memberships, people
from storage.tables import Delivery, Member, Workspace

IN_NEED = (Why.IN_NEED, Why.STILL_REACHABLE)
"""Why something is asked for a goal that needs help."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class FirstThing:
    """A lead without an answer or a deal that nobody touched, the longest wait of several, and what it is called."""

    item: PriorityItem
    subject: PrioritySubject
    overnight: bool = False
    """Whether it is a lead that has waited since yesterday or longer."""


@dataclass(frozen=True)
class Help:
    """An offer to ask the managers for help with the goal of the first thing to do; `asked`: they were, today."""

    goal: GoalLine
    managers: tuple[Member, ...]
    asked: bool = False


@dataclass(frozen=True)
class Heard:
    """Who hears of the goals of the morning next: `managers` (none: an admin stands in), and at which local time, or on
    which day where alerts rest until then.
    """

    managers: tuple[Member, ...]
    at: dt.time
    on: dt.date | None = None


@dataclass(frozen=True)
class Nudge:
    """A rep's morning.

    `opening` numbers the member's nudges, so that each can begin in other words than the one before. `missing` are
    working days of which nothing is known, `latest` is their latest day with entries, `look_back` what to say of a bad
    period that is over. `asks_less`: their nudges seem to be of no use to them, and it is asked whether to come less.
    """

    member: Member
    date: dt.date
    goals: tuple[GoalLine, ...]
    actions: tuple[ActionLine, ...]
    opening: int = 0
    missing: tuple[dt.date, ...] = ()
    latest: LatestDay | None = None
    look_back: LookBack | None = None
    asks_less: bool = False
    heard: Heard | None = None
    """Who hears of these goals next; None where nobody does."""
    first: tuple[FirstThing, ...] = ()
    """Leads and deals that cannot wait, counted among the two things to do."""
    streak: StreakSaid | None = None
    """Days or weeks in a row at a goal, where this is the morning to say it."""
    praise: Praise | None = None
    attainable: Attainable | None = None
    """What the rep's own closed periods say of the goal of the first thing to do."""
    help: Help | None = None
    offers_time: bool = False
    """Whether a time can be chosen for the first thing to do."""
    planned_at: dt.time | None = None
    """The time that was chosen."""
    time: dt.time = dt.time(0)
    """Local time at which it is written."""
    coaching: CoachingSaid | None = None
    """What they committed to, and a 1:1 that is near."""

    @property
    def calm(self) -> bool:
        """Whether every goal is reached or on track: there is nothing to do that was not to be done anyway."""
        return all(line.status in (Status.REACHED, Status.ON_TRACK) for line in self.goals)

    @property
    def todo(self) -> tuple[ActionLine | FirstThing, ...]:
        """What is to be done, in order: first what the goal that needs help most asks for; without such a goal a lead
        or a deal that has waited overnight; else what helps most.
        """
        if self.actions and self.actions[0].action.why in IN_NEED:
            return (self.actions[0], *self.first, *self.actions[1:])
        overnight = [each for each in self.first if each.overnight]
        return (*overnight, *self.actions[:1], *(each for each in self.first if not each.overnight), *self.actions[1:])


def nudges_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Nudge | None]:
    """The content of these planned nudges by delivery id, true at `now`; None where nothing is left to say."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Nudge | None] = {}
    by_date: dict[dt.date, list[Delivery]] = {}
    for row in rows:
        if row.local_date is not None:
            by_date.setdefault(row.local_date, []).append(row)
    for date, some in by_date.items():
        asked = [members[row.member_id] for row in some if row.member_id in members]
        lines = goal_lines(session, workspace=workspace, members=asked, date=date, now=now)
        story = _story(session, workspace, asked, some, lines, date, now)
        for row in some:
            member = members.get(row.member_id or 0)
            found[row.id] = None if member is None else _nudge(member, row, lines, story, date)
    return found


def nudge_now(work: Work, *, member: Member) -> Nudge | None:
    """What the member's nudge of today would say now, whoever has had theirs already; None without a goal."""
    today = work.today_of(member)
    missing = missing_of(work.session, workspace=work.workspace, member=member, date=today)
    row = Delivery(
        id=0,
        workspace_id=work.workspace_id,
        kind=NUDGE,
        recipient=member.slack_user_id,
        key="",
        member_id=member.id,
        local_date=today,
        content=PlannedNudge(opening=1, missing=missing).stored(),
        due_at=work.now,
        next_attempt_at=work.now,
        token="",
    )
    return nudges_for(work.session, workspace=work.workspace, rows=[row], now=work.now)[0]


@dataclass(frozen=True)
class _Story:
    """What a morning says besides the goals, of some members."""

    missing: Mapping[int, tuple[dt.date, ...]]
    latest: Mapping[int, LatestDay]
    look_backs: Mapping[int, LookBack]
    levers: Mapping[tuple[int, int], Lever]
    heard: Mapping[int, Heard]
    priorities: Mapping[int, tuple[PriorityItem, ...]]
    subjects: Mapping[tuple[Priority, int], PrioritySubject]
    streaks: Mapping[int, StreakSaid]
    praises: Mapping[int, Praise]
    attainable: Mapping[int, Attainable]
    helps: Mapping[int, Help]
    times: Mapping[int, tuple[str, dt.time]]
    workspace: Workspace
    now: dt.datetime
    coaching: Mapping[int, CoachingSaid]


def _story(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    rows: Sequence[Delivery],
    lines: GoalLines,
    date: dt.date,
    now: dt.datetime,
) -> _Story:
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    wanted: dict[int, set[int]] = {}
    for member_id, actions in lines.actions.items():
        for line in actions:
            if line.action.why not in IN_NEED:
                wanted.setdefault(line.metric.id, set()).add(member_id)
    in_need = {
        member_id: actions[0].goal
        for member_id, actions in lines.actions.items()
        if actions and actions[0].action.why in IN_NEED and actions[0].goal is not None
    }
    figures = {(item.member_id, item.metric.id, item.period.kind): item for item in lines.figures if not item.of_days}
    priorities = priorities_for(session, workspace=workspace, members=members, now=now)
    return _Story(
        missing=still_missing(
            session,
            workspace=workspace,
            members=members,
            asked={row.member_id: PlannedNudge.of_row(row).missing for row in rows if row.member_id is not None},
            date=date,
        ),
        latest=latest_days(session, members=members, metrics=metrics.values(), figures=lines.figures, date=date),
        look_backs=look_backs(session, workspace=workspace, figures=lines.figures, date=date),
        levers=levers_of(session, workspace=workspace, wanted=wanted, metrics=metrics, date=date),
        heard=_heard(session, workspace, members, rows, date),
        priorities=priorities,
        subjects=subjects_of(
            Work(session, workspace, now), items=[item for items in priorities.values() for item in items]
        )
        if priorities
        else {},
        streaks=streaks_said(session, workspace=workspace, members=members, figures=lines.figures, date=date),
        praises=praises(session, workspace=workspace, members=members, lines=lines, date=date),
        attainable=attainables(
            session,
            workspace=workspace,
            wanted={
                who: figures[who, goal.metric.id, goal.period.kind]
                for who, goal in in_need.items()
                if (who, goal.metric.id, goal.period.kind) in figures
            },
            date=date,
        ),
        helps=_helps(session, workspace, members, in_need, date),
        times=planned_times(session, workspace=workspace, members=members, date=date),
        workspace=workspace,
        now=now,
        coaching=coaching_said(Work(session, workspace, now), members=members),
    )


def _helps(
    session: Session, workspace: Workspace, members: Sequence[Member], goals: Mapping[int, GoalLine], date: dt.date
) -> dict[int, Help]:
    """To whom help is offered, and from whom: those whose goal needs it and who have a manager."""
    concerned = [member for member in members if member.id in goals]
    if not concerned:
        return {}
    managers = managers_to_ask(session, workspace=workspace, members=concerned, date=date)
    wanted = {who: (goal.metric.id, goal.period.kind) for who, goal in goals.items()}
    asked = asked_on(session, workspace=workspace, wanted=wanted, date=date)
    return {who: Help(goal, managers[who], who in asked) for who, goal in goals.items() if managers.get(who)}


def _heard(
    session: Session, workspace: Workspace, members: Sequence[Member], rows: Sequence[Delivery], date: dt.date
) -> dict[int, Heard]:
    """Who hears of goals of these members next, and when: at their team's review, once the rep has had their time."""
    told = told_in_nudge(session, workspace=workspace, members=members, date=date)
    concerned = [member for member in members if any(each.read for each in told.get(member.id, ()))]
    if not concerned:
        return {}
    due = {row.member_id: row.due_at for row in rows}
    managers = managers_to_ask(session, workspace=workspace, members=concerned, date=date)
    team_of = teams_of(session, workspace=workspace, member_ids=[member.id for member in concerned], date=date)
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    found: dict[int, Heard] = {}
    for member in concerned:
        team = teams.get(team_of.get(member.id, 0))
        if team is None:
            continue
        earliest = due[member.id] + HEAD_START
        zone = team_zone(team, workspace)
        review = instant_of(earliest.astimezone(zone).date(), review_time_of(team, workspace), zone)
        at = (earliest if review is None else max(earliest, review)).astimezone(zone_of(member, workspace))
        resting = _resting(told[member.id])
        found[member.id] = Heard(managers[member.id], at.time(), resting or (at.date() if at.date() != date else None))
    return found


def _resting(told: Sequence[ToldFirst]) -> dt.date | None:
    return next((each.resting_until for each in told if each.resting_until is not None), None)


def _nudge(member: Member, row: Delivery, lines: GoalLines, story: _Story, date: dt.date) -> Nudge | None:
    goals = lines.lines.get(member.id, ())
    if not goals or (member.snoozed_until is not None and member.snoozed_until > date):
        return None
    planned = PlannedNudge.of_row(row)
    look_back = story.look_backs.get(member.id)
    missing = story.missing.get(member.id, ())
    actions = [
        replace(line, lever=story.levers.get((member.id, line.metric.id))) for line in lines.actions.get(member.id, ())
    ]
    in_need = bool(actions) and actions[0].action.why in IN_NEED
    if all(line.status in (Status.REACHED, Status.ON_TRACK) for line in goals):
        actions = []
    # A silent day is always asked about, before a manager hears of it, and counts among the two things to do; so does
    # the one thing to try after a bad period. Neither takes the place of what a goal in need asks for.
    room = MOST_ACTIONS - (look_back is not None and look_back.step_metric is not None) - bool(missing)
    waiting = _waiting(story, member, room - in_need)
    room -= len(waiting)
    actions = actions[: max(int(in_need), room)]
    first = actions[0] if actions else None
    chosen = story.times.get(member.id)
    return Nudge(
        member=member,
        date=date,
        goals=goals,
        actions=tuple(actions),
        opening=planned.opening,
        missing=missing,
        latest=story.latest.get(member.id),
        look_back=look_back,
        asks_less=planned.less and member.unanswered > 0,
        heard=story.heard.get(member.id),
        first=waiting,
        streak=story.streaks.get(member.id),
        praise=story.praises.get(member.id),
        attainable=story.attainable.get(member.id) if in_need else None,
        help=story.helps.get(member.id) if in_need else None,
        offers_time=member.plan_on,
        planned_at=chosen[1] if chosen is not None and first is not None and chosen[0] == first.metric.key else None,
        time=story.now.astimezone(zone_of(member, story.workspace)).time(),
        coaching=story.coaching.get(member.id),
    )


def _waiting(story: _Story, member: Member, room: int) -> tuple[FirstThing, ...]:
    """The leads and deals of this member that cannot wait, at most so many."""
    items = [item for item in story.priorities.get(member.id, ()) if item.subjects]
    return tuple(
        _first_thing(item, story.subjects[item.priority, item.subjects[0]], member, story)
        for item in items[: max(0, room)]
        if (item.priority, item.subjects[0]) in story.subjects
    )


def _first_thing(item: PriorityItem, subject: PrioritySubject, member: Member, story: _Story) -> FirstThing:
    came = subject.came_at
    before = came is not None and local_date(member, story.workspace, came) < local_date(
        member, story.workspace, story.now
    )
    return FirstThing(item, subject, overnight=before)
