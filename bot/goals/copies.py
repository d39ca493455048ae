"""A group's goal copied down to its members, each with a target of their own, and looked at before anything is set."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.failures import Failure
from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.drafts import GoalDraft, group_of
from bot.goals.editing import GoalSet, known_metric, set_goal
from bot.goals.past_periods import today_of
from bot.goals.realism import realism_of_each
from bot.goals.requests import target_of
from bot.people.goal_owners import GoalOwner, WrongGoal, members_of, subject_of
from bot.targets.holding import held_goals
from storage.tables import Member, Metric

MOST = 30
"""Members whose targets fit one form."""


@dataclass(frozen=True)
class Copy:
    """One member: the `target` they are to have, None where they keep what they have; `own` is the target of a goal of
    their own that holds now, `chance` how likely they reach the new one, `usual` what they usually do a working day.
    """

    member: Member
    said: str
    target: int | None
    own: int | None
    chance: float | None
    usual: float | None

    @property
    def changes(self) -> bool:
        """Whether anything is to be set."""
        return self.target is not None and self.target != self.own


@dataclass(frozen=True)
class Copies:
    """A goal for each member of `owner`, from `starts` on."""

    owner: GoalOwner
    draft: GoalDraft
    metric: Metric
    starts: dt.date
    rows: tuple[Copy, ...]


def copies_of(work: Work, *, viewer: Viewer, draft: GoalDraft, said: Mapping[int, str] | None) -> Copies:
    """What the goal would be for each, with the targets as they were typed by member id; nothing is stored.

    `said` None gives everybody the group's target; an empty one leaves the member as they are. A percentage is of what
    each did themselves in the last period. Raises NotAllowed, and WrongGoal or NotUnderstood with the member's field.
    """
    owner = group_of(work, whose=draft.whose)
    today = today_of(owner, work.workspace, work.now)
    require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=owner, date=today))
    metric = known_metric(work, key=draft.metric_key)
    starts = draft.starts or today
    dates = draft.dates(starts)
    members = members_of(work.session, workspace=work.workspace, about=owner, date=today)
    if not members or len(members) > MOST:
        raise WrongGoal(
            "You can set goals individually for 1 to {most} people, and this is {n}. For more, use a file: `pacer "
            "import goals`.",
            most=MOST,
            n=len(members),
        )
    texts = {m.id: draft.target if said is None else said.get(m.id, "").strip() for m in members}
    targets = {}
    for member in members:
        if text := texts[member.id]:
            targets[member.id] = _read(work, draft, member, text, metric, starts)
    outlooks = realism_of_each(
        work,
        targets=targets,
        members=members,
        metric=metric,
        period=draft.period,
        starts=starts,
        leave=draft.leave,
        dates=dates,
    )
    held = held_goals(work.session, workspace=work.workspace, member_ids=[m.id for m in members if m.id], date=today)
    rows = []
    for member in members:
        member_id = member.id
        same = [
            goal
            for goal in held[member_id]
            if (goal.metric_id, goal.period, goal.dates) == (metric.id, draft.period, dates)
        ]
        own = [goal.target for goal in same if not goal.inherited]
        outlook = outlooks.get(member_id)
        rows.append(
            Copy(
                member=member,
                said=texts[member_id],
                target=targets.get(member_id),
                own=own[0] if own else None,
                chance=outlook.realism.probability if outlook else None,
                usual=outlook.usual if outlook else None,
            )
        )
    return Copies(owner, draft, metric, starts, tuple(rows))


def save_copies(work: Work, *, viewer: Viewer, copies: Copies) -> list[GoalSet]:
    """Set what changes, as goals of the members' own. Raises NotAllowed."""
    return [
        set_goal(
            work,
            viewer=viewer,
            subject=row.member,
            metric_key=copies.metric.key,
            period=copies.draft.period,
            target=row.target,
            starts=copies.starts,
            reason=copies.draft.reason,
            leave=copies.draft.leave,
            dates=copies.draft.dates(copies.starts),
        )
        for row in copies.rows
        if row.changes
    ]


def field_of(member: Member) -> str:
    """The field of a form that holds the member's target."""
    return f"target:{member.id}"


def _read(work: Work, draft: GoalDraft, member: Member, text: str, metric: Metric, starts: dt.date) -> int:
    try:
        return target_of(work, replace(draft, target=text), member, metric, starts)[0]
    except Failure as failure:
        failure.field = field_of(member)
        raise
