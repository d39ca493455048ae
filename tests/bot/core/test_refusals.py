"""What somebody may not do is refused at every door, and noted: who, what, whom."""

from typing import Any

from bot.core.doors.answering import Visit
from bot.core.doors.modals import Values, take_submission
from bot.core.members import find_speaker, viewer_of
from bot.core.permissions import Action, Subject, require
from bot.core.words.message import Block
from storage.audits import notes_of
from storage.people import members_by_id
from tests.forged import press
from tests.office import ANA, BEN, CLEO, MANAGER, Office


def noted(office: Office) -> list[tuple[str, str, str]]:
    """(who, on whom, what) of every refusal, the first one first."""
    with office.database.reading() as session:
        rows = notes_of(session, workspace_id=1, action="refused", limit=100)
        people = members_by_id(session, ids={who for row in rows for who in (row.actor_id, row.subject_id) if who})
        names = {id_: member.slack_user_id for id_, member in people.items()}
        return [(names[row.actor_id or 0], names.get(row.subject_id or 0, ""), row.detail) for row in reversed(rows)]


def test_a_command_and_a_button_with_a_forged_value_are_refused_and_noted(office: Office) -> None:
    theirs = office.answer_of(ANA, "/log", "7 calls")
    press(office, BEN, action_id="log_undo", value=theirs["blocks"][-1]["elements"][0]["value"])
    assert "Calls today 8" in office.say(ANA, "/log", "call")
    assert office.say(MANAGER, "/goal", f"<@{CLEO}> calls 1 a week").startswith("You can't set goals for")

    assert noted(office) == [(BEN, ANA, "log for; teams: none"), (MANAGER, CLEO, "set goals for; teams: 2")]
    office.say(BEN, "/log", "cal")
    assert len(noted(office)) == 2, "what was only not understood is no refusal"


def test_a_submission_with_forged_metadata_is_refused_and_noted_and_nothing_it_did_stays(office: Office) -> None:
    answered: dict[str, Any] = {}

    def rename_then_ask(here: Visit, _values: Values) -> Block | None:
        here.member.name = "Changed"
        ana = find_speaker(here.session, workspace=here.workspace, slack_user_id=ANA)
        viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
        require(viewer, Action.SEE, Subject(member_id=ana.id, team_ids=frozenset({1})))
        return None

    body = {"user": {"id": BEN}, "view": {"state": {"values": {"about": {}}}}}
    take_submission(office.context, answered.update, body, rename_then_ask, first_field="about")  # type: ignore[arg-type]
    assert answered["response_action"] == "errors"
    assert noted(office) == [(BEN, ANA, "see the numbers of; teams: 1")]
    with office.database.reading() as session:
        assert members_by_id(session, ids={2})[2].name != "Changed"
