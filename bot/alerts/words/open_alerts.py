"""The open alerts of a team with their state and owner: `/team alerts`, and a manager's Home tab."""

from bot.alerts.open_alerts import OpenAlerts, is_answered
from bot.alerts.rows import AlertRow
from bot.alerts.words.row import risk_words, row_menu, row_words, state_words
from bot.core.words.blocks import escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message

OPEN_ALERTS = "alerts_open"
ROWS_SHOWN = 20
LONGEST_TEXT = 3900


def open_alerts_message(found: OpenAlerts, language: Language) -> Message:
    """How many are open, then each rep with the figures and the menu to answer."""
    title = open_alerts_title(found, language)
    blocks: list[Block] = [section(f"*{title}*")]
    spoken = [title]
    for row in found.rows[:ROWS_SHOWN]:
        said = row_words(row, found.people, found.date, language)
        if not is_answered(row) and found.unanswered < len(found.rows):
            said = f"{said}\n{language('No one has picked this up yet.')}"
        spoken.append(said)
        blocks.append(section(said, accessory=row_menu(row, language)))
    if len(found.rows) > ROWS_SHOWN:
        more = language("and {n} more", n=language.count(len(found.rows) - ROWS_SHOWN))
        spoken.append(more)
        blocks.append(section(more))
    return Message(text=shorten("\n".join(spoken), LONGEST_TEXT), blocks=tuple(blocks))


def open_alerts_title(found: OpenAlerts, language: Language) -> str:
    """How many alerts of the team are open, and how many of them wait for somebody."""
    if not found.rows:
        return language("{team} has no open alerts.", team=escape(found.team.name))
    said = language.plural(
        "{n} open alert in {team}", "{n} open alerts in {team}", len(found.rows), team=escape(found.team.name)
    )
    if not found.unanswered:
        return said
    return language("{alerts}, {n} waiting for an answer", alerts=said, n=language.count(found.unanswered))


def open_alert_line(row: AlertRow, found: OpenAlerts, language: Language) -> str:
    """One open alert in a line: who, which goals, and who is following up."""
    goals = risk_words(row.at_risk or row.goals, found.date, language)
    state = state_words(row, found.people, found.date, language) or language("no one yet")
    return language("<@{who}>: {goals} · {state}", who=row.member.slack_user_id, goals=goals, state=state)
