"""People from a file: what it says of them is kept as it is when somebody says it in Slack."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.exchange.files.people import import_people
from storage.engine import Database
from storage.tables import Audit, Member, MemberAlias, Workspace
from tests.cast import NOON, assemble, slack_id

TODAY = NOON.date()


def take(session: Session, cast_workspace: int, *lines: str) -> int:
    """Take these lines over; how many members changed."""
    workspace = session.get(Workspace, cast_workspace)
    assert workspace is not None
    return import_people(session, workspace=workspace, lines=[f"{line}\n" for line in lines], now=NOON).changed


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("25 50 75 100,,", TODAY),
        ("25 50 75 100,2026-11-02,", dt.date(2026, 11, 2)),
        ("25 50 75 100,,2026-10-05", None),
        ("usual,,", None),
    ],
)
def test_a_ramp_from_a_file_begins_as_one_from_the_form_and_is_noted(
    database: Database, line: str, starts: dt.date | None
) -> None:
    cast = assemble(database)
    with database.writing() as session:
        take(session, cast.workspace, "member,ramp,ramp from,joined", f"{slack_id('ana')},{line}")
        ana = session.get(Member, cast.ana)
        assert ana is not None
        assert ana.ramp_starts == starts
        noted = session.exec(select(Audit).where(col(Audit.action) == "ramp", col(Audit.subject_id) == cast.ana)).all()
        assert len(noted) == (0 if line.startswith("usual") else 1)
        assert take(session, cast.workspace, "member,ramp,ramp from,joined", f"{slack_id('ana')},{line}") == 0


def test_the_names_that_others_have_are_read_once_for_the_whole_file(database: Database) -> None:
    cast = assemble(database)
    reads = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and MemberAlias.__tablename__ in statement:
            reads.append(statement)

    lines = [f"{slack_id(name)},{name}.crm" for name in ("ana", "ben", "cleo")]
    with database.writing() as session:
        sa.event.listen(database.engine, "before_cursor_execute", note)
        assert take(session, cast.workspace, "member,also known as", *lines) == 3
        few = len(reads)
        assert take(session, cast.workspace, "member,also known as", lines[0]) == 0
        sa.event.remove(database.engine, "before_cursor_execute", note)
    assert few == len(reads) - few
