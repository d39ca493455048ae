"""Every door that shows a rep's figures to somebody else notes the look, and the rep reads who looked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.core.looks import looks_at
from metrics.periods import PeriodKind
from storage.tables import Audit, Episode, Member, Receipt
from storage.workspaces import find_workspace
from tests.bot.modal_steps import fill_in, open_with
from tests.forged import press, submit
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, Office

UTC = dt.UTC
REVIEW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def office_with_alert(office: Office) -> Office:
    """Ana is far behind and has a deal that is lost in no time; Ben is fine. It is Wednesday, after the review."""
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]
    past = [day.isoformat() for day in days if day.weekday() < 5]
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", dict.fromkeys(past, 5))
    office.past(BEN, "call", dict.fromkeys(past, 14))
    office.say(ANA, "/deal", "add Acorn 5,000")
    office.play_until(REVIEW)
    return office


def looked(office: Office, whose: str) -> set[str]:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = session.exec(select(Member).where(Member.slack_user_id == whose)).one()
        return {look.name for look in looks_at(session, workspace=workspace, member=member)}


def forget(office: Office) -> None:
    with office.database.writing() as session:
        session.execute(delete(Audit).where(col(Audit.action) == "looked"))
        session.execute(delete(Receipt).where(col(Receipt.key).startswith("looked:")))


def member_id(office: Office, who: str) -> str:
    with office.database.reading() as session:
        return str(session.exec(select(Member.id).where(Member.slack_user_id == who)).one())


def alert(office: Office) -> dict[str, Any]:
    return office.sees(MANAGER, CHANNEL)[0]


def episode(office: Office) -> str:
    menu = next(block["accessory"] for block in alert(office)["blocks"] if "accessory" in block)
    return str(menu["options"][0]["value"]).partition(":")[2]


def get_file(office: Office) -> None:
    press(office, MANAGER, action_id="team_file", value="1")
    forget(office)  # asking is not seeing
    office.worker.drain()


def assign_to_admin(office: Office) -> None:
    chosen = {"type": "static_select", "selected_option": {"value": member_id(office, ADMIN)}}
    submit(
        office,
        MANAGER,
        callback_id="alert_assign",
        carried={"episode": int(episode(office))},
        values={"who": chosen},
    )
    office.worker.drain()


def next_week(office: Office) -> None:
    office.play_until(dt.datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


def preview(office: Office) -> None:
    press(office, ADMIN, action_id="setup_preview", value="")
    office.play_until(REVIEW + dt.timedelta(minutes=5))


DOORS: list[tuple[str, Callable[[Office], object], str]] = [
    ("/team", lambda o: o.say(MANAGER, "/team"), MANAGER),
    ("/team @rep", lambda o: o.say(MANAGER, "/team", f"<@{ANA}>"), MANAGER),
    (
        "a filter of /team",
        lambda o: press(o, MANAGER, action_id="team_filter:metric", value="1|call|*", chosen=True),
        MANAGER,
    ),
    (
        "look closer",
        lambda o: press(o, MANAGER, action_id="team_closer", value=member_id(o, ANA), chosen=True),
        MANAGER,
    ),
    ("why", lambda o: press(o, MANAGER, action_id="goal_why:call:week", value=f"{ANA}:call:week"), MANAGER),
    (
        "entries of a day",
        lambda o: press(o, MANAGER, action_id="why_day", value=f"{ANA}:call:2026-11-17", chosen=True),
        MANAGER,
    ),
    ("more goals", lambda o: press(o, MANAGER, action_id="progress_more", value=f"{ANA}:0"), MANAGER),
    ("/team quality @rep", lambda o: o.say(MANAGER, "/team", f"quality <@{ANA}>"), MANAGER),
    ("/team year", lambda o: o.say(ADMIN, "/team", "year North"), ADMIN),
    ("/team year @rep", lambda o: o.say(MANAGER, "/team", f"year <@{ANA}>"), MANAGER),
    ("a rep's deal", lambda o: press(o, MANAGER, action_id="deal_menu", value="won:1", chosen=True), MANAGER),
    ("how realistic a goal is", lambda o: review_goal(o), MANAGER),
    ("all of an alert", lambda o: press(o, MANAGER, action_id="alert_show_all", value=str(alert_id(o))), MANAGER),
    ("the file", get_file, MANAGER),
    ("a brief", lambda o: brief(o), MANAGER),
    ("an assignment", assign_to_admin, ADMIN),
    ("a preview", preview, ADMIN),
    ("the weekly digest", next_week, MANAGER),
]


def review_goal(office: Office) -> None:
    open_with(office, MANAGER, "/goal")
    assert fill_in(office, MANAGER, whose=f"team:{1}", metric="call", target="50", period="week") == {}


def brief(office: Office) -> None:
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    forget(office)
    office.say(MANAGER, "/coach", f"<@{ANA}>")


def alert_id(office: Office) -> int:
    with office.database.reading() as session:
        return session.exec(select(Episode.alert_delivery_id)).first() or 0


def test_each_door_notes_the_look_and_the_rep_sees_it(office_with_alert: Office) -> None:
    office = office_with_alert
    assert looked(office, ANA) == set(), "an alert is no look: the rep heard the same before"
    names = {MANAGER: "Mo Northgate", ADMIN: "Abe Fountain"}
    missed = []
    for door, open_it, who in DOORS:
        forget(office)
        open_it(office)
        if names[who] not in looked(office, ANA):
            missed.append(door)
    assert missed == []
    home = str(office.sandbox.post("home", user=ANA)["view"])
    assert "Your numbers were viewed by " in home
    assert "Mo Northgate on Mon 23 Nov" in home


def test_ones_own_figures_and_those_of_the_team_as_a_whole_are_no_look(office_with_alert: Office) -> None:
    office = office_with_alert
    office.say(ANA, "/progress")
    office.say(ANA, "/team", f"year <@{ANA}>")
    press(office, ANA, action_id="goal_why:call:week", value=f"{ANA}:call:week")
    office.say(MANAGER, "/team", "quality")
    for who in (BEN, ANA):
        assert looked(office, who) == set()
