"""Changing deals: opened, moved, priced, won, lost, refunded, reopened. Each is done once for each receipt."""

import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.failures import Failure
from bot.core.members import viewer_of
from bot.core.permissions import Action, Subject, require
from bot.core.work import Work
from bot.deals.after_deal import standing_after_refund, standing_after_win
from bot.deals.leads import link_lead
from bot.deals.playbook import Playbook, how_of
from bot.log.answer import Logged
from bot.log.entries import batch_of
from bot.pipeline.settlement import record_move, settle, undo_deals
from bot.pipeline.stages import StageName, ensure_stages, find_stage, stage_names
from bot.pipeline.views import DealView, require_change, view_deals
from storage import deals
from storage.deals import LOST, WON
from storage.tables import Deal, Member, Refund

LONGEST_ACCOUNT, LONGEST_REASON, LONGEST_LESSON, LONGEST_NAME = 200, 200, 1000, 200


class WrongDeal(Failure):
    """A deal cannot be changed so; the message says why and what to do."""


class Happened(enum.Enum):
    """What was done to a deal."""

    ADDED = "added"
    MOVED = "moved"
    PRICED = "priced"
    WON = "won"
    LOST = "lost"
    REFUNDED = "refunded"
    REOPENED = "reopened"
    NOTHING = "nothing"


@dataclass(frozen=True)
class DealChange:
    """A deal after a change. `before` is the stage in which it stood, `amount_before` its amount, `refund` what was
    given back now; `how` is the playbook of the stage that it entered.
    """

    happened: Happened
    deal: DealView
    before: StageName | None = None
    amount_before: int = 0
    refund: int = 0
    how: Playbook | None = None
    stands: Logged | None = None
    """Where one's own deals and revenue stand after a deal was won, or something was given back of it."""
    on: dt.date | None = None
    """The day on which it was, when it was not today."""


@dataclass(frozen=True)
class Hand(Work):
    """Whose hand changes a deal, with the receipt of their command, click or form."""

    member: Member
    receipt: str

    @property
    def today(self) -> dt.date:
        """The date where they are."""
        return self.today_of(self.member)


def add_deal(
    hand: Hand, *, account: str, amount_minor: int = 0, stage: str | None = None, on: dt.date | None = None
) -> DealChange:
    """Open a deal in a stage, the first one if none is said. Raises NotAllowed, WrongDeal, WrongStage."""
    viewer = viewer_of(hand.session, workspace=hand.workspace, member=hand.member, now=hand.now)
    require(viewer, Action.CHANGE_DEAL, Subject(member_id=hand.member.id))
    name = " ".join(account.split())[:LONGEST_ACCOUNT]
    if not name:
        raise WrongDeal("Who's the deal with? Write it like `/deal add Acme 12,500`.", field="account")
    ensure_stages(hand.session, workspace=hand.workspace)
    names = stage_names(hand.session, workspace=hand.workspace)
    where = find_stage(hand.session, workspace=hand.workspace, key=stage).key if stage else names[0].key
    date = _not_in_future(hand, on)
    if not _first_time(hand):
        again = [deal for deal in deals.open_deals(hand.session, member_ids=[hand.member.id]) if deal.account == name]
        if again:
            return _described(hand, again[-1], Happened.ADDED)
        raise WrongDeal("That's already done.")
    deal = deals.add_deal(
        hand.session,
        deal=Deal(
            workspace_id=hand.workspace_id,
            member_id=hand.member.id,
            account=name,
            amount_minor=amount_minor,
            stage=where,
            opened_on=date,
            stage_since=date,
            touched_on=date,
            created_at=hand.now,
        ),
    )
    record_move(hand.session, deal=deal, before="", on=date, moved_by=hand.member.id, now=hand.now)
    link_lead(hand, deal=deal, on=date)
    settle(hand.session, deal=deal, changed_by=hand.member.id, now=hand.now)
    return _described(hand, deal, Happened.ADDED, on=on)


def move_deal(hand: Hand, deal: Deal, *, stage: str, on: dt.date | None = None) -> DealChange:
    """Move an open deal to another stage. Raises NotAllowed, WrongDeal when it is closed, WrongStage."""
    _require_open(deal)
    where = find_stage(hand.session, workspace=hand.workspace, key=stage).key

    def change(date: dt.date) -> None:
        deal.stage = where

    if where == deal.stage:
        _may_change(hand, deal)
        return _described(hand, deal, Happened.NOTHING)
    return _changed(hand, deal, Happened.MOVED, change, on)


