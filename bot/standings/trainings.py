"""Trainings: planned or noted, for whom and when, with a waiting list drawn by lot; who is told of theirs."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.members import viewer_of
from bot.core.permissions import Action, Viewer, may, require
from bot.core.work import Work
from bot.people.goal_owners import subject_of
from bot.people.one_on_ones import calendars_around, workday_before
from bot.pipeline.stages import StageName
from bot.standings.commitments import Measure
from metrics.coaching.training import DAYS_AFTER
from metrics.coaching.waiting_list import WAIT_DAYS, draw_halves
from storage import people, stages, trainings
from storage.tables import Member, Metric, Role, Training, TrainingCheck, TrainingPlace, Unit

LONGEST_TOPIC = 120
MOST_PEOPLE = 500
FARTHEST = dt.timedelta(days=184)
"""So far ahead a training can be planned."""
OLDEST = dt.timedelta(days=DAYS_AFTER[-1])
"""So far back one can be noted: after that there is nothing left to check."""
LISTED = dt.timedelta(days=WAIT_DAYS + DAYS_AFTER[-1] + 60)
"""So long after its date a training stands in the list."""
_DAY = dt.timedelta(days=1)
_WAIT = dt.timedelta(days=WAIT_DAYS)


class WrongTraining(Failure):
    """A training cannot be planned, drawn or cancelled so; the message says what to do."""


@dataclass(frozen=True)
class Plan:
    """What a training is to be: for whom, when, and of what more is hoped for."""

    topic: str
    measure: Measure
    date: dt.date
    members: Sequence[Member]
    waiting_list: bool = False
    manager: Member | None = None
    """Who is told what followed."""
    refresher_of: int | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class PlaceOf:
    """A member's place in a training."""

    place: TrainingPlace
    member: Member


@dataclass(frozen=True)
class TrainingNow:
    """A training with its people, by date and name, and what was found of it, by days."""

    stored: Training
    measure: Measure
    places: tuple[PlaceOf, ...]
    checks: tuple[TrainingCheck, ...] = ()

    @property
    def last_date(self) -> dt.date:
        """When the last of them have it."""
        return max((each.place.date for each in self.places), default=self.stored.date)

    def half(self, *, waits: bool) -> tuple[Member, ...]:
        """Who begins, or who waits."""
        return tuple(each.member for each in self.places if each.place.waits is waits)

    def may_be_drawn(self, today: dt.date) -> bool:
        """Whether a waiting list can still be drawn: before it begins, once, of two or more."""
        return not self.stored.draw and today < self.stored.date and len(self.places) > 1


def plan_training(work: Work, *, viewer: Viewer | None, plan: Plan) -> TrainingNow:
    """Plan a training, or note one that took place; with the halves of its waiting list where one is wanted.

    `viewer` None is the operator, or another program. Raises NotAllowed unless the viewer coaches everybody who is to
    have it, and WrongTraining.
    """
    topic = " ".join(plan.topic.split())
    today = work.today_of(plan.manager)
    _require_possible(plan, topic, today)
    if viewer is not None:
        for member in plan.members:
            _require_coach(work, viewer, member)
    if plan.manager is not None:
        _require_manager(work, plan.manager, plan.members)
    by = viewer.member_id if viewer is not None else None
    stored = trainings.add_training(
        work.session,
        training=Training(
            workspace_id=work.workspace_id,
            topic=topic,
            metric_id=plan.measure.id if isinstance(plan.measure, Metric) else None,
            stage="" if isinstance(plan.measure, Metric) else plan.measure.key,
            date=plan.date,
            manager_id=plan.manager.id if plan.manager is not None else None,
            planned_at=work.now,
            planned_by=by,
            refresher_of=plan.refresher_of,
            external_id=plan.external_id,
        ),
        places=[
            # What took place already is nothing to tell.
            {
                "member_id": member.id,
                "date": plan.date,
                "waits": False,
                "told_on": today if plan.date < today else None,
            }
            for member in plan.members
        ],
    )
    work.audit(actor_id=by, action="training", detail=f"{stored.id}: {len(plan.members)} on {plan.date.isoformat()}")
    if plan.waiting_list:
        return draw_waiting_list(work, viewer=viewer, training_id=stored.id)
    return load_trainings(work, [stored])[stored.id]


