"""Deals from a file: an export of opportunities."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session

from bot.core.text.amounts import read_whole
from bot.exchange.deals import DealSaid, store_deals
from bot.exchange.ids import LineIds
from bot.exchange.items import Taken
from bot.exchange.portions import Prepared
from bot.exchange.problems import WrongLine
from bot.exchange.reading import Imported, read_rows, settle_rows
from bot.exchange.refunds import RefundSaid
from bot.exchange.stage_names import StageWords, stage_pairs
from bot.exchange.table import PLAIN, Column, Layout, Line
from bot.exchange.values import Dates, read_money
from bot.exchange.who import Directory
from storage.deals import LOST, WON
from storage.tables import Workspace

COLUMNS = (
    Column("external id"),
    Column("member", needed=True),
    Column("account"),
    Column("amount", longest=40),
    Column("stage", longest=80),
    Column("step", longest=80),
    Column("opened", longest=40),
    Column("closed", longest=40),
    Column("lost reason"),
    Column("count", longest=10),
    Column("refunds", longest=2000),
)
OF_A_LINE = 10
"""Of so many columns the id of a line without one is made: a column that came later must not change it."""
MOST_IN_ONE = 1000


def import_deals(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    layout: Layout = PLAIN,
    dates: str = "y-m-d",
    keep_good: bool = False,
    stages: str = "",
    progress: Callable[[int], None] = lambda _lines: None,
) -> Imported:
    """Take over deals from a CSV file. Raises WrongFile with every bad line; then nothing is stored.

    Columns: member, and optionally external id, account, amount, stage (a stage, won or lost), step (the stage where
    stage only says open), opened, closed, lost reason, count (deals in one line, with one amount) and refunds of a won
    deal (`2026-11-20 500; 2026-12-01 250`; empty says nothing). `stages` says
    which of theirs is which of ours. A deal with a known external id is changed to what the line says; its outcomes
    follow.
    """
    prepared = prepare_deals(
        session,
        workspace=workspace,
        lines=lines,
        now=now,
        layout=layout,
        dates=dates,
        keep_good=keep_good,
        stages=stages,
        progress=progress,
    )
    return settle_rows(prepared.read, lambda rows: prepared.store(session, workspace, rows, now), keep_good=keep_good)


def prepare_deals(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    layout: Layout = PLAIN,
    dates: str = "y-m-d",
    keep_good: bool = False,
    stages: str = "",
    progress: Callable[[int], None] = lambda _lines: None,
) -> Prepared[DealSaid]:
    """Read such a file, to be stored in portions. Raises WrongFile with every bad line that reading shows."""
    reader = _Reader(session, workspace, now, dates, stages)
    read = read_rows(lines, columns=COLUMNS, read=reader.read, layout=layout, keep_good=keep_good, progress=progress)

    def store(session: Session, workspace: Workspace, rows: Sequence[DealSaid], now: dt.datetime) -> Sequence[Taken]:
        return store_deals(session, workspace=workspace, said=rows, first_stage=reader.words.first, now=now)

    return Prepared(read, store, finds_wrong=True)


class _Reader:
    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime, dates: str, stages: str) -> None:
        self._workspace = workspace
        self._directory = Directory(session, workspace)
        self._dates = Dates(now, order=dates)
        self._ids = LineIds(tuple(column.name for column in COLUMNS[:OF_A_LINE]))
        self.words = StageWords(session, workspace, stage_pairs(stages))

    def read(self, line: Line) -> DealSaid:
        stage = self._stage(line)
        # A planned day of closing may be to come; a deal that was closed was closed in the past.
        ended = stage in (WON, LOST)
        if ended and not line["closed"]:
            raise WrongLine(f"it is {stage}, and says not when.")
        closed_on = self._dates.past(line["closed"]) if ended else None
        amount = read_money(line["amount"], self._workspace) if line["amount"] else 0
        if amount < 0:
            raise WrongLine("its amount is below zero. What was given back goes into the column refunds.")
        count = read_whole(line["count"]) if line["count"] else None
        if line["count"] and (count is None or not 0 <= count <= MOST_IN_ONE):
            raise WrongLine(f"{line['count']!r} is no count of deals.")
        opened_on = self._dates.past(line["opened"]) if line["opened"] else None
        if opened_on and closed_on and closed_on < opened_on:
            raise WrongLine(f"it was closed on {closed_on}, before it was opened on {opened_on}.")
        return DealSaid(
            external_id=self._ids.id_of(line),
            member=self._directory.find(line["member"]),
            account=line["account"],
            amount_minor=amount,
            stage=stage,
            opened_on=opened_on,
            closed_on=closed_on,
            lost_reason=line["lost reason"],
            count=count,
            refunds=self._refunds(line["refunds"]) if line["refunds"] else None,
        )

    def _refunds(self, text: str) -> tuple[RefundSaid, ...]:
        found = []
        for part in filter(None, map(str.strip, text.split(";"))):
            day, _, amount = part.partition(" ")
            minor = read_money(amount, self._workspace) if amount.strip() else 0
            if minor <= 0:
                raise WrongLine(f"{part!r} is no refund like 2026-11-20 500.")
            found.append(RefundSaid(self._dates.past(day), minor))
        return tuple(found)

    def _stage(self, line: Line) -> str:
        said = line["stage"]
        if line["step"] and (not said or said.casefold() == "open"):
            said = line["step"]
        if not said:
            return WON if line["closed"] else self.words.first
        try:
            return self.words.find(said)
        except WrongLine as problem:
            raise WrongLine(f"{problem.why} Say which it is: --stages '{said}=…'") from problem
