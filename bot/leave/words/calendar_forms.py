"""The list of days off with its switches, and the forms of a day and of a calendar."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.dates import get_month_names

from bot.core.words.blocks import actions, button, context, escape, section, shorten
from bot.core.words.forms import Option, choice, date_box, field, grouped_choice, modal, several, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.leave.company_calendar import Proposal
from bot.leave.company_days import LONGEST_NAME, DayList, ListedDay
from bot.leave.holidays import NONE, Country, known_countries
from bot.leave.words.company_days import week_words
from storage.tables import Team, Workspace

DAYS, SETTINGS, ADD, SWITCH, REMOVE = (
    "calendar_days",
    "calendar_settings",
    "calendar_add",
    "calendar_switch",
    "calendar_remove",
)
DAYS_VIEW, ADD_FORM, SETTINGS_FORM = "calendar_days_view", "calendar_add_form", "calendar_settings_form"
SCOPE, ONLY = "calendar_scope", "calendar_only"
EVERYBODY, EVERYWHERE, USUAL, BY_ZONE = "0", "all", "usual", "zone"
WHOLE, HALF = "whole", "half"
SHOWN = 60
"""Days in the view: with what stands around them they stay within the size of a view."""
FIRST_DAYS = (0, 6, 5)
_MONDAY = dt.date(2026, 11, 16)


@dataclass(frozen=True)
class Scope:
    """What the list or the form is of: a team, or (None) everybody; and what else can be chosen."""

    team: Team | None
    teams: tuple[Team, ...]
    everybody: bool
    """Whether they may change everybody's."""

    @property
    def id(self) -> str:
        """As a form carries it."""
        return str(self.team.id) if self.team is not None else EVERYBODY


def days_view(found: DayList, scope: Scope, only: str, language: Language) -> Block:
    """The days of the next twelve months, each with the button that changes it."""
    blocks: list[Block] = []
    options = _scopes(scope, language)
    if len(options) > 1:
        blocks.append(section(language("*Days off for*"), accessory=choice(options, chosen=scope.id, action=SCOPE)))
    if len(found.countries) > 1 or only != EVERYWHERE:
        every: list[Option] = [(language("All countries"), EVERYWHERE)]
        codes = dict.fromkeys([*(each.code for each in found.countries), *([only] if only != EVERYWHERE else [])])
        every += [(country_name(code, language), code) for code in codes]
        blocks.append(section(language("*Public holidays for*"), accessory=choice(every, chosen=only, action=ONLY)))
    blocks.append(actions(button(language("Add a day off"), action=ADD, style="primary"), block_id="calendar_add"))
    if not found.countries:
        blocks.append(
            context(language("No country is chosen yet, so no one has public holidays. Choose one under Calendar."))
        )
    for day in found.days[:SHOWN]:
        blocks.append(_row(day, scope, language))
    if not found.days:
        blocks.append(section(language("No days off in the next twelve months.")))
    if len(found.days) > SHOWN:
        blocks.append(
            context(
                language.plural(
                    "and {n} more. Choose a country to see all of its days.",
                    "and {n} more. Choose a country to see all of its days.",
                    len(found.days) - SHOWN,
                )
            )
        )
    return modal(
        language("Days off"),
        blocks,
        callback=DAYS_VIEW,
        submit=None,
        close=language("Close"),
        carried={"team": scope.id, "only": only},
    )


def _row(day: ListedDay, scope: Scope, language: Language) -> Block:
    where = day.country or (day.team.name if day.team is not None else language("everyone"))
    called = escape(shorten(day.named(language.locale.language), LONGEST_NAME))
    name = f"*{language.day(day.date)}* · {called}"
    marks = [escape(where)]
    if day.off == 0.0:
        name, marks = (
            f"{language.day(day.date)} · ~{called}~",
            [
                escape(where),
                language("worked"),
            ],
        )
    elif day.off < 1.0:
        marks.append(language("afternoon off"))
    text = f"{name}\n{' · '.join(marks)}"
    of_another = day.team is not None and (scope.team is None or day.team.id != scope.team.id) and not scope.everybody
    block_id = f"day_{day.date}_{day.country or (day.team.id if day.team is not None else 0)}"
    if day.decided or of_another:
        return {**section(text), "block_id": block_id}
    if day.country:
        label = language("Turn on") if day.off == 0.0 else language("Turn off")
        value = f"{day.country}:{day.date}:{'off' if day.off == 0.0 else 'worked'}"
        return {**section(text, accessory=button(label, action=SWITCH, value=value)), "block_id": block_id}
    value = f"{day.team.id if day.team is not None else 0}:{day.date}"
    return {**section(text, accessory=button(language("Remove"), action=REMOVE, value=value)), "block_id": block_id}


