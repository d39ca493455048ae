"""What has moved: beyond luck, and for as many working days."""

import pytest

from metrics.coaching.movement import Quantities, judge_movement
from metrics.coaching.year import Month, YearVerdict, judge_year


@pytest.mark.parametrize(
    ("done", "days", "before", "days_before", "clearly_up", "notable"),
    [
        (60, 5, 160, 20, True, True),  # 60 where 40 are usual
        (45, 5, 160, 20, False, False),  # within what luck does
        (20, 5, 160, 20, False, True),  # half of the usual: notable, not up
        (3, 5, 4, 20, False, False),  # three where one is usual is no news
        (24, 2, 160, 20, True, True),  # two days only: 16 are usual
        (10, 0, 160, 20, False, False),  # away all the time
        (10, 5, 0, 0, False, False),  # nothing to compare with
        (10, 5, 0, 20, False, False),  # never did any
    ],
)
def test_counts(done: int, days: float, before: int, days_before: float, clearly_up: bool, notable: bool) -> None:
    movement = judge_movement(Quantities(done, days, before, days_before), money=False)
    assert (movement.clearly_up, movement.notable) == (clearly_up, notable)


def test_the_usual_is_of_as_many_working_days() -> None:
    assert judge_movement(Quantities(24, 2, 160, 20), money=False).usual == pytest.approx(16)


def test_money_is_judged_by_its_share_alone() -> None:
    assert judge_movement(Quantities(12_000_00, 5, 40_000_00, 20), money=True).notable
    assert not judge_movement(Quantities(10_500_00, 5, 40_000_00, 20), money=True).notable


def months(*rates: float) -> list[Month]:
    return [Month(rate * 20, 20) for rate in rates]


@pytest.mark.parametrize(
    ("own", "others", "verdict"),
    [
        ((10, 10, 10, 10, 10), (8, 8, 8, 8, 8), YearVerdict.SHINES),
        ((8, 8, 8, 8, 8), (10, 10, 10, 10, 10), YearVerdict.STRUGGLES),
        ((9, 9, 9, 9, 9), (10, 10, 10, 10, 10), YearVerdict.STEADY),
        ((30, 8, 8, 8, 8), (10, 10, 10, 10, 10), YearVerdict.STEADY),  # one great month makes no year
        ((10, 10, 10), (5, 5, 5), YearVerdict.TOO_LITTLE),
        ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0), YearVerdict.TOO_LITTLE),
    ],
)
def test_a_year(own: tuple[float, ...], others: tuple[float, ...], verdict: YearVerdict) -> None:
    assert judge_year(months(*own), months(*others)).verdict is verdict


def test_months_of_few_days_and_months_without_others_do_not_count() -> None:
    own = [*months(10, 10, 10), Month(50, 5)]
    others = [*months(5, 5), Month(0, 0), Month(100, 20)]
    judged = judge_year(own, others)
    assert judged.months == 2
    assert judged.verdict is YearVerdict.TOO_LITTLE
