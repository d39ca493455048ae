"""What holds of the messages' arguments and no type hint says: lengths that are refused at the door, and relations."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from bot.alerts.heads_up import HeadsUp, ToldFirst
from bot.alerts.replay import Replayed
from bot.alerts.rows import AlertRow, AtRisk
from bot.alerts.settings import AlertForm
from bot.alerts.usefulness import THRESHOLDS
from bot.alerts.words import forms as alert_forms
from bot.alerts.words import heads_up
from bot.coaching.queue import SHOWN as SHOWN_IN_QUEUE
from bot.coaching.queue import Queue, QueueRow, Reason
from bot.coaching.queue import Why as WhyCoach
from bot.coaching.words import forms as coach_forms
from bot.coaching.words.forms import Measures
from bot.core.failures import Failure
from bot.core.text.errors import NotUnderstood, UnknownMetric, harmless
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.core.words import answers, charts
from bot.core.words.answers import plain_message
from bot.core.words.blocks import button, escape
from bot.core.words.typed import which_message
from bot.deals.words import forms as deal_forms
from bot.deals.words import list as deal_list
from bot.goals.copies import MOST as MOST_COPIES
from bot.goals.copies import Copies, Copy
from bot.goals.drafts import GoalChoices, GoalDraft
from bot.goals.editing import GoalSet
from bot.goals.past_periods import OverLast
from bot.goals.realism import Outlook
from bot.goals.requests import Reviewed
from bot.goals.team_breakdown import TeamWay
from bot.goals.text import LONGEST_REASON
from bot.goals.words import breakdown as goal_way
from bot.goals.words import form as goal_form
from bot.home.preferences import Preferences
from bot.home.words import home
from bot.home.words import settings as settings_form
from bot.leave.away import Leave
from bot.leave.company_days import DayList, ListedDay
from bot.leave.holidays import Country
from bot.leave.status_leave import StatusLeave
from bot.leave.words import calendar_forms
from bot.log.answer import Logged
from bot.log.pending_readings import Asked, Reading
from bot.log.text.command import ParsedEntry
from bot.log.text.form import FormValues
from bot.nudges.coaching import CoachingSaid
from bot.nudges.doubt import Doubt
from bot.nudges.evening import Evening
from bot.nudges.latest_day import LatestDay
from bot.nudges.nudge import Nudge
from bot.nudges.words import answers as nudge_answers
from bot.nudges.words import buttons as nudge_buttons
from bot.people.selling import Selling
from bot.pipeline.stages import LONGEST_LABEL, StageName
from bot.setup.words import forms as setup_forms
from bot.setup.words import preview
from bot.standings.commitments import CommitmentNow
from bot.standings.goal_lines import ActionLine, GoalLine
from bot.standings.recent_weeks import MetricWeeks, WeekDone
from bot.standings.why import Why
from bot.standings.words import why
from bot.teams.closed_period import TeamReview
from metrics.calendar import WEEKDAYS, DaysOff, MemberCalendar, WorkingWeek
from metrics.coaching.lifetime_value import Assumptions
from metrics.conversion import StageCount
from metrics.expectation import Floats, HeldTarget
from metrics.late_entries import Completeness
from metrics.money import DealSize
from metrics.pace import Bools
from metrics.periods import Period, PeriodKind, period_of
from metrics.priorities import PriorityItem
from metrics.realism import TeamRealism
from metrics.review import Ints
from storage.tables import Member, Metric, Team
from tests.bot.words.hostile import TODAY, Maker

Special = Callable[[Maker], Any]


def _some(hint: Any) -> Special:
    """A sequence that is never empty, because nothing would be said otherwise."""
    return lambda maker: tuple(maker.make(hint) for _ in range(min(6, max(1, maker.nature.many))))


class _AnyMetric(dict[str, Metric]):
    """Metrics by their keys, whatever keys are asked for."""

    def __init__(self, metric: Metric) -> None:
        super().__init__({metric.key: metric})
        self._metric = metric

    def __missing__(self, key: str) -> Metric:
        return self._metric


def _period(maker: Maker) -> Period:
    kinds = [kind for kind in PeriodKind if kind is not PeriodKind.CUSTOM]
    return period_of(kinds[maker.turn() % len(kinds)], TODAY)


def _leave(maker: Maker) -> Leave:
    days = maker.turn() % 5
    starts = TODAY + dt.timedelta(days=days)
    part = ("", "am", "pm")[days % 3]
    return Leave(starts, starts + dt.timedelta(days=1 + days), 0.5 if part else 1.0, part, ("", "status")[days % 2])


def _label(maker: Maker) -> str:
    # Marks of formatting are refused where stages are named.
    return "".join(each for each in maker.text() if each not in "<>&*_~`")[:LONGEST_LABEL].strip() or "Quoting"


def _draft(maker: Maker) -> GoalDraft:
    whose = ("all", f"team:{maker.turn()}", f"U0{maker.turn():07d}")[maker.turn() % 3]
    return GoalDraft(whose, "calls", PeriodKind.MONTH, "12.5k", TODAY, maker.text()[:LONGEST_REASON])


def _reviewed(maker: Maker) -> Reviewed:
    outlooks = tuple(maker.make(Outlook) for _ in range(min(6, max(1, maker.nature.many))))
    return Reviewed(
        draft=_draft(maker),
        subjects=tuple(maker.make(Member | Team) for _ in outlooks),
        metric=outlooks[0].metric,
        starts=TODAY,
        targets=tuple(maker.nature.number for _ in outlooks),
        over_last=tuple(maker.make(OverLast | None) for _ in outlooks),
        outlooks=outlooks,
    )


def _filled_in(maker: Maker) -> FormValues:
    date = TODAY.isoformat() if maker.nature.given else ""
    said = maker.text()
    return FormValues(f"key{maker.turn()}", said[:30], said[:30], date, said[:40], said[:200], said[:900])


def _count(maker: Maker) -> StageCount:
    entrants = max(0, maker.nature.number)
    return StageCount(entrants, entrants // 3, entrants)


def _words(maker: Maker) -> str:
    """Words that are passed on: what somebody typed is escaped in them, and they are never none."""
    return f"Done: {escape(maker.text())}"


def _weeks(made: MetricWeeks) -> MetricWeeks:
    starts = (TODAY - dt.timedelta(weeks=at) for at in range(len(made.weeks)))
    weeks = zip(made.weeks, starts, strict=True)
    return replace(made, weeks=tuple(replace(week, period=period_of(PeriodKind.WEEK, day)) for week, day in weeks))


def _calendar(_maker: Maker) -> MemberCalendar:
    return MemberCalendar(leave=(DaysOff(TODAY, TODAY + dt.timedelta(days=2)),))


def _assumptions(maker: Maker) -> Assumptions:
    return Assumptions(0.8, 5, 0.1, "year", maker.text().strip() or "finance")


def _queue_rows(maker: Maker) -> tuple[QueueRow, ...]:
    """So many under each reason as the queue has at most."""
    under = min(SHOWN_IN_QUEUE, maker.nature.many)
    return tuple(
        QueueRow(maker.make(Member), tuple(replace(maker.make(Reason), why=each) for each in (why, *WhyCoach)))
        for why in WhyCoach
        for _ in range(under)
    )


def _listed_days(maker: Maker) -> tuple[ListedDay, ...]:
    """A date has one day of each country, and one of its own."""
    dates = (TODAY + dt.timedelta(days=at) for at in range(maker.nature.many * 2))
    return tuple(
        replace(maker.make(ListedDay), date=date, country=country) for date in dates for country in ("", "MY", "US")
    )


def _failure(maker: Maker) -> Failure:
    """As the doors make them: what somebody typed is made harmless on the way, or by the failure itself."""
    said = maker.text()
    return (
        Failure("Nobody is called {name}.", name=harmless(said), field=""),
        UnknownMetric(said, nearest=said, known=(said,) * maker.nature.many),
        Failure("That goal is over."),
    )[maker.turn() % 3]


def _digest_review(made: TeamReview) -> TeamReview:
    # What does not fit is a goal that ended, and it is counted in both.
    ended = [
        replace(one, metric=goal.metric, role=goal.role)
        for one, goal in zip(made.attained, made.proposals, strict=True)
    ]
    return replace(made, attained=tuple(ended))


def _latest(made: LatestDay) -> LatestDay:
    return replace(made, best=made.totals[0][0] if made.best is not None else None)


def _outlook(made: Outlook) -> Outlook:
    return made if made.team is not None else replace(made, members=made.members[:1])


SPECIAL: Mapping[Any, Special] = {
    Period: _period,
    Leave: _leave,
    StageCount: _count,
    MemberCalendar: _calendar,
    Assumptions: _assumptions,
    GoalDraft: _draft,
    Reviewed: _reviewed,
    FormValues: _filled_in,
    Failure: _failure,
    (which_message, "offers"): lambda maker: [
        button(maker.text(), action=f"offered:{at}", value=f"{maker.turn():024x}:{at}") for at in range(3)
    ],
    (Asked, "name"): lambda maker: maker.text()[:64],
    (Asked, "readings"): _some(Reading),
    (Reading, "entries"): _some(ParsedEntry),
    (Asked, "metrics"): lambda maker: _AnyMetric(maker.make(Metric)),
    NotUnderstood: lambda maker: UnknownMetric(maker.text(), nearest=None, known=()),
    DealSize: lambda maker: DealSize(float(min(max(1, maker.nature.number), 2**52)), 1.5),
    Floats: lambda _: None,
    Bools: lambda _: None,
    Ints: lambda _: None,
    WorkingWeek: lambda _: WEEKDAYS,
    Country: lambda maker: Country(("US", "MY", "DE")[maker.turn() % 3]),
    (Queue, "rows"): _queue_rows,
    (DayList, "days"): _listed_days,
    (calendar_forms.days_view, "only"): lambda maker: (calendar_forms.EVERYWHERE, "US")[maker.turn() % 2],
    (calendar_forms.calendar_buttons, "scopes"): lambda maker: {
        str(at): maker.text() for at in range(min(6, maker.nature.many))
    },
    (nudge_buttons.done_button, "again"): lambda maker: ("", "more", "rest", "all")[maker.turn() % 4],
    (StageName, "label"): _label,
    (Preferences, "language"): lambda maker: ("", "en", "ms")[maker.turn() % 3],
    (AlertRow, "goals"): _some(AtRisk),
    (AlertForm, "replayed"): lambda maker: {each: Replayed(maker.nature.number, 3) for each in THRESHOLDS},
    (Outlook, "team"): lambda maker: maker.make(TeamRealism) if maker.turn() % 2 else None,
    (Logged, "batch"): lambda maker: f"{maker.turn():032x}",
    (MetricWords, "outcomes"): lambda maker: ((maker.text()[:100] or "connected", (maker.text()[:100],)),),
    (home.home_view, "notice"): lambda maker: plain_message(escape(maker.text())) if maker.nature.given else None,
    HeldTarget: lambda maker: HeldTarget(TODAY, TODAY + dt.timedelta(days=9), float(abs(maker.nature.number))),
    Completeness: lambda _: Completeness((0.5, 0.75, 1.0)),
    (why.why_message, "whys"): lambda maker: tuple(maker.make(Why) for _ in range(min(6, maker.nature.many))),
    (Doubt, "whys"): lambda maker: tuple(maker.make(Why) for _ in range(min(6, maker.nature.many))),
    # Nothing would be said, or asked, of none.
    (Evening, "missing"): _some(tuple[Metric, int]),
    (HeadsUp, "goals"): _some(ToldFirst),
    (LatestDay, "totals"): _some(tuple[Metric, int]),
    (Nudge, "goals"): _some(GoalLine),
    (Nudge, "actions"): lambda maker: tuple(maker.make(ActionLine) for _ in range(min(2, maker.nature.many))),
    (StatusLeave, "noted"): _some(Leave),
    (PriorityItem, "subjects"): lambda maker: (maker.turn(),),
    (PriorityItem, "waits"): lambda maker: (float(maker.nature.number),),
    (GoalChoices, "metrics"): _some(Metric),
    (Measures, "metrics"): _some(Metric),
    (coach_forms.saved_view, "message"): lambda maker: plain_message(_words(maker)),
    (CoachingSaid, "commitments"): _some(CommitmentNow),
    (Vocabulary, "metrics"): _some(MetricWords),
    (goal_form.saved_view, "done"): _some(GoalSet),
    (goal_way.chance_choice, "way"): lambda maker: maker.make(TeamWay),  # of one rep it is shown only where it asks
    (goal_way.adopted_view, "done"): _some(GoalSet),
    (heads_up.heads_up_words, "goals"): _some(ToldFirst),
    (deal_forms.add_form, "stages"): _some(StageName),
    (deal_forms.move_form, "stages"): _some(StageName),
    (alert_forms.assign_modal, "managers"): _some(Member),
    (nudge_answers.rhythm_message, "days"): _some(dt.date),
    (settings_form.week_form, "shares"): lambda _: (1.0, 0.5, 0.25, 1.0, 0.0, 0.0, 0.125),
    (setup_forms.time_form, "zones"): lambda _: sorted(available_timezones())[:120],
    (answers.plain_message, "text"): _words,
    (deal_list.deal_row, "words"): _words,
    (charts.bar_chart, "labels"): _some(str),
    (charts.bar_chart, "series"): lambda maker: {maker.text(): (float(maker.nature.number),) * 20},
    (Copies, "rows"): lambda maker: tuple(maker.make(Copy) for _ in range(min(MOST_COPIES, maker.nature.many))),
    (Copy, "said"): lambda maker: maker.text()[:40],
    (Selling, "ramp"): lambda maker: ("", "1", "0.25 0.5 0.75 1")[maker.turn() % 3],
    (Selling, "usual_ramp"): lambda _: "0.25 0.5 0.75 1",
    (preview.preview_message, "nudge"): lambda maker: plain_message(_words(maker)),
    (answers.late_message, "message"): lambda maker: plain_message(_words(maker)),
    (MetricWeeks, "weeks"): lambda maker: tuple(map(maker.make, [WeekDone] * 4)),
}
"""By a type, or by (class or function, field). What somebody typed comes escaped to where only words are passed on."""

AFTERWARDS: Mapping[Any, Callable[[Any], Any]] = {
    TeamReview: _digest_review,
    LatestDay: _latest,
    Outlook: _outlook,
    MetricWeeks: _weeks,
}
"""What makes the fields of one value fit each other."""
