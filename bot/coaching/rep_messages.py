"""Telling reps what coaching asks of them: in the morning message where there is one, else in a message of its own."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coaching.beside_nudge import AFTER_NUDGE, after_nudge, nudged_today
from bot.coaching.restraint import AboutCoaching, Topic, plan_for_rep
from bot.core.due import nudge_time_of
from bot.core.members import zone_of
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.people.coaching_parts import teams_by_member
from bot.people.coaching_requests import Ask, asks_to_say
from bot.people.pairs import ANSWERS, FOLLOWED_UP, STILL_TOLD, PairSaid, morning_of
from bot.people.surveys import PROMISE, SurveySaid
from storage import pairs, people, surveys
from storage.tables import Member, SurveyMoment, Workspace

PORTION = 500


def plan_asks(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Tell the reps whose morning has come what is asked of them; whether there may be more to tell."""
    if workspace.paused:
        return False
    work = Work(session, workspace, now)
    ids = waiting(work)
    members = [
        member
        for _, member in sorted(people.members_by_id(session, ids=ids).items())
        if member.active and not member.guest and morning_of(work, member) <= now
    ]
    told = 0
    for at in range(0, len(members), PORTION):
        told += _tell(work, members[at : at + PORTION])
        if told >= PORTION:
            return True
    return False


def ask_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody may be told what waits."""
    found: set[tuple[ZoneInfo, dt.time]] = set()
    for member in people.list_members(session, workspace_id=workspace.id):
        zone, nudge = zone_of(member, workspace), nudge_time_of(member, workspace)
        found |= {(zone, nudge), (zone, after_nudge(nudge))}
    return found


def waiting(work: Work) -> set[int]:
    """Whom something may still have to be told."""
    of_pairs = pairs.untold(
        work.session,
        workspace_id=work.workspace_id,
        proposed_since=work.now - ANSWERS,
        agreed_since=work.now - STILL_TOLD,
        followed_up=(work.now - FOLLOWED_UP - STILL_TOLD, work.now - FOLLOWED_UP),
    )
    of_surveys = surveys.untold(
        work.session,
        workspace_id=work.workspace_id,
        now=work.now,
        closed_since=work.now - PROMISE - STILL_TOLD,
        shown_by=work.now - PROMISE,
    )
    return of_pairs | of_surveys


def _tell(work: Work, members: Sequence[Member]) -> int:
    """Tell these what there is to tell them; how many were told."""
    nudged = nudged_today(work, members)
    # Before the hour is over a morning message may still be planned, which then says it.
    members = [each for each in members if each.id in nudged or work.now >= morning_of(work, each) + AFTER_NUDGE]
    if not members:
        return 0
    teams = teams_by_member(work, members=members)
    asks = asks_to_say(work, members=members, teams=teams)
    told = 0
    for member in members:
        ask, team = asks.get(member.id), teams.get(member.id)
        if ask is None or _is_told(ask) or (team is not None and team.paused):
            continue
        rides = member.id in nudged
        if not rides and not (_works(work, member) and plan_for_rep(work, member=member, about=_about(ask))):
            continue
        told += _note_told(work, member, ask)
    work.session.expire_all()
    return told


def _is_told(ask: Ask) -> bool:
    told = ask.now.side.told if isinstance(ask, PairSaid) else ask.now.seat.told
    return told is ask.moment


def _about(ask: Ask) -> AboutCoaching:
    if isinstance(ask, PairSaid):
        return AboutCoaching(topic=Topic.PAIR, id=ask.now.stored.id)
    topic = Topic.SURVEY if ask.moment is SurveyMoment.ASK else Topic.SURVEY_RESULT
    return AboutCoaching(topic=topic, id=ask.now.group.id)


def _note_told(work: Work, member: Member, ask: Ask) -> bool:
    if isinstance(ask, SurveySaid):
        return surveys.note_told(
            work.session,
            group_id=ask.now.group.id,
            member_id=member.id,
            moment=ask.moment,
            date=work.today_of(member),
        )
    return pairs.note_told(
        work.session,
        pair_id=ask.now.stored.id,
        member_id=member.id,
        moment=ask.moment,
        date=work.today_of(member),
    )


def _works(work: Work, member: Member) -> bool:
    today = work.today_of(member)
    calendars = load_calendars(work.session, workspace=work.workspace, members=[member], starts=today, ends=today)
    return calendars[member.id].is_working_day(today)
