"""One reader's language: words through gettext, numbers, money and dates through Babel."""

import datetime as dt
import functools
import gettext
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_percent

from bot.core.words import blocks as widgets
from metrics.chances import FULL_TRUST, Trust
from metrics.periods import PeriodKind
from storage.tables import Member, Metric, Unit, Workspace

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "pacer"
COMMAND = re.compile(r"(?<![\w/.])/[a-z]+\b")
"""What may be a command; the parts of an address and of 1/2 are none."""


def later(text: str) -> str:
    """`text` as it is: it is said later, by a Language, and marked here so that the catalogues have it."""
    return text


class Language:
    """Says things to one reader. `locale` is a Babel locale such as en_US or ms_MY.

    Texts name a command as it is usually called: `/log undo`. It is said with its name here, which `commands` has for
    those that are called otherwise: {"/log": "/did"}. `trust` is how
    far odds go with the forecast in this workspace.
    """

    def __init__(
        self,
        locale: Locale,
        translations: gettext.NullTranslations,
        currency: str,
        commands: Mapping[str, str] = MappingProxyType({}),
        trust: Trust = FULL_TRUST,
    ) -> None:
        self.locale = locale
        self.trust = trust
        self._commands = commands
        self._translations = translations
        self.currency = currency
        self._numbers = str(locale)

    def __call__(self, text: str, **values: object) -> str:
        """`text` in the reader's language, with `{name}` replaced by the values."""
        return self.exactly(text).format(**values)

    def exactly(self, text: str) -> str:
        """`text` in the reader's language where it is known; braces in it mean nothing."""
        return self._here(self._translations.gettext(text))

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form of the text that fits `n`, with `{n}` and the values filled in."""
        return self._here(self._translations.ngettext(one, many, n)).format(n=self.count(n), **values)

    def _here(self, text: str) -> str:
        """`text` with the commands' names in this workspace."""
        if not self._commands:
            return text
        return COMMAND.sub(lambda usual: self._commands.get(usual[0], usual[0]), text)

    def count(self, quantity: float) -> str:
        """A whole number."""
        return widgets.count(quantity, locale=self._numbers)

    def rate(self, quantity: float) -> str:
        """A number a day: one decimal below ten."""
        return widgets.rate(quantity, locale=self._numbers)

    def roughly(self, quantity: float) -> str:
        """The same as somebody would say it: a whole number from three on."""
        return self.count(round(quantity)) if quantity >= 3 else self.rate(quantity)

    def amount(self, metric: Metric, quantity: float, *, short: bool = False) -> str:
        """A quantity of a metric: a count, or an amount of money; `short` where there is little room for a huge one."""
        if metric.unit is Unit.COUNT:
            return widgets.short_count(quantity, locale=self._numbers) if short else self.count(quantity)
        write = widgets.short_money if short else widgets.money
        return write(round(quantity), currency=self.currency, locale=self._numbers)

    def about(self, metric: Metric, quantity: float) -> str:
        """A quantity that was calculated: a small count with one decimal, money without its minor units."""
        if metric.unit is Unit.COUNT:
            return self.rate(quantity)
        return self.about_money(quantity)

    def about_money(self, amount_minor: float) -> str:
        """An amount that was calculated, without its minor units."""
        return self.money(widgets.whole(amount_minor, currency=self.currency))

    def money(self, amount_minor: int) -> str:
        """An amount in the workspace's currency."""
        return widgets.money(amount_minor, currency=self.currency, locale=self._numbers)

    def bare_amount(self, metric: Metric, quantity: float) -> str:
        """A quantity at a glance without its currency, for beside one that has it: $28K/60K."""
        if metric.unit is Unit.COUNT:
            return widgets.short_count(quantity, locale=self._numbers)
        return widgets.short_number(round(quantity), currency=self.currency, locale=self._numbers)

    def things(self, metric: Metric, quantity: int, *, short: bool = False) -> str:
        """A quantity with its name: 1 call, 5 calls, $12,500 revenue."""
        name = self.exactly(metric.singular if quantity == 1 and metric.unit is Unit.COUNT else metric.plural)
        amount, named = self.amount(metric, quantity, short=short), widgets.escape(name)
        return (
            f"{amount} {named}" if metric.unit is Unit.COUNT else self("{amount} {money}", amount=amount, money=named)
        )

    def listed(self, parts: Sequence[str]) -> str:
        """Several things one after the other: Ana, Ben, and Cleo."""
        return format_list(parts, locale=self.locale)

    def plain_things(self, metric: Metric, quantity: int) -> str:
        """The same where no formatting is read, such as a button: 12 calls."""
        if metric.unit is not Unit.COUNT:
            return f"{self.amount(metric, quantity)} {self.plain_name(metric)}"
        name = self.exactly(metric.singular if quantity == 1 else metric.plural)
        return f"{self.amount(metric, quantity)} {' '.join(name.split())}"

    def one(self, metric: Metric) -> str:
        """The metric's name for one of it where no formatting is read, such as a button: call."""
        return " ".join(self.exactly(metric.singular).split())

    def named(self, metric: Metric, quantity: int | None = None) -> str:
        """The metric's name within a sentence: calls; beside a quantity: call, calls."""
        return widgets.escape(self.exactly(metric.singular if quantity == 1 else metric.plural))

    def plain_name(self, metric: Metric) -> str:
        """The same where no formatting is read, such as a chart's title."""
        name = " ".join(self.exactly(metric.plural).split())
        return name[:1].upper() + name[1:]

    def name(self, metric: Metric) -> str:
        """The metric's name at the start of a line: Calls."""
        name = widgets.escape(self.exactly(metric.plural))
        return name[:1].upper() + name[1:]

    def weekday(self, date: dt.date) -> str:
        """Tuesday."""
        return _date(date, "EEEE", self.locale)

    def short_weekday(self, date: dt.date) -> str:
        """Tue."""
        return _date(date, "EEE", self.locale)

    def day(self, date: dt.date) -> str:
        """Tue 17 Nov."""
        return _date(date, "EEE d MMM", self.locale)

    def date(self, date: dt.date) -> str:
        """17 Nov."""
        return _date(date, "d MMM", self.locale)

    def numeric_date(self, date: dt.date) -> str:
        """17/11, or 11/17 where people write it so: for where there is hardly room."""
        return str(format_skeleton("Md", date, locale=self.locale))

    def clock(self, time: dt.time) -> str:
        """08:30, the same for everybody who reads it."""
        return f"{time:%H:%M}"

    def percent(self, share: float) -> str:
        """45%."""
        return format_percent(round(share, 2), locale=self.locale)

    def long_date(self, date: dt.date) -> str:
        """17 Nov 2026."""
        return _date(date, "d MMM y", self.locale)

    def month(self, date: dt.date) -> str:
        """November 2026."""
        return _date(date, "LLLL y", self.locale)

    def period(self, kind: PeriodKind, starts: dt.date, ends: dt.date | None = None) -> str:
        """What people call the period: today, this week, November, the quarter's or the year's name. Of one with dates
        of its own it is what it ends on that matters: `ends` is the date after its last.
        """
        match kind:
            case PeriodKind.DAY:
                return self("today")
            case PeriodKind.WEEK:
                return self("this week")
            case PeriodKind.MONTH:
                return _date(starts, "LLLL", self.locale)
            case PeriodKind.QUARTER:
                return self("this quarter")
            case PeriodKind.YEAR:
                return self("this year")
            case _ if ends is not None:
                return self("by {date}", date=self.day(ends - dt.timedelta(days=1)))
            case _:
                return self("from {date}", date=self.day(starts))


