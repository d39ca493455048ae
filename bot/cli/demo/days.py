"""The invented people at work: each logs their day in the afternoon, as the demonstration's clock passes, and takes
part where they are coached.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.cli.demo.cast import REPS, TEAMS, Person
from bot.cli.demo.coaching import take_part
from bot.cli.demo.history import Entry, write_day
from bot.core.due import due_now
from bot.core.work import Work
from bot.deals.leads import answer_lead_by_id
from bot.leave.calendars import load_calendars
from bot.log.entries import log_entries
from bot.log.text.command import ParsedEntry
from bot.runtime.schedule import Round
from storage import leads, people, standings
from storage.tables import Member, Workspace
from storage.workspaces import take_receipt

AFTERNOON = dt.time(16, 30)
WINDOW = dt.timedelta(hours=4)
SEED = 20261119
FALLING_BEHIND = frozenset({"U0REP0002", "U0REP0008"})
"""Bram and Hana go on as they lately did; who else was slipping finds their feet again."""
FORGETS = 0.08
"""Now and then somebody logs nothing."""
ANSWERS = 0.7
"""Of the leads that wait, so many are answered by the evening."""


def log_the_day(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Let everybody whose afternoon it is log what they did, once a day; never more to do.

    Whoever logged something today already, by the hand of the person who tries the demonstration, does it themselves.
    """
    for person in REPS:
        due = due_now(now, AFTERNOON, ZoneInfo(person.zone), window=WINDOW)
        member = people.find_member(session, workspace_id=workspace.id, slack_user_id=person.id)
        if due is None or member is None or not _works(session, workspace, member, due.local_date):
            continue
        key = f"demo:{person.id}:{due.local_date}"
        if not take_receipt(session, workspace_id=workspace.id, key=key, now=now):
            continue
        take_part(Work(session, workspace, now), member=member, chance=random.Random(f"{SEED}:coached:{key}"))
        chance = random.Random(f"{SEED}:{key}")
        _answer_leads(session, workspace, member, chance, now)
        forgets = chance.random() < FORGETS and person.id not in FALLING_BEHIND
        if _logged(session, member, due.local_date) or forgets:
            continue
        entries = list(day_of(person, due.local_date, chance))
        if entries:
            log_entries(Work(session, workspace, now), member=member, entries=entries, receipt=key)
    return False


def afternoons(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody logs."""
    return {(ZoneInfo(person.zone), AFTERNOON) for person in REPS}


def day_of(person: Person, date: dt.date, chance: random.Random) -> Iterator[ParsedEntry]:
    """What a person says of a day."""
    goals = next(team.goals for team in TEAMS if team.name == person.team)
    pace = person.lately if person.lately is not None and person.id in FALLING_BEHIND else person.pace
    yield from _said(write_day(chance, person, goals, date, pace))


def _said(done: Iterable[Entry]) -> Iterator[ParsedEntry]:
    """Entries as they would be typed: a deal and its amount are one."""
    for entry, following in itertools.pairwise([*done, None]):
        if entry is None or entry.metric == "revenue":
            continue
        amount = following.quantity if following is not None and entry.metric == "deal" else None
        yield ParsedEntry(entry.metric, entry.quantity, entry.date, account=entry.account, amount_minor=amount)


def _works(session: Session, workspace: Workspace, member: Member, date: dt.date) -> bool:
    ends = date + dt.timedelta(days=1)
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=date, ends=ends)[member.id]
    return calendar.is_working_day(date)


def _logged(session: Session, member: Member, date: dt.date) -> bool:
    ends = date + dt.timedelta(days=1)
    return bool(standings.logged_dates(session, member_ids=[member.id], starts=date, ends=ends).get(member.id))


def _answer_leads(
    session: Session, workspace: Workspace, member: Member, chance: random.Random, now: dt.datetime
) -> None:
    for lead in leads.waiting_leads(session, member_ids=[member.id]):
        if chance.random() < ANSWERS and lead.created_at <= now:
            answer_lead_by_id(Work(session, workspace, now), member=member, lead_id=lead.id)


DAY = Round(log_the_day, afternoons)