def draw_waiting_list(work: Work, *, viewer: Viewer | None, training_id: int, draw: str | None = None) -> TrainingNow:
    """Draw by lot who has the training on its date and who four weeks later; once, and before it begins.

    Raises NotAllowed, WrongTraining.
    """
    training = access_training(work, viewer=viewer, training_id=training_id)
    if training.stored.draw:
        raise WrongTraining("The halves of this training were drawn already.")
    if training.stored.date <= work.today_of(None):
        raise WrongTraining("A waiting list is drawn before the training begins.")
    if len(training.places) < 2:
        raise WrongTraining("A waiting list needs two people or more.")
    drawn = draw or secrets.token_hex(4)
    _, waiting = draw_halves(drawn, [each.member.id for each in training.places])
    later = training.stored.date + _WAIT
    if not trainings.set_halves(work.session, training_id=training_id, draw=drawn, waiting=waiting, later=later):
        raise WrongTraining("The halves of this training were drawn already.")
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None,
        action="training",
        detail=f"{training_id}: drawn with {drawn}, {len(waiting)} wait until {later.isoformat()}",
    )
    return access_training(work, viewer=viewer, training_id=training_id)


def cancel_training(work: Work, *, viewer: Viewer | None, training_id: int) -> TrainingNow:
    """Cancel a training that is ahead, or take back one that was noted by mistake. Raises NotAllowed, WrongTraining."""
    training = access_training(work, viewer=viewer, training_id=training_id)
    if not trainings.cancel_training(work.session, training_id=training_id, now=work.now):
        raise WrongTraining("That training was cancelled.")
    work.audit(
        actor_id=viewer.member_id if viewer is not None else None, action="training", detail=f"{training_id}: cancelled"
    )
    return training


def access_training(work: Work, *, viewer: Viewer | None, training_id: int) -> TrainingNow:
    """A training that the viewer may change and read of: they coach everybody in it, or are told what followed.

    Raises NotAllowed, and WrongTraining for one that was cancelled.
    """
    stored = trainings.find_training(work.session, workspace_id=work.workspace_id, training_id=training_id)
    if stored is None or stored.cancelled_at is not None:
        raise WrongTraining("That training was cancelled.")
    training = load_trainings(work, [stored])[stored.id]
    # Whoever planned it is told what followed, also where somebody in it has moved to another team since.
    told = viewer is not None and stored.manager_id == viewer.member_id and viewer.role is not Role.REP
    if viewer is not None and not (told and viewer.active):
        for each in training.places:
            _require_coach(work, viewer, each.member)
    return training


def load_trainings(work: Work, stored: Sequence[Training]) -> dict[int, TrainingNow]:
    """These with their people and what was found, by id."""
    ids = [each.id for each in stored]
    places = trainings.places_of(work.session, training_ids=ids)
    checks = trainings.checks_of(work.session, training_ids=ids)
    members = people.members_by_id(work.session, ids={each.member_id for some in places.values() for each in some})
    measures = _Measures(work)
    found = {}
    for each in stored:
        held = [PlaceOf(place, members[place.member_id]) for place in places.get(each.id, ())]
        held.sort(key=lambda one: (one.place.date, one.member.name, one.member.id))
        found[each.id] = TrainingNow(each, measures.of(each), tuple(held), tuple(checks.get(each.id, ())))
    return found


@dataclass(frozen=True)
class TrainingAhead:
    """A training that one member is told of: its topic, and their own date."""

    topic: str
    date: dt.date
    training_id: int


