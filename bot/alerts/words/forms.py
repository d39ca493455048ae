"""The modals of the managers' alert: everybody in it, whom to assign it to, and why it was not useful."""

from collections.abc import Sequence

from bot.alerts.alert import Alert
from bot.alerts.answers import LONGEST_WORDS, Dismissal
from bot.alerts.words.alert import alert_title, dismissal_words, row_menu, row_words
from bot.core.words.blocks import section
from bot.core.words.forms import choice, field, modal, radio, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from storage.tables import Member

ALL, ASSIGN_FORM, DISMISS_FORM = "alert_all", "alert_assign", "alert_dismiss"
WHO, REASON, WORDS = "who", "reason", "words"


def all_modal(alert: Alert, language: Language) -> Block:
    """Every rep of an alert, most in need first, each with its menu."""
    blocks: list[Block] = [section(f"*{alert_title(alert, language)}*")]
    for row in alert.rows:
        text = row_words(row, alert, language)
        blocks.append(section(text, accessory=row_menu(row, language) if row.open else None))
    return modal(
        language("All of them"),
        blocks,
        callback=ALL,
        submit=None,
        close=language("Close"),
        carried={"alert": alert.delivery_id},
    )


def assign_modal(episode_id: int, managers: Sequence[Member], language: Language) -> Block:
    """Whom of these to ask to look after a rep's goal."""
    options = [(member.name or member.slack_user_id, str(member.id)) for member in managers]
    return modal(
        language("Assign to"),
        [
            field(
                WHO,
                language("Who looks after it?"),
                choice(options),
                hint=language("They get a message, and the alert says so to everybody who reads it."),
            )
        ],
        callback=ASSIGN_FORM,
        submit=language("Assign"),
        close=language("Cancel"),
        carried={"episode": episode_id},
    )


def dismiss_modal(episode_id: int, language: Language) -> Block:
    """Why an alert was not useful."""
    options = [(dismissal_words(reason.value, language), reason.value) for reason in Dismissal]
    return modal(
        language("Not useful"),
        [
            field(
                REASON,
                language("Why?"),
                radio([(text[:1].upper() + text[1:], value) for text, value in options]),
                hint=language(
                    "The reasons are counted in your weekly message, and whoever reads the alert sees yours."
                ),
            ),
            field(
                WORDS,
                language("In your words"),
                text_box(lines=True, longest=LONGEST_WORDS),
                optional=True,
                hint=language(
                    "Only the team's managers read it, in their weekly message; it is kept in the record, which the "
                    "rep can take out."
                ),
            ),
        ],
        callback=DISMISS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"episode": episode_id},
    )
