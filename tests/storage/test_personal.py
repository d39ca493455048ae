"""What is kept about a member is known table by table, so that nothing is forgotten when it is shown or erased."""

from sqlmodel import SQLModel, col, select

from storage.audits import DISMISSED
from storage.dialect import table_of
from storage.engine import Database
from storage.personal import ABOUT, KEPT_APART, TOUCHED, erase_member
from storage.tables import Audit, Kudos, Member
from tests.cast import NOON, assemble


def test_every_column_that_names_a_member_is_accounted_for() -> None:
    named = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "member"
    }
    known = {(table_of(model).name, column) for model, column in ABOUT} | TOUCHED | KEPT_APART
    assert named == known, "say in storage/personal.py whether the row is about this member, and erase what it says"


def test_the_words_of_thanks_are_erased_with_who_gave_them_and_with_who_got_them(database: Database) -> None:
    cast = assemble(database)

    def thanked(giver: int, receiver: int, words: str) -> Kudos:
        return Kudos(
            workspace_id=cast.workspace,
            from_member_id=giver,
            to_member_id=receiver,
            words=words,
            given_on=NOON.date(),
            given_at=NOON,
        )

    with database.writing() as session:
        session.add(thanked(cast.ana, cast.ben, "my secret word"))
        session.add(thanked(cast.ben, cast.ana, "for Ana"))
        session.add(thanked(cast.ben, cast.cleo, "for Cleo"))
        note = {"workspace_id": cast.workspace, "at": NOON, "action": DISMISSED, "subject_id": cast.ben}
        session.add(Audit(**note, actor_id=cast.ana, detail="what Ana thought of Ben"))
        session.add(Audit(**note, actor_id=cast.cleo, detail="what Cleo thought of Ben"))
    with database.writing() as session:
        ana = session.get(Member, cast.ana)
        assert ana is not None
        erase_member(session, member=ana, now=NOON)
    with database.reading() as session:
        kept = session.exec(select(Kudos).order_by(col(Kudos.id))).all()
        assert [(each.from_member_id, each.words) for each in kept] == [(cast.ana, ""), (cast.ben, "for Cleo")]
        notes = session.exec(select(Audit).order_by(col(Audit.id))).all()
        assert [each.detail for each in notes] == ["", "what Cleo thought of Ben"]
