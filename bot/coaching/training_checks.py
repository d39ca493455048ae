"""What followed a training: two halves compared while one waits, then 30, 60, 90 and 120 days after it.

A waiting list by lot needs no matching. Else people are compared with peers of their sales role who had no such
training and had fallen as far short of their usual; of fewer than ten people or twenty peers it is only said who is in
their usual range, and nothing of why.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.standings.trainings import TrainingNow
from metrics.calendar import weights_of
from metrics.coaching.training import (
    BASELINE_HALF_LIFE,
    DAYS_AFTER,
    ENOUGH_BEFORE,
    ENOUGH_WORKED,
    FADED,
    Case,
    Finding,
    WindowFinding,
    observe,
    refresher_due,
    report_training,
)
from metrics.coaching.waiting_list import WAIT_DAYS, compare_halves
from metrics.history import DiscountedHistory, baselines, discount
from storage import day_totals, memberships, people, sales_roles, stages, trainings
from storage.deals import WON
from storage.dialect import portions
from storage.tables import CheckFinding, Member, TeamRole, TrainingCheck

Floats = npt.NDArray[np.float64]

HISTORY = dt.timedelta(days=365)
"""So much before a training is read; with the half-life of the usual rate, older days weigh next to nothing."""
FRESH = dt.timedelta(days=DAYS_AFTER[-1])
"""Whoever had a training for the same thing so long before or after is no peer."""
MOST_PEERS = 400
"""Of more, so many are taken by lot: they tell as much, and a check stays quick."""
LATE = dt.timedelta(days=2)
"""So long after the end of a window it is looked at: for entries that come a day late, in any zone."""
_DAY = dt.timedelta(days=1)
_FINDINGS = {
    Finding.MORE: CheckFinding.MORE,
    Finding.LESS: CheckFinding.LESS,
    Finding.NO_DIFFERENCE: CheckFinding.NO_DIFFERENCE,
    Finding.USUAL: CheckFinding.USUAL,
    Finding.BELOW_USUAL: CheckFinding.BELOW_USUAL,
    Finding.ABOVE_USUAL: CheckFinding.ABOVE_USUAL,
}


def due_on(training: TrainingNow, days: int) -> dt.date:
    """The date from which the check after so many days can be made."""
    if days == WAIT_DAYS:
        return training.stored.date + dt.timedelta(days=WAIT_DAYS - 1) + LATE
    return training.last_date + dt.timedelta(days=days) + LATE


def checks_due(training: TrainingNow, today: dt.date) -> tuple[int, ...]:
    """The days after which a check can be made and was not: 28 for the halves, 30, 60, 90 and 120."""
    made = {each.days for each in training.checks}
    halves = (WAIT_DAYS,) if training.stored.draw else ()
    return tuple(days for days in (*halves, *DAYS_AFTER) if days not in made and due_on(training, days) <= today)


def next_check(training: TrainingNow) -> tuple[int, dt.date] | None:
    """After how many days it is looked at next, and when; None where all was looked at."""
    made = {each.days for each in training.checks}
    halves = (WAIT_DAYS,) if training.stored.draw else ()
    ahead = [(due_on(training, days), days) for days in (*halves, *DAYS_AFTER) if days not in made]
    return (min(ahead)[1], min(ahead)[0]) if ahead else None


def check_training(work: Work, *, training: TrainingNow, days: Sequence[int], today: dt.date) -> list[TrainingCheck]:
    """What is found after so many days, for each of `days`; nothing is stored."""
    peers = _peers(work, training)
    series = _load(work, training, [*(each.member for each in training.places), *peers], today)
    found = []
    halves = next((each for each in training.checks if each.days == WAIT_DAYS), None)
    if WAIT_DAYS in days:
        halves = _check_halves(work, training, series, today)
        found.append(halves)
    later = [each for each in days if each != WAIT_DAYS]
    if later:
        found += _check_windows(work, training, series, peers, halves, later, today)
    return found


@dataclass(frozen=True, eq=False)
class _Series:
    """Each member's days from `start` to yesterday: what was done, in units, and standard working days."""

    start: dt.date
    done: Mapping[int, Floats]
    worked: Mapping[int, Floats]

    def peer_rate(self, until: dt.date) -> float:
        """The mean rate of all of them before a date, in units a standard working day."""
        cut = slice(0, max(0, (until - self.start).days))
        done = sum(float(each[cut].sum()) for each in self.done.values())
        worked = sum(float(each[cut].sum()) for each in self.worked.values())
        return done / worked if worked > 0 else 0.0


