"""A day can be rehearsed: what would be sent, to whom, without sending or keeping anything."""

import datetime as dt
from pathlib import Path

from sqlmodel import select

from bot.runtime.rehearse import rehearse
from metrics.periods import PeriodKind
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Delivery, Goal, Member, Morning, TimeOff
from storage.workspaces import find_workspace
from tests.bot.runtime.test_settings import pacer
from tests.cast import NOON, Cast, assemble

WEDNESDAY = dt.date(2026, 11, 18)
SATURDAY = dt.date(2026, 11, 21)


def set_goals(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        calls = find_metric(session, workspace_id=cast.workspace, key="call")
        assert calls is not None
        session.add_all(
            Goal(
                workspace_id=cast.workspace,
                metric_id=calls.id,
                team_id=team,
                period=PeriodKind.WEEK,
                target=60,
                starts=dt.date(2026, 1, 1),
                set_at=NOON,
            )
            for team in (cast.north, cast.south)
        )


def test_a_working_day_shows_each_reps_nudge_and_who_has_none(database: Database) -> None:
    cast = assemble(database)
    set_goals(database, cast)
    with database.writing() as session:
        session.add(
            TimeOff(
                workspace_id=cast.workspace,
                member_id=cast.ben,
                starts=WEDNESDAY,
                ends=WEDNESDAY + dt.timedelta(days=1),
                created_at=NOON,
            )
        )
    found = rehearse(database, date=WEDNESDAY)
    nudges = [message for message in found.messages if message.kind == "nudge"]
    assert [message.recipient for message in nudges] == ["Ana", "Cleo"]
    assert {message.at for message in nudges} == {dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)}
    assert all("calls" in message.text for message in nudges)
    assert found.silent["day off"] == ("Ben",)


def test_nothing_of_a_rehearsal_stays(database: Database) -> None:
    cast = assemble(database)
    set_goals(database, cast)
    first = rehearse(database, date=WEDNESDAY)
    with database.reading() as session:
        assert not session.exec(select(Delivery)).all()
        assert not session.exec(select(Morning)).all()
        assert {member.snoozed_until for member in session.exec(select(Member)).all()} == {None}
    assert rehearse(database, date=WEDNESDAY) == first


def test_nothing_is_sent_on_a_saturday(database: Database) -> None:
    cast = assemble(database)
    set_goals(database, cast)
    found = rehearse(database, date=SATURDAY)
    assert found.messages == ()
    assert "Ana" in found.silent["day off"]


def test_a_workspace_that_is_not_live_is_played_as_if_it_were_and_stays_as_it_is(database: Database) -> None:
    cast = assemble(database)
    set_goals(database, cast)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = False
    found = rehearse(database, date=WEDNESDAY)
    assert [message.recipient for message in found.messages if message.kind == "nudge"] == ["Ana", "Ben", "Cleo"]
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert (workspace.live, workspace.went_live_at) == (False, None)


def test_without_a_workspace_the_operator_is_told_how_pacer_meets_one(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'pacer.sqlite'}"}
    pacer(tmp_path, "db", "upgrade", **settings)
    assert "run: pacer users sync" in pacer(tmp_path, "simulate", **settings).stderr
