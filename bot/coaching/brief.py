"""What a manager and a rep read before their 1:1, on one screen: what went well first, then what is worth asking."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.looks import note_looks
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.deals.playbook import Playbook, how_of
from bot.leave.calendars import load_calendars
from bot.people.one_on_ones import Meeting
from bot.pipeline.conversion import ConversionFigures, WeakStage
from bot.pipeline.stages import StageName
from bot.standings.commitments import CommitmentNow, count_commitments
from bot.standings.goal_lines import GoalLine
from bot.standings.progress import Change, Progress, progress_of
from bot.standings.streaks import GoalStreak
from metrics.chances import shown_chance
from metrics.episodes import Status
from storage import coaching, standings
from storage.tables import CoachingNote, Commitment, Member

MOST_GOOD, MOST_GOALS, MOST_TOPICS, MOST_COMMITMENTS = 2, 3, 3, 3
FIRST_TIME = dt.timedelta(days=28)
"""So far back commitments are shown where there was no 1:1 before."""
HALF = 0.5
"""Of a goal of which less is done nobody is told that it goes well."""
LOOKED_BACK, KEEPS_LOG = 10, 0.7
"""Workdays that are looked back over, and the share of them from which on somebody keeps their log."""
MOVED = 0.1
"""A chance that moved by less is the same."""
_NEED = (Status.AT_RISK, Status.WATCH, Status.NO_DATA, Status.TOO_EARLY, Status.ON_TRACK, Status.REACHED)


@dataclass(frozen=True)
class GoalReached:
    """A goal whose number is there."""

    line: GoalLine


@dataclass(frozen=True)
class OnTrack:
    """A goal that will probably be made."""

    line: GoalLine


@dataclass(frozen=True)
class Closest:
    """The goal that is nearest, where none is on track, and at least half of it is done."""

    line: GoalLine


@dataclass(frozen=True)
class Logged:
    """On how many of their last workdays somebody logged something."""

    days: int
    of: int


GoodThing = GoalReached | OnTrack | Closest | Logged | GoalStreak | CommitmentNow
"""What went well: a commitment that was kept, a goal, days or weeks in a row, or that they keep their log."""


class Asking(enum.Enum):
    """An open question for a 1:1, by what it is about."""

    REPEAT = "what worked, and how to repeat it"
    IN_THE_WAY = "what got in the way of a commitment"
    STAGE = "what makes a stage hard"
    GOAL = "what would make a goal easier"
    ONE_THING = "the one thing that would help"
    LEARN = "what to get better at"
    TIME = "where the time went"


GENERAL = (Asking.ONE_THING, Asking.LEARN, Asking.TIME)


@dataclass(frozen=True)
class Question:
    """A question and what it is about, where it is about something."""

    asking: Asking
    about: GoodThing | CommitmentNow | StageName | GoalLine | None = None


@dataclass(frozen=True)
class Note:
    """A note from the last 1:1 that the reader may read; `private`: only they do."""

    words: str
    private: bool


@dataclass(frozen=True)
class Brief:
    """A 1:1's brief, the same figures for both sides; `for_rep` says who reads it.

    `change` is how the goal that needs it most moved since its last morning. `commitments` are those since the last
    1:1, with what they came to; `questions` are two.
    """

    meeting: Meeting
    for_rep: bool
    today: dt.date
    good: tuple[GoodThing, ...]
    goals: tuple[GoalLine, ...]
    change: Change | None
    weak: WeakStage | None
    commitments: tuple[CommitmentNow, ...]
    topics: tuple[CoachingNote, ...]
    notes: tuple[Note, ...]
    questions: tuple[Question, ...]
    playbook: Playbook | None


def brief_of(work: Work, *, meeting: Meeting, reader: Member, viewer: Viewer | None = None) -> Brief:
    """The brief for one of the two, true now. A `viewer` who looks at somebody else is noted.

    Who sends a brief notes the look when it has arrived, and gives no viewer.
    """
    member = meeting.member
    if viewer is not None:
        note_looks(work.session, workspace=work.workspace, viewer=viewer, members=[member], now=work.now)
    progress = progress_of(work.session, workspace=work.workspace, member=member, now=work.now)
    commitments = _since_last_time(work, meeting)
    goals = sorted(progress.goals, key=lambda line: (_NEED.index(line.status), line.probability))[:MOST_GOALS]
    weak = _weakest(progress.conversion)
    good = _good(work, progress, commitments)
    topics = coaching.open_topics(work.session, about_ids=[member.id]).get(member.id, [])
    return Brief(
        meeting=meeting,
        for_rep=reader.id == member.id,
        today=work.today_of(reader),
        good=good,
        goals=tuple(goals),
        change=_change(progress, goals),
        weak=weak,
        commitments=commitments[:MOST_COMMITMENTS],
        topics=tuple(topics[:MOST_TOPICS]),
        notes=_last_notes(work, meeting, reader),
        questions=choose_questions(
            meeting.stored.id,
            missed=[each for each in commitments if each.is_over(progress.date) and not each.reached],
            weak=weak.stage if weak is not None else None,
            behind=[line for line in goals if line.status in (Status.AT_RISK, Status.WATCH)],
            good=good,
        ),
        playbook=_from_playbook(work, weak, progress.conversion),
    )


def choose_questions(
    number: int,
    *,
    missed: Sequence[CommitmentNow],
    weak: StageName | None,
    behind: Sequence[GoalLine],
    good: Sequence[GoodThing],
) -> tuple[Question, ...]:
    """Two open questions: one about what is hard, else about what worked; and one that is about nothing in particular,
    by turns.
    """
    first: Question | None = None
    if missed:
        first = Question(Asking.IN_THE_WAY, missed[0])
    elif weak is not None:
        first = Question(Asking.STAGE, weak)
    elif behind:
        first = Question(Asking.GOAL, behind[0])
    elif good and not isinstance(good[0], Logged):
        first = Question(Asking.REPEAT, good[0])
    turns = [Question(GENERAL[(number + ahead) % len(GENERAL)]) for ahead in range(2)]
    return (first, turns[0]) if first is not None else tuple(turns)


def _since_last_time(work: Work, meeting: Meeting) -> tuple[CommitmentNow, ...]:
    """The open commitments, and those that were closed since the last 1:1."""
    last = coaching.meeting_before(work.session, member_id=meeting.member.id, before=meeting.stored.id)
    since = last.ended_at if last is not None and last.ended_at is not None else work.now - FIRST_TIME
    ids = [meeting.member.id]
    rows: list[Commitment] = list(coaching.open_commitments(work.session, member_ids=ids).get(meeting.member.id, []))
    rows += [
        each
        for each in coaching.closed_commitments(work.session, member_ids=ids, since=since)
        # What was closed in the last 1:1 itself was talked of there.
        if last is None or each.meeting_id != last.id or each.closed_at != last.ended_at
    ]
    counted = count_commitments(work, rows)
    return tuple(counted[each.id] for each in rows if each.id in counted)


def _good(work: Work, progress: Progress, commitments: Sequence[CommitmentNow]) -> tuple[GoodThing, ...]:
    """What went well, the most of one's own doing first; of a bad week what is nearest, or that they keep their log.

    Empty where that would be praise for nothing.
    """
    found: list[GoodThing] = [each for each in commitments if each.reached]
    found += [GoalReached(line) for line in progress.goals if line.status is Status.REACHED]
    found += progress.streaks[:1]
    found += [OnTrack(line) for line in progress.goals if line.status is Status.ON_TRACK]
    if not found:
        begun = [line for line in progress.goals if line.target > 0 and line.done >= HALF * line.target]
        found += [Closest(line) for line in sorted(begun, key=lambda line: -line.done / line.target)[:1]]
    if not found:
        found += _logged(work, progress.member, progress.date)
    return tuple(found[:MOST_GOOD])


def _logged(work: Work, member: Member, today: dt.date) -> list[Logged]:
    starts = today - dt.timedelta(days=2 * LOOKED_BACK)
    calendar = load_calendars(work.session, workspace=work.workspace, members=[member], starts=starts, ends=today)[
        member.id
    ]
    days = [today - ahead * dt.timedelta(days=1) for ahead in range(1, 2 * LOOKED_BACK + 1)]
    workdays = [day for day in days if calendar.is_working_day(day)][:LOOKED_BACK]
    done = standings.logged_dates(work.session, member_ids=[member.id], starts=starts, ends=today)
    logged = len(set(workdays) & done.get(member.id, set()))
    return [Logged(logged, len(workdays))] if workdays and logged >= KEEPS_LOG * len(workdays) else []


def _change(progress: Progress, goals: Sequence[GoalLine]) -> Change | None:
    """How the first of these goals moved, where it did so by enough to be told."""
    for change in progress.changes:
        if goals and change.goal is goals[0] and change.probability is not None:
            moved = shown_chance(change.goal.probability) - shown_chance(change.probability)
            return change if abs(moved) >= MOVED else None
    return None


def _weakest(figures: ConversionFigures | None) -> WeakStage | None:
    return figures.weak[0] if figures is not None and figures.weak else None


def _from_playbook(work: Work, weak: WeakStage | None, figures: ConversionFigures | None) -> Playbook | None:
    """How to go about the weakest stage; where none is certain, the one in which most of the rep's deals stand."""
    stage = weak.stage if weak is not None else None
    if stage is None and figures is not None:
        most = max(figures.stages, key=lambda rate: rate.open_now, default=None)
        stage = most.stage if most is not None and most.open_now else None
    if stage is None:
        return None
    return how_of(work, stage_key=stage.key)


def _last_notes(work: Work, meeting: Meeting, reader: Member) -> tuple[Note, ...]:
    last = coaching.meeting_before(work.session, member_id=meeting.member.id, before=meeting.stored.id)
    if last is None:
        return ()
    notes = coaching.notes_of_meeting(work.session, meeting_id=last.id, reader_id=reader.id)
    return tuple(Note(each.words, each.reader_id is None) for each in notes[-2:])
