"""The checklist of setting up: what is done, what is next, and going live. For the admin's message and Home tab."""

import holidays

from bot.core.due import usual_nudge_time
from bot.core.words.blocks import actions, button, context, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.leave.words.status_leave import CHOOSE, choice_words
from bot.setup.checklist import Setup, Step, TeamSetup
from bot.setup.words.channels import TEAMS_SHOWN, channels_words
from storage.tables import Team

OPEN = {step: f"setup_{step.value}" for step in Step}
"""The buttons of the steps."""
FOLLOW = "setup_group"
PREVIEW, LIVE, PAUSE, RESUME, TEAM_MENU = "setup_preview", "setup_live", "setup_pause", "setup_resume", "setup_team"
METRICS_SHOWN = 8


def checklist_message(setup: Setup, language: Language) -> Message:
    """The admin's message, which is updated in place as the steps are answered."""
    blocks = setup_blocks(setup, language)
    words = [words for block in blocks for words in _words(block)]
    return Message(text="\n".join(words), blocks=tuple(blocks))


def _words(block: Block) -> list[str]:
    if block["type"] == "context":
        return [element["text"] for element in block["elements"]]
    return [block["text"]["text"]] if block["type"] == "section" else []


def setup_blocks(setup: Setup, language: Language) -> list[Block]:
    """The checklist, each step with its button, and the switches; also for an admin's Home tab."""
    blocks: list[Block] = [section(_title(setup, language)), context(_promise(setup, language))]
    following = next((step for step in Step if step not in setup.done), None)
    for step in Step:
        style = "primary" if step is following else None
        pressed = button(step_button(step, setup, language), action=OPEN[step], style=style)
        blocks.append(section(step_line(step, setup, language), accessory=pressed))
        if step is Step.PEOPLE:
            blocks.extend(_group_buttons(setup, language))
    status = f"*{language('Slack status')}*\n{choice_words(setup.workspace, language)}"
    blocks.append(section(status, accessory=button(language("Status settings"), action=CHOOSE)))
    if setup.workspace.written_to_at is None:
        blocks.append(
            context(
                language(
                    "Reps can also just write `5 calls` to Pacer, but no one has yet. Installed Pacer a while ago? "
                    "Update the app from manifest.yml, so it gets these messages."
                )
            )
        )
    blocks.append(actions(*_switches(setup, language)))
    if setup.workspace.live:
        blocks.extend(_team_switch(each, language) for each in setup.teams[:TEAMS_SHOWN])
    return blocks


def paused_message(language: Language, team: Team | None) -> Message:
    """That nothing is sent, with the way back."""
    if team is not None:
        text = language("Paused. {team} gets no messages until you resume.", team=escape(team.name))
        again = button(language("Resume"), action=f"{TEAM_MENU}:on:{team.id}")
    else:
        text = language("Paused. No one gets messages until you resume.")
        again = button(language("Resume messages"), action=RESUME, style="primary")
    return Message(text=text, blocks=(section(text), actions(again)))


def _title(setup: Setup, language: Language) -> str:
    done, steps = language.count(len(setup.done)), language.count(len(Step))
    if setup.workspace.paused:
        return language("*Pacer is paused.* No one gets messages.")
    if setup.workspace.live:
        return language("*Pacer is live.* {done} of {steps} steps are done.", done=done, steps=steps)
    return language("*Set Pacer up* · {done} of {steps} done", done=done, steps=steps)


def _promise(setup: Setup, language: Language) -> str:
    time = language.clock(usual_nudge_time(setup.workspace))
    if setup.workspace.live:
        return language("Each rep hears from me at {time} their time, on the days they work.", time=time)
    return language(
        "Takes about ten minutes. Do it in any order and change anything later. Only you hear from me until you go "
        "live."
    )


def step_line(step: Step, setup: Setup, language: Language) -> str:
    """A step by name, whether it is done, and what it is about."""
    mark = "✓" if step in setup.done else "○"
    match step:
        case Step.PEOPLE:
            name, said = language("People"), _people(setup, language)
        case Step.METRICS:
            name, said = language("What counts"), _metrics(setup, language)
        case Step.GOALS:
            name, said = language("Goals"), _goals(setup, language)
        case Step.CHANNEL:
            name, said = language("Alerts"), channels_words(setup, language)
        case Step.HOLIDAYS:
            name, said = language("Holidays"), _holidays(setup, language)
        case _:
            name, said = language("Time"), _time(setup, language)
    return f"{mark} *{name}*\n{said}"