def trainings_to_say(work: Work, *, members: Collection[Member]) -> Mapping[int, tuple[TrainingAhead, ...]]:
    """What the morning says of trainings: once on the first morning after it is known, and on the working day before.

    Those with nothing to say are left out.
    """
    by_id = {member.id: member for member in members}
    today = {member.id: work.today_of(member) for member in members}
    if not today:
        return {}
    rows = trainings.places_ahead(
        work.session, workspace_id=work.workspace_id, since=min(today.values()), member_ids=list(by_id)
    )
    if not rows:
        return {}
    dates = [place.date for place, _ in rows]
    calendars = calendars_around(
        work, members=[by_id[who] for who in {p.member_id for p, _ in rows}], starts=min(dates), ends=max(dates)
    )
    found: dict[int, tuple[TrainingAhead, ...]] = {}
    for place, training in rows:
        who, date = place.member_id, today[place.member_id]
        if place.date < date:
            continue
        near = workday_before(calendars[who], place.date) <= date
        if near or place.told_on == date or (place.told_on is None and date > known_on(work, by_id[who], training)):
            found[who] = (*found.get(who, ()), TrainingAhead(training.topic, place.date, training.id))
    return found


def trainings_ahead(work: Work, *, member: Member) -> tuple[TrainingAhead, ...]:
    """The member's own trainings from today on, by date."""
    rows = trainings.places_ahead(
        work.session, workspace_id=work.workspace_id, since=work.today_of(member), member_ids=[member.id]
    )
    return tuple(TrainingAhead(training.topic, place.date, training.id) for place, training in rows)


def known_on(work: Work, member: Member, training: Training) -> dt.date:
    """The member's date on which the training was planned: from the next morning on they are told."""
    return Work(work.session, work.workspace, training.planned_at).today_of(member)


class _Measures:
    """The metrics and stages that trainings are for, read once."""

    def __init__(self, work: Work) -> None:
        self._metrics = {metric.id: metric for metric in work.metrics(retired=True)}
        process = stages.list_stages(work.session, workspace_id=work.workspace_id, retired=True)
        self._stages = {stage.key: StageName(stage.key, stage.label) for stage in process}

    def of(self, training: Training) -> Measure:
        if training.metric_id is not None:
            return self._metrics[training.metric_id]
        return self._stages.get(training.stage, StageName(training.stage, training.stage))


def _require_coach(work: Work, viewer: Viewer, member: Member) -> None:
    subject = subject_of(work.session, workspace=work.workspace, about=member, date=work.today_of(member))
    require(viewer, Action.COACH, subject)


def _require_manager(work: Work, manager: Member, members: Sequence[Member]) -> None:
    """Raise WrongTraining unless this member coaches everybody who is to have it: they are told what followed."""
    told = viewer_of(work.session, workspace=work.workspace, member=manager, now=work.now)
    for member in members:
        subject = subject_of(work.session, workspace=work.workspace, about=member, date=work.today_of(member))
        if not may(told, Action.COACH, subject):
            raise WrongTraining(
                "Only someone who coaches everyone in it can get the results: a manager of their team, or an admin.",
                field="manager",
            )


def _require_possible(plan: Plan, topic: str, today: dt.date) -> None:
    if not topic:
        raise WrongTraining("What's it about? Write a topic, like Handling objections.", field="topic")
    if len(topic) > LONGEST_TOPIC:
        raise WrongTraining("Please keep it to {most} characters.", field="topic", most=LONGEST_TOPIC)
    if not plan.members:
        raise WrongTraining("Who takes part? Pick people or a team.", field="people")
    if len(plan.members) > MOST_PEOPLE:
        raise WrongTraining("A training has at most {most} people. Plan it in parts.", field="people", most=MOST_PEOPLE)
    if isinstance(plan.measure, Metric) and plan.measure.unit is Unit.MONEY:
        raise WrongTraining(
            "Amounts swing too much to tell what a training changed. Pick something counted, like demos or deals won.",
            field="measure",
        )
    if plan.date > today + FARTHEST:
        raise WrongTraining("{date} is more than half a year ahead. Pick a nearer day.", field="date", date=plan.date)
    if plan.date < today - OLDEST:
        raise WrongTraining(
            "{date} is more than {days} days ago, so there's nothing left to check.",
            field="date",
            date=plan.date,
            days=OLDEST.days,
        )
    if plan.waiting_list and plan.date <= today:
        raise WrongTraining("A waiting list is drawn before the training begins. Pick a later date.", field="date")
    if plan.waiting_list and len(plan.members) < 2:
        raise WrongTraining("A waiting list needs two people or more.", field="people")
