"""Which entry is worth a question."""

import pytest

from metrics.unusual import is_unusual


@pytest.mark.parametrize(
    ("quantity", "best", "days", "asked"),
    [(50, 12, 40, True), (24, 12, 40, False), (9, 2, 40, False), (50, 12, 9, False)],
    ids=["far beyond the best day", "twice the best day", "small counts", "too little known"],
)
def test_an_entry_is_asked_about_only_where_it_is_far_beyond_the_best_day(
    quantity: int, best: int, days: int, asked: bool
) -> None:
    assert is_unusual(quantity, best_day=best, days=days) is asked
