"""Pairs of reps as they stand, and what one of the two is to be told: a proposal, that both agreed, how it went."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.due import instant_of, nudge_time_of
from bot.core.members import local_date, zone_of
from bot.core.work import Work
from storage import pairs, people
from storage.tables import Member, Pair, PairMoment, PairSide, PairState

ANSWERS = dt.timedelta(days=7)
"""So long a proposal can be answered."""
FOLLOWED_UP = dt.timedelta(days=14)
"""So long after both agreed each is asked how it went."""
STILL_TOLD = dt.timedelta(days=7)
"""So long something of a pair is still told that could not be told before."""
PAST = ANSWERS + FOLLOWED_UP + STILL_TOLD
"""A pair that was proposed longer ago is over."""
DAY_STARTS, DAY_ENDS = dt.time(9), dt.time(17)
"""Local times between which two people can meet."""
LEAST_COMMON = dt.timedelta(hours=1)


@dataclass(frozen=True)
class PairNow:
    """A pair as one of the two sees it: `side` is their own, `other` the partner's."""

    stored: Pair
    side: PairSide
    other: PairSide
    member: Member
    partner: Member


@dataclass(frozen=True)
class PairSaid:
    """What one of the two is told; `hours` are their local times between which both work, where that is known."""

    now: PairNow
    moment: PairMoment
    hours: tuple[dt.time, dt.time] | None = None


def load_pairs(work: Work, *, ids: Collection[int], member_ids: Collection[int]) -> dict[int, list[PairNow]]:
    """These pairs as the members among `member_ids` see them, by member, the newest first."""
    stored = pairs.pairs_by_id(work.session, ids=ids)
    sides = pairs.sides_of(work.session, pair_ids=ids)
    both = people.members_by_id(work.session, ids={side.member_id for some in sides.values() for side in some})
    found: dict[int, list[PairNow]] = {}
    for pair_id in sorted(sides, reverse=True):
        one, two = sides[pair_id]
        for own, other in ((one, two), (two, one)):
            if own.member_id in member_ids:
                now = PairNow(stored[pair_id], own, other, both[own.member_id], both[other.member_id])
                found.setdefault(own.member_id, []).append(now)
    return found


def pairs_to_say(work: Work, *, members: Sequence[Member]) -> Mapping[int, PairSaid]:
    """What each of these reps is to be told of a pair this morning; what they were told today already is among it."""
    ids = {member.id for member in members}
    stored = pairs.pairs_of(work.session, member_ids=ids, since=work.now - PAST)
    if not stored:
        return {}
    found: dict[int, PairSaid] = {}
    for member_id, some in load_pairs(work, ids={pair.id for pair in stored}, member_ids=ids).items():
        for now in some:
            moment = moment_of(now, morning_of(work, now.member))
            if moment is not None and not was_told(work, now, moment):
                found[member_id] = said_of(work, now, moment)
                break
    return found


def said_of(work: Work, now: PairNow, moment: PairMoment) -> PairSaid:
    """What they are told in this moment."""
    hours = common_hours(work, now.member, now.partner) if moment is not PairMoment.FOLLOW_UP else None
    return PairSaid(now, moment, hours)


def was_told(work: Work, now: PairNow, moment: PairMoment) -> bool:
    """Whether they were told on an earlier day."""
    return now.side.told is moment and now.side.told_on != work.today_of(now.member)


def moment_of(now: PairNow, at: dt.datetime) -> PairMoment | None:
    """What there is to tell one of the two at an instant; None where there is nothing."""
    if not now.member.active or not now.partner.active or now.partner.guest:
        return None
    stored = now.stored
    if stored.state is PairState.PROPOSED:
        waits = now.side.says_yes is None and stored.proposed_at <= at < stored.proposed_at + ANSWERS
        return PairMoment.PROPOSAL if waits else None
    if stored.state is not PairState.AGREED or stored.agreed_at is None:
        return None
    asked = stored.agreed_at + FOLLOWED_UP
    if stored.agreed_at <= at < stored.agreed_at + STILL_TOLD:
        return PairMoment.AGREED
    return PairMoment.FOLLOW_UP if asked <= at < asked + STILL_TOLD and now.side.outcome is None else None


def morning_of(work: Work, member: Member) -> dt.datetime:
    """The instant of the member's morning message today: what came up later waits for tomorrow's."""
    at = instant_of(work.today_of(member), nudge_time_of(member, work.workspace), zone_of(member, work.workspace))
    return at if at is not None else work.now


def answer_by(work: Work, now: PairNow) -> dt.date:
    """The last local date on which the member can answer."""
    return local_date(now.member, work.workspace, now.stored.proposed_at + ANSWERS)


def common_hours(work: Work, member: Member, partner: Member) -> tuple[dt.time, dt.time] | None:
    """The local times of the member between which it is day for both; None where that is less than an hour."""
    today = work.today_of(member)
    own = _day_of(work, member, today)
    for ahead in (0, -1, 1):
        # Where they are far apart, the morning of one is still yesterday for the other.
        other = _day_of(work, partner, today + dt.timedelta(days=ahead))
        if own is None or other is None:
            continue
        starts, ends = max(own[0], other[0]), min(own[1], other[1])
        if ends - starts >= LEAST_COMMON:
            zone = zone_of(member, work.workspace)
            return starts.astimezone(zone).time(), ends.astimezone(zone).time()
    return None


def _day_of(work: Work, member: Member, date: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
    zone = zone_of(member, work.workspace)
    starts, ends = instant_of(date, DAY_STARTS, zone), instant_of(date, DAY_ENDS, zone)
    return (starts, ends) if starts is not None and ends is not None else None
