import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import DayReason, DaysOff, MemberCalendar
from metrics.expectation import HeldTarget, share_day_goal, share_goal
from metrics.explain import BaselineSource, DayEntries, explain
from metrics.forecast import forecast
from metrics.history import KAPPA, SUMS, Histories, Known, Usual
from metrics.leave_policy import LeavePolicy
from metrics.review import Cases, assess
from tests.metrics.calendars import DAY, MONDAY, NOVEMBER, calendars, periods

MORNING = MONDAY + 14 * DAY
USUAL = (200.0, 25.0)
WEEKDAYS_ONLY = MemberCalendar()
NOTHING = (0.0, 0.0)


def held(target, start=NOVEMBER.start, *, inherited=False):
    return (HeldTarget(start, NOVEMBER.end, target, inherited),)


def entries(quantity, *, first=0, days=14):
    return [DayEntries(MONDAY + n * DAY, 2, quantity) for n in range(first, first + days)]


def known(history=USUAL, peer_rate=7.0, target=210):
    amount, days = history
    rate = (amount + KAPPA * peer_rate) / (days + KAPPA) or target / 21
    return {
        "usual": Usual.steady(rate, days=days),
        "history": amount,
        "history_days": days,
        "peer_rate": peer_rate,
    }


def morning(calendar=WEEKDAYS_ONLY, target=210, logged=(), **more):
    share = share_goal(NOVEMBER, calendar, held(target))
    return explain(
        share, MORNING, logged, **known(more.pop("history", USUAL), more.pop("peer_rate", 7.0), target), **more
    )


def test_the_entries_add_up_to_what_is_done():
    found = morning(logged=entries(6, days=14))
    assert found.done == sum(day.quantity for day in found.entries) == 84
    assert found.pace.gap == pytest.approx(84 - 100)


def test_entries_of_the_day_itself_wait_for_the_next_morning_unless_asked_for():
    today = [DayEntries(MORNING, 1, 9)]
    assert morning(logged=today).done == 0
    assert morning(logged=today, with_today=True).done == 9
    assert morning(logged=[DayEntries(MORNING + DAY, 1, 9)], with_today=True).done == 0


def test_entries_of_another_period_or_before_the_team_was_joined_do_not_count():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210, start=MONDAY + 7 * DAY, inherited=True))
    logged = [DayEntries(NOVEMBER.start - DAY, 1, 5), DayEntries(MONDAY, 1, 7), DayEntries(MONDAY + 8 * DAY, 1, 11)]
    found = explain(share, MORNING, logged, **known())
    assert found.done == 11


def test_the_days_say_why_they_are_not_worked():
    away = MemberCalendar(
        holidays=frozenset({MONDAY + 9 * DAY}),
        leave=(DaysOff(MONDAY, MONDAY + DAY), DaysOff(MORNING, MORNING + DAY, 0.5)),
    )
    found = morning(away)
    reasons = {day.date: day.reasons for day in found.days}
    assert reasons[MONDAY] == (DayReason.LEAVE,)
    assert reasons[MONDAY + 9 * DAY] == (DayReason.HOLIDAY,)
    assert reasons[MORNING] == (DayReason.PART_LEAVE,)
    assert (found.worked, found.remaining) == (8.0, 10.5)


def test_days_on_which_the_goal_did_not_hold_say_so():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210, start=MONDAY + 7 * DAY, inherited=True))
    found = explain(share, MORNING, [], **known())
    by_date = {day.date: day for day in found.days}
    assert (by_date[MONDAY].weight, by_date[MONDAY].reasons) == (0.0, (DayReason.NO_GOAL,))
    assert by_date[MONDAY + 5 * DAY].reasons == (DayReason.NOT_SCHEDULED,)
    assert found.worked == 5.0


@given(calendars(), periods(), st.floats(0, 500), st.booleans(), st.sampled_from(LeavePolicy), st.data())
@settings(max_examples=120, deadline=None)
def test_every_number_is_the_sum_of_its_parts(calendar, period, target, by_day, policy, data):
    date = data.draw(st.dates(period.start, period.end - DAY))
    parts = (HeldTarget(data.draw(st.dates(period.start, period.end - DAY)), period.end, target, True),)
    share = share_day_goal(period, calendar, parts) if by_day else share_goal(period, calendar, parts, leave=policy)
    found = explain(share, date, entries(3), **known())
    assert found.worked == pytest.approx(sum(day.weight for day in found.days if day.date < date))
    assert found.remaining == pytest.approx(sum(day.weight for day in found.days if day.date >= date))
    assert found.target == pytest.approx(sum(part.final for part in found.target_parts), abs=1e-8)
    assert found.done == sum(day.quantity for day in found.entries)
    assert (found.forecast is None) == (found.target == 0)


