"""How deals move, said in words: only what the figures can tell."""

import datetime as dt

from bot.core.words.language import language_for
from bot.pipeline.conversion import ActivityEffect, ConversionFigures, StageRate, WeakStage
from bot.pipeline.stages import StageName
from bot.pipeline.words.conversion import conversion_lines
from metrics.coaching.lead_quality import judge_sources
from metrics.coaching.lead_response import LeadResponse, ResponseTime
from metrics.conversion import Difference, StageCount
from metrics.weakest_stage import Reason, StageJudgement
from storage.tables import Metric

ENGLISH = language_for(locale="en", currency="USD")
NEVER = ResponseTime(None, None, None, None)
NO_LEADS = LeadResponse(0, 0, NEVER, NEVER)
TODAY = dt.date(2026, 11, 17)


def figures(
    *stages: StageRate,
    weak: tuple[WeakStage, ...] = (),
    response: LeadResponse = NO_LEADS,
    effects: tuple[ActivityEffect, ...] = (),
) -> ConversionFigures:
    return ConversionFigures(TODAY, stages, weak, response, judge_sources([], TODAY), effects)


def stage(label: str, count: StageCount, *, rate: float | None, team: float | None, days: int | None) -> StageRate:
    return StageRate(StageName(label.lower(), label), count, rate, team, days, 0, Difference.ASSUMED)


def test_a_stage_is_said_with_its_share_the_teams_and_its_usual_time() -> None:
    found = figures(
        stage("Qualifying", StageCount(20, 9, 3), rate=0.46, team=0.5, days=12),
        stage("Quoting", StageCount(1, 1), rate=0.6, team=None, days=1),
    )
    assert conversion_lines(found, ENGLISH) == [
        "Qualifying: 45% of 20 deals moved forward (team 50%), usually within 12 days",
        "Quoting: 100% of 1 deal moved forward, usually within 1 day",
    ]


def test_a_stage_that_no_deal_is_old_enough_for_is_not_spoken_of() -> None:
    assert (
        conversion_lines(figures(stage("Quoting", StageCount(0, 0, 4), rate=None, team=None, days=None)), ENGLISH) == []
    )


def test_the_weak_stage_leads_and_what_goes_together_with_won_deals() -> None:
    label = "*Quoting* <!here>"
    weak = WeakStage(1, StageName("quoting", label), StageJudgement("quoting", 0.2, 0.5, 0.9, 3.0, Reason.WEAKER))
    demos = Metric(workspace_id=1, key="demo", singular="demo", plural="demos")
    found = figures(
        weak=(weak,),
        response=LeadResponse(12, 10, NEVER, ResponseTime(18.0, 90.0, 0.1, 0.7)),
        effects=(ActivityEffect(demos, StageCount(14, 8), StageCount(20, 4), 0.97),),
    )
    assert conversion_lines(found, ENGLISH) == [
        "Most deals get lost in *​Quoting*​ &lt;!here&gt;. Worth a look together.",
        "12 leads, 10 answered, half within 18 minutes of working time",
        "On your team, deals with demos were won 57% of the time, and 20% without. (A pattern, not proof of cause.)",
    ]
