"""The same history of a CRM, told by files and by webhooks in any order, ends in the same deals and totals."""

import csv
import datetime as dt
import io
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.core.settings import Settings
from bot.core.work import Work
from bot.exchange.crm import hubspot
from bot.exchange.crm.apply import Applying
from bot.exchange.files.people import add_alias
from storage.people import list_members
from storage.tables import Activity, Deal, Member, Metric
from tests.bot.exchange.office_of_cases import NOW, Desk, open_desk
from tests.databases import fresh_sqlite

OWNERS = {"1": "Bram Cloudberry", "2": "Aida Teakwood", "3": "Jonas Meadowlark"}
STAGES = {
    "appointmentscheduled": "Appointment Scheduled",
    "contractsent": "Contract Sent",
    "closedwon": "Closed Won",
    "closedlost": "Closed Lost",
}
START = dt.datetime(2026, 10, 1, 3, 0, tzinfo=dt.UTC)


@dataclass
class History:
    """What happened in a CRM: each change of a property, and what is there in the end."""

    events: list[dict[str, Any]] = field(default_factory=list)
    deals: dict[str, dict[str, str]] = field(default_factory=dict)
    won_by: dict[str, str] = field(default_factory=dict)
    calls: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def instant(step: int) -> dt.datetime:
    return START + dt.timedelta(hours=7 * step, minutes=step)


