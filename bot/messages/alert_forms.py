"""The modals of the managers' alert: everybody in it, whom to assign it to, and why it was not useful."""

from collections.abc import Sequence

from bot.coach.alerts.alert import Alert
from bot.coach.alerts.answers import Dismissal
from bot.messages.alert import alert_title, dismissal_words, row_menu, row_words
from bot.messages.forms import choice, field, modal
from bot.messages.language import Language
from bot.messages.message import Block
from bot.messages.widgets import plain, section
from storage.tables import Member

ALL, ASSIGN_FORM, DISMISS_FORM = "alert_all", "alert_assign", "alert_dismiss"
WHO, REASON = "who", "reason"


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
    radio: Block = {
        "type": "radio_buttons",
        "action_id": "value",
        "options": [{"text": plain(text[:1].upper() + text[1:], 75), "value": value} for text, value in options],
    }
    return modal(
        language("Not useful"),
        [
            field(
                REASON,
                language("Why?"),
                radio,
                hint=language("Pacer counts the reasons, and proposes to alert later when most are not acted on."),
            )
        ],
        callback=DISMISS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"episode": episode_id},
    )