def add_form(scope: Scope, today: dt.date, language: Language) -> Block:
    """The form of a day off of one's own."""
    return modal(
        language("Add a day off"),
        [
            field("whose", language("For"), choice(_scopes(scope, language), chosen=scope.id)),
            field("name", language("Name"), text_box(placeholder=language("Company retreat"), longest=LONGEST_NAME)),
            field("first", language("First day"), date_box(chosen=today.isoformat())),
            field("last", language("Last day"), date_box(), optional=True, hint=language("Leave blank for one day.")),
            field(
                "part",
                language("How much of each day"),
                choice([(language("The whole day"), WHOLE), (language("Only the afternoon"), HALF)], chosen=WHOLE),
                hint=language("No messages and no targets on days off. Half days count half."),
            ),
        ],
        callback=ADD_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"team": scope.id},
    )


@dataclass(frozen=True)
class CalendarNow:
    """A calendar as it is: the working week, whether somebody chose it, the country, and what the zones propose."""

    workspace: Workspace
    team: Team | None
    week: tuple[float, ...]
    chosen: bool
    country: Country
    proposal: Proposal | None
    zone_country: str


def settings_form(now: CalendarNow, today: dt.date, language: Language) -> Block:
    """The form of the workspace's calendar, or of a team's."""
    proposed = now.proposal if not now.chosen else None
    week = proposed.week if proposed is not None else now.week
    days: list[Option] = [(language.weekday(_MONDAY + dt.timedelta(days=at)), str(at)) for at in range(7)]
    hint = language("Anyone who set their own work week keeps it.")
    if now.proposal is not None:
        hint = language(
            "{n} of {all} people are where most work {days}. Anyone who set their own week keeps it.",
            n=language.count(now.proposal.people),
            all=language.count(now.proposal.all),
            days=week_words(now.proposal.week, language),
        )
    blocks: list[Block] = [
        field(
            "week",
            language("Work week"),
            several(days, chosen=[str(day) for day in range(7) if week[day] > 0]),
            hint=hint,
        ),
        field("starts", language("Starting"), date_box(chosen=today.isoformat())),
        field(
            "country",
            language("Public holidays for"),
            country_choice(now, language),
            hint=language("Each person gets their own country's, by their time zone. This one is for everyone else."),
        ),
    ]
    if now.team is None:
        months = get_month_names("wide", context="stand-alone", locale=language.locale)
        blocks += [
            field(
                "fiscal_month",
                language("Your fiscal year starts in"),
                choice(
                    [(months[month], str(month)) for month in range(1, 13)],
                    chosen=str(now.workspace.fiscal_year_start_month),
                ),
                hint=language("Quarters and years in goals and reports follow it."),
            ),
            field(
                "week_start",
                language("Weeks start on"),
                choice(
                    [(language.weekday(_MONDAY + dt.timedelta(days=day)), str(day)) for day in FIRST_DAYS],
                    chosen=str(now.workspace.week_start),
                ),
            ),
        ]
    title = language("Calendar") if now.team is None else shorten(now.team.name, 24)
    return modal(
        title,
        blocks,
        callback=SETTINGS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"team": str(now.team.id) if now.team is not None else EVERYBODY},
    )


def country_choice(now: CalendarNow, language: Language) -> Block:
    """The countries, with the usual choice on top."""
    first: list[Option] = (
        [(language("Same as everyone"), USUAL)] if now.team is not None else [(language("No public holidays"), NONE)]
    )
    nothing = USUAL if now.team is not None else NONE
    return _countries(first, now.country.code or nothing, language)


def own_country_choice(chosen: str, zone_country: str, language: Language) -> Block:
    """A member's own choice: by where they are, none, or a country."""
    where = country_name(zone_country, language) if zone_country else language("same as my team")
    first: list[Option] = [
        (language("My location ({country})", country=where), BY_ZONE),
        (language("No public holidays"), NONE),
    ]
    return _countries(first, chosen or BY_ZONE, language)


def _countries(first: Sequence[Option], chosen: str, language: Language) -> Block:
    groups: dict[str, list[Option]] = {}
    for shown, code in sorted((country_name(code, language), code) for code in known_countries()):
        groups.setdefault(shown[:1].upper(), []).append((shown, code))
    return grouped_choice([("–", first), *groups.items()], chosen=chosen)


def country_name(code: str, language: Language) -> str:
    """A country in the reader's language."""
    return str(language.locale.territories.get(code, code))


def calendar_buttons(scopes: Mapping[str, str], language: Language) -> Block:
    """The buttons of the Home tab: the list, and the calendar of everybody or of each team that one manages."""
    buttons = [button(language("Days off"), action=DAYS)]
    for scope_id, name in list(scopes.items())[:4]:
        label = language("Calendar") if scope_id == EVERYBODY else language("Calendar for {team}", team=name)
        buttons.append(button(label, action=f"{SETTINGS}:{scope_id}"))
    return actions(*buttons, block_id="home_calendar")


def _scopes(scope: Scope, language: Language) -> list[Option]:
    options: list[Option] = [(language("Everyone"), EVERYBODY)] if scope.everybody else []
    return [*options, *((team.name, str(team.id)) for team in scope.teams)]
