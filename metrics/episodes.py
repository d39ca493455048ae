"""When a goal is at risk, who hears it, and when it is over: one state machine for each member and goal."""

import datetime as dt
import enum
from dataclasses import dataclass, replace

from metrics.chances import LEAST_SHOWN

WEEK_MORNINGS, OTHER_MORNINGS = 1, 2
SETTLED_SHARE = 0.1
"""So much of a long period's days a better chance has to last before it counts: within a year odds go up and down more
often than within a month, and every turn would be news.
"""
REMINDER_MORNINGS = 5
WEEK_SOONER = 5.0
"""Managers hear of a week's goal at five thirds of the chance at which they hear of a longer one."""
LONG_REST = dt.timedelta(days=7)
"""After more than that without a judged morning (a leave, a pause) the first one is only looked at."""
EARLY_SHARE = 0.2
EARLY_DAYS = 2.0
EARLY_DAYS_WEEK = 1.0


class Status(enum.Enum):
    """How a goal stands on a morning."""

    REACHED = "reached"
    ON_TRACK = "on track"
    WATCH = "watch"
    AT_RISK = "at risk"
    NO_DATA = "no data"
    TOO_EARLY = "too early"


class Event(enum.Enum):
    """What changed on a morning."""

    OPENED = "opened"
    ESCALATED = "escalated"
    REMINDER = "reminder"
    IMPROVING = "improving"
    CLOSED = "closed"


@dataclass(frozen=True)
class Rule:
    """Thresholds of probability: below `opens` the member hears it, below `escalates` the managers; above `improves`
    it is called improving, above `closes` it is over. `watches` is the bound of "watch".
    """

    opens: float = 0.25
    escalates: float = 0.15
    improves: float = 0.30
    closes: float = 0.40
    watches: float = 0.40

    def escalates_at(self, *, week: bool) -> float:
        """Below what the managers hear of it: of a week's goal sooner, because little of a week is left to mend it.

        At the usual .15 that is .25; never before the member hears of it.
        """
        return min(self.opens, WEEK_SOONER * self.escalates / 3.0) if week else self.escalates


@dataclass(frozen=True)
class Observation:
    """One working morning of one goal. Days in standard working days."""

    date: dt.date
    period_start: dt.date
    target: float
    done: float
    worked: float
    remaining: float
    probability: float
    week: bool
    """A goal of a week is at risk on one morning, a longer one on two."""
    active_days: float
    """Working days since the goal was set."""
    silent: bool = False
    """Nothing in any metric on the last working day, by somebody who normally logs."""
    goal_only: bool = False
    """No history at all: no alert in the first period."""
    newly_live: bool = False
    """Judging began only now: what opens today was mostly so before, and escalates on a later morning."""


@dataclass(frozen=True)
class State:
    """What is remembered between mornings. Counts are of consecutive working mornings."""

    period_start: dt.date
    target: float
    below_opens: int = 0
    below_escalates: int = 0
    above_improves: int = 0
    above_closes: int = 0
    opened_on: dt.date | None = None
    escalated_on: dt.date | None = None
    improving: bool = False
    told_probability: float | None = None
    mornings_since_told: int = 0
    seen_on: dt.date | None = None
    """The last morning that was judged."""


@dataclass(frozen=True)
class Verdict:
    """The status of the morning, what changed, and why, as a short code: reached, recovered, period over …"""

    status: Status
    events: tuple[Event, ...] = ()
    reason: str = ""


def begin(observation: Observation) -> State:
    """The memory at the first morning of a goal."""
    return State(period_start=observation.period_start, target=observation.target)


def advance(state: State | None, seen: Observation, *, rule: Rule = Rule()) -> tuple[State, Verdict]:
    """One working morning: the new memory and the verdict. Call it once for each working morning, in order.

    A new period forgets everything: its first morning closes what was open ("period over"). An edited goal starts the
    counts again and keeps what is open. "No data" moves nothing: a silent day is asked about, not counted as behind.
    Nor does the first morning after a long rest: nobody comes back to a message to their managers.
    """
    if state is None:
        state = begin(seen)
    if state.period_start != seen.period_start:
        was_open = state.opened_on is not None
        new, verdict = advance(replace(begin(seen), seen_on=state.seen_on), seen, rule=rule)
        if was_open:
            verdict = replace(verdict, events=(Event.CLOSED, *verdict.events), reason="period over")
        return new, verdict
    rested = state.seen_on is not None and seen.date - state.seen_on > LONG_REST
    state = replace(state, seen_on=seen.date)
    if state.target != seen.target or rested:
        state = replace(state, target=seen.target, below_opens=0, below_escalates=0, above_improves=0, above_closes=0)
    if seen.done >= seen.target:
        return _closed(state, Status.REACHED, "reached")
    if is_too_early(seen):
        return state, Verdict(Status.AT_RISK if state.opened_on else Status.TOO_EARLY, reason="too early")
    if rested:
        status = Status.WATCH if seen.probability < rule.watches else Status.ON_TRACK
        return state, Verdict(Status.AT_RISK if state.opened_on else status, reason="after a rest")
    if seen.silent:
        return state, Verdict(Status.AT_RISK if state.opened_on else Status.NO_DATA, reason="nothing logged")
    counted = _count(state, seen, rule)
    mornings = WEEK_MORNINGS if seen.week else OTHER_MORNINGS
    if counted.opened_on is None:
        return _while_closed(counted, seen, rule, mornings)
    return _while_open(counted, seen, mornings, mornings_to_recover(seen.worked, seen.remaining, week=seen.week))