def price_deal(hand: Hand, deal: Deal, *, amount_minor: int) -> DealChange:
    """Give a deal, also a won one, another amount. Raises NotAllowed, and WrongDeal for less than was refunded."""
    if amount_minor < 0 or amount_minor < deal.refunded_minor:
        raise WrongDeal("More than that was already refunded. Write the amount it was won for.", field="amount")

    def change(_date: dt.date) -> None:
        deal.amount_minor = amount_minor

    return _changed(hand, deal, Happened.PRICED, change, None)


def win_deal(
    hand: Hand, deal: Deal, *, amount_minor: int | None = None, handed_to: str = "", on: dt.date | None = None
) -> DealChange:
    """Win an open deal. `handed_to` is whom it is handed over to, a Slack user id or a name. Raises as the others."""
    _require_open(deal)

    def change(date: dt.date) -> None:
        deal.stage, deal.won_on, deal.lost_on = WON, date, None
        deal.handed_to = handed_to.strip()[:LONGEST_NAME] or deal.handed_to
        if amount_minor is not None:
            deal.amount_minor = amount_minor

    return _changed(hand, deal, Happened.WON, change, on)


def close_as(hand: Hand, deal: Deal, won: Deal) -> DealChange:
    """Win an open deal as it was logged: the deal logged by itself was this one, and counts no more. Raises as others.

    The amount is the logged one, where there was any.
    """
    if won.stage != WON or won.id == deal.id or won.won_on is None:
        raise WrongDeal("That deal was deleted. `/deal` lists yours.")
    _may_change(hand, won)
    on = max(won.won_on, deal.stage_since or won.won_on)
    undo_deals(hand.session, deal_ids=[won.id], now=hand.now)
    return win_deal(hand, deal, amount_minor=won.amount_minor or None, on=on)


def hand_over(hand: Hand, deal: Deal, *, handed_to: str) -> DealChange:
    """Say whom a won deal is handed over to. Raises NotAllowed, and WrongDeal when it is not won."""
    if deal.stage != WON:
        raise WrongDeal("Only won deals can be handed over, and this one isn't won.")
    _may_change(hand, deal)
    deal.handed_to = handed_to.strip()[:LONGEST_NAME]
    hand.session.add(deal)
    return _described(hand, deal, Happened.WON)


def lose_deal(
    hand: Hand, deal: Deal, *, reason: str, lesson: str = "", shared: bool = False, on: dt.date | None = None
) -> DealChange:
    """Lose a deal, also one that was won and fell through: what it had won is taken back. Raises as the others.

    `shared`: the rep wants their name beside the lesson, before their team; else it is told without.
    """
    if deal.stage == LOST:
        raise WrongDeal("This deal is already lost. Reopen it with `/deal reopen #{number}`", number=deal.id)

    def change(date: dt.date) -> None:
        deal.stage, deal.lost_on = LOST, date
        deal.lost_reason = " ".join(reason.split())[:LONGEST_REASON]
        deal.lesson = " ".join(lesson.split())[:LONGEST_LESSON]
        # Only whose deal it is can put their name to a lesson.
        deal.lesson_shared = shared and bool(deal.lesson) and deal.member_id == hand.member.id

    return _changed(hand, deal, Happened.LOST, change, on)


def refund_deal(hand: Hand, deal: Deal, *, amount_minor: int, on: dt.date | None = None) -> DealChange:
    """Give back a part of a won deal's amount, on the day of the refund. Raises NotAllowed, WrongDeal."""
    if deal.stage != WON:
        raise WrongDeal("Only won deals can be refunded, and this one isn't won.")
    left = deal.amount_minor - deal.refunded_minor
    if amount_minor <= 0:
        raise WrongDeal("A refund needs an amount above zero.", field="amount")
    date = _not_in_future(hand, on)
    if deal.won_on is not None and date < deal.won_on:
        raise WrongDeal("That's before the deal was won. Write the day of the refund.")
    _may_change(hand, deal)
    if not _first_time(hand):
        return _described(hand, deal, Happened.REFUNDED, refund=amount_minor)
    if amount_minor > left:
        raise WrongDeal("That's more than this deal has left. Write an amount up to that.")
    refund = Refund(
        workspace_id=deal.workspace_id,
        deal_id=deal.id,
        amount_minor=amount_minor,
        refunded_on=date,
        refunded_by=hand.member.id,
        at=hand.now,
    )
    deals.add_refund(hand.session, refund=refund)
    deal.refunded_minor += amount_minor
    hand.session.add(deal)
    settle(hand.session, deal=deal, changed_by=hand.member.id, now=hand.now)
    _note(hand, deal, Happened.REFUNDED)
    return _with_standing(hand, deal, _described(hand, deal, Happened.REFUNDED, refund=amount_minor, on=on))


