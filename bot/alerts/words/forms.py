"""The modals of the managers' alert: everybody in it, whom to assign it to, and why it was not useful."""

from collections.abc import Sequence

from bot.alerts.alert import Alert
from bot.alerts.answers import LONGEST_WORDS, Dismissal
from bot.alerts.words.alert import alert_title
from bot.alerts.words.row import dismissal_words, row_menu, row_words
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
        blocks.append(section(row_words(row, alert.people, alert.date, language), accessory=row_menu(row, language)))
    return modal(
        language("All of them"),
        blocks,
        callback=ALL,
        submit=None,
        close=language("Close"),
        carried={"alert": alert.delivery_id},
    )


def assign_modal(episode_ids: Sequence[int], managers: Sequence[Member], language: Language) -> Block:
    """Whom of these to ask to follow up on a rep's goals."""
    options = [(member.name or member.slack_user_id, str(member.id)) for member in managers]
    return modal(
        language("Assign to"),
        [
            field(
                WHO,
                language("Who's following up?"),
                choice(options),
                hint=language("They get a message, and everyone who reads the alert sees it."),
            )
        ],
        callback=ASSIGN_FORM,
        submit=language("Assign"),
        close=language("Cancel"),
        carried={"episodes": list(episode_ids)},
    )


def dismiss_modal(episode_ids: Sequence[int], language: Language) -> Block:
    """Why an alert was not useful."""
    options = [(dismissal_words(reason.value, language), reason.value) for reason in Dismissal]
    return modal(
        language("Not useful"),
        [
            field(
                REASON,
                language("Why?"),
                radio([(text[:1].upper() + text[1:], value) for text, value in options]),
                hint=language("Your reason shows on the alert and is counted in your weekly summary."),
            ),
            field(
                WORDS,
                language("In your words"),
                text_box(lines=True, longest=LONGEST_WORDS),
                optional=True,
                hint=language(
                    "Only this team's managers see this note. It's part of the rep's data, so they can export it."
                ),
            ),
        ],
        callback=DISMISS_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"episodes": list(episode_ids)},
    )
