"""Commitments: never more than two open, whichever door they come by; counted, closed and carried on purpose."""

import contextlib
import datetime as dt
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot.coaching.commitments import (
    Promise,
    TwoAlready,
    add_commitment,
    carry_forward,
    end_commitment,
)
from bot.coaching.people import WrongCoaching
from bot.core.permissions import NotAllowed
from bot.core.words.language import language_for
from bot.pipeline.stages import StageName, ensure_stages
from bot.standings.commitments import commitments_to_say, open_commitments
from bot.standings.words.commitments import commitment_words
from storage.activities import add_activity_rows
from storage.engine import Database
from storage.tables import Commitment, CommitmentEnd, Deal, Source, StageChange
from tests.bot.coaching.steps import member, metric, viewer, working
from tests.cast import NOON, Cast, assemble
from tests.databases import fresh_sqlite

TODAY = dt.date(2026, 11, 17)
FRIDAY = dt.date(2026, 11, 20)


def commit(database: Database, cast: Cast, key: str = "demo", target: int = 2, who: int | None = None) -> int:
    with working(database, NOON) as work:
        now = add_commitment(
            work,
            viewer=viewer(work, who or cast.ana),
            member=member(work, cast.ana),
            promise=Promise(metric(work, key), target, FRIDAY),
        )
        return now.commitment.id


def log(database: Database, cast: Cast, key: str, quantity: int, date: dt.date = TODAY) -> None:
    with working(database, NOON) as work:
        add_activity_rows(
            work.session,
            rows=[
                {
                    "workspace_id": 1,
                    "member_id": cast.ana,
                    "metric_id": metric(work, key).id,
                    "quantity": quantity,
                    "local_date": date,
                    "source": Source.SLACK,
                    "logged_at": NOON,
                    "account": "",
                    "note": "",
                    "outcome": "",
                    "batch": "",
                    "version": 1,
                }
            ],
        )


def test_a_third_commitment_is_refused_with_the_two_that_are_open(database: Database) -> None:
    cast = assemble(database)
    commit(database, cast, "demo", 2)
    commit(database, cast, "call", 30, who=cast.north_manager)
    with pytest.raises(TwoAlready, match="2 demos, 30 calls"):
        commit(database, cast, "email", 5)
    with database.reading() as session:
        assert len(session.exec(select(Commitment)).all()) == 2


def test_not_even_sql_stores_a_third(database: Database) -> None:
    cast = assemble(database)
    commit(database, cast, "demo")
    commit(database, cast, "call")
    for slot in (1, 2, 3, 0, -1):
        with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
            session.add(
                Commitment(
                    workspace_id=1,
                    member_id=cast.ana,
                    slot=slot,
                    stage="quoting",
                    target=1,
                    starts=TODAY,
                    due_on=FRIDAY,
                    agreed_at=NOON,
                )
            )


def test_of_ten_that_come_at_once_two_are_stored(database: Database) -> None:
    cast = assemble(database)
    ready, outcomes = threading.Barrier(10), []

    def one(n: int) -> None:
        ready.wait()
        try:
            outcomes.append(commit(database, cast, "demo", n + 1))
        except TwoAlready:
            outcomes.append(0)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(bool(each) for each in outcomes) == 2
    assert len(outcomes) == 10
    with database.reading() as session:
        stored = session.exec(select(Commitment)).all()
        assert sorted(each.slot for each in stored) == [1, 2]


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(["add", "keep", "let go", "carry"]), st.integers(0, 3)), max_size=12))
def test_whatever_is_done_nobody_has_more_than_two_and_nothing_is_closed_twice(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = fresh_sqlite(Path(folder) / "pacer.sqlite")
        cast = assemble(database)
        for what, which in steps:
            with database.reading() as session:
                before = closed(session)
                ids = session.exec(select(Commitment.id).order_by(col(Commitment.id))).all()
            number = ids[which % len(ids)] if ids else 999
            with contextlib.suppress(WrongCoaching), working(database, NOON) as work:
                match what:
                    case "add":
                        promise = Promise(metric(work, "demo"), which + 1, FRIDAY)
                        add_commitment(work, viewer=None, member=member(work, cast.ana), promise=promise)
                    case "carry":
                        carry_forward(work, viewer=None, commitment_id=number)
                    case _:
                        end_commitment(work, viewer=None, commitment_id=number, kept=what == "keep")
            with database.reading() as session:
                assert before.items() <= closed(session).items(), "what was closed stays as it was closed"
                still_open = session.exec(select(Commitment).where(col(Commitment.closed_at).is_(None))).all()
                assert len({each.slot for each in still_open}) == len(still_open) <= 2
        database.dispose()


def closed(session: Session) -> dict[int, tuple[object, object]]:
    return {each.id: (each.end, each.done) for each in session.exec(select(Commitment)) if each.closed_at is not None}


def test_what_is_kept_makes_room_for_the_next(database: Database) -> None:
    cast = assemble(database)
    first = commit(database, cast, "demo", 2)
    commit(database, cast, "call", 30)
    log(database, cast, "demo", 2)
    commit(database, cast, "email", 5)
    with database.reading() as session:
        kept = session.get_one(Commitment, first)
        assert (kept.end, kept.done) == (CommitmentEnd.KEPT, 2)


def test_it_counts_from_the_day_it_was_made_to_its_date_both_included(database: Database) -> None:
    cast = assemble(database)
    commit(database, cast, "demo", 9)
    for date, quantity in (
        (TODAY - dt.timedelta(days=1), 1),
        (TODAY, 2),
        (FRIDAY, 3),
        (FRIDAY + dt.timedelta(days=1), 4),
    ):
        log(database, cast, "demo", quantity, date)
    with working(database, NOON + dt.timedelta(days=10)) as work:
        (now,) = open_commitments(work, members=[member(work, cast.ana)])[cast.ana]
        assert (now.done, now.left, now.reached) == (5, 4, False)


@pytest.mark.parametrize(
    ("moves", "counted"),
    [
        ((("quoting", "closing", 0),), 1),
        ((("quoting", "won", 2),), 1),
        ((("quoting", "lost", 0),), 0),
        ((("quoting", "qualifying", 0),), 0),
        ((("qualifying", "quoting", 0),), 0),
        ((("quoting", "closing", -1),), 0),
        ((("quoting", "closing", 9),), 0),
        ((("quoting", "closing", 0), ("closing", "quoting", 1), ("quoting", "won", 2)), 1),
    ],
)
def test_a_stage_counts_each_deal_that_moved_on_from_it_once(
    sqlite_database: Database, moves: tuple[tuple[str, str, int], ...], counted: int
) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, NOON) as work:
        ensure_stages(work.session, workspace=work.workspace)
        add_commitment(
            work,
            viewer=viewer(work, cast.ana),
            member=member(work, cast.ana),
            promise=Promise(StageName("quoting", "Quoting"), 2, FRIDAY),
        )
        deal = Deal(
            workspace_id=1,
            member_id=cast.ana,
            account="Acme",
            stage="quoting",
            opened_on=TODAY,
            touched_on=TODAY,
            created_at=NOON,
        )
        work.session.add(deal)
        work.session.flush()
        for before, after, days in moves:
            work.session.add(
                StageChange(
                    workspace_id=1,
                    deal_id=deal.id,
                    before=before,
                    after=after,
                    moved_on=TODAY + dt.timedelta(days=days),
                    at=NOON,
                )
            )
        work.session.flush()
        (now,) = open_commitments(work, members=[member(work, cast.ana)])[cast.ana]
        assert now.done == counted


