"""A team in its manager's Home: who needs help today, who does well, and the open alerts with their owners."""

from bot.alerts.words.open_alerts import OPEN_ALERTS, open_alert_line, open_alerts_title
from bot.coaching.words.trainings import PLAN as PLAN_TRAINING
from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.home.teams import TeamAtAGlance
from bot.standings.words.cards import CLOSER
from bot.standings.words.team_totals import total_line
from bot.teams.view import RepRow
from bot.teams.words.view import TEAM, goal_in_a_line

ALERTS_SHOWN, TOTALS_SHOWN = 4, 4


def team_blocks(team: TeamAtAGlance, language: Language) -> list[Block]:
    """At most three who need help, each with why and a button, those who do well, and the open alerts."""
    name = escape(team.team.name)
    if not team.reps:
        return [section(language("*{team}* has no reps yet.", team=name))]
    blocks: list[Block] = []
    if team.needs:
        blocks.append(section(language("*{team} today: who needs help*", team=name)))
        blocks += [
            section(
                _line(row, language),
                accessory=button(
                    language("View"),
                    action=f"{CLOSER}:one",
                    value=str(row.member.id),
                    about=escape(row.member.name or row.member.slack_user_id),
                ),
            )
            for row in team.needs
        ]
    elif team.alerts.rows:
        # Whom they are about is off today, or on track again.
        blocks.append(section(language("*{team} today:* no one new needs help.", team=name)))
    else:
        blocks.append(section(language("*{team} today:* no one needs help right now.", team=name)))
    if team.well:
        names = language.listed([f"<@{row.member.slack_user_id}>" for row in team.well])
        blocks.append(section(language("*Doing well:* {names}", names=names)))
    if team.totals:
        lines = [total_line(each, language) for each in team.totals[:TOTALS_SHOWN]]
        blocks.append(section("\n".join([f"*{language('As a team')}*", *lines])))
    title = open_alerts_title(team.alerts, language)
    lines = [f"• {open_alert_line(row, team.alerts, language)}" for row in team.alerts.rows[:ALERTS_SHOWN]]
    blocks.append(section("\n".join([f"*{title}*" if lines else title, *lines])))
    blocks.append(
        actions(
            button(language("View team"), action=TEAM, value=str(team.team.id)),
            *(
                [button(language("Open alerts"), action=OPEN_ALERTS, value=str(team.team.id))]
                if team.alerts.rows
                else []
            ),
            button(language("Plan a training"), action=PLAN_TRAINING),
            block_id=f"home_team_{team.team.id}",
        )
    )
    return blocks


def _line(row: RepRow, language: Language) -> str:
    who = f"*<@{row.member.slack_user_id}>*"
    goal = row.furthest
    return who if goal is None else language("{who} · {goal}", who=who, goal=goal_in_a_line(goal, language))
