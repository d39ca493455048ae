"""The managers' weekly digest, and the reviews of a month, a quarter and a year."""

from collections.abc import Iterator

from bot.alerts.usefulness import Usefulness
from bot.alerts.words.alert import ADOPT
from bot.alerts.words.row import dismissal_words
from bot.core.words.blocks import actions, button, context, escape, header, section, shorten
from bot.core.words.charts import bar_chart
from bot.core.words.language import Language
from bot.core.words.message import Block, Message, Picture
from bot.core.words.periods import dates_words
from bot.goals.team_realism import TeamGoal
from bot.standings.words.team_totals import total_line
from bot.teams.closed_period import Attained, Moved, Running, TeamReview
from bot.teams.digest import Digest
from bot.teams.words.digest_picture import draw_review, whose_goal
from bot.teams.words.year import years_lines
from metrics.periods import PeriodKind
from metrics.realism import PROPOSED, TeamVerdict
from storage.tables import Metric

TIGHTEN, YEAR = "alerts_tighten", "team_year"
MOVED_SHOWN, ATTAINED_SHOWN, RUNNING_SHOWN, PROPOSALS_SHOWN, WEAK_SHOWN, YEARS_SHOWN = 6, 6, 6, 3, 3, 30
CAMPAIGNS_SHOWN = 4
WORDS_SHOWN = 3
TOTALS_SHOWN = 4


def digest_message(digest: Digest, language: Language) -> Message:
    """Good news first; then what moved, who reached what, what leaks, which goals do not fit; at most a few lines each.

    The picture shows the last weeks, and each rep's share of the goals that ended.
    """
    review = digest.review
    title = _title(review, language)
    parts = [
        (language("As a team"), [total_line(each, language) for each in review.totals[:TOTALS_SHOWN]]),
        (language("Standouts"), list(_improved(review, language))),
        (language("Watch out"), list(_leading(review, language))),
        (language("Activity vs. usual"), list(_moved(review, language))),
        (language("Goals that ended"), list(_attained(review, language))),
        (language("Goals in progress"), list(_running(review, language))),
        (language("Where deals get lost"), list(_weak(review, language))),
        (language("Goals that don't fit"), list(_proposals(review, language))),
    ]
    if digest.year is not None:
        lines = years_lines(digest.year.reps[:YEARS_SHOWN], language)
        parts.append((language("Each rep's year"), lines))
    # What makes all figures doubtful is said before them.
    doubt = list(_silence(review, language))
    blocks: list[Block] = [header(title), *(section(f"_{text}_") for text in doubt)]
    spoken = [title, *doubt]
    for heading, lines in parts:
        if lines:
            blocks.append(section("\n".join([f"*{heading}*", *(f"• {line}" for line in lines)])))
            spoken += [heading, *lines]
    blocks += _buttons(review, language)
    foot = [*_alerts(review.alerts, language), *_own_marks(review, language)]
    if review.threshold is not None:
        foot.append(
            language(
                "You acted on fewer than half of the alerts lately. Want fewer? I can alert only when the odds are "
                "below {chance}.",
                chance=language.percent(review.threshold),
            )
        )
    if foot:
        blocks.append(context(*foot))
        spoken += foot
    return Message(text="\n".join(spoken), blocks=tuple(blocks), picture=_picture(review, title, language))


def _leading(review: TeamReview, language: Language) -> Iterator[str]:
    """An outcome that will probably follow what leads to it."""
    if review.leading is not None:
        yield language(
            "{metric} fell far below usual for {n} of {of} reps in the last two weeks. {outcome} may slip next.",
            metric=language.name(review.leading.metric),
            n=language.count(review.leading.reps),
            of=language.count(review.leading.of),
            outcome=language.name(review.leading.outcome),
        )


def _own_marks(review: TeamReview, language: Language) -> Iterator[str]:
    """How Pacer's own word came true."""
    if review.doubted is not None:
        yield language(
            "In the last three months I called {n} goals unlikely halfway through. {missed} of them were missed.",
            n=language.count(review.doubted.said),
            missed=language.count(review.doubted.said - review.doubted.reached),
        )