def test_the_rate_is_what_its_parts_say():
    found = morning(logged=entries(6, days=14), peers_done=300, peers_expected=250)
    base, rate = found.baseline, found.rate
    assert base is not None
    assert rate is not None
    assert base.usual == (base.history + base.peer_days * base.peer_rate) / (base.history_days + base.peer_days)
    assert rate.shock == pytest.approx((20 + 300 / rate.noise) / (20 + 250 / rate.noise))
    assert found.forecast is not None
    assert found.forecast.mean == pytest.approx(rate.rate * rate.remaining)


def test_the_explanation_is_of_the_number_that_the_review_found():
    target, done, amounts, days = [210.0, 180.0, 90.0], [84.0, 60.0, 70.0], [200.0, 0.0, 90.0], [25.0, 0.0, 12.0]
    sums = np.zeros((3, SUMS))
    sums[:, :3], sums[:, 3:6] = np.array(amounts)[:, None], np.array(days)[:, None]
    lately = np.tile([[30.0, 20.0, 40.0]], (3, 1))
    judged = assess(
        Cases(
            done=np.array(done),
            target=np.array(target),
            worked=np.full(3, 10.0),
            remaining=np.full(3, 11.0),
            today=np.ones(3),
            histories=Histories(sums),
            group=np.zeros(3, dtype=np.int64),
            recent_done=lately,
            recent_worked=np.full((3, 3), 4.0),
        )
    )
    for at in range(3):
        share = share_goal(NOVEMBER, MemberCalendar(), held(target[at]))
        found = explain(
            share,
            MORNING,
            [DayEntries(MONDAY, 1, done[at])],
            usual=Known(judged.usual, at).alone(),
            history=amounts[at],
            history_days=days[at],
            peer_rate=float(judged.peer_rate[at]),
            peers_done=sum(done) - done[at],
            peers_expected=float((judged.baseline * 10).sum() - judged.baseline[at] * 10),
        )
        assert found.baseline is not None
        assert found.rate is not None
        assert found.forecast is not None
        assert found.baseline.usual == pytest.approx(judged.baseline[at])
        assert found.rate.rate == pytest.approx(judged.rate[at])
        assert found.forecast.probability == pytest.approx(judged.probability[at])
        assert found.pace.expected == pytest.approx(judged.expected[at])
        assert found.pace.ask == judged.ask[at]


def test_somebody_new_in_a_new_team_is_judged_by_the_goal_only():
    found = morning(history=NOTHING, peer_rate=0.0)
    assert found.baseline is not None
    assert found.baseline.source is BaselineSource.GOAL
    assert found.baseline.usual == 10


def test_somebody_new_among_peers_is_taken_for_one_of_them():
    found = morning(history=NOTHING, peer_rate=7.0)
    assert found.baseline is not None
    assert found.baseline.source is BaselineSource.PEERS
    assert found.baseline.usual == 7


def test_late_entries_move_days_in_the_forecast_and_not_in_the_pace():
    late = morning(logged=entries(6, days=14), past=9.5, ahead=11.5)
    plain = morning(logged=entries(6, days=14))
    assert late.pace == plain.pace
    assert late.rate is not None
    assert late.rate.late_days == 0.5
    assert (late.rate.worked, late.rate.remaining) == (9.5, 11.5)
    assert late.forecast is not None
    assert plain.forecast is not None
    assert late.forecast.probability > plain.forecast.probability


def test_a_reached_goal_is_certain():
    found = morning(logged=entries(15, days=14))
    assert found.forecast is not None
    assert (found.forecast.probability, found.pace.ask) == (1.0, 0)


def test_without_a_goal_there_is_nothing_to_forecast():
    found = morning(target=0, logged=entries(6, days=14))
    assert (found.done, found.forecast, found.rate, found.baseline) == (84, None, None, None)


def test_the_forecast_is_the_one_function_that_anyone_can_check():
    found = morning(logged=entries(6, days=14))
    assert found.baseline is not None
    assert found.rate is not None
    assert found.forecast == forecast(84, 210, 10, 11, known()["usual"])


def test_a_date_outside_the_period_is_refused():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210))
    with pytest.raises(ValueError, match="outside the period"):
        explain(share, dt.date(2026, 12, 1), [], **known())
