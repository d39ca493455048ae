"""A goal as somebody fills it in: who may fill in what, what it would mean, and setting it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bot.coach.goals.held import GoalSet, WrongGoal, known_metric, set_goal, subject_of
from bot.coach.goals.past_periods import OverLast, target_over_last, today_of
from bot.coach.goals.proposals import Proposal, propose_goal, settle_with
from bot.coach.goals.realism import Outlook, realism_of
from bot.coach.people.members import find_speaker
from bot.coach.people.permissions import Action, Subject, Viewer, may, require
from bot.coach.setup.vocabulary import vocabulary_of
from bot.parsing.amounts import write_plain_amount
from bot.parsing.errors import NotUnderstood
from bot.parsing.goal_text import LONGEST_REASON, GoalRequest, read_goal_target, read_percent
from metrics.expectation import LeavePolicy
from metrics.periods import PeriodKind
from storage import catalogue, memberships
from storage.tables import GoalProposal, Member, Metric, Role, Team, Unit, Workspace

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


@dataclass(frozen=True)
class Reviewed:
    """A draft with what it would mean, an outlook for each member or team that it is for."""

    draft: GoalDraft
    subjects: tuple[Member | Team, ...]
    metric: Metric
    starts: dt.date
    targets: tuple[int, ...]
    over_last: tuple[OverLast | None, ...]
    outlooks: tuple[Outlook, ...]


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


def review_draft(
    session: Session, *, workspace: Workspace, viewer: Viewer, draft: GoalDraft, now: dt.datetime
) -> Reviewed:
    """What the goal would mean for everybody whom it is for; nothing is stored.

    Raises NotAllowed, and WrongGoal or NotUnderstood with the field of the form that it is about.
    """
    subjects = subjects_of(session, workspace=workspace, viewer=viewer, draft=draft)
    metric = known_metric(session, workspace=workspace, key=draft.metric_key)
    starts = draft.starts or today_of(subjects[0], workspace, now)
    targets, over, outlooks = [], [], []
    for subject in subjects:
        about = subject_of(session, workspace=workspace, about=subject, date=starts)
        if about.member_id != viewer.member_id:
            require(viewer, Action.SET_GOAL, about)
        target, last = _target(session, workspace, draft, subject, metric, starts, now)
        targets.append(target)
        over.append(last)
        outlooks.append(
            realism_of(
                session,
                workspace=workspace,
                subject=subject,
                metric_key=draft.metric_key,
                period=draft.period,
                target=target,
                starts=starts,
                now=now,
                leave=draft.leave,
            )
        )
    return Reviewed(draft, tuple(subjects), metric, starts, tuple(targets), tuple(over), tuple(outlooks))


def save_draft(
    session: Session, *, workspace: Workspace, viewer: Viewer, draft: GoalDraft, now: dt.datetime
) -> list[GoalSet]:
    """Set the goal for everybody whom it is for, all or nobody. Raises as `review_draft` does."""
    done = []
    metric = known_metric(session, workspace=workspace, key=draft.metric_key)
    for subject in subjects_of(session, workspace=workspace, viewer=viewer, draft=draft):
        starts = draft.starts or today_of(subject, workspace, now)
        target, _ = _target(session, workspace, draft, subject, metric, starts, now)
        done.append(
            set_goal(
                session,
                workspace=workspace,
                viewer=viewer,
                subject=subject,
                metric_key=draft.metric_key,
                period=draft.period,
                target=target,
                starts=starts,
                now=now,
                reason=draft.reason,
                leave=draft.leave,
            )
        )
        if draft.proposal and isinstance(subject, Member):
            settle_with(
                session,
                workspace=workspace,
                viewer=viewer,
                proposal_id=draft.proposal,
                member=subject,
                target=target,
                now=now,
            )
    return done


def set_asked_goal(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    subject: Member | Team,
    request: GoalRequest,
    now: dt.datetime,
) -> tuple[GoalSet, OverLast | None]:
    """Set what was asked for in one line, and what a percentage was taken of. Raises NotAllowed, WrongGoal."""
    starts = request.starts or today_of(subject, workspace, now)
    require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=subject, date=starts))
    period, over = PeriodKind(request.period), None
    if request.percent is not None:
        over = target_over_last(
            session,
            workspace=workspace,
            subject=subject,
            metric_key=request.metric_key,
            period=period,
            percent=request.percent,
            starts=starts,
            now=now,
        )
    changed = set_goal(
        session,
        workspace=workspace,
        viewer=viewer,
        subject=subject,
        metric_key=request.metric_key,
        period=period,
        target=over.target if over is not None else request.target,
        starts=starts,
        now=now,
        reason=request.reason,
    )
    return changed, over


def with_target(session: Session, *, workspace: Workspace, draft: GoalDraft, target: int) -> GoalDraft:
    """The draft with another target, in units of its metric. Raises WrongGoal for an unknown metric."""
    metric = known_metric(session, workspace=workspace, key=draft.metric_key)
    return replace(draft, target=_written(workspace, metric, target))


def propose_draft(
    session: Session, *, workspace: Workspace, member: Member, draft: GoalDraft, now: dt.datetime
) -> GoalProposal:
    """Propose the goal that the member filled in for themselves. Raises WrongGoal, NotUnderstood."""
    if draft.whose != member.slack_user_id:
        raise WrongGoal("You can propose a goal for yourself only.", field="metric")
    metric = known_metric(session, workspace=workspace, key=draft.metric_key)
    starts = today_of(member, workspace, now)
    target, _ = _target(session, workspace, draft, member, metric, starts, now)
    return propose_goal(
        session,
        workspace=workspace,
        member=member,
        metric=metric,
        period=draft.period,
        target=target,
        reason=draft.reason,
        now=now,
    )


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


def _target(
    session: Session,
    workspace: Workspace,
    draft: GoalDraft,
    subject: Member | Team,
    metric: Metric,
    starts: dt.date,
    now: dt.datetime,
) -> tuple[int, OverLast | None]:
    percent: Decimal | None = read_percent(draft.target)
    if percent is not None:
        last = target_over_last(
            session,
            workspace=workspace,
            subject=subject,
            metric_key=draft.metric_key,
            period=draft.period,
            percent=percent,
            starts=starts,
            now=now,
        )
        return last.target, last
    vocabulary = vocabulary_of(session, workspace=workspace)
    words = next(each for each in vocabulary.metrics if each.key == metric.key)
    try:
        return read_goal_target(draft.target.strip(), words, vocabulary), None
    except NotUnderstood as unclear:
        unclear.field = "target"
        raise
