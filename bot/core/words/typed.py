"""What is said in the direct conversation itself: what can be typed there, and that something was not understood."""

from collections.abc import Sequence

from bot.core.text.errors import harmless
from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.pending_readings import drop_button

HELP = "typed_help"


def not_understood_message(language: Language) -> Message:
    """Three things that can be typed, and the way to all others."""
    text = language(
        "Sorry, I didn't get that, so nothing was saved. Try `5 calls`, `call Acme: left voicemail` or "
        "`how am I doing?`"
    )
    blocks = (section(text), actions(button(language("Show examples"), action=HELP), block_id="typed"))
    return Message(text=text, blocks=blocks)


def files_not_read_message(language: Language) -> Message:
    """That a picture or the like says nothing to Pacer."""
    text = language("I can't read that file. Write it to me instead, like `5 calls`.")
    return Message(text=text, blocks=(section(text),))


def typed_help_message(language: Language) -> Message:
    """What can be typed to Pacer, in its direct conversation."""
    text = "\n".join(
        [
            language("*Just write to me here, without a slash:*"),
            language(
                "`5 calls` · `call Acme: left voicemail` · `undo` · `list`\n"
                "`Acme to quoting` · `Acme won` · `new deal Acme 12,500`\n"
                "`away friday` · `kudos @colleague for the introduction`"
            ),
            language("*Or ask:* `how am I doing?` · `what should I do today?` · `how many calls this week?`"),
            language("I only read what you write to me here, and I keep only what becomes an entry."),
        ]
    )
    return Message(text=text, blocks=(section(text),))


def which_message(offers: Sequence[Block], language: Language) -> Message:
    """That what was typed means one thing to one room and something else to another."""
    text = language("Nothing was saved yet. Which one did you mean?")
    labels = [f"• {escape(each['text']['text'])}" for each in offers]
    names = ",".join(dict.fromkeys(str(each.get("value", "")).partition(":")[0] for each in offers))
    buttons = actions(*offers, drop_button(names, language), block_id="typed_which")
    return Message(text="\n".join([text, *labels]), blocks=(section(text), buttons))


def unchanged_message(language: Language) -> Message:
    """That changing or deleting a message changes nothing of what was done with it."""
    text = language(
        "I've already acted on your first message, so editing it changes nothing. Use the buttons under my answer, "
        "or write again."
    )
    return Message(text=text, blocks=(section(text),))


def opens_goal_form_message(said: str, language: Language) -> Message:
    """That what was typed opens a form, which Slack opens for a command only."""
    text = language(
        "That opens a form, and Slack only opens one for a command. Type `/goal {goal}`.", goal=harmless(said)
    )
    return Message(text=text, blocks=(section(text),))
