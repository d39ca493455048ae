"""The Home tab: where I stand, one press to log, my deals, leave and settings, and who sees it."""

from collections.abc import Iterator

from bot.alerts.words.settings import alerts_blocks
from bot.core.words.blocks import actions, button, context, divider, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.words.customer_value import assumptions_block
from bot.deals.words.list import ADD, deal_row
from bot.exchange.files.words import GOALS_FILE
from bot.home.home import Home
from bot.home.words.refusals import refusals_blocks
from bot.home.words.settings import days_words, language_names
from bot.leave.words.away import cancel_button, leave_words
from bot.leave.words.calendar_forms import calendar_buttons
from bot.leave.words.company_days import day_off_words
from bot.log.words.answer import TWO_TOLD, entry_words
from bot.log.words.form import OPEN as LOG_FORM
from bot.log.words.list import latest_entries_blocks
from bot.nudges.words.buttons import log_one_button, missing_buttons, wake_button
from bot.nudges.words.sentences import missing_words
from bot.people.words.selling import OPEN as OPEN_MEMBER
from bot.people.words.selling import OPEN_ROLES
from bot.setup.words.checklist import setup_blocks
from bot.setup.words.metrics import home_section as metrics_section
from bot.standings.words.privacy import looks_words, watchers_words
from bot.standings.words.standing import goal_table
from bot.standings.words.today import today_words

SETTINGS, WEEK, ADD_LEAVE, SEEN, EXPORT = "home_settings", "home_week", "home_add_leave", "home_seen", "home_export"
GOALS_SHOWN, QUICK_SHOWN, DEALS_SHOWN, LEADS_SHOWN, LEAVE_SHOWN = 20, 4, 5, 3, 6
TOLD_SHOWN, TOLD_ROOM = 3, 300


def home_view(home: Home, language: Language, *, notice: Message | None = None) -> Block:
    """The whole view, as Slack takes it; `notice` is what came of the last press, on top."""
    blocks: list[Block] = []
    if notice is not None:
        blocks += [*notice.blocks[:10], divider()]
    blocks += [
        *_standing(home, language),
        *latest_entries_blocks(home.latest, language),
        *_told_too(home, language),
        divider(),
        *_deals(home, language),
        divider(),
        *_leave(home, language),
    ]
    blocks += [divider(), *_settings(home, language), divider(), *_seen(home, language)]
    if home.alerts:
        blocks += [divider(), *alerts_blocks(home.alerts, language)]
    if home.refused:
        blocks += [divider(), *refusals_blocks(home.refused, language)]
    if home.sets_goals:
        blocks += [divider(), *_people(home, language)]
    if home.calendars:
        blocks += [divider(), *_calendars(home, language)]
    if home.setup is not None:
        blocks += [divider(), *setup_blocks(home.setup, language), assumptions_block(home.setup.workspace, language)]
        blocks += [divider(), *metrics_section(home.setup.metrics, language)]
    return {"type": "home", "blocks": blocks}


def _standing(home: Home, language: Language) -> Iterator[Block]:
    yield section(language("*Where you stand* · {day}", day=language.day(home.date)))
    if home.day_off is not None:
        yield section(day_off_words(home.day_off, language))
    if not home.goals:
        yield section(language("You have no goal yet. Your manager sets one with `/goal`; logging works all the same."))
        return
    today = today_words(home.today, language)
    if today:
        yield section(today)
    if home.missing:
        yield section(missing_words(home.missing, language))
        yield missing_buttons(home.missing, language)
    yield section(goal_table(home.goals[:GOALS_SHOWN], language))
    rest = len(home.goals) - GOALS_SHOWN
    if rest > 0:
        yield context(
            language.plural("{n} more goal: `/progress` shows all.", "{n} more goals: `/progress` shows all.", rest)
        )
    quick = [log_one_button(metric, language) for metric in [each.metric for each in home.today[:QUICK_SHOWN]]]
    yield actions(*quick, button(language("Log something else"), action=LOG_FORM), block_id="home_quick")
    yield context(language("`/progress` has more: pace, the last four weeks, and why each figure is what it is."))


def _told_too(home: Home, language: Language) -> Iterator[Block]:
    """What another program told too: it counts once, unless the member says that these are two."""
    entries = home.told_too.entries
    if not entries:
        return
    yield divider()
    yield section(language("*Told twice, counted once* · another program told these too"))
    for entry in entries[:TOLD_SHOWN]:
        words = entry_words(entry, home.told_too, language, room=TOLD_ROOM)
        two = button(language("These are two"), action=TWO_TOLD, value=str(entry.id))
        yield {**section(words, accessory=two), "block_id": f"told_{entry.id}"}
    if len(entries) > TOLD_SHOWN:
        yield context(language("and {n} more: `/log list`", n=language.count(len(entries) - TOLD_SHOWN)))


