"""The messages on a rep's proposal: to whom they go, and what is true of it when they are read."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.members import local_date
from bot.core.work import Work
from bot.goals.editing import GoalSet
from bot.goals.outlook import Outlook
from bot.goals.realism import realism_of
from bot.targets.holding import held_goals
from bot.targets.inheriting import dates_of
from metrics.periods import Period
from storage import deliveries, goals, people, proposals, refreshes
from storage.tables import Delivery, Goal, GoalProposal, Member, Metric

PROPOSAL, PROPOSAL_ANSWER = "goal proposal", "proposal answer"
KEPT = dt.timedelta(days=14)
"""A proposal that could not be delivered for so long is not delivered any more."""


class AboutProposal(Content):
    """Which proposal a message is of, the target that was agreed to, in the metric's units, and the goal that was set
    (its id).
    """

    proposal: int
    target: int | None = None
    goal: int | None = None


@dataclass(frozen=True)
class Proposal:
    """A proposal as its reader sees it. `held` is the target that holds now, `granted` the one that was agreed to, and
    `goal` the goal that was set: None in what was sent before Pacer noted it.
    """

    row: GoalProposal
    member: Member
    metric: Metric
    held: int | None
    outlook: Outlook | None
    decided_by: Member | None
    granted: int | None = None
    goal: Goal | None = None
    goal_metric: Metric | None = None
    starts_later: bool = False
    """Whether the goal that was set begins after the day on which it was decided."""

    @property
    def dates(self) -> Period | None:
        """Of a goal by dates of its own: these."""
        return dates_of(self.row)


def plan_messages(
    session: Session,
    *,
    row: GoalProposal,
    kind: str,
    readers: Sequence[Member],
    now: dt.datetime,
    granted: GoalSet | None = None,
) -> None:
    """Plan a message of this kind on the proposal to each of the readers; `granted` is what was set."""
    about = AboutProposal(
        proposal=row.id,
        target=granted.target if granted is not None else None,
        goal=granted.goal_id if granted is not None else None,
    )
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=row.workspace_id,
                kind=kind,
                recipient=reader.slack_user_id,
                key=_key(row),
                member_id=reader.id,
                content=about.stored(),
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
        found[delivery.id] = None if row is None else proposal_now(work, row, planned=planned, judged=judged)
    return found


def refresh_proposal(session: Session, row: GoalProposal) -> None:
    """Have the managers' messages say what is true now."""
    for delivery in deliveries.of_kind(session, workspace_id=row.workspace_id, kind=PROPOSAL, key=_key(row)):
        refreshes.request_refresh(session, delivery_id=delivery.id, at=None)


def proposal_now(work: Work, row: GoalProposal, *, planned: AboutProposal | None = None, judged: bool) -> Proposal:
    """The proposal as it is at `now`, `judged` with how realistic it is; `planned` says what was agreed to."""
    members = people.members_by_id(work.session, ids={row.member_id, *([row.decided_by] if row.decided_by else [])})
    member, metric = members[row.member_id], metric_of(work, row)
    today = work.today_of(member)
    held = held_goals(work.session, workspace=work.workspace, member_ids=[row.member_id], date=today)[row.member_id]
    dates = dates_of(row)
    same = [
        goal.target for goal in held if (goal.metric_id, goal.period, goal.dates) == (row.metric_id, row.period, dates)
    ]
    goal_id = planned.goal if planned is not None else None
    goal = goals.goals_by_id(work.session, goal_ids=[goal_id]).get(goal_id) if goal_id is not None else None
    outlook = None
    if judged and metric.retired_at is None:
        outlook = realism_of(
            work,
            subject=member,
            metric_key=metric.key,
            period=row.period,
            target=row.target,
            starts=dates.start if dates is not None else today,
            dates=dates,
        )
    return Proposal(
        row=row,
        member=member,
        metric=metric,
        held=same[0] if same else None,
        outlook=outlook,
        decided_by=members.get(row.decided_by or 0),
        granted=planned.target if planned is not None else None,
        goal=goal,
        starts_later=goal is not None
        and row.decided_at is not None
        and goal.starts > local_date(member, work.workspace, row.decided_at),
        goal_metric=next((each for each in work.metrics(retired=True) if goal and each.id == goal.metric_id), None),
    )


def metric_of(work: Work, row: GoalProposal) -> Metric:
    """The metric that a proposal is on, in use or not."""
    metrics = work.metrics(retired=True)
    return next(metric for metric in metrics if metric.id == row.metric_id)


def _key(row: GoalProposal) -> str:
    return f"proposal:{row.id}"
