"""Trainings for managers: the list, who is told when, and the checks of what followed, each told once."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coaching.beside_nudge import AFTER_NUDGE, after_nudge, nudged_today
from bot.coaching.people import WrongCoaching, reps_coached, teams_coached, viewer_in
from bot.coaching.restraint import AboutCoaching, Topic, plan_for_rep
from bot.coaching.to_managers import is_welcome
from bot.coaching.training_checks import check_training, checks_due
from bot.core.content import Content
from bot.core.due import instant_of, nudge_time_of
from bot.core.members import earliest_date, zone_of
from bot.core.permissions import NotAllowed, Viewer
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.people.coaching_parts import CoachingPart, doing_without
from bot.people.one_on_ones import calendars_around, workday_before
from bot.standings.trainings import (
    LISTED,
    TrainingNow,
    access_training,
    cancel_training,
    known_on,
    load_trainings,
)
from metrics.calendar import MemberCalendar
from storage import deliveries, people, trainings
from storage.tables import Delivery, Member, Team, Training, TrainingCheck, TrainingPlace, Workspace

CHECK = "training check"
USEFUL = dt.timedelta(days=3)
MOST_TOLD = 100
"""Members told in one go."""
_DAY = dt.timedelta(days=1)


class AboutCheck(Content):
    """Which training a message is about, and after how many days it was looked at."""

    training: int
    days: int


@dataclass(frozen=True)
class TrainingsPage:
    """The trainings of the reps whom somebody coaches, the latest first, on their date."""

    today: dt.date
    teams: tuple[Team, ...]
    rows: tuple[TrainingNow, ...]


@dataclass(frozen=True)
class TrainingSeen:
    """One training as somebody who coaches its people sees it on their date; `check` is the one that is told."""

    training: TrainingNow
    today: dt.date
    check: TrainingCheck | None = None


def trainings_page(work: Work, *, viewer: Viewer, speaker: Member) -> TrainingsPage:
    """The trainings that the viewer may read of. Raises WrongCoaching for who coaches nobody."""
    teams = teams_coached(work, viewer=viewer)
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    today = work.today_of(speaker)
    stored = trainings.list_trainings(work.session, workspace_id=work.workspace_id, since=today - LISTED)
    reps = {rep.id for rep in reps_coached(work, viewer=viewer, teams=teams)} | {viewer.member_id}
    found = load_trainings(work, stored)
    # Of a training with somebody else's reps in it, its own manager is told.
    mine = [
        found[each.id]
        for each in stored
        if each.manager_id == viewer.member_id or {one.member.id for one in found[each.id].places} <= reps
    ]
    return TrainingsPage(today, tuple(teams), tuple(mine))


def see_training(work: Work, *, viewer: Viewer, speaker: Member, training_id: int) -> TrainingSeen:
    """One training. Raises NotAllowed, WrongTraining."""
    training = access_training(work, viewer=viewer, training_id=training_id)
    return TrainingSeen(training, work.today_of(speaker))


def call_off(work: Work, *, viewer: Viewer | None, training_id: int) -> TrainingNow:
    """Cancel a training, and tell those who know of it. Raises NotAllowed, WrongTraining."""
    training = cancel_training(work, viewer=viewer, training_id=training_id)
    for each in training.places:
        if each.place.told_on is not None and each.place.date >= work.today_of(each.member):
            about = AboutCoaching(topic=Topic.TRAINING, id=training.stored.id)
            plan_for_rep(work, member=each.member, about=about)
    return training


def people_of(work: Work, *, viewer: Viewer, members: Collection[Member], team_id: int | None) -> list[Member]:
    """These members and, where a team is named, its reps; each once, by name."""
    found = {member.id: member for member in members}
    teams = [team for team in teams_coached(work, viewer=viewer) if team.id == team_id]
    if team_id is not None and not teams:
        raise WrongCoaching("That team was deleted.", field="team")
    found |= {rep.id: rep for rep in reps_coached(work, viewer=viewer, teams=teams)}
    return sorted(found.values(), key=lambda member: (member.name, member.id))


def plan_training_messages(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Tell reps of their trainings and managers of what followed, where it is due; whether there may be more."""
    if workspace.paused:
        return False
    work = Work(session, workspace, now)
    since = earliest_date(now)
    rows = trainings.places_ahead(session, workspace_id=workspace.id, since=since)
    told = _tell(work, [row for row in rows if row[0].told_on is None])
    stored = trainings.open_trainings(session, workspace_id=workspace.id)
    checked = next((True for each in load_trainings(work, stored).values() if _check(work, each)), False)
    # One check at a time, which reads a year of many people: others have their turn in between.
    return told >= MOST_TOLD or checked