def _deals(home: Home, language: Language) -> Iterator[Block]:
    found = home.deals
    if found.deals:
        title = language.plural(
            "*Deals* · {n} open · {total}",
            "*Deals* · {n} open · {total}",
            len(found.deals),
            total=language.money(found.total_minor),
        )
        yield section(title)
    else:
        yield section(language("*Deals* · none open"))
    for deal in found.deals[:DEALS_SHOWN]:
        yield deal_row(deal, language)
    small = []
    if len(found.deals) > DEALS_SHOWN:
        rest = len(found.deals) - DEALS_SHOWN
        small.append(language.plural("{n} more: `/deal` lists all.", "{n} more: `/deal` lists all.", rest))
    if found.waiting_leads:
        names = language(", ").join(escape(shorten(name, 40)) for name in found.waiting_leads[:LEADS_SHOWN])
        small.append(language("Waiting for a first answer: {names}", names=names))
    if small:
        yield context("\n".join(small))
    yield actions(button(language("Add a deal"), action=ADD), block_id="home_deals")


def _leave(home: Home, language: Language) -> Iterator[Block]:
    if home.leave:
        yield section(f"*{language('Away')}*")
    else:
        yield section(language("*Away* · no leave ahead"))
    for leave in home.leave[:LEAVE_SHOWN]:
        yield section(leave_words(leave, language), accessory=cancel_button(leave, language("Take back"), language))
    if len(home.leave) > LEAVE_SHOWN:
        yield context(language("and {n} more", n=language.count(len(home.leave) - LEAVE_SHOWN)))
    yield actions(button(language("Add leave"), action=ADD_LEAVE), block_id="home_leave")


def _settings(home: Home, language: Language) -> Iterator[Block]:
    chosen = home.preferences
    if chosen.nudges_on:
        morning = language(
            "Morning message: {time}, {days}",
            time=language.clock(home.nudge_time),
            days=days_words(chosen.nudge_days, language),
        )
    else:
        morning = language("Morning message: off (your manager sees that it is off, nothing else changes)")
    others = [
        (chosen.evening_on, language("evening question")),
        (chosen.recap_on, language("week's recap")),
        (chosen.celebrate_on, language("a word when a goal is reached")),
    ]
    if home.reads_digests:
        others.append((chosen.digest_on, language("digests and reviews of your teams")))
    on = [name for is_on, name in others if is_on]
    until = home.member.snoozed_until
    quiet = [] if until is None or until <= home.date else [language("Quiet until {day}", day=language.day(until))]
    lines = [
        f"*{language('Settings')}*",
        morning,
        *quiet,
        language("Also sent: {messages}", messages=language(", ").join(on) if on else language("nothing")),
        language("Language: {language}", language=language_names(language)[chosen.language]),
    ]
    yield section("\n".join(lines))
    yield actions(
        button(language("Settings"), action=SETTINGS),
        button(language("Working week"), action=WEEK),
        *([wake_button(language)] if quiet else []),
        block_id="home_settings",
    )


def _people(home: Home, language: Language) -> Iterator[Block]:
    yield section(
        "\n".join(
            [
                f"*{language('People and goals')}*",
                language("What each sells like, how new ones get started, and all goals of your teams in one file."),
            ]
        )
    )
    buttons = [button(language("Role and ramp"), action=OPEN_MEMBER)]
    if home.setup is not None:
        buttons.append(button(language("Sales roles"), action=OPEN_ROLES))
    buttons.append(button(language("Goals as a file"), action=GOALS_FILE))
    yield actions(*buttons, block_id="home_people")


def _calendars(home: Home, language: Language) -> Iterator[Block]:
    yield section(
        "\n".join(
            [
                f"*{language('Days off and calendar')}*",
                language("Public holidays, your own days off, the working week. Nobody gets a message on a day off."),
            ]
        )
    )
    yield calendar_buttons(home.calendars, language)


def _seen(home: Home, language: Language) -> Iterator[Block]:
    yield section("\n".join([f"*{language('Who sees this')}*", watchers_words(home.watchers, home.board, language)]))
    yield context(looks_words(home.looks, language))
    yield actions(
        button(language("What my manager sees"), action=SEEN),
        button(language("Export my data"), action=EXPORT),
        block_id="home_seen",
    )
