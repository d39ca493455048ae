"""The weakest stage: named where it is next to certain, chosen by the deals it loses, and otherwise not at all."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.conversion import StageCount, believe
from metrics.weakest_stage import TO_MANAGERS, MemberStage, Reason, find_weakest, judge_stages

OTHERS = StageCount(1000, 400)


def stage(name, entrants, advanced, others=OTHERS, **more):
    return MemberStage(name, StageCount(entrants, advanced), others, **more)


@st.composite
def counts(draw):
    entrants = draw(st.integers(0, 2000))
    return StageCount(entrants, draw(st.integers(0, entrants)))


stages = st.lists(
    st.builds(MemberStage, st.just("any"), counts(), counts(), apart=st.sampled_from([1.0, 5.0])), max_size=6
)


def test_usually_there_is_nothing_to_say():
    assert find_weakest([stage("demo", 60, 24), stage("proposal", 24, 9), stage("deal", 9, 4)]) is None


def test_a_stage_far_below_the_others_is_named_with_its_certainty():
    found = find_weakest([stage("demo", 100, 40), stage("proposal", 40, 5), stage("deal", 12, 5)])
    assert found is not None
    assert (found.stage, found.reason) == ("proposal", Reason.CLEARLY_WEAKER)
    assert found.certainty == pytest.approx(believe(StageCount(40, 5), 0.4).below(0.36))
    assert found.rate == pytest.approx((5 + 12 * 0.4) / 52)
    assert found.others_rate == pytest.approx(0.4)


def test_the_managers_hear_only_what_is_nearly_certain():
    some = [stage("demo", 40, 11)]
    (judged,) = judge_stages(some)
    assert judged.reason is Reason.WEAKER
    assert find_weakest(some) == judged
    assert find_weakest(some, at_least=TO_MANAGERS) is None


def test_of_two_weak_stages_the_one_that_loses_more_deals_is_named():
    early, late = stage("demo", 400, 100), stage("deal", 100, 10)
    found = find_weakest([early, late])
    assert found is not None
    lost = {each.stage: each.lost_deals for each in judge_stages([early, late])}
    # 0.4 of what more demos bring would have become deals; the weaker rate of the last stage loses less.
    assert lost["demo"] == pytest.approx((0.4 - (100 + 4.8) / 412) * 400 * 0.4, rel=0.01)
    assert lost["deal"] == pytest.approx((0.4 - (10 + 4.8) / 112) * 100, rel=0.01)
    assert found.stage == max(lost, key=lambda name: lost[name])


def test_the_deals_lost_count_and_not_how_certain_it_is():
    wide, narrow = judge_stages([stage("demo", 400, 130), stage("deal", 30, 3)])
    assert narrow.certainty > wide.certainty
    assert wide.lost_deals > narrow.lost_deals
    assert find_weakest([stage("demo", 400, 130), stage("deal", 30, 3)]) == wide


def test_what_is_lost_early_is_lost_again_later():
    early = stage("demo", 100, 25)
    (alone,) = judge_stages([early])
    before_a_narrow_one = judge_stages([early, stage("deal", 25, 2, StageCount(1000, 50))])[0]
    assert before_a_narrow_one.lost_deals < 0.1 * alone.lost_deals


def test_few_entrants_are_not_judged_however_bad():
    (judged,) = judge_stages([stage("demo", 9, 0)])
    assert judged.reason is Reason.TOO_FEW
    assert find_weakest([stage("demo", 9, 0)]) is None


def test_calls_need_five_times_as_many():
    assert judge_stages([stage("call", 49, 0, apart=5.0)])[0].reason is Reason.TOO_FEW
    assert judge_stages([stage("call", 50, 0, apart=5.0)])[0].reason is not Reason.TOO_FEW


@pytest.mark.parametrize("others", [StageCount(0, 0), StageCount(9, 9)])
def test_without_peers_nobody_is_weak(others):
    (judged,) = judge_stages([stage("demo", 100, 1, others)])
    assert judged.reason is Reason.NO_PEERS
    assert find_weakest([stage("demo", 100, 1, others)]) is None


def test_where_the_others_get_nowhere_nobody_is_weaker():
    assert find_weakest([stage("demo", 100, 0, StageCount(500, 0))]) is None


def test_where_no_difference_between_reps_can_be_measured_none_is_named():
    assert find_weakest([stage("demo", 100, 20, weight=10_000.0)]) is None


def test_a_funnel_without_stages_has_no_weakest():
    assert find_weakest([]) is None
    assert judge_stages([]) == ()


def test_reps_like_the_others_are_seldom_shown_to_managers():
    rng = np.random.default_rng(3)
    named = 0
    for _ in range(300):
        some, n = [], 300
        for name, rate in (("demo", 0.3), ("proposal", 0.5), ("deal", 0.4)):
            advanced = int(rng.binomial(n, rate))
            some.append(stage(name, n, advanced, StageCount(3000, int(3000 * rate))))
            n = advanced
        named += find_weakest(some, at_least=TO_MANAGERS) is not None
    assert named <= 0.06 * 300


@given(stages)
@settings(max_examples=150, deadline=None)
def test_every_figure_is_finite_and_what_is_named_is_worth_naming(some):
    for judged in judge_stages(some):
        assert 0 <= judged.certainty <= 1
        assert judged.lost_deals >= 0
        assert math.isfinite(judged.lost_deals)
    found = find_weakest(some)
    if found is not None:
        assert found.certainty >= 0.8
        assert found.rate is not None
        assert found.others_rate is not None
        assert found.rate < found.others_rate
        assert found.lost_deals > 0


@given(st.integers(10, 500), st.data(), st.integers(1, 999))
@settings(max_examples=100, deadline=None)
def test_a_better_record_is_never_more_certainly_weak(entrants, data, others):
    advanced = data.draw(st.integers(0, entrants - 1))
    peers = StageCount(1000, others)
    worse, better = (judge_stages([stage("demo", entrants, each, peers)])[0] for each in (advanced, advanced + 1))
    assert better.certainty <= worse.certainty + 1e-12
    assert better.lost_deals <= worse.lost_deals + 1e-9
