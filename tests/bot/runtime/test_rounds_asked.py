"""What an idle minute costs, and what ends the rest of a round."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.nudges.lateness import no_times
from bot.runtime.schedule import LONGEST_REST, ROUNDS, Round, ask_again, next_instant, plan_everything, tick
from metrics.periods import PeriodKind
from storage.engine import Database, make_database
from storage.memberships import note_audience
from storage.tables import Activity, Member, Membership, Source, Team, TeamRole, Workspace
from storage.watching import WATCHED, WATCHED_FOR_DELETION, decides
from tests.bot.crowd import BEGAN, gather
from tests.cast import NOON, assemble

MINUTE = dt.timedelta(minutes=1)
NOT_WATCHED = {
    # What was done, and what is made of it: it decides what is said, and whether anything is, when that is asked.
    "activity",
    "activity_version",
    "day_total",
    "deal",
    "stage",
    "stage_change",
    "refund",
    "lead",
    "outside_record",
    "quiet_day",
    "standing",
    "history",
    "watch",
    "fit",
    "log_habit",
    "kudos",
    "commitment",
    "coaching_note",
    # Answers make nothing due: a survey closes at its time, and who is told of it is foreseen.
    "survey_seat",
    "survey_turn",
    "survey_count",
    "survey_result",
    "goal_proposal",
    "team_total",
    "member_alias",
    "user_group",
    # What was planned, and how it is sent. It is foreseen: what was planned is late after half an hour, say.
    "delivery",
    "receipt",
    "rate_state",
    "lease",
    # Who did what, and the API.
    "audit",
    "api_token",
    "api_turn",
    # Files that wait for their thread, which is woken.
    "sent_file",
    # The rests themselves.
    "round_rest",
    "change_count",
}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that goes to the database, with what begins and ends a transaction that writes."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


def settled(database: Database, *, teams: int) -> dt.datetime:
    """A workspace with so many teams of a rep and a manager, an hour after all mornings were taken: the next minute."""
    gather(database, reps=2, goals=[("call", PeriodKind.MONTH, 400)], at=NOON, live=True)
    with database.writing() as session:
        for number in range(teams - 1):
            team = Team(workspace_id=1, name=f"Team {number}", alert_channel="C0", channel_audience="private")
            people = [Member(workspace_id=1, slack_user_id=f"U1{number}{who}", name=who) for who in ("rep", "manager")]
            session.add_all([team, *people])
            session.flush()
            for member, role in zip(people, TeamRole, strict=True):
                session.add(
                    Membership(
                        workspace_id=1,
                        team_id=team.id,
                        member_id=member.id,
                        team_role=role,
                        starts=BEGAN.date(),
                    )
                )
    now = NOON
    for _ in range(3):
        tick(database, now)
        now += MINUTE
    return now


@pytest.mark.parametrize("teams", [1, 200])
def test_an_idle_minute_asks_one_question_and_opens_no_transaction_that_writes(database: Database, teams: int) -> None:
    now = settled(database, teams=teams)
    with statements(database) as seen:
        tick(database, now)
    assert [each.split()[0] for each in seen if each != "BEGIN"] == ["SELECT"], seen


def test_the_next_instant_is_the_same_whether_rounds_rest_or_not(database: Database) -> None:
    now = settled(database, teams=2)
    while_resting = next_instant(database, now)
    ask_again(database)
    assert while_resting == next_instant(database, now)
    assert while_resting is not None
    assert now < while_resting <= now + dt.timedelta(days=1)


def test_an_entry_costs_no_statement_more_and_makes_nobody_be_asked(database: Database) -> None:
    assemble(database)
    with statements(database) as seen, database.writing() as session:
        session.add(
            Activity(
                workspace_id=1,
                member_id=1,
                metric_id=1,
                quantity=1,
                local_date=NOON.date(),
                source=Source.SLACK,
                logged_at=NOON,
            )
        )
    assert not any("change_count" in each for each in seen)
    with statements(database) as seen, database.writing() as session:
        ana = session.get(Member, 1)
        assert ana is not None
        ana.unanswered = 3
        session.add(ana)
    assert any("UPDATE member" in each for each in seen)
    assert not any("change_count" in each for each in seen)


def asked_rounds(database: Database, now: dt.datetime, *, more: int = 0) -> int:
    """How often a round without a time of its own is asked at `now`; it has `more` to do so many times."""
    asked = []

    def plan(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        asked.append(now)
        return len(asked) <= more

    tick(database, now, rounds=[Round(plan, no_times)])
    return len(asked)


def test_a_round_rests_until_something_changes_in_any_process(database: Database) -> None:
    assemble(database)
    assert [asked_rounds(database, NOON), asked_rounds(database, NOON + MINUTE)] == [1, 0]
    elsewhere = make_database(database.engine.url.render_as_string(hide_password=False))
    with elsewhere.writing() as session:
        session.execute(sa.update(Team).values(review_time=dt.time(15, 0)))
    elsewhere.dispose()
    assert [asked_rounds(database, NOON + n * MINUTE) for n in (2, 3)] == [1, 0]


def test_what_was_rolled_back_ends_no_rest(database: Database) -> None:
    assemble(database)
    asked_rounds(database, NOON)
    with database.writing() as session:
        session.execute(sa.update(Team).values(paused=True))
        session.rollback()
    with database.writing() as session:
        session.execute(sa.update(Team).where(Team.name == "Nobody's").values(paused=True))  # type: ignore[arg-type]
    assert asked_rounds(database, NOON + MINUTE) == 0


def test_what_slack_says_each_hour_of_a_channel_ends_a_rest_only_when_others_read_along(database: Database) -> None:
    assemble(database)

    def asked_after(audience: str, minute: int) -> int:
        with database.writing() as session:
            note_audience(
                session,
                team_id=1,
                channel="C0NORTH",
                audience=audience,
                at=NOON + minute * MINUTE,
                inside=True,
                readers=[f"U0READER{minute}"],
                reader_count=minute,
            )
        return asked_rounds(database, NOON + minute * MINUTE)

    assert [asked_after(audience, minute) for minute, audience in enumerate(("private", "private", "public"))] == [
        1,
        0,
        1,
    ]
    with database.reading() as session:
        north = session.get(Team, 1)
        assert north is not None
        assert (north.channel_audience, north.channel_readers) == ("public", "U0READER2")


def test_a_change_that_is_committed_while_a_round_is_asked_ends_its_rest(postgres_server: object) -> None:
    database = make_database(postgres_server.upgraded_database())  # type: ignore[attr-defined]
    assemble(database)
    asked_rounds(database, NOON)
    with database.writing() as session:
        session.execute(sa.update(Team).values(paused=True))

    def plan(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        asked.append(now)
        if len(asked) == 1:
            with database.writing() as other:
                other.execute(sa.update(Team).values(paused=False))
        return False

    asked: list[dt.datetime] = []
    for minute in range(1, 4):
        tick(database, NOON + minute * MINUTE, rounds=[Round(plan, no_times)])
    assert asked == [NOON + MINUTE, NOON + 2 * MINUTE]
    database.dispose()


def test_a_rest_ends_when_the_clock_goes_back_when_pacer_starts_and_after_a_quarter_of_an_hour(
    sqlite_database: Database,
) -> None:
    assemble(sqlite_database)
    assert asked_rounds(sqlite_database, NOON) == 1
    assert asked_rounds(sqlite_database, NOON - MINUTE) == 1
    assert asked_rounds(sqlite_database, NOON) == 0
    ask_again(sqlite_database)
    assert asked_rounds(sqlite_database, NOON) == 1
    assert asked_rounds(sqlite_database, NOON + LONGEST_REST - MINUTE) == 0
    assert asked_rounds(sqlite_database, NOON + LONGEST_REST) == 1


def test_a_round_that_fails_or_has_more_to_do_does_not_rest(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    failed = []

    def plan(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        failed.append(now)
        raise ValueError("a mistake")

    for minute in range(2):
        with pytest.raises(ValueError, match="a mistake"):
            tick(sqlite_database, NOON + minute * MINUTE, rounds=[Round(plan, no_times)])
    assert len(failed) == 2
    assert asked_rounds(sqlite_database, NOON + 2 * MINUTE, more=3) == 4


def test_what_a_round_planned_stays_when_it_cannot_be_told_when_it_is_due_again(sqlite_database: Database) -> None:
    assemble(sqlite_database)

    def plan(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        workspace.name = "Planned"
        session.add(workspace)
        return False

    def cannot_tell(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        tick(sqlite_database, NOON, rounds=[Round(plan, no_times, instants=cannot_tell)])
    with sqlite_database.reading() as session:
        assert session.exec(select(Workspace.name)).one() == "Planned"
    assert asked_rounds(sqlite_database, NOON) == 1


def test_it_is_said_of_each_table_whether_its_changes_end_a_rest() -> None:
    assert NOT_WATCHED | WATCHED.keys() == {table.name for table in SQLModel.metadata.tables.values()}, (
        "say in storage/watching.py whether a change of the new table can make something due"
    )
    assert not NOT_WATCHED & WATCHED.keys()
    assert NOT_WATCHED >= WATCHED_FOR_DELETION
    for name, passed_over in WATCHED.items():
        assert passed_over <= set(SQLModel.metadata.tables[name].columns.keys())


def test_what_tells_when_a_round_is_due_is_watched_or_foreseen(sqlite_database: Database) -> None:
    gather(sqlite_database, reps=2, goals=[("call", PeriodKind.MONTH, 400)], at=NOON, live=True)
    with sqlite_database.writing() as session:
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        workspace.status_leave = True
        session.add(workspace)
    plan_everything(sqlite_database, NOON)
    with statements(sqlite_database) as seen, sqlite_database.reading() as session:
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        for each in ROUNDS:
            each.due_again(session, workspace=workspace, now=NOON)
    read = {name for each in seen for name in re.findall(r"(?:FROM|JOIN) (\w+)", each)}
    # Deliveries: that what waits will be late, or that a rep was told, is an instant.
    assert read - WATCHED.keys() == {"delivery"}


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ("SELECT member.id FROM member FOR UPDATE", False),
        ("INSERT INTO member (name) VALUES (?)", True),
        ("INSERT INTO activity (note) VALUES (?) RETURNING id", False),
        ('INSERT OR IGNORE INTO "goal" (target) VALUES (1)', True),
        ("UPDATE member SET unanswered=?, nudges_planned=? WHERE member.id = ?", False),
        ("UPDATE member SET unanswered=%(unanswered)s::INTEGER, timezone=%(tz)s WHERE member.id = 1", True),
        ("UPDATE membership SET ends=CASE WHEN (starts > ?) THEN starts ELSE ? END WHERE team_id = ?", True),
        ("UPDATE delivery SET state=? WHERE id = ?", False),
        ("DELETE FROM delivery WHERE id IN (?)", True),
        ("update team set paused = 1", True),
        ("DELETE FROM receipt WHERE at < ?", False),
        ("INSERT INTO day_total (total) VALUES (?) ON CONFLICT (total) DO UPDATE SET total = excluded.total", False),
        ("WITH old AS (SELECT 1) DELETE FROM goal", True),
        ("WITH old AS (SELECT 1) SELECT * FROM old", False),
    ],
)
def test_a_statement_is_known_by_what_it_changes(statement: str, answer: bool) -> None:
    assert decides(statement) is answer


def test_each_round_rests_under_a_name_of_its_own() -> None:
    names = [each.name for each in ROUNDS]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 64
