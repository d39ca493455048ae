"""Periods in words: how often, and which one."""

import datetime as dt

from bot.core.words.language import Language
from metrics.periods import Period, PeriodKind


def a_period(kind: PeriodKind, language: Language) -> str:
    """How often, after a quantity: 20 calls a week."""
    match kind:
        case PeriodKind.DAY:
            return language("a day")
        case PeriodKind.WEEK:
            return language("a week")
        case PeriodKind.MONTH:
            return language("a month")
        case PeriodKind.QUARTER:
            return language("a quarter")
        case PeriodKind.CUSTOM:
            return language("in all")
        case _:
            return language("a year")


def kind_name(kind: PeriodKind, language: Language) -> str:
    """The kind alone, as an option of a menu."""
    match kind:
        case PeriodKind.DAY:
            return language("Day")
        case PeriodKind.WEEK:
            return language("Week")
        case PeriodKind.MONTH:
            return language("Month")
        case PeriodKind.QUARTER:
            return language("Quarter")
        case PeriodKind.CUSTOM:
            return language("Own dates")
        case _:
            return language("Year")


def which(period: Period, language: Language) -> str:
    """One period by its name, whenever it is: the week of Mon 23 Nov, December 2026."""
    match period.kind:
        case PeriodKind.DAY:
            return language.day(period.start)
        case PeriodKind.WEEK:
            return language("the week of {day}", day=language.day(period.start))
        case PeriodKind.MONTH:
            return language.month(period.start)
        case PeriodKind.QUARTER:
            return language("the quarter from {month}", month=language.month(period.start))
        case PeriodKind.CUSTOM:
            return language("the period from {dates}", dates=dates_words(period, language))
        case _:
            return language("the year from {month}", month=language.month(period.start))


def dates_words(period: Period, language: Language) -> str:
    """A range by its first and its last day: Mon 2 Nov to Sun 6 Dec."""
    return language(
        "{first} to {last}", first=language.day(period.start), last=language.day(period.end - dt.timedelta(days=1))
    )
