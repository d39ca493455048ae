"""The workspace of this installation, and the receipts and leases that hang on it."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore
from storage.tables import Audit, Lease, Receipt, Workspace

TICK = "tick"
"""The lease whose end is the instant at which somebody last looked who is due."""

# Statements of each command are built once: that takes longer than running them.
_FIRST = select(Workspace).order_by(col(Workspace.id)).limit(1)


def find_workspace(session: Session) -> Workspace | None:
    """The one workspace of this installation; None before Pacer first met Slack."""
    return session.exec(_FIRST).first()


def ensure_workspace(
    session: Session, *, slack_team_id: str, name: str, bot_user_id: str, now: dt.datetime
) -> Workspace:
    """The workspace with this Slack team id, made when it is new; its name and bot follow Slack.

    A new one is not live: no timed message comes until its admin says so.
    """
    found = session.exec(select(Workspace).where(Workspace.slack_team_id == slack_team_id)).first()
    if found is None:
        found = Workspace(slack_team_id=slack_team_id, created_at=now, live=False)
    found.name, found.bot_user_id = name, bot_user_id
    session.add(found)
    session.flush()
    return found


def note_first_message(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Note that somebody wrote to Pacer in its direct conversation; True when nobody had before."""
    if workspace.written_to_at is not None:
        return False
    workspace.written_to_at = now
    session.add(workspace)
    return True


def take_receipt(session: Session, *, workspace_id: int, key: str, now: dt.datetime) -> bool:
    """True when this command, click or submission is taken for the first time; False when it is a repeat."""
    taken = insert_or_ignore(session, Receipt, [{"workspace_id": workspace_id, "key": key, "at": now}])
    return taken == 1


def keep_answer(session: Session, *, workspace_id: int, key: str, answer: str) -> None:
    """Keep with a taken receipt what was answered."""
    session.execute(
        sa.update(Receipt)
        .where(col(Receipt.workspace_id) == workspace_id, col(Receipt.key) == key)
        .values(answer=answer)
    )


def find_receipt(session: Session, *, workspace_id: int, key: str) -> str | None:
    """What was kept as the answer of a taken receipt; None when it was not taken."""
    return session.execute(
        sa.select(col(Receipt.answer)).where(col(Receipt.workspace_id) == workspace_id, col(Receipt.key) == key)
    ).scalar()


def take_turn(session: Session, *, workspace_id: int, key: str, at: dt.datetime, apart: dt.timedelta) -> bool:
    """True unless the same was taken less than `apart` before `at`; at the very same instant it is another one."""
    if take_receipt(session, workspace_id=workspace_id, key=key, now=at):
        return True
    taken = session.execute(
        sa.update(Receipt)
        .where(col(Receipt.workspace_id) == workspace_id, col(Receipt.key) == key)
        .where(sa.or_(col(Receipt.at) <= at - apart, col(Receipt.at) >= at))
        .values(at=at)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def forget_receipts(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` receipts older than `before`; how many."""
    old = (
        sa.select(col(Receipt.workspace_id), col(Receipt.key))
        .where(col(Receipt.at) < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    key = sa.tuple_(col(Receipt.workspace_id), col(Receipt.key))
    return session.execute(sa.delete(Receipt).where(key.in_(old))).rowcount  # type: ignore[attr-defined,no-any-return]


LEASE_DOUBT = dt.timedelta(seconds=1)
"""A clock is set back by less than this all the time, a little at once; that makes no lease look wrong."""


def hold_lease(
    session: Session, *, workspace_id: int, name: str, holder: str, now: dt.datetime, seconds: float
) -> bool:
    """Take or keep the lease `name` for `seconds`; False while another holder has it.

    `now` is the database's clock (`Database.now`), and `seconds` are the same for all who ask for this lease. One that
    ends further ahead than that was taken before the clock was set back, and is anybody's.
    """
    until = now + dt.timedelta(seconds=seconds)
    insert_or_ignore(session, Lease, [{"workspace_id": workspace_id, "name": name, "holder": holder, "until": until}])
    taken = session.execute(
        sa.update(Lease)
        .where(col(Lease.workspace_id) == workspace_id, col(Lease.name) == name)
        .where(sa.or_(col(Lease.holder) == holder, col(Lease.until) <= now, col(Lease.until) > until + LEASE_DOUBT))
        .values(holder=holder, until=until)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def note_tick(session: Session, *, now: dt.datetime) -> None:
    """Note that one of the processes looked at `now`, by the database's clock, who is due."""
    workspace = find_workspace(session)
    if workspace is not None:
        hold_lease(session, workspace_id=workspace.id, name=TICK, holder=TICK, now=now, seconds=0)


def find_lease(session: Session, *, workspace_id: int, name: str) -> Lease | None:
    """Who holds the lease `name`, or held it last without giving it up; None when nobody does."""
    return session.exec(select(Lease).where(Lease.workspace_id == workspace_id, Lease.name == name)).first()


def release_lease(session: Session, *, workspace_id: int, name: str, holder: str) -> None:
    """Give the lease up, so that another process need not wait for its end."""
    session.execute(
        sa.delete(Lease).where(
            col(Lease.workspace_id) == workspace_id, col(Lease.name) == name, col(Lease.holder) == holder
        )
    )


def record_audit(
    session: Session,
    *,
    workspace_id: int,
    at: dt.datetime,
    actor_id: int | None,
    action: str,
    subject_id: int | None = None,
    detail: str = "",
) -> None:
    """Note who did what to whom."""
    session.add(
        Audit(
            workspace_id=workspace_id,
            at=at,
            actor_id=actor_id,
            action=action,
            subject_id=subject_id,
            detail=detail[:500],
        )
    )
