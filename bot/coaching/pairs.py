"""Pairs: two reps of a team and role who meet for half an hour, where both want to, and what each keeps of it."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coaching.people import WrongCoaching, find_coached
from bot.coaching.performers import performers_of
from bot.coaching.rhythm import is_settled, round_start
from bot.core.permissions import Action, NotAllowed, Subject
from bot.core.text.errors import harmless
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.people.coaching_parts import CoachingPart, is_on, teams_by_member
from bot.people.pairs import ANSWERS, PAST, PairNow, common_hours, load_pairs
from bot.people.teams import reps_of
from bot.pipeline.conversion import sides_of
from metrics.calendar import MemberCalendar
from metrics.coaching.pairing import LATELY, Two, draw_pairs
from metrics.coaching.performers import PerformerClass
from storage import memberships, pairs, sales_roles
from storage.tables import Member, Pair, PairKind, PairMoment, PairOutcome, PairSide, PairState, Team, Workspace
from storage.tables.pairs import LONGEST_LINE

RHYTHMS = (1, 2, 4)
"""Weeks from one proposal to the next."""
HISTORY = dt.timedelta(days=800)
TOGETHER = dt.timedelta(days=14)
"""Within which two must share a working day."""
REMEMBERED = dt.timedelta(weeks=12)
"""So far back partners, and proposals that were not taken, count."""
NOT_WANTED = 2
"""After so many in a row that they did not take, somebody is left in peace until these are no longer remembered."""
RECENT = dt.timedelta(days=10)
"""Who agreed to a pair so lately has it before them."""
FARTHEST_TRY = dt.timedelta(days=92)
_DAY = dt.timedelta(days=1)


class NotTheirPair(NotAllowed):
    """The pair is of two others."""

    def __init__(self, member_id: int) -> None:
        self.action, self.subject = Action.COACH, Subject(member_id=member_id)
        super(NotAllowed, self).__init__("That's only for the two who pair up.")


@dataclass(frozen=True)
class Sheet:
    """The five lines of a worksheet, and whether the partner may read them."""

    well: str = ""
    hard: str = ""
    trying: str = ""
    took: str = ""
    try_by: dt.date | None = None
    shared: bool = False


def plan_pairs(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Close what nobody answered, and propose the pairs of one team whose round begins; whether there may be more."""
    work = Work(session, workspace, now)
    pairs.expire_proposals(session, workspace_id=workspace.id, before=now - ANSWERS)
    if workspace.paused or not is_settled(work):
        return False
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        start = round_start(work, every=team.pairs_every)
        if start is None or (team.paired_on is not None and team.paired_on >= start):
            continue
        if team.paused or not is_on(team, CoachingPart.PAIRS):
            continue
        if pairs.claim_round(session, team_id=team.id, round_on=start):
            propose_round(work, team=team, round_on=start)
            session.expire_all()
            return True
    return False


def propose_round(work: Work, *, team: Team, round_on: dt.date) -> list[Pair]:
    """Propose pairs to the reps of a team, of one sales role each; the same round proposes the same ones."""
    today = work.today_of(None)
    reps = [
        rep
        for rep in reps_of(work.session, workspace=work.workspace, team=team, date=today)
        if not rep.guest and not rep.unreachable and not _snoozed(work, rep)
    ]
    calendars = load_calendars(
        work.session,
        workspace=work.workspace,
        members=reps,
        starts=today - HISTORY,
        ends=today + TOGETHER,
    )
    roles = sales_roles.roles_on(
        work.session, workspace_id=work.workspace_id, date=today, member_ids=[rep.id for rep in reps]
    )
    past = pairs.pairs_of(work.session, member_ids=[rep.id for rep in reps], since=work.now - REMEMBERED)
    sides = pairs.sides_of(work.session, pair_ids=[pair.id for pair in past])
    found: list[Pair] = []
    for role in sorted({roles.get(rep.id, 0) for rep in reps}):
        group = [rep for rep in reps if roles.get(rep.id, 0) == role]
        free = [rep for rep in group if _wants_one(rep, past, sides, work.now)]
        drawn = draw_pairs(
            [rep.id for rep in free],
            can_meet=_can_meet(work, free, calendars, today),
            complementary=_complementary(work, group, calendars, today),
            met=_met(past, sides, work.now, team.pairs_every),
            waited=_waited(past, sides, work.now, team.pairs_every),
            seed=(team.id * 1_000_003 + round_on.toordinal()) * 1_009 + role,
        )
        for two in drawn:
            one, other = sorted(two)
            pair = pairs.propose(
                work.session, workspace_id=work.workspace_id, member_ids=(one, other), proposed_at=work.now
            )
            if pair is not None:
                found.append(pair)
    return found


