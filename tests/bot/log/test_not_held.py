"""What did not take place is kept with its outcome and counts for nothing, whoever says so."""

import pytest
from sqlmodel import select

from bot.core.text.outcomes import took_place
from bot.exchange.activity_items import OfferedActivity, take_activities
from storage.day_totals import wrong_totals
from storage.tables import Activity, DayTotal
from storage.workspaces import find_workspace
from tests.office import ANA, Office


def totals(office: Office) -> int:
    """Everything that counts."""
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert wrong_totals(session, workspace_id=workspace.id) == []
        return sum(row.total for row in session.exec(select(DayTotal)))


@pytest.mark.parametrize("text", ["demo Acme no show", "meeting rescheduled", "demo tak hadir", "mesyuarat dibatalkan"])
def test_an_outcome_that_did_not_take_place_counts_for_nothing_until_it_is_changed(office: Office, text: str) -> None:
    assert "doesn't count" in office.say(ANA, "/log", text)
    assert totals(office) == 0
    with office.database.reading() as session:
        assert [(row.quantity, row.void) for row in session.exec(select(Activity))] == [(1, True)]
    assert office.say(ANA, "/log", "undo").startswith("Undone: 1")
    assert totals(office) == 0


@pytest.mark.parametrize("outcome", ["NO_SHOW", "no show", "CANCELED", "Rescheduled"])
def test_a_crm_is_read_by_the_same_rule(office: Office, outcome: str) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        offered = [OfferedActivity(f"{ANA.lower()}@example.com", "meeting", outcome=outcome, external_id="x")]
        take_activities(session, workspace=workspace, offered=offered, now=office.context.clock.now())
    assert totals(office) == 0


def test_a_workspaces_own_outcome_is_told_by_its_words() -> None:
    assert not took_place("hantu", ["ghost", "No-show"])
    assert took_place("hantu", ["ghost"])
    assert took_place("no answer")
