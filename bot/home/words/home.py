"""The Home tab: where I stand, one press to log, my deals, leave and settings, and who sees it."""

from collections.abc import Iterator

from bot.alerts.words.settings import alerts_blocks
from bot.core.words.blocks import actions, button, context, divider, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.words.customer_value import assumptions_block
from bot.deals.words.list import ADD, deal_row
from bot.exchange.files.words.goals_file import GOALS_FILE
from bot.home.home import Home
from bot.home.words.refusals import refusals_blocks
from bot.home.words.settings import days_words, language_names
from bot.home.words.team import team_blocks
from bot.home.words.workspace import state_blocks
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
from bot.standings.words.team_totals import total_line
from bot.standings.words.today import today_words

SETTINGS, WEEK, ADD_LEAVE, SEEN, EXPORT = "home_settings", "home_week", "home_add_leave", "home_seen", "home_export"
GOALS_SHOWN, QUICK_SHOWN, DEALS_SHOWN, LEADS_SHOWN, LEAVE_SHOWN = 12, 4, 3, 3, 3
TOLD_SHOWN, TOLD_ROOM = 3, 300
PART = "home_part"
NOTICE_SHOWN, MOST_BLOCKS = 60, 100


def home_view(home: Home, language: Language, *, notice: Message | None = None) -> Block:
    """The whole view, as Slack takes it; `notice` is what came of the last press, on top.

    An admin sees the workspace first, a manager their team, a rep their own day; what is needed now and then is opened
    by a button.
    """
    parts: list[list[Block]] = []
    if notice is not None:
        parts.append(list(notice.blocks[:NOTICE_SHOWN]))
    if home.setup is not None and home.state is None:
        parts.append(setup_blocks(home.setup, language))
    if home.state is not None and home.setup is not None:
        parts.append(state_blocks(home.state, home.setup, language))
    if home.refused:
        parts.append(refusals_blocks(home.refused, language))
    parts += [team_blocks(team, language) for team in home.teams]
    if home.is_rep or not (home.teams or home.setup):
        parts.append(
            [
                *_standing(home, language),
                *latest_entries_blocks(home.latest, language),
                *_told_too(home, language),
            ]
        )
    if home.is_rep or home.deals.deals or not (home.teams or home.setup):
        parts.append(list(_deals(home, language)))
    parts.append([*_leave(home, language), *_settings(home, language)])
    parts.append(list(_more(home, language)))
    blocks: list[Block] = []
    for part in (each for each in parts if each):
        blocks += [divider(), *part] if blocks else part
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS]}


def part_message(home: Home, part: str, language: Language) -> Message:
    """A part of the Home that is behind a button; empty parts say so."""
    match part:
        case "alerts":
            blocks = alerts_blocks(home.alerts, language)
        case "people":
            blocks = list(_people(home, language)) if home.sets_goals else []
        case "calendar" if home.calendars:
            blocks = list(_calendars(home, language))
        case "setup" if home.setup is not None:
            blocks = [*setup_blocks(home.setup, language), assumptions_block(home.setup.workspace, language)]
        case "metrics" if home.setup is not None:
            blocks = metrics_section(home.setup.metrics, language)
        case "seen":
            blocks = list(_seen(home, language))
        case _:
            blocks = []
    if not blocks:
        blocks = [section(language("There's nothing here for you."))]
    return Message(text="\n".join(text for block in blocks for text in _texts(block)), blocks=tuple(blocks))


def _texts(block: Block) -> list[str]:
    if block["type"] == "context":
        return [each["text"] for each in block["elements"]]
    return [block["text"]["text"]] if "text" in block else []


def _more(home: Home, language: Language) -> Iterator[Block]:
    """The buttons that open what is needed now and then."""
    parts = [(language("Who can see this"), "seen")]
    if home.alerts:
        parts.append((language("Alert settings"), "alerts"))
    if home.sets_goals:
        parts.append((language("People and goals"), "people"))
    if home.calendars:
        parts.append((language("Calendar"), "calendar"))
    if home.setup is not None:
        if home.state is not None:
            parts.append((language("Setup"), "setup"))
        parts.append((language("Metrics"), "metrics"))
    opened = [button(text, action=f"{PART}:{part}", value=part) for text, part in parts]
    own = [
        button(language("What my manager sees"), action=SEEN),
        button(language("Export my data"), action=EXPORT),
    ]
    yield context(looks_words(home.looks, language))
    yield actions(*opened[:1], *own, *opened[1:], block_id="home_more")


