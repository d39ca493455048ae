"""What a deal is by all that was said of it: each rule for what is told late, taken back or not understood is here."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.core.members import local_date
from bot.exchange.days import day_of, read_day
from bot.exchange.facts import UNDATED, Facts, Value
from bot.exchange.identity import CRMS, RecordId
from bot.exchange.problems import WrongLine
from bot.pipeline.settlement import record_move, settle, undo_deals
from storage import deals
from storage.deals import LOST, WON
from storage.tables import Deal, Member, Workspace

UNKNOWN = "?"
"""Before the name of a stage that nobody has told us of; alone it is any open one."""
ENDS = (WON, LOST)
AHEAD = dt.timedelta(days=1)
"""A day ahead is let pass, for clocks in other zones."""


@dataclass(frozen=True)
class DealRules:
    """What holds at a door: a file, a webhook or the API."""

    again: bool = True
    """Whether what was said before counts when it is said again, as by whoever imports a file on purpose."""
    waits: bool = False
    """Whether a deal of which too little is known is kept until more is said."""
    opens_today: bool = False
    """Whether an open deal without a day of opening was opened when it was told."""
    strict_order: bool = False
    """Whether a deal that was closed before it was opened is wrong; else it was opened when it was closed."""
    needs_end: bool = False
    """Whether a deal that is told to be won or lost needs the day on which it was."""
    keep_deleted: bool = False
    """Whether a deal that is deleted there stays here."""
    move_won: bool = False
    """Whether what was won goes to whoever owns the deal later."""


ON_PURPOSE = DealRules()
"""What is said is what is meant, as in a file."""


@dataclass(frozen=True)
class Place:
    """Where deals are changed: the transaction, the workspace and what holds at the door."""

    session: Session
    workspace: Workspace
    first_stage: str
    now: dt.datetime
    rules: DealRules
    member_of: Callable[[Value], Member]
    """The member whom a fact names. Raises WrongLine."""

    def today(self, member: Member) -> dt.date:
        """The date where the member is."""
        return local_date(member, self.workspace, self.now)

    def day(self, facts: Facts, name: str, member: Member) -> dt.date | None:
        """The day that was said, where the member is."""
        said = facts.get(name)
        return day_of(read_day(str(said)), member, self.workspace) if said is not None else None

    def end_of(self, facts: Facts, stage: str, member: Member) -> dt.date:
        """The day on which it ended: the one that was said, else since when it is so. Raises WrongLine."""
        said = self.closed(facts, member)
        if said is None and self.rules.needs_end:
            raise WrongLine(f"it is {stage}, and says not when.", field="closed_on")
        return said or self.day_of_stage(facts, member)

    def closed(self, facts: Facts, member: Member) -> dt.date | None:
        """The day of closing that was said; of an open deal it is only hoped for, and one to come says nothing."""
        day = self.day(facts, "closed", member)
        return day if day is not None and day <= self.today(member) + AHEAD else None

    def day_of_stage(self, facts: Facts, member: Member) -> dt.date:
        """Since when, as far as was said, the deal is in its stage; today at the latest."""
        since = facts.since("stage")
        today = self.today(member)
        return today if since is None or since == UNDATED else min(local_date(member, self.workspace, since), today)


def new_deal(place: Place, facts: Facts, own: RecordId) -> tuple[Deal, tuple[str, ...]]:
    """The deal that is not stored yet, and what its sender should know. Raises WrongLine."""
    notes: list[str] = []
    said_stage = facts.get("stage")
    stage = str(said_stage) if said_stage else place.first_stage
    if stage.startswith(UNKNOWN):
        notes += _about_stage(stage)
        stage = place.first_stage
    member = place.member_of(_owner(place, facts, stage, own) if "owner" in facts else None)
    today = place.today(member)
    ended = stage in ENDS
    closed_on = place.end_of(facts, stage, member) if ended else None
    opened_on = place.day(facts, "opened", member)
    if opened_on is None and not ended and place.rules.opens_today:
        opened_on = today
    opened_on = _in_order(place, opened_on, closed_on, notes)
    since = closed_on or opened_on or today
    deal = Deal(
        workspace_id=place.workspace.id,
        member_id=member.id,
        account=str(facts.get("account") or ""),
        amount_minor=_number(facts, "amount", 0),
        quantity=_number(facts, "count", 1),
        stage=stage,
        opened_on=opened_on,
        stage_since=since,
        touched_on=since,
        won_on=closed_on if stage == WON else None,
        lost_on=closed_on if stage == LOST else None,
        lost_reason=str(facts.get("lost_reason") or "") if stage == LOST else "",
        external_id=own.text,
        created_at=place.now,
    )
    return deal, tuple(notes)


def change_deal(
    place: Place, deal: Deal, facts: Facts, before: Facts, news: frozenset[str], own: RecordId
) -> tuple[bool, tuple[str, ...]]:
    """Let a known deal be what is news of it; whether that changed anything, and what its sender should know.

    What somebody changed here meanwhile stays where nothing new is said of it. Raises WrongLine.
    """
    notes: list[str] = []
    back = _take_back(place, deal, facts, before, news)
    if deal.undone_at is not None:
        return back, ()
    stage = _stage(place, deal, facts, news, notes)
    turned = before.since("stage") != facts.since("stage")
    wanted: dict[str, Any] = {}
    member = place.member_of(deal.member_id)
    if "owner" in facts and (
        "owner" in news or "stage" in news or turned or before.said.get("owner") != facts.said["owner"]
    ):
        if facts.get("owner") is None and "owner" in news:
            notes.append(f"it has no owner there anymore, so it stays with {member.name}.")
        chosen = _owner(place, facts, stage, own, deal=deal)
        if chosen is not None:
            member = place.member_of(chosen)
        newest = facts.get("owner")
        if "owner" in news and newest is not None and chosen != newest and stage == WON:
            notes.append(f"its owner changed there: what was won stays with {member.name}, who owned it then.")
        wanted["member_id"] = member.id
        # Its days are those of whoever has it.
        news |= {"owner"} if member.id != deal.member_id else set()
    if "account" in news:
        wanted["account"] = str(facts.get("account") or "")
    if "amount" in news:
        wanted["amount_minor"] = _number(facts, "amount", 0)
    if "count" in news and facts.get("count") is not None:
        wanted["quantity"] = _number(facts, "count", 1)
    wanted["won_on"], wanted["lost_on"] = _ends(place, deal, facts, news, stage, member, turned=turned)
    if stage == LOST and facts.get("lost_reason") is not None and news & {"lost_reason", "stage"}:
        wanted["lost_reason"] = str(facts.get("lost_reason"))
    opened = deal.opened_on
    if news & {"opened", "closed", "stage", "owner"} and facts.get("opened") is not None:
        opened = place.day(facts, "opened", member)
    wanted["opened_on"] = _in_order(place, opened, wanted["won_on"] or wanted["lost_on"], notes)
    changes = {name: value for name, value in wanted.items() if getattr(deal, name) != value}
    moved = stage != deal.stage
    if not changes and not moved:
        return back, tuple(notes)
    _apply(place, deal, changes, stage, facts, member)
    return True, tuple(notes)


def _apply(place: Place, deal: Deal, changes: dict[str, Any], stage: str, facts: Facts, member: Member) -> None:
    stage_before, deal.stage = deal.stage, stage
    for name, value in changes.items():
        setattr(deal, name, value)
    moved = stage != stage_before
    on = deal.won_on or deal.lost_on or (place.day_of_stage(facts, member) if moved else place.today(member))
    if moved:
        deal.stage_since = on
    deal.touched_on = max(on, deal.touched_on or on)
    place.session.add(deal)
    place.session.flush()
    if moved:
        record_move(place.session, deal=deal, before=stage_before, on=on, moved_by=None, now=place.now)
    settle(place.session, deal=deal, changed_by=None, now=place.now)


def _take_back(place: Place, deal: Deal, facts: Facts, before: Facts, news: frozenset[str]) -> bool:
    """Follow what was deleted there or is there again; whether that changed anything."""
    if "gone" not in news or place.rules.keep_deleted:
        return False
    gone, was = facts.get("gone") is True, before.get("gone") is True
    if gone and deal.undone_at is None:
        undo_deals(place.session, deal_ids=[deal.id], now=place.now)
        return True
    if was and not gone and deal.undone_at is not None:
        deal.undone_at = None
        place.session.add(deal)
        place.session.flush()
        settle(place.session, deal=deal, changed_by=None, now=place.now)
        return True
    return False


def _stage(place: Place, deal: Deal, facts: Facts, news: frozenset[str], notes: list[str]) -> str:
    """The stage in which the deal is after this."""
    said = facts.get("stage")
    if "stage" not in news or said is None:
        return deal.stage
    if not str(said).startswith(UNKNOWN):
        return str(said)
    notes += _about_stage(str(said))
    if deal.stage not in ENDS:
        return deal.stage
    # It left its end for a stage without a name here: it is open again, where it was before.
    told = [str(value) for _, value in facts.said["stage"] if value and not str(value).startswith(UNKNOWN)]
    moves = deals.changes_of(place.session, deal_ids=[deal.id]).get(deal.id, [])
    stood = [move.before for move in moves if move.before]
    return next((stage for stage in [*reversed(told), *reversed(stood)] if stage not in ENDS), place.first_stage)


def _ends(
    place: Place, deal: Deal, facts: Facts, news: frozenset[str], stage: str, member: Member, *, turned: bool
) -> tuple[dt.date | None, dt.date | None]:
    """(when it was won, when it was lost)."""
    if stage not in ENDS:
        return None, None
    day = deal.won_on if stage == WON else deal.lost_on
    said = place.closed(facts, member)
    if said is not None and (stage != deal.stage or news & {"closed", "stage", "owner"}):
        day = said
    elif day is None or stage != deal.stage or (turned and said is None):
        day = place.end_of(facts, stage, member)
    return (day, None) if stage == WON else (None, day)


def _owner(place: Place, facts: Facts, stage: str, own: RecordId, *, deal: Deal | None = None) -> Value:
    """Whose deal it is: of a CRM's won one whoever owned it when it was won. None: whoever has it."""
    keeps = stage == WON and own.source in CRMS and not place.rules.move_won
    won_at = facts.since("stage") if facts.get("stage") == WON else None
    if keeps and won_at == UNDATED and deal is not None and deal.stage == WON:
        return None
    if keeps and won_at is not None:
        return facts.as_of("owner", won_at)
    if keeps and deal is not None and deal.stage == WON:
        return None
    return facts.as_of("owner", dt.datetime.max.replace(tzinfo=dt.UTC))


def _in_order(place: Place, opened_on: dt.date | None, closed_on: dt.date | None, notes: list[str]) -> dt.date | None:
    if opened_on is None or closed_on is None or closed_on >= opened_on:
        return opened_on
    if place.rules.strict_order:
        raise WrongLine(f"it was closed on {closed_on}, before it was opened on {opened_on}.", field="closed_on")
    notes.append(f"it was entered on {opened_on}, after it was closed: it is taken as opened on {closed_on} too.")
    return closed_on


def _about_stage(stage: str) -> list[str]:
    if stage == UNKNOWN:
        return []
    return [f"its stage {stage.removeprefix(UNKNOWN)!r} has no counterpart here: name it in PACER_CRM_STAGES."]


def _number(facts: Facts, name: str, otherwise: int) -> int:
    said = facts.get(name)
    return said if isinstance(said, int) else otherwise
