"""Deals as people see them, and finding the one that somebody speaks of."""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure, Phrase, Words
from bot.core.looks import note_looks
from bot.core.members import local_date, viewer_of
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.text.errors import harmless
from bot.core.text.vocabulary import account_key
from bot.people.goal_owners import subject_of
from bot.pipeline.stages import StageName, stage_names
from storage import deals, memberships, people
from storage.deals import LOST, WON
from storage.leads import waiting_leads
from storage.tables import Deal, Member, Role, TeamRole, Workspace

ENDS = (StageName(WON, "Won"), StageName(LOST, "Lost"))
CLOSED_LOOKBACK = dt.timedelta(days=400)
"""Closed deals older than this are found by their number only."""
WON_LATELY = dt.timedelta(days=30)
SHOWN = 8
NUMBER = re.compile(r"#?(\d{1,9})")


class UnknownDeal(Failure):
    """There is no such deal; the message says which ones there are."""


class AmbiguousDeal(Failure):
    """A name fits several deals; the message says which, with the numbers by which each can be meant."""


class Which(enum.Enum):
    """Among which deals a name is looked for."""

    OPEN = "open"
    WON = "won"
    CLOSED = "closed"


OTHER = {Which.OPEN: Which.CLOSED, Which.CLOSED: Which.OPEN, Which.WON: Which.OPEN}
"""Where a deal may be that is not where it is looked for."""


@dataclass(frozen=True)
class DealView:
    """One deal. Amounts in minor units; `days` since it entered its stage, `untouched` since it last moved."""

    id: int
    account: str
    amount_minor: int
    quantity: int
    stage: StageName
    owner_id: int
    owner_name: str
    opened_on: dt.date | None
    since: dt.date | None
    days: int
    untouched: int
    won_on: dt.date | None
    lost_on: dt.date | None
    lost_reason: str
    lesson: str
    handed_to: str
    refunded_minor: int


@dataclass(frozen=True)
class DealList:
    """A member's open deals, those nearest to their end first, and what they come to."""

    date: dt.date
    deals: tuple[DealView, ...]
    stages: tuple[StageName, ...]
    total_minor: int
    won: tuple[DealView, ...]
    """What the member won in the last thirty days, the newest first."""
    waiting_leads: tuple[str, ...]
    """Accounts of the member's leads that nobody answered, the oldest first."""


def view_deals(session: Session, *, workspace: Workspace, some: Sequence[Deal], today: dt.date) -> tuple[DealView, ...]:
    """These deals as people see them."""
    names = {name.key: name for name in (*stage_names(session, workspace=workspace, retired=True), *ENDS)}
    owners = people.members_by_id(session, ids={deal.member_id for deal in some})
    return tuple(
        DealView(
            id=deal.id,
            account=deal.account,
            amount_minor=deal.amount_minor,
            quantity=deal.quantity,
            stage=names.get(deal.stage, StageName(deal.stage, deal.stage)),
            owner_id=deal.member_id,
            owner_name=owners[deal.member_id].name if deal.member_id in owners else "",
            opened_on=deal.opened_on,
            since=deal.stage_since,
            days=_days(deal.stage_since, today),
            untouched=_days(deal.touched_on or deal.stage_since, today),
            won_on=deal.won_on,
            lost_on=deal.lost_on,
            lost_reason=deal.lost_reason,
            lesson=deal.lesson,
            handed_to=deal.handed_to,
            refunded_minor=deal.refunded_minor,
        )
        for deal in some
    )


def find_deal(
    session: Session, *, workspace: Workspace, member: Member, name: str, which: Which, now: dt.datetime
) -> Deal:
    """The deal that the member means by an account's name or by a number such as #12.

    Their own come first; a manager's or an admin's name is then looked for among those whose deals they may change.
    Raises UnknownDeal, AmbiguousDeal, and NotAllowed for the number of somebody else's.
    """
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    if (number := NUMBER.fullmatch(name.strip())) and name.strip().startswith("#"):
        deal = deals.find_deal(session, workspace_id=workspace.id, deal_id=int(number[1]))
        if deal is None:
            raise UnknownDeal("I can't find deal #{number}. `/deal` lists yours.", number=number[1])
        require_change(session, workspace=workspace, viewer=viewer, deal=deal, now=now)
        return deal
    today = local_date(member, workspace, now)
    own = _among(session, [member.id], which, today)
    found = _named(own, name)
    if not found:
        found = _named(_among(session, _others(session, workspace, viewer, today), which, today), name)
    if not found:
        raise _elsewhere(_named(_among(session, [member.id], OTHER[which], today), name), which) or _unknown(
            name, which, own
        )
    if len(found) > 1:
        raise _ambiguous(view_deals(session, workspace=workspace, some=found, today=today), name)
    return found[0]


def require_change(session: Session, *, workspace: Workspace, viewer: Viewer, deal: Deal, now: dt.datetime) -> None:
    """Raise NotAllowed unless the viewer owns the deal, manages its owner or is an admin. It is a look at the owner."""
    owner = people.members_by_id(session, ids=[deal.member_id])[deal.member_id]
    subject = subject_of(session, workspace=workspace, about=owner, date=local_date(owner, workspace, now))
    require(viewer, Action.CHANGE_DEAL, subject)
    note_looks(session, workspace=workspace, viewer=viewer, members=[owner], now=now)


