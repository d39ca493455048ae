"""What a morning nudge says: what is good, the goals, at most two things to do, and why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.alerts.heads_up import ToldFirst, told_in_nudge
from bot.core.work import Work
from bot.leave.silence import still_missing
from bot.nudges.attention import PlannedNudge
from bot.nudges.coaching import CoachingSaid, coaching_said
from bot.nudges.latest_day import LatestDay, latest_days
from bot.nudges.lever import levers_of
from bot.nudges.look_back import LookBack, look_backs
from bot.nudges.priorities import PrioritySubject, priorities_for, subjects_of
from bot.nudges.streak import StreakSaid, streaks_said
from bot.standings.goal_lines import ActionLine, GoalLine, GoalLines, Lever, goal_lines
from metrics.episodes import Status
from metrics.priorities import MOST_ACTIONS, Priority, PriorityItem, fill_day
from storage import catalogue, people
from storage.tables import Delivery, Member, Workspace


@dataclass(frozen=True)
class FirstThing:
    """A lead without an answer or a deal that nobody touched, the longest wait of several, and what it is called."""

    item: PriorityItem
    subject: PrioritySubject


@dataclass(frozen=True)
class Nudge:
    """A rep's morning. `day` of `days` counts the working days of the longest period up to a month,
    from one.

    `opening` numbers the member's nudges, so that each can begin in other words than the one before. `missing` are
    working days of which nothing is known, `latest` is their latest day with entries, `look_back` what to say of a bad
    period that is over. `asks_less`: their nudges seem to be of no use to them, and it is asked whether to come less.
    """

    member: Member
    date: dt.date
    day: int
    days: int
    goals: tuple[GoalLine, ...]
    actions: tuple[ActionLine, ...]
    opening: int = 0
    missing: tuple[dt.date, ...] = ()
    latest: LatestDay | None = None
    look_back: LookBack | None = None
    asks_less: bool = False
    told_first: tuple[ToldFirst, ...] = ()
    """What the managers hear of next."""
    first: tuple[FirstThing, ...] = ()
    """What cannot wait: before the actions, and counted among the two things to do."""
    streak: StreakSaid | None = None
    """Days or weeks in a row at a goal, where this is the morning to say it."""
    coaching: CoachingSaid | None = None
    """What they committed to, and a 1:1 that is near."""

    @property
    def calm(self) -> bool:
        """Whether every goal is reached or on plan: there is nothing to do that was not to be done anyway."""
        return all(line.status in (Status.REACHED, Status.ON_TRACK) for line in self.goals)


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


@dataclass(frozen=True)
class _Story:
    """What a morning says besides the goals, of some members."""

    missing: Mapping[int, tuple[dt.date, ...]]
    latest: Mapping[int, LatestDay]
    look_backs: Mapping[int, LookBack]
    levers: Mapping[tuple[int, int], Lever]
    told_first: Mapping[int, tuple[ToldFirst, ...]]
    priorities: Mapping[int, tuple[PriorityItem, ...]]
    subjects: Mapping[tuple[Priority, int], PrioritySubject]
    streaks: Mapping[int, StreakSaid]
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
            wanted.setdefault(line.metric.id, set()).add(member_id)
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
        told_first=told_in_nudge(session, workspace=workspace, members=members, date=date),
        priorities=priorities,
        subjects=subjects_of(
            Work(session, workspace, now), items=[item for items in priorities.values() for item in items]
        )
        if priorities
        else {},
        streaks=streaks_said(session, workspace=workspace, members=members, figures=lines.figures, date=date),
        coaching=coaching_said(Work(session, workspace, now), members=members),
    )


def _nudge(member: Member, row: Delivery, lines: GoalLines, story: _Story, date: dt.date) -> Nudge | None:
    goals = lines.lines.get(member.id, ())
    if not goals or (member.snoozed_until is not None and member.snoozed_until > date):
        return None
    planned = PlannedNudge.of_row(row)
    day, days = lines.days[member.id]
    look_back = story.look_backs.get(member.id)
    missing = story.missing.get(member.id, ())
    # What cannot wait counts among the two things to do; so does the one thing to try after a bad period.
    waiting = story.priorities.get(member.id, ())
    asked = (PriorityItem(Priority.INCOMPLETE_LOG, dates=missing),) if missing else ()
    # A silent day is always asked about, before a manager hears of it: it takes the second place, never none.
    room = MOST_ACTIONS - (look_back is not None and look_back.step_metric is not None)
    first, _ = fill_day((*waiting[: max(0, room - len(asked))], *asked), ())
    room -= len(first)
    actions = [
        replace(line, lever=story.levers.get((member.id, line.metric.id)))
        for line in lines.actions.get(member.id, ())[: max(0, room)]
    ]
    return Nudge(
        member=member,
        date=date,
        day=day,
        days=days,
        goals=goals,
        actions=tuple(actions),
        opening=planned.opening,
        missing=missing if any(item.priority is Priority.INCOMPLETE_LOG for item in first) else (),
        latest=story.latest.get(member.id),
        look_back=look_back,
        asks_less=planned.less and member.unanswered > 0,
        told_first=story.told_first.get(member.id, ()),
        first=tuple(
            FirstThing(item, story.subjects[item.priority, item.subjects[0]])
            for item in first
            if item.subjects and (item.priority, item.subjects[0]) in story.subjects
        ),
        streak=story.streaks.get(member.id),
        coaching=story.coaching.get(member.id),
    )