def invite(work: Work, *, member: Member, partner: Member) -> PairNow:
    """Propose a pair to a colleague oneself. Raises WrongCoaching where that cannot be now."""
    partner = find_coached(work, member_id=partner.id)
    name = harmless(partner.name or partner.slack_user_id)
    if partner.id == member.id:
        raise WrongCoaching("Pick a colleague to pair up with, like `/coach pair @colleague`.")
    teams = teams_by_member(work, members=[member, partner])
    if member.id not in teams or partner.id not in teams:
        raise WrongCoaching("Pairs are for two reps, each on a team.")
    if not all(is_on(team, CoachingPart.PAIRS) for team in teams.values()):
        raise WrongCoaching("Pairs are switched off for your team or theirs. A manager can switch them on.")
    if common_hours(work, member, partner) is None:
        raise WrongCoaching("{name} isn't at work while you are, so a session is hard to find.", name=name)
    lately = pairs.pairs_of(work.session, member_ids=[member.id], since=work.now - ANSWERS)
    sides = pairs.sides_of(work.session, pair_ids=[pair.id for pair in lately])
    if any(side.member_id == partner.id for some in sides.values() for side in some):
        raise WrongCoaching("You were paired up with {name} in the last week already.", name=name)
    stored = pairs.propose(
        work.session, workspace_id=work.workspace_id, member_ids=(member.id, partner.id), proposed_at=work.now
    )
    if stored is None:
        raise WrongCoaching("One of you has an invitation to answer already. Try again in a few days.")
    now = _now_of(work, pair_id=stored.id, member=member)
    now.side.says_yes = True
    work.session.add(now.side)
    work.session.flush()
    return now


def answer_pair(work: Work, *, member: Member, pair_id: int, wants: PairKind | None) -> PairNow:
    """Say yes to a proposal and what one would like to do, or (None) no. The other learns of a yes only with their own.

    Raises NotTheirPair, and WrongCoaching where the proposal is over.
    """
    now = _now_of(work, pair_id=pair_id, member=member, lock=True)
    stored, side, other = now.stored, now.side, now.other
    if stored.state is not PairState.PROPOSED or work.now >= stored.proposed_at + ANSWERS:
        if stored.state is PairState.AGREED:
            return now
        raise WrongCoaching("That invitation is over. `/coach pair @colleague` starts a new one.")
    if wants is not None and (not now.partner.active or now.partner.guest):
        name = harmless(now.partner.name or now.partner.slack_user_id)
        raise WrongCoaching("{name} isn't here anymore. `/coach pair @colleague` pairs you up with someone.", name=name)
    side.says_yes, side.wants = wants is not None, wants
    if wants is None:
        stored.state = PairState.DECLINED
    elif other.says_yes:
        wishes = {wish for wish in (side.wants, other.wants) if wish is not None}
        stored.kind = PairKind.SHADOW if wishes == {PairKind.SHADOW} else PairKind.TALK
        stored.state, stored.agreed_at = PairState.AGREED, work.now
        # Who answered last reads it in the answer.
        side.told, side.told_on = PairMoment.AGREED, work.today_of(member)
    if stored.state is not PairState.PROPOSED:
        side.pending = other.pending = False
    work.session.add_all([stored, side, other])
    work.session.flush()
    return now


def write_sheet(work: Work, *, member: Member, pair_id: int, sheet: Sheet) -> PairNow:
    """Keep somebody's five lines, in the place of those before. Raises NotTheirPair, WrongCoaching."""
    now = access_sheet(work, member=member, pair_id=pair_id)
    lines = {name: " ".join(getattr(sheet, name).split()) for name in ("well", "hard", "trying", "took")}
    if not any(lines.values()):
        raise WrongCoaching("Write at least one line.", field="well")
    for name, line in lines.items():
        if len(line) > LONGEST_LINE:
            raise WrongCoaching("Please keep it to {most} characters.", field=name, most=LONGEST_LINE)
    today = work.today_of(member)
    if sheet.try_by is not None and sheet.try_by > today + FARTHEST_TRY:
        raise WrongCoaching("Pick a day in the next three months.", field="try_by")
    for name, line in lines.items():
        setattr(now.side, name, line)
    now.side.try_by, now.side.shared = sheet.try_by, sheet.shared
    work.session.add(now.side)
    work.session.flush()
    return now


def access_sheet(work: Work, *, member: Member, pair_id: int) -> PairNow:
    """A pair of the member's that both agreed to. Raises NotTheirPair, WrongCoaching."""
    now = _now_of(work, pair_id=pair_id, member=member)
    if now.stored.state is not PairState.AGREED:
        raise WrongCoaching("You aren't both in yet, so there's no worksheet.")
    return now


def say_outcome(work: Work, *, member: Member, pair_id: int, outcome: PairOutcome) -> PairNow:
    """Keep how it went, for who says so. Raises NotTheirPair, WrongCoaching."""
    now = access_sheet(work, member=member, pair_id=pair_id)
    now.side.outcome = outcome
    work.session.add(now.side)
    work.session.flush()
    return now


