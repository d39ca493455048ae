"""A goal as somebody fills it in: who may fill in what, what it would mean, and setting it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.coach.goals.proposal_messages import Proposal
from bot.coach.goals.setting import WrongGoal, known_metric
from bot.coach.people.members import find_speaker
from bot.coach.people.permissions import Action, Subject, Viewer, may
from bot.parsing.amounts import write_plain_amount
from bot.parsing.goal_text import LONGEST_REASON
from metrics.expectation import LeavePolicy
from metrics.periods import PeriodKind
from storage import catalogue, memberships
from storage.tables import Member, Metric, Role, Team, Unit, Workspace

EVERYBODY, TEAM = "all", "team:"
PERIODS = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


@dataclass(frozen=True)
class GoalDraft:
    """What is filled in. `whose` is a Slack user id, `team:` with a team's id, or `all` for each team one may set
    goals for; `target` is as it was typed: a number, an amount or a percentage. `starts` None is today.
    """

    whose: str
    metric_key: str
    period: PeriodKind
    target: str
    starts: dt.date | None = None
    reason: str = ""
    leave: LeavePolicy = LeavePolicy.KEEP
    proposal: int = 0
    """The rep's proposal that it answers; 0 for none."""

    def carried(self) -> dict[str, Any]:
        """As plain values, to be carried by a form."""
        return {
            "w": self.whose,
            "m": self.metric_key,
            "p": self.period.value,
            "t": self.target,
            "f": self.starts.isoformat() if self.starts else "",
            "r": self.reason,
            "l": self.leave.value,
            "a": self.proposal,
        }

    @classmethod
    def from_carried(cls, said: Mapping[str, Any]) -> "GoalDraft":
        """The draft that a form carried. Raises WrongGoal when it is none: whoever sends a form may have changed it."""
        try:
            return cls(
                whose=str(said["w"]),
                metric_key=str(said["m"]),
                period=PeriodKind(said["p"]),
                target=str(said["t"]),
                starts=dt.date.fromisoformat(said["f"]) if said["f"] else None,
                reason=str(said["r"])[:LONGEST_REASON],
                leave=LeavePolicy(said["l"]),
                proposal=int(said["a"]),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise WrongGoal("This form is out of date. Open it again.") from error


@dataclass(frozen=True)
class GoalChoices:
    """What somebody may fill in: the teams whose goals they set, whether other people's at all, and the metrics."""

    teams: tuple[Team, ...]
    sets_goals: bool
    metrics: tuple[Metric, ...]


def goal_choices(session: Session, *, workspace: Workspace, viewer: Viewer) -> GoalChoices:
    """What the viewer may choose from. A rep sets nobody's goals, and proposes their own."""
    assert workspace.id is not None
    teams = tuple(
        team
        for team in memberships.list_teams(session, workspace_id=workspace.id)
        if may(viewer, Action.SET_GOAL, Subject(team_ids=frozenset({team.id or 0})))
    )
    return GoalChoices(
        teams=teams,
        sets_goals=bool(teams) or viewer.role is Role.ADMIN,
        metrics=tuple(catalogue.list_metrics(session, workspace_id=workspace.id)),
    )


def with_target(session: Session, *, workspace: Workspace, draft: GoalDraft, target: int) -> GoalDraft:
    """The draft with another target, in units of its metric. Raises WrongGoal for an unknown metric."""
    metric = known_metric(session, workspace=workspace, key=draft.metric_key)
    return replace(draft, target=_written(workspace, metric, target))


def draft_of_proposal(workspace: Workspace, proposal: Proposal) -> GoalDraft:
    """The goal that was proposed, to be filled in otherwise."""
    return GoalDraft(
        whose=proposal.member.slack_user_id,
        metric_key=proposal.metric.key,
        period=proposal.row.period,
        target=_written(workspace, proposal.metric, proposal.row.target),
        reason=proposal.row.reason,
        proposal=proposal.row.id or 0,
    )


def _written(workspace: Workspace, metric: Metric, target: int) -> str:
    if metric.unit is Unit.MONEY:
        return write_plain_amount(target, currency=workspace.currency)
    return str(target)


def subjects_of(session: Session, *, workspace: Workspace, viewer: Viewer, draft: GoalDraft) -> Sequence[Member | Team]:
    """Whom the draft is for. Raises WrongGoal when that is nobody."""
    assert workspace.id is not None
    if not draft.whose:
        raise WrongGoal("Whose goal is it? Choose a team or a person.", field="whose")
    teams = memberships.list_teams(session, workspace_id=workspace.id)
    if draft.whose == EVERYBODY:
        mine = goal_choices(session, workspace=workspace, viewer=viewer).teams
        if not mine:
            raise WrongGoal("There is no team yet. Make one first, or choose a person.", field="whose")
        return mine
    if draft.whose.startswith(TEAM):
        found = [team for team in teams if f"{TEAM}{team.id}" == draft.whose]
        if not found:
            raise WrongGoal("That team is not there any more. Choose another one.", field="whose")
        return found
    return [find_speaker(session, workspace=workspace, slack_user_id=draft.whose)]