def list_deals(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> DealList:
    """The member's own open deals, what they won lately, and their leads that wait for an answer."""
    today = local_date(member, workspace, now)
    stages = stage_names(session, workspace=workspace)
    order = {name.key: at for at, name in enumerate(stage_names(session, workspace=workspace, retired=True))}
    own = deals.open_deals(session, member_ids=[member.id])
    # What is nearest to its end comes first.
    own.sort(key=lambda deal: (-order.get(deal.stage, -1), deal.stage_since or today, deal.id))
    closed = deals.closed_deals(session, member_ids=[member.id], since=today - WON_LATELY)
    won = [deal for deal in closed if deal.stage == WON]
    return DealList(
        date=today,
        deals=view_deals(session, workspace=workspace, some=own, today=today),
        stages=stages,
        total_minor=sum(deal.amount_minor for deal in own),
        won=view_deals(session, workspace=workspace, some=won, today=today),
        waiting_leads=tuple(lead.account for lead in waiting_leads(session, member_ids=[member.id])),
    )


def accounts_known(
    session: Session, *, workspace: Workspace, member: Member, now: dt.datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The accounts of the deals that the member may change: of the open ones, and of those closed lately."""
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    today = local_date(member, workspace, now)
    ids = [member.id, *_others(session, workspace, viewer, today)]
    opened, closed = _among(session, ids, Which.OPEN, today), _among(session, ids, Which.CLOSED, today)
    return _accounts(opened), _accounts(closed)


def _accounts(some: Sequence[Deal]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(deal.account for deal in some if deal.account))


def open_deals_on(session: Session, *, member_id: int, account: str) -> list[Deal]:
    """The member's open deals whose account is written like this one."""
    key = account_key(account)
    return [deal for deal in deals.open_deals(session, member_ids=[member_id]) if account_key(deal.account) == key]


def _among(session: Session, member_ids: Sequence[int], which: Which, today: dt.date) -> list[Deal]:
    if not member_ids:
        return []
    if which is Which.OPEN:
        return deals.open_deals(session, member_ids=member_ids)
    closed = deals.closed_deals(session, member_ids=member_ids, since=today - CLOSED_LOOKBACK)
    return closed if which is Which.CLOSED else [deal for deal in closed if deal.stage == WON]


def _others(session: Session, workspace: Workspace, viewer: Viewer, today: dt.date) -> list[int]:
    """The members other than the viewer whose deals the viewer may change."""
    if viewer.role is Role.REP:
        return []
    everybody = people.list_members(session, workspace_id=workspace.id)
    reps: dict[int, set[int]] = {}
    for row in memberships.in_teams_on(session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP):
        reps.setdefault(row.member_id, set()).add(row.team_id)
    return [
        member.id
        for member in everybody
        if member.id != viewer.member_id and may(viewer, Action.CHANGE_DEAL, _subject(member.id, reps))
    ]


def _subject(member_id: int, reps: dict[int, set[int]]) -> Subject:
    return Subject(member_id=member_id, team_ids=frozenset(reps.get(member_id, ())))


def _named(some: Sequence[Deal], name: str) -> list[Deal]:
    """Those whose account is the name; else those that begin with it, else those of which a word does."""
    wanted = account_key(name)
    if not wanted:
        return []
    for fits in (str.__eq__, str.startswith, _has_word):
        found = [deal for deal in some if fits(account_key(deal.account), wanted)]
        if found:
            return found
    return []


def _has_word(account: str, wanted: str) -> bool:
    """Whether a word of the account begins so: Ton is no part of Boston."""
    return f" {wanted}" in account


def _elsewhere(found: Sequence[Deal], which: Which) -> UnknownDeal | None:
    """That the one deal which is meant is not where it was looked for; None without one."""
    if len(found) != 1:
        return None
    name, number = harmless(found[0].account, 60), found[0].id
    if which is Which.OPEN:
        return UnknownDeal(
            "The deal with {name} is closed. Reopen it with `/deal reopen #{number}`", name=name, number=number
        )
    return UnknownDeal(
        "The deal with {name} is still open. Close it first: `/deal #{number} won`", name=name, number=number
    )


def _unknown(name: str, which: Which, own: Sequence[Deal]) -> UnknownDeal:
    accounts = list(dict.fromkeys(deal.account for deal in own if deal.account))
    known = ", ".join(harmless(account, 40) for account in accounts[:SHOWN])
    if which is Which.OPEN:
        if not known:
            return UnknownDeal(
                "You don't have an open deal with {name}. Add one with `/deal add {name} 12,500`.",
                name=harmless(name, 60),
            )
        return UnknownDeal(
            "You don't have an open deal with {name}. Open: {known}. Add one with `/deal add {name} 12,500`.",
            name=harmless(name, 60),
            known=known,
        )
    if not known:
        return UnknownDeal("You don't have a closed deal with {name}.", name=harmless(name, 60))
    return UnknownDeal(
        "You don't have a closed deal with {name}. Closed: {known}.", name=harmless(name, 60), known=known
    )


def _ambiguous(views: Sequence[DealView], name: str) -> AmbiguousDeal:
    which = tuple(
        Phrase(
            "#{number} {account} ({stage})",
            number=view.id,
            account=harmless(view.account, 40),
            stage=Words(view.stage.label),
        )
        for view in views[:SHOWN]
    )
    return AmbiguousDeal(
        "{n} deals match {name}: {which}. Use the number instead, like #{first}. Nothing was changed.",
        n=len(views),
        name=harmless(name, 60),
        which=which,
        first=views[0].id,
    )


def _days(since: dt.date | None, today: dt.date) -> int:
    return max(0, (today - since).days) if since is not None else 0
