"""Leave, and the one place that writes it: a member says when they are away, takes it back, sees what is noted."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.leave.calendars import load_calendars
from storage import absences
from storage.histories import forget_history
from storage.tables import Member, TimeOff, Workspace
from storage.workspaces import record_audit, take_receipt

_DAY = dt.timedelta(days=1)
AHEAD = dt.timedelta(days=800)
SHOWN_PAST = dt.timedelta(days=31)
LEFT = "left"
"""Where leave is known from that is the time during which somebody had left: they were not away, they were gone."""


class NothingToCancel(Failure):
    """No leave is noted on those days."""

    def __init__(self) -> None:
        super().__init__("You don't have time off then. `/away` lists yours.")


@dataclass(frozen=True)
class Leave:
    """Time off on the local dates [starts, ends): `portion` of each day, `part` am or pm where it was said.

    `source` is where it is known from when nobody said it to Pacer, else empty.
    """

    starts: dt.date
    ends: dt.date
    portion: float = 1.0
    part: str = ""
    source: str = ""

    @property
    def last(self) -> dt.date:
        """The last of its dates."""
        return self.ends - _DAY


@dataclass(frozen=True)
class AwayChange:
    """What was asked for, and what of it changed something: nothing where it was noted (or not noted) before.

    `days` are the standard working days that it takes, or gives back.
    """

    asked: Leave
    changed: tuple[Leave, ...]
    days: float


def take_leave(session: Session, *, workspace: Workspace, member: Member, asked: Leave, now: dt.datetime) -> AwayChange:
    """Note that the member is away. Days or halves that are noted already stay as they are.

    Two halves of a day make a whole one where they are said to be different ones; the same half twice is one.
    """
    before = _worked(session, workspace, member, asked.starts, asked.ends)
    new = note_leave(session, workspace=workspace, member=member, asked=asked, by=member, now=now)
    return AwayChange(asked, new, before - _worked(session, workspace, member, asked.starts, asked.ends))


def note_leave(
    session: Session, *, workspace: Workspace, member: Member, asked: Leave, by: Member | None, now: dt.datetime
) -> tuple[Leave, ...]:
    """Store leave, and answer what of it was not noted before. Every way to be away ends here.

    What was concluded of past days is forgotten, and it is audited who said so: `by`, None for the operator.
    """
    known = _rows(session, workspace, member, asked.starts, asked.ends)
    new = tuple(joined(_missing(asked, known)))
    for leave in new:
        absences.add_time_off(session, time_off=_row(workspace.id, member.id, leave, now))
    if new:
        _after(session, workspace, member, asked, by, now, "away")
    return new


def cancel_next_leave(
    session: Session, *, workspace: Workspace, member: Member, receipt: str, now: dt.datetime
) -> AwayChange | None:
    """Take the leave back that runs or comes next, once for each `receipt`: None for the same one again.

    Raises NothingToCancel.
    """
    if not take_receipt(session, workspace_id=workspace.id, key=f"away:{receipt}"[:120], now=now):
        return None
    days = _next_leave(session, workspace, member, local_date(member, workspace, now))
    if days is None:
        raise NothingToCancel
    return cancel_leave(session, workspace=workspace, member=member, days=days, now=now)


def cancel_leave(
    session: Session, *, workspace: Workspace, member: Member, days: Leave, now: dt.datetime
) -> AwayChange:
    """Take leave back on these days; the rest of a longer one stays.

    Of days with a `source` only what is known from there is taken back. Raises NothingToCancel.
    """
    today, span = local_date(member, workspace, now), days
    before = _worked(session, workspace, member, span.starts, span.ends)
    taken_back: list[Leave] = []
    for row in _rows(session, workspace, member, span.starts, span.ends):
        leave = leave_of(row)
        if (span.part and leave.part not in ("", span.part)) or (span.source and leave.source != span.source):
            continue
        absences.cancel_time_off(session, row=row, now=now)
        rest = [(leave.starts, span.starts), (span.ends, leave.ends)]
        for starts, ends in rest:
            if starts < ends:
                left = replace(leave, starts=starts, ends=ends)
                absences.add_time_off(session, time_off=_row(workspace.id, member.id, left, now))
        taken_back.append(replace(leave, starts=max(leave.starts, span.starts), ends=min(leave.ends, span.ends)))
    if not taken_back:
        raise NothingToCancel
    if span.source:
        span = replace(span, starts=min(one.starts for one in taken_back), ends=max(one.ends for one in taken_back))
    elif span.starts <= today < span.ends:
        member.snoozed_until = None
        session.add(member)
    _after(session, workspace, member, span, member, now, "away cancelled")
    return AwayChange(span, tuple(taken_back), _worked(session, workspace, member, span.starts, span.ends) - before)


def noted_leave(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> tuple[Leave, ...]:
    """The member's leave from a month ago on, in order; neighbouring days together."""
    today = local_date(member, workspace, now)
    rows = [row for row in _rows(session, workspace, member, today - SHOWN_PAST, today + AHEAD) if row.source != LEFT]
    return tuple(_together(sorted((leave_of(row) for row in rows), key=lambda leave: (leave.starts, leave.part))))


