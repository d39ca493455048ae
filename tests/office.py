"""A whole Pacer in this process, connected by Socket Mode to a sandbox: what people do and what they then see."""

import contextlib
import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.cli.manifest import made_for
from bot.core.doors.context import Context
from bot.core.patience import Patience
from bot.core.settings import Settings
from bot.core.work import Work
from bot.delivery.gateway import SlackGateway
from bot.delivery.worker import Worker
from bot.goals import editing as goals
from bot.people import teams
from bot.runtime.kinds import kinds
from bot.runtime.sandbox_clock import SandboxClock
from bot.runtime.schedule import next_instant, tick
from bot.runtime.socket_doorway import SocketDoorway
from bot.runtime.start import build_app, build_context
from bot.setup.directory import meet_workspace
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Source, TeamRole
from storage.workspaces import find_workspace
from tests.databases import content_of, fresh_sqlite, sqlite_with

TUESDAY = dt.datetime(2026, 11, 17, 15, 0, tzinfo=dt.UTC)
ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, ADMIN = (
    "U0ANA",
    "U0BEN",
    "U0CLEO",
    "U0MANAGER",
    "U0OTHERMGR",
    "U0ADMIN",
)
CHANNEL, OTHER_CHANNEL = "C0NORTH", "C0SOUTH"
MANIFEST = yaml.safe_load((Path(__file__).parent.parent / "manifest.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Moment:
    """An office as it was at an instant: Pacer's data, and what there was in Slack."""

    now: dt.datetime
    data: bytes
    slack: dict[str, Any]


IN_SLACK = (
    *("team", "users", "conversations", "ims", "ephemeral", "views", "homes", "files", "usergroups"),
    *("triggers", "response_urls"),
)
"""The sandbox's state, but for what it is told at its start."""


@dataclass
class Office:
    """The running pieces, and verbs for what people do."""

    sandbox: RunningSandbox
    database: Database
    worker: Worker
    context: Context

    def moment(self) -> Moment:
        """The office as it is now, which `open_office` goes on from as often as wanted. Nothing may be under way."""
        slack = {name: getattr(self.sandbox.state, name) for name in IN_SLACK}
        return Moment(self.context.clock.now(), content_of(self.database), copy.deepcopy(slack))

    def say(self, user: str, command: str, text: str = "") -> str:
        """Type a command; the text of the one answer."""
        answer = self.sandbox.post("command", user=user, command=command, text=text)
        assert answer["acked"], answer
        (message,) = answer["messages"]
        return str(message["text"])

    def answer_of(self, user: str, command: str, text: str = "") -> dict[str, Any]:
        """Type a command; the whole answer message."""
        (message,) = self.sandbox.post("command", user=user, command=command, text=text)["messages"]
        return dict(message)

    def click(self, user: str, message: dict[str, Any], action_id: str, value: str | None = None) -> list[str]:
        """Press a button; the texts that are new or changed for the one who pressed."""
        answer = self.sandbox.post(
            "click",
            user=user,
            channel=message["channel"],
            ts=message["ts"],
            action_id=action_id,
            **({"value": value} if value is not None else {}),
        )
        assert answer["acked"], answer
        return [str(each["text"]) for each in answer["messages"]]

    def sees(self, viewer: str, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel (or of the direct conversation with a user) that somebody sees."""
        if channel.startswith("U") and channel not in self.sandbox.state.ims:
            return []
        return list(self.sandbox.get("messages", channel=channel, viewer=viewer)["messages"])

    def nudges(self, user: str) -> list[str]:
        """The texts of the user's morning nudges."""
        return [
            m["text"]
            for m in self.sees(user, user)
            if m.get("metadata") and any(block.get("block_id") == "nudge" for block in m.get("blocks", ()))
        ]

    def messages_to(self, user: str) -> list[str]:
        """The texts of everything that Pacer wrote to the user by itself."""
        return [m["text"] for m in self.sees(user, user) if not m.get("ephemeral") and m.get("metadata")]

    def play_until(self, instant: dt.datetime) -> None:
        """Let time pass, doing what is due on the way."""
        while True:
            now = self.context.clock.now()
            upcoming = next_instant(self.database, now)
            to = instant if upcoming is None or upcoming >= instant else upcoming
            self.sandbox.post("clock", now=to.isoformat())
            # What makes a round due is foreseen or watched, or a test finds out: none is asked because it rested long.
            tick(self.database, to, longest_rest=None)
            self.worker.drain()
            if to == instant:
                return

    def past(self, user: str, metric: str, quantities: dict[str, int]) -> None:
        """Entries of the past, by ISO date."""
        with self.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            member = teams.find_person(session, workspace=workspace, who=user)
            found = find_metric(session, workspace_id=workspace.id, key=metric)
            assert found is not None
            add_activity_rows(
                session,
                rows=[
                    {
                        "workspace_id": workspace.id,
                        "member_id": member.id,
                        "metric_id": found.id,
                        "quantity": quantity,
                        "local_date": dt.date.fromisoformat(date),
                        "source": Source.IMPORT,
                        "external_id": f"{user}-{metric}-{date}",
                        "logged_at": TUESDAY,
                        "account": "",
                        "note": "",
                        "outcome": "",
                        "batch": "",
                        "version": 1,
                    }
                    for date, quantity in quantities.items()
                ],
            )

    def goal(self, team: str, metric: str, period: PeriodKind, target: int) -> None:
        """Set a team's goal, long ago."""
        with self.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            goals.set_goal(
                Work(session, workspace, TUESDAY),
                viewer=None,
                subject=teams.find_team(session, workspace=workspace, name=team),
                metric_key=metric,
                period=period,
                target=target,
                starts=dt.date(2026, 1, 1),
            )


def seed() -> dict[str, Any]:
    """People of two teams in three zones."""
    people = [
        (ANA, "Ana Quill", "Europe/London"),
        (BEN, "Ben Sparrow", "America/New_York"),
        (CLEO, "Cleo Marsh", "Asia/Kuala_Lumpur"),
        (MANAGER, "Mo Northgate", "Europe/London"),
        (STRANGER_MANAGER, "Sia Southgate", "Europe/London"),
        (ADMIN, "Abe Fountain", "Europe/London"),
    ]
    return {
        "team": {"id": "T0OFFICE", "name": "Office"},
        "users": [
            {"id": id_, "real_name": name, "tz": tz, "email": f"{id_.lower()}@example.com", "is_admin": id_ == ADMIN}
            for id_, name, tz in people
        ],
        "channels": [
            {"id": CHANNEL, "name": "north-managers", "is_private": True, "members": [MANAGER, ADMIN]},
            {"id": OTHER_CHANNEL, "name": "south-managers", "is_private": True, "members": [STRANGER_MANAGER]},
        ],
    }


_BEGUN: dict[tuple[Any, ...], bytes] = {}
"""What Pacer's data are when an office opens, after Pacer met Slack: by when that is and what is renamed. The first
office of each kind in a process finds it out, the others begin with a copy.
"""

PATIENCE = 30.0
"""Seconds for an acknowledgement: how fast Pacer answers is measured in benchmarks, not on whatever runs the tests."""


@contextlib.contextmanager
def open_office(
    folder: Path,
    *,
    now: dt.datetime = TUESDAY,
    database: Database | None = None,
    patience: Patience | None = None,
    since: Moment | None = None,
    **renamed: str,
) -> Iterator[Office]:
    """An office: Ana and Ben are reps of North, Cleo of South; each team has a manager and a channel.

    Commands have their usual names but for those that are `renamed`: pacer_log_command="/did". Its data are in
    `database`, else in a new SQLite file, and nobody in it is in a hurry without a `patience`. It goes on `since` the
    moment of another office, with its Pacer started anew.
    """
    settings = Settings(**renamed)
    options = Options(
        now=since.now if since is not None else now,
        seed=seed(),
        manifest=made_for(copy.deepcopy(MANIFEST), settings),
        ack_seconds=PATIENCE,
    )
    with running_sandbox(options) as sandbox:
        settings = settings.model_copy(
            update={
                "slack_bot_token": options.bot_token,
                "slack_app_token": options.app_token,
                "slack_api_url": sandbox.api_url,
                "pacer_clock_url": f"{sandbox.url}/control/clock",
            }
        )
        clock = SandboxClock(settings.pacer_clock_url)
        begun = since.data if since is not None else _BEGUN.get((now, *renamed.items()))
        if database is None and begun is not None:
            database = sqlite_with(begun, folder / "office.sqlite")
        else:
            own = database is None
            database = database or fresh_sqlite(folder / "office.sqlite")
            meet_workspace(database, settings=settings, now=options.now or now)
            _form_teams(database)
            if own:
                _BEGUN[now, *renamed.items()] = content_of(database)
        if since is not None:
            vars(sandbox.state).update(copy.deepcopy(since.slack))
            sandbox.state.team["url"] = sandbox.url
        context = build_context(database, clock, settings, patience=patience or Patience(waits=PATIENCE, late=PATIENCE))
        context.replies.start()
        doorway = SocketDoorway(build_app(context), settings, context.figures)
        doorway.open()
        worker = Worker(
            database=database, gateway=SlackGateway(settings), kinds=kinds(), clock=clock, holder="test", threads=1
        )
        try:
            yield Office(sandbox, database, worker, context)
        finally:
            doorway.close()
            context.replies.stop()
            worker.close()
            clock.close()
            database.dispose()


def _form_teams(database: Database) -> None:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.timezone, workspace.live = "Europe/London", True
        for name, channel, manager, reps in (
            ("North", CHANNEL, MANAGER, (ANA, BEN)),
            ("South", OTHER_CHANNEL, STRANGER_MANAGER, (CLEO,)),
        ):
            team = teams.add_team(
                session, workspace=workspace, name=name, alert_channel=channel, timezone="Europe/London"
            )
            for who, team_role in [(manager, TeamRole.MANAGER), *((rep, TeamRole.REP) for rep in reps)]:
                member = teams.find_person(session, workspace=workspace, who=who)
                teams.join(
                    session,
                    workspace=workspace,
                    team=team,
                    member=member,
                    team_role=team_role,
                    starts=dt.date(2026, 1, 1),
                )
