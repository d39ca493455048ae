"""What a team's lost deals teach: reasons and lessons by the stage in which they were lost. Names only where shared."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text.vocabulary import fold_words
from bot.core.work import Work
from bot.pipeline.stages import StageName, stage_names
from metrics.periods import Period
from storage import deals
from storage.tables import Deal, Member

MOST_REASONS, MOST_LESSONS = 3, 3


@dataclass(frozen=True)
class Reason:
    """Why deals were lost, as it was first written, and how many."""

    words: str
    deals: int


@dataclass(frozen=True)
class Lesson:
    """What somebody would do differently; `by` is None where they did not share it with their name."""

    words: str
    by: Member | None


@dataclass(frozen=True)
class LostInStage:
    """Deals lost in a stage (None: they were logged as lost at once); the most common reasons, and lessons."""

    stage: StageName | None
    deals: int
    reasons: tuple[Reason, ...]
    lessons: tuple[Lesson, ...]


def lost_by_stage(work: Work, *, members: Sequence[Member], period: Period) -> tuple[LostInStage, ...]:
    """What these members' deals that were lost in the period teach, the stage with most of them first.

    Nobody's name and no account is in it, but the names of those who shared a lesson with theirs; those come first.
    """
    by_id = {member.id: member for member in members}
    found: dict[str, list[Deal]] = {}
    for deal, stage in deals.lost_between(work.session, member_ids=list(by_id), starts=period.start, ends=period.end):
        found.setdefault(stage, []).append(deal)
    process = stage_names(work.session, workspace=work.workspace, retired=True)
    places = {stage.key: at for at, stage in enumerate(process)}
    order = sorted(found, key=lambda key: (-len(found[key]), places.get(key, len(process))))
    return tuple(
        LostInStage(
            process[places[key]] if key in places else None,
            len(found[key]),
            _reasons([deal.lost_reason for deal in found[key]]),
            _lessons(found[key], by_id),
        )
        for key in order
    )


def month_before(date: dt.date) -> Period:
    """The last whole calendar month before a date."""
    first = date.replace(day=1)
    return Period((first - dt.timedelta(days=1)).replace(day=1), first)


def _reasons(words: Sequence[str]) -> tuple[Reason, ...]:
    said = [each for each in words if each.strip()]
    first: dict[str, str] = {}
    for each in said:
        first.setdefault(fold_words(each), each)
    counted = Counter(fold_words(each) for each in said)
    return tuple(Reason(first[key], number) for key, number in counted.most_common(MOST_REASONS))


def _lessons(lost: Sequence[Deal], members: dict[int, Member]) -> tuple[Lesson, ...]:
    written: dict[str, Lesson] = {}
    for deal in sorted(lost, key=lambda each: not each.lesson_shared):
        if deal.lesson.strip():
            by = members[deal.member_id] if deal.lesson_shared else None
            written.setdefault(fold_words(deal.lesson), Lesson(deal.lesson, by))
    return tuple(written.values())[:MOST_LESSONS]
