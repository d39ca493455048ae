"""Outsiders are refused; everybody can have what is kept about them; who left can be erased."""

import contextlib
import json

import pytest
from sqlmodel import select

from bot.people import teams
from bot.people.own_data import StillHere, erase
from storage.day_totals import total_between, wrong_totals
from storage.tables import Activity, Audit, Member
from storage.workspaces import find_workspace
from tests.forged import press
from tests.office import ANA, BEN, CHANNEL, CLEO, MANAGER, TUESDAY, Office


def test_guests_and_people_of_other_organisations_are_refused_at_every_door(office: Office) -> None:
    logged = office.answer_of(ANA, "/log", "call Acorn")
    office.sandbox.post("users", id=BEN, is_restricted=True)
    office.sandbox.post("users", id=CLEO, team_id="T0ELSEWHERE")
    office.sandbox.post("users", id="U0STRANGER", real_name="Sid Stranger", is_stranger=True)
    for outsider in (BEN, CLEO, "U0STRANGER"):
        for command, text in [
            ("/log", "call"),
            ("/progress", ""),
            ("/progress", "export"),
            ("/goal", "calls 5 a week"),
        ]:
            said = office.say(outsider, command, text)
            assert said.startswith("Pacer only works for members of this workspace"), (outsider, command, said)
    said = office.say(MANAGER, "/goal", f"<@{BEN}> calls 5 a week")
    assert said == (
        "I don't know this person. They may be an app, a guest or new here. Pick a member of your workspace."
    )
    press(office, BEN, action_id="log_undo", value=logged["blocks"][-1]["elements"][0]["value"])
    with office.database.reading() as session:
        assert [row.undone_at for row in session.exec(select(Activity))] == [None]


def test_everything_about_oneself_comes_as_a_file_that_only_they_see(office: Office) -> None:
    office.say(ANA, "/log", "5 calls Acorn: they want =a demo")
    office.say(BEN, "/log", "2 calls Birch")
    assert "everything Pacer keeps about you, by direct message" in office.say(ANA, "/progress", "export")
    office.worker.drain()
    message = office.sees(ANA, ANA)[-1]
    assert message["text"].startswith("Everything Pacer keeps about you, as of Tue 17 Nov.")
    (file,) = message["files"]
    content = office.sandbox.state.files[file["id"]]["content"]
    said = json.loads(bytes.fromhex(content))
    assert said["about"] == "Ana Quill"
    (entry,) = said["kept"]["activity"]
    assert (entry["metric_id"], entry["quantity"], entry["account"]) == ("call", 5, "Acorn")
    assert said["kept"]["membership"][0]["team_id"] == "North"
    assert "Birch" not in json.dumps(said)
    assert not [m for m in office.sees(MANAGER, CHANNEL) if m.get("files")]


def test_who_left_is_erased_and_the_totals_stay(office: Office) -> None:
    office.say(ANA, "/log", "5 calls Acorn: they want a demo")
    office.say(ANA, "/log", "deal 1,200 Acorn")
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        with pytest.raises(StillHere, match="Deactivate them in Slack first"):
            erase(session, workspace=workspace, viewer=None, member=ana, even_if_here=False, now=TUESDAY)
    office.sandbox.post("users", id=ANA, deleted=True)
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        erase(session, workspace=workspace, viewer=None, member=ana, even_if_here=False, now=TUESDAY)
        ana_id = ana.id
    # Slack goes on telling of her; she does not come back.
    office.sandbox.post("users", id=ANA, real_name="Ana Quill", deleted=True)
    with office.database.reading() as session:
        dump = "\n".join(office.database.engine.raw_connection().iterdump())  # type: ignore[attr-defined]
        for trace in ("Ana Quill", "u0ana@example.com", ANA, "they want a demo"):
            assert trace not in dump, trace
        member = session.get(Member, ana_id)
        assert member is not None
        assert (member.name, member.active) == (f"Former member {ana_id}", False)
        assert session.exec(select(Audit).where(Audit.action == "erased")).one().subject_id == ana_id
        day = TUESDAY.date()
        total = total_between(session, member_id=ana_id, metric_id=1, starts=day, ends=day.replace(day=18))
        assert total.quantity == 5
        assert wrong_totals(session, workspace_id=1) == []


def test_thanks_of_somebody_erased_are_not_sent_any_more_and_their_words_are_nowhere(office: Office) -> None:
    office.say(ANA, "/kudos", f"<@{BEN}> for the silver introduction")
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        erase(session, workspace=workspace, viewer=None, member=ana, even_if_here=True, now=TUESDAY)
    office.worker.drain()
    assert [text for text in office.messages_to(BEN) if "Kudos from" in text] == []
    with contextlib.closing(office.database.engine.raw_connection()) as connection:
        dump = "\n".join(connection.iterdump())  # type: ignore[attr-defined]
    assert "silver introduction" not in dump
