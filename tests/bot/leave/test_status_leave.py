"""A Slack status that says "away" is noted as leave: until it ends, never against what the member said."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.core.members import SlackStatus
from bot.leave.away import Leave
from bot.leave.slack_status import STATUS, USUAL_MARKS, WrongMarks, leave_of_status, means_away, read_marks
from bot.leave.status_choice import choose_status_leave
from bot.setup.scopes import STATUS_SCOPE
from metrics.periods import PeriodKind
from storage.absences import time_off_between
from storage.people import find_member
from storage.workspaces import find_workspace
from tests.bot.home_steps import opened_home, press_in_home
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.office import ADMIN, ANA, BEN, Office

UTC = dt.UTC
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("emoji", "text", "away"),
    [
        (":palm_tree:", "Vacationing", True),
        (":palm_tree:", "", True),
        (":face_with_thermometer::skin-tone-2:", "Out sick", True),
        ("", "Out sick", True),
        ("", "On leave until Friday", True),
        (":speech_balloon:", "Cuti sampai Jumaat", True),
        ("", "sakit", True),
        ("", "OUT OF OFFICE", True),
        (":calendar:", "In a meeting", False),
        (":house_with_garden:", "Working remotely", False),
        ("", "Sick of slides", False),
        ("", "cutie pie", False),
        ("", "", False),
        (":bus:", "Commuting", False),
    ],
)
def test_which_statuses_say_away(emoji: str, text: str, away: bool) -> None:
    assert means_away(SlackStatus(text, emoji), USUAL_MARKS) is away


@pytest.mark.parametrize(
    ("at", "until", "expected"),
    [
        # (set at, ends at, [(first day, last day, part)])
        ("17 08:00", None, [(17, 17, "")]),
        ("17 13:00", None, [(17, 17, "pm")]),
        ("17 18:00", None, []),
        ("17 08:00", "18 00:00", [(17, 17, "")]),
        ("17 08:00", "20 23:59", [(17, 20, "")]),
        ("17 14:00", "20 23:59", [(17, 17, "pm"), (18, 20, "")]),
        ("17 20:00", "18 23:59", [(18, 18, "")]),
        ("17 08:00", "17 13:00", [(17, 17, "am")]),
        ("17 08:00", "18 09:00", [(17, 17, "")]),
        ("17 08:00", "18 13:00", [(17, 17, ""), (18, 18, "am")]),
        ("17 12:30", "17 14:00", []),
        ("17 08:00", "16 08:00", []),
    ],
)
def test_the_days_that_a_status_takes(at: str, until: str | None, expected: list[tuple[int, int, str]]) -> None:
    def instant(said: str) -> dt.datetime:
        day, time = said.split()
        return dt.datetime.combine(dt.date(2026, 11, int(day)), dt.time.fromisoformat(time), tzinfo=UTC)

    found = leave_of_status(
        SlackStatus("Out sick", "", instant(until) if until else None), now=instant(at), zone=LONDON
    )
    assert [(leave.starts.day, leave.last.day, leave.part) for leave in found] == expected
    assert {leave.source for leave in found} <= {STATUS}


def test_a_list_of_marks_is_read_with_commas_and_lines_and_refused_in_words() -> None:
    assert read_marks(" :Palm_Tree:, on  leave\ncuti,, cuti") == (":palm_tree:", "on leave", "cuti")
    assert read_marks("") == ()
    for wrong in ("a:b", ":palm tree:", "x" * 41, ",".join(f"word{n}" for n in range(41))):
        with pytest.raises(WrongMarks):
            read_marks(wrong)


def switch_on(office: Office) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        choose_status_leave(session, workspace=workspace, viewer=None, on=True, marks="", now=dt.datetime.now(UTC))


def status(office: Office, user: str, text: str, emoji: str = "", until: dt.datetime | None = None) -> None:
    office.sandbox.post(
        "status", user=user, text=text, emoji=emoji, **({"until": until.isoformat()} if until is not None else {})
    )


def noted(office: Office, user: str) -> list[Leave]:
    with office.database.reading() as session:
        member = find_member(session, workspace_id=1, slack_user_id=user)
        assert member is not None
        rows = time_off_between(
            session,
            workspace_id=1,
            starts=dt.date(2026, 1, 1),
            ends=dt.date(2028, 1, 1),
            member_ids=[member.id],
        )
        return [Leave(row.starts, row.ends, row.portion, row.part, row.source) for row in rows]


def test_nothing_is_sent_while_a_status_says_away_and_the_member_reads_of_it_when_they_are_back(
    office: Office,
) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 20)
    status(office, ANA, "Vacationing", ":palm_tree:")
    assert noted(office, ANA) == []  # off by default
    status(office, ANA, "")
    switch_on(office)
    # Tuesday 15:00 in London; away until the end of Thursday.
    status(office, ANA, "Vacationing", ":palm_tree:", dt.datetime(2026, 11, 20, tzinfo=UTC))
    assert [(leave.starts.day, leave.last.day, leave.part, leave.source) for leave in noted(office, ANA)] == [
        (17, 17, "pm", STATUS),
        (18, 19, "", STATUS),
    ]
    assert "from your Slack status" in office.say(ANA, "/away", "list")
    office.play_until(dt.datetime(2026, 11, 20, 7, 0, tzinfo=UTC))
    assert office.nudges(ANA) == []
    assert len(office.nudges(BEN)) == 2
    office.play_until(dt.datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert len(office.nudges(ANA)) == 1
    (told,) = [m for m in office.sees(ANA, ANA) if "your Slack status said so" in m["text"]]
    assert "Tue 17 Nov, afternoon and Wed 18 Nov to Thu 19 Nov." in told["text"]
    (answer,) = office.click(ANA, told, "status_wrong")
    assert answer.startswith("Time off cancelled")
    assert noted(office, ANA) == []
    (answer,) = office.click(ANA, told, "status_stop")
    assert "won't use your Slack status anymore" in answer
    status(office, ANA, "Vacationing", ":palm_tree:")
    assert noted(office, ANA) == []


def test_a_status_never_overwrites_what_was_said_and_goes_when_it_is_cleared(office: Office) -> None:
    switch_on(office)
    office.say(ANA, "/away", "friday pm")
    friday = dt.datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
    status(office, ANA, "Out sick", ":face_with_thermometer:", friday)
    office.sandbox.post("users", id=ANA, title="Closer")  # another change of the profile
    said = {(leave.starts.day, leave.last.day, leave.part): leave.source for leave in noted(office, ANA)}
    assert said == {(20, 20, "pm"): "", (17, 17, "pm"): STATUS, (18, 19, ""): STATUS, (20, 20, "am"): STATUS}
    office.say(ANA, "/away", "cancel thursday")
    office.sandbox.post("users", id=ANA, title="Opener")
    assert dt.date(2026, 11, 19) not in {leave.last for leave in noted(office, ANA)}
    status(office, ANA, "")
    assert [(leave.starts.day, leave.part, leave.source) for leave in noted(office, ANA)] == [
        (20, "pm", ""),
        (17, "pm", STATUS),
    ]
    # "No" in the settings holds from then on.
    office.sandbox.post("home", user=BEN)
    office.sandbox.post("click", user=BEN, home=True, action_id="home_settings")
    assert "When my Slack status says I'm off" in words_of(top_view(office, BEN))
    assert fill_in(office, BEN, status="not_used") == {}
    status(office, BEN, "On leave", "")
    assert noted(office, BEN) == []


def test_the_admin_chooses_in_home_and_slack_is_asked_before_the_morning(office: Office) -> None:
    status(office, ANA, "cuti", "", dt.datetime(2026, 11, 18, 23, tzinfo=UTC))
    granted = office.sandbox.state.scopes or frozenset()
    office.sandbox.state.scopes = granted - {STATUS_SCOPE}
    opened_home(office, ADMIN)
    press_in_home(office, ADMIN, "home_part:setup")
    office.sandbox.post("click", user=ADMIN, home=True, action_id="setup_status")
    assert "Ignore it" in words_of(top_view(office, ADMIN))
    assert "I can't use a:b" in fill_in(office, ADMIN, use="used", marks="a:b")["marks"]
    assert fill_in(office, ADMIN, use="used", marks="cuti, :palm_tree:") == {}
    office.worker.drain()
    assert noted(office, ANA) == []
    assert office.sandbox.get("calls", method="users.profile.get")["calls"][0]["result"] == "missing_scope"
    office.sandbox.state.scopes = granted
    office.play_until(dt.datetime(2026, 11, 18, 7, 30, tzinfo=UTC))
    assert [(leave.starts.day, leave.part) for leave in noted(office, ANA)] == [(18, "")]
    assert office.sandbox.get("calls", method="users.profile.get")["calls"][-1]["result"] == "ok"