# A morning says the same few dates thousands of times.
@functools.lru_cache(maxsize=1024)
def _date(date: dt.date, form: str, locale: Locale) -> str:
    return format_date(date, form, locale=locale)


def language_of(member: Member | None, workspace: Workspace) -> Language:
    """The language that a member reads: the one they chose, else Slack's for them, else the workspace's."""
    chosen = (member.language or member.locale) if member is not None else ""
    return language_for(
        locale=chosen or workspace.locale,
        currency=workspace.currency,
        commands=workspace.commands,
        trust=Trust(workspace.odds_trust, workspace.odds_usual),
    )


def language_for(*, locale: str, currency: str, commands: str = "", trust: Trust = FULL_TRUST) -> Language:
    """The language of a locale name (en-US, ms_MY); English where Pacer speaks no such language.

    `commands` are those that are called otherwise here, as a workspace keeps them: log=/did deal=/sale.
    """
    return _language(locale.replace("-", "_"), currency, commands, trust)


@functools.lru_cache(maxsize=256)
def _language(name: str, currency: str, commands: str, trust: Trust) -> Language:
    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    translations = _translations(locale.language)
    if translations is None:
        translations = gettext.NullTranslations()
        locale = locale if locale.language == "en" else Locale.parse("en")
    names = {f"/{usual}": here for usual, _, here in (each.partition("=") for each in commands.split())}
    return Language(locale, translations, currency, names, trust)


@functools.lru_cache(maxsize=16)
def _translations(language: str) -> gettext.NullTranslations | None:
    source = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.is_file():
        return None
    # Compiled in memory from its source, so that there is no second file to keep true.
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
