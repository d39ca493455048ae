"""A rep proposes a goal for themselves, a manager decides, and the rep is told."""

import datetime as dt

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.permissions import Action, Viewer, require
from bot.goals.editing import set_goal
from bot.goals.proposal_messages import (
    PROPOSAL,
    PROPOSAL_ANSWER,
    Proposal,
    metric_of,
    plan_messages,
    proposal_now,
    refresh_proposal,
)
from bot.people.alert_readers import assignable, managers_of
from bot.people.goal_owners import WrongGoal, subject_of
from bot.targets.holding import teams_of
from metrics.periods import PeriodKind
from storage import memberships, people, proposals
from storage.tables import GoalProposal, Member, Metric, Role, Workspace


class ProposalGone(Failure):
    """A proposal cannot be answered; the message says why."""


def propose_goal(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    metric: Metric,
    period: PeriodKind,
    target: int,
    reason: str,
    now: dt.datetime,
) -> GoalProposal:
    """Keep the proposal and tell who decides: the managers of the member's team, else an admin.

    A proposal for the same metric and period that waits still is replaced. Raises WrongGoal for somebody who is no rep
    of a team: nobody would decide.
    """
    today = local_date(member, workspace, now)
    readers = _readers(session, workspace, member, today)
    row = proposals.open_of(session, member_id=member.id, metric_id=metric.id, period=period)
    if row is None:
        row = GoalProposal(
            workspace_id=workspace.id,
            member_id=member.id,
            metric_id=metric.id,
            period=period,
            target=target,
            reason=reason,
            proposed_at=now,
        )
    row.target, row.reason, row.proposed_at = target, reason, now
    session.add(row)
    session.flush()
    plan_messages(session, row=row, kind=PROPOSAL, readers=readers, now=now)
    refresh_proposal(session, row)
    return row


def decide(
    session: Session, *, workspace: Workspace, viewer: Viewer, proposal_id: int, accept: bool, now: dt.datetime
) -> Proposal:
    """Agree to a proposal as it is, or decline it; the rep is told. Raises NotAllowed, ProposalGone."""
    row, member = _answerable(session, workspace, viewer, proposal_id, now)
    if accept:
        metric = metric_of(session, workspace, row)
        set_goal(
            session,
            workspace=workspace,
            viewer=viewer,
            subject=member,
            metric_key=metric.key,
            period=row.period,
            target=row.target,
            starts=local_date(member, workspace, now),
            now=now,
            reason=row.reason,
        )
    _settle(session, workspace, viewer, row, member, row.target if accept else None, now)
    return proposal_now(session, workspace, row, now, granted=row.target if accept else None, judged=False)


def settle_with(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    proposal_id: int,
    member: Member,
    target: int,
    now: dt.datetime,
) -> None:
    """Note that a proposal was answered by a goal that has been set, perhaps another one. Raises as `decide` does."""
    row, owner = _answerable(session, workspace, viewer, proposal_id, now)
    if owner.id != member.id:
        raise ProposalGone("That proposal is of somebody else. Open it again.")
    _settle(session, workspace, viewer, row, owner, target, now)


def proposal_to_change(
    session: Session, *, workspace: Workspace, viewer: Viewer, proposal_id: int, now: dt.datetime
) -> Proposal:
    """A proposal that the viewer may answer. Raises NotAllowed, ProposalGone."""
    row, _ = _answerable(session, workspace, viewer, proposal_id, now)
    return proposal_now(session, workspace, row, now, judged=False)


def _readers(session: Session, workspace: Workspace, member: Member, date: dt.date) -> list[Member]:
    team_id = teams_of(session, workspace=workspace, member_ids=[member.id], date=date).get(member.id)
    team = next(
        (each for each in memberships.list_teams(session, workspace_id=workspace.id) if each.id == team_id), None
    )
    if team is None:
        raise WrongGoal("You are in no team yet, so nobody would decide. Ask your admin to put you into one.")
    managers = [each for each in managers_of(session, workspace=workspace, team=team, date=date) if each != member]
    admins = [
        each for each in assignable(session, workspace=workspace, team=team, date=date) if each.role is Role.ADMIN
    ]
    return managers or admins


def _answerable(
    session: Session, workspace: Workspace, viewer: Viewer, proposal_id: int, now: dt.datetime
) -> tuple[GoalProposal, Member]:
    row = proposals.get(session, workspace_id=workspace.id, proposal_id=proposal_id)
    member = people.members_by_id(session, ids={row.member_id}).get(row.member_id) if row is not None else None
    if row is None or member is None:
        raise ProposalGone("That proposal is not there any more.")
    today = local_date(member, workspace, now)
    require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=member, date=today))
    if row.decided_at is not None:
        raise ProposalGone("That proposal was answered already.")
    return row, member


def _settle(
    session: Session,
    workspace: Workspace,
    viewer: Viewer,
    row: GoalProposal,
    member: Member,
    granted: int | None,
    now: dt.datetime,
) -> None:
    row.decided_by, row.decided_at, row.accepted = viewer.member_id, now, granted is not None
    session.add(row)
    session.flush()
    refresh_proposal(session, row)
    plan_messages(session, row=row, kind=PROPOSAL_ANSWER, readers=[member], now=now, granted=granted)
