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
from bot.pipeline.conversion import MemberStages, WeakStage, stages_of_members
from bot.pipeline.stages import StageName
from bot.standings.commitments import CommitmentNow, count_commitments
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.progress import Change, goal_changes
from bot.standings.streaks import GoalStreak, streaks_of
from metrics.chances import shown_chance
from metrics.episodes import Status
from storage import coaching, standings
from storage.tables import CoachingNote, Member, OneOnOne

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
    (brief,) = briefs_of(work, meetings=[(meeting, reader)])
    return brief


def briefs_of(work: Work, *, meetings: Sequence[tuple[Meeting, Member]]) -> list[Brief]:
    """The briefs of these 1:1s, each for the one of the two that stands beside it, true now: read together."""
    members = list({meeting.member.id: meeting.member for meeting, _ in meetings}.values())
    facts = _facts_of(work, members)
    told = _Told(work, [meeting for meeting, _ in meetings])
    return [_compose(work, meeting, reader, facts[meeting.member.id], told) for meeting, reader in meetings]


@dataclass(frozen=True)
class _Facts:
    """What is known of a rep on their date."""

    date: dt.date
    goals: tuple[GoalLine, ...]
    stages: MemberStages
    logged: Logged | None
    """Where they keep their log."""


def _facts_of(work: Work, members: Sequence[Member]) -> dict[int, _Facts]:
    by_date: dict[dt.date, list[Member]] = {}
    for member in members:
        by_date.setdefault(work.today_of(member), []).append(member)
    found: dict[int, _Facts] = {}
    for date, some in by_date.items():
        lines = goal_lines(work.session, workspace=work.workspace, members=some, date=date, now=work.now).lines
        stages = stages_of_members(work.session, workspace=work.workspace, members=some, today=date)
        logged = _logged(work, some, date)
        for member in some:
            own = sorted(lines.get(member.id, ()), key=lambda line: (line.period.days, line.period.start))
            found[member.id] = _Facts(date, tuple(own), stages[member.id], logged.get(member.id))
    return found


class _Told:
    """What was written down for and at the 1:1s of these reps, and what came of their commitments."""

    def __init__(self, work: Work, meetings: Sequence[Meeting]) -> None:
        self._work = work
        ids = sorted({meeting.member.id for meeting in meetings})
        self.topics = coaching.open_topics(work.session, about_ids=ids)
        self.last = {
            meeting.stored.id: coaching.meeting_before(
                work.session, member_id=meeting.member.id, before=meeting.stored.id
            )
            for meeting in meetings
        }
        ended = [last.ended_at for last in self.last.values() if last is not None and last.ended_at is not None]
        open_now = coaching.open_commitments(work.session, member_ids=ids)
        closed = coaching.closed_commitments(work.session, member_ids=ids, since=min([work.now - FIRST_TIME, *ended]))
        self._rows = {who: list(open_now.get(who, ())) for who in ids}
        for each in closed:
            self._rows[each.member_id].append(each)
        self._counted = count_commitments(work, [each for some in self._rows.values() for each in some])
        self._playbooks: dict[str, Playbook | None] = {}

    def commitments(self, meeting: Meeting) -> tuple[CommitmentNow, ...]:
        """The open commitments, and those that were closed since the last 1:1."""
        last = self.last[meeting.stored.id]
        since = last.ended_at if last is not None and last.ended_at is not None else self._work.now - FIRST_TIME
        rows = [
            each
            for each in self._rows[meeting.member.id]
            if each.closed_at is None
            or (
                each.closed_at >= since
                # What was closed in the last 1:1 itself was talked of there.
                and (last is None or each.meeting_id != last.id or each.closed_at != last.ended_at)
            )
        ]
        return tuple(self._counted[each.id] for each in rows if each.id in self._counted)

    def playbook(self, stages: MemberStages) -> Playbook | None:
        """How to go about the weakest stage; where none is certain, the one in which most of the rep's deals stand."""
        stage = stages.weak.stage if stages.weak is not None else None
        if stage is None:
            most = max(stages.rates, key=lambda rate: rate.open_now, default=None)
            stage = most.stage if most is not None and most.open_now else None
        if stage is None:
            return None
        if stage.key not in self._playbooks:
            self._playbooks[stage.key] = how_of(self._work, stage_key=stage.key)
        return self._playbooks[stage.key]


