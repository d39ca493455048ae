"""Commitments: made, carried forward on purpose, and closed. No more than two are open; storage holds it."""

import datetime as dt
from dataclasses import dataclass

from bot.coaching.people import WrongCoaching, find_coached, require_own_or_coach
from bot.core.failures import Phrase, Words
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.standings.commitments import CommitmentNow, Measure, count_commitments, open_commitments
from storage import coaching
from storage.tables import Commitment, CommitmentEnd, Member, Metric, OneOnOne, Unit

LONGEST = dt.timedelta(days=92)
"""So far ahead a commitment's date may be: further on it is a goal."""
MOST_COUNT = 10_000
MOST_MONEY = 10**13
"""In minor units."""
A_WEEK = dt.timedelta(days=7)


class TwoAlready(WrongCoaching):
    """Both places are taken."""

    def __init__(self, open_now: tuple[CommitmentNow, ...]) -> None:
        self.open_now = open_now
        super().__init__(
            "Two commitments at a time is the limit, and these are open: {open}. Close one or let it go, then add this "
            "one.",
            open=tuple(_named(each) for each in open_now),
        )


@dataclass(frozen=True)
class Promise:
    """What is to be committed to: so much of a measure, up to a local date of the rep's, included."""

    measure: Measure
    target: int
    due_on: dt.date


def add_commitment(
    work: Work,
    *,
    viewer: Viewer | None,
    member: Member,
    promise: Promise,
    meeting: OneOnOne | None = None,
    carried_from: Commitment | None = None,
) -> CommitmentNow:
    """Store a commitment of the member's; `viewer` None is the operator. Those that are kept make room first.

    Raises NotAllowed, WrongCoaching for a number or date that cannot be, and TwoAlready.
    """
    if viewer is not None:
        require_own_or_coach(work, viewer=viewer, member=member)
    today = work.today_of(member)
    _require_possible(promise, today)
    close_kept(work, member=member)
    by = viewer.member_id if viewer is not None else None
    is_metric = isinstance(promise.measure, Metric)
    stored = coaching.take_slot(
        work.session,
        row={
            "workspace_id": work.workspace_id,
            "member_id": member.id,
            "metric_id": promise.measure.id if isinstance(promise.measure, Metric) else None,
            "stage": "" if is_metric else promise.measure.key,
            "target": promise.target,
            "starts": today,
            "due_on": promise.due_on,
            "agreed_at": work.now,
            "agreed_by": by,
            "meeting_id": meeting.id if meeting is not None else None,
            "carried_from": carried_from.id if carried_from is not None else None,
        },
    )
    if stored is None:
        raise TwoAlready(open_commitments(work, members=[member]).get(member.id, ()))
    work.audit(actor_id=by, action="commitment", subject_id=member.id, detail=f"added {stored.id}")
    return count_commitments(work, [stored])[stored.id]


def close_kept(work: Work, *, member: Member) -> None:
    """Close what the member has kept already, so that it takes no place."""
    for each in open_commitments(work, members=[member]).get(member.id, ()):
        if each.reached:
            _close(work, each, CommitmentEnd.KEPT, by=None)


def end_commitment(work: Work, *, viewer: Viewer | None, commitment_id: int, kept: bool) -> CommitmentNow:
    """Close a commitment as kept, where its number is reached, or let it go. Raises NotAllowed, WrongCoaching."""
    found = access_commitment(work, viewer=viewer, commitment_id=commitment_id)
    if kept and not found.reached:
        raise WrongCoaching("It isn't done yet. Carry it forward, or let it go.")
    _close(work, found, CommitmentEnd.KEPT if kept else CommitmentEnd.LET_GO, by=viewer)
    return found


def carry_forward(
    work: Work,
    *,
    viewer: Viewer | None,
    commitment_id: int,
    due_on: dt.date | None = None,
    meeting: OneOnOne | None = None,
) -> CommitmentNow:
    """Close a commitment and open another with what is left of it, by a week from today unless a date is given.

    Raises NotAllowed, and WrongCoaching where it is kept already or closed.
    """
    found = access_commitment(work, viewer=viewer, commitment_id=commitment_id)
    if found.reached:
        raise WrongCoaching("This one is done already, so there's nothing to carry forward.")
    member = find_coached(work, member_id=found.commitment.member_id)
    _close(work, found, CommitmentEnd.CARRIED, by=viewer)
    left = found.left or found.commitment.target
    promise = Promise(found.measure, left, due_on or work.today_of(member) + A_WEEK)
    return add_commitment(
        work, viewer=viewer, member=member, promise=promise, meeting=meeting, carried_from=found.commitment
    )


def access_commitment(work: Work, *, viewer: Viewer | None, commitment_id: int) -> CommitmentNow:
    """An open commitment that the viewer may change. Raises NotAllowed, and WrongCoaching where it is closed."""
    stored = coaching.find_commitment(work.session, workspace_id=work.workspace_id, commitment_id=commitment_id)
    if stored is None:
        raise WrongCoaching("That commitment was closed already.")
    if viewer is not None:
        member = find_coached(work, member_id=stored.member_id)
        require_own_or_coach(work, viewer=viewer, member=member)
    if stored.closed_at is not None:
        raise WrongCoaching("That commitment was closed already.")
    return count_commitments(work, [stored])[stored.id]


def _close(work: Work, now: CommitmentNow, end: CommitmentEnd, *, by: Viewer | None) -> None:
    closed = coaching.close_commitment(
        work.session,
        commitment_id=now.commitment.id,
        end=end,
        done=now.done,
        closed_by=by.member_id if by is not None else None,
        now=work.now,
    )
    if not closed:
        raise WrongCoaching("That commitment was closed already.")
    work.audit(
        actor_id=by.member_id if by is not None else None,
        action="commitment",
        subject_id=now.commitment.member_id,
        detail=f"{end.value} {now.commitment.id}",
    )


def _require_possible(promise: Promise, today: dt.date) -> None:
    if promise.target <= 0:
        raise WrongCoaching("A commitment needs a number above zero.", field="target")
    money = isinstance(promise.measure, Metric) and promise.measure.unit is Unit.MONEY
    if promise.target > (MOST_MONEY if money else MOST_COUNT):
        raise WrongCoaching("That number looks like a typo. Pick one that fits in the time.", field="target")
    if promise.due_on < today:
        raise WrongCoaching("{date} is over. Pick today or a later day.", field="due", date=promise.due_on)
    if promise.due_on > today + LONGEST:
        raise WrongCoaching(
            "{date} is more than three months ahead. Pick a nearer day, or set a goal.",
            field="due",
            date=promise.due_on,
        )


def _named(now: CommitmentNow) -> object:
    if isinstance(now.measure, Metric):
        name = now.measure.singular if now.commitment.target == 1 else now.measure.plural
        if now.measure.unit is Unit.MONEY:
            return Words(name)
        return Phrase("{n} {thing}", n=now.commitment.target, thing=Words(name))
    return Phrase("deals on from {stage}", stage=Words(now.measure.label))
