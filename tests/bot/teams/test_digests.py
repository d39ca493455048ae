"""The managers' weekly digest and the reviews of longer periods: when they come, what they say, and their picture."""

import datetime as dt
from typing import Any

import httpx
import pytest
from sqlmodel import select

from bot.core.work import Work
from bot.goals.editing import set_goal
from bot.people import teams
from bot.people.goal_owners import RoleGroup
from bot.people.sales_roles import find_sales_role
from bot.people.selling import give_sales_role
from metrics.periods import PeriodKind
from storage.tables import Episode, Team, TeamRole, TimeOff
from storage.workspaces import find_workspace
from tests.bot.home_steps import form, home, shown, submit
from tests.office import ANA, BEN, MANAGER, STRANGER_MANAGER, TUESDAY, Office

UTC = dt.UTC
MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def working_days(first: str, last: str) -> list[str]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    days = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
    return [day.isoformat() for day in days if day.weekday() < 5]


@pytest.fixture
def team(office: Office) -> Office:
    """Ana did twice her usual last week, Ben his usual."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "demo", PeriodKind.MONTH, 8)
    office.past(ANA, "call", dict.fromkeys(working_days("2026-09-01", "2026-11-13"), 8))
    office.past(ANA, "call", dict.fromkeys(working_days("2026-11-16", "2026-11-20"), 17))
    office.past(BEN, "call", dict.fromkeys(working_days("2026-09-01", "2026-11-20"), 9))
    for who in (ANA, BEN):
        office.past(who, "demo", dict.fromkeys(working_days("2026-09-01", "2026-11-20")[::3], 1))
    return office


def digests(office: Office, who: str) -> list[dict[str, Any]]:
    sent = [m for m in office.sees(who, who) if not m.get("ephemeral")]
    return [m for m in sent if m["text"].startswith(("North:", "South:"))]


def absent(office: Office, who: str, starts: dt.date, ends: dt.date) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = teams.find_person(session, workspace=workspace, who=who)
        session.add(
            TimeOff(workspace_id=workspace.id, member_id=member.id, starts=starts, ends=ends, created_at=MONDAY)
        )


def test_on_monday_morning_the_manager_reads_what_moved_who_improved_and_who_reached_what(team: Office) -> None:
    team.play_until(dt.datetime(2026, 11, 23, 8, 29, tzinfo=UTC))
    assert digests(team, MANAGER) == []
    team.say(MANAGER, "/goal", "team North total calls 200 a week from 1 nov")
    team.say(MANAGER, "/goal", "team North total demos 40 a month from 1 nov")
    team.play_until(MONDAY)
    (digest,) = digests(team, MANAGER)
    assert digest["text"].startswith("North: last week")
    assert "Calls, the week of Mon 16 Nov: 130 of 200 · 70 short" in digest["text"]
    assert "Demos, November: " in digest["text"].split("As a team")[1].split("\n")[2]
    assert f"<@{ANA}>: 85 calls, usually 40" in digest["text"]
    assert "Calls: 130, 53% more than usual (85)" in digest["text"]
    assert "Calls: 1 of 2 made it" in digest["text"]
    assert "Demos, November:" in digest["text"]
    (picture,) = [block for block in digest["blocks"] if block["type"] == "image"]
    content = httpx.get(f"{team.sandbox.url}/files/{picture['slack_file']['id']}").content
    assert content.startswith(b"\x89PNG")
    assert "Calls, the last weeks: 85" in picture["alt_text"]
    assert digests(team, STRANGER_MANAGER) == []  # South logged nothing: there is nothing to say
    team.play_until(dt.datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    assert len(digests(team, MANAGER)) == 1


def test_what_a_sales_role_was_asked_is_counted_among_those_of_the_role(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        sdr = find_sales_role(session, workspace=workspace, name="SDR")
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        give_sales_role(session, workspace=workspace, viewer=None, member=ana, role=sdr, now=TUESDAY)
        for metric, period, target in (("call", PeriodKind.WEEK, 60), ("demo", PeriodKind.MONTH, 9)):
            set_goal(
                Work(session, workspace, TUESDAY),
                viewer=None,
                subject=RoleGroup(sdr, teams.find_team(session, workspace=workspace, name="North")),
                metric_key=metric,
                period=period,
                target=target,
                starts=dt.date(2026, 1, 1),
            )
    team.play_until(MONDAY)
    (digest,) = digests(team, MANAGER)
    assert "Goals that ended\nCalls: 0 of 1 made it\nCalls (SDR): 1 of 1 made it\n" in digest["text"]
    assert "Demos (SDR), November: " in digest["text"]
    assert "Demos, November: " in digest["text"]


def test_where_slack_takes_no_picture_its_own_chart_is_in_its_place(team: Office) -> None:
    team.sandbox.post("faults", method="files.getUploadURLExternal", kind="error", value="missing_scope", count=None)
    team.play_until(MONDAY)
    (digest,) = digests(team, MANAGER)
    assert [block["type"] for block in digest["blocks"]].count("image") == 0
    chart = digest["blocks"][1]
    assert (chart["type"], chart["title"]) == ("data_visualization", "Calls, the team by week")
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]][-2:] == [85, 130]


def test_a_manager_who_is_away_on_monday_reads_it_when_back_and_one_elsewhere_at_their_own_time(team: Office) -> None:
    absent(team, MANAGER, dt.date(2026, 11, 23), dt.date(2026, 11, 25))
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        other = teams.find_person(session, workspace=workspace, who=STRANGER_MANAGER)
        other.timezone, other.nudge_time = "America/New_York", dt.time(7, 15)
        north = teams.find_team(session, workspace=workspace, name="North")
        teams.join(
            session,
            workspace=workspace,
            team=north,
            member=other,
            team_role=TeamRole.MANAGER,
            starts=dt.date(2026, 1, 1),
        )
    team.play_until(dt.datetime(2026, 11, 23, 12, 14, tzinfo=UTC))
    assert digests(team, STRANGER_MANAGER) == []
    team.play_until(dt.datetime(2026, 11, 23, 12, 16, tzinfo=UTC))
    assert len(digests(team, STRANGER_MANAGER)) == 1
    assert digests(team, MANAGER) == []
    team.play_until(dt.datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    (digest,) = digests(team, MANAGER)
    assert digest["text"].startswith("North: last week")


def test_a_manager_who_switched_digests_off_gets_none_and_a_rep_is_not_asked(team: Office) -> None:
    home(team, ANA)
    assert "My teams' digests and reviews" not in shown(form(team, ANA, "home_settings"))
    assert "your teams' digests and reviews" in home(team, MANAGER)
    view = form(team, MANAGER, "home_settings")
    assert "My teams' digests and reviews" in shown(view)
    assert submit(team, MANAGER, view, messages=["morning"]) == {}
    team.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert digests(team, MANAGER) == []


def test_the_first_working_day_of_a_month_reviews_the_month_and_proposes_a_goal_that_fits(office: Office) -> None:
    office.goal("North", "demo", PeriodKind.MONTH, 20)
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        teams.join(
            session,
            workspace=workspace,
            team=teams.find_team(session, workspace=workspace, name="North"),
            member=teams.find_person(session, workspace=workspace, who=STRANGER_MANAGER),
            team_role=TeamRole.REP,
            starts=dt.date(2026, 1, 1),
        )
    for who in (ANA, BEN, STRANGER_MANAGER):
        office.past(who, "demo", dict.fromkeys(working_days("2026-08-03", "2026-11-30")[::2], 1))
    office.play_until(dt.datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    month = digests(office, MANAGER)[-1]
    assert month["text"].startswith("North: November")
    assert "Demos: 0 of 3 made it" in month["text"]
    assert "Demos: 20 looks too high, 0 of 3 made it. At " in month["text"]
    button = next(e for b in month["blocks"] if b["type"] == "actions" for e in b["elements"])
    assert button["text"]["text"].startswith("Demos: set ")
    office.click(MANAGER, month, button["action_id"])
    office.worker.drain()
    changed = digests(office, MANAGER)[-1]
    assert "It changes to " in changed["text"]
    assert not any(b["type"] == "actions" for b in changed["blocks"])


def test_alerts_that_few_act_on_lead_to_a_proposal_to_alert_later(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        manager = teams.find_person(session, workspace=workspace, who=MANAGER)
        for week in (0, 1):
            for number in range(4):
                session.add(
                    Episode(
                        workspace_id=workspace.id,
                        member_id=ana.id,
                        metric_id=1,
                        period=PeriodKind.WEEK,
                        period_start=dt.date(2026, 11, 1) + dt.timedelta(days=7 * week + number),
                        opened_on=dt.date(2026, 11, 12),
                        closed_on=dt.date(2026, 11, 13),
                        close_reason="recovered" if number == 1 else "period over",
                        alerted_at=MONDAY - dt.timedelta(days=2 + 7 * week),
                        acknowledged_by=manager.id if number == 0 else None,
                        dismissed_by=manager.id if number == 2 else None,
                    )
                )
    team.play_until(MONDAY)
    (digest,) = digests(team, MANAGER)
    # These four, and the one about Ben, who was told of on Wednesday and missed the week's calls.
    assert "5 alerts: 1 acted on, 1 not useful, 1 recovered" in digest["text"]
    assert "1 of 1 alerts that ended in the last four weeks were right." in digest["text"]
    assert "only when the odds are below 10%" in digest["text"]
    (said,) = team.click(MANAGER, digest, "alerts_tighten")
    assert said == "Starting tomorrow, I'll only alert you about North below 10% odds."
    with team.database.reading() as session:
        assert {row.name: row.escalates_below for row in session.exec(select(Team))} == {"North": 0.1, "South": 0.15}


def test_a_year_says_where_each_shines_and_struggles(office: Office) -> None:
    office.past(ANA, "call", dict.fromkeys(working_days("2026-01-05", "2026-11-16"), 14))
    office.past(BEN, "call", dict.fromkeys(working_days("2026-01-05", "2026-11-16"), 9))
    text = office.say(MANAGER, "/team", "year")
    assert f"<@{ANA}>: strong in calls" in text
    assert f"<@{BEN}>: could use help with calls" in text
    one = office.say(MANAGER, "/team", f"year <@{BEN}>")
    assert "9 a day, the others 14" in one
    assert "a place to help" in one
    assert ANA not in one
    assert "You can't" in office.say(BEN, "/team", f"year <@{ANA}>")
    assert "a place to help" in office.say(BEN, "/team", f"year <@{BEN}>")
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.sandbox.post("clock", now="2026-12-31T12:00:00+00:00")
    office.play_until(dt.datetime(2027, 1, 1, 9, 0, tzinfo=UTC))
    (year,) = digests(office, MANAGER)
    assert year["text"].startswith("North: the last year")
    assert f"<@{ANA}>: strong in calls" in year["text"]
