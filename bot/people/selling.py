"""How a member sells: which sales role they are of, and how they get started."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.permissions import Action, Viewer, require
from bot.leave.ramps import ramp_of, write_ramp
from bot.people.goal_owners import subject_of
from bot.people.sales_roles import list_sales_roles, roles_of, sales_role_by_id
from storage import sales_roles
from storage.histories import forget_history
from storage.tables import Member, SalesRole, Workspace
from storage.workspaces import record_audit


@dataclass(frozen=True)
class Selling:
    """How a member sells: their role, of the `roles` that there are, and how they get started. `ramp` is stored shares,
    empty for the workspace's (`usual_ramp`), `ramp_starts` None where it begins on the day they `joined`.
    """

    member: Member
    role: SalesRole | None
    roles: tuple[SalesRole, ...]
    ramp: str
    ramp_starts: dt.date | None
    joined: dt.date | None
    usual_ramp: str


@dataclass(frozen=True)
class NewSelling:
    """What is to hold: a role by its id, None for none; the ramp as in Selling."""

    role_id: int | None
    ramp: str
    ramp_starts: dt.date | None


def selling_of(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, member: Member, now: dt.datetime
) -> Selling:
    """How the member sells, for those who set their goals. `viewer` None is the operator. Raises NotAllowed."""
    today = local_date(member, workspace, now)
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=member, date=today))
    found = roles_of(session, workspace=workspace, member_ids=[member.id], date=today)
    return Selling(
        member=member,
        role=found.get(member.id),
        roles=tuple(list_sales_roles(session, workspace=workspace)),
        ramp=member.ramp,
        ramp_starts=member.ramp_starts,
        joined=member.joined_on,
        usual_ramp=workspace.ramp,
    )


def set_selling(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    member: Member,
    wanted: NewSelling,
    now: dt.datetime,
) -> Selling:
    """Let the member sell so from now on; what holds then. Raises NotAllowed, WrongSalesRole."""
    role = None if wanted.role_id is None else sales_role_by_id(session, workspace=workspace, role_id=wanted.role_id)
    give_sales_role(session, workspace=workspace, viewer=viewer, member=member, role=role, now=now)
    give_ramp(
        session,
        workspace=workspace,
        viewer=viewer,
        member=member,
        shares=wanted.ramp,
        starts=wanted.ramp_starts,
        joined=member.joined_on,
        now=now,
    )
    return selling_of(session, workspace=workspace, viewer=viewer, member=member, now=now)


def give_sales_role(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    member: Member,
    role: SalesRole | None,
    now: dt.datetime,
    starts: dt.date | None = None,
) -> bool:
    """Let the member be of this role, or (None) of none, from `starts` on, today if left out; whether it changed.

    Who sets their goals may. Their first role counts from ever. `viewer` None is the operator. Raises NotAllowed.
    """
    today = local_date(member, workspace, now)
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=member, date=today))
    changed = sales_roles.put_into_role(
        session,
        workspace_id=workspace.id,
        member_id=member.id,
        sales_role_id=role.id if role is not None else None,
        starts=starts or today,
        now=now,
    )
    if changed:
        record_audit(
            session,
            workspace_id=workspace.id,
            at=now,
            actor_id=viewer.member_id if viewer else None,
            action="sales role",
            subject_id=member.id,
            detail=role.name if role is not None else "none",
        )
    return changed


def give_ramp(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    member: Member,
    shares: str | None,
    starts: dt.date | None,
    joined: dt.date | None,
    now: dt.datetime,
) -> None:
    """Let so much of each goal be asked of the member in their first months, from `starts` on.

    Who sets their goals may. `shares` as `read_ramp` makes them; empty for the workspace's, None for those they have.
    Without `starts` they count from `joined` on; shares of their own without either from today. `viewer` None is the
    operator. Raises NotAllowed.
    """
    today = local_date(member, workspace, now)
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=member, date=today))
    before = (member.ramp, member.ramp_starts, member.joined_on)
    member.ramp = member.ramp if shares is None else shares
    member.joined_on = joined
    member.ramp_starts = starts or (today if member.ramp and joined is None else None)
    session.add(member)
    session.flush()
    if before[2] != joined:
        # What is usual of them is found again, of the days since they joined.
        forget_history(session, member_id=member.id, after=dt.date.min)
    if before != (member.ramp, member.ramp_starts, member.joined_on):
        record_audit(
            session,
            workspace_id=workspace.id,
            at=now,
            actor_id=viewer.member_id if viewer else None,
            action="ramp",
            subject_id=member.id,
            detail=f"{write_ramp(member.ramp) or 'usual'} from {member.ramp_starts or member.joined_on or 'nowhere'}",
        )


def describe_selling(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> str:
    """A member's sales role and ramp, for the operator."""
    today = local_date(member, workspace, now)
    role = roles_of(session, workspace=workspace, member_ids=[member.id], date=today).get(member.id)
    said = f"{member.name}: {role.name if role is not None else 'no sales role'}"
    ramp = ramp_of(member, workspace)
    if ramp is None:
        return f"{said}, no ramp"
    return f"{said}, ramp {write_ramp(member.ramp or workspace.ramp)} % from {ramp.starts}"
