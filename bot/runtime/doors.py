"""Every command, button, form, shortcut, Home tab and event of Slack that Pacer listens to, by the rooms' doors.

A listener reads what was typed or pressed, calls one function of its room's rules and answers. A `Failure` is what the
person reads; bot/core/doors/answering.py says it in their language.
"""

from slack_bolt import App

from bot.alerts.doors import buttons as alert_buttons
from bot.alerts.doors import forms as alert_forms
from bot.alerts.doors import settings as alert_settings
from bot.coaching.doors import buttons as coach_buttons
from bot.coaching.doors import command as coach_command
from bot.coaching.doors import forms as coach_forms
from bot.coaching.doors import pairs as coach_pairs
from bot.coaching.doors import surveys as coach_surveys
from bot.coaching.doors import trainings as coach_trainings
from bot.core.doors import direct_messages, pending_readings
from bot.core.doors.answering import register_errors
from bot.core.doors.context import Context
from bot.core.doors.typed import Table
from bot.deals.doors import buttons as deal_buttons
from bot.deals.doors import command as deal_command
from bot.deals.doors import customer_value
from bot.deals.doors import forms as deal_forms
from bot.exchange.files.doors import goals_file, sent_file
from bot.goals.doors import command as goal_command
from bot.goals.doors import copies as goal_copies
from bot.goals.doors import form as goal_form
from bot.goals.doors import proposal as proposal_buttons
from bot.home.doors import home
from bot.home.doors import settings as settings_forms
from bot.leave.doors import calendar, status_leave
from bot.leave.doors import command as away_command
from bot.log.doors import command as log_command
from bot.log.doors import form as log_form
from bot.log.doors import list as log_list
from bot.log.doors import pending_readings as log_readings
from bot.nudges.doors import buttons as nudge_buttons
from bot.nudges.doors import missing_day as missing_buttons
from bot.nudges.doors import plan, plan_and_help
from bot.people.doors import kudos as kudos_command
from bot.people.doors import selling as member_form
from bot.setup.doors import events, metrics
from bot.setup.doors import steps as setup
from bot.standings.doors import buttons as progress_buttons
from bot.standings.doors import command as progress_command
from bot.teams.doors import command as team_command
from bot.teams.doors import digest as digest_buttons


def register(app: App, context: Context) -> None:
    """Register every listener."""
    log_command.register(app, context)
    log_form.register(app, context)
    log_list.register(app, context)
    log_readings.register(app, context)
    progress_command.register(app, context)
    progress_buttons.register(app, context)
    goal_command.register(app, context)
    goal_form.register(app, context)
    goal_copies.register(app, context)
    goals_file.register(app, context)
    sent_file.register(app, context)
    proposal_buttons.register(app, context)
    member_form.register(app, context)
    deal_command.register(app, context)
    deal_buttons.register(app, context)
    deal_forms.register(app, context)
    nudge_buttons.register(app, context)
    missing_buttons.register(app, context)
    plan_and_help.register(app, context)
    away_command.register(app, context)
    calendar.register(app, context)
    customer_value.register(app, context)
    kudos_command.register(app, context)
    alert_buttons.register(app, context)
    alert_forms.register(app, context)
    alert_settings.register(app, context)
    digest_buttons.register(app, context)
    home.register(app, context)
    settings_forms.register(app, context)
    team_command.register(app, context)
    coach_command.register(app, context)
    coach_buttons.register(app, context)
    coach_forms.register(app, context)
    coach_pairs.register(app, context)
    coach_trainings.register(app, context)
    coach_surveys.register(app, context)
    setup.register(app, context)
    status_leave.register(app, context)
    metrics.register(app, context)
    events.register(app, context)
    pending_readings.register(app, context)
    direct_messages.register(app, context, what_can_be_typed(context))
    register_errors(app, context)


def what_can_be_typed(context: Context) -> Table:
    """What each room lets people type to Pacer itself, in the order in which it is asked who understands."""
    typables = (
        log_command.typable(context),
        deal_command.typable(),
        away_command.typable(),
        goal_command.typable(),
        progress_command.typable(),
        plan.typable(),
        team_command.typable(),
        kudos_command.typable(),
    )
    named = ("log", "deal", "away", "goal", "progress", "team", "kudos")
    names = {name: context.settings.command_name(f"/{name}").removeprefix("/") for name in named}
    return Table(typables, names, sent_file.files_taken(context))