def span_words(review: TeamReview, language: Language) -> str:
    """What people call the closed period."""
    match review.period.kind:
        case PeriodKind.WEEK:
            return language("last week")
        case PeriodKind.MONTH:
            return language.month(review.period.start)
        case PeriodKind.QUARTER:
            return language("the last quarter")
        case _:
            return language("the last year")


def _title(review: TeamReview, language: Language) -> str:
    return language("{team}: {span}", team=escape(review.team.name), span=span_words(review, language))


def _improved(review: TeamReview, language: Language) -> Iterator[str]:
    for each in review.improved:
        yield language(
            "<@{who}>: {done} {metric}, usually {usual}",
            who=each.member.slack_user_id,
            done=language.amount(each.metric, each.movement.done),
            metric=language.named(each.metric),
            usual=language.amount(each.metric, round(each.movement.usual)),
        )


def _moved(review: TeamReview, language: Language) -> Iterator[str]:
    for each in review.moved[:MOVED_SHOWN]:
        yield _movement(each, language)


def _movement(moved: Moved, language: Language) -> str:
    movement, metric = moved.movement, moved.metric
    done = language.amount(metric, movement.done, short=True)
    if not movement.usual:
        return language("{metric}: {done}", metric=language.name(metric), done=done)
    usual = language.amount(metric, round(movement.usual), short=True)
    if not movement.notable and done == usual:
        return language("{metric}: {done}, as usual", metric=language.name(metric), done=done)
    if not movement.notable or not movement.done:
        return language(
            "{metric}: {done} (usually about {usual})", metric=language.name(metric), done=done, usual=usual
        )
    share = language.percent(abs(movement.share))
    if movement.share > 0:
        return language(
            "{metric}: {done}, {share} more than usual ({usual})",
            metric=language.name(metric),
            done=done,
            share=share,
            usual=usual,
        )
    return language(
        "{metric}: {done}, {share} less than usual ({usual})",
        metric=language.name(metric),
        done=done,
        share=share,
        usual=usual,
    )


def _attained(review: TeamReview, language: Language) -> Iterator[str]:
    for each in review.attained[:ATTAINED_SHOWN]:
        yield language(
            "{metric}: {reached} of {of} made it",
            metric=whose_goal(language.name(each.metric), each.role, language),
            reached=language.count(each.reached),
            of=language.count(each.of),
        )
    for each in review.campaigns[:CAMPAIGNS_SHOWN]:
        yield language(
            "{metric}, {dates}: {reached} of {of} reached it",
            metric=whose_goal(language.name(each.metric), each.role, language),
            dates=dates_words(each.period, language),
            reached=language.count(each.reached),
            of=language.count(each.of),
        )


def _running(review: TeamReview, language: Language) -> Iterator[str]:
    for each in review.running[:RUNNING_SHOWN]:
        yield _run(each, language)


def _run(running: Running, language: Language) -> str:
    return language(
        "{metric}, {period}: {likely} of {of} likely to make it",
        metric=whose_goal(language.name(running.metric), running.role, language),
        period=language.period(running.period.kind, running.period.start, running.period.end),
        likely=language.count(running.likely),
        of=language.count(running.of),
    )


def _weak(review: TeamReview, language: Language) -> Iterator[str]:
    for weak in review.weak[:WEAK_SHOWN]:
        member = review.members.get(weak.member_id)
        rate, others = weak.judgement.rate, weak.judgement.others_rate
        if member is not None and rate is not None and others is not None:
            yield language(
                "<@{who}> loses more deals at {stage}: {own} move on, {others} for the rest",
                who=member.slack_user_id,
                stage=escape(weak.stage.label),
                own=language.percent(rate),
                others=language.percent(others),
            )


def _proposals(review: TeamReview, language: Language) -> Iterator[str]:
    for goal in review.proposals[:PROPOSALS_SHOWN]:
        yield _proposal(goal, review, language)


def _proposal(goal: TeamGoal, review: TeamReview, language: Language) -> str:
    ended = next(each for each in review.attained if (each.metric.id, each.role_id) == (goal.metric.id, goal.role_id))
    said = _fits(goal, ended, language)
    if goal.coming is not None:
        return language(
            "{said} It changes to {target} on {day}.",
            said=said,
            day=language.day(goal.next_start),
            target=_target(goal.metric, goal.coming, language),
        )
    return language(
        "{said} At {target}, about {share} would.",
        said=said,
        target=_target(goal.metric, goal.proposed or 0, language),
        share=language.percent(PROPOSED),
    )


