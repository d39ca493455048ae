"""The forms of a member's own settings: messages and language, the working week, leave."""

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.core.words.blocks import context
from bot.core.words.forms import choice, date_box, field, modal, several, time_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.home.preferences import Preferences
from bot.leave.words.calendar_forms import own_country_choice

SAVE_SETTINGS, SAVE_WEEK, SAVE_LEAVE = "settings_save", "week_save", "leave_save"
MORNING, PLAN, EVENING, RECAP, CELEBRATE, DIGEST = "morning", "plan", "evening", "recap", "celebrate", "digest"
NAME_SHOWN, NAME_HIDDEN = "shown", "hidden"
FOLLOW_SLACK = "slack"
STATUS_USED, STATUS_NOT_USED = "used", "not_used"
SHARES = (1.0, 0.8, 0.75, 0.6, 0.5, 0.4, 0.25, 0.2, 0.0)
WHOLE, MORNING_OFF, AFTERNOON_OFF = "whole", "am", "pm"
_MONDAY = dt.date(2026, 11, 16)


def settings_form(
    chosen: Preferences,
    usual: dt.time,
    board: str,
    language: Language,
    *,
    reads_digests: bool = False,
    status_leave: bool = False,
) -> Block:
    """The form of all settings; `usual` is the morning's time in the workspace, `board` the words on leaderboards.

    `status_leave` says that the workspace notes leave by Slack's status: then one can say no to it.
    """
    messages = [
        (language("Morning message"), MORNING, chosen.nudges_on),
        (language("One reminder a day, at a time I pick"), PLAN, chosen.plan_on),
        (language("Evening question, if something seems missing"), EVENING, chosen.evening_on),
        (language("Weekly recap"), RECAP, chosen.recap_on),
        (language("A note when I reach a goal"), CELEBRATE, chosen.celebrate_on),
    ]
    if reads_digests:
        messages.append((language("My teams' digests and reviews"), DIGEST, chosen.digest_on))
    days = _weekdays(language)
    languages = [(name, key or FOLLOW_SLACK) for key, name in language_names(language).items()]
    time = chosen.nudge_time.strftime("%H:%M") if chosen.nudge_time is not None else ""
    return modal(
        language("Settings"),
        [
            field(
                "messages",
                language("Messages I want"),
                several(
                    [(text, value) for text, value, _ in messages], chosen=[value for _, value, on in messages if on]
                ),
                optional=True,
                hint=language(
                    "You can still log, and alerts to managers stay on. Your manager can see what you've turned off."
                ),
            ),
            field(
                "nudge_time",
                language("Morning message at"),
                time_box(chosen=time),
                optional=True,
                hint=language(
                    "Leave blank to use your workspace's default ({time}). Takes effect tomorrow.",
                    time=language.clock(usual),
                ),
            ),
            field(
                "nudge_days",
                language("On these days, if I work"),
                several(days, chosen=[value for (_, value), on in zip(days, chosen.nudge_days, strict=True) if on]),
                optional=True,
            ),
            field("language", language("Language"), choice(languages, chosen=chosen.language or FOLLOW_SLACK)),
            field(
                "board",
                language("On leaderboards"),
                choice(
                    [(language("Show my name"), NAME_SHOWN), (language("Hide my name"), NAME_HIDDEN)],
                    chosen=NAME_SHOWN if chosen.board_name_on else NAME_HIDDEN,
                ),
                hint=board,
            ),
            *([_status(chosen, language)] if status_leave else ()),
        ],
        callback=SAVE_SETTINGS,
        submit=language("Save"),
        close=language("Cancel"),
    )


def _status(chosen: Preferences, language: Language) -> Block:
    return field(
        "status",
        language("When my Slack status says I'm off"),
        choice(
            [(language("Add it as time off"), STATUS_USED), (language("Ignore it"), STATUS_NOT_USED)],
            chosen=STATUS_USED if chosen.status_leave_on else STATUS_NOT_USED,
        ),
        hint=language("Lasts until the status ends, or just that day. /away comes first."),
    )


def week_form(shares: Sequence[float], today: dt.date, language: Language, *, country: str, zone_country: str) -> Block:
    """The form of the working week: how much of each day is worked and since when, and whose public holidays are days
    off: of a chosen `country` (empty: by where they are, `zone_country`).
    """
    known = sorted({*SHARES, *shares}, reverse=True)
    options = [(_share_words(share, language), f"{share:g}") for share in known]
    return modal(
        language("Work week"),
        [
            context(language("Your goals adjust to the days you work. Your manager can see how many.")),
            *(
                field(f"day_{at}", name, choice(options, chosen=f"{shares[at]:g}"))
                for at, (name, _) in enumerate(_weekdays(language))
            ),
            field(
                "starts",
                language("Starting"),
                date_box(chosen=today.isoformat()),
                hint=language("Earlier days don't change."),
            ),
            field(
                "country",
                language("Public holidays for"),
                own_country_choice(country, zone_country, language),
                hint=language("No messages and no targets on public holidays. A change counts from today."),
            ),
        ],
        callback=SAVE_WEEK,
        submit=language("Save"),
        close=language("Cancel"),
    )


def leave_form(today: dt.date, language: Language) -> Block:
    """The form of new leave."""
    return modal(
        language("Add time off"),
        [
            field("first", language("First day"), date_box(chosen=today.isoformat())),
            field(
                "last",
                language("Last day"),
                date_box(),
                optional=True,
                hint=language("Leave blank for one day."),
            ),
            field(
                "part",
                language("How much of each day"),
                choice(
                    [
                        (language("The whole day"), WHOLE),
                        (language("The morning"), MORNING_OFF),
                        (language("The afternoon"), AFTERNOON_OFF),
                    ],
                    chosen=WHOLE,
                ),
                hint=language("No messages and no targets on full days off. Your manager can see the dates."),
            ),
        ],
        callback=SAVE_LEAVE,
        submit=language("Save"),
        close=language("Cancel"),
    )


def language_names(language: Language) -> Mapping[str, str]:
    """The languages that can be chosen, each in its own words."""
    return {"": language("Same as Slack"), "en": "English", "ms": "Bahasa Melayu"}


def days_words(days: Sequence[bool], language: Language) -> str:
    """On which days: every day that is worked, or the days by name."""
    if all(days):
        return language("every day you work")
    names = [language.short_weekday(_MONDAY + dt.timedelta(days=at)) for at, on in enumerate(days) if on]
    return language(", ").join(names)


def _weekdays(language: Language) -> list[tuple[str, str]]:
    return [(language.weekday(_MONDAY + dt.timedelta(days=at)), str(at)) for at in range(7)]


def _share_words(share: float, language: Language) -> str:
    if share >= 1:
        return language("All day")
    if share <= 0:
        return language("Not working")
    return language("{share} of the day", share=language.percent(share))
