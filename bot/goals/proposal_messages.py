"""The messages on a rep's proposal: to whom they go, and what is true of it when they are read."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.work import Work
from bot.goals.outlook import Outlook
from bot.goals.realism import realism_of
from bot.targets.holding import held_goals
from storage import deliveries, people, proposals, refreshes
from storage.tables import Delivery, GoalProposal, Member, Metric

PROPOSAL, PROPOSAL_ANSWER = "goal proposal", "proposal answer"
KEPT = dt.timedelta(days=14)
"""A proposal that could not be delivered for so long is not delivered any more."""


class AboutProposal(Content):
    """Which proposal a message is of, and the target that was agreed to, in the metric's units."""

    proposal: int
    target: int | None = None


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


def plan_messages(
    session: Session,
    *,
    row: GoalProposal,
    kind: str,
    readers: Sequence[Member],
    now: dt.datetime,
    granted: int | None = None,
) -> None:
    """Plan a message of this kind on the proposal to each of the readers; `granted` is what was agreed to."""
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=row.workspace_id,
                kind=kind,
                recipient=reader.slack_user_id,
                key=_key(row),
                member_id=reader.id,
                content=AboutProposal(proposal=row.id, target=granted).stored(),
                due_at=now,
                expires_at=now + KEPT,
                token=secrets.token_hex(16),
            )
            for reader in readers
        ],
    )


def proposals_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, Proposal | None]:
    """What these messages are of, true at `now`, by delivery id; None where the proposal is not there any more."""
    found: dict[int, Proposal | None] = {}
    for delivery in rows:
        planned = AboutProposal.of_row(delivery)
        row = proposals.get(work.session, workspace_id=work.workspace_id, proposal_id=planned.proposal)
        judged = delivery.kind == PROPOSAL and row is not None and row.decided_at is None
        found[delivery.id] = None if row is None else proposal_now(work, row, granted=planned.target, judged=judged)
    return found


def refresh_proposal(session: Session, row: GoalProposal) -> None:
    """Have the managers' messages say what is true now."""
    for delivery in deliveries.of_kind(session, workspace_id=row.workspace_id, kind=PROPOSAL, key=_key(row)):
        refreshes.request_refresh(session, delivery_id=delivery.id, at=None)


def proposal_now(work: Work, row: GoalProposal, *, granted: int | None = None, judged: bool) -> Proposal:
    """The proposal as it is at `now`, `judged` with how realistic it is."""
    members = people.members_by_id(work.session, ids={row.member_id, *([row.decided_by] if row.decided_by else [])})
    member, metric = members[row.member_id], metric_of(work, row)
    today = work.today_of(member)
    held = held_goals(work.session, workspace=work.workspace, member_ids=[row.member_id], date=today)[row.member_id]
    same = [goal.target for goal in held if (goal.metric_id, goal.period) == (row.metric_id, row.period)]
    outlook = None
    if judged and metric.retired_at is None:
        outlook = realism_of(
            work, subject=member, metric_key=metric.key, period=row.period, target=row.target, starts=today
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


def metric_of(work: Work, row: GoalProposal) -> Metric:
    """The metric that a proposal is on, in use or not."""
    metrics = work.metrics(retired=True)
    return next(metric for metric in metrics if metric.id == row.metric_id)


def _key(row: GoalProposal) -> str:
    return f"proposal:{row.id}"
