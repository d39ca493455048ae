"""What is said of a goal before it holds: its chance, what it asks a day, and what would be a better one."""

from collections.abc import Sequence

from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.core.words.periods import a_period, which
from bot.goals.outlook import MemberOutlook, Outlook
from bot.goals.past_periods import OverLast
from bot.goals.requests import Reviewed
from bot.people.goal_owners import GoalOwner, RoleGroup
from bot.standings.words.standing import chance_percent
from metrics.periods import PeriodKind
from metrics.realism import Realism, TeamVerdict
from storage.tables import Metric, Team, Unit

ROWS = 8
"""Reps of a team that are shown, those with the least chance first."""


def goal_words(subject: GoalOwner, metric: Metric, target: int, outlook: Outlook, language: Language) -> str:
    """Whose goal, on what and how much: *Ana Quill: 60 calls a week*."""
    goal = {
        "who": escape(subject.name),
        "target": language.things(metric, target),
        "period": a_period(outlook.kind, language),
    }
    if isinstance(subject, Team):
        return language("Each rep on {who}: {target} {period}", **goal)
    if isinstance(subject, RoleGroup):
        return language("Each {who}: {target} {period}", **goal)
    return language("{who}: {target} {period}", **goal)


def review_lines(reviewed: Reviewed, at: int, language: Language) -> list[str]:
    """What is to be known of one of the goals, in lines of mrkdwn; the goal itself first."""
    outlook, subject = reviewed.outlooks[at], reviewed.subjects[at]
    target, last = reviewed.targets[at], reviewed.over_last[at]
    lines = [f"*{goal_words(subject, reviewed.metric, target, outlook, language)}*"]
    if last is not None:
        lines.append(over_last_words(last, outlook, language))
    lines.extend(outlook_lines(outlook, language))
    return lines


def outlook_lines(outlook: Outlook, language: Language) -> list[str]:
    """How realistic the goal is, without saying it again."""
    if outlook.team is not None:
        return _of_team(outlook, language)
    if not outlook.members:
        return [language("No one to judge it for yet.")]
    (member,) = outlook.members
    return [_chance(member, outlook, language), _a_day(member, outlook, language)]


def over_last_words(last: OverLast, outlook: Outlook, language: Language) -> str:
    """What the percentage was taken of."""
    base = rate_words(outlook.metric, last.base, language)
    if outlook.team is not None:
        return language(
            "Based on a rep's average of {base} in {period}.", base=base, period=which(last.period, language)
        )
    return language("Based on {base} in {period}.", base=base, period=which(last.period, language))


def proposed_words(outlook: Outlook, language: Language) -> str | None:
    """The target to take instead; None where this one is as good."""
    if outlook.proposed is None or _is_fine(outlook):
        return None
    proposed = language.things(outlook.metric, outlook.proposed)
    period = a_period(outlook.kind, language)
    if outlook.team is not None:
        return language("*Try {target} {period}.* About 60% of the team would make it.", target=proposed, period=period)
    return language("*Try {target} {period}.* The odds of that are at least 60%.", target=proposed, period=period)


def percent(chance: float, language: Language) -> str:
    """A chance as people read it: a multiple of five, never sure."""
    return chance_percent(chance, language)


def _is_fine(outlook: Outlook) -> bool:
    if outlook.team is not None:
        return outlook.team.verdict is TeamVerdict.FINE
    return bool(outlook.members) and outlook.members[0].realism.realism is Realism.HEALTHY


def _chance(member: MemberOutlook, outlook: Outlook, language: Language) -> str:
    found = member.realism
    period = which(outlook.period, language)
    if found.probability is None:
        if found.realism is Realism.NO_DAYS:
            return language("{period} has no workdays.", period=period[:1].upper() + period[1:])
        if found.realism is Realism.NO_GOAL:
            return language("No target in {period} yet, because they're new.", period=period)
        return language("Too early to say: there's no history yet.")
    values = {
        "period": period,
        "percent": percent(found.probability, language),
    }
    if found.realism is Realism.UNREALISTIC:
        return language("*Not realistic.* The odds in {period} are about {percent}.", **values)
    if found.realism is Realism.STRETCH:
        return language("*A stretch.* The odds in {period} are about {percent}.", **values)
    if found.realism is Realism.HEALTHY:
        return language("*Realistic.* The odds in {period} are about {percent}.", **values)
    return language("*Easy.* The odds in {period} are about {percent}.", **values)


