"""Everything that is kept about one member, wherever it is kept: to show it to them, and to remove it."""

import datetime as dt
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from storage.audits import DISMISSED
from storage.dialect import table_of
from storage.tables import (
    Activity,
    ActivityVersion,
    Audit,
    CoachingNote,
    Commitment,
    DayTotal,
    Deal,
    Delivery,
    Episode,
    Goal,
    GoalProposal,
    History,
    Kudos,
    Lead,
    Member,
    MemberAlias,
    Membership,
    Morning,
    OneOnOne,
    OutsideRecord,
    PairSide,
    PastCountry,
    PastWeek,
    QuietDay,
    Refund,
    SalesRoleTime,
    SentFile,
    Source,
    StageChange,
    Standing,
    SurveyGroup,
    SurveySeat,
    TimeOff,
    Training,
    TrainingPlace,
    Watch,
)

ABOUT: tuple[tuple[type[SQLModel], str], ...] = (
    (MemberAlias, "member_id"),
    (Membership, "member_id"),
    (SalesRoleTime, "member_id"),
    (TimeOff, "member_id"),
    (PastWeek, "member_id"),
    (PastCountry, "member_id"),
    (QuietDay, "member_id"),
    (Kudos, "to_member_id"),
    (Kudos, "from_member_id"),
    (OneOnOne, "member_id"),
    (OneOnOne, "manager_id"),
    (CoachingNote, "author_id"),
    # What is shared with them; a note that somebody keeps to themself is theirs alone.
    (CoachingNote, "reader_id"),
    (Commitment, "member_id"),
    (PairSide, "member_id"),
    (TrainingPlace, "member_id"),
    (Training, "manager_id"),
    (SurveySeat, "member_id"),
    (Activity, "member_id"),
    (DayTotal, "member_id"),
    (Deal, "member_id"),
    (Lead, "member_id"),
    (Goal, "member_id"),
    (GoalProposal, "member_id"),
    (Standing, "member_id"),
    (Episode, "member_id"),
    (History, "member_id"),
    (Watch, "member_id"),
    (Morning, "member_id"),
    (SentFile, "member_id"),
    (Delivery, "member_id"),
    (Audit, "subject_id"),
    (Audit, "actor_id"),
)
"""Whose rows are about a member, and the column that says whom."""
TOUCHED = frozenset(
    {
        ("activity_version", "changed_by"),
        ("stage_change", "moved_by"),
        ("refund", "refunded_by"),
        ("goal", "set_by"),
        ("goal_proposal", "decided_by"),
        ("episode", "acknowledged_by"),
        ("episode", "assigned_to"),
        ("episode", "dismissed_by"),
        ("one_on_one", "planned_by"),
        ("coaching_note", "about_id"),
        ("commitment", "agreed_by"),
        ("commitment", "closed_by"),
        ("training", "planned_by"),
        ("team_total", "set_by"),
        ("survey_group", "promised_by"),
    }
)
"""Columns that say who did something to another member's row: the row is about the other."""
KEPT_APART = frozenset({("survey_turn", "member_id")})
"""Columns that nobody is shown, whoever asks: an admin who exports somebody's data would learn whether they answered a
survey that is open. The rows are gone when it closes.
"""


def rows_about(session: Session, *, member_id: int) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """(table, its rows about this member), with all their columns; tables without any are left out."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    member = table_of(Member)
    found["member"] = _rows(session, sa.select(member).where(member.c.id == member_id))
    for model, column in ABOUT:
        table = table_of(model)
        rows = _rows(session, sa.select(table).where(table.c[column] == member_id).order_by(*table.primary_key))
        found.setdefault(table.name, []).extend(row for row in rows if row not in found.get(table.name, []))
    versions, activity = table_of(ActivityVersion), table_of(Activity)
    own = sa.select(activity.c.id).where(activity.c.member_id == member_id)
    found[versions.name] = _rows(session, sa.select(versions).where(versions.c.activity_id.in_(own)))
    deal = table_of(Deal)
    deals = sa.select(deal.c.id).where(deal.c.member_id == member_id)
    for model in (StageChange, Refund):
        table = table_of(model)
        found[table.name] = _rows(session, sa.select(table).where(table.c.deal_id.in_(deals)))
    records = table_of(OutsideRecord)
    found[records.name] = [
        row
        for kind, owned in _told_of(member_id).items()
        for row in _rows(session, sa.select(records).where(records.c.kind == kind, records.c.row_id.in_(owned)))
    ]
    return ((name, rows) for name, rows in found.items() if rows)


def _told_of(member_id: int) -> Mapping[str, sa.Select[tuple[int]]]:
    """The ids of what is the member's and may be a record of another program, by its kind."""
    return {
        kind: sa.select(table_of(model).c.id).where(table_of(model).c.member_id == member_id)
        for kind, model in (("activity", Activity), ("deal", Deal), ("lead", Lead))
    }