def training_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody may be told of a training, or of what followed it."""
    stored = trainings.open_trainings(session, workspace_id=workspace.id)
    places = trainings.places_of(session, training_ids=[each.id for each in stored])
    ids = {row.member_id for some in places.values() for row in some}
    ids |= {each.manager_id for each in stored if each.manager_id is not None}
    found: set[tuple[ZoneInfo, dt.time]] = set()
    for member in people.members_by_id(session, ids=ids).values():
        zone, nudge = zone_of(member, workspace), nudge_time_of(member, workspace)
        found |= {(zone, nudge), (zone, after_nudge(nudge))}
    return found


def checks_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, TrainingSeen | None]:
    """The checks that these planned messages tell; None where the training was cancelled, or is theirs no more."""
    about = {row.id: AboutCheck.of_row(row) for row in rows}
    readers = people.members_by_id(work.session, ids={row.member_id or 0 for row in rows})
    found: dict[int, TrainingSeen | None] = {}
    for row in rows:
        found[row.id] = None
        reader = readers.get(row.member_id or 0)
        stored = trainings.trainings_by_id(work.session, ids={about[row.id].training}).get(about[row.id].training)
        if stored is None or stored.cancelled_at is not None or reader is None or not reader.active:
            continue
        try:
            training = access_training(work, viewer=viewer_in(work, reader), training_id=stored.id)
        except NotAllowed:
            continue
        check = next((each for each in training.checks if each.days == about[row.id].days), None)
        if check is not None:
            found[row.id] = TrainingSeen(training, work.today_of(reader), check)
    return found


def _tell(work: Work, rows: Sequence[tuple[TrainingPlace, Training]]) -> int:
    """Tell of these what is due; how many were."""
    if not rows:
        return 0
    members = people.members_by_id(work.session, ids={place.member_id for place, _ in rows})
    dates = [place.date for place, _ in rows]
    calendars = calendars_around(work, members=list(members.values()), starts=min(dates), ends=max(dates))
    now = load_calendars(
        work.session,
        workspace=work.workspace,
        members=list(members.values()),
        starts=earliest_date(work.now),
        ends=earliest_date(work.now) + 3 * _DAY,
    )
    without = doing_without(work, members=list(members.values()), part=CoachingPart.TRAININGS)
    nudged = nudged_today(work, list(members.values()))
    told = 0
    for place, training in rows:
        member = members[place.member_id]
        today = work.today_of(member)
        in_nudge = today > known_on(work, member, training)
        if told >= MOST_TOLD or place.date < today or not _is_time(work, member, now[member.id], today):
            continue
        if not in_nudge and workday_before(calendars[member.id], place.date) > today:
            continue
        if not trainings.note_told(work.session, training_id=training.id, member_id=member.id, date=today):
            continue
        told += 1
        if member.id not in without and not (in_nudge and member.id in nudged):
            plan_for_rep(work, member=member, about=AboutCoaching(topic=Topic.TRAINING, id=training.id))
    work.session.expire_all()
    return told


def _is_time(work: Work, member: Member, calendar: MemberCalendar, today: dt.date) -> bool:
    """Whether the member works today, and their morning message would have come."""
    at = instant_of(today, nudge_time_of(member, work.workspace), zone_of(member, work.workspace))
    return at is not None and work.now >= at + AFTER_NUDGE and calendar.is_working_day(today)


def _check(work: Work, training: TrainingNow) -> bool:
    """Look at a training, where it is time to, and tell its manager what followed; whether it was looked at."""
    manager_id = training.stored.manager_id
    manager = people.members_by_id(work.session, ids={manager_id}).get(manager_id) if manager_id is not None else None
    today = work.today_of(manager)
    due = checks_due(training, today)
    if not due:
        return False
    if manager is not None and manager.active and not is_welcome(work, member=manager):
        return False
    found = check_training(work, training=training, days=due, today=today)
    if not trainings.add_checks(work.session, checks=found):
        return False
    if manager is not None and manager.active and not manager.guest and not manager.unreachable:
        row = deliveries.new_row(
            workspace_id=work.workspace_id,
            kind=CHECK,
            recipient=manager.slack_user_id,
            key=f"{training.stored.id}:{due[-1]}",
            member_id=manager.id,
            local_date=today,
            content=AboutCheck(training=training.stored.id, days=due[-1]).stored(),
            due_at=work.now,
            expires_at=work.now + USEFUL,
            token=secrets.token_hex(16),
        )
        deliveries.plan(work.session, rows=[row])
    return True
