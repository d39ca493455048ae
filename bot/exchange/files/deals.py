"""Deals from a file: an export of opportunities."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlmodel import Session

from bot.exchange.activity_status import folded
from bot.exchange.deal_changes import UNKNOWN, DealRules
from bot.exchange.deals import DealSaid, store_deals
from bot.exchange.identity import CRMS
from bot.exchange.ids import LineIds
from bot.exchange.items import Taken
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Opened, OpenFile, Options, Prepared, again, take_all
from bot.exchange.refunds import RefundSaid
from bot.exchange.stage_names import StageWords
from bot.exchange.table import Column, Line
from bot.exchange.values import require_own_currency
from storage.deals import LOST, WON
from storage.tables import Workspace

COLUMNS = (
    Column(
        "external id",
        follows="a deal is known again by its owner, account, name and day of opening, so two that are alike in all of "
        "these may be taken for one.",
    ),
    Column("member", needed=True),
    Column("account"),
    Column("amount", longest=60, follows="known deals keep theirs, and new ones have none."),
    Column("stage", longest=80, follows="known deals stay where they are, and new ones are open; none is won."),
    Column("step", longest=80),
    Column("opened", longest=80, follows="new deals don't count as opened on any day, as opportunities or pipeline."),
    Column(
        "closed",
        longest=80,
        follows="deals that are new and won or lost are refused.",
        instead=("won", "lost"),
    ),
    Column("lost reason"),
    Column("count", longest=10),
    Column("refunds", longest=2000),
    Column("name"),
    Column("currency", longest=60),
    Column("won", longest=80),
    Column("lost", longest=80),
    Column("modified", longest=80),
)
OF_A_LINE = tuple(column.name for column in COLUMNS[:10])
"""Of these the id of a line without one was made before."""
MOST_IN_ONE = 1000
OPEN_WORDS = frozenset({"open", "active", "in progress"})
"""What programs call the status of every deal that is neither won nor lost, folded."""


def import_deals(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Take over deals from a CSV file. Raises WrongFile with what is wrong; then nothing is stored.

    Columns: member, and optionally external id, account, name, amount, currency, stage (a stage, won or lost), step
    (the stage where stage only says open), opened, closed, won and lost (the days of one or the other), lost reason,
    count (deals in one line, with one amount), modified (when it was so) and refunds of a won deal (`2026-11-20 500;
    2026-12-01 250`; empty says nothing). A column that the file lacks says nothing. A deal with a known
    external id is changed to what the line says; its outcomes follow.
    """
    prepared = prepare_deals(session, workspace=workspace, file=again(lines), now=now, options=options)
    return take_all(prepared, session, workspace, now, keep_good=options.keep_good)


def prepare_deals(
    session: Session, *, workspace: Workspace, file: OpenFile, now: dt.datetime, options: Options = PLAINLY
) -> Prepared[DealSaid]:
    """Read the header of such a file, to be stored in portions. Raises WrongFile."""
    dates = ("opened", "closed", "won", "lost")
    opened = Opened(file, session, workspace, now, options, COLUMNS, dates=dates, numbers=("amount",))
    words = StageWords(session, workspace, options.stages)
    made: list[_Reader] = []

    def rows(refuse: Callable[[WrongLine], None]) -> Iterator[tuple[Line, DealSaid]]:
        made[:] = [_Reader(opened, words)]
        return opened.rows(made[0], refuse)

    def store(session: Session, workspace: Workspace, rows: Sequence[DealSaid], now: dt.datetime) -> Sequence[Taken]:
        rules = DealRules(needs_end=True, move_won=options.move_won)
        return store_deals(session, workspace=workspace, said=rows, first_stage=words.first, now=now, rules=rules)

    return Prepared(
        rows, store, opened.head, lambda: opened.notes(made[0], made[0].dates) if made else (), finds_wrong=True
    )


class _Reader:
    notes: Sequence[str] = ()

    def __init__(self, opened: Opened, words: StageWords) -> None:
        self._opened, self._options, self._workspace, self._words = opened, opened.options, opened.workspace, words
        self.dates, self._numbers = opened.new_dates(), opened.new_numbers()
        self._ids, self._bare, self._legacy = LineIds(opened.options.source), LineIds(), LineIds()

    def read(self, line: Line) -> DealSaid:
        """The deal of one line. Raises WrongLine."""
        require_own_currency(line["currency"], self._workspace)
        member = self._opened.directory.find(line["member"])
        stage, dates = self._stage(line), self.dates
        closed = line["closed"] or line[stage or ""]
        # A planned day of closing may be to come; a deal that was closed was closed in the past.
        if stage in (WON, LOST) and closed:
            dates.past(closed, member)
        count = self._numbers.count(line["count"]) if line["count"] else None
        if count is not None and not 0 <= count <= MOST_IN_ONE:
            raise WrongLine(f"{line['count']!r} isn't a number of deals.")
        if line["opened"]:
            dates.past(line["opened"], member)
        modified = dates.instant(line["modified"], member) if line["modified"] else self._options.as_of
        own = self._ids.given(line, owner=str(member.id))
        return DealSaid(
            external_id=own or self._made_id(line, member.id),
            also=() if own else self._other_ids(line, member.id),
            told_by=self._options.source if own else "",
            member=member,
            account=(line["account"] or line["name"]) if "account" in line or "name" in line else None,
            amount_minor=self._amount(line) if "amount" in line else None,
            stage=stage,
            opened_on=dates.said(line["opened"], member) if line["opened"] else None,
            closed_on=dates.said(closed, member) if closed else None,
            lost_reason=line.get("lost reason"),
            count=count,
            refunds=self._refunds(line["refunds"]) if line["refunds"] else None,
            gone=False if own and self._options.source in CRMS else None,
            at=min(modified, self._opened.now) if modified is not None else None,
            written_at=self._options.written_at or self._opened.now,
        )

    def _amount(self, line: Line) -> int:
        amount = self._numbers.money(line["amount"]) if line["amount"] else 0
        if amount < 0:
            raise WrongLine("its amount is below zero. What was given back goes into the column refunds.")
        return amount

    def _refunds(self, text: str) -> tuple[RefundSaid, ...]:
        found = []
        for part in filter(None, map(str.strip, text.split(";"))):
            day, _, amount = part.partition(" ")
            minor = self._numbers.money(amount) if amount.strip() else 0
            if minor <= 0:
                raise WrongLine(f"{part!r} isn't a refund like 2026-11-20 500.")
            found.append(RefundSaid(self.dates.past(day), minor))
        return tuple(found)

    def _stage(self, line: Line) -> str | None:
        """The stage; None where nothing is said of it: it never follows from a day of closing."""
        said = stage_said(line)
        if not said:
            return None
        found = self._words.find_or_none(said)
        if found is None and folded(said) in OPEN_WORDS:
            return UNKNOWN
        return found or self._words.find_hinting(said)

    def _made_id(self, line: Line, member_id: int) -> str:
        opened = line["opened"]
        return self._ids.made_of(("deal", str(member_id), line["account"], line["name"], opened))

    def _other_ids(self, line: Line, member_id: int) -> tuple[str, ...]:
        """As which a line without an id may be known: told without a day of opening, or by an older Pacer."""
        bare = self._bare.made_of(("deal", str(member_id), line["account"], line["name"], ""))
        return (bare, self._legacy.of_columns(line, OF_A_LINE))


def stage_said(line: Line) -> str:
    """The stage as the file calls it: the step where the stage only says open; empty where nothing is said."""
    said = line["stage"]
    return line["step"] if line["step"] and (not said or folded(said) in OPEN_WORDS) else said
