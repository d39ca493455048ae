"""What becomes of a goal that was filled in, or asked for in a line: judged before it is set, set, or proposed."""

import datetime as dt
import json
from dataclasses import dataclass, replace

from bot.core.looks import note_looks
from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.drafts import GoalDraft, subjects_of
from bot.goals.editing import GoalSet, known_metric, read_target, require_here, set_goal
from bot.goals.outlook import Outlook
from bot.goals.past_periods import OverLast, target_over_last, today_of
from bot.goals.proposals import propose_goal, settle_with
from bot.goals.realism import realism_of
from bot.goals.text import LONGEST_REASON, GoalRequest, read_percent
from bot.people.goal_owners import GoalOwner, WrongGoal, owner_id, subject_of
from metrics.periods import Period, PeriodKind
from metrics.realism import Realism, TeamVerdict
from storage import goals
from storage.tables import Goal, GoalProposal, Member, Metric

JUDGED = 12
"""So many teams are judged and shown before a goal is set for all of them: more make a view that nobody reads."""


@dataclass(frozen=True)
class Reviewed:
    """A draft with what it would mean, an outlook for each of the first twelve owners that it is for."""

    draft: GoalDraft
    subjects: tuple[GoalOwner, ...]
    metric: Metric
    starts: dt.date
    targets: tuple[int, ...]
    over_last: tuple[OverLast | None, ...]
    outlooks: tuple[Outlook, ...]


def review_draft(work: Work, *, viewer: Viewer, draft: GoalDraft) -> Reviewed:
    """What the goal would mean for everybody whom it is for; nothing is stored but that their history was looked at.

    Raises NotAllowed, and WrongGoal or NotUnderstood with the field of the form that it is about.
    """
    subjects = subjects_of(work, viewer=viewer, draft=draft)
    metric = known_metric(work, key=draft.metric_key)
    starts = draft.starts or today_of(subjects[0], work.workspace, work.now)
    dates = draft.dates(starts)
    targets: list[int] = []
    over: list[OverLast | None] = []
    outlooks: list[Outlook] = []
    for subject in subjects:
        require_here(subject)
        about = subject_of(work.session, workspace=work.workspace, about=subject, date=starts)
        if about.member_id != viewer.member_id:
            require(viewer, Action.SET_GOAL, about)
        target, last = target_of(work, draft, subject, metric, starts)
        targets.append(target)
        over.append(last)
        if len(outlooks) == JUDGED:
            continue
        outlooks.append(
            realism_of(
                work,
                subject=subject,
                metric_key=draft.metric_key,
                period=draft.period,
                target=target,
                starts=starts,
                leave=draft.leave,
                dates=dates,
            )
        )
    judged = [each.member for outlook in outlooks for each in outlook.members]
    note_looks(work.session, workspace=work.workspace, viewer=viewer, members=judged, now=work.now)
    return Reviewed(draft, tuple(subjects), metric, starts, tuple(targets), tuple(over), tuple(outlooks))


def save_draft(work: Work, *, viewer: Viewer, draft: GoalDraft) -> list[GoalSet]:
    """Set the goal for everybody whom it is for, all or nobody. Raises as `review_draft` does."""
    done = []
    metric = known_metric(work, key=draft.metric_key)
    for subject in subjects_of(work, viewer=viewer, draft=draft):
        starts = draft.starts or today_of(subject, work.workspace, work.now)
        target, _ = target_of(work, draft, subject, metric, starts)
        done.append(
            set_goal(
                work,
                viewer=viewer,
                subject=subject,
                metric_key=draft.metric_key,
                period=draft.period,
                target=target,
                starts=starts,
                reason=draft.reason,
                leave=draft.leave,
                dates=draft.dates(starts),
            )
        )
        if draft.proposal and isinstance(subject, Member):
            settle_with(work, viewer=viewer, proposal_id=draft.proposal, member=subject, done=done[-1])
    return done


@dataclass(frozen=True)
class AskedGoal:
    """A goal as it was asked for in one line, judged before it is set."""

    subject: GoalOwner
    metric: Metric
    period: PeriodKind
    target: int | None
    starts: dt.date
    reason: str
    over: OverLast | None = None
    outlook: Outlook | None = None
    planned: tuple[Goal, ...] = ()
    """What is planned for later, and would end with it."""
    dates: Period | None = None
    """Of a goal by dates of its own: these."""

    @property
    def is_doubtful(self) -> bool:
        """Whether one click more is asked: it is not realistic, or a planned goal would end."""
        if self.target is None or self.outlook is None:
            return bool(self.planned)
        if self.outlook.team is not None:
            return self.outlook.team.verdict is TeamVerdict.TOO_HARD
        return any(each.realism.realism is Realism.UNREALISTIC for each in self.outlook.members)