def reopen_deal(hand: Hand, deal: Deal) -> DealChange:
    """Open a closed deal again, in the stage in which it stood; refunds are forgotten. Raises NotAllowed, WrongDeal."""
    if deal.stage not in (WON, LOST):
        raise WrongDeal("This deal is open. Move it with `/deal #{number} to quoting`", number=deal.id)
    names = [name.key for name in stage_names(hand.session, workspace=hand.workspace)]
    moves = deals.changes_of(hand.session, deal_ids=[deal.id]).get(deal.id, [])
    stood = [move.before for move in moves if move.after in (WON, LOST) and move.before in names]

    def change(_date: dt.date) -> None:
        deal.stage, deal.won_on, deal.lost_on = (stood or names)[-1], None, None
        deal.lost_reason, deal.lesson, deal.handed_to, deal.refunded_minor = "", "", "", 0
        deal.lesson_shared = False
        for refund in deals.refunds_of(hand.session, deal_id=deal.id):
            refund.undone_at = hand.now
            hand.session.add(refund)

    return _changed(hand, deal, Happened.REOPENED, change, None)


def _changed(
    hand: Hand, deal: Deal, happened: Happened, change: Callable[[dt.date], None], on: dt.date | None
) -> DealChange:
    """Do it, keep the move, and let the totals follow; a repeat only says how the deal stands."""
    _may_change(hand, deal)
    date = _not_in_future(hand, on)
    if happened is not Happened.PRICED and deal.stage_since is not None and on is not None and on < deal.stage_since:
        raise WrongDeal("It reached its current stage after that day. Write the day it moved, or leave the date out.")
    before, amount_before = _stage_name(hand, deal.stage), deal.amount_minor
    if not _first_time(hand):
        return _described(hand, deal, happened)
    change(date)
    if deal.stage != before.key:
        deal.stage_since = date
        record_move(hand.session, deal=deal, before=before.key, on=date, moved_by=hand.member.id, now=hand.now)
    deal.touched_on = max(date, deal.touched_on or date)
    hand.session.add(deal)
    hand.session.flush()
    settle(hand.session, deal=deal, changed_by=hand.member.id, now=hand.now)
    _note(hand, deal, happened)
    change_made = _described(hand, deal, happened, before=before, amount_before=amount_before, on=on)
    return _with_standing(hand, deal, change_made) if happened is Happened.WON else change_made


def _with_standing(hand: Hand, deal: Deal, change: DealChange) -> DealChange:
    """The change with where that leaves its owner, as logging it says; nothing to who changed somebody else's."""
    if deal.member_id != hand.member.id:
        return change
    stand = standing_after_win if change.happened is Happened.WON else standing_after_refund
    said = stand(hand, member=hand.member, deal=deal)
    return replace(change, stands=said)


def _described(
    hand: Hand,
    deal: Deal,
    happened: Happened,
    *,
    before: StageName | None = None,
    amount_before: int = 0,
    refund: int = 0,
    on: dt.date | None = None,
) -> DealChange:
    (view,) = view_deals(hand.session, workspace=hand.workspace, some=[deal], today=hand.today)
    enters = happened in (Happened.ADDED, Happened.MOVED, Happened.REOPENED)
    how = how_of(hand, stage_key=deal.stage) if enters else None
    day = on if on != hand.today else None
    return DealChange(happened, view, before, amount_before, refund, how, on=day)


def _may_change(hand: Hand, deal: Deal) -> None:
    viewer = viewer_of(hand.session, workspace=hand.workspace, member=hand.member, now=hand.now)
    require_change(hand.session, workspace=hand.workspace, viewer=viewer, deal=deal, now=hand.now)


def _require_open(deal: Deal) -> None:
    if deal.stage in (WON, LOST):
        raise WrongDeal("This deal is closed. Reopen it with `/deal reopen #{number}`", number=deal.id)


def _not_in_future(hand: Hand, on: dt.date | None) -> dt.date:
    date = on or hand.today
    if date > hand.today:
        raise WrongDeal("That day hasn't come yet. Write it once it has.", field="date")
    if (hand.today - date).days > hand.workspace.backdate_days:
        raise WrongDeal(
            "That's more than {days} days ago. Ask your admin to import older deals.",
            field="date",
            days=hand.workspace.backdate_days,
        )
    return date


def _first_time(hand: Hand) -> bool:
    key = f"deal:{batch_of(hand.receipt)}"
    return hand.once(key)


def _stage_name(hand: Hand, key: str) -> StageName:
    names = {name.key: name for name in stage_names(hand.session, workspace=hand.workspace, retired=True)}
    return names.get(key, StageName(key, key))


def _note(hand: Hand, deal: Deal, happened: Happened) -> None:
    # Who changed somebody else's deal can be seen afterwards.
    if hand.member.id != deal.member_id:
        hand.audit(
            actor_id=hand.member.id, action="deal", subject_id=deal.member_id, detail=f"{happened.value} #{deal.id}"
        )