def step_button(step: Step, setup: Setup, language: Language) -> str:
    """What the button does: each says what it chooses."""
    match step:
        case Step.PEOPLE:
            return language("Add people")
        case Step.METRICS:
            return language("Choose metrics")
        case Step.GOALS:
            return language("Set a goal")
        case Step.CHANNEL:
            return language("Choose channels") if len(setup.teams) > 1 else language("Choose a channel")
        case Step.HOLIDAYS:
            return language("Choose holidays")
        case _:
            return language("Choose a time")


def _people(setup: Setup, language: Language) -> str:
    if not setup.teams:
        return language("Add your reps and their managers")
    return "\n".join(_team(each, language) for each in setup.teams[:TEAMS_SHOWN])


def _team(each: TeamSetup, language: Language) -> str:
    reps = language.plural("{n} rep", "{n} reps", each.reps)
    managers = language.plural("{n} manager", "{n} managers", each.managers)
    if each.handle:
        return language(
            "{team}: {reps}, {managers}, reps from @{group}",
            team=escape(each.team.name),
            reps=reps,
            managers=managers,
            group=escape(each.handle),
        )
    return language("{team}: {reps}, {managers}", team=escape(each.team.name), reps=reps, managers=managers)


def _group_buttons(setup: Setup, language: Language) -> list[Block]:
    buttons = [
        button(
            language("Update {team} from @{group}", team=each.team.name, group=each.handle),
            action=f"{FOLLOW}:{each.team.id}",
        )
        for each in setup.teams[:TEAMS_SHOWN]
        if each.handle
    ]
    return [actions(*buttons)] if buttons else []


def _metrics(setup: Setup, language: Language) -> str:
    names = [escape(language.exactly(metric.plural)) for metric in setup.metrics[:METRICS_SHOWN]]
    more = "…" if len(setup.metrics) > METRICS_SHOWN else ""
    return language("{names}, amounts in {currency}", names=", ".join(names) + more, currency=setup.workspace.currency)


def _goals(setup: Setup, language: Language) -> str:
    if setup.goals == 0:
        return language("Set targets. I'll tell you how realistic they are.")
    return language.plural("{n} goal is set.", "{n} goals are set.", setup.goals)


def _holidays(setup: Setup, language: Language) -> str:
    country = setup.workspace.country
    if not country:
        if Step.HOLIDAYS in setup.done:
            return language("None, so every weekday counts.")
        return language("No messages and no targets on public holidays")
    name = country_name(country, language)
    if setup.workspace.subdivision:
        name = f"{name}, {subdivision_name(country, setup.workspace.subdivision)}"
    return language.plural(
        "{country}: {n} day off in the next twelve months.",
        "{country}: {n} days off in the next twelve months.",
        setup.days_off,
        country=name,
    )


def _time(setup: Setup, language: Language) -> str:
    return language(
        "Sent at {time}, each rep's local time (fallback: {zone})",
        time=language.clock(usual_nudge_time(setup.workspace)),
        zone=setup.workspace.timezone,
    )


def _switches(setup: Setup, language: Language) -> list[Block]:
    preview = button(language("Preview the next morning"), action=PREVIEW)
    if not setup.workspace.live:
        live = button(language("Go live"), action=LIVE, style="primary" if setup.complete else None)
        live["confirm"] = {
            "title": _plain(language("Go live?")),
            "text": _plain(
                language.plural(
                    "Starting the next morning, {n} rep gets one message each workday.",
                    "Starting the next morning, {n} reps get one message each workday.",
                    setup.reps,
                )
            ),
            "confirm": _plain(language("Go live")),
            "deny": _plain(language("Not yet")),
        }
        return [preview, live]
    if setup.workspace.paused:
        return [preview, button(language("Resume messages"), action=RESUME, style="primary")]
    return [preview, button(language("Pause everything"), action=PAUSE)]


def _team_switch(each: TeamSetup, language: Language) -> Block:
    name = escape(each.team.name)
    if each.team.paused:
        return section(
            language("{team} is paused: no messages and no alerts.", team=name),
            accessory=button(language("Resume"), action=f"{TEAM_MENU}:on:{each.team.id}"),
        )
    return section(
        language("{team} is getting messages.", team=name),
        accessory=button(language("Pause {team}", team=each.team.name), action=f"{TEAM_MENU}:off:{each.team.id}"),
    )


def country_name(code: str, language: Language) -> str:
    """A country in the reader's language."""
    return str(language.locale.territories.get(code, code))


def subdivision_name(country: str, code: str) -> str:
    """A part of a country by its own name."""
    names = holidays.country_holidays(country).get_subdivision_aliases().get(code)
    return str(names[0]) if names else code


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
