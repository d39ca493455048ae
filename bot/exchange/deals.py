"""Deals that files and other programs know: stored when they are new, changed to what is said when they are known."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.core.members import local_date
from bot.exchange.ids import own_id, rows_of_own_ids
from bot.exchange.items import ItemProblem, Taken, WrongItems
from bot.exchange.problems import WrongLine
from bot.exchange.refunds import RefundSaid, require_refundable, set_refunds
from bot.pipeline.settlement import record_move, settle, settle_new
from storage import deals, people
from storage.deals import LOST, WON
from storage.tables import Deal, Member, StageChange, Workspace


@dataclass(frozen=True)
class DealSaid:
    """What is said of a deal; None says nothing, and what is left out of a known deal stays. `stage` is a key, won or
    lost; `amount_minor` is in minor units."""

    external_id: str
    member: Member | None = None
    account: str | None = None
    amount_minor: int | None = None
    stage: str | None = None
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    lost_reason: str | None = None
    count: int | None = None
    """How many deals are meant, the amount being of all together; 0 is revenue beside any deal."""
    refunds: tuple[RefundSaid, ...] | None = None
    """All that was given back of a won deal."""


def store_deals(
    session: Session, *, workspace: Workspace, said: Sequence[DealSaid], first_stage: str, now: dt.datetime
) -> tuple[Taken, ...]:
    """Store or change deals; their outcomes follow. Raises WrongItems; then the transaction is to be given up.

    A deal that was recorded by mistake stays as it is.
    """
    known = _known(session, workspace.id, [each.external_id for each in said])
    owners = people.members_by_id(session, ids={deal.member_id for deal in known.values()})
    made: list[tuple[Deal, Member]] = []
    new: set[str] = set()
    found: list[tuple[Deal, str]] = []
    given_back: list[tuple[Deal, tuple[RefundSaid, ...]]] = []
    problems: list[ItemProblem] = []
    for index, each in enumerate(said):
        deal = known.get(each.external_id)
        try:
            _check_refunds(each, deal)
            if deal is None:
                deal, member = _new(each, workspace, first_stage, now), each.member
                assert member is not None
                known[each.external_id] = deal
                new.add(each.external_id)
                made.append((deal, member))
                found.append((deal, "new"))
            elif each.external_id in new:
                raise WrongLine("its external id is that of an earlier item too.", field="external_id")
            else:
                # It moves on the day of whoever has it from now on.
                today = local_date(each.member or owners[deal.member_id], workspace, now)
                changed = deal.undone_at is None and _change(session, deal, each, today, now)
                found.append((deal, "changed" if changed else "known"))
            if each.refunds is not None:
                given_back.append((deal, each.refunds))
        except WrongLine as problem:
            problems.append(ItemProblem(index, problem.field, problem.why))
    if problems:
        raise WrongItems(problems)
    _store(session, workspace, made, now)
    refunded = {deal.id for deal, refunds in given_back if set_refunds(session, deal=deal, refunds=refunds, now=now)}
    return tuple(
        Taken(deal.id, each.external_id, "changed" if state == "known" and deal.id in refunded else state)
        for each, (deal, state) in zip(said, found, strict=True)
    )


def _check_refunds(said: DealSaid, deal: Deal | None) -> None:
    """Before anything is changed: whether the deal as it will be can have had these refunds. Raises WrongLine."""
    if said.refunds is None:
        return
    known_amount, known_day = (deal.amount_minor, deal.won_on) if deal is not None else (0, None)
    require_refundable(
        said.refunds,
        stage=said.stage or (deal.stage if deal is not None else None),
        amount_minor=known_amount if said.amount_minor is None else said.amount_minor,
        won_on=said.closed_on or known_day,
    )


def _known(session: Session, workspace_id: int, external_ids: Sequence[str]) -> dict[str, Deal]:
    known = deals.deals_by_external_id(session, workspace_id=workspace_id, external_ids=external_ids)
    # An export of this same database names those without an external id by their own.
    own = rows_of_own_ids(external_ids)
    by_id = {deal.id: deal for deal in deals.deals_by_id(session, ids=set(own.values()))}
    for text, deal_id in own.items():
        deal = by_id.get(deal_id)
        if deal is not None and own_id(deal.id, deal.created_at) == text:
            known.setdefault(text, deal)
    return known


def _new(said: DealSaid, workspace: Workspace, first_stage: str, now: dt.datetime) -> Deal:
    if said.member is None:
        raise WrongLine("a deal that is not known yet needs a member.", field="member")
    today = local_date(said.member, workspace, now)
    stage = said.stage or first_stage
    closed_on = said.closed_on or today
    ended = stage in (WON, LOST)
    opened_on = said.opened_on or (None if ended else today)
    since = closed_on if ended else opened_on or today
    _check_order(opened_on, closed_on if ended else None)
    return Deal(
        workspace_id=workspace.id,
        member_id=said.member.id,
        account=said.account or "",
        amount_minor=said.amount_minor or 0,
        quantity=1 if said.count is None else said.count,
        stage=stage,
        opened_on=opened_on,
        stage_since=since,
        touched_on=since,
        won_on=closed_on if stage == WON else None,
        lost_on=closed_on if stage == LOST else None,
        lost_reason=said.lost_reason or "" if stage == LOST else "",
        external_id=said.external_id,
        created_at=now,
    )


def _store(session: Session, workspace: Workspace, made: Sequence[tuple[Deal, Member]], now: dt.datetime) -> None:
    session.add_all(deal for deal, _ in made)
    session.flush()
    session.add_all(
        StageChange(
            workspace_id=deal.workspace_id,
            deal_id=deal.id,
            before="",
            after=deal.stage,
            moved_on=deal.stage_since or local_date(owner, workspace, now),
            at=now,
        )
        for deal, owner in made
    )
    session.flush()
    settle_new(session, made=[deal for deal, _ in made], now=now)


def _change(session: Session, deal: Deal, said: DealSaid, today: dt.date, now: dt.datetime) -> bool:
    wanted: dict[str, Any] = {
        "member_id": said.member.id if said.member is not None else None,
        "account": said.account,
        "amount_minor": said.amount_minor,
        "quantity": said.count,
        "opened_on": said.opened_on,
    }
    before = deal.stage
    stage = said.stage or before
    if stage in (WON, LOST):
        end, other = ("won_on", "lost_on") if stage == WON else ("lost_on", "won_on")
        wanted[end] = said.closed_on or getattr(deal, end) or today
        wanted["lost_reason"] = said.lost_reason if stage == LOST else None
        clear = {other: None}
    else:
        clear = {"won_on": None, "lost_on": None}
    changes = {name: value for name, value in wanted.items() if value is not None and getattr(deal, name) != value}
    changes |= {name: None for name in clear if getattr(deal, name) is not None}
    if stage != before:
        changes["stage"] = stage
    if not changes:
        return False
    dates = {name: changes.get(name, getattr(deal, name)) for name in ("opened_on", "won_on", "lost_on")}
    _check_order(dates["opened_on"], dates["won_on"] or dates["lost_on"])
    for name, value in changes.items():
        setattr(deal, name, value)
    on = deal.won_on or deal.lost_on or today
    if stage != before:
        deal.stage_since = on
    deal.touched_on = max(on, deal.touched_on or on)
    session.add(deal)
    session.flush()
    if stage != before:
        record_move(session, deal=deal, before=before, on=on, moved_by=None, now=now)
    settle(session, deal=deal, changed_by=None, now=now)
    return True


def _check_order(opened_on: dt.date | None, closed_on: dt.date | None) -> None:
    if opened_on is not None and closed_on is not None and closed_on < opened_on:
        raise WrongLine(f"it was closed on {closed_on}, before it was opened on {opened_on}.", field="closed_on")
