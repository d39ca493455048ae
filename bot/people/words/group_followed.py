"""What came of bringing a team up to date with its user group, for the admins."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.words.blocks import escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message

SHOWN = 20


def followed_message(said: Mapping[str, Any], names: Mapping[int, str], language: Language) -> Message:
    """Who joined and who left when a team was brought up to date; `said` as it was planned."""
    if not said["handle"]:
        text = language(
            "Slack has no user group for {team} any more. Its reps stay; change them in the step People.",
            team=escape(said["team"]),
        )
        return Message(text=text, blocks=(section(text),))
    lines = [language("{team} is as @{group} is now.", team=escape(said["team"]), group=escape(said["handle"]))]
    if not said["joined"] and not said["left"]:
        lines.append(language("Nobody joined or left."))
    if said["joined"]:
        lines.append(language("Joined: {names}", names=_names(said["joined"], names, language)))
    if said["left"]:
        lines.append(language("No longer in it: {names}", names=_names(said["left"], names, language)))
    if said["passed_over"]:
        lines.append(
            language.plural(
                "{n} is a guest, an app or has left, and was passed over.",
                "{n} are guests, apps or have left, and were passed over.",
                said["passed_over"],
            )
        )
    return Message(text="\n".join(lines), blocks=(section("\n".join(lines)),))


def _names(ids: Sequence[int], names: Mapping[int, str], language: Language) -> str:
    shown = [escape(names.get(each, "?")) for each in ids[:SHOWN]]
    if len(ids) > SHOWN:
        shown.append(language("{n} more", n=language.count(len(ids) - SHOWN)))
    return language(", ").join(shown)
