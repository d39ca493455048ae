"""Anonymous surveys: who is asked, that somebody answered, how often each choice was made, and what it showed."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from metrics.coaching.anonymity import Group, Level
from storage.dialect import insert_or_ignore, portions
from storage.tables import (
    GroupState,
    Survey,
    SurveyCount,
    SurveyGroup,
    SurveyMoment,
    SurveyResult,
    SurveySeat,
    SurveyTurn,
    Workspace,
)


def claim_round(session: Session, *, workspace_id: int, round_on: dt.date) -> bool:
    """Take the survey that begins on this date; False where another process has it, or did."""
    changed = session.execute(
        sa.update(Workspace)
        .where(
            col(Workspace.id) == workspace_id,
            sa.or_(col(Workspace.surveyed_on).is_(None), col(Workspace.surveyed_on) < round_on),
        )
        .values(surveyed_on=round_on)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def add_survey(session: Session, *, survey: Survey) -> Survey | None:
    """Store a survey; None where one is open already."""
    row = survey.model_dump(exclude={"id"})
    if not insert_or_ignore(session, Survey, [row]):
        return None
    return open_survey(session, workspace_id=survey.workspace_id)


def add_group(
    session: Session, *, group: SurveyGroup, member_ids: Collection[int], choices: Mapping[str, Collection[str]]
) -> SurveyGroup:
    """Store a group with its seats, and every choice of its questions at nought."""
    session.add(group)
    session.flush()
    own = {"group_id": group.id, "workspace_id": group.workspace_id}
    _add(session, SurveySeat, [{**own, "member_id": member_id} for member_id in sorted(member_ids)])
    _add(
        session,
        SurveyCount,
        [
            {**own, "question": question, "choice": choice, "count": 0}
            for question in sorted(choices)
            for choice in sorted(choices[question])
        ],
    )
    return group


def open_survey(session: Session, *, workspace_id: int) -> Survey | None:
    """The survey that is open."""
    return session.exec(
        select(Survey).where(Survey.workspace_id == workspace_id, col(Survey.closed).is_(False))
    ).first()


def surveys_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Survey]:
    """The surveys with these ids."""
    return {
        row.id: row for some in portions(ids) for row in session.exec(select(Survey).where(col(Survey.id).in_(some)))
    }


def latest_closed(session: Session, *, workspace_id: int) -> Survey | None:
    """The survey that closed last."""
    return session.exec(
        select(Survey)
        .where(Survey.workspace_id == workspace_id, col(Survey.closed).is_(True))
        .order_by(col(Survey.closes_at).desc(), col(Survey.id).desc())
        .limit(1)
    ).first()


def groups_of(session: Session, *, survey_id: int) -> Sequence[SurveyGroup]:
    """The groups of a survey."""
    return session.exec(
        select(SurveyGroup).where(SurveyGroup.survey_id == survey_id).order_by(col(SurveyGroup.id))
    ).all()


def groups_by_id(session: Session, *, ids: Collection[int]) -> dict[int, SurveyGroup]:
    """The groups with these ids."""
    return {
        row.id: row
        for some in portions(ids)
        for row in session.exec(select(SurveyGroup).where(col(SurveyGroup.id).in_(some)))
    }


def seats_of(session: Session, *, member_ids: Collection[int], since: dt.datetime) -> Sequence[SurveySeat]:
    """The seats of these members in surveys that opened since an instant, the newest first."""
    return [
        row
        for some in portions(member_ids)
        for row in session.exec(
            select(SurveySeat)
            .join(SurveyGroup, col(SurveyGroup.id) == col(SurveySeat.group_id))
            .join(Survey, col(Survey.id) == col(SurveyGroup.survey_id))
            .where(col(SurveySeat.member_id).in_(some), col(Survey.opened_at) >= since)
            .order_by(col(SurveySeat.group_id).desc())
        )
    ]


def members_asked(session: Session, *, group_ids: Collection[int]) -> dict[int, Group]:
    """Who is asked in each of these groups."""
    found: dict[int, set[int]] = {}
    for some in portions(group_ids):
        for row in session.execute(
            sa.select(col(SurveySeat.group_id), col(SurveySeat.member_id)).where(col(SurveySeat.group_id).in_(some))
        ):
            found.setdefault(row[0], set()).add(row[1])
    return {group_id: frozenset(members) for group_id, members in found.items()}


def shown_since(session: Session, *, workspace_id: int, since: dt.datetime) -> Sequence[SurveyGroup]:
    """The groups whose results were shown of surveys that closed since an instant."""
    return session.exec(
        select(SurveyGroup)
        .join(Survey, col(Survey.id) == col(SurveyGroup.survey_id))
        .where(
            SurveyGroup.workspace_id == workspace_id,
            SurveyGroup.state == GroupState.SHOWN,
            Survey.closes_at >= since,
        )
        .order_by(col(SurveyGroup.id))
    ).all()


def take_turn(session: Session, *, survey: Survey, member_id: int) -> bool:
    """Note that a member answers; False where they did."""
    row = {"survey_id": survey.id, "member_id": member_id, "workspace_id": survey.workspace_id}
    return bool(insert_or_ignore(session, SurveyTurn, [row]))


def have_answered(session: Session, *, survey_id: int, member_ids: Collection[int]) -> set[int]:
    """Who of these has answered: for nobody but themselves to read."""
    return {
        member_id
        for some in portions(member_ids)
        for member_id in session.execute(
            sa.select(col(SurveyTurn.member_id)).where(
                col(SurveyTurn.survey_id) == survey_id, col(SurveyTurn.member_id).in_(some)
            )
        ).scalars()
    }


def count_choice(session: Session, *, group_id: int, question: str, choice: str) -> bool:
    """Count a choice once more; False where there is no such choice."""
    changed = session.execute(
        sa.update(SurveyCount)
        .where(
            col(SurveyCount.group_id) == group_id,
            col(SurveyCount.question) == question,
            col(SurveyCount.choice) == choice,
        )
        .values(count=col(SurveyCount.count) + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def counts_to_close(session: Session, *, group_id: int) -> dict[str, dict[str, int]]:
    """How often each choice was made, by question: for the one who closes the survey, and nobody else.

    Who answers in this moment waits, and finds it closed.
    """
    found: dict[str, dict[str, int]] = {}
    for row in session.exec(select(SurveyCount).where(SurveyCount.group_id == group_id).with_for_update()):
        found.setdefault(row.question, {})[row.choice] = row.count
    return found


def close(session: Session, *, survey: Survey, levels: Mapping[int, Mapping[str, Mapping[str, Level]]]) -> None:
    """Close a survey: keep the levels of the groups that have some, forget all counts, and who answered."""
    groups = groups_of(session, survey_id=survey.id)
    for group in groups:
        shown = levels.get(group.id)
        group.state = GroupState.SHOWN if shown else GroupState.TOO_FEW
        session.add(group)
        _add(
            session,
            SurveyResult,
            [
                {
                    "group_id": group.id,
                    "workspace_id": group.workspace_id,
                    "question": question,
                    "choice": choice,
                    "level": level,
                }
                for question, some in sorted((shown or {}).items())
                for choice, level in sorted(some.items())
            ],
        )
    ids = [group.id for group in groups]
    _change(session, sa.delete(SurveyCount).where(col(SurveyCount.group_id).in_(ids)))
    _change(session, sa.delete(SurveyTurn).where(col(SurveyTurn.survey_id) == survey.id))
    _change(session, sa.update(SurveySeat).where(col(SurveySeat.group_id).in_(ids)).values(told=None, told_on=None))
    survey.closed = True
    session.add(survey)
    session.flush()
    session.expire_all()


def results_of(session: Session, *, group_id: int) -> dict[str, dict[str, Level]]:
    """The level of each choice, by question."""
    found: dict[str, dict[str, Level]] = {}
    for row in session.exec(select(SurveyResult).where(SurveyResult.group_id == group_id)):
        found.setdefault(row.question, {})[row.choice] = row.level
    return found


def untold(
    session: Session, *, workspace_id: int, now: dt.datetime, closed_since: dt.datetime, shown_by: dt.datetime
) -> set[int]:
    """Who was not told yet of the survey that is open, or of what one showed that closed since an instant: where a
    manager said what will be done, or it closed before `shown_by`.
    """
    rows = session.execute(
        sa.select(col(SurveySeat.member_id))
        .join(SurveyGroup, col(SurveyGroup.id) == col(SurveySeat.group_id))
        .join(Survey, col(Survey.id) == col(SurveyGroup.survey_id))
        .where(
            col(SurveySeat.workspace_id) == workspace_id,
            col(SurveySeat.told).is_(None),
            sa.or_(
                sa.and_(col(Survey.closed).is_(False), col(Survey.closes_at) > now),
                sa.and_(
                    col(Survey.closed).is_(True),
                    col(Survey.closes_at) >= closed_since,
                    col(SurveyGroup.state) == GroupState.SHOWN,
                    sa.or_(col(SurveyGroup.promised_at).is_not(None), col(Survey.closes_at) <= shown_by),
                ),
            ),
        )
    )
    return set(rows.scalars())


def note_told(session: Session, *, group_id: int, member_id: int, moment: SurveyMoment, date: dt.date) -> bool:
    """Note that somebody was told of this moment on their date; False where it was noted before."""
    changed = session.execute(
        sa.update(SurveySeat)
        .where(
            col(SurveySeat.group_id) == group_id,
            col(SurveySeat.member_id) == member_id,
            sa.or_(col(SurveySeat.told).is_(None), col(SurveySeat.told) != moment),
        )
        .values(told=moment, told_on=date)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def forget_surveys(session: Session, *, workspace_id: int, before: dt.datetime) -> int:
    """Delete the surveys that closed before an instant, with all that is left of them; how many."""
    old = sa.select(col(Survey.id)).where(
        col(Survey.workspace_id) == workspace_id, col(Survey.closed).is_(True), col(Survey.closes_at) < before
    )
    ids = list(session.execute(old).scalars())
    groups = list(session.execute(sa.select(col(SurveyGroup.id)).where(col(SurveyGroup.survey_id).in_(ids))).scalars())
    _change(session, sa.delete(SurveyResult).where(col(SurveyResult.group_id).in_(groups)))
    _change(session, sa.delete(SurveySeat).where(col(SurveySeat.group_id).in_(groups)))
    _change(session, sa.delete(SurveyGroup).where(col(SurveyGroup.id).in_(groups)))
    _change(session, sa.delete(Survey).where(col(Survey.id).in_(ids)))
    return len(ids)


def _add(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    insert_or_ignore(session, model, rows)


def _change(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
