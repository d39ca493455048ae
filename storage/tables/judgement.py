"""What Pacer concluded and when: histories, each morning's standings, episodes and what became of them."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from metrics.periods import PeriodKind
from storage.tables.base import new_id, stored_by_value


def _period_column(*, key: bool) -> sa.Column[PeriodKind]:
    return sa.Column(stored_by_value(PeriodKind), primary_key=key, nullable=False)


class History(SQLModel, table=True):
    """The discounted sums of a member's days of a metric before a date (docs/forecast.md), carried on from here."""

    __table_args__ = {"sqlite_with_rowid": False}

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    metric_id: int = Field(foreign_key="metric.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    sums: bytes
    """As `metrics.history.Histories` has them, each a double of eight bytes, the least significant first."""


class Fit(SQLModel, table=True):
    """What was learned from a workspace's closed periods of one metric: mornings use it."""

    __table_args__ = {"sqlite_with_rowid": False}

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    metric_id: int = Field(foreign_key="metric.id", primary_key=True)
    period: PeriodKind = Field(sa_column=_period_column(key=True))
    weights: str = Field(sa_type=sa.Text)
    """Of the sets of constants in `metrics.blend.GRID`, in their order, as a list in JSON."""
    profiles: str = Field(default="{}", sa_type=sa.Text)
    """By the team's id, how much faster it works in each tenth of the period, where that repeats, in JSON."""
    member_periods: int
    """Closed member-periods that were learned from."""
    fitted_on: dt.date


class LogHabit(SQLModel, table=True):
    """How complete a team's log of a day is on the mornings after (docs/forecast.md: late entries)."""

    __tablename__ = "log_habit"

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    after_one: float
    """Share of the day's final count that is there one day after; then two, then three."""
    after_two: float
    after_three: float
    measured_on: dt.date


class Morning(SQLModel, table=True):
    """That a member's morning was taken, and what came of it. Its key makes a review happen once a local date."""

    __table_args__ = {"sqlite_with_rowid": False}

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome: str = Field(max_length=16)
    """nudge, day off, no goal, snoozed, other day, off, expired or unreachable."""


class Standing(SQLModel, table=True):
    """A goal's standing on one morning, as it was then.

    Keyed by metric and period, not by the goal's row: an edited goal goes on, with its new target.
    """

    __table_args__ = {"sqlite_with_rowid": False}

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    date: dt.date = Field(primary_key=True)
    metric_id: int = Field(foreign_key="metric.id", primary_key=True)
    period: PeriodKind = Field(sa_column=_period_column(key=True))
    workspace_id: int = Field(foreign_key="workspace.id")
    goal_id: int = Field(foreign_key="goal.id")
    period_start: dt.date
    done: int = Field(sa_type=sa.BigInteger)
    target: int = Field(sa_type=sa.BigInteger)
    worked: float
    remaining: float
    weight_today: float
    expected: float
    baseline: float
    rate: float
    ask: int = Field(sa_type=sa.BigInteger)
    """What is left to do on this date to stay on course."""
    probability: float | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    status: str = Field(max_length=16)


class Episode(SQLModel, table=True):
    """From the morning a member's goal became at risk until it recovered or its period ended."""

    __table_args__ = (
        sa.UniqueConstraint("member_id", "metric_id", "period", "period_start", "opened_on"),
        sa.Index(
            "ix_episode_open",
            "workspace_id",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        ),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    metric_id: int = Field(foreign_key="metric.id")
    period: PeriodKind = Field(sa_column=_period_column(key=False))
    period_start: dt.date
    opened_on: dt.date
    escalated_on: dt.date | None = None
    alerted_at: dt.datetime | None = None
    """When the managers' message with its row was planned."""
    closed_on: dt.date | None = None
    close_reason: str = Field(default="", max_length=32)
    improving: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Still open, and getting better."""
    corrected_at: dt.datetime | None = None
    """When the log behind it was corrected after the managers were told; None once a morning has judged that log."""
    remind_on: dt.date | None = None
    """The morning on which the managers were to be reminded of it; None when they were."""
    acknowledged_by: int | None = Field(default=None, foreign_key="member.id")
    acknowledged_at: dt.datetime | None = None
    assigned_to: int | None = Field(default=None, foreign_key="member.id")
    """The manager who was asked to look after it."""
    talk_planned_at: dt.datetime | None = None
    """When a manager said that a 1:1 is planned."""
    dismissed_by: int | None = Field(default=None, foreign_key="member.id")
    dismissed_at: dt.datetime | None = None
    dismiss_reason: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """Why a manager said that the alert was not useful."""
    snoozed_until: dt.date | None = None
    held_on: dt.date | None = None
    """The review that held it back: the rep's log was silent, or was put right since the morning."""
    alert_delivery_id: int | None = Field(default=None, index=True)


class GoalProposal(SQLModel, table=True):
    """A goal that a rep proposes for themselves; a manager decides."""

    __tablename__ = "goal_proposal"

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    metric_id: int = Field(foreign_key="metric.id")
    period: PeriodKind = Field(sa_column=_period_column(key=False))
    target: int = Field(sa_type=sa.BigInteger)
    period_starts: dt.date | None = None
    """Of a goal by dates of its own: the first of them."""
    period_ends: dt.date | None = None
    """The date after the last of them."""
    reason: str = Field(default="", max_length=300)
    proposed_at: dt.datetime
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: dt.datetime | None = None
    accepted: bool | None = None


class Watch(SQLModel, table=True):
    """The state machine's memory of one member's goal in its current period, between mornings."""

    __table_args__ = {"sqlite_with_rowid": False}

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    metric_id: int = Field(foreign_key="metric.id", primary_key=True)
    period: PeriodKind = Field(sa_column=_period_column(key=True))
    workspace_id: int = Field(foreign_key="workspace.id")
    period_start: dt.date
    target: int = Field(sa_type=sa.BigInteger)
    state: str
    """JSON of the state of metrics/episodes.py."""
    updated_on: dt.date


class Audit(SQLModel, table=True):
    """Who did what to whom, and when."""

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    at: dt.datetime
    actor_id: int | None = Field(default=None, foreign_key="member.id")
    action: str = Field(max_length=60)
    subject_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    detail: str = Field(default="", max_length=500)
