"""What is kept about a member is known table by table, so that nothing is forgotten when it is shown or erased."""

from sqlmodel import SQLModel

from storage.dialect import table_of
from storage.personal import ABOUT, TOUCHED


def test_every_column_that_names_a_member_is_accounted_for() -> None:
    named = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "member"
    }
    known = {(table_of(model).name, column) for model, column in ABOUT} | TOUCHED
    assert named == known, "say in storage/personal.py whether the row is about this member, and erase what it says"
