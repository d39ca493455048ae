"""What is counted: metrics, activities with their versions, day totals, and the goals set on them."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from metrics.leave_policy import LeavePolicy
from metrics.periods import PeriodKind
from storage.tables.base import new_id, stored_by_value


class Unit(enum.Enum):
    """What a quantity of a metric counts."""

    COUNT = "count"
    MONEY = "money"


class Source(enum.Enum):
    """Where an activity came from."""

    SLACK = "slack"
    IMPORT = "import"
    DEAL = "deal"
    API = "api"


class Metric(SQLModel, table=True):
    """Something counted or summed."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "key"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str = Field(max_length=40)
    singular: str = Field(max_length=40)
    plural: str = Field(max_length=40)
    aliases: str = Field(default="", max_length=400)
    """Other words for it, separated by commas."""
    unit: Unit = Field(default=Unit.COUNT, sa_column=sa.Column(stored_by_value(Unit), nullable=False))
    leading: bool = Field(default=True)
    """True for what a rep controls (calls, demos), False for outcomes (deals, revenue)."""
    action_weight: float = Field(default=1.0)
    """How much one counts when the day's action items are chosen."""
    outcomes: str = Field(default="", max_length=600, sa_column_kwargs={"server_default": ""})
    """What can come of one, with other words for each: `connected=talked|spoke; no answer=*|na`.

    `*` are the usual words; empty: the usual outcomes, `;` none.
    """
    position: int = Field(default=0)
    retired_at: dt.datetime | None = None


class Activity(SQLModel, table=True):
    """One logged entry. Undoing keeps the row: `undone_at` is set and the totals follow."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "source", "external_id"),
        sa.Index("ix_activity_member_id_local_date", "member_id", "local_date"),
        sa.Index(
            "ix_activity_deal_id",
            "deal_id",
            sqlite_where=sa.text("deal_id IS NOT NULL"),
            postgresql_where=sa.text("deal_id IS NOT NULL"),
        ),
    )

    id: int = new_id(sa.Column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True))
    workspace_id: int = Field(foreign_key="workspace.id")
    member_id: int = Field(foreign_key="member.id")
    metric_id: int = Field(foreign_key="metric.id")
    quantity: int = Field(sa_type=sa.BigInteger)
    """A count, or minor units of the workspace's currency."""
    amount_minor: int = Field(default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"})
    """Minor units beside a count: what a proposal offers. It counts nowhere."""
    local_date: dt.date
    account: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=1000)
    outcome: str = Field(default="", max_length=40)
    source: Source = Field(sa_column=sa.Column(stored_by_value(Source), nullable=False))
    external_id: str | None = Field(default=None, max_length=200)
    batch: str = Field(default="", max_length=40, index=True)
    """Entries said in one breath share it, and are undone together."""
    deal_id: int | None = Field(default=None, foreign_key="deal.id")
    logged_at: dt.datetime
    version: int = Field(default=1)
    undone_at: dt.datetime | None = None
    same_as: int | None = Field(
        default=None,
        sa_column=sa.Column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey("activity.id")),
    )
    """The entry of another source that says the same; while it is set, this one does not count."""
    void: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether its outcome says that it did not take place: then it is kept, and does not count."""
    told_apart: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether the member said that it is an entry of its own, whatever another one says."""

    @property
    def counts(self) -> bool:
        """Whether it is part of its day's total."""
        return self.undone_at is None and self.same_as is None and not self.void


class ActivityVersion(SQLModel, table=True):
    """How an activity was before a change: who changed it and when."""

    __tablename__ = "activity_version"

    activity_id: int = Field(
        sa_column=sa.Column(
            sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey("activity.id"), primary_key=True
        )
    )
    version: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    metric_id: int = Field(foreign_key="metric.id")
    quantity: int = Field(sa_type=sa.BigInteger)
    local_date: dt.date
    account: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=1000)
    outcome: str = Field(default="", max_length=40)
    amount_minor: int = Field(default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"})
    undone_at: dt.datetime | None = None
    same_as: int | None = Field(
        default=None, sa_column=sa.Column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True)
    )
    changed_by: int | None = Field(default=None, foreign_key="member.id")
    changed_at: dt.datetime


class DayTotal(SQLModel, table=True):
    """The sum of a member's activities of a metric on a local date; kept with every change of an activity."""

    __tablename__ = "day_total"
    __table_args__ = {"sqlite_with_rowid": False}  # clustered by its key, so a period is one range read

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    metric_id: int = Field(foreign_key="metric.id", primary_key=True)
    local_date: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    total: int = Field(sa_type=sa.BigInteger)
    entries: int


class Goal(SQLModel, table=True):
    """A target for a metric over a period, from a date on; of a member, or of each rep of a team, of a sales role, or
    of a sales role in a team.
    """

    __table_args__ = (
        sa.CheckConstraint("(member_id IS NULL) <> (team_id IS NULL AND sales_role_id IS NULL)", name="one_owner"),
        sa.CheckConstraint("target > 0", name="positive"),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    metric_id: int = Field(foreign_key="metric.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    sales_role_id: int | None = Field(default=None, foreign_key="sales_role.id", index=True)
    period: PeriodKind = Field(sa_column=sa.Column(stored_by_value(PeriodKind), nullable=False))
    target: int = Field(sa_type=sa.BigInteger)
    starts: dt.date
    ends: dt.date | None = None
    """The first date on which it no longer holds."""
    period_starts: dt.date | None = None
    """Of a goal by dates of its own (`PeriodKind.CUSTOM`): the first of them, whenever the goal was set or changed."""
    period_ends: dt.date | None = None
    """The date after the last of them."""
    leave: LeavePolicy = Field(
        default=LeavePolicy.KEEP,
        sa_column=sa.Column(stored_by_value(LeavePolicy), nullable=False, server_default=LeavePolicy.KEEP.value),
    )
    """Whether leave lowers the target."""
    reason: str = Field(default="", max_length=300)
    set_by: int | None = Field(default=None, foreign_key="member.id")
    set_at: dt.datetime


class TeamTotal(SQLModel, table=True):
    """A goal that a team has as one total: what all its reps do together, where a shared deal counts once."""

    __tablename__ = "team_total"
    __table_args__ = (sa.Index("ix_team_total_team_id_starts", "team_id", "starts"),)

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    metric_id: int = Field(foreign_key="metric.id")
    period: PeriodKind = Field(sa_column=sa.Column(stored_by_value(PeriodKind), nullable=False))
    target: int = Field(sa_type=sa.BigInteger)
    starts: dt.date
    ends: dt.date | None = None
    """The first date on which it no longer holds."""
    period_starts: dt.date | None = None
    """Of one by dates of its own (`PeriodKind.CUSTOM`): the first of them."""
    period_ends: dt.date | None = None
    """The date after the last of them."""
    reason: str = Field(default="", max_length=300)
    set_by: int | None = Field(default=None, foreign_key="member.id")
    set_at: dt.datetime
