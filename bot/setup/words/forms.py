"""The forms of setting up, one for each step."""

from collections.abc import Mapping, Sequence

import holidays
from babel.core import get_global
from babel.dates import get_day_names
from babel.numbers import get_territory_currencies

from bot.core.words.blocks import context, section
from bot.core.words.forms import (
    Option,
    choice,
    field,
    grouped_choice,
    modal,
    people,
    private_channel,
    radio,
    text_box,
    time_box,
)
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.setup.checklist import Setup, Step
from bot.setup.steps import ROLES
from bot.setup.words.checklist import country_name, subdivision_name

PEOPLE_FORM, METRICS_FORM, CHANNEL_FORM = "setup_people_form", "setup_metrics_form", "setup_channel_form"
HOLIDAYS_FORM, SUBDIVISION_FORM, TIME_FORM = "setup_holidays_form", "setup_subdivision_form", "setup_time_form"
NO_COUNTRY, WHOLE_COUNTRY = "none", "whole"
CHANNEL_FIELD = "channel:"
MOST_TEAMS = 20
NEW_TEAM, TEAMS_TO_CHOOSE = "new", 99
FIRST_DAYS = (0, 6, 5)
"""Monday, Sunday, Saturday."""


def people_form(setup: Setup, language: Language) -> Block:
    """Which team, or a new one's name, its reps and its managers."""
    blocks: list[Block] = [
        *_team_fields(setup, language),
        *_group_field(setup, language),
        field("reps", language("Reps"), people(placeholder=language("Who logs what they do")), optional=True),
        field(
            "managers",
            language("Managers"),
            people(placeholder=language("Who gets alerts when a goal is at risk")),
            optional=True,
        ),
    ]
    if setup.teams:
        blocks.append(field("leaving", language("Remove from team"), people(), optional=True))
    return modal(
        language("People"),
        blocks,
        callback=PEOPLE_FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )


def _team_fields(setup: Setup, language: Language) -> list[Block]:
    """A menu of the teams with "New team…" in it, and a name for the new one; of the first team the name alone."""
    if not setup.teams:
        return [field("name", language("Team name"), text_box(value=language("Sales"), longest=80))]
    teams = [(each.team.name, str(each.team.id)) for each in setup.teams[:TEAMS_TO_CHOOSE]]
    # Of several teams none is meant more than another.
    chosen = teams[0][1] if len(teams) == 1 else None
    new = (language("New team…"), NEW_TEAM)
    pick = choice([*teams, new], chosen=chosen, placeholder=language("Choose a team"))
    return [
        field("team", language("Team"), pick),
        field(
            "name",
            language("New team's name"),
            text_box(longest=80),
            optional=True,
            hint=language("Only for a new team."),
        ),
    ]


def _group_field(setup: Setup, language: Language) -> list[Block]:
    """The choice of a user group; why there is none, where that can be changed."""
    if setup.groups:
        options = [
            (
                language.plural(
                    "@{group} ({n} person)", "@{group} ({n} people)", len(each.people.split()), group=each.handle
                ),
                each.slack_id,
            )
            for each in setup.groups
        ]
        hint = language("Adds everyone in it now. To add people who join later, press the button in the checklist.")
        pick = choice(options, placeholder=language("Everyone in a user group"))
        return [field("group", language("Reps from a user group"), pick, optional=True, hint=hint)]
    match setup.workspace.groups_trouble:
        case "missing_scope":
            why = language(
                "To use a user group, give the app the scope `usergroups:read` and reinstall it. Until then, pick "
                "people here."
            )
        case "plan_upgrade_required":
            why = language("Your Slack plan has no user groups: pick the people here.")
        case _:
            return []
    return [context(why)]


def metrics_form(setup: Setup, language: Language) -> Block:
    """What kind of selling it is, and the currency."""
    options: list[Option] = [
        (language("Everything"), "everything"),
        (language("Sales development (SDR)"), "sdr"),
        (language("Account executives"), "account executive"),
        (language("Inside sales"), "inside sales"),
    ]
    notes = {value: ", ".join(ROLES[value]) for _, value in options if ROLES[value]}
    notes["everything"] = language("All that reps can log")
    return modal(
        language("What counts"),
        [
            field(
                "role",
                language("What does your team do?"),
                radio(options, chosen="everything", notes=notes),
                hint=language("Deals and revenue can always be logged, whatever you choose."),
            ),
            field("currency", language("Amounts are in"), text_box(value=_likely_currency(setup), longest=3)),
        ],
        callback=METRICS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )


