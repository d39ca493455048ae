"""A rep proposes a goal for themselves, a manager decides, and the rep is told."""

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.alerts.readers import assignable, managers_of
from bot.coach.goals.held import WrongGoal, held_goals, set_goal, subject_of, teams_of
from bot.coach.goals.realism import Outlook, realism_of
from bot.coach.people.members import local_date
from bot.coach.people.permissions import Action, Viewer, require
from bot.failures import Failure
from metrics.periods import PeriodKind
from storage import catalogue, deliveries, memberships, people, proposals
from storage.tables import Delivery, GoalProposal, Member, Metric, Role, Workspace

PROPOSAL, PROPOSAL_ANSWER = "goal proposal", "proposal answer"
KEPT = dt.timedelta(days=14)
"""A proposal that could not be delivered for so long is not delivered any more."""


class ProposalGone(Failure):
    """A proposal cannot be answered; the message says why."""


@dataclass(frozen=True)
class Proposal:
    """A proposal as its reader sees it. `held` is the target that holds now, `granted` the one that was agreed to."""

    row: GoalProposal
    member: Member
    metric: Metric
    held: int | None
    outlook: Outlook | None
    decided_by: Member | None
    granted: int | None = None


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
    assert member.id is not None
    today = local_date(member, workspace, now)
    readers = _readers(session, workspace, member, today)
    row = proposals.open_of(session, member_id=member.id, metric_id=metric.id or 0, period=period)
    if row is None:
        row = GoalProposal(
            workspace_id=workspace.id or 0,
            member_id=member.id,
            metric_id=metric.id or 0,
            period=period,
            target=target,
            reason=reason,
            proposed_at=now,
        )
    row.target, row.reason, row.proposed_at = target, reason, now
    session.add(row)
    session.flush()
    _plan(session, row, readers, now)
    refresh_proposal(session, row)
    return row


def decide(
    session: Session, *, workspace: Workspace, viewer: Viewer, proposal_id: int, accept: bool, now: dt.datetime
) -> Proposal:
    """Agree to a proposal as it is, or decline it; the rep is told. Raises NotAllowed, ProposalGone."""
    row, member = _answerable(session, workspace, viewer, proposal_id, now)
    if accept:
        metric = _metric(session, workspace, row)
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
    return _told(session, workspace, row, now, granted=row.target if accept else None, judged=False)


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
    return _told(session, workspace, row, now, judged=False)


def proposals_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Proposal | None]:
    """What these messages are of, true at `now`, by delivery id; None where the proposal is not there any more."""
    found: dict[int, Proposal | None] = {}
    for delivery in rows:
        said = json.loads(delivery.content)
        row = proposals.get(session, workspace_id=workspace.id or 0, proposal_id=int(said["proposal"]))
        judged = delivery.kind == PROPOSAL and row is not None and row.decided_at is None
        found[delivery.id or 0] = (
            None if row is None else _told(session, workspace, row, now, granted=said.get("target"), judged=judged)
        )
    return found


def refresh_proposal(session: Session, row: GoalProposal) -> None:
    """Have the managers' messages say what is true now."""
    for delivery in deliveries.of_kind(session, workspace_id=row.workspace_id, kind=PROPOSAL, key=_key(row)):
        deliveries.request_refresh(session, delivery_id=delivery.id or 0, at=None)


def _readers(session: Session, workspace: Workspace, member: Member, date: dt.date) -> list[Member]:
    team_id = teams_of(session, workspace=workspace, member_ids=[member.id or 0], date=date).get(member.id or 0)
    team = next(
        (each for each in memberships.list_teams(session, workspace_id=workspace.id or 0) if each.id == team_id), None
    )
    if team is None:
        raise WrongGoal("You are in no team yet, so nobody would decide. Ask your admin to put you into one.")
    managers = [each for each in managers_of(session, workspace=workspace, team=team, date=date) if each != member]
    admins = [
        each for each in assignable(session, workspace=workspace, team=team, date=date) if each.role is Role.ADMIN
    ]
    return managers or admins


def _plan(session: Session, row: GoalProposal, readers: Sequence[Member], now: dt.datetime) -> None:
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=row.workspace_id,
                kind=PROPOSAL,
                recipient=reader.slack_user_id,
                key=_key(row),
                member_id=reader.id,
                content=json.dumps({"proposal": row.id}),
                due_at=now,
                expires_at=now + KEPT,
                token=secrets.token_hex(16),
            )
            for reader in readers
        ],
    )


def _answerable(
    session: Session, workspace: Workspace, viewer: Viewer, proposal_id: int, now: dt.datetime
) -> tuple[GoalProposal, Member]:
    row = proposals.get(session, workspace_id=workspace.id or 0, proposal_id=proposal_id)
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
    answer = deliveries.new_row(
        workspace_id=workspace.id or 0,
        kind=PROPOSAL_ANSWER,
        recipient=member.slack_user_id,
        key=_key(row),
        member_id=member.id,
        content=json.dumps({"proposal": row.id, "target": granted}),
        due_at=now,
        expires_at=now + KEPT,
        token=secrets.token_hex(16),
    )
    deliveries.plan(session, rows=[answer])


def _told(
    session: Session,
    workspace: Workspace,
    row: GoalProposal,
    now: dt.datetime,
    *,
    granted: int | None = None,
    judged: bool,
) -> Proposal:
    members = people.members_by_id(session, ids={row.member_id, *([row.decided_by] if row.decided_by else [])})
    member, metric = members[row.member_id], _metric(session, workspace, row)
    today = local_date(member, workspace, now)
    held = held_goals(session, workspace=workspace, member_ids=[row.member_id], date=today)[row.member_id]
    same = [goal.target for goal in held if (goal.metric_id, goal.period) == (row.metric_id, row.period)]
    outlook = None
    if judged and metric.retired_at is None:
        outlook = realism_of(
            session,
            workspace=workspace,
            subject=member,
            metric_key=metric.key,
            period=row.period,
            target=row.target,
            starts=today,
            now=now,
        )
    return Proposal(
        row=row,
        member=member,
        metric=metric,
        held=same[0] if same else None,
        outlook=outlook,
        decided_by=members.get(row.decided_by or 0),
        granted=granted,
    )


def _metric(session: Session, workspace: Workspace, row: GoalProposal) -> Metric:
    metrics = catalogue.list_metrics(session, workspace_id=workspace.id or 0, retired=True)
    return next(metric for metric in metrics if metric.id == row.metric_id)


def _key(row: GoalProposal) -> str:
    return f"proposal:{row.id}"
