"""Days off and calendars in words: a day of the list, whom it is for, a working week."""

import datetime as dt

from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.leave.company_days import ListedDay
from bot.leave.day_off import DayOffToday
from metrics.calendar import DayReason
from storage.tables import Team

_MONDAY = dt.date(2026, 11, 16)


def day_line(day: ListedDay, language: Language) -> str:
    """2026-12-25 Fri  Christmas Day · US; whether it is half a day, worked, or of a team only."""
    marks = [day.country] if day.country else [scope_words(day.team, language)]
    if day.off == 0.0:
        marks.append(language("worked"))
    elif day.off < 1.0:
        marks.append(language("afternoon off"))
    return f"{day.date} {language.short_weekday(day.date)}  {day.named(language.locale.language)} · {', '.join(marks)}"


def scope_words(team: Team | None, language: Language) -> str:
    """Whom a day is for."""
    return team.name if team is not None else language("everyone")


def day_off_words(day: DayOffToday, language: Language) -> str:
    """That today is off, why, and when the next working day is."""
    match day.reason:
        case DayReason.HOLIDAY:
            why = (
                language("*It's a day off: {name}.*", name=escape(day.holiday.named(language.locale.language)))
                if day.holiday is not None
                else language("*It's a day off.*")
            )
        case DayReason.LEAVE:
            why = language("*You're on time off today.*")
        case _:
            why = language("*You don't work today.*")
    lines = [why, language("Nothing's expected today, and I won't message you.")]
    if day.back_on is not None:
        lines.append(language("See you {day}.", day=language.day(day.back_on)))
    return " ".join(lines)


def week_words(week: tuple[float, ...], language: Language) -> str:
    """Mon–Fri; Sun–Thu; or the days one by one, where they aren't next to each other."""
    worked = [share > 0 for share in week]
    names = [language.short_weekday(_MONDAY + dt.timedelta(days=day)) for day in range(7)]
    firsts = [day for day in range(7) if worked[day] and not worked[day - 1]]
    if len(firsts) == 1 and sum(worked) > 2:
        last = (firsts[0] + sum(worked) - 1) % 7
        return f"{names[firsts[0]]}–{names[last]}"
    return language(", ").join(name for name, on in zip(names, worked, strict=True) if on)