def _check_halves(work: Work, training: TrainingNow, series: _Series, today: dt.date) -> TrainingCheck:
    """The halves beside each other, from the day after the training to the day before the second half has it."""
    begins = training.stored.date
    before = slice(0, (begins - series.start).days)
    window = slice(before.stop + 1, before.stop + WAIT_DAYS)
    rate = series.peer_rate(begins)
    halves: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for each in training.places:
        done, worked = series.done[each.member.id], series.worked[each.member.id]
        if float(worked[before].sum()) < ENOUGH_BEFORE or float(worked[window].sum()) < ENOUGH_WORKED:
            continue
        past = discount(DiscountedHistory(0.0, 0.0), done[before], worked[before], half_life=BASELINE_HALF_LIFE)
        usual = float(baselines(np.array([past.quantity]), np.array([past.weight]), np.array([rate]))[0])
        halves[each.place.waits].append((float(done[window].sum()), usual * float(worked[window].sum())))
    sides = [np.array(halves[waits], dtype=np.float64).reshape(-1, 2) for waits in (False, True)]
    compared = compare_halves(sides[0][:, 0], sides[0][:, 1], sides[1][:, 0], sides[1][:, 1])
    finding = CheckFinding.TOO_FEW
    if compared is not None:
        finding = CheckFinding.NO_DIFFERENCE
        if compared.low > 0.0:
            finding = CheckFinding.MORE
        elif compared.high < 0.0:
            finding = CheckFinding.LESS
    usual_of_first = float(sides[0][:, 1].sum())
    return TrainingCheck(
        training_id=training.stored.id,
        days=WAIT_DAYS,
        workspace_id=work.workspace_id,
        checked_on=today,
        finding=finding,
        people=len(sides[0]),
        others=len(sides[1]),
        difference=compared.difference if compared is not None else None,
        low=compared.low if compared is not None else None,
        high=compared.high if compared is not None else None,
        level=float(sides[0][:, 0].sum()) / usual_of_first if usual_of_first > 0 else None,
    )


def _check_windows(
    work: Work,
    training: TrainingNow,
    series: _Series,
    peers: Sequence[Member],
    halves: TrainingCheck | None,
    days: Sequence[int],
    today: dt.date,
) -> list[TrainingCheck]:
    dates = sorted({each.place.date for each in training.places})
    treated = [case for each in training.places if (case := _case(series, each.member.id, each.place.date)) is not None]
    controls = [case for date in dates for peer in peers if (case := _case(series, peer.id, date)) is not None]
    windows = report_training(treated, controls).windows
    found = []
    for number in days:
        # As it stood then: what a later window shows does not change what an earlier check was told.
        known = [each for each in windows if each.days <= number]
        window = next((each for each in known if each.days == number), None)
        check = _of_window(work, training, number, window, today)
        check.level = _level(treated, number)
        check.refresher_due = _refresher(known, treated, halves)
        found.append(check)
    return found


def _case(series: _Series, member_id: int, date: dt.date) -> Case | None:
    rate = series.peer_rate(date - dt.timedelta(days=28))
    return observe(member_id, date, series.start, series.done[member_id], series.worked[member_id], peer_rate=rate)


def _refresher(known: Sequence[WindowFinding], treated: Sequence[Case], halves: TrainingCheck | None) -> bool:
    """Whether the gain has faded by the last of these windows."""
    if not known:
        return False
    due = refresher_due(known)
    if due or halves is None or halves.finding is not CheckFinding.MORE or halves.difference is None:
        return due
    if known[-1].comparison is not None:
        # It had been found by lot; beside matched peers less than half of it is left, and chance would do for that.
        left = known[-1].comparison.difference
        return known[-1].finding is not Finding.MORE and left < FADED * halves.difference
    level = _level(treated, known[-1].days)
    return level is not None and level - 1.0 < FADED * halves.difference


