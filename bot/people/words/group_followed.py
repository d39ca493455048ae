"""What came of bringing a team up to date with its user group, for the admins."""

from collections.abc import Sequence

from bot.core.words.blocks import escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.user_groups import FollowedGroup

SHOWN = 20


def followed_message(followed: FollowedGroup, language: Language) -> Message:
    """Who joined and who left when a team was brought up to date."""
    if not followed.handle:
        text = language(
            "{team}'s Slack user group was deleted. Its reps stay, and you can change them under People.",
            team=escape(followed.team),
        )
        return Message(text=text, blocks=(section(text),))
    lines = [language("{team} now matches @{group}.", team=escape(followed.team), group=escape(followed.handle))]
    if not followed.joined and not followed.left:
        lines.append(language("No one joined or left."))
    if followed.joined:
        lines.append(language("Joined: {names}", names=_names(followed.joined, language)))
    if followed.left:
        lines.append(language("No longer in it: {names}", names=_names(followed.left, language)))
    if followed.passed_over:
        lines.append(
            language.plural(
                "Skipped {n} guest, app or deactivated account.",
                "Skipped {n} guests, apps or deactivated accounts.",
                followed.passed_over,
            )
        )
    return Message(text="\n".join(lines), blocks=(section("\n".join(lines)),))


def _names(names: Sequence[str], language: Language) -> str:
    shown = [escape(name) for name in names[:SHOWN]]
    if len(names) > SHOWN:
        shown.append(language("{n} more", n=language.count(len(names) - SHOWN)))
    return language(", ").join(shown)
