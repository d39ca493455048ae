"""Who the cases of tests/bot/exchange/cases are about, and how a file of them is brought in."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import select

from bot.core.presets import ensure_presets
from bot.exchange.files.kinds import kind_of
from bot.exchange.files.mapping import Mapped
from bot.exchange.portions import store_in_portions
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported
from bot.pipeline.stages import ensure_stages
from storage.catalogue import list_metrics
from storage.day_totals import wrong_totals
from storage.engine import Database
from storage.tables import Activity, DayTotal, Deal, Goal, Member, Workspace
from storage.workspaces import find_workspace

NOW = dt.datetime(2026, 12, 1, 6, 0, tzinfo=dt.UTC)
FOLDER = Path(__file__).parent / "cases"
PEOPLE = {
    "Bram Cloudberry": "Asia/Kuala_Lumpur",
    "Aida Teakwood": "Asia/Kuala_Lumpur",
    "Chen Marigold": "Asia/Kuala_Lumpur",
    "Jonas Meadowlark": "America/New_York",
}


@dataclass
class Told:
    """What came of a file: what was imported, or why nothing was."""

    imported: Imported | None
    why: str = ""

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """(new, changed, known, refused)."""
        assert self.imported is not None, self.why
        done = self.imported
        return done.new, done.changed, done.known, done.left_out

    @property
    def said(self) -> str:
        """All that is said of it."""
        if self.imported is None:
            return self.why
        return "\n".join([*self.imported.reasons, *self.imported.notes])


@dataclass
class Desk:
    """A database with these people, and verbs for what is told to it."""

    database: Database

    def bring(
        self, kind: str, file: str, *, keep_good: bool = True, as_of: dt.datetime | None = None, **how: Any
    ) -> Told:
        """Bring in a file of the cases, or a text."""
        path = FOLDER / file
        if "\n" in file:
            lines = file.splitlines(keepends=True)
        else:
            with path.open(encoding="utf-8-sig", newline="") as text:
                lines = list(text)
        found = kind_of(kind)
        try:
            options = Mapped(**how).options(found, keep_good=keep_good, as_of=as_of)
            if found.prepare is None:
                with self.database.writing() as session:
                    workspace = self.workspace(session)
                    return Told(found.importer(session, workspace=workspace, lines=lines, now=NOW, options=options))
            with self.database.reading() as session:
                prepared = found.prepare(
                    session, workspace=self.workspace(session), file=lambda: lines, now=NOW, options=options
                )
            return Told(store_in_portions(self.database, prepared, now=NOW, keep_good=keep_good))
        except WrongFile as wrong:
            return Told(None, str(wrong))

    def workspace(self, session: Any) -> Workspace:
        found = find_workspace(session)
        assert found is not None
        return found

    def days(self, *, metric: str = "") -> dict[tuple[str, str, str], int]:
        """(first name, metric, date): its total, without those that are nothing; all totals equal their entries."""
        with self.database.reading() as session:
            assert wrong_totals(session, workspace_id=1) == []
            names = {member.id: member.name.split()[0] for member in session.exec(select(Member))}
            keys = {each.id: each.key for each in list_metrics(session, workspace_id=1, retired=True)}
            return {
                (names[row.member_id], keys[row.metric_id], row.local_date.isoformat()): row.total
                for row in session.exec(select(DayTotal))
                if row.total and metric in ("", keys[row.metric_id])
            }

    def total(self, metric: str) -> int:
        """The sum over everybody and all days; of money in minor units."""
        return sum(self.days(metric=metric).values())

    def deals(self) -> dict[str, tuple[str, int]]:
        """(stage, amount) of each deal that was not taken back, by its external id."""
        with self.database.reading() as session:
            return {
                deal.external_id or str(deal.id): (deal.stage, deal.amount_minor)
                for deal in session.exec(select(Deal))
                if deal.undone_at is None
            }

    def entries(self) -> dict[str, tuple[str, str]]:
        """(metric, date) of each entry that was not taken back, by its external id."""
        with self.database.reading() as session:
            keys = {each.id: each.key for each in list_metrics(session, workspace_id=1, retired=True)}
            return {
                row.external_id or str(row.id): (keys[row.metric_id], row.local_date.isoformat())
                for row in session.exec(select(Activity))
                if row.undone_at is None
            }

    def goals(self) -> dict[tuple[str, str, str], int]:
        """The target of each goal that has one and was not replaced, by (metric, period, first day)."""
        with self.database.reading() as session:
            keys = {each.id: each.key for each in list_metrics(session, workspace_id=1, retired=True)}
            return {
                (keys[row.metric_id], row.period.value, row.starts.isoformat()): row.target
                for row in session.exec(select(Goal))
                if row.ends is None or row.ends > row.starts
            }

    def rows(self, kind: type[Any]) -> list[Any]:
        """The rows of a table."""
        with self.database.reading() as session:
            return list(session.exec(select(kind)))


def open_desk(database: Database, *, timezone: str = "UTC") -> Desk:
    """The people of the cases in this database."""
    with database.writing() as session:
        workspace = Workspace(slack_team_id="T0CASES", name="Cases", timezone=timezone, created_at=NOW)
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        ensure_stages(session, workspace=workspace)
        for at, (name, zone) in enumerate(PEOPLE.items()):
            session.add(
                Member(
                    workspace_id=workspace.id,
                    slack_user_id=f"U0CASE{at}",
                    name=name,
                    email=f"{name.lower().replace(' ', '.')}@example.com",
                    timezone=zone,
                )
            )
    return Desk(database)