def half_days_on(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date, part: str
) -> set[int]:
    """Who of these has this half of `date` off, "am" or "pm"; a whole day off is told by the calendar."""
    rows = absences.time_off_between(
        session, workspace_id=workspace.id, starts=date, ends=date + _DAY, member_ids=member_ids
    )
    return {row.member_id for row in rows if row.part == part}


def leave_of(row: TimeOff) -> Leave:
    """A row of leave as a value."""
    return Leave(row.starts, row.ends, row.portion, row.part, row.source)


def _missing(asked: Leave, known: Sequence[TimeOff]) -> Iterator[Leave]:
    """What of each asked day is not noted yet, a day at a time."""
    day = asked.starts
    while day < asked.ends:
        own = [row for row in known if row.starts <= day < row.ends]
        taken = sum(row.portion for row in own)
        if asked.portion >= 1:
            left = 1 - taken
            # The other half of a day of which a half is noted.
            part = {"am": "pm", "pm": "am"}.get(own[0].part, "") if own and left < 1 else ""
        else:
            same = any(not row.part or not asked.part or row.part == asked.part for row in own)
            left, part = (0.0, "") if same else (min(asked.portion, 1 - taken), asked.part)
        if left > 0:
            yield Leave(day, day + _DAY, left, part, asked.source)
        day += _DAY


def joined(days: Iterator[Leave]) -> Iterator[Leave]:
    """Days that follow each other and take the same of each, as one."""
    open_leave: Leave | None = None
    for day in days:
        if open_leave is not None and _alike(open_leave, day) and open_leave.ends == day.starts:
            open_leave = replace(open_leave, ends=day.ends)
            continue
        if open_leave is not None:
            yield open_leave
        open_leave = day
    if open_leave is not None:
        yield open_leave


def _together(leaves: Sequence[Leave]) -> Iterator[Leave]:
    yield from joined(iter(leaves))


def _alike(one: Leave, other: Leave) -> bool:
    return (one.portion, one.part, one.source) == (other.portion, other.part, other.source)


def _next_leave(session: Session, workspace: Workspace, member: Member, today: dt.date) -> Leave | None:
    rows = _rows(session, workspace, member, today, today + AHEAD)
    whole = _together(sorted((leave_of(row) for row in rows), key=lambda leave: leave.starts))
    return next(iter(whole), None)


def _rows(session: Session, workspace: Workspace, member: Member, starts: dt.date, ends: dt.date) -> list[TimeOff]:
    return list(
        absences.time_off_between(session, workspace_id=workspace.id, starts=starts, ends=ends, member_ids=[member.id])
    )


def _row(workspace_id: int, member_id: int, leave: Leave, now: dt.datetime) -> TimeOff:
    return TimeOff(
        workspace_id=workspace_id,
        member_id=member_id,
        starts=leave.starts,
        ends=leave.ends,
        portion=leave.portion,
        part=leave.part,
        source=leave.source,
        created_at=now,
    )


def _worked(session: Session, workspace: Workspace, member: Member, starts: dt.date, ends: dt.date) -> float:
    calendars = load_calendars(session, workspace=workspace, members=[member], starts=starts, ends=ends)
    return calendars[member.id].weight_between(starts, ends)


def _after(
    session: Session,
    workspace: Workspace,
    member: Member,
    span: Leave,
    by: Member | None,
    now: dt.datetime,
    action: str,
) -> None:
    # What was concluded of those days is concluded again without them; of days to come nothing was.
    forget_history(session, member_id=member.id, after=span.starts)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=by.id if by is not None else None,
        action=action,
        subject_id=member.id,
        detail=" ".join(f"{span.starts} to {span.last} {span.part} {span.source}".split()),
    )