def judge_asked_goal(work: Work, *, viewer: Viewer, subject: GoalOwner, request: GoalRequest) -> AskedGoal:
    """What was asked for in one line, what a percentage was taken of, and how realistic it is; nothing is set.

    Raises NotAllowed, WrongGoal.
    """
    if request.target is not None or request.percent is not None:
        require_here(subject)
    starts = request.starts or today_of(subject, work.workspace, work.now)
    require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=subject, date=starts))
    metric = known_metric(work, key=request.metric_key)
    period, over = PeriodKind(request.period), None
    if request.percent is not None:
        over = target_over_last(
            work, subject=subject, metric_key=request.metric_key, period=period, percent=request.percent, starts=starts
        )
    asked = AskedGoal(
        subject,
        metric,
        period,
        over.target if over is not None else request.target,
        starts,
        request.reason,
        over,
        dates=Period(starts, request.last + dt.timedelta(days=1)) if request.last is not None else None,
    )
    if asked.target is None:
        lasting = goals.goals_lasting(
            work.session,
            workspace_id=work.workspace_id,
            owner=owner_id(subject),
            metric_id=metric.id,
            period=period,
            date=starts,
        )
        return replace(asked, planned=tuple(row for row in lasting if row.starts > starts))
    outlook = realism_of(
        work,
        subject=subject,
        metric_key=metric.key,
        period=period,
        target=asked.target,
        starts=starts,
        dates=asked.dates,
    )
    note_looks(
        work.session,
        workspace=work.workspace,
        viewer=viewer,
        members=[each.member for each in outlook.members],
        now=work.now,
    )
    return replace(asked, outlook=outlook)


def carried_goal(value: str) -> tuple[str, GoalRequest]:
    """Whose goal, and which, a button carried. Raises WrongGoal: whoever clicks may have changed it."""
    try:
        said = json.loads(value)
        target = None if said["t"] is None else int(said["t"])
        kind = PeriodKind(said["p"]).value
        starts = dt.date.fromisoformat(said["f"])
        reason = str(said["r"])[:LONGEST_REASON]
        last = dt.date.fromisoformat(said["x"]) if said.get("x") else None
        if last is not None and last < starts:
            raise ValueError(said["x"])
        return str(said["w"]), GoalRequest(None, None, str(said["m"]), target, kind, starts, None, reason, None, last)
    except (KeyError, ValueError, TypeError) as error:
        raise WrongGoal("This button is out of date. Type the goal again.") from error


def carried_undo(value: str) -> tuple[int | None, list[tuple[int, dt.date | None]]]:
    """The goal to take back, and when those that it ended did end before. Raises WrongGoal as above."""
    try:
        said = json.loads(value)
        goal_id = None if said["g"] is None else int(said["g"])
        return goal_id, [(int(each), dt.date.fromisoformat(ends) if ends else None) for each, ends in said["e"]]
    except (KeyError, ValueError, TypeError) as error:
        raise WrongGoal("This button is out of date. Type the goal again.") from error


def set_asked_goal(work: Work, *, viewer: Viewer, asked: AskedGoal) -> GoalSet:
    """Set what was asked for in one line. Raises NotAllowed, WrongGoal."""
    return set_goal(
        work,
        viewer=viewer,
        subject=asked.subject,
        metric_key=asked.metric.key,
        period=asked.period,
        target=asked.target,
        starts=asked.starts,
        reason=asked.reason,
        dates=asked.dates,
    )


def propose_draft(work: Work, *, member: Member, draft: GoalDraft) -> GoalProposal:
    """Propose the goal that the member filled in for themselves. Raises WrongGoal, NotUnderstood."""
    if draft.whose != member.slack_user_id:
        raise WrongGoal("You can only propose a goal for yourself.", field="metric")
    metric = known_metric(work, key=draft.metric_key)
    today = today_of(member, work.workspace, work.now)
    target, _ = target_of(work, draft, member, metric, today)
    return propose_goal(
        work,
        member=member,
        metric=metric,
        period=draft.period,
        target=target,
        reason=draft.reason,
        dates=draft.dates(draft.starts or today),
    )


def target_of(
    work: Work, draft: GoalDraft, subject: GoalOwner, metric: Metric, starts: dt.date
) -> tuple[int, OverLast | None]:
    """The target that was typed, and what a percentage was taken of. Raises WrongGoal, NotUnderstood."""
    percent = read_percent(draft.target)
    if percent is None:
        return read_target(work, metric=metric, text=draft.target), None
    if draft.period is PeriodKind.CUSTOM:
        raise WrongGoal("Those dates have nothing to compare with, so write a number.", field="target")
    last = target_over_last(
        work, subject=subject, metric_key=metric.key, period=draft.period, percent=percent, starts=starts
    )
    return last.target, last
