"""Files that were sent to be imported: one worker at a time, once for each message, and forgotten soon."""

import datetime as dt

from storage import deliveries
from storage.engine import Database
from storage.sent_files import (
    add_sent_file,
    change_sent_file,
    claim_sent_file,
    forget_sent_lines,
    prune_sent_files,
    sent_files_by_id,
)
from storage.tables import Delivery, DeliveryState, FileState, SentFile
from tests.cast import NOON, assemble

LINES = "refused lines"


def test_a_file_is_taken_up_by_one_at_a_time_and_once_for_its_message(database: Database) -> None:
    cast = assemble(database)

    def sent(receipt: str) -> SentFile:
        return SentFile(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            receipt=receipt,
            slack_file_id="F1",
            name="deals.csv",
            at=NOON,
        )

    with database.writing() as session:
        first = add_sent_file(session, file=sent("message:1"))
        assert first is not None
        assert add_sent_file(session, file=sent("message:1")) is None
        file_id = first.id
    later = NOON + dt.timedelta(seconds=91)
    with database.writing() as session:
        claimed = claim_sent_file(session, here=NOON, seconds=90)
        assert claimed is not None
        assert claim_sent_file(session, here=NOON, seconds=90) is None
        again = claim_sent_file(session, here=later, seconds=90)
        assert again is not None
        assert again.attempts == 2
        change_sent_file(session, file_id=file_id, state=FileState.OFFERED, claimed_until=None)
    with database.writing() as session:
        assert claim_sent_file(session, here=later, seconds=90) is None, "it waits for a press"


def test_refused_lines_are_kept_until_they_were_sent_and_the_file_for_two_days(database: Database) -> None:
    cast = assemble(database)
    with database.writing() as session:
        file = add_sent_file(
            session,
            file=SentFile(
                workspace_id=cast.workspace,
                member_id=cast.ana,
                receipt="message:1",
                slack_file_id="F1",
                name="deals.csv",
                state=FileState.IMPORTED,
                refused="a,b\n",
                at=NOON,
            ),
        )
        assert file is not None
        file_id = file.id
        row = deliveries.new_row(
            workspace_id=cast.workspace,
            kind=LINES,
            recipient="U1",
            key=f"file:{file_id}",
            token="t",
            due_at=NOON,
            expires_at=None,
        )
        deliveries.plan(session, rows=[row])
        assert forget_sent_lines(session, kind=LINES) == 0
    with database.writing() as session:
        for delivery in deliveries.of_kind(session, workspace_id=cast.workspace, kind=LINES, key=f"file:{file_id}"):
            assert isinstance(delivery, Delivery)
            delivery.state = DeliveryState.SENT
            session.add(delivery)
        session.flush()
        assert forget_sent_lines(session, kind=LINES) == 1
    with database.writing() as session:
        assert sent_files_by_id(session, ids={file_id})[file_id].refused == ""
        assert prune_sent_files(session, before=NOON, limit=9) == 0
        assert prune_sent_files(session, before=NOON + dt.timedelta(seconds=1), limit=9) == 1
