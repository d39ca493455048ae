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
    days = language.listed([leave_dates(leave, language) for leave in found.noted])
    text = language(
        "I added time off because your Slack status said so: {days}. No targets for then, and your manager can see "
        "the dates.",
        days=days,
    )
    value = f"{found.noted[0].starts}:{found.noted[-1].ends}"
    buttons = actions(
        button(language("That's wrong"), action=WRONG, value=value),
        button(language("Never use my status"), action=STOP, value=value),
    )
    return Message(text=text, blocks=(section(text), buttons))


def status_stopped_message(language: Language) -> Message:
    """That the member's status is not looked at any more."""
    return plain_message(
        language(
            "I won't use your Slack status anymore. Add time off with `/away`, or turn this back on in your "
            "Home settings."
        )
    )


def choice_words(workspace: Workspace, language: Language) -> str:
    """One line of what is chosen, for the checklist."""
    if not workspace.status_leave:
        return language("Off. People use `/away` instead.")
    return language("A status like Vacationing or Out sick counts as time off. Anyone can say no.")


def choice_form(workspace: Workspace, language: Language) -> Block:
    """The form of the workspace's choice."""
    marks = workspace.status_marks or ", ".join(USUAL_MARKS)
    return modal(
        language("Slack status"),
        [
            field(
                "use",
                language("When someone's status says they're off"),
                choice(
                    [
                        (language("Ignore it"), NOT_USED),
                        (language("Add it as time off until it ends"), USED),
                    ],
                    chosen=USED if workspace.status_leave else NOT_USED,
                ),
                hint=language(
                    "They get no messages until it ends. I tell them, and they can undo it with one click or opt "
                    "out in settings. What they set with /away comes first."
                ),
            ),
            field(
                "marks",
                language("Statuses that count"),
                text_box(value=marks, lines=True, longest=1000),
                optional=True,
                hint=language("Emoji like :palm_tree:, or words, separated by commas. Leave blank for the usual ones."),
            ),
        ],
        callback=CHOICE_FORM,
        submit=language("Save"),
        close=language("Cancel"),
    )
