"""The doors: one file each for the commands, buttons, modals, Home and events that Slack sends.

A listener parses, calls one function of coach, and replies. Expected failures are named exceptions whose message is
what the person reads; doors.py maps them.
"""

from slack_bolt import App

from bot.listeners import (
    alert_buttons,
    alert_forms,
    alert_settings,
    away_command,
    customer_value,
    deal_buttons,
    deal_command,
    deal_forms,
    digest_buttons,
    events,
    goal_command,
    goal_copies,
    goal_form,
    goals_file,
    home,
    kudos_command,
    log_command,
    log_form,
    log_list,
    member_form,
    metrics,
    missing_buttons,
    nudge_buttons,
    progress_buttons,
    progress_command,
    proposal_buttons,
    settings_forms,
    setup,
    status_leave,
    team_command,
)
from bot.listeners.context import Context
from bot.listeners.doors import register_errors


def register(app: App, context: Context) -> None:
    """Register every listener."""
    log_command.register(app, context)
    log_form.register(app, context)
    log_list.register(app, context)
    progress_command.register(app, context)
    progress_buttons.register(app, context)
    goal_command.register(app, context)
    goal_form.register(app, context)
    goal_copies.register(app, context)
    goals_file.register(app, context)
    proposal_buttons.register(app, context)
    member_form.register(app, context)
    deal_command.register(app, context)
    deal_buttons.register(app, context)
    deal_forms.register(app, context)
    nudge_buttons.register(app, context)
    missing_buttons.register(app, context)
    away_command.register(app, context)
    customer_value.register(app, context)
    kudos_command.register(app, context)
    alert_buttons.register(app, context)
    alert_forms.register(app, context)
    alert_settings.register(app, context)
    digest_buttons.register(app, context)
    home.register(app, context)
    settings_forms.register(app, context)
    team_command.register(app, context)
    setup.register(app, context)
    status_leave.register(app, context)
    metrics.register(app, context)
    events.register(app, context)
    register_errors(app, context)
