"""Which country a time zone is in, and on which days of the week people there usually work."""

import functools
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH

from babel.core import Locale, UnknownLocaleError, get_global

from metrics.calendar import WEEKDAYS, WorkingWeek

NOWHERE = frozenset({"", "ZZ", "001"})
"""What Babel says of UTC, of stations that are in no country, and of zones that it doesn't know."""
OFFSETS = frozenset(["CET", "EET", "MET", "WET", "EST", "HST", "MST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"])
"""Zones that are an offset with or without summer time: CLDR gives them one of many countries."""
SUNDAY = 6


@functools.lru_cache(maxsize=1024)
def country_of_zone(zone: str) -> str:
    """The ISO code of the country that an IANA zone is in, also under its older names; empty where that is none:
    UTC, an offset alone (CET, EST5EDT, Etc/GMT+3), or no zone at all.

    By Unicode's CLDR, which knows that America/Virgin is not Puerto Rico; zones newer than it by tzdata's own table.
    """
    if zone in OFFSETS:
        return ""
    canonical = get_global("zone_aliases").get(zone, zone)
    found = get_global("zone_territories").get(canonical, "")
    # CLDR has a station of Antarctica in the world as such, and tzdata in Antarctica.
    return _newer_zones().get(zone, "") if found in NOWHERE else str(found)


@functools.lru_cache(maxsize=1024)
def usual_week(country: str) -> WorkingWeek:
    """The days on which most of a country works: all but its weekend where that has two days or is no Sunday, else
    Monday to Friday. That the shop is open on Saturdays is no reason to propose that a sales team works then.
    """
    try:
        locale = Locale.parse(f"und_{country}") if country else None
    except (UnknownLocaleError, ValueError):
        return WEEKDAYS
    if locale is None or (locale.weekend_start, locale.weekend_end) == (SUNDAY, SUNDAY):
        return WEEKDAYS
    days = (locale.weekend_end - locale.weekend_start) % 7 + 1
    off = {(locale.weekend_start + day) % 7 for day in range(days)}
    return WorkingWeek(0.0 if day in off else 1.0 for day in range(7))


def first_day_of(week: tuple[float, ...]) -> int:
    """The day (0 is Monday) on which a week that is worked so begins: the first working day after the days off."""
    worked = [share > 0 for share in week]
    begins = [day for day in range(7) if worked[day] and not worked[day - 1]]
    return next((day for day in begins if not worked[day - 2]), begins[0] if begins else 0)


@functools.lru_cache(maxsize=1)
def _newer_zones() -> dict[str, str]:
    return dict(_lines_of_table())


def _lines_of_table() -> Iterator[tuple[str, str]]:
    for line in _table().splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            yield zone, country


def _table() -> str:
    for folder in TZPATH:
        if (file := Path(folder) / "zone.tab").is_file():
            return file.read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
