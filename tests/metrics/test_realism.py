"""Which goals are realistic, for one and for a team, and what to propose instead."""

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.blend import usual_blend
from metrics.forecast import forecast
from metrics.history import Usual
from metrics.money import DealSize, forecast_money_many
from metrics.realism import GoalAhead, Realism, TeamVerdict, classify, judge_goals, judge_team

USUAL = GoalAhead(target=100.0, days=20.0, baseline=5.0, history_weight=60.0)
DEALS = DealSize(mean=250_000.0, variation=0.6)
REVENUE = GoalAhead(target=1_000_000.0, days=20.0, baseline=0.2, history_weight=60.0, size=DEALS)


def ahead(**more):
    return dataclasses.replace(USUAL, **more)


def judge(goal, **more):
    (found,) = judge_goals([goal], **more)
    return found


@st.composite
def goals(draw):
    return GoalAhead(
        target=draw(st.integers(0, 10_000).map(float) | st.floats(0, 1e6)),
        days=draw(st.sampled_from([0.0, 0.5, 5.0, 21.0, 62.0]) | st.floats(0, 260)),
        baseline=draw(st.none() | st.floats(0, 100)),
        history_weight=draw(st.floats(0, 500)),
        size=draw(st.none() | st.builds(DealSize, st.floats(1, 1e6), st.sampled_from([0.0, 0.5, 3.0]))),
    )


@pytest.mark.parametrize(
    ("probability", "realism"),
    [
        (0.0, Realism.UNREALISTIC),
        (0.0499, Realism.UNREALISTIC),
        (0.05, Realism.STRETCH),
        (0.2999, Realism.STRETCH),
        (0.3, Realism.HEALTHY),
        (0.7, Realism.HEALTHY),
        (0.7001, Realism.SOFT),
        (1.0, Realism.SOFT),
    ],
)
def test_the_classes_and_their_edges(probability, realism):
    assert classify(probability) is realism


def test_a_goal_is_judged_by_the_forecast_of_its_first_morning():
    usual, long = Usual.steady(5, days=60), usual_blend(long=True)
    assert judge(USUAL).probability == pytest.approx(forecast(0, 100, 0, 20, usual).probability)
    quarter = forecast(0, 100, 0, 20, usual, blend=long).probability
    assert judge(USUAL, blend=long).probability == pytest.approx(quarter)


def test_goals_from_soft_to_unrealistic():
    found = [judge(ahead(target=target)).realism for target in (40.0, 100.0, 170.0, 500.0)]
    assert found == [Realism.SOFT, Realism.HEALTHY, Realism.STRETCH, Realism.UNREALISTIC]


def test_a_short_history_is_not_sure_of_anything():
    short, long = judge(ahead(target=250.0, history_weight=0.0)), judge(ahead(target=250.0, history_weight=400.0))
    assert short.probability > long.probability


def test_the_proposed_goal_is_the_greatest_with_a_chance_of_three_fifths():
    proposed = judge(USUAL).proposed
    assert judge(ahead(target=proposed)).probability >= 0.6
    assert judge(ahead(target=proposed + 1)).probability < 0.6


def test_the_proposal_does_not_depend_on_the_goal_that_was_set():
    assert len({judge(ahead(target=target)).proposed for target in (0.0, 1.0, 100.0, 10_000.0)}) == 1


def test_revenue_is_judged_and_proposed_in_minor_units():
    found = judge(REVENUE)
    usual = Usual.steady(0.2, days=60)
    (expected,) = forecast_money_many(0, 1_000_000, 0, 0, 20, usual, DEALS.mean, DEALS.variation).probability
    assert found.probability == pytest.approx(expected)
    assert judge(dataclasses.replace(REVENUE, target=float(found.proposed))).probability >= 0.6
    assert judge(dataclasses.replace(REVENUE, target=found.proposed * 1.01)).probability < 0.6


def test_deals_of_one_size_are_proposed_in_whole_deals():
    found = judge(dataclasses.replace(REVENUE, size=DealSize(250_000.0, 0.0)))
    assert found.proposed % 250_000 == 0


@pytest.mark.parametrize(
    ("more", "realism", "has_proposal"),
    [
        ({"target": 0.0}, Realism.NO_GOAL, True),
        ({"baseline": None}, Realism.NO_HISTORY, False),
        ({"days": 0.0}, Realism.NO_DAYS, False),
        ({"target": 0.0, "baseline": None, "days": 0.0}, Realism.NO_GOAL, False),
    ],
)
def test_what_cannot_be_judged_is_not(more, realism, has_proposal):
    found = judge(ahead(**more))
    assert (found.probability, found.realism, found.proposed is not None) == (None, realism, has_proposal)