def erase_member(session: Session, *, member: Member, now: dt.datetime) -> None:
    """Remove what says who the member is or was, and what they wrote; numbers and dates stay, so that totals do.

    Their row keeps its id, under another name. What was planned for them is not sent.
    """
    _blank_notes(session, member)
    # Their thanks stay with whom they thanked, as a day on which somebody did; the words were theirs.
    _change(session, sa.update(Kudos).where(col(Kudos.from_member_id) == member.id).values(words=""))
    # What they wrote for 1:1s, and what others wrote of theirs.
    noted = sa.or_(*(col(column) == member.id for column in (CoachingNote.author_id, CoachingNote.about_id)))
    _change(session, sa.delete(CoachingNote).where(noted))
    # Their own worksheets; what a partner wrote down for themself is the partner's.
    sheets = sa.update(PairSide).where(col(PairSide.member_id) == member.id)
    promises = sa.update(SurveyGroup).where(col(SurveyGroup.promised_by) == member.id)
    _change(session, promises.values(promise=""))
    _change(session, sheets.values(well="", hard="", trying="", took="", try_by=None, shared=False, pending=False))
    texts = [text for text in (member.name, member.email, member.slack_user_id) if text]
    about = sa.or_(col(Audit.subject_id) == member.id, col(Audit.actor_id) == member.id)
    for note in session.execute(sa.select(col(Audit.id), col(Audit.detail)).where(about, col(Audit.detail) != "")):
        _change(session, sa.update(Audit).where(col(Audit.id) == note[0]).values(detail=_without(note[1], texts)))
    # What a manager wrote beside an alert: about them, or they about others.
    dismissed = sa.update(Audit).where(about, col(Audit.action) == DISMISSED)
    _change(session, dismissed.values(detail=""))
    for model, column in (
        (MemberAlias, "member_id"),
        (TimeOff, "member_id"),
        (PastWeek, "member_id"),
        (PastCountry, "member_id"),
        (QuietDay, "member_id"),
        (Kudos, "to_member_id"),
        (Watch, "member_id"),
        (SentFile, "member_id"),
        (Delivery, "member_id"),
    ):
        table = table_of(model)
        _change(session, sa.delete(table).where(table.c[column] == member.id))
    _change(session, sa.delete(Delivery).where(col(Delivery.recipient) == member.slack_user_id))
    for text in texts:
        _change(session, sa.update(Deal).where(col(Deal.handed_to) == text).values(handed_to=""))
    member.name, member.slack_user_id = f"Former member {member.id}", f"erased-{member.id}"
    member.country = member.subdivision = ""
    member.email = member.timezone = member.locale = member.language = member.unreachable = ""
    member.active, member.nudges_on, member.evening_on = False, False, False
    member.nudge_time, member.snoozed_until = None, None
    member.status_leave_on, member.status_heard = False, ""
    member.erased_at = now
    session.add(member)
    session.flush()


def _blank_notes(session: Session, member: Member) -> None:
    own = sa.select(col(Activity.id)).where(col(Activity.member_id) == member.id)
    # What other programs said of their entries leads back to them; a deal stays known, without what was said of it.
    for kind, owned in _told_of(member.id).items():
        of_them = sa.and_(col(OutsideRecord.kind) == kind, col(OutsideRecord.row_id).in_(owned))
        if kind == "activity":
            _change(session, sa.delete(OutsideRecord).where(of_them))
        else:
            _change(session, sa.update(OutsideRecord).where(of_them).values(said=""))
    _change(session, sa.delete(ActivityVersion).where(col(ActivityVersion.activity_id).in_(own)))
    entries = sa.update(Activity).where(col(Activity.member_id) == member.id)
    _change(session, entries.values(account="", note="", outcome="", batch=""))
    # The id of another program leads back to them; a deal's own says only which deal it was.
    _change(session, entries.where(col(Activity.source) != Source.DEAL).values(external_id=None))
    _change(session, sa.update(Deal).where(col(Deal.member_id) == member.id).values(lost_reason="", lesson=""))
    for model in (Goal, GoalProposal):
        table = table_of(model)
        _change(session, sa.update(table).where(table.c.member_id == member.id).values(reason=""))


def _change(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})


def _without(detail: str, texts: list[str]) -> str:
    for text in texts:
        detail = detail.replace(text, "erased")
    return detail


def _rows(session: Session, query: Any) -> list[Mapping[str, Any]]:
    return [{name: _legible(value) for name, value in row.items()} for row in session.execute(query).mappings()]


def _legible(value: Any) -> Any:
    """Sums that are kept packed, as numbers."""
    return list(struct.unpack(f"<{len(value) // 8}d", value)) if isinstance(value, bytes) else value
