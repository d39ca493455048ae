"""Every (role, action, subject), with the answer written out."""

import pytest

from bot.core.permissions import Action, Subject, Viewer, may
from storage.tables import Role

NORTH, SOUTH = frozenset({1}), frozenset({2})
ROLES = {
    "rep": Viewer(10, Role.REP),
    "manager": Viewer(20, Role.MANAGER, managed_team_ids=NORTH),
    "manager of no team": Viewer(21, Role.MANAGER),
    "rep who manages": Viewer(22, Role.REP, managed_team_ids=NORTH),
    "admin": Viewer(30, Role.ADMIN),
    "guest": Viewer(40, Role.ADMIN, managed_team_ids=NORTH, guest=True),
    "left": Viewer(50, Role.ADMIN, managed_team_ids=NORTH, active=False),
}
SUBJECTS = ("self", "rep of own team", "rep of other team", "own team", "other team", "workspace")
# In the order of SUBJECTS. Own team: the one that they manage, or are a rep of.
TABLE = """
rep                 LOG             yes no  no  no  no  no
rep                 SEE             yes no  no  no  no  no
rep                 SET_GOAL        no  no  no  no  no  no
rep                 ANSWER_ALERT    no  no  no  no  no  no
rep                 CHANGE_ALERTS   no  no  no  no  no  no
rep                 CHANGE_DEAL     yes no  no  no  no  no
rep                 EDIT_PLAYBOOK   no  no  no  no  no  no
rep                 EXPORT          yes no  no  no  no  no
rep                 ERASE           no  no  no  no  no  no
rep                 CHANGE_METRICS  no  no  no  no  no  no
rep                 CHANGE_TEAMS    no  no  no  no  no  no
rep                 COACH           no  no  no  no  no  no
rep                 IMPORT          no  no  no  no  no  no
manager             LOG             yes no  no  no  no  no
manager             SEE             yes yes no  yes no  no
manager             SET_GOAL        no  yes no  yes no  no
manager             ANSWER_ALERT    yes yes no  yes no  no
manager             CHANGE_ALERTS   yes yes no  yes no  no
manager             CHANGE_DEAL     yes yes no  yes no  no
manager             EDIT_PLAYBOOK   yes yes yes yes yes yes
manager             EXPORT          yes no  no  no  no  no
manager             ERASE           no  no  no  no  no  no
manager             CHANGE_METRICS  no  no  no  no  no  no
manager             CHANGE_TEAMS    no  no  no  no  no  no
manager             COACH           yes yes no  yes no  no
manager             IMPORT          no  no  no  no  no  no
manager of no team  LOG             yes no  no  no  no  no
manager of no team  SEE             yes no  no  no  no  no
manager of no team  SET_GOAL        no  no  no  no  no  no
manager of no team  ANSWER_ALERT    no  no  no  no  no  no
manager of no team  CHANGE_ALERTS   no  no  no  no  no  no
manager of no team  CHANGE_DEAL     yes no  no  no  no  no
manager of no team  EDIT_PLAYBOOK   yes yes yes yes yes yes
manager of no team  EXPORT          yes no  no  no  no  no
manager of no team  ERASE           no  no  no  no  no  no
manager of no team  CHANGE_METRICS  no  no  no  no  no  no
manager of no team  CHANGE_TEAMS    no  no  no  no  no  no
manager of no team  COACH           no  no  no  no  no  no
manager of no team  IMPORT          no  no  no  no  no  no
rep who manages     LOG             yes no  no  no  no  no
rep who manages     SEE             yes no  no  no  no  no
rep who manages     SET_GOAL        no  no  no  no  no  no
rep who manages     ANSWER_ALERT    no  no  no  no  no  no
rep who manages     CHANGE_ALERTS   no  no  no  no  no  no
rep who manages     CHANGE_DEAL     yes no  no  no  no  no
rep who manages     EDIT_PLAYBOOK   no  no  no  no  no  no
rep who manages     EXPORT          yes no  no  no  no  no
rep who manages     ERASE           no  no  no  no  no  no
rep who manages     CHANGE_METRICS  no  no  no  no  no  no
rep who manages     CHANGE_TEAMS    no  no  no  no  no  no
rep who manages     COACH           no  no  no  no  no  no
rep who manages     IMPORT          no  no  no  no  no  no
admin               LOG             yes no  no  no  no  no
admin               SEE             yes yes yes yes yes yes
admin               SET_GOAL        yes yes yes yes yes yes
admin               ANSWER_ALERT    yes yes yes yes yes yes
admin               CHANGE_ALERTS   yes yes yes yes yes yes
admin               CHANGE_DEAL     yes yes yes yes yes yes
admin               EDIT_PLAYBOOK   yes yes yes yes yes yes
admin               EXPORT          yes yes yes yes yes yes
admin               ERASE           yes yes yes yes yes yes
admin               CHANGE_METRICS  yes yes yes yes yes yes
admin               CHANGE_TEAMS    yes yes yes yes yes yes
admin               COACH           yes yes yes yes yes yes
admin               IMPORT          yes yes yes yes yes yes
"""


def subject(name: str, viewer: Viewer) -> Subject:
    return {
        "self": Subject(viewer.member_id, NORTH),
        "rep of own team": Subject(11, NORTH),
        "rep of other team": Subject(12, SOUTH),
        "own team": Subject(team_ids=NORTH),
        "other team": Subject(team_ids=SOUTH),
        "workspace": Subject(),
    }[name]


def rows() -> list[tuple[str, Action, str, bool]]:
    found = []
    for line in TABLE.strip().splitlines():
        role, (action, *answers) = line[:20].strip(), line[20:].split()
        assert len(answers) == len(SUBJECTS), line
        found += [(role, Action[action], name, said == "yes") for name, said in zip(SUBJECTS, answers, strict=True)]
    nobodies = ("guest", "left")
    return found + [(role, action, name, False) for role in nobodies for action in Action for name in SUBJECTS]


@pytest.mark.parametrize(("role", "action", "about", "allowed"), rows())
def test_who_may_do_what_to_whom(role: str, action: Action, about: str, allowed: bool) -> None:
    viewer = ROLES[role]
    assert may(viewer, action, subject(about, viewer)) is allowed


def test_the_table_has_every_role_action_and_subject_once() -> None:
    asked = [(role, action, about) for role, action, about, _ in rows()]
    assert len(asked) == len(set(asked)) == len(ROLES) * len(Action) * len(SUBJECTS)
