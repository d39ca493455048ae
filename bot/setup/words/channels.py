"""Where a team's alerts go, as the checklist says it, and what is said in a channel that is chosen for them."""

from collections.abc import Sequence

from bot.core.words.answers import plain_message
from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.setup.checklist import Setup, TeamSetup
from storage.tables import Team

TEAMS_SHOWN, NAMES_SHOWN = 6, 5


def channels_words(setup: Setup, language: Language) -> str:
    """A line for each team: where its alerts go, and what stands in the way."""
    if not setup.teams:
        return language("Pick a private channel for at-risk alerts (add people first)")
    return "\n".join(_channel(each, language) for each in setup.teams[:TEAMS_SHOWN])


def _channel(each: TeamSetup, language: Language) -> str:
    team, channel = escape(each.team.name), f"<#{each.team.alert_channel}>"
    if each.team.alerts_by_dm:
        return language("{team}: to its managers, by direct message", team=team)
    if not each.team.alert_channel:
        return language("{team}: no channel yet", team=team)
    if each.team.channel_trouble:
        return language(
            "{team}: I can't post in {channel}. Type `/invite @Pacer` there, then choose it again.",
            team=team,
            channel=channel,
        )
    match each.team.channel_audience:
        case "":
            return language("{team}: {channel}. I'm asking Slack who reads it.", team=team, channel=channel)
        case "private":
            return _private_channel(each, team, channel, language)
        case "public":
            return language(
                "{team}: {channel} is public, so I only post counts there and send names to managers. Choose a "
                "private channel to keep both in one place.",
                team=team,
                channel=channel,
            )
        case "shared":
            return language(
                "{team}: {channel} is shared with another company, so I only post counts there and send names to "
                "managers. Choose your own private channel to keep both in one place.",
                team=team,
                channel=channel,
            )
        case _:
            return language(
                "{team}: Slack doesn't show me {channel}. Type `/invite @Pacer` there, then choose it again.",
                team=team,
                channel=channel,
            )


def _private_channel(each: TeamSetup, team: str, channel: str, language: Language) -> str:
    others = len(each.others) + each.unseen
    if others:
        said = language.plural(
            "{team}: {channel}, private. {n} person who isn't a manager can read names there: {who}. Remove them, "
            "or choose another channel.",
            "{team}: {channel}, private. {n} people who aren't managers can read names there: {who}. Remove them, "
            "or choose another channel.",
            others,
            team=team,
            channel=channel,
            who=_mentions(each.others, each.unseen, language),
        )
    else:
        said = language(
            "{team}: {channel}, private. I'm in it, and only the team's managers and admins can read it.",
            team=team,
            channel=channel,
        )
    if each.missing:
        lacking = language.plural(
            "{who} manages the team but isn't in it. Type `/invite` there.",
            "{who} manage the team but aren't in it. Type `/invite` there.",
            len(each.missing),
            who=_mentions(each.missing, 0, language),
        )
        return f"{said} {lacking}"
    return said


def _mentions(who: Sequence[str], more: int, language: Language) -> str:
    shown = [f"<@{each}>" for each in who[:NAMES_SHOWN]]
    rest = len(who) - len(shown) + more
    if rest:
        shown.append(language("{n} more", n=language.count(rest)))
    return language(", ").join(shown)


def hello_message(team: Team, language: Language) -> Message:
    """What is said in an alert channel when it is chosen."""
    return plain_message(
        language(
            "I'll post here when a goal in {team} is at risk, early enough to help, and later how it ended. "
            "The rep hears first.",
            team=escape(team.name),
        )
    )
