"""Anonymous surveys. No table says who answered what: a choice has a count, and who answered stands apart from it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from metrics.coaching.anonymity import Level
from storage.tables.base import new_id, stored_by_value

LONGEST_PROMISE = 200
"""Characters of what a manager says will be done."""


class GroupState(enum.Enum):
    """What became of a group's answers."""

    OPEN = "open"
    SHOWN = "shown"
    TOO_FEW = "too few"
    """They were fewer than five, and are gone."""


class SurveyMoment(enum.Enum):
    """What somebody who is in a survey is told."""

    ASK = "ask"
    RESULT = "result"


class Survey(SQLModel, table=True):
    """A few questions, open for a week."""

    __table_args__ = (
        sa.Index(
            "uq_survey_open",
            "workspace_id",
            unique=True,
            sqlite_where=sa.text("NOT closed"),
            postgresql_where=sa.text("NOT closed"),
        ),
    )

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    opened_at: dt.datetime
    closes_at: dt.datetime
    closed: bool = Field(default=False)


class SurveyGroup(SQLModel, table=True):
    """Five people or more of one or several teams whose answers are counted together: fixed when the survey opens."""

    __tablename__ = "survey_group"

    id: int = new_id()
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    team_ids: str = Field(max_length=2000)
    """Separated by blanks."""
    questions: str = Field(max_length=100)
    """Their keys, separated by blanks; see bot/people/surveys.py."""
    state: GroupState = Field(default=GroupState.OPEN, sa_column=sa.Column(stored_by_value(GroupState), nullable=False))
    promise: str = Field(default="", max_length=LONGEST_PROMISE)
    """What will be done about it, in a manager's words."""
    promised_by: int | None = Field(default=None, foreign_key="member.id")
    promised_at: dt.datetime | None = None


class SurveySeat(SQLModel, table=True):
    """Who is asked in which group. It says nothing of whether they answered."""

    __tablename__ = "survey_seat"
    __table_args__ = (sa.Index("ix_survey_seat_member_id", "member_id"),)

    group_id: int = Field(foreign_key="survey_group.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    told: SurveyMoment | None = Field(default=None, sa_column=sa.Column(stored_by_value(SurveyMoment), nullable=True))
    told_on: dt.date | None = None


class SurveyTurn(SQLModel, table=True):
    """Who has answered, so that nobody does twice: only until the survey closes."""

    __tablename__ = "survey_turn"

    survey_id: int = Field(foreign_key="survey.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)


class SurveyCount(SQLModel, table=True):
    """How often a choice was made, while the survey is open. All are there from the beginning, at nought."""

    __tablename__ = "survey_count"

    group_id: int = Field(foreign_key="survey_group.id", primary_key=True)
    question: str = Field(max_length=20, primary_key=True)
    choice: str = Field(max_length=20, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    count: int = Field(default=0)


class SurveyResult(SQLModel, table=True):
    """What a survey showed of a choice, in a word. The counts are gone."""

    __tablename__ = "survey_result"

    group_id: int = Field(foreign_key="survey_group.id", primary_key=True)
    question: str = Field(max_length=20, primary_key=True)
    choice: str = Field(max_length=20, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    level: Level = Field(sa_column=sa.Column(stored_by_value(Level), nullable=False))