def _compose(work: Work, meeting: Meeting, reader: Member, facts: _Facts, told: _Told) -> Brief:
    member = meeting.member
    commitments = told.commitments(meeting)
    goals = sorted(facts.goals, key=lambda line: (_NEED.index(line.status), line.probability))[:MOST_GOALS]
    weak = facts.stages.weak
    good = _good(work, member, facts, commitments)
    return Brief(
        meeting=meeting,
        for_rep=reader.id == member.id,
        today=work.today_of(reader),
        good=good,
        goals=tuple(goals),
        change=_change(work, member, facts, goals),
        weak=weak,
        commitments=commitments[:MOST_COMMITMENTS],
        topics=tuple(told.topics.get(member.id, [])[:MOST_TOPICS]),
        notes=_last_notes(work, told.last[meeting.stored.id], reader),
        questions=choose_questions(
            meeting.stored.id,
            missed=[each for each in commitments if each.is_over(facts.date) and not each.reached],
            weak=weak.stage if weak is not None else None,
            behind=[line for line in goals if line.status in (Status.AT_RISK, Status.WATCH)],
            good=good,
        ),
        playbook=told.playbook(facts.stages),
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


def _good(work: Work, member: Member, facts: _Facts, commitments: Sequence[CommitmentNow]) -> tuple[GoodThing, ...]:
    """What went well, the most of one's own doing first; of a bad week what is nearest, or that they keep their log.

    Empty where that would be praise for nothing.
    """
    found: list[GoodThing] = [each for each in commitments if each.reached]
    found += [GoalReached(line) for line in facts.goals if line.status is Status.REACHED]
    if len(found) < MOST_GOOD:
        metrics = list({line.metric.id: line.metric for line in facts.goals}.values())
        streaks = streaks_of(work.session, workspace=work.workspace, member=member, metrics=metrics, today=facts.date)
        found += streaks[:1]
    found += [OnTrack(line) for line in facts.goals if line.status is Status.ON_TRACK]
    if not found:
        begun = [line for line in facts.goals if line.target > 0 and line.done >= HALF * line.target]
        found += [Closest(line) for line in sorted(begun, key=lambda line: -line.done / line.target)[:1]]
    if not found and facts.logged is not None:
        found.append(facts.logged)
    return tuple(found[:MOST_GOOD])


def _logged(work: Work, members: Sequence[Member], today: dt.date) -> dict[int, Logged]:
    """How well these keep their log: those who logged something on most of their last workdays."""
    starts = today - dt.timedelta(days=2 * LOOKED_BACK)
    calendars = load_calendars(work.session, workspace=work.workspace, members=members, starts=starts, ends=today)
    ids = [member.id for member in members]
    done = standings.logged_dates(work.session, member_ids=ids, starts=starts, ends=today)
    days = [today - ahead * dt.timedelta(days=1) for ahead in range(1, 2 * LOOKED_BACK + 1)]
    found = {}
    for who in ids:
        workdays = [day for day in days if calendars[who].is_working_day(day)][:LOOKED_BACK]
        logged = len(set(workdays) & done.get(who, set()))
        if workdays and logged >= KEEPS_LOG * len(workdays):
            found[who] = Logged(logged, len(workdays))
    return found


def _change(work: Work, member: Member, facts: _Facts, goals: Sequence[GoalLine]) -> Change | None:
    """How the first of these goals moved, where it did so by enough to be told."""
    if not goals:
        return None
    for change in goal_changes(work.session, member.id, goals[:1], facts.date):
        if change.probability is not None:
            moved = shown_chance(change.goal.probability) - shown_chance(change.probability)
            return change if abs(moved) >= MOVED else None
    return None


def _last_notes(work: Work, last: OneOnOne | None, reader: Member) -> tuple[Note, ...]:
    if last is None:
        return ()
    notes = coaching.notes_of_meeting(work.session, meeting_id=last.id, reader_id=reader.id)
    return tuple(Note(each.words, each.reader_id is None) for each in notes[-2:])
