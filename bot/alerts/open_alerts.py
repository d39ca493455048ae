"""The alerts of a team that are open: who may miss what, and who is following up."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.alerts.rows import AlertRow, people_of, rows_of, urgency_of, was_answered
from bot.core.members import team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from storage import memberships, people
from storage.episodes import open_episodes
from storage.tables import Member, Team, TeamRole


@dataclass(frozen=True)
class OpenAlerts:
    """The open alerts of a team on its `date`, a row for each rep: first those that nobody has answered, then the least
    likely. `people` are all that the rows speak of, by id.
    """

    team: Team
    date: dt.date
    rows: tuple[AlertRow, ...]
    people: Mapping[int, Member]

    @property
    def unanswered(self) -> int:
        """How many reps nobody has taken on."""
        return sum(not is_answered(row) for row in self.rows)


def is_answered(row: AlertRow) -> bool:
    """Whether a manager said what becomes of each open goal of the rep."""
    return all(was_answered(goal.episode) or goal.episode.snoozed_until for goal in row.goals if goal.open)


def open_alerts(work: Work, *, viewer: Viewer, team: Team) -> OpenAlerts:
    """What managers were told of the team's reps and is not over. Raises NotAllowed."""
    require(viewer, Action.ANSWER_ALERT, Subject(team_ids=frozenset({team.id})))
    date = team_date(team, work.workspace, work.now)
    reps = memberships.in_teams_on(
        work.session, workspace_id=work.workspace_id, date=date, team_role=TeamRole.REP, team_id=team.id
    )
    found = [
        episode
        for episode in open_episodes(
            work.session, workspace_id=work.workspace_id, member_ids={row.member_id for row in reps}
        )
        if episode.alert_delivery_id is not None
    ]
    members = people.members_by_id(work.session, ids={who for episode in found for who in people_of(episode)})
    rows = [row for row in rows_of(work, episodes=found, members=members, date=date, team=team) if row.open]
    rows.sort(key=lambda row: (is_answered(row), urgency_of(row.goals[0])))
    return OpenAlerts(team, date, tuple(rows), members)
