"""The state of the workspace in an admin's Home: what runs, what lacks, what went wrong lately."""

from collections.abc import Sequence

from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.home.workspace import WorkspaceState
from bot.setup.checklist import Setup, Step
from bot.setup.words.checklist import OPEN, PAUSE, PREVIEW, RESUME, step_button, step_line
from storage.tables import Member, Team

NAMES_SHOWN = 5


def state_blocks(state: WorkspaceState, setup: Setup, language: Language) -> list[Block]:
    """One line of health, what needs an admin, each with a button where one helps, and the switch."""
    reps = language.plural("{n} rep", "{n} reps", state.reps)
    teams = language.plural("{n} team", "{n} teams", len(setup.teams))
    if setup.workspace.paused:
        title = language("*Pacer is paused.* No one gets messages.")
    else:
        title = language("*Pacer is live* · {reps} in {teams}", reps=reps, teams=teams)
    blocks: list[Block] = [section(title)]
    lacking = [step for step in Step if step not in setup.done]
    for step in lacking[:3]:
        blocks.append(
            section(
                step_line(step, setup, language),
                accessory=button(step_button(step, setup, language), action=OPEN[step]),
            )
        )
    todo = list(_todo(state, language))
    if todo:
        blocks.append(section("\n".join(f"• {each}" for each in todo)))
    elif not lacking:
        blocks.append(section(language("All good. ✓")))
    preview = button(language("Preview the next morning"), action=PREVIEW)
    if setup.workspace.paused:
        switch = button(language("Resume messages"), action=RESUME, style="primary")
    else:
        switch = button(language("Pause everything"), action=PAUSE)
    blocks.append(actions(preview, switch, block_id="home_state"))
    return blocks


def _todo(state: WorkspaceState, language: Language) -> list[str]:
    found = []
    if state.without_goal:
        found.append(
            language.plural(
                "{n} rep has no goal: {names}",
                "{n} reps have no goal: {names}",
                len(state.without_goal),
                names=_people(state.without_goal, language),
            )
        )
    if state.unmanaged:
        found.append(language("No manager yet: {teams}", teams=_teams(state.unmanaged, language)))
    if state.channel_trouble:
        found.append(
            language("I can't post alerts in the channel for {teams}", teams=_teams(state.channel_trouble, language))
        )
    if state.unreachable:
        found.append(language("Slack can't deliver to {names}", names=_people(state.unreachable, language)))
    return found


def _people(members: Sequence[Member], language: Language) -> str:
    return _cut([escape(member.name or member.slack_user_id) for member in members], language)


def _teams(teams: Sequence[Team], language: Language) -> str:
    return _cut([escape(team.name) for team in teams], language)


def _cut(names: list[str], language: Language) -> str:
    shown = names[:NAMES_SHOWN]
    if len(names) > len(shown):
        shown.append(language("{n} more", n=language.count(len(names) - len(shown))))
    return language(", ").join(shown)