def _fits(goal: TeamGoal, ended: Attained, language: Language) -> str:
    values = {
        "metric": whose_goal(language.name(goal.metric), goal.role, language),
        "target": _target(goal.metric, goal.target, language),
        "reached": language.count(ended.reached),
        "of": language.count(ended.of),
    }
    if goal.realism.verdict is TeamVerdict.TOO_HARD:
        return language("{metric}: {target} looks too high, {reached} of {of} made it.", **values)
    return language("{metric}: {target} looks too low, {reached} of {of} made it.", **values)


def _target(metric: Metric, target: int, language: Language) -> str:
    return language.amount(metric, target, short=True)


def _silence(review: TeamReview, language: Language) -> Iterator[str]:
    if review.incomplete:
        yield language(
            "Nothing was logged on {silent} of the team's {days} workdays, so these numbers may be incomplete.",
            silent=language.count(review.silent_days),
            days=language.count(review.work_days),
        )


def _alerts(alerts: Usefulness, language: Language) -> Iterator[str]:
    """What became of the alerts, and why some were not useful. This goes to managers by direct message only."""
    if alerts.ended:
        yield language(
            "{right} of {ended} alerts that ended in the last four weeks were right.",
            right=language.count(alerts.right),
            ended=language.count(alerts.ended),
        )
    if not alerts.alerts:
        return
    yield language.plural(
        "{n} alert: {acted} acted on, {dismissed} not useful, {recovered} recovered",
        "{n} alerts: {acted} acted on, {dismissed} not useful, {recovered} recovered",
        alerts.alerts,
        acted=language.count(alerts.acted),
        dismissed=language.count(alerts.dismissed),
        recovered=language.count(alerts.recovered),
    )
    reasons = [
        language("{reason} ({n})", reason=dismissal_words(reason, language), n=language.count(n))
        for reason, n in alerts.reasons
    ]
    if reasons:
        yield language("Why not useful: {reasons}", reasons=language(", ").join(reasons))
    for words in alerts.words[:WORDS_SHOWN]:
        yield language("Someone wrote: {words}", words=escape(words))


def _buttons(review: TeamReview, language: Language) -> list[Block]:
    elements = [
        button(
            language(
                "{metric}: set {target} from {day}",
                metric=whose_goal(language.plain_name(goal.metric), goal.role, language),
                target=_target(goal.metric, goal.proposed, language),
                day=language.day(goal.next_start),
            ),
            # One message may hold several: Slack wants their ids to differ.
            action=f"{ADOPT}:{goal.reference}",
            value=goal.reference,
        )
        for goal in review.proposals[:PROPOSALS_SHOWN]
        if goal.proposed is not None and goal.coming is None
    ]
    if review.threshold is not None:
        text = language("Only alert below {chance} odds", chance=language.percent(review.threshold))
        elements.append(button(text, action=TIGHTEN, value=f"{review.team.id}:{review.threshold}"))
    return [actions(*elements, block_id="digest")] if elements else []


def _chart(review: TeamReview, language: Language) -> tuple[Block, ...]:
    """The last weeks of what comes first, as Slack draws them."""
    moved = next(each for each in review.moved if any(total for _, total in each.weeks))
    title = language("{metric}, the team by week", metric=language.plain_name(moved.metric))
    labels = [language.numeric_date(start) for start, _ in moved.weeks]
    totals = [total for _, total in moved.weeks]
    return (bar_chart(title, labels, {language("Done"): totals}, moved.metric, language),)


def _picture(review: TeamReview, title: str, language: Language) -> Picture | None:
    content = draw_review(review, language)
    if content is None:
        return None
    shown = [
        language(
            "{metric}, the last weeks: {totals}",
            metric=language.name(moved.metric),
            totals=language(", ").join(language.amount(moved.metric, total, short=True) for _, total in moved.weeks),
        )
        for moved in review.moved[:4]
    ]
    return Picture(
        name=f"review-{review.period.kind.value}-{review.period.start.isoformat()}.png",
        title=shorten(title, 100),
        alt=shorten(". ".join(shown), 1900) or title,
        content=content,
        at=1,
        instead=_chart(review, language),
    )
