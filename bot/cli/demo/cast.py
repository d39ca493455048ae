"""The invented sales team of the demonstration. Nobody in it exists."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from metrics.periods import PeriodKind

START = dt.datetime(2026, 11, 16, 15, 0, tzinfo=dt.UTC)
"""When the demonstration begins: the Monday night of the middle week of a month, so that goals can be judged."""

KUALA_LUMPUR, LONDON, NEW_YORK, AUCKLAND = (
    "Asia/Kuala_Lumpur",
    "Europe/London",
    "America/New_York",
    "Pacific/Auckland",
)


@dataclass(frozen=True)
class Person:
    """One invented person. `pace` is how much of the goals they do on a usual day; `lately` in the last weeks."""

    id: str
    name: str
    zone: str
    team: str = ""
    title: str = "Sales representative"
    pace: float = 1.05
    lately: float | None = None
    on_leave: bool = False
    admin: bool = False
    locale: str = "en-US"


@dataclass(frozen=True)
class TeamGoal:
    """A goal of each rep of a team."""

    metric: str
    period: PeriodKind
    target: int
    reason: str


@dataclass(frozen=True)
class TeamPlan:
    """An invented team: its managers' channel, its manager and its goals."""

    name: str
    channel_id: str
    channel: str
    manager_id: str
    zone: str
    goals: tuple[TeamGoal, ...] = field(default_factory=tuple)


ADMIN = Person("U0ADMIN01", "Ivo Lantern", LONDON, title="Sales operations (admin)", admin=True)
MANAGERS = (
    Person("U0MANAG01", "Dana Harbourton", KUALA_LUMPUR, title="Manager of Harbour"),
    Person("U0MANAG02", "Pilar Summitson", LONDON, title="Manager of Summit"),
)
REPS = (
    Person("U0REP0001", "Aida Teakwood", KUALA_LUMPUR, "Harbour", pace=1.12),
    Person("U0REP0002", "Bram Cloudberry", KUALA_LUMPUR, "Harbour", pace=1.05, lately=0.35),
    Person("U0REP0003", "Chen Marigold", KUALA_LUMPUR, "Harbour", pace=1.02),
    Person("U0REP0004", "Dewi Saltwater", AUCKLAND, "Harbour", pace=1.2, locale="ms-MY"),
    Person("U0REP0005", "Emil Foxglove", AUCKLAND, "Harbour", pace=1.0, lately=0.7),
    Person("U0REP0006", "Farah Pebble", KUALA_LUMPUR, "Harbour", pace=1.08, on_leave=True),
    Person("U0REP0007", "Gus Thistledown", LONDON, "Summit", pace=1.1),
    Person("U0REP0008", "Hana Birchwater", LONDON, "Summit", pace=1.0, lately=0.3),
    Person("U0REP0009", "Ines Copperfield-Lamp", LONDON, "Summit", pace=1.15),
    Person("U0REP0010", "Jonas Meadowlark", NEW_YORK, "Summit", pace=1.05),
    Person("U0REP0011", "Keiko Rainbarrel", NEW_YORK, "Summit", pace=0.98, lately=0.6),
    Person("U0REP0012", "Luca Windfall", NEW_YORK, "Summit", pace=1.25),
)
TEAMS = (
    TeamPlan(
        "Harbour",
        "C0HARBOUR",
        "harbour-managers",
        "U0MANAG01",
        KUALA_LUMPUR,
        (
            TeamGoal("call", PeriodKind.WEEK, 60, "Twelve calls a day make about one demo."),
            TeamGoal("email", PeriodKind.WEEK, 40, "Every call deserves a written follow-up."),
            TeamGoal("demo", PeriodKind.MONTH, 14, "One demo in four becomes a deal."),
        ),
    ),
    TeamPlan(
        "Summit",
        "C0SUMMIT1",
        "summit-managers",
        "U0MANAG02",
        LONDON,
        (
            TeamGoal("call", PeriodKind.WEEK, 40, "Eight calls a day keep the pipeline filled."),
            TeamGoal("demo", PeriodKind.MONTH, 12, "One demo in four becomes a deal."),
            TeamGoal("proposal", PeriodKind.MONTH, 8, "Half of the proposals are answered within the month."),
            TeamGoal("revenue", PeriodKind.MONTH, 60_000_00, "Three deals of a usual size."),
        ),
    ),
)
OPENS_AS = "U0REP0002"
"""Whom the page shows first: Bram, whose morning is not a good one."""
OPENS = dt.datetime(2026, 11, 17, 0, 30, tzinfo=dt.UTC)
"""The instant at which the page opens: half past eight where Bram is, so that the first nudge waits for him."""
EVERYBODY = tuple(sorted((ADMIN, *MANAGERS, *REPS), key=lambda person: person.id != OPENS_AS))


def sandbox_seed() -> dict[str, Any]:
    """The workspace as the sandbox takes it: people with their zones, and the channels."""
    return {
        "team": {"id": "T0PACERDEMO", "name": "Lantern & Pine (demo)", "domain": "lantern-pine"},
        "users": [
            {
                "id": person.id,
                "name": person.name.lower().replace(" ", "."),
                "real_name": person.name,
                "email": f"{person.name.lower().replace(' ', '.')}@example.com",
                "title": person.title if not person.team else f"{person.title}, {person.team}",
                "tz": person.zone,
                "locale": person.locale,
                "is_admin": person.admin,
            }
            for person in EVERYBODY
        ],
        "channels": [
            {"id": "C0GENERAL", "name": "general", "members": [person.id for person in EVERYBODY]},
            *(
                {
                    "id": team.channel_id,
                    "name": team.channel,
                    "is_private": True,
                    "members": [team.manager_id, ADMIN.id],
                    "bot_is_member": True,
                }
                for team in TEAMS
            ),
        ],
    }