def _standing(home: Home, language: Language) -> Iterator[Block]:
    yield section(language("*Where you stand* · {day}", day=language.day(home.date)))
    if home.day_off is not None:
        yield section(day_off_words(home.day_off, language))
    if home.totals:
        yield section("\n".join([f"*{language('As a team')}*", *(total_line(each, language) for each in home.totals)]))
    if not home.goals:
        yield section(
            language(
                "No goal yet. Ask your manager to set one, or propose your own with `/goal`. You can start logging now."
            )
        )
        return
    today = today_words(home.today, language)
    if today:
        yield section(today)
    if home.missing:
        yield section(missing_words(home.missing, language, home.date))
        yield missing_buttons(home.missing, language)
    yield section(goal_table(home.goals[:GOALS_SHOWN], language))
    rest = len(home.goals) - GOALS_SHOWN
    if rest > 0:
        yield context(
            language.plural("{n} more goal: `/progress` shows all.", "{n} more goals: `/progress` shows all.", rest)
        )
    quick = [log_one_button(metric, language) for metric in [each.metric for each in home.today[:QUICK_SHOWN]]]
    yield actions(*quick, button(language("Log something else"), action=LOG_FORM), block_id="home_quick")
    yield context(language("`/progress` has more: your pace, the last four weeks, and where each number comes from."))


def _told_too(home: Home, language: Language) -> Iterator[Block]:
    """What another program told too: it counts once, unless the member says that these are two."""
    entries = home.told_too.entries
    if not entries:
        return
    yield divider()
    yield section(language("*Possible duplicates* · your CRM sent these too, so they count once"))
    for entry in entries[:TOLD_SHOWN]:
        words = entry_words(entry, home.told_too, language, room=TOLD_ROOM)
        two = button(language("Count both"), action=TWO_TOLD, value=str(entry.id))
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
        yield section(f"*{language('Time off')}*")
    else:
        yield section(language("*Time off* · none planned"))
    for leave in home.leave[:LEAVE_SHOWN]:
        yield section(leave_words(leave, language), accessory=cancel_button(leave, language("Undo"), language))
    if len(home.leave) > LEAVE_SHOWN:
        yield context(language("and {n} more", n=language.count(len(home.leave) - LEAVE_SHOWN)))
    yield actions(button(language("Add time off"), action=ADD_LEAVE), block_id="home_leave")


def _settings(home: Home, language: Language) -> Iterator[Block]:
    chosen = home.preferences
    if not home.is_rep:
        morning = ""  # nobody without a goal gets one
    elif not chosen.nudges_on:
        morning = language("Morning message: off (your manager can see that, nothing else changes)")
    elif home.next_message is not None:
        morning = language(
            "Next message: *{day} {time}* · {days}",
            day=language.short_weekday(home.next_message.date()),
            time=language.clock(home.next_message.time()),
            days=days_words(chosen.nudge_days, language),
        )
    else:
        morning = language(
            "Morning message: {time}, {days}",
            time=language.clock(home.nudge_time),
            days=days_words(chosen.nudge_days, language),
        )
    others = []
    if home.is_rep:
        others += [
            (chosen.evening_on, language("evening question")),
            (chosen.recap_on, language("weekly recap")),
            (chosen.celebrate_on, language("a note when you reach a goal")),
        ]
    if home.reads_digests:
        others.append((chosen.digest_on, language("your teams' digests and reviews")))
    on = [name for is_on, name in others if is_on]
    until = home.member.snoozed_until
    quiet = [] if until is None or until <= home.date else [language("Snoozed until {day}", day=language.day(until))]
    also = language("Also sent: {messages}", messages=language(", ").join(on) if on else language("nothing"))
    if morning or quiet:
        yield section("\n".join(part for part in (morning, *quiet) if part))
    yield context(f"{also} · {language('Language: {language}', language=language_names(language)[chosen.language])}")
    yield actions(
        button(language("Settings"), action=SETTINGS),
        button(language("Work week"), action=WEEK),
        *([wake_button(language)] if quiet else []),
        block_id="home_settings",
    )


def _people(home: Home, language: Language) -> Iterator[Block]:
    yield section(
        "\n".join(
            [
                f"*{language('People and goals')}*",
                language("Sales roles, onboarding ramps and a goals export."),
            ]
        )
    )
    buttons = [button(language("Role and ramp"), action=OPEN_MEMBER)]
    if home.setup is not None:
        buttons.append(button(language("Sales roles"), action=OPEN_ROLES))
    buttons.append(button(language("Export goals"), action=GOALS_FILE))
    yield actions(*buttons, block_id="home_people")


def _calendars(home: Home, language: Language) -> Iterator[Block]:
    yield section(
        "\n".join(
            [
                f"*{language('Days off and calendar')}*",
                language("Public holidays, your own days off, the work week. No one gets messages on a day off."),
            ]
        )
    )
    yield calendar_buttons(home.calendars, language)


def _seen(home: Home, language: Language) -> Iterator[Block]:
    yield section("\n".join([f"*{language('Who can see this')}*", watchers_words(home.watchers, home.board, language)]))
    yield context(looks_words(home.looks, language))