def test_an_unfinished_one_stays_open_until_somebody_says_what_becomes_of_it(database: Database) -> None:
    cast = assemble(database)
    number = commit(database, cast, "demo", 3)
    log(database, cast, "demo", 1)
    late = NOON + dt.timedelta(days=20)
    with working(database, late) as work:
        (now,) = open_commitments(work, members=[member(work, cast.ana)])[cast.ana]
        assert now.is_over(work.today_of(member(work, cast.ana)))
        carried = carry_forward(work, viewer=viewer(work, cast.ana), commitment_id=number)
        assert (carried.commitment.target, carried.commitment.carried_from) == (2, number), "what was left of it"
        assert carried.commitment.due_on == dt.date(2026, 12, 14)
        with pytest.raises(WrongCoaching, match="closed already"):
            carry_forward(work, viewer=viewer(work, cast.ana), commitment_id=number)


def test_the_morning_speaks_of_it_until_three_days_after_its_date_and_not_for_ever(database: Database) -> None:
    cast = assemble(database)
    commit(database, cast, "demo", 3)
    said = []
    for days in range(10):
        with working(database, NOON + dt.timedelta(days=days)) as work:
            said.append(bool(commitments_to_say(work, members=[member(work, cast.ana)])))
    assert said == [True] * 7 + [False] * 3


def test_that_one_is_done_is_said_once_on_the_next_workday(database: Database) -> None:
    cast = assemble(database)
    commit(database, cast, "demo", 1)
    log(database, cast, "demo", 1)
    said = []
    for days in range(1, 8):
        with working(database, NOON + dt.timedelta(days=days)) as work:
            said.append(bool(commitments_to_say(work, members=[member(work, cast.ana)])))
    assert said == [True] + [False] * 6, "also after its date"
    with working(database, NOON + dt.timedelta(days=1)) as work:
        ((now,),) = commitments_to_say(work, members=[member(work, cast.ana)]).values()
        words = commitment_words(now, work.today_of(member(work, cast.ana)), language_for(locale="en", currency="USD"))
    assert words == "You said 1 demo by Friday, and you did it. 🎉"


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("ben", False), ("south_manager", False), ("north_manager", True), ("admin", True), ("ana", True)],
)
def test_who_may_commit_a_rep_to_something(sqlite_database: Database, who: str, allowed: bool) -> None:
    cast = assemble(sqlite_database)
    if allowed:
        number = commit(sqlite_database, cast, who=getattr(cast, who))
        with working(sqlite_database, NOON) as work:
            end_commitment(work, viewer=viewer(work, getattr(cast, who)), commitment_id=number, kept=False)
        return
    with pytest.raises(NotAllowed):
        commit(sqlite_database, cast, who=getattr(cast, who))
    number = commit(sqlite_database, cast)
    with working(sqlite_database, NOON) as work, pytest.raises(NotAllowed):
        end_commitment(work, viewer=viewer(work, getattr(cast, who)), commitment_id=number, kept=False)


@pytest.mark.parametrize(
    ("target", "due", "says"),
    [
        (0, FRIDAY, "above zero"),
        (-3, FRIDAY, "above zero"),
        (10**6, FRIDAY, "typo"),
        (2, TODAY - dt.timedelta(days=1), "over"),
        (2, dt.date(2027, 6, 1), "three months"),
    ],
)
def test_a_number_or_date_that_cannot_be_is_refused_with_what_to_do(
    sqlite_database: Database, target: int, due: dt.date, says: str
) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, NOON) as work, pytest.raises(WrongCoaching, match=says):
        add_commitment(
            work,
            viewer=viewer(work, cast.ana),
            member=member(work, cast.ana),
            promise=Promise(metric(work, "demo"), target, due),
        )
