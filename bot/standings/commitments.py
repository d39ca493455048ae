"""What a rep committed to, and what it has come to: facts for the morning message, the 1:1 and the rep themself."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.work import Work
from bot.people.one_on_ones import calendars_around, workday_before
from bot.pipeline.stages import StageName
from storage import coaching, day_totals, stages
from storage.deals import WON
from storage.dialect import portions
from storage.tables import Commitment, Member, Metric

SAID_AFTER = 3
"""Days after its date for which a commitment that was not kept is still spoken of in the morning."""
_DAY = dt.timedelta(days=1)

Measure = Metric | StageName
"""What a commitment is counted in: a metric, or the stage that deals are to move on from."""


@dataclass(frozen=True)
class CommitmentNow:
    """A commitment and what it has come to: a count, or minor units."""

    commitment: Commitment
    measure: Measure
    done: int

    @property
    def reached(self) -> bool:
        """Whether it is kept already."""
        return self.done >= self.commitment.target

    @property
    def left(self) -> int:
        """What is missing."""
        return max(0, self.commitment.target - self.done)

    def is_over(self, today: dt.date) -> bool:
        """Whether its date has passed where the rep is."""
        return today > self.commitment.due_on


def open_commitments(work: Work, *, members: Collection[Member]) -> dict[int, tuple[CommitmentNow, ...]]:
    """The open commitments of each of these members, due first before the others; those without any are left out."""
    stored = coaching.open_commitments(work.session, member_ids=[member.id for member in members])
    counted = count_commitments(work, [each for some in stored.values() for each in some])
    return {who: tuple(counted[each.id] for each in some if each.id in counted) for who, some in stored.items()}


def commitments_to_say(work: Work, *, members: Collection[Member]) -> dict[int, tuple[CommitmentNow, ...]]:
    """Those that the morning message speaks of: the ones that run, for three days those that were not kept, and once,
    on the next workday, that one is done.
    """
    today = {member.id: work.today_of(member) for member in members}
    open_now = open_commitments(work, members=members)
    old_news = _done_before(work, [member for member in members if member.id in open_now], open_now)
    found = {}
    for who, some in open_now.items():
        shown = tuple(
            each
            for each in some
            if each.commitment.id not in old_news
            and (each.reached or today[who] <= each.commitment.due_on + SAID_AFTER * _DAY)
        )
        if shown:
            found[who] = shown
    return found


def _done_before(
    work: Work, members: Sequence[Member], open_now: Mapping[int, Sequence[CommitmentNow]]
) -> frozenset[int]:
    """Which of these were done before the last workday began: that morning's message said so."""
    reached = {who: [each.commitment for each in some if each.reached] for who, some in open_now.items()}
    mine = [member for member in members if reached.get(member.id)]
    if not mine:
        return frozenset()
    today = {member.id: work.today_of(member) for member in mine}
    calendars = calendars_around(work, members=mine, starts=min(today.values()), ends=max(today.values()))
    before = {who: workday_before(calendars[who], date) for who, date in today.items()}
    counted = count_commitments(work, [each for member in mine for each in reached[member.id]], before=before)
    return frozenset(each.commitment.id for each in counted.values() if each.reached)


def count_commitments(
    work: Work, commitments: Sequence[Commitment], *, before: Mapping[int, dt.date] | None = None
) -> Mapping[int, CommitmentNow]:
    """What each of these has come to, by its id: what was done from its first date to its last, both included.

    `before`: only what was done before a date, by member.
    """
    if not commitments:
        return {}
    before = before or {}
    metrics = {metric.id: metric for metric in work.metrics(retired=True)}
    process = stages.list_stages(work.session, workspace_id=work.workspace_id, retired=True)
    names = {stage.key: StageName(stage.key, stage.label) for stage in process}
    by_span: dict[tuple[int | None, str, dt.date, dt.date], list[Commitment]] = {}
    for each in commitments:
        ends = min(each.due_on + _DAY, before.get(each.member_id, dt.date.max))
        by_span.setdefault((each.metric_id, each.stage, each.starts, ends), []).append(each)
    found: dict[int, CommitmentNow] = {}
    for (metric_id, stage, starts, ends), some in by_span.items():
        ids = sorted({each.member_id for each in some})
        done: dict[int, int] = {}
        if metric_id is not None:
            for part in portions(ids):
                done |= day_totals.sums_between(
                    work.session, member_ids=part, metric_id=metric_id, starts=starts, ends=ends
                )
        else:
            at = next((place for place, other in enumerate(process) if other.key == stage), len(process))
            later = {other.key for other in process[at + 1 :]} | {WON}
            done = coaching.moved_on(work.session, member_ids=ids, stage=stage, later=later, starts=starts, ends=ends)
        measure: Measure = metrics[metric_id] if metric_id is not None else names.get(stage, StageName(stage, stage))
        found |= {each.id: CommitmentNow(each, measure, max(0, done.get(each.member_id, 0))) for each in some}
    return found
