"""Who may do what to whom: a table of roles, actions and subjects."""

import pytest

from bot.core.permissions import Action, Subject, Viewer, may
from storage.tables import Role

NORTH, SOUTH = frozenset({1}), frozenset({2})
REP = Viewer(10, Role.REP)
MANAGER = Viewer(20, Role.MANAGER, managed_team_ids=NORTH)
ADMIN = Viewer(30, Role.ADMIN)
GUEST = Viewer(40, Role.ADMIN, guest=True)
GONE = Viewer(50, Role.ADMIN, active=False)
OWN_REP, OTHER_REP = Subject(11, NORTH), Subject(12, SOUTH)
OWN_TEAM, OTHER_TEAM = Subject(team_ids=NORTH), Subject(team_ids=SOUTH)
NOBODY = Subject()


def myself(viewer: Viewer) -> Subject:
    return Subject(viewer.member_id, NORTH)


@pytest.mark.parametrize(
    ("viewer", "action", "subject", "allowed"),
    [
        (REP, Action.LOG, myself(REP), True),
        (REP, Action.LOG, OWN_REP, False),
        (REP, Action.SEE, myself(REP), True),
        (REP, Action.SEE, OWN_REP, False),
        (REP, Action.SET_GOAL, myself(REP), False),
        (REP, Action.SET_GOAL, OWN_TEAM, False),
        (REP, Action.ANSWER_ALERT, OWN_REP, False),
        (REP, Action.CHANGE_METRICS, NOBODY, False),
        (REP, Action.CHANGE_TEAMS, NOBODY, False),
        (MANAGER, Action.LOG, OWN_REP, False),
        (MANAGER, Action.SEE, OWN_REP, True),
        (MANAGER, Action.SEE, OTHER_REP, False),
        (MANAGER, Action.SET_GOAL, OWN_REP, True),
        (MANAGER, Action.SET_GOAL, OWN_TEAM, True),
        (MANAGER, Action.SET_GOAL, OTHER_REP, False),
        (MANAGER, Action.SET_GOAL, OTHER_TEAM, False),
        (MANAGER, Action.SET_GOAL, myself(MANAGER), False),
        (MANAGER, Action.ANSWER_ALERT, OWN_REP, True),
        (MANAGER, Action.ANSWER_ALERT, OTHER_REP, False),
        (MANAGER, Action.CHANGE_METRICS, NOBODY, False),
        (MANAGER, Action.CHANGE_TEAMS, OWN_TEAM, False),
        (ADMIN, Action.LOG, OWN_REP, False),
        (ADMIN, Action.SEE, OTHER_REP, True),
        (ADMIN, Action.SET_GOAL, OTHER_TEAM, True),
        (ADMIN, Action.SET_GOAL, myself(ADMIN), True),
        (ADMIN, Action.ANSWER_ALERT, OTHER_REP, True),
        (ADMIN, Action.CHANGE_METRICS, NOBODY, True),
        (ADMIN, Action.CHANGE_TEAMS, OTHER_TEAM, True),
    ],
)
def test_who_may_do_what(viewer: Viewer, action: Action, subject: Subject, allowed: bool) -> None:
    assert may(viewer, action, subject) is allowed


@pytest.mark.parametrize("viewer", [GUEST, GONE])
@pytest.mark.parametrize("action", list(Action))
def test_guests_and_people_who_left_do_nothing(viewer: Viewer, action: Action) -> None:
    assert not may(viewer, action, myself(viewer))