def test_where_not_even_one_is_likely_no_goal_is_proposed():
    assert judge(ahead(baseline=0.01, target=1.0)).proposed is None


def test_a_team_is_expected_to_reach_the_sum_of_its_chances():
    team = [ahead(target=target) for target in (80.0, 100.0, 120.0)]
    found = judge_team(team)
    assert found.expected_attainers == pytest.approx(sum(judge(each).probability for each in team))
    assert found.share == pytest.approx(found.expected_attainers / 3)
    assert (found.verdict, found.factor) == (TeamVerdict.FINE, None)


@pytest.mark.parametrize(("target", "verdict"), [(200.0, TeamVerdict.TOO_HARD), (30.0, TeamVerdict.TOO_EASY)])
def test_a_goal_that_too_few_or_too_many_can_reach_is_told_with_a_proposal(target, verdict):
    team = [ahead(target=target, baseline=baseline) for baseline in (4.0, 5.0, 6.0, 7.0)]
    found = judge_team(team)
    assert found.verdict is verdict
    changed = judge_team([ahead(target=each.target * found.factor, baseline=each.baseline) for each in team])
    assert changed.verdict is TeamVerdict.FINE
    assert changed.share == pytest.approx(0.6, abs=0.03)


def test_the_bounds_of_a_team_are_a_setting():
    team = [ahead(target=30.0)] * 4
    assert judge_team(team, most=1.0).verdict is TeamVerdict.FINE


def test_members_who_cannot_be_judged_are_left_out_of_the_team():
    found = judge_team([USUAL, ahead(baseline=None), ahead(target=0.0), ahead(days=0.0)])
    assert found.members == 1
    assert found.share == pytest.approx(judge(USUAL).probability)


@pytest.mark.parametrize("team", [[], [ahead(baseline=None)]])
def test_a_team_of_which_nothing_is_known_has_no_verdict(team):
    found = judge_team(team)
    assert (found.share, found.verdict, found.factor) == (None, TeamVerdict.UNKNOWN, None)


def test_a_team_for_which_no_goal_is_likely_gets_no_factor():
    assert judge_team([ahead(baseline=0.001)] * 3).factor is None


@given(st.lists(goals(), max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_judgement_is_bounded_and_a_team_is_the_sum_of_it(some):
    found = judge_goals(some)
    assert len(found) == len(some)
    chances = [each.probability for each in found if each.probability is not None]
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(each.proposed is None or each.proposed >= 1 for each in found)
    team = judge_team(some)
    assert team.members == len(chances)
    assert math.isclose(team.expected_attainers, sum(chances), abs_tol=1e-9)
    assert team.share is None or 0 <= team.share <= 1 + 1e-12


@given(goals(), st.floats(0, 1000))
@settings(max_examples=80, deadline=None)
def test_a_higher_target_is_never_more_realistic(goal, more):
    lower, higher = judge_goals([goal, dataclasses.replace(goal, target=goal.target + more)])
    if lower.probability is not None and higher.probability is not None:
        assert higher.probability <= lower.probability + 1e-9


@given(goals())
@settings(max_examples=60, deadline=None)
def test_a_proposal_is_the_edge_of_three_fifths(goal):
    proposed = judge(goal).proposed
    if proposed is not None:
        more = proposed + 1 + proposed // 4000
        at, beyond = judge_goals(
            [dataclasses.replace(goal, target=float(proposed)), dataclasses.replace(goal, target=float(more))]
        )
        assert at.probability >= 0.6
        assert beyond.probability < 0.6


@pytest.mark.parametrize(
    "more",
    [
        {"target": -1.0},
        {"target": math.nan},
        {"target": 2.0**54},
        {"days": -1.0},
        {"history_weight": -1.0},
        {"baseline": -1.0},
        {"baseline": 1e200},
    ],
)
def test_what_is_no_goal_is_refused_with_a_sentence(more):
    with pytest.raises(ValueError, match="zero or more"):
        judge(ahead(**more))


def test_bounds_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="smaller one first"):
        judge_team([USUAL], fewest=0.8, most=0.4)


def test_what_was_reached_in_nine_of_twelve_periods_is_not_called_even():
    record = (10.0,) * 9 + (8.0,) * 3
    alone = GoalAhead(50.0, 5.0, 9.5, 200.0)
    (model,), (with_record,) = judge_goals([alone]), judge_goals([dataclasses.replace(alone, record=record)])
    assert model.probability < 0.55
    assert 0.6 < with_record.probability < 0.8
    harder = [
        judge_goals([dataclasses.replace(alone, target=float(t), record=record)])[0].probability
        for t in range(10, 90, 5)
    ]
    assert harder == sorted(harder, reverse=True), "more asked is never more likely"