def _level(treated: Sequence[Case], days: int) -> float | None:
    """What all of them did together in a window, over their usual."""
    there = [
        (window.done, case.baseline * window.worked)
        for case in treated
        if (window := case.after[DAYS_AFTER.index(days)]) is not None
    ]
    usual = sum(each[1] for each in there)
    return sum(each[0] for each in there) / usual if usual > 0 else None


def _of_window(
    work: Work, training: TrainingNow, days: int, window: WindowFinding | None, today: dt.date
) -> TrainingCheck:
    compared = window.comparison if window is not None else None
    finding = CheckFinding.UNKNOWN
    if window is not None and window.members:
        finding = _FINDINGS[window.finding]
    return TrainingCheck(
        training_id=training.stored.id,
        days=days,
        workspace_id=work.workspace_id,
        checked_on=today,
        finding=finding,
        people=compared.treated if compared is not None else window.members if window is not None else 0,
        others=compared.controls if compared is not None else 0,
        difference=compared.difference if compared is not None else None,
        low=compared.low if compared is not None else None,
        high=compared.high if compared is not None else None,
        below=window.below if window is not None else 0,
        within=window.within if window is not None else 0,
        above=window.above if window is not None else 0,
    )


def _peers(work: Work, training: TrainingNow) -> list[Member]:
    """Active reps of the people's sales roles who had no such training around that time; of many, some by lot."""
    ids = {each.member.id for each in training.places}
    date = training.stored.date
    rows = memberships.in_teams_on(work.session, workspace_id=work.workspace_id, date=date, team_role=TeamRole.REP)
    reps = {row.member_id for row in rows}
    roles = sales_roles.roles_on(work.session, workspace_id=work.workspace_id, date=date, member_ids=sorted(reps | ids))
    wanted = {roles.get(each) for each in ids}
    trained = trainings.trained_between(
        work.session,
        workspace_id=work.workspace_id,
        metric_id=training.stored.metric_id,
        stage=training.stored.stage,
        starts=date - FRESH,
        ends=training.last_date + FRESH,
    )
    able = sorted(each for each in reps - ids - trained if roles.get(each) in wanted)
    if len(able) > MOST_PEERS:
        able.sort(key=lambda each: hashlib.sha256(f"{training.stored.id}:{each}".encode()).hexdigest())
    found = people.members_by_id(work.session, ids=set(able[:MOST_PEERS]))
    return sorted((each for each in found.values() if not each.guest), key=lambda each: each.id)


def _load(work: Work, training: TrainingNow, members: Sequence[Member], today: dt.date) -> _Series:
    start = training.stored.date - HISTORY
    calendars = load_calendars(work.session, workspace=work.workspace, members=members, starts=start, ends=today)
    ids = [member.id for member in members]
    worked = weights_of([calendars[each] for each in ids], start, today)
    done = np.zeros_like(worked)
    place, first = {each: at for at, each in enumerate(ids)}, start.toordinal()
    for member_id, date, quantity in _days(work, training, ids, start, today):
        done[place[member_id], date.toordinal() - first] = quantity
    known = trainings.first_days(work.session, member_ids=ids)
    for at, member in enumerate(members):
        # Before somebody's first entry nothing says that they worked here, and before they joined they did not.
        joined = calendars[member.id].joined or start
        done[at, : max(0, (joined - start).days)] = 0.0
        worked[at, : max(0, (known.get(member.id, today) - start).days)] = 0.0
    return _Series(
        start,
        {each: done[at] for each, at in place.items()},
        {each: worked[at] for each, at in place.items()},
    )


def _days(
    work: Work, training: TrainingNow, ids: Sequence[int], start: dt.date, end: dt.date
) -> list[tuple[int, dt.date, int]]:
    metric_id = training.stored.metric_id
    if metric_id is not None:
        return [
            row
            for some in portions(ids)
            for row in day_totals.days_of_metric(
                work.session, member_ids=some, metric_id=metric_id, starts=start, ends=end
            )
        ]
    process = stages.list_stages(work.session, workspace_id=work.workspace_id, retired=True)
    at = next((place for place, each in enumerate(process) if each.key == training.stored.stage), len(process))
    later = {each.key for each in process[at + 1 :]} | {WON}
    return trainings.moves_by_day(
        work.session, member_ids=ids, stage=training.stored.stage, later=later, starts=start, ends=end
    )
