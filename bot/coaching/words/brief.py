"""The brief before a 1:1: what went well first, and short enough for one screen."""

from collections.abc import Iterator

from bot.coaching.brief import Asking, Brief, Closest, GoalReached, GoodThing, Logged, OnTrack, Question
from bot.coaching.words.meetings import ADD_TOPIC, AFTERWARDS, FILE
from bot.core.words.blocks import actions, button, context, escape, escaped_within, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.words.playbook import first_line
from bot.people.words.one_on_ones import when_words
from bot.pipeline.stages import StageName
from bot.pipeline.words.deals import stage_words
from bot.standings.commitments import CommitmentNow
from bot.standings.goal_lines import GoalLine
from bot.standings.streaks import GoalStreak
from bot.standings.words.commitments import promise_words, state_words
from bot.standings.words.standing import chance_words, goal_rows
from metrics.periods import PeriodKind

LINE = 160
"""Characters of what somebody wrote, or of one thing that is said."""
LONGEST = 2000
"""Characters of a brief: about one screen."""


def brief_message(brief: Brief, language: Language) -> Message:
    """The brief with its buttons: for the rep to add topics, for the manager to note what came of it."""
    title = brief_title(brief, language)
    parts = [(shorten(words, LONGEST // 5), shorten(drawn, LONGEST // 5)) for words, drawn in _parts(brief, language)]
    foot = (
        language("Your manager gets these same numbers.")
        if brief.for_rep
        else language("{name} gets these same numbers, but not your private notes.", name=_name(brief))
    )
    text = "\n".join([title, *(words for words, _ in parts), foot])
    blocks: list[Block] = [section(f"*{title}*"), *(section(drawn) for _, drawn in parts), context(foot)]
    return Message(text=text, blocks=(*blocks, _buttons(brief, language)))


def brief_title(brief: Brief, language: Language) -> str:
    """Whom it is with, and when."""
    other = brief.meeting.manager if brief.for_rep else brief.meeting.member
    when = when_words(brief.meeting, brief.today, language, for_rep=brief.for_rep)
    return language("1:1 with {name} {when}", name=escape(other.name or other.slack_user_id), when=when)


def _parts(brief: Brief, language: Language) -> Iterator[tuple[str, str]]:
    """Each part as it is read aloud, and as it is drawn."""
    if brief.good:
        yield _titled(language("Going well"), [_good(each, language) for each in brief.good])
    if brief.goals:
        words, drawn = goal_rows(brief.goals, language)
        title, odds = language("Where things stand"), _odds(brief, language)
        # Where all are behind or on track, that is a heading already.
        own = drawn.startswith("*")
        heads = ([], []) if own else ([title], [f"*{title}*"])
        yield "\n".join([*heads[0], words, *odds]), "\n".join([*heads[1], drawn, *odds])
    if brief.weak is not None and brief.weak.judgement.rate and brief.weak.judgement.others_rate:
        said = [
            language(
                "{stage}: {own} of deals move on, {others} for the rest of the team.",
                stage=stage_words(brief.weak.stage, language),
                own=language.percent(brief.weak.judgement.rate),
                others=language.percent(brief.weak.judgement.others_rate),
            )
        ]
        yield _titled(language("Where deals get stuck"), said)
    if others := [each for each in brief.commitments if each not in brief.good]:
        said = [state_words(each, brief.today, language) for each in others]
        yield _titled(language("Commitments"), said)
    if brief.topics:
        said = [_topic(each.words, help_wanted=each.kind.value == "help", language=language) for each in brief.topics]
        yield _titled(language("To talk about"), said)
    if brief.notes:
        said = [
            language("{words} (only you see this)", words=escaped_within(note.words, LINE))
            if note.private
            else escaped_within(note.words, LINE)
            for note in brief.notes
        ]
        yield _titled(language("Last time"), said)
    if not brief.for_rep:
        yield _titled(language("Worth asking"), [question_words(each, language) for each in brief.questions])
    if brief.playbook is not None and (step := first_line(brief.playbook, language)):
        stage = stage_words(brief.playbook.stage, language)
        said = [language("{stage}: {step}", stage=stage, step=step)]
        yield _titled(language("From the playbook"), said)


def question_words(question: Question, language: Language) -> str:
    """An open question: nobody can answer it with yes or no."""
    about = _about(question, language)
    match question.asking:
        case Asking.REPEAT:
            return language("{what}: what did you do to get there, and how could you repeat it?", what=about)
        case Asking.IN_THE_WAY:
            return language("{what}: what got in the way?", what=about)
        case Asking.STAGE:
            return language("What makes it hard to move deals on from {what}?", what=about)
        case Asking.GOAL:
            return language("What would make {what} easier next week?", what=about)
        case Asking.LEARN:
            return language("What would you like to get better at this month?")
        case Asking.TIME:
            return language("Where did most of your time go, and where would you rather spend it?")
        case _:
            return language("What's the one thing I could do that would help you most?")


def _about(question: Question, language: Language) -> str:
    match question.about:
        case CommitmentNow() as now:
            return promise_words(now.measure, now.commitment.target, language)
        case StageName() as stage:
            return stage_words(stage, language)
        case GoalLine() as line:
            return language.named(line.metric)
        case GoalReached(line) | OnTrack(line) | Closest(line):
            return language.name(line.metric)
        case GoalStreak(metric=metric):
            return language.name(metric)
        case _:
            return ""


def _good(thing: GoodThing, language: Language) -> str:
    match thing:
        case CommitmentNow() as now:
            return language(
                "Done as agreed: {promise}", promise=promise_words(now.measure, now.commitment.target, language)
            )
        case GoalReached(line):
            return language("{goal} goal: done", goal=_goal(line, language))
        case OnTrack(line):
            return language("{goal}: on track", goal=_goal(line, language))
        case Closest(line):
            return language(
                "{goal}: {done} of {target} so far",
                goal=_goal(line, language),
                done=language.amount(line.metric, line.done, short=True),
                target=language.amount(line.metric, line.target, short=True),
            )
        case Logged(days, of):
            return language.plural(
                "Logged {days} of the last {n} workday",
                "Logged {days} of the last {n} workdays",
                of,
                days=language.count(days),
            )
        case GoalStreak(metric=metric, period=PeriodKind.WEEK, streak=streak):
            return language.plural(
                "{metric}: {n} week in a row at goal",
                "{metric}: {n} weeks in a row at goal",
                streak.length,
                metric=language.name(metric),
            )
        case GoalStreak(metric=metric, streak=streak):
            return language.plural(
                "{metric}: {n} day in a row at goal",
                "{metric}: {n} days in a row at goal",
                streak.length,
                metric=language.name(metric),
            )


def _goal(line: GoalLine, language: Language) -> str:
    period = language.period(line.period.kind, line.period.start, line.period.end)
    return language("{metric} {period}", metric=language.name(line.metric), period=period)


def _topic(words: str, *, help_wanted: bool, language: Language) -> str:
    said = escaped_within(words, LINE)
    return language("Wants help with: {words}", words=said) if help_wanted else said


def _odds(brief: Brief, language: Language) -> list[str]:
    """How the odds of the goal that needs it most moved, in a line of its own."""
    if brief.change is None or brief.change.probability is None:
        return []
    before = chance_words(brief.change.probability, language)
    now = chance_words(brief.change.goal.probability, language)
    name = language.name(brief.change.goal.metric)
    return [language("{metric} odds: {before} → {now}", metric=name, before=before, now=now)] if before != now else []


def _titled(title: str, lines: list[str]) -> tuple[str, str]:
    said = [f"• {line}" for line in lines]
    return "\n".join([title, *said]), "\n".join([f"*{title}*", *said])


def _name(brief: Brief) -> str:
    return escape(brief.meeting.member.name or brief.meeting.member.slack_user_id)


def _buttons(brief: Brief, language: Language) -> Block:
    value = str(brief.meeting.stored.id)
    first = (
        button(language("Add a topic"), action=ADD_TOPIC, value=str(brief.meeting.member.id), style="primary")
        if brief.for_rep
        else button(language("Add notes"), action=AFTERWARDS, value=value, style="primary")
    )
    return actions(first, button(language("Add to calendar"), action=FILE, value=value), block_id="coach_brief")
