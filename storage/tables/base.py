"""What every table shares: the naming of constraints, the way enums are stored, and a row's own id."""

import enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

# Alembic can only drop or alter a constraint whose name it can derive, so the convention is set before any table
# is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def stored_by_value(kind: type[enum.Enum]) -> sa.Enum:
    """The column type of an enum, stored as its value in a plain string column.

    Not a native enum: adding a value must not need a migration.
    """
    return sa.Enum(kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])


def new_id(sa_column: sa.Column[Any] | None = None) -> Any:
    """The field of a row's own id: the database gives it when the row is flushed, and until then there is none."""
    if sa_column is not None:
        return Field(default=None, sa_column=sa_column)
    return Field(default=None, primary_key=True)