def _likely_currency(setup: Setup) -> str:
    """The workspace's currency; before it is live and anybody chose it, that of the country of its zone."""
    if Step.METRICS in setup.done or setup.workspace.live:
        return setup.workspace.currency
    country = get_global("zone_territories").get(setup.workspace.timezone)
    found = get_territory_currencies(country, tender=True) if country else []
    return found[-1] if found else setup.workspace.currency


def channel_form(setup: Setup, language: Language) -> Block:
    """A channel for each team."""
    blocks: list[Block] = [
        section(
            language(
                "First type `/invite @Pacer` in a private channel with only the team's managers, then choose it here. "
                "Leave blank to send alerts to managers by direct message."
            )
        )
    ]
    for each in setup.teams[:MOST_TEAMS]:
        label = language("Alerts for {team}", team=each.team.name)
        pick = private_channel(chosen=each.team.alert_channel, placeholder=language("A private channel"))
        blocks.append(field(f"{CHANNEL_FIELD}{each.team.id}", label, pick, optional=True))
    return modal(language("Alerts"), blocks, callback=CHANNEL_FORM, submit=language("Save"), close=language("Cancel"))


def holidays_form(setup: Setup, language: Language, *, timezone: str) -> Block:
    """The country, with that of `timezone` proposed, and the part of the proposed one."""
    found = holidays.list_supported_countries(include_aliases=False)
    likely = setup.workspace.country or get_global("zone_territories").get(timezone) or NO_COUNTRY
    options = [(country_name(code, language), code) for code in found]
    groups = [("–", [(language("No public holidays"), NO_COUNTRY)]), *_by_initial(options)]
    blocks = [field("country", language("Whose public holidays?"), grouped_choice(groups, chosen=likely))]
    if found.get(likely):
        blocks.append(_part_field(setup, likely, found[likely], language))
    return modal(
        language("Holidays"),
        blocks,
        callback=HOLIDAYS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"country": likely},
    )


def _part_field(setup: Setup, country: str, codes: Sequence[str], language: Language) -> Block:
    options = [(subdivision_name(country, code), code) for code in codes]
    groups = [("–", [(language("Only national holidays"), WHOLE_COUNTRY)]), *_by_initial(options)]
    chosen = setup.workspace.subdivision if setup.workspace.country == country else ""
    label = language("Which part of {country}?", country=country_name(country, language))
    return field("subdivision", label, grouped_choice(groups, chosen=chosen or WHOLE_COUNTRY))


def subdivision_form(setup: Setup, country: str, language: Language) -> Block | None:
    """The part of a country; None where it has none."""
    codes: Sequence[str] = holidays.list_supported_countries(include_aliases=False)[country]
    if not codes:
        return None
    return modal(
        language("Holidays"),
        [_part_field(setup, country, codes, language)],
        callback=SUBDIVISION_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"country": country},
    )


def time_form(setup: Setup, language: Language, *, zones: Sequence[str]) -> Block:
    """When the morning message comes, the zone, and the first day of a week."""
    days = get_day_names("wide", locale=language.locale)
    starts: list[Option] = [(days[day], str(day)) for day in FIRST_DAYS]
    return modal(
        language("Time"),
        [
            field(
                "nudge",
                language("The morning message comes at"),
                time_box(chosen=f"{setup.workspace.nudge_time:%H:%M}"),
                hint=language("In each rep's own time zone. Anyone can pick another time for themselves."),
            ),
            field(
                "zone",
                language("Fallback time zone"),
                choice([(zone, zone) for zone in zones], chosen=setup.workspace.timezone),
            ),
            field("week_start", language("Weeks start on"), choice(starts, chosen=str(setup.workspace.week_start))),
        ],
        callback=TIME_FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )


def _by_initial(options: Sequence[Option]) -> list[tuple[str, list[Option]]]:
    groups: dict[str, list[Option]] = {}
    for shown, value in sorted(options):
        groups.setdefault(shown[:1].upper(), []).append((shown, value))
    return list(groups.items())


def channels_of(values: Mapping[str, object]) -> dict[int, str]:
    """The channel of each team by its id, as they were filled in; empty where none was."""
    return {
        int(block.removeprefix(CHANNEL_FIELD)): str(value or "")
        for block, value in values.items()
        if block.startswith(CHANNEL_FIELD) and block.removeprefix(CHANNEL_FIELD).isdigit()
    }
