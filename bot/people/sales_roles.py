"""Sales roles: what somebody sells like (SDR, account executive, inside sales, or the workspace's own).

They say whose goals somebody has and with whom they are compared; what somebody may do is their role in the workspace.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.text.errors import harmless
from bot.core.text.vocabulary import fold
from storage import goals, sales_roles
from storage.tables import SalesRole, Workspace
from storage.workspaces import record_audit

PRESETS: Sequence[tuple[str, str]] = (
    ("SDR", "sdrs,bdr,bdrs,sales development"),
    ("Account executive", "ae,aes,account executives"),
    ("Inside sales", "isr,isrs,inside sales rep,inside sales reps"),
)
"""The roles that a workspace starts with, and other words for them."""
MOST = 20


class WrongSalesRole(Failure):
    """There is no such sales role, or it cannot be changed so; the message says what to do."""


def ensure_sales_roles(session: Session, *, workspace: Workspace) -> None:
    """Give a workspace that never had a sales role the usual ones."""
    if sales_roles.list_roles(session, workspace_id=workspace.id, retired=True):
        return
    for position, (name, aliases) in enumerate(PRESETS):
        sales_roles.add_role(
            session, role=SalesRole(workspace_id=workspace.id, name=name, aliases=aliases, position=position)
        )


def list_sales_roles(session: Session, *, workspace: Workspace) -> Sequence[SalesRole]:
    """The roles in use, in their order."""
    return sales_roles.list_roles(session, workspace_id=workspace.id)


def sales_roles_to_change(session: Session, *, workspace: Workspace, viewer: Viewer) -> Sequence[SalesRole]:
    """The roles in use, for who is about to name them otherwise. Raises NotAllowed."""
    require(viewer, Action.CHANGE_TEAMS, Subject())
    return list_sales_roles(session, workspace=workspace)


def find_sales_role(session: Session, *, workspace: Workspace, name: str) -> SalesRole:
    """The role in use that somebody names: by its name before any other word. Raises WrongSalesRole with those that
    there are.
    """
    known = list_sales_roles(session, workspace=workspace)
    wanted = _folded(name)
    # A renamed role keeps its old name as a word, which may be the name of a newer one by now.
    by_word = [role for role in known if wanted in _words_of(role)]
    if by_word:
        return min(by_word, key=lambda role: _folded(role.name) != wanted)
    raise WrongSalesRole(
        "No sales role is called {name}. Roles: {known}.",
        field="sales_role",
        name=repr(harmless(name)),
        known=", ".join(role.name for role in known) or "–",
    )


def sales_role_by_id(session: Session, *, workspace: Workspace, role_id: int) -> SalesRole:
    """The role in use with this id. Raises WrongSalesRole."""
    for role in list_sales_roles(session, workspace=workspace):
        if role.id == role_id:
            return role
    raise WrongSalesRole("That sales role was deleted. Choose another one.", field="sales_role")


def roles_of(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> Mapping[int, SalesRole]:
    """The role in use that each of these members is of on `date`; members without one are left out."""
    by_id = {role.id: role for role in list_sales_roles(session, workspace=workspace)}
    found = sales_roles.roles_on(session, workspace_id=workspace.id, date=date, member_ids=member_ids)
    return {member_id: by_id[role_id] for member_id, role_id in found.items() if role_id in by_id}


def change_sales_roles(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    names: Mapping[int, str],
    new: Sequence[str],
    now: dt.datetime,
) -> Sequence[SalesRole]:
    """Name the roles so (by id; an empty name takes one out of use, with its goals), and add new ones, all or nothing.

    Raises NotAllowed, and WrongSalesRole where two would be named alike.
    """
    if viewer is not None:
        require(viewer, Action.CHANGE_TEAMS, Subject())
    known = list_sales_roles(session, workspace=workspace)
    added = [name for name in (" ".join(each.split()) for each in new) if name]
    wanted = {role.id: " ".join(names.get(role.id, role.name).split()) for role in known}
    _require_apart([*filter(None, wanted.values()), *added])
    for role in known:
        if not wanted[role.id]:
            _retire(session, workspace, role, now)
    _rename(session, workspace, {role.id: wanted[role.id] for role in known if wanted[role.id] not in ("", role.name)})
    retired = {role.name: role for role in sales_roles.list_roles(session, workspace_id=workspace.id, retired=True)}
    for position, name in enumerate(added, len(known)):
        if name in retired:
            retired[name].retired_at = None
            session.add(retired[name])
        else:
            sales_roles.add_role(session, role=SalesRole(workspace_id=workspace.id, name=name, position=position))
    found = list_sales_roles(session, workspace=workspace)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer else None,
        action="sales roles",
        detail=", ".join(role.name for role in found)[:300],
    )
    return found


def _require_apart(names: Sequence[str]) -> None:
    if len(names) > MOST:
        raise WrongSalesRole("A workspace can have up to {n} sales roles.", field="new", n=MOST)
    seen: set[str] = set()
    for name in names:
        if len(name) > 40 or any(letter.isdigit() for letter in name) or "," in name:
            raise WrongSalesRole(
                "A sales role's name can have up to 40 letters, but no digits or commas. {name} won't work.",
                field="new",
                name=repr(harmless(name)),
            )
        if _folded(name) in seen:
            raise WrongSalesRole("Two sales roles are named {name}.", field="new", name=repr(harmless(name)))
        seen.add(_folded(name))


def _rename(session: Session, workspace: Workspace, names: Mapping[int, str]) -> None:
    """Give roles other names, by id; a name may be that of another one that gives it up."""
    every = {role.id: role for role in sales_roles.list_roles(session, workspace_id=workspace.id, retired=True)}
    before = {role_id: role.name for role_id, role in every.items()}
    # All of them give their names up first: two that change names would be named alike in between.
    for role_id, role in every.items():
        if role_id in names or (role.retired_at is not None and role.name in names.values()):
            role.name = f"{role.name[:30]} #{role_id}"
            session.add(role)
    session.flush()
    for role_id, name in names.items():
        role = every[role_id]
        # What it was called stays a word for it.
        role.aliases = ",".join(dict.fromkeys([*filter(None, role.aliases.split(",")), before[role_id]]))[:200]
        role.name = name
        session.add(role)
    session.flush()


def _retire(session: Session, workspace: Workspace, role: SalesRole, now: dt.datetime) -> None:
    role.retired_at = now
    session.add(role)
    today = local_date(None, workspace, now)
    goals.end_goals_of_role(session, workspace_id=workspace.id, sales_role_id=role.id, ends=today)
    sales_roles.empty_role(session, sales_role_id=role.id, ends=today)


def _words_of(role: SalesRole) -> set[str]:
    """Every folded word that names the role."""
    return {_folded(word) for word in (role.name, f"{role.name}s", *role.aliases.split(",")) if word.strip()}


def _folded(name: str) -> str:
    return " ".join(fold(name).split())