def current_pair(work: Work, *, member: Member) -> PairNow | None:
    """The pair that the member has before them: a proposal not declined, or one that both agreed to lately."""
    stored = pairs.pairs_of(work.session, member_ids=[member.id], since=work.now - PAST)
    mine = load_pairs(work, ids={pair.id for pair in stored}, member_ids=[member.id]).get(member.id, [])
    for state in (PairState.AGREED, PairState.PROPOSED):
        for now in mine:
            open_ = state is PairState.AGREED or work.now < now.stored.proposed_at + ANSWERS
            if now.stored.state is state and open_ and now.partner.active:
                return now
    return None


def _now_of(work: Work, *, pair_id: int, member: Member, lock: bool = False) -> PairNow:
    stored = pairs.find_pair(work.session, workspace_id=work.workspace_id, pair_id=pair_id, lock=lock)
    if stored is None:
        raise WrongCoaching("That pair is over.")
    mine = load_pairs(work, ids={stored.id}, member_ids=[member.id]).get(member.id)
    if not mine:
        two = pairs.sides_of(work.session, pair_ids=[pair_id])[pair_id]
        raise NotTheirPair(two[0].member_id)
    return mine[0]


def _snoozed(work: Work, rep: Member) -> bool:
    return rep.snoozed_until is not None and work.today_of(rep) < rep.snoozed_until


def _wants_one(rep: Member, past: Sequence[Pair], sides: dict[int, list[PairSide]], now: dt.datetime) -> bool:
    """Whether to ask them: not where a pair is before them, nor where they took none of the last ones."""
    own = [(pair, side) for pair in past for side in sides.get(pair.id, ()) if side.member_id == rep.id]
    if any(pair.state is PairState.PROPOSED for pair, _ in own):
        return False
    if any(pair.agreed_at is not None and pair.agreed_at > now - RECENT for pair, _ in own):
        return False
    last = [side.says_yes for _, side in own[:NOT_WANTED]]
    return len(last) < NOT_WANTED or any(last)


def _can_meet(work: Work, reps: Sequence[Member], calendars: dict[int, MemberCalendar], today: dt.date) -> set[Two]:
    """Who share a working day in the next two weeks, and at least an hour of the day."""
    days = [today + ahead * _DAY for ahead in range(TOGETHER.days)]
    works = {rep.id: {day for day in days if calendars[rep.id].is_working_day(day)} for rep in reps}
    zones = {rep.id: rep for rep in reps}
    hours: dict[tuple[str, str], bool] = {}
    found = set()
    for one, two in itertools.combinations(sorted(zones), 2):
        if not works[one] & works[two]:
            continue
        between = (zones[one].timezone, zones[two].timezone)
        if between not in hours:
            hours[between] = common_hours(work, zones[one], zones[two]) is not None
        if hours[between]:
            found.add(frozenset((one, two)))
    return found


def _complementary(
    work: Work, reps: Sequence[Member], calendars: dict[int, MemberCalendar], today: dt.date
) -> set[Two]:
    """Who is certainly strong where the other is certainly weak: in the outer fifths of a metric, or at a stage."""
    found: set[Two] = set()
    for _, performers in performers_of(work, reps, calendars, today):
        top = [each.member for each in performers if each.place is PerformerClass.TOP]
        bottom = [each.member for each in performers if each.place is PerformerClass.BOTTOM]
        found |= {frozenset(two) for two in itertools.product(top, bottom)}
    ids = [rep.id for rep in reps]
    stages = sides_of(work.session, workspace=work.workspace, member_ids=ids, today=today) if len(ids) > 1 else {}
    for one, other in itertools.permutations(stages, 2):
        if stages[one].weak is not None and stages[one].weak in stages[other].strong:
            found.add(frozenset((one, other)))
    return found


def _rounds(pair: Pair, now: dt.datetime, every: int) -> int:
    return max(1, round((now - pair.proposed_at) / dt.timedelta(weeks=every)))


def _met(past: Sequence[Pair], sides: dict[int, list[PairSide]], now: dt.datetime, every: int) -> dict[Two, int]:
    """The rounds since two were proposed to one another last."""
    found: dict[Two, int] = {}
    for pair in past:
        two = frozenset(side.member_id for side in sides.get(pair.id, ()))
        rounds = _rounds(pair, now, every)
        if rounds <= LATELY:
            found[two] = min(rounds, found.get(two, rounds))
    return found


def _waited(past: Sequence[Pair], sides: dict[int, list[PairSide]], now: dt.datetime, every: int) -> dict[int, int]:
    """The rounds since each had a pair that both agreed to."""
    found: dict[int, int] = {}
    for pair in past:
        if pair.state is PairState.AGREED:
            for side in sides.get(pair.id, ()):
                rounds = _rounds(pair, now, every)
                found[side.member_id] = min(rounds, found.get(side.member_id, rounds))
    return found