def _a_day(member: MemberOutlook, outlook: Outlook, language: Language) -> str:
    metric = outlook.metric
    parts = [language("*Each workday:* {rate}.", rate=rate_words(metric, member.a_day, language))]
    if member.usual is not None:
        parts.append(language("Usually {rate}.", rate=rate_words(metric, member.usual, language)))
    if member.best is not None:
        parts.append(
            language(
                "Best so far {rate}, in {period} ({total} in all).",
                rate=rate_words(metric, member.best.a_day, language),
                period=which(member.best.period, language),
                total=language.amount(metric, member.best.total),
            )
        )
    reached, of = member.reached_before
    if of > 1 and member.a_day > 0:
        parts.append(language("Hit in {n} of the last {of}.", n=reached, of=_periods(outlook, of, language)))
    return " ".join(parts)


def _periods(outlook: Outlook, n: int, language: Language) -> str:
    match outlook.period.kind:
        case PeriodKind.WEEK:
            return language.plural("{n} week", "{n} weeks", n)
        case PeriodKind.MONTH:
            return language.plural("{n} month", "{n} months", n)
        case PeriodKind.QUARTER:
            return language.plural("{n} quarter", "{n} quarters", n)
        case _:
            return language.plural("{n} year", "{n} years", n)


def _of_team(outlook: Outlook, language: Language) -> list[str]:
    team = outlook.team
    assert team is not None
    if not outlook.members and not outlook.keep_own:
        return [language("This team has no reps yet.")]
    lines = [_verdict(outlook, language)]
    judged = sorted(
        outlook.members, key=lambda each: each.realism.probability if each.realism.probability is not None else 2
    )
    if team.verdict is TeamVerdict.UNKNOWN:
        lines.extend(_full_day(judged, outlook.metric, language))
        judged = []
    lines.extend(_row(each, outlook.metric, language) for each in judged[:ROWS])
    if len(judged) > ROWS:
        rest = len(judged) - ROWS
        lines.append(language.plural("and {n} more", "and {n} more", rest))
    if outlook.keep_own:
        names = ", ".join(escape(member.name) for member in outlook.keep_own)
        lines.append(language("Keeping their own goal: {names}.", names=names))
    return lines


def _full_day(members: Sequence[MemberOutlook], metric: Metric, language: Language) -> list[str]:
    """What it asks of whoever works full time."""
    most = max((each.a_day for each in members), default=0.0)
    return [language("*Each workday:* {rate}.", rate=rate_words(metric, most, language))] if most > 0 else []


def _verdict(outlook: Outlook, language: Language) -> str:
    team = outlook.team
    assert team is not None
    values = {
        "period": which(outlook.period, language),
        "n": language.count(round(team.expected_attainers)),
        "all": team.members,
    }
    if team.verdict is TeamVerdict.TOO_HARD and round(team.expected_attainers) == 0 and team.members > 1:
        return language(
            "*Probably too high.* In {period} none of the {all} would make it. Aim for 40–75%.",
            period=values["period"],
            all=values["all"],
        )
    if team.verdict is TeamVerdict.TOO_HARD:
        return language("*Probably too high.* In {period} about {n} of {all} would make it. Aim for 40–75%.", **values)
    if team.verdict is TeamVerdict.TOO_EASY:
        return language("*Probably too low.* In {period} about {n} of {all} would make it. Aim for 40–75%.", **values)
    if team.verdict is TeamVerdict.FINE:
        return language("*Realistic.* In {period} about {n} of {all} would make it.", **values)
    return language("Too early to say: there's no history yet.")


def _row(each: MemberOutlook, metric: Metric, language: Language) -> str:
    name = escape(each.member.name)
    if each.realism.probability is None:
        return "• " + language("{who}: no history yet", who=name)
    reached, of = each.reached_before
    return "• " + language(
        "{who}: {percent} · {rate} a day, usually {usual} · hit in {n} of {of}",
        n=reached,
        of=of,
        who=name,
        percent=percent(each.realism.probability, language),
        rate=rate_words(metric, each.a_day, language),
        usual=rate_words(metric, each.usual or 0.0, language),
    )


def rate_words(metric: Metric, quantity: float, language: Language) -> str:
    """Units a working day."""
    if metric.unit is Unit.COUNT:
        return language.rate(quantity)
    return language.amount(metric, quantity, short=True)
