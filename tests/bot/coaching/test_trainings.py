"""Trainings: told once, drawn by lot once, and never credited with more than the numbers carry."""

import datetime as dt
import random
from typing import Any

import pytest
from sqlmodel import col, select

from bot.coaching.training_checks import check_training, checks_due
from bot.coaching.trainings import plan_training_messages
from bot.core.permissions import NotAllowed
from bot.runtime.schedule import tick
from bot.standings.trainings import Plan, TrainingNow, WrongTraining, access_training, draw_waiting_list, plan_training
from metrics.coaching.waiting_list import draw_halves
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import CheckFinding, Delivery, Team, Training, TrainingCheck, TrainingPlace, Workspace
from tests.bot.coaching.steps import member, metric, viewer, work_in, working
from tests.bot.crowd import BEGAN, Crowd, gather, weekdays
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.cast import NOON, Cast, assemble
from tests.forged import press
from tests.office import ANA, BEN, MANAGER, Office

UTC = dt.UTC
TRAINED = dt.date(2026, 6, 1)


def open_form(office: Office, user: str = MANAGER) -> None:
    office.sandbox.post("command", user=user, command="/coach", text="training plan")


def close(office: Office, user: str = MANAGER) -> None:
    office.sandbox.post("close", user=user, view_id=top_view(office, user)["id"])


def sleep_until(office: Office, now: dt.datetime) -> None:
    """Nothing runs until then, and a tick does what is due."""
    office.sandbox.post("clock", now=now.isoformat())
    tick(office.database, now)
    office.worker.drain()


def message(office: Office, who: str, holds: str) -> dict[str, Any]:
    return next(each for each in reversed(office.sees(who, who)) if holds in each["text"])


