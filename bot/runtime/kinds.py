"""How each kind of delivery becomes a message, at the moment it is sent."""

from bot.alerts import sends as alerts
from bot.alerts.answers import shown_in_assignment
from bot.alerts.settings import HELLO
from bot.core.changes import CHECKLIST
from bot.core.kinds import Kind
from bot.core.message_kinds import ALERT, ASSIGNMENT, COUNTS, HEADS_UP, NUDGE, REMINDER
from bot.delivery.outcomes import ADMIN_NOTICE
from bot.exchange.files import sends as goals_files
from bot.exchange.files.goals_file import GOALS_FILE
from bot.goals import sends as goals
from bot.goals.proposal_messages import PROPOSAL, PROPOSAL_ANSWER
from bot.leave import sends as leave
from bot.leave.status_leave import STATUS_LEAVE
from bot.nudges import sends as reps
from bot.nudges.evening import EVENING
from bot.nudges.help_request import HELP_REQUEST, shown_in_help_request
from bot.nudges.lateness import LATE_NOTICE
from bot.nudges.plan_of_day import PLANNED_STEP
from bot.nudges.recap import RECAP
from bot.nudges.welcome import WELCOME
from bot.people import sends as privacy
from bot.people.kudos import KUDOS
from bot.people.own_data import OWN_DATA
from bot.people.user_groups import FOLLOWED
from bot.setup import sends as setup
from bot.setup.preview import PREVIEW, shown_in_preview
from bot.teams import sends as managers
from bot.teams.digest import DIGEST, shown_in_digest
from bot.teams.export import TEAM_FILE, shown_in_file


def kinds() -> dict[str, Kind]:
    """Every kind of delivery. A nudge is rather not sent than sent twice; an alert rather twice than not."""
    return {
        NUDGE: Kind(reps.render_nudges, to_rep=True, marks=reps.marks_of_nudges),
        EVENING: Kind(reps.render_evenings, to_rep=True, marks=reps.marks_of_nudges),
        RECAP: Kind(reps.render_recaps, to_rep=True),
        # The rep chose its time: it comes whatever else was sent that day.
        PLANNED_STEP: Kind(reps.render_planned_steps),
        HELP_REQUEST: Kind(reps.render_help_requests, at_most_once=False, shows=shown_in_help_request),
        WELCOME: Kind(reps.render_welcomes, to_rep=True, waits=True),
        STATUS_LEAVE: Kind(leave.render_status_leaves, to_rep=True, waits=True),
        KUDOS: Kind(privacy.render_kudos, to_rep=True, waits=True),
        ALERT: Kind(alerts.render_alerts, at_most_once=False),
        COUNTS: Kind(alerts.render_counts, at_most_once=False),
        REMINDER: Kind(alerts.render_reminders),
        HEADS_UP: Kind(alerts.render_heads_ups),
        ASSIGNMENT: Kind(alerts.render_assignments, shows=shown_in_assignment),
        TEAM_FILE: Kind(managers.render_team_files, shows=shown_in_file),
        OWN_DATA: Kind(privacy.render_own_data),
        DIGEST: Kind(managers.render_digests, shows=shown_in_digest),
        ADMIN_NOTICE: Kind(setup.render_notices, at_most_once=True),
        LATE_NOTICE: Kind(setup.render_late_notices, at_most_once=True),
        PROPOSAL: Kind(goals.render_proposals),
        PROPOSAL_ANSWER: Kind(goals.render_proposal_answers),
        GOALS_FILE: Kind(goals_files.render_goals_files),
        CHECKLIST: Kind(setup.render_checklists, at_most_once=True),
        FOLLOWED: Kind(privacy.render_followed, at_most_once=True),
        HELLO: Kind(setup.render_hellos, at_most_once=True),
        PREVIEW: Kind(setup.previews_of(reps.render_nudges), at_most_once=True, shows=shown_in_preview),
    }