def mornings_to_recover(worked: float, remaining: float, *, week: bool) -> int:
    """On how many mornings in a row a chance has to be better, for an episode to be improving or over.

    Two for a month, as for what opens one, and one for a week; for a longer period a tenth of its days, but no more
    than half of those that are left: near its end what is safe is not kept open. Days in standard working days.
    """
    if week:
        return WEEK_MORNINGS
    return max(OTHER_MORNINGS, int(min(SETTLED_SHARE * (worked + remaining), remaining / 2.0) + 1e-9))


def is_too_early(seen: Observation) -> bool:
    """Whether the period or the goal is too young to be judged."""
    days = seen.worked + seen.remaining
    enough = EARLY_DAYS_WEEK if seen.week else EARLY_DAYS
    young = days <= 0 or seen.worked / days < EARLY_SHARE or seen.worked < enough
    return young or seen.active_days < enough


def _count(state: State, seen: Observation, rule: Rule) -> State:
    probability = seen.probability
    return replace(
        state,
        below_opens=state.below_opens + 1 if probability < rule.opens else 0,
        below_escalates=state.below_escalates + 1 if seen.probability < rule.escalates_at(week=seen.week) else 0,
        above_improves=state.above_improves + 1 if probability > rule.improves else 0,
        above_closes=state.above_closes + 1 if probability > rule.closes else 0,
        mornings_since_told=state.mornings_since_told + 1 if state.escalated_on else 0,
    )


def _while_closed(state: State, seen: Observation, rule: Rule, mornings: int) -> tuple[State, Verdict]:
    if state.below_opens < mornings or seen.goal_only:
        return state, Verdict(Status.WATCH if seen.probability < rule.watches else Status.ON_TRACK)
    opened = replace(state, opened_on=seen.date, improving=False)
    if state.below_escalates >= mornings and not seen.newly_live:
        return _escalated(opened, seen), Verdict(Status.AT_RISK, (Event.OPENED, Event.ESCALATED))
    return opened, Verdict(Status.AT_RISK, (Event.OPENED,))


def _while_open(state: State, seen: Observation, mornings: int, recovers: int) -> tuple[State, Verdict]:
    if state.above_closes >= recovers:
        return _closed(state, Status.ON_TRACK, "recovered")
    if state.escalated_on is None and state.below_escalates >= mornings:
        return _escalated(state, seen), Verdict(Status.AT_RISK, (Event.ESCALATED,))
    events: list[Event] = []
    if state.above_improves >= recovers and not state.improving:
        state = replace(state, improving=True)
        events.append(Event.IMPROVING)
    elif state.below_opens >= mornings and state.improving:
        state = replace(state, improving=False)
    if _reminder_due(state, seen):
        state = replace(state, told_probability=seen.probability, mornings_since_told=0)
        events.append(Event.REMINDER)
    return state, Verdict(Status.AT_RISK, tuple(events))


def _reminder_due(state: State, seen: Observation) -> bool:
    if seen.week or state.escalated_on is None or state.told_probability is None or state.improving:
        return False  # a week is over before a reminder could help
    # Below what people read as the least likely, half of next to nothing is no news.
    told, now = max(state.told_probability, LEAST_SHOWN), max(seen.probability, LEAST_SHOWN)
    return state.mornings_since_told >= REMINDER_MORNINGS or now < told / 2


def _escalated(state: State, seen: Observation) -> State:
    return replace(
        state, escalated_on=seen.date, told_probability=seen.probability, mornings_since_told=0, improving=False
    )


def _closed(state: State, status: Status, reason: str) -> tuple[State, Verdict]:
    fresh = State(period_start=state.period_start, target=state.target, seen_on=state.seen_on)
    if state.opened_on is None:
        return fresh if status is Status.REACHED else state, Verdict(status, reason=reason)
    return fresh, Verdict(status, (Event.CLOSED,), reason)