def test_a_training_from_its_plan_to_its_first_check(office: Office) -> None:
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(140)]
    office.goal("North", "demo", PeriodKind.MONTH, 6)
    for who in (ANA, BEN):
        office.past(who, "demo", {day.isoformat(): 2 for day in days if day.weekday() < 5})
    open_form(office)
    assert fill_in(
        office, MANAGER, topic="Objections", measure="metric:demo", date="2026-11-10", people=[ANA, BEN], how="by_lot"
    ) == {"date": "A waiting list is drawn before the training begins. Pick a later date."}
    values = {"topic": "Objections", "measure": "metric:demo", "people": [ANA, BEN], "how": "by_lot"}
    assert fill_in(office, MANAGER, **values, date="2026-11-26") == {}
    said = words_of(top_view(office, MANAGER))
    assert "*Objections* on Thu 26 Nov, for more demos · 2 people" in said
    assert "With fewer than 5 people in a half there's nothing to compare" in said
    close(office)
    with office.database.reading() as session:
        training = session.exec(select(Training)).one()
        places = {row.member_id: row for row in session.exec(select(TrainingPlace)).all()}
    assert f"Drawn by lot with {training.draw}." in said
    first, waiting = draw_halves(training.draw, list(places))
    assert [places[each].date for each in (*first, *waiting)] == [dt.date(2026, 11, 26), dt.date(2026, 12, 24)]

    office.play_until(dt.datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
    for who in (ANA, BEN):
        nudges = [text for text in office.nudges(who) if "Training on" in text and "Objections." in text]
        assert len(nudges) == 1, "told in the first nudge"
        assert not [text for text in office.messages_to(who) if text.startswith("Training")], "and in no other message"

    assert "Training on" in office.say(ANA, "/coach")
    listed = office.answer_of(MANAGER, "/coach", "trainings")
    (opened,) = office.click(MANAGER, listed, "coach_training")
    assert "First half, on Thu 26 Nov" in opened
    for minute in range(3):  # Slack takes one message a second
        sleep_until(office, dt.datetime(2026, 12, 28, 12, minute, tzinfo=UTC))
    told = message(office, MANAGER, "How the training went: Objections")["text"]
    assert "While one half waited: too few to compare (1 and 1 people, it takes 5 each)." in told
    assert "more demos than" not in told


def test_who_knows_of_a_cancelled_training_is_told_and_nobody_else_ever_hears_of_it(office: Office) -> None:
    office.goal("North", "demo", PeriodKind.MONTH, 6)
    open_form(office)
    assert fill_in(office, MANAGER, topic="Late", measure="stage:quoting", date="2026-11-27", people=[ANA]) == {}
    close(office)
    open_form(office)
    assert fill_in(office, MANAGER, topic="Soon", measure="metric:demo", date="2026-11-18", people=[ANA]) == {}
    close(office)
    office.play_until(dt.datetime(2026, 11, 17, 15, 30, tzinfo=UTC))
    assert "Training tomorrow: Soon." in office.messages_to(ANA), "it is too soon to wait for the next nudge"
    listed = office.answer_of(MANAGER, "/coach", "trainings")
    for topic in ("Late", "Soon"):
        block = next(each for each in listed["blocks"] if topic in str(each.get("text")))
        value = block["accessory"]["value"]
        (opened,) = office.click(MANAGER, listed, "coach_training", value)
        assert opened.startswith(f"*{topic}*")
        press(office, MANAGER, action_id="coach_training_cancel", value=value)
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    seen = "\n".join([*office.messages_to(ANA), *office.nudges(ANA)])
    assert "Cancelled: the training" in seen
    assert "Late" not in seen
    assert office.say(MANAGER, "/coach", "trainings").endswith("and I'll check what changed.")


def test_a_rep_cannot_open_the_form(office: Office) -> None:
    answer = office.sandbox.post("command", user=ANA, command="/coach", text="training plan")
    assert "That's for managers and their teams" in str(answer)


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def objections(work: Any, cast: Cast, **changed: Any) -> Plan:
    return Plan(
        **{
            "topic": "Objections",
            "measure": metric(work, "demo"),
            "date": NOON.date() + dt.timedelta(days=9),
            "members": [member(work, cast.ana), member(work, cast.ben)],
            "manager": member(work, cast.north_manager),
            **changed,
        }
    )


def test_halves_are_drawn_once_and_anybody_can_draw_them_again(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        training = plan_training(work, viewer=viewer(work, cast.north_manager), plan=objections(work, cast))
        drawn = draw_waiting_list(work, viewer=None, training_id=training.stored.id, draw="4711")
        halves = draw_halves("4711", [cast.ana, cast.ben])
        assert ([m.id for m in drawn.half(waits=False)], [m.id for m in drawn.half(waits=True)]) == (
            list(halves[0]),
            list(halves[1]),
        )
        assert drawn.last_date == NOON.date() + dt.timedelta(days=37)
        with pytest.raises(WrongTraining, match="drawn already"):
            draw_waiting_list(work, viewer=None, training_id=training.stored.id)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"topic": " "}, "Write a topic"),
        ({"members": []}, "Who takes part"),
        ({"date": dt.date(2027, 9, 1)}, "more than half a year ahead"),
        ({"date": dt.date(2026, 3, 1)}, "nothing left to check"),
        ({"date": NOON.date(), "waiting_list": True}, "drawn before the training begins"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_what_to_do(
    database: Database, cast: Cast, changed: dict[str, Any], why: str
) -> None:
    with working(database, NOON) as work, pytest.raises(WrongTraining) as wrong:
        plan_training(work, viewer=None, plan=objections(work, cast, **changed))
    assert why in wrong.value.text


def test_amounts_are_no_measure_of_a_training(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work, pytest.raises(WrongTraining) as wrong:
        plan_training(work, viewer=None, plan=objections(work, cast, measure=metric(work, "revenue")))
    assert wrong.value.text.startswith("Amounts swing too much")


def test_only_who_coaches_everybody_in_it_plans_and_reads_a_training(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        for who in (cast.ana, cast.south_manager):
            with pytest.raises(NotAllowed):
                plan_training(work, viewer=viewer(work, who), plan=objections(work, cast))
        both = [member(work, cast.ana), member(work, cast.cleo)]
        with pytest.raises(NotAllowed):
            plan_training(work, viewer=viewer(work, cast.north_manager), plan=objections(work, cast, members=both))
        with pytest.raises(WrongTraining, match="coaches everyone in it"):
            plan_training(work, viewer=viewer(work, cast.admin), plan=objections(work, cast, members=both))
        plan = objections(work, cast, members=both, manager=member(work, cast.admin))
        mixed = plan_training(work, viewer=viewer(work, cast.admin), plan=plan)
        for who in (cast.north_manager, cast.south_manager, cast.ana, cast.guest):
            with pytest.raises(NotAllowed):
                access_training(work, viewer=viewer(work, who), training_id=mixed.stored.id)
        assert access_training(work, viewer=viewer(work, cast.admin), training_id=mixed.stored.id).places


def crowd_with_history(database: Database, *, reps: int, until: dt.date, lift: float) -> tuple[Crowd, int]:
    """Reps who do about eight calls a day; from the day after the training the first half does so much more."""
    crowd = gather(database, reps=reps, goals=[], at=BEGAN, live=True)
    planned = dt.datetime.combine(TRAINED - dt.timedelta(days=10), dt.time(9), tzinfo=UTC)
    with working(database, planned) as work:
        plan = Plan(
            "Calls",
            metric(work, "call"),
            TRAINED,
            [member(work, each) for each in crowd.reps],
            manager=member(work, crowd.reps[-1] + 1),
        )
        training = plan_training(work, viewer=None, plan=plan)
        drawn = draw_waiting_list(work, viewer=None, training_id=training.stored.id, draw="lot")
        first = {each.id for each in drawn.half(waits=False)}
    chance = random.Random(1)
    for day in weekdays(BEGAN.date(), until):
        lifted = TRAINED < day < TRAINED + dt.timedelta(days=28)
        crowd.log(
            day,
            {
                (at, "call"): max(0, round(chance.gauss(8 * (1 + lift * (lifted and who in first)), 3)))
                for at, who in enumerate(crowd.reps)
            },
        )
    return crowd, training.stored.id


def checks(database: Database) -> list[TrainingCheck]:
    with database.reading() as session:
        return list(session.exec(select(TrainingCheck).order_by(col(TrainingCheck.days))).all())


def run_round(database: Database, on: dt.date) -> None:
    now = dt.datetime.combine(on, dt.time(12), tzinfo=UTC)
    more = True
    while more:
        with database.writing() as session:
            more = plan_training_messages(session, workspace=session.get_one(Workspace, 1), now=now)


def test_halves_are_compared_while_one_waits_and_told_once(database: Database) -> None:
    crowd, number = crowd_with_history(database, reps=12, until=TRAINED + dt.timedelta(days=40), lift=0.5)
    run_round(database, TRAINED + dt.timedelta(days=28))
    assert checks(database) == [], "not before the weeks are over"
    for _ in range(2):
        run_round(database, TRAINED + dt.timedelta(days=29))
    (check,) = checks(database)
    assert (check.days, check.finding, check.people, check.others) == (28, CheckFinding.MORE, 6, 6)
    assert check.low is not None
    assert check.difference == pytest.approx(0.5, abs=0.15)
    assert 0.0 < check.low < 0.5
    with database.reading() as session:
        rows = session.exec(select(Delivery).where(Delivery.kind == "training check")).all()
        assert [(row.key, row.recipient) for row in rows] == [(f"{number}:28", "U0MANAGER")]
    crowd.now_ = dt.datetime.combine(TRAINED + dt.timedelta(days=29), dt.time(12, 1), tzinfo=UTC)
    crowd.play(crowd.now_ + dt.timedelta(minutes=1))
    (said,) = [each for each in crowd.to("U0MANAGER") if "How the training went" in each]
    assert "more calls than the half that waited (+" in said
    assert "6 people and 6" in said


def test_later_the_gain_is_gone_and_a_refresher_is_proposed_without_saying_why(database: Database) -> None:
    crowd_with_history(database, reps=12, until=TRAINED + dt.timedelta(days=62), lift=0.5)
    run_round(database, TRAINED + dt.timedelta(days=60))
    halves, thirty = checks(database)
    assert halves.finding is CheckFinding.MORE
    assert (thirty.days, thirty.finding, thirty.difference) == (30, CheckFinding.USUAL, None), (
        "nobody is left to compare"
    )
    assert thirty.refresher_due


def test_halves_that_do_the_same_show_no_difference(database: Database) -> None:
    crowd_with_history(database, reps=12, until=TRAINED + dt.timedelta(days=31), lift=0.0)
    run_round(database, TRAINED + dt.timedelta(days=29))
    (check,) = checks(database)
    assert check.finding is CheckFinding.NO_DIFFERENCE
    assert check.low is not None
    assert check.high is not None
    assert check.low < 0.0 < check.high


def test_a_training_noted_afterwards_is_looked_at_at_once_and_too_few_are_never_compared(database: Database) -> None:
    crowd = gather(database, reps=6, goals=[], at=BEGAN, live=True)
    now = dt.datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
    for day in weekdays(BEGAN.date(), now.date()):
        crowd.log(day, {(at, "call"): 8 for at in range(6)})
    with working(database, now) as work:
        plan = Plan(
            "Calls",
            metric(work, "call"),
            now.date() - dt.timedelta(days=40),
            [member(work, each) for each in crowd.reps[:3]],
            manager=member(work, crowd.reps[-1] + 1),
        )
        training = plan_training(work, viewer=None, plan=plan)
        assert checks_due(training, now.date()) == (30,)
        (check,) = check_training(work, training=training, days=(30,), today=now.date())
    assert (check.finding, check.people, check.within, check.difference) == (CheckFinding.USUAL, 3, 3, None)


def test_who_had_the_same_training_lately_is_nobodys_peer(database: Database) -> None:
    crowd = gather(database, reps=60, goals=[], at=BEGAN, live=True)
    now = dt.datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
    chance = random.Random(3)
    for day in weekdays(BEGAN.date(), now.date()):
        crowd.log(day, {(at, "call"): max(0, round(chance.gauss(8, 3))) for at in range(60)})

    def others_of(training: TrainingNow) -> int:
        with working(database, now) as work:
            (check,) = check_training(work, training=training, days=(30,), today=now.date())
            return check.others

    with working(database, now) as work:
        date = now.date() - dt.timedelta(days=40)
        some = [member(work, each) for each in crowd.reps[:12]]
        training = plan_training(work, viewer=None, plan=Plan("Calls", metric(work, "call"), date, some))
    before = others_of(training)
    assert before >= 20
    with working(database, now) as work:
        rest = [member(work, each) for each in crowd.reps[12:42]]
        plan_training(work, viewer=None, plan=Plan("Calls again", metric(work, "call"), date, rest))
    assert others_of(training) == 0, "eighteen are left: too few"


def test_a_team_that_does_without_hears_of_no_training(database: Database) -> None:
    crowd = gather(database, reps=2, goals=[], at=BEGAN, live=True)
    now = dt.datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
    with working(database, now) as work:
        team = work.session.exec(select(Team)).one()
        team.coaching_off = "trainings"
        work.session.add(team)
        some = [member(work, each) for each in crowd.reps]
        plan_training(work, viewer=None, plan=Plan("Soon", metric(work, "call"), dt.date(2026, 6, 11), some))
    run_round(database, now.date())
    with database.reading() as session:
        work = work_in(session, now)
        assert session.exec(select(Delivery).where(Delivery.kind == "coaching")).all() == []
        assert {place.told_on for place in session.exec(select(TrainingPlace)).all()} == {now.date()}
