"""How a team's alerts come: in a line of the Home tab, and as the form that changes it."""

from collections.abc import Mapping, Sequence

from bot.alerts.replay import Replayed
from bot.alerts.settings import AlertForm, TeamAlerts
from bot.alerts.usefulness import THRESHOLDS
from bot.core.words.blocks import actions, button, escape, menu, section, shorten
from bot.core.words.forms import date_box, field, modal, private_channel, radio, time_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from metrics.episodes import Rule

OPEN, SAVE = "alert_settings", "alert_settings_save"
WHERE, CHANNEL, THRESHOLD, TIME, RESTING = "where", "channel", "threshold", "time", "resting"
IN_CHANNEL, BY_DM = "channel", "dm"
TEAMS_SHOWN, NAMES_SHOWN = 4, 3


def alerts_blocks(teams: Sequence[TeamAlerts], language: Language) -> list[Block]:
    """What a manager or an admin finds in their Home tab: how each team's alerts come, and the way to change it."""
    if not teams:
        return []
    blocks: list[Block] = [section(language("*Alerts* · when a goal is at risk"))]
    for each in teams[:TEAMS_SHOWN]:
        change = button(language("Change"), action=OPEN, value=str(each.team.id))
        blocks.append(section(alerts_words(each, language), accessory=change))
    if len(teams) > TEAMS_SHOWN:
        options = [(each.team.name, str(each.team.id)) for each in teams]
        blocks.append(actions(menu(options, action=f"{OPEN}:menu", placeholder=language("Another team's alerts…"))))
    return blocks


def alerts_words(alerts: TeamAlerts, language: Language) -> str:
    """One team's alerts: to whom, from which chance on, when."""
    team = alerts.team
    where = _where(alerts, language)
    lines = [
        language("*{team}*: {where}", team=escape(team.name), where=where),
        language(
            "{threshold}, at {time}",
            threshold=_capital(threshold_words(alerts.settings.threshold, language)),
            time=language.clock(alerts.time),
        ),
    ]
    if alerts.settings.resting_until is not None:
        lines.append(language("Paused until {day}.", day=language.day(alerts.settings.resting_until)))
    if team.paused:
        lines.append(language("This team's messages are paused. An admin can resume them."))
    return "\n".join(lines)


def alerts_summary(form: AlertForm, language: Language) -> list[str]:
    """The same as lines for the operator, with what each threshold would have brought."""
    found = alerts_words(form.alerts, language).replace("*", "").split("\n")
    if form.replayed is not None:
        found += [
            f"{threshold_words(each, language)}  {_replayed(each, form.replayed, language)}" for each in THRESHOLDS
        ]
    return found


def alerts_form(form: AlertForm, language: Language) -> Block:
    """Where they go, from which chance on, when, and until when they rest."""
    alerts, team = form.alerts, form.alerts.team
    settings = alerts.settings
    return modal(
        shorten(language("Alerts for {team}", team=team.name), 24),
        [
            field(
                WHERE,
                language("Where alerts go"),
                radio(
                    [
                        (language("To the channel below"), IN_CHANNEL),
                        (language("By direct message to the managers"), BY_DM),
                    ],
                    chosen=BY_DM if settings.by_dm or not settings.channel else IN_CHANNEL,
                    notes={
                        IN_CHANNEL: language("Names only in a private channel, otherwise counts"),
                        BY_DM: _names(alerts, language),
                    },
                ),
            ),
            field(
                CHANNEL,
                language("Channel"),
                private_channel(chosen=settings.channel, placeholder=language("A private channel")),
                optional=True,
                hint=language("Only the team's managers should be in it. Type /invite @Pacer there first."),
            ),
            field(
                THRESHOLD,
                language("When to alert you"),
                radio(
                    [(_capital(threshold_words(each, language)), f"{each:g}") for each in THRESHOLDS],
                    chosen=f"{settings.threshold:g}",
                    notes={f"{each:g}": _replayed(each, form.replayed, language) for each in THRESHOLDS},
                ),
                hint=language(
                    "Based on the odds of making the goal. Weekly goals alert you a bit sooner, at up to {chance}. "
                    "The rep always hears first. Changes start tomorrow.",
                    chance=language.percent(Rule().opens),
                ),
            ),
            field(
                TIME,
                language("Daily alert time"),
                time_box(chosen=f"{alerts.time:%H:%M}"),
                hint=language(
                    "The team's local time, usually {time}. The rep always hears two hours before you.",
                    time=language.clock(form.usual_time),
                ),
            ),
            field(
                RESTING,
                language("Pause alerts until"),
                date_box(chosen=settings.resting_until.isoformat() if settings.resting_until else ""),
                optional=True,
                hint=language(
                    "Leave blank for no pause. Reps still get their own messages. Goals still at risk on that day "
                    "reach you then."
                ),
            ),
        ],
        callback=SAVE,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"team": team.id},
    )


def threshold_words(threshold: float, language: Language) -> str:
    """From which chance on managers hear of a goal."""
    chance = language.percent(threshold)
    if threshold >= 0.25:
        return language("earlier: odds below {chance}", chance=chance)
    if threshold >= 0.15:
        return language("usual: odds below {chance}", chance=chance)
    if threshold >= 0.1:
        return language("later: odds below {chance}", chance=chance)
    return language("only when very unlikely: odds below {chance}", chance=chance)


def _replayed(threshold: float, replayed: Mapping[float, Replayed] | None, language: Language) -> str:
    if replayed is None:
        return ""
    found = replayed[threshold]
    if not found.alerts:
        return language("No alerts in the last four weeks")
    reps = language.plural("{n} rep", "{n} reps", found.reps)
    return language.plural(
        "Last four weeks: {n} alert about {reps}", "Last four weeks: {n} alerts about {reps}", found.alerts, reps=reps
    )


def _where(alerts: TeamAlerts, language: Language) -> str:
    team = alerts.team
    if alerts.settings.by_dm:
        return language("by direct message, to {names}", names=escape(_names(alerts, language)))
    if not team.alert_channel:
        return language("no channel yet, so by direct message to {names}", names=escape(_names(alerts, language)))
    channel = f"<#{team.alert_channel}>"
    if team.channel_trouble:
        return language(
            "I can't post in {channel}. Type `/invite @Pacer` there, or choose another channel. Until then, by "
            "direct message to {names}",
            channel=channel,
            names=escape(_names(alerts, language)),
        )
    if team.channel_audience in ("", "private"):
        return language("to {channel}", channel=channel)
    return language(
        "counts in {channel} (others read it too), names by direct message to {names}",
        channel=channel,
        names=escape(_names(alerts, language)),
    )


def _names(alerts: TeamAlerts, language: Language) -> str:
    if not alerts.managers:
        return language("an admin (this team has no manager)")
    names = language(", ").join(alerts.managers[:NAMES_SHOWN])
    if len(alerts.managers) > NAMES_SHOWN:
        more = language.count(len(alerts.managers) - NAMES_SHOWN)
        return language("{names} and {n} more", names=names, n=more)
    return names


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
