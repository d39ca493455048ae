"""Where coaching pays: whom a manager could spend their next hour with, and why."""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.coaching.people import WrongCoaching, reps_coached, teams_coached
from bot.coaching.performers import performers_of
from bot.core.looks import note_looks
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.leave.ramps import ramp_of
from metrics.calendar import MemberCalendar
from metrics.coaching.performers import WEEK, weekly_room
from storage import coaching, episodes
from storage.tables import Member, Metric, NoteKind, Team

LONG_AGO = dt.timedelta(days=21)
"""Without a 1:1 for so long, and none planned, somebody is in the queue."""
LEAST_ROOM = 0.5
"""Units a week below which a distance is nothing to coach."""
LEAST_SHARE = 0.05
"""Of what somebody does in a week: less is within what a week varies by itself, and worth nobody's hour."""
SHOWN = 5
"""Of each reason."""
MONTH = 30.4


class Why(enum.Enum):
    """Why somebody is in the queue, in this order."""

    CORE = "core performer"
    NEW = "newcomer"
    AT_RISK = "at risk"
    ASKED = "asked for help"
    NO_MEETING = "no 1:1 for long"


@dataclass(frozen=True)
class Room:
    """Units of a metric that halfway to the top reps would be more in a week."""

    metric: Metric
    a_week: float


@dataclass(frozen=True)
class Reason:
    """One reason: of a core performer the room, of a newcomer the month they are in, of somebody at risk the metric and
    since when, of who asked their words, of who had no 1:1 the date of the last one (None: there never was one).
    """

    why: Why
    room: Room | None = None
    month: int = 0
    metric: Metric | None = None
    since: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class QueueRow:
    """One rep, and each reason, the one that they stand under first."""

    member: Member
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Queue:
    """The queue of a manager on their date. `left_out` counts those for whom there was no room."""

    today: dt.date
    teams: tuple[Team, ...]
    rows: tuple[QueueRow, ...]
    left_out: int
    reps: int


def queue_of(work: Work, *, viewer: Viewer, speaker: Member) -> Queue:
    """Whom the viewer could coach next: core performers by what they could gain, newcomers by their ramp, people at
    risk, who asked for help, and who had no 1:1 for long; a few of each, so never only the top or the bottom.

    Raises WrongCoaching for who coaches nobody. It is a look at those whom it names, and noted.
    """
    teams = teams_coached(work, viewer=viewer)
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    today = work.today_of(speaker)
    reps = reps_coached(work, viewer=viewer, teams=teams)
    calendars = load_calendars(
        work.session,
        workspace=work.workspace,
        members=reps,
        starts=today - dt.timedelta(days=800),
        ends=today + dt.timedelta(days=1),
    )
    reasons = _reasons(work, reps, calendars, today)
    rows, left_out = arrange(reps, reasons)
    named = [row.member for row in rows]
    note_looks(work.session, workspace=work.workspace, viewer=viewer, members=named, now=work.now)
    return Queue(today, tuple(teams), rows, left_out, len(reps))


def arrange(reps: Sequence[Member], reasons: Mapping[int, Sequence[Reason]]) -> tuple[tuple[QueueRow, ...], int]:
    """The queue in its order, each rep once, and how many were left out: under each reason the first five, by what
    could be gained, the fewest months, the longest risk, and the longest time without a 1:1.
    """
    shown: dict[int, QueueRow] = {}
    for why in Why:
        some = [
            (_order(reason), rep.name, rep.id, rep, reason)
            for rep in reps
            if rep.id not in shown
            for reason in reasons.get(rep.id, ())
            if reason.why is why
        ]
        under: dict[int, QueueRow] = {}
        for _, _, _, rep, reason in sorted(some, key=lambda each: each[:3]):
            others = [other for other in reasons[rep.id] if other is not reason]
            if len(under) < SHOWN:
                under.setdefault(rep.id, QueueRow(rep, (reason, *others)))
        shown |= under
    return tuple(shown.values()), sum(bool(some) for some in reasons.values()) - len(shown)


def _order(reason: Reason) -> float:
    match reason.why:
        case Why.CORE:
            # Of several metrics with different units: what counts more when actions are chosen, weighs more here.
            return -(reason.room.a_week * reason.room.metric.action_weight) if reason.room is not None else 0.0
        case Why.NEW:
            return float(reason.month)
        case _:
            return float((reason.since or dt.date.min).toordinal())


def _reasons(
    work: Work, reps: Sequence[Member], calendars: Mapping[int, MemberCalendar], today: dt.date
) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = {rep.id: [] for rep in reps}
    for member_id, room in _rooms(work, reps, calendars, today).items():
        found[member_id].append(Reason(Why.CORE, room=room))
    for rep in reps:
        month = month_of_ramp(rep, work, today)
        if month is not None:
            found[rep.id].append(Reason(Why.NEW, month=month))
    metrics = {metric.id: metric for metric in work.metrics(retired=True)}
    at_risk: dict[int, Reason] = {}
    ids = list(found)
    for episode in episodes.open_episodes(work.session, workspace_id=work.workspace_id, member_ids=ids):
        known = at_risk.get(episode.member_id)
        if known is None or (known.since is not None and episode.opened_on < known.since):
            at_risk[episode.member_id] = Reason(
                Why.AT_RISK, metric=metrics.get(episode.metric_id), since=episode.opened_on
            )
    for member_id, reason in at_risk.items():
        found[member_id].append(reason)
    for member_id, topics in coaching.open_topics(work.session, about_ids=ids).items():
        asked = next((topic for topic in topics if topic.kind is NoteKind.HELP), None)
        if asked is not None:
            since = asked.written_at
            found[member_id].append(Reason(Why.ASKED, words=asked.words, since=_date_of(work, member_id, reps, since)))
    held = coaching.last_held(work.session, member_ids=ids)
    planned = coaching.planned_meetings(work.session, member_ids=ids)
    for rep in reps:
        last = held.get(rep.id)
        if rep.id not in planned and (last is None or today - last > LONG_AGO):
            found[rep.id].append(Reason(Why.NO_MEETING, since=last))
    return found


def month_of_ramp(member: Member, work: Work, today: dt.date) -> int | None:
    """The month of their ramp that a newcomer is in, from 1; None for who is asked for all of a goal."""
    ramp = ramp_of(member, work.workspace)
    if ramp is None or today < ramp.starts:
        return None
    month = int((today - ramp.starts).days / MONTH)
    in_part = month < len(ramp.shares) and any(share < 1.0 for share in ramp.shares[month:])
    return month + 1 if in_part else None


def _rooms(
    work: Work, reps: Sequence[Member], calendars: Mapping[int, MemberCalendar], today: dt.date
) -> dict[int, Room]:
    """For each core performer the metric with the most room; of the leading ones that at least half of a role's reps
    have a goal on. By the discounted, shrunk rate, so that a good or bad month moves little.
    """
    rooms: dict[int, Room] = {}
    for metric, performers in performers_of(work, reps, calendars, today):
        usual = {each.member: WEEK * each.rate for each in performers}
        for who, a_week in weekly_room(performers).items():
            known = rooms.get(who)
            best = known.a_week * known.metric.action_weight if known is not None else 0.0
            if a_week >= max(LEAST_ROOM, LEAST_SHARE * usual[who]) and a_week * metric.action_weight > best:
                rooms[who] = Room(metric, a_week)
    return rooms


def _date_of(work: Work, member_id: int, reps: Sequence[Member], at: dt.datetime) -> dt.date:
    member = next(rep for rep in reps if rep.id == member_id)
    return Work(work.session, work.workspace, at).today_of(member)