def millis(at: dt.datetime) -> str:
    return str(int(at.timestamp() * 1000))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Some deals and calls, changed again and again."""
    made, step = History(), 0

    def tell(own: str, name: str, value: str) -> None:
        made.events.append(
            {
                "subscriptionType": "deal.propertyChange",
                "objectId": own,
                "propertyName": name,
                "propertyValue": value,
                "occurredAt": int(instant(step).timestamp() * 1000) + len(made.events),
            }
        )
        made.deals[own][name] = value

    for number in range(draw(st.integers(1, 3))):
        own = str(100 + number)
        made.deals[own] = {}
        tell(own, "createdate", millis(instant(step)))
        tell(own, "hubspot_owner_id", draw(st.sampled_from(sorted(OWNERS))))
        tell(own, "dealname", f"Account {own}")
        tell(own, "amount", str(draw(st.integers(1, 50)) * 100))
        tell(own, "dealstage", "appointmentscheduled")
        step += 1
    for _ in range(draw(st.integers(0, 10))):
        own = draw(st.sampled_from(sorted(made.deals)))
        step += 1
        match draw(st.sampled_from(["stage", "amount", "clear", "owner"])):
            case "stage":
                stage = draw(st.sampled_from(sorted(STAGES)))
                tell(own, "dealstage", stage)
                tell(own, "closedate", millis(instant(step)))
            case "amount":
                tell(own, "amount", str(draw(st.integers(1, 50)) * 100))
            case "clear":
                tell(own, "amount", "")
            case _ if not made.deals[own]["dealstage"].startswith("closed"):
                tell(own, "hubspot_owner_id", draw(st.sampled_from(sorted(OWNERS))))
            case _:
                pass
    for number in range(draw(st.integers(0, 4))):
        own = str(900 + number)
        status = draw(st.sampled_from(["COMPLETED", "CANCELED", "NO_ANSWER"]))
        at = instant(draw(st.integers(0, 80)))
        made.calls[own] = {
            "hubspot_owner_id": draw(st.sampled_from(sorted(OWNERS))),
            "hs_timestamp": at.isoformat(),
            "hs_call_status": status,
        }
    return made


def by_webhooks(desk: Desk, events: list[Any]) -> None:
    scopes = ["deals", "leads", "activities"]
    with desk.database.writing() as session:
        work = Work(session, desk.workspace(session), NOW)
        applying = Applying(work, Settings(_env_file=None), scopes)  # type: ignore[call-arg]
        for event in events:
            applying.apply(hubspot.events_of(event))


def call_event(own: str, said: dict[str, str]) -> dict[str, Any]:
    return {"objectId": own, "objectTypeId": "0-48", "properties": {name: {"value": v} for name, v in said.items()}}


def deals_file(history: History, *columns: str, only: set[str] | None = None) -> str:
    names = {
        "Record ID": lambda own, said: own,
        "Deal Name": lambda own, said: said["dealname"],
        "Deal owner": lambda own, said: OWNERS[said["hubspot_owner_id"]],
        "Deal Stage": lambda own, said: STAGES[said["dealstage"]],
        "Amount": lambda own, said: said["amount"],
        "Create Date": lambda own, said: said["createdate"],
        "Close Date": lambda own, said: said.get("closedate", ""),
    }
    out = io.StringIO()
    writer = csv.writer(out)
    chosen = columns or tuple(names)
    writer.writerow(chosen)
    for own, said in history.deals.items():
        if only is None or own in only:
            writer.writerow([names[name](own, said) for name in chosen])
    return out.getvalue()


def calls_file(history: History) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Record ID", "Activity type", "Activity date", "Activity assigned to", "Call status"])
    for own, said in history.calls.items():
        status = said["hs_call_status"].replace("_", " ").title()
        writer.writerow([own, "Call", said["hs_timestamp"], OWNERS[said["hubspot_owner_id"]], status])
    return out.getvalue()


def ends_in(desk: Desk) -> tuple[Any, ...]:
    """The deals, the activities that count and the totals of days."""
    with desk.database.reading() as session:
        names = {member.id: member.name for member in session.exec(select(Member))}
        keys = {metric.id: metric.key for metric in session.exec(select(Metric))}
        deals = sorted(
            (d.external_id, names[d.member_id], d.account, d.amount_minor, d.stage, d.opened_on, d.won_on, d.lost_on)
            for d in session.exec(select(Deal))
        )
        rows = sorted(
            (keys[a.metric_id], names[a.member_id], a.local_date, a.quantity)
            for a in session.exec(select(Activity))
            if a.counts
        )
    return deals, rows, sorted(desk.days().items())


def opened(folder: str, name: str) -> Desk:
    desk = open_desk(fresh_sqlite(Path(folder) / f"{name}.sqlite"))
    with desk.database.writing() as session:
        workspace = desk.workspace(session)
        by_name = {member.name: member for member in list_members(session, workspace_id=workspace.id)}
        for own, name_ in OWNERS.items():
            add_alias(session, workspace=workspace, member=by_name[name_], alias=f"hubspot:{own}")
    return desk


HUB = {"format": "hubspot"}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.randoms(use_true_random=False))
def test_the_same_history_by_any_door_ends_in_the_same(history: History, chance: random.Random) -> None:
    calls = [call_event(own, said) for own, said in history.calls.items()]
    with tempfile.TemporaryDirectory() as folder:
        desks = {name: opened(folder, name) for name in ("in turn", "shuffled", "whole file", "in parts", "both")}
        by_webhooks(desks["in turn"], [[event] for event in history.events] + calls)

        shuffled = [[event] for event in history.events] * 2 + calls * 2
        chance.shuffle(shuffled)
        by_webhooks(desks["shuffled"], shuffled)

        desks["whole file"].bring("deals", deals_file(history), **HUB)
        desks["whole file"].bring("activities", calls_file(history), **HUB)

        some = {own for own in history.deals if chance.random() < 0.5}
        desks["in parts"].bring("deals", deals_file(history, only=some), **HUB)
        for columns in (("Record ID", "Deal owner"), ("Record ID", "Deal owner", "Amount")):
            desks["in parts"].bring("deals", deals_file(history, *columns, only=some), **HUB)
        desks["in parts"].bring("deals", deals_file(history), **HUB)
        desks["in parts"].bring("activities", calls_file(history), **HUB)

        late = [[event] for event in history.events]
        chance.shuffle(late)
        half = len(late) // 2
        by_webhooks(desks["both"], late[:half] + calls)
        desks["both"].bring("deals", deals_file(history), **HUB)
        desks["both"].bring("activities", calls_file(history), **HUB)
        by_webhooks(desks["both"], late[half:] + calls)

        ends = {name: ends_in(desk) for name, desk in desks.items()}
        for desk in desks.values():
            desk.database.dispose()
    for name, end in ends.items():
        assert end == ends["in turn"], name
