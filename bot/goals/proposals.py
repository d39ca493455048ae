"""A rep proposes a goal for themselves, a manager decides, and the rep is told."""

import datetime as dt

from bot.core.failures import Failure
from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.editing import GoalSet, require_dates, set_goal
from bot.goals.proposal_messages import (
    PROPOSAL,
    PROPOSAL_ANSWER,
    AboutProposal,
    Proposal,
    metric_of,
    plan_messages,
    proposal_now,
    refresh_proposal,
)
from bot.people.alert_readers import assignable, managers_of
from bot.people.goal_owners import WrongGoal, owner_id, subject_of
from bot.targets.holding import teams_of
from bot.targets.inheriting import dates_of
from metrics.periods import Period, PeriodKind
from storage import memberships, people, proposals
from storage.tables import GoalProposal, Member, Metric, Role


class ProposalGone(Failure):
    """A proposal cannot be answered; the message says why."""


def propose_goal(
    work: Work,
    *,
    member: Member,
    metric: Metric,
    period: PeriodKind,
    target: int,
    reason: str,
    dates: Period | None = None,
) -> GoalProposal:
    """Keep the proposal and tell who decides: the managers of the member's team, else an admin.

    A proposal for the same metric and period (of one by dates of its own: the same `dates`) that waits still is
    replaced. Raises WrongGoal for somebody who is no rep of a team, because nobody would decide, and for dates for
    which they can have no goal.
    """
    if dates is not None:
        require_dates(work, owner=owner_id(member), metric=metric, dates=dates)
    starts, ends = (dates.start, dates.end) if dates is not None else (None, None)
    today = work.today_of(member)
    readers = _readers(work, member, today)
    row = proposals.open_of(
        work.session, member_id=member.id, metric_id=metric.id, period=period, starts=starts, ends=ends
    )
    if row is None:
        row = GoalProposal(
            workspace_id=work.workspace_id,
            member_id=member.id,
            metric_id=metric.id,
            period=period,
            target=target,
            period_starts=starts,
            period_ends=ends,
            reason=reason,
            proposed_at=work.now,
        )
    row.target, row.reason, row.proposed_at = target, reason, work.now
    work.session.add(row)
    work.session.flush()
    plan_messages(work.session, row=row, kind=PROPOSAL, readers=readers, now=work.now)
    refresh_proposal(work.session, row)
    return row


def decide(work: Work, *, viewer: Viewer, proposal_id: int, accept: bool) -> Proposal:
    """Agree to a proposal as it is, or decline it; the rep is told. Raises NotAllowed, ProposalGone."""
    row, member = _answerable(work, viewer, proposal_id)
    done = None
    if accept:
        metric, dates = metric_of(work, row), dates_of(row)
        done = set_goal(
            work,
            viewer=viewer,
            subject=member,
            metric_key=metric.key,
            period=row.period,
            target=row.target,
            starts=dates.start if dates is not None else work.today_of(member),
            reason=row.reason,
            dates=dates,
        )
    _settle(work, viewer, row, member, done)
    agreed = AboutProposal(proposal=row.id, target=row.target if accept else None)
    return proposal_now(work, row, planned=agreed, judged=False)


def settle_with(work: Work, *, viewer: Viewer, proposal_id: int, member: Member, done: GoalSet) -> None:
    """Note that a proposal was answered by a goal that has been set, perhaps another one. Raises as `decide` does."""
    row, owner = _answerable(work, viewer, proposal_id)
    if owner.id != member.id:
        raise ProposalGone("That proposal is someone else's. Open it again.")
    _settle(work, viewer, row, owner, done)


def proposal_to_change(work: Work, *, viewer: Viewer, proposal_id: int) -> Proposal:
    """A proposal that the viewer may answer. Raises NotAllowed, ProposalGone."""
    row, _ = _answerable(work, viewer, proposal_id)
    return proposal_now(work, row, judged=False)


def _readers(work: Work, member: Member, date: dt.date) -> list[Member]:
    team_id = teams_of(work.session, workspace=work.workspace, member_ids=[member.id], date=date).get(member.id)
    team = next(
        (each for each in memberships.list_teams(work.session, workspace_id=work.workspace_id) if each.id == team_id),
        None,
    )
    if team is None:
        raise WrongGoal("You aren't on a team yet, so no one could decide. Ask your admin to add you to one.")
    managers = [
        each for each in managers_of(work.session, workspace=work.workspace, team=team, date=date) if each != member
    ]
    admins = [
        each
        for each in assignable(work.session, workspace=work.workspace, team=team, date=date)
        if each.role is Role.ADMIN
    ]
    return managers or admins


def _answerable(work: Work, viewer: Viewer, proposal_id: int) -> tuple[GoalProposal, Member]:
    row = proposals.get(work.session, workspace_id=work.workspace_id, proposal_id=proposal_id)
    member = people.members_by_id(work.session, ids={row.member_id}).get(row.member_id) if row is not None else None
    if row is None or member is None:
        raise ProposalGone("That proposal was deleted.")
    today = work.today_of(member)
    require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=member, date=today))
    if row.decided_at is not None:
        raise ProposalGone("That proposal was already answered.")
    return row, member


def _settle(work: Work, viewer: Viewer, row: GoalProposal, member: Member, granted: GoalSet | None) -> None:
    row.decided_by, row.decided_at, row.accepted = viewer.member_id, work.now, granted is not None
    work.session.add(row)
    work.session.flush()
    refresh_proposal(work.session, row)
    plan_messages(work.session, row=row, kind=PROPOSAL_ANSWER, readers=[member], now=work.now, granted=granted)
