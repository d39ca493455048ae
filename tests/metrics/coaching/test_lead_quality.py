"""A source is judged by leads that had their time, and not at all by a few."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.coaching.lead_quality import LeadOutcome, LeadQuality, SourceQuality, judge_sources

TODAY = dt.date(2026, 11, 2)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def lead(source: str = "fair", age: int = 100, qualified: int | None = None, won: int | None = None, amount: int = 0):
    """A lead that came in `age` days ago, and was qualified and won so many days after that."""
    return LeadOutcome(
        source,
        ago(age),
        None if qualified is None else ago(age - qualified),
        None if won is None else ago(age - won),
        amount,
    )


def of(quality: LeadQuality, source: str) -> SourceQuality:
    return next(each for each in quality.sources if each.source == source)


def test_shares_are_shrunk_to_all_leads_by_twelve() -> None:
    leads = [lead("fair", qualified=5) for _ in range(20)] + [lead("web") for _ in range(60)]
    quality = judge_sources(leads, TODAY)
    assert quality.whole.qualified == pytest.approx(0.25)
    assert of(quality, "fair").qualified == pytest.approx((20 + 12 * 0.25) / 32)
    assert of(quality, "web").qualified == pytest.approx(12 * 0.25 / 72)


def test_nineteen_leads_are_too_few_to_tell() -> None:
    quality = judge_sources([lead("fair", won=9)] * 19 + [lead("web")] * 20, TODAY)
    fair = of(quality, "fair")
    assert fair.too_few
    assert (fair.leads, fair.qualified, fair.won, fair.revenue, fair.median_days) == (19, None, None, None, None)
    assert not of(quality, "web").too_few


def test_young_leads_had_no_time_to_be_won_and_do_not_count_as_lost() -> None:
    old = [lead(age=200, won=60, amount=100)] * 10 + [lead(age=200)] * 20
    young = [lead(age=10)] * 500
    quality = judge_sources(old + young, TODAY)
    assert quality.won_after == 60
    assert quality.whole.won == pytest.approx(10 / 30)
    assert quality.whole.leads == 530


def test_twenty_leads_of_which_most_are_young_are_too_few_to_tell() -> None:
    leads = [lead("fair", age=200, won=60)] * 30 + [lead("web", age=200)] * 5 + [lead("web", age=10)] * 40
    assert of(judge_sources(leads, TODAY), "web").too_few


def test_the_age_that_counts_is_the_one_by_which_four_in_five_were_won() -> None:
    leads = [lead(won=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 40, 90)]
    assert judge_sources(leads, TODAY).won_after == 8


def test_revenue_is_per_lead_and_one_giant_does_not_make_a_source() -> None:
    usual = [lead("fair", won=5, amount=100)] * 199
    giant = [lead("web", won=5, amount=10**9)] + [lead("web")] * 30
    quality = judge_sources(usual + giant, TODAY)
    fair, web = of(quality, "fair").revenue, of(quality, "web").revenue
    assert fair is not None
    assert web is not None
    assert web < fair


def test_a_won_lead_was_qualified_even_if_nobody_said_so() -> None:
    assert judge_sources([lead(won=5)] * 20, TODAY).whole.qualified == 1.0


def test_days_to_win_are_shrunk_to_everybodys() -> None:
    leads = [lead("fair", won=10)] * 24 + [lead("web", won=40)] * 40 + [lead("post")] * 20
    quality = judge_sources(leads, TODAY)
    assert quality.whole.median_days == 40.0
    assert of(quality, "fair").median_days == pytest.approx((24 * 10 + 12 * 40) / 36)
    assert of(quality, "post").median_days == 40.0


def test_what_happens_today_or_later_is_not_known_this_morning() -> None:
    late = LeadOutcome("fair", ago(30), TODAY, TODAY, 500)
    quality = judge_sources([late] * 30 + [LeadOutcome("fair", TODAY)] * 5, TODAY)
    assert (quality.whole.leads, quality.whole.qualified, quality.whole.won) == (30, 0.0, 0.0)
    assert (quality.qualified_after, quality.won_after) == (None, None)


def test_no_leads_at_all_are_no_error() -> None:
    quality = judge_sources([], TODAY)
    assert quality.sources == ()
    assert quality.whole.leads == 0
    assert quality.whole.too_few


def test_sources_with_most_leads_come_first() -> None:
    quality = judge_sources([lead("web")] * 3 + [lead("fair")] * 5 + [lead("ad")] * 3, TODAY)
    assert [each.source for each in quality.sources] == ["fair", "ad", "web"]


leads_of_any_kind = st.builds(
    LeadOutcome,
    st.sampled_from(["fair", "web", "ad"]),
    st.dates(ago(300), TODAY),
    st.none() | st.dates(ago(320), TODAY),
    st.none() | st.dates(ago(320), TODAY),
    st.integers(-(10**6), 10**12),
)


@given(st.lists(st.tuples(leads_of_any_kind, st.integers(1, 25)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_shares_are_shares_and_lie_between_a_sources_own_and_everybodys(drawn: list[tuple[LeadOutcome, int]]) -> None:
    leads = [one for one, times in drawn for _ in range(times)]
    quality = judge_sources(leads, TODAY)
    assert sum(each.leads for each in quality.sources) == quality.whole.leads
    for each in (*quality.sources, quality.whole):
        assert each.leads >= 20 or each.too_few
        for share in (each.qualified, each.won):
            assert share is None or 0.0 <= share <= 1.0
        assert each.revenue is None or 0.0 <= each.revenue <= 10**12
        assert each.median_days is None or 0.0 <= each.median_days <= 320.0
    shares = [each.won for each in quality.sources if each.won is not None]
    if len(shares) == len(quality.sources) and shares and quality.whole.won is not None:
        assert min(shares) - 1e-9 <= quality.whole.won <= max(shares) + 1e-9
