"""Records of other programs: one identity whatever door they come by

Revision: 5b90c1d7e3a8
After: 669ebd589a8a
"""

import datetime as dt
import re
from collections.abc import Iterator

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "5b90c1d7e3a8"
down_revision = "669ebd589a8a"
branch_labels = None
depends_on = None

PORTION = 5000
HUBSPOT_KINDS = {"deal": ("0-3",), "lead": ("0-136",), "activity": ("0-47", "0-48", "0-49")}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def upgrade() -> None:
    """Apply the change, and carry over the ids that are known already."""
    op.create_table(
        "outside_record",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("foreign_amount", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_outside_record_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "source", "kind", "external_id", name=op.f("pk_outside_record")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outside_record_kind_row_id", "outside_record", ["kind", "row_id"])
    connection = op.get_bind()
    now = dt.datetime.now(dt.UTC)
    for kind in HUBSPOT_KINDS:
        _carry_over(connection, kind, now)


def downgrade() -> None:
    """Take it back; ids stay as they are written now."""
    op.drop_index("ix_outside_record_kind_row_id", table_name="outside_record")
    op.drop_table("outside_record")


def _carry_over(connection: sa.Connection, kind: str, now: dt.datetime) -> None:
    table = sa.table(kind, *(sa.column(name) for name in ("id", "workspace_id", "external_id", "source")), schema=None)
    records = sa.table(
        "outside_record",
        *(sa.column(name) for name in ("workspace_id", "source", "kind", "external_id", "row_id")),
        sa.column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime()),
    )
    for rows in _portions(connection, table, kind):
        found: dict[tuple[int, str, str], int] = {}
        for row_id, workspace_id, text in rows:
            source, own = _identity(text, kind)
            found.setdefault((workspace_id, source, own), row_id)
        known = {
            (row[0], row[1], row[2])
            for row in connection.execute(
                sa.select(records.c.workspace_id, records.c.source, records.c.external_id).where(
                    records.c.kind == kind, records.c.external_id.in_([own for _, _, own in found])
                )
            )
        }
        new = [
            {
                "workspace_id": workspace_id,
                "source": source,
                "kind": kind,
                "external_id": own,
                "row_id": row_id,
                "changed_at": now,
            }
            for (workspace_id, source, own), row_id in found.items()
            if (workspace_id, source, own) not in known
        ]
        if new:
            connection.execute(sa.insert(records), new)
        for row in new:
            if row["source"] in ("hubspot", "pipedrive", "salesforce"):
                text = f"{row['source']}:{kind}:{row['external_id']}"
                connection.execute(sa.update(table).where(table.c.id == row["row_id"]).values(external_id=text))


def _portions(connection: sa.Connection, table: sa.TableClause, kind: str) -> Iterator[list[tuple[int, int, str]]]:
    last = 0
    while True:
        query = sa.select(table.c.id, table.c.workspace_id, table.c.external_id).where(
            table.c.external_id.is_not(None), table.c.id > last
        )
        if kind == "activity":
            query = query.where(table.c.source.in_(("import", "api")))
        rows = [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(table.c.id).limit(PORTION))]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _identity(text: str, kind: str) -> tuple[str, str]:
    """(source, id): whose a bare id is nobody noted, so it is `earlier`, and the first who names it takes it over."""
    source, _, rest = text.partition(":")
    first, _, own = rest.partition(":")
    if source == "hubspot" and first in HUBSPOT_KINDS[kind] and own:
        return source, own
    if source == "pipedrive" and first == kind and own:
        return source, own
    if source == "salesforce" and rest and ":" not in rest:
        return source, _eighteen(rest)
    if re.fullmatch(r"line-[0-9a-f]{40}", text):
        return "line", text
    return "earlier", text


def _eighteen(own: str) -> str:
    """Salesforce's id with the three letters that say the case of the fifteen before."""
    if not re.fullmatch(r"[0-9A-Za-z]{15}([0-9A-Za-z]{3})?", own):
        return own
    ends = ""
    for at in (0, 5, 10):
        ends += LETTERS[sum(1 << place for place, letter in enumerate(own[at : at + 5]) if letter.isupper())]
    return own[:15] + ends
