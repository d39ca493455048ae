"""Leave by Slack's status: what was noted, and that it is wrong; and the workspace's choice whether it is noted."""

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, section
from bot.core.words.forms import choice, field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.leave.slack_status import USUAL_MARKS
from bot.leave.status_leave import StatusLeave
from bot.leave.words.away import leave_dates
from storage.tables import Workspace

WRONG, STOP = "status_wrong", "status_stop"
CHOOSE, CHOICE_FORM = "setup_status", "setup_status_form"
USED, NOT_USED = "used", "not_used"


def status_leave_message(found: StatusLeave, language: Language) -> Message:
    """What was noted while the status said "away"; read on the first working morning after."""
    days = "; ".join(leave_dates(leave, language) for leave in found.noted)
    text = language(
        "Noted as time off, because your Slack status said so: {days}. Nothing was expected of you then, and your "
        "manager sees the dates.",
        days=days,
    )
    value = f"{found.noted[0].starts}:{found.noted[-1].ends}"
    buttons = actions(
        button(language("That is wrong"), action=WRONG, value=value),
        button(language("Never use my status"), action=STOP, value=value),
    )
    return Message(text=text, blocks=(section(text), buttons))


def status_stopped_message(language: Language) -> Message:
    """That the member's status is not looked at any more."""
    return plain_message(
        language("Your Slack status is not used any more. `/away` notes time off; the settings in Home change it back.")
    )


def choice_words(workspace: Workspace, language: Language) -> str:
    """One line of what is chosen, for the checklist."""
    if not workspace.status_leave:
        return language("Not used: people say with `/away` when they are off.")
    return language("A status such as Vacationing or Out sick is noted as time off; everybody can say no.")


def choice_form(workspace: Workspace, language: Language) -> Block:
    """The form of the workspace's choice."""
    marks = workspace.status_marks or ", ".join(USUAL_MARKS)
    return modal(
        language("Slack status"),
        [
            field(
                "use",
                language("When somebody's status says that they are away"),
                choice(
                    [
                        (language("Leave it alone"), NOT_USED),
                        (language("Note it as time off until it ends"), USED),
                    ],
                    chosen=USED if workspace.status_leave else NOT_USED,
                ),
                hint=language(
                    "Nothing is sent to them meanwhile. They are told, can take it back with one click, and can say "
                    "no to it in their settings. What they say with /away comes first."
                ),
            ),
            field(
                "marks",
                language("A status that has one of these"),
                text_box(value=marks, lines=True, longest=1000),
                optional=True,
                hint=language("Emoji as :palm_tree:, or words, with commas between them. Empty: the usual ones."),
            ),
        ],
        callback=CHOICE_FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )
