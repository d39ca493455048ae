"""Who may do what to whom: one function, asked by every capability."""

import enum
from dataclasses import dataclass

from bot.core.failures import Failure, Words
from storage.tables import Member, Role


class Action(enum.Enum):
    """What somebody wants to do."""

    LOG = Words("log for")
    SEE = Words("see the numbers of")
    SET_GOAL = Words("set goals for")
    ANSWER_ALERT = Words("answer alerts about")
    CHANGE_ALERTS = Words("change the alerts of")
    CHANGE_DEAL = Words("change the deals of")
    EDIT_PLAYBOOK = Words("edit the playbook for")
    EXPORT = Words("export everything I keep about")
    ERASE = Words("erase")
    CHANGE_METRICS = Words("change metrics for")
    CHANGE_TEAMS = Words("change teams for")
    COACH = Words("coach")
    IMPORT = Words("import files for")


OF_ADMINS = frozenset({Action.EXPORT, Action.ERASE, Action.CHANGE_METRICS, Action.CHANGE_TEAMS, Action.IMPORT})
"""What only admins do to others."""


@dataclass(frozen=True)
class Viewer:
    """Who asks: a member, their role, and the teams that they manage."""

    member_id: int
    role: Role
    managed_team_ids: frozenset[int] = frozenset()
    active: bool = True
    guest: bool = False


@dataclass(frozen=True)
class Subject:
    """Whom or what it is about: a member or a team; nothing for the workspace as a whole."""

    member_id: int | None = None
    team_ids: frozenset[int] = frozenset()


class NotAllowed(Failure):
    """The viewer may not do this; the message says who may."""

    def __init__(self, action: Action, subject: Subject) -> None:
        self.action, self.subject = action, subject
        super().__init__("You can't {what} this person or team. Their manager or an admin can.", what=action.value)


def may(viewer: Viewer, action: Action, subject: Subject) -> bool:
    """Whether `viewer` may do `action` to `subject`.

    Everybody logs for and sees themselves, changes their own deals and takes out what is kept about them. A manager
    sees, coaches, sets goals for, answers alerts about, and changes the alerts and deals of the teams that they manage,
    and edits the playbook. An admin does all of that for everybody, changes metrics and teams, imports files, and
    takes out or erases what is kept about somebody. Guests and deactivated people do nothing.
    """
    if not viewer.active or viewer.guest:
        return False
    own = subject.member_id is not None and subject.member_id == viewer.member_id
    if action is Action.LOG:
        return own
    if action in (Action.SEE, Action.CHANGE_DEAL, Action.EXPORT) and own:
        return True
    if viewer.role is Role.ADMIN:
        return True
    if action is Action.EDIT_PLAYBOOK:
        return viewer.role is Role.MANAGER
    if action in OF_ADMINS or viewer.role is not Role.MANAGER:
        return False
    # A manager who is also a rep of the team that they manage sets the team's goals, not their own.
    if action is Action.SET_GOAL and own:
        return False
    return bool(subject.team_ids & viewer.managed_team_ids)


def require(viewer: Viewer, action: Action, subject: Subject) -> None:
    """Raise NotAllowed unless `viewer` may do `action` to `subject`."""
    if not may(viewer, action, subject):
        raise NotAllowed(action, subject)


def require_own(member: Member, owner_id: int) -> None:
    """Raise NotAllowed unless `member` may log for, and change the entries of, the member `owner_id`: themselves."""
    viewer = Viewer(member_id=member.id, role=member.role, active=member.active, guest=member.guest)
    require(viewer, Action.LOG, Subject(member_id=owner_id))
