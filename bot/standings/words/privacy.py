"""Who sees a member's figures, and who looked: in words, from the rules of permission."""

import datetime as dt
from collections.abc import Sequence

from bot.core.looks import Look
from bot.core.words.blocks import escape, shorten
from bot.core.words.language import Language
from bot.standings.member_view import Watchers

NAMES_SHOWN, LOOKS_SHOWN, DAYS_SHOWN = 5, 5, 3


def watchers_words(watchers: Watchers, board: str, language: Language) -> str:
    """Who sees the figures: managers and admins by name, nobody else, and what the team's leaderboard shows."""
    return " ".join([_who(watchers, language), board_words(board, language)])


def _who(watchers: Watchers, language: Language) -> str:
    managers, admins = _names(watchers.managers, language), _names(watchers.admins, language)
    if managers and admins:
        return language(
            "Your manager ({managers}) and the admins ({admins}) see your goals, numbers, deals and entries, "
            "exactly as you do. No one else does.",
            managers=managers,
            admins=admins,
        )
    if managers:
        return language(
            "Your manager ({managers}) sees your goals, numbers, deals and entries, exactly as you do. No one else "
            "does.",
            managers=managers,
        )
    if admins:
        return language(
            "The admins ({admins}) see your goals, numbers, deals and entries, exactly as you do. No one else does.",
            admins=admins,
        )
    return language("Only you can see your goals and numbers.")


def board_words(board: str, language: Language) -> str:
    """What colleagues see of one another."""
    return {
        "off": language("Your team has no leaderboard."),
        "own": language("On your team's leaderboard each sees only their own place."),
        "top": language("Your team's leaderboard shows the first few, and each their own place."),
        "named": language("Your team's leaderboard shows names, unless someone hides theirs."),
    }.get(board, "")


def looks_words(looks: Sequence[Look], language: Language) -> str:
    """Who looked lately, and when."""
    if not looks:
        return language("No one has viewed your numbers recently.")
    days: dict[str, list[dt.date]] = {}
    for look in looks:
        days.setdefault(look.name, []).append(look.date)
    said = [
        language(
            "{name} on {day}",
            name=escape(shorten(name, 40)),
            day=language(", ").join(language.day(date) for date in dates[:DAYS_SHOWN]),
        )
        for name, dates in list(days.items())[:LOOKS_SHOWN]
    ]
    return language("Your numbers were viewed by {looks}.", looks=language.listed(said))


def _names(names: Sequence[str], language: Language) -> str:
    shown = [escape(shorten(name, 40)) for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        shown.append(language("{n} more", n=language.count(len(names) - NAMES_SHOWN)))
    return language(", ").join(shown)
