"""A goal as somebody fills it in: who may fill in what, what it would mean, and setting it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.members import find_meant
from bot.core.permissions import Action, Subject, Viewer, may
from bot.core.text.amounts import write_plain_amount
from bot.core.work import Work
from bot.goals.editing import known_metric
from bot.goals.proposal_messages import Proposal
from bot.goals.text import LONGEST_REASON
from bot.people.goal_owners import GoalOwner, RoleGroup, WrongGoal
from bot.people.sales_roles import list_sales_roles, roles_of
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind
from storage import memberships
from storage.tables import Member, Metric, Role, Team, TeamRole, Unit, Workspace

EVERYBODY, TEAM, ROLE = "all", "team:", "role:"
TOTAL = "total:"
"""With a team's id: the team's as one total, not each rep's."""
PERIODS = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


@dataclass(frozen=True)
class GoalDraft:
    """What is filled in. `whose` is a Slack user id; `team:` with a team's id; `role:` with a sales role's id and,
    after another colon, a team's; `total:` with a team's id for the team as one total; or `all` for each team one may
    set goals for. `target` is as it was typed: a number,
    an amount or a percentage. `starts` None is today.
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
    last: dt.date | None = None
    """Of a goal by dates of its own: the last of them; `starts` is the first."""

    def dates(self, starts: dt.date) -> Period | None:
        """The dates of a goal by dates of its own; None of any other. Raises WrongGoal where they are none."""
        if self.period is not PeriodKind.CUSTOM:
            return None
        if self.last is None:
            raise WrongGoal("Add the last day too, for a goal with its own dates.", field="last")
        if self.last < starts:
            raise WrongGoal("The last day comes before the first. Swap them.", field="last")
        return Period(starts, self.last + dt.timedelta(days=1))

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
            **({"x": self.last.isoformat()} if self.last else {}),
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
                last=dt.date.fromisoformat(said["x"]) if said.get("x") else None,
            )
        except (KeyError, ValueError, TypeError) as error:
            raise WrongGoal("This form is out of date. Open it again.") from error


@dataclass(frozen=True)
class GoalChoices:
    """What somebody may fill in: the teams and the sales roles whose goals they set, whether other people's at all, and
    the metrics. Of sales roles only those which somebody is of.
    """

    teams: tuple[Team, ...]
    roles: tuple[RoleGroup, ...]
    sets_goals: bool
    metrics: tuple[Metric, ...]


def goal_choices(work: Work, *, viewer: Viewer, today: dt.date) -> GoalChoices:
    """What the viewer may choose from. A rep sets nobody's goals, and proposes their own."""
    teams = _teams(work, viewer)
    return GoalChoices(
        teams=teams,
        roles=tuple(_role_groups(work, viewer, teams, today)),
        sets_goals=sets_goals(work, viewer=viewer),
        metrics=tuple(work.metrics()),
    )


def sets_goals(work: Work, *, viewer: Viewer) -> bool:
    """Whether the viewer sets anybody's goals; who does not proposes their own."""
    return viewer.role is Role.ADMIN or bool(_teams(work, viewer))


def _teams(work: Work, viewer: Viewer) -> tuple[Team, ...]:
    return tuple(
        team
        for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)
        if may(viewer, Action.SET_GOAL, Subject(team_ids=frozenset({team.id})))
    )


def _role_groups(work: Work, viewer: Viewer, teams: Sequence[Team], today: dt.date) -> Iterator[RoleGroup]:
    """The roles that reps are of, in each team, and for an admin in the whole workspace."""
    reps = memberships.in_teams_on(work.session, workspace_id=work.workspace_id, date=today, team_role=TeamRole.REP)
    role_of = roles_of(work.session, workspace=work.workspace, member_ids=[row.member_id for row in reps], date=today)
    of_teams = {(row.team_id, role_of[row.member_id].id) for row in reps if row.member_id in role_of}
    roles = sorted({role.id: role for role in role_of.values()}.values(), key=lambda role: (role.position, role.id))
    if may(viewer, Action.SET_GOAL, Subject()):
        yield from (RoleGroup(role) for role in roles)
    for team in teams:
        yield from (RoleGroup(role, team) for role in roles if (team.id, role.id) in of_teams)


def with_target(work: Work, *, draft: GoalDraft, target: int) -> GoalDraft:
    """The draft with another target, in units of its metric. Raises WrongGoal for an unknown metric."""
    metric = known_metric(work, key=draft.metric_key)
    return replace(draft, target=_written(work.workspace, metric, target))


def draft_of_proposal(workspace: Workspace, proposal: Proposal) -> GoalDraft:
    """The goal that was proposed, to be filled in otherwise."""
    dates = proposal.dates
    return GoalDraft(
        whose=proposal.member.slack_user_id,
        metric_key=proposal.metric.key,
        period=proposal.row.period,
        target=_written(workspace, proposal.metric, proposal.row.target),
        reason=proposal.row.reason,
        proposal=proposal.row.id,
        starts=dates.start if dates is not None else None,
        last=dates.end - dt.timedelta(days=1) if dates is not None else None,
    )


def _written(workspace: Workspace, metric: Metric, target: int) -> str:
    if metric.unit is Unit.MONEY:
        return write_plain_amount(target, currency=workspace.currency)
    return str(target)


def is_group(whose: str) -> bool:
    """Whether it is of several people: a team (also as one total), all of them, or a sales role."""
    return whose == EVERYBODY or whose.startswith((TEAM, ROLE, TOTAL))


def whose_of(owner: GoalOwner) -> str:
    """An owner as a form's `whose`."""
    match owner:
        case Member():
            return owner.slack_user_id
        case Team():
            return f"{TEAM}{owner.id}"
        case RoleGroup():
            return f"{ROLE}{owner.role.id}" + (f":{owner.team.id}" if owner.team is not None else "")


def group_of(work: Work, *, whose: str) -> GoalOwner:
    """The team or sales role that a form's `whose` names. Raises WrongGoal when it is not there, or is all teams."""
    teams = {team.id: team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    roles = {role.id: role for role in list_sales_roles(work.session, workspace=work.workspace)}
    kind, _, rest = whose.partition(":")
    ids = [int(each) if each.isdigit() else 0 for each in rest.split(":")]
    if f"{kind}:" == TEAM and ids[0] in teams:
        return teams[ids[0]]
    if f"{kind}:" == ROLE and ids[0] in roles and (len(ids) == 1 or ids[1] in teams):
        return RoleGroup(roles[ids[0]], teams[ids[1]] if len(ids) > 1 else None)
    raise WrongGoal("That team or sales role was deleted. Open the form again.")


def subjects_of(work: Work, *, viewer: Viewer, draft: GoalDraft) -> Sequence[GoalOwner]:
    """Whom the draft is for. Raises WrongGoal when that is nobody."""
    if not draft.whose:
        raise WrongGoal("Whose goal is it? Choose a team or a person.", field="whose")
    if draft.whose == EVERYBODY:
        mine = _teams(work, viewer)
        if not mine:
            raise WrongGoal("Add a team first, or choose a person.", field="whose")
        return mine
    if is_group(draft.whose):
        return [group_of(work, whose=draft.whose)]
    return [find_meant(work.session, workspace=work.workspace, slack_user_id=draft.whose)]
