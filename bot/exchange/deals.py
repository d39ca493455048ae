"""Deals that files and other programs know: stored when they are new, changed to what is said when they are known."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.members import local_date
from bot.exchange.days import Day, write_day
from bot.exchange.deal_changes import ON_PURPOSE, DealRules, Place, change_deal, new_deal
from bot.exchange.facts import Facts, Value, read_facts
from bot.exchange.identity import DEAL, RecordId, record_id
from bot.exchange.ids import own_id, rows_of_own_ids
from bot.exchange.items import CHANGED, KNOWN, NEW, NOT_YET, ItemProblem, Taken, WrongItems
from bot.exchange.problems import ForbiddenMember, WrongLine
from bot.exchange.record_source import ToldFields, identity_or_problem
from bot.exchange.records import Records
from bot.exchange.refunds import RefundSaid, require_refundable, set_refunds
from bot.pipeline.settlement import settle, settle_new
from storage import deals, people
from storage.outside import Record
from storage.tables import Deal, Member, Workspace


@dataclass(frozen=True)
class DealSaid(ToldFields):
    """What is said of a deal; None says nothing, and what is left out of a known deal stays.

    `stage` is a key, won or lost, or, with a question mark before it, one that nobody has told us of. `amount_minor` is
    in minor units. Days may be instants, to be taken where the owner is.
    """

    external_id: str
    member: Member | None = None
    account: str | None = None
    amount_minor: int | None = None
    stage: str | None = None
    opened_on: Day | None = None
    closed_on: Day | None = None
    lost_reason: str | None = None
    count: int | None = None
    """How many deals are meant, the amount being of all together; 0 is revenue beside any deal."""
    refunds: tuple[RefundSaid, ...] | None = None
    """All that was given back of a won deal."""
    currency: str | None = None
    owner: str | None = None
    """An owner whom nobody knows yet, as they are called there."""

    @property
    def values(self) -> Mapping[str, Value]:
        """All that can be said, by field."""
        return {
            "owner": self.member.id if self.member is not None else self.owner,
            "account": self.account,
            "amount": self.amount_minor,
            "currency": self.currency,
            "stage": self.stage,
            "opened": write_day(self.opened_on) if self.opened_on is not None else None,
            "closed": write_day(self.closed_on) if self.closed_on is not None else None,
            "lost_reason": self.lost_reason,
            "count": self.count,
        }


@dataclass(frozen=True)
class _Plan:
    """An item and what is known of it, before anything is changed."""

    said: DealSaid
    own: RecordId
    record: Record | None
    facts: Facts
    news: frozenset[str]
    before: Facts
    deal: Deal | None


def store_deals(
    session: Session,
    *,
    workspace: Workspace,
    said: Sequence[DealSaid],
    first_stage: str,
    now: dt.datetime,
    rules: DealRules = ON_PURPOSE,
    find_owner: Callable[[str], Member] | None = None,
) -> tuple[Taken, ...]:
    """Store or change deals; their outcomes follow. Raises WrongItems; then the transaction is to be given up.

    A deal that somebody here took back as a mistake stays so. With `rules.waits` a deal of which too little is known
    is kept until more is said of it; else it is wrong.
    """
    return _Store(session, workspace, said, first_stage, now, rules, find_owner).take()


class _Store:
    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        said: Sequence[DealSaid],
        first_stage: str,
        now: dt.datetime,
        rules: DealRules,
        find_owner: Callable[[str], Member] | None,
    ) -> None:
        self._session, self._workspace, self._said, self._now = session, workspace, said, now
        self._rules, self._find_owner = rules, find_owner
        self._ids: list[RecordId | WrongLine] = [
            identity_or_problem(each.external_id, kind=DEAL, told_by=each.told_by) for each in said
        ]
        other = [record_id(text, kind=DEAL, source=each.told_by) for each in said for text in each.also]
        known = [each for each in self._ids if isinstance(each, RecordId)]
        self._records = Records(session, workspace, DEAL, [*known, *other])
        own = rows_of_own_ids(each.own for each in known)
        found = deals.deals_by_id(session, ids=self._records.row_ids | set(own.values()))
        self._deals = {deal.id: deal for deal in found}
        self._own = {
            text: deal_id
            for text, deal_id in own.items()
            if deal_id in self._deals and own_id(deal_id, self._deals[deal_id].created_at) == text
        }
        self._members = {each.member.id: each.member for each in said if each.member is not None}
        missing = {deal.member_id for deal in found} - self._members.keys()
        self._members |= people.members_by_id(session, ids=missing)
        self._place = Place(session, workspace, first_stage, now, rules, self._member)
        self._made: list[tuple[Deal, _Plan]] = []

    def take(self) -> tuple[Taken, ...]:
        taken: list[tuple[Taken, Deal | None]] = []
        given_back: list[tuple[Deal, tuple[RefundSaid, ...]]] = []
        problems: list[ItemProblem] = []
        new: set[RecordId] = set()
        for index, (each, own) in enumerate(zip(self._said, self._ids, strict=True)):
            try:
                if isinstance(own, WrongLine):
                    raise own
                if own in new:
                    raise WrongLine("its external id is that of an earlier item too.", field="external_id")
                plan = self._plan(each, own)
                _check_refunds(each, plan.deal)
                done, deal = self._new(plan) if plan.deal is None else self._change(plan, plan.deal)
                if done.state == NEW:
                    new.add(own)
                taken.append((done, deal))
                if each.refunds is not None and deal is not None:
                    given_back.append((deal, each.refunds))
            except WrongLine as problem:
                forbidden = problem.member_id if isinstance(problem, ForbiddenMember) else None
                problems.append(ItemProblem(index, problem.field, problem.why, forbidden))
        if problems:
            raise WrongItems(problems)
        self._store_made()
        self._records.keep(self._now)
        refunded = {
            deal.id
            for deal, refunds in given_back
            if set_refunds(self._session, deal=deal, refunds=refunds, now=self._now)
        }
        return tuple(
            replace(
                done,
                id=deal.id if deal is not None else 0,
                state=CHANGED if deal is not None and done.state == KNOWN and deal.id in refunded else done.state,
            )
            for done, deal in taken
        )

    def _plan(self, said: DealSaid, own: RecordId) -> _Plan:
        record = self._records.find(own, fits=lambda row_id: self._fits(said, row_id))
        for text in said.also if record is None else ():
            other = record_id(text, kind=DEAL, source=said.told_by)
            record = self._records.find(other, fits=lambda row_id: self._fits(said, row_id))
            if record is not None:
                self._records.move(other, own)
                record = replace(record, source=own.source, external_id=own.own)
                break
        before = read_facts(record.said) if record is not None else Facts()
        facts, news = said.added_to(before, now=self._now, again=self._rules.again)
        row_id = record.row_id if record is not None else self._own.get(own.own)
        return _Plan(said, own, record, facts, news, before, self._deals.get(row_id or 0))

    def _new(self, plan: _Plan) -> tuple[Taken, Deal | None]:
        text = plan.own.text
        if self._is_foreign(plan.facts):
            self._put(plan, None, foreign=True)
            return Taken(0, text, NOT_YET, self._why_foreign(plan.facts)), None
        if plan.facts.get("gone") is True:
            self._put(plan, None)
            return Taken(0, text, NOT_YET, "it's deleted there, and wasn't known here."), None
        try:
            deal, notes = new_deal(self._place, plan.facts, plan.own)
        except WrongLine as problem:
            if not self._rules.waits or isinstance(problem, ForbiddenMember):
                raise
            self._put(plan, None)
            return Taken(0, text, NOT_YET, problem.why), None
        self._made.append((deal, plan))
        return Taken(0, text, NEW, notes=notes), deal

    def _change(self, plan: _Plan, deal: Deal) -> tuple[Taken, Deal | None]:
        text, now = plan.own.text, self._now
        was_foreign = plan.record is not None and plan.record.foreign_amount
        news = plan.facts.fields if was_foreign else plan.news
        if self._is_foreign(plan.facts):
            self._put(plan, deal.id, foreign=True)
            # An amount that was told before its currency was never one of ours.
            if "amount" not in plan.said.fields and "amount" in plan.facts and deal.amount_minor:
                deal.amount_minor = 0
                self._session.add(deal)
                self._session.flush()
                settle(self._session, deal=deal, changed_by=None, now=now)
            return Taken(deal.id, text, NOT_YET, self._why_foreign(plan.facts)), deal
        changed, notes = change_deal(self._place, deal, plan.facts, plan.before, news, plan.own)
        self._put(plan, deal.id)
        return Taken(deal.id, text, CHANGED if changed else KNOWN, notes=notes), deal

    def _store_made(self) -> None:
        session, now = self._session, self._now
        session.add_all(deal for deal, _ in self._made)
        session.flush()
        deals.add_changes(
            session,
            rows=[
                {
                    "workspace_id": deal.workspace_id,
                    "deal_id": deal.id,
                    "before": "",
                    "after": deal.stage,
                    "moved_on": deal.stage_since or local_date(self._members[deal.member_id], self._workspace, now),
                    "at": now,
                }
                for deal, _ in self._made
            ],
        )
        for deal, plan in self._made:
            self._put(plan, deal.id)
        settle_new(session, made=[deal for deal, _ in self._made], now=now)

    def _put(self, plan: _Plan, row_id: int | None, *, foreign: bool = False) -> None:
        self._records.put(
            Record(
                source=plan.own.source,
                external_id=plan.own.own,
                row_id=row_id,
                said=plan.facts.written(),
                foreign_amount=foreign,
            )
        )

    def _fits(self, said: DealSaid, row_id: int) -> bool:
        """Whether a deal from before sources were kept may be the one that is meant."""
        deal = self._deals.get(row_id)
        if deal is None or (said.account is None and said.member is None):
            return deal is not None
        return said.account in (None, "", deal.account) or (
            said.member is not None and said.member.id == deal.member_id
        )

    def _member(self, said: Value) -> Member:
        """The member whom a fact names. Raises WrongLine."""
        if isinstance(said, int):
            if said not in self._members:
                self._members |= people.members_by_id(self._session, ids={said})
            return self._members[said]
        if said is None or self._find_owner is None:
            raise WrongLine("a new deal needs a member.", field="member")
        member = self._find_owner(str(said))
        self._members[member.id] = member
        return member

    def _is_foreign(self, facts: Facts) -> bool:
        said = facts.get("currency")
        return said is not None and str(said).upper() != self._workspace.currency

    def _why_foreign(self, facts: Facts) -> str:
        return (
            f"its amount is in {facts.get('currency')}, and amounts here are in {self._workspace.currency}: nothing of "
            "it is followed until that changes."
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
        won_on=said.closed_on if type(said.closed_on) is dt.date else known_day,
    )


def merge_deals(
    session: Session,
    *,
    workspace: Workspace,
    source: str,
    into: str,
    gone: Sequence[str],
    at: dt.datetime,
    first_stage: str,
    now: dt.datetime,
    rules: DealRules,
) -> list[Taken]:
    """Let several deals of a CRM be one: the first of `gone` goes on as `into`, unless that one is known already, and
    the others are taken back."""
    ids = [RecordId(source, DEAL, own) for own in (into, *gone)]
    records = Records(session, workspace, DEAL, ids)
    found = [records.find(each) for each in ids]
    target, first = found[0], found[1] if len(found) > 1 else None
    row_id = first.row_id if first is not None else None
    if first is not None and row_id is not None and (target is None or target.row_id is None):
        facts = read_facts(target.said) if target is not None else Facts()
        went_on = facts.filled(read_facts(first.said))
        records.put(Record(source, into, row_id, went_on.written()))
        records.put(replace(first, row_id=None))
        for deal in deals.deals_by_id(session, ids=[row_id]):
            deal.external_id = ids[0].text
            session.add(deal)
        session.flush()
    records.keep(now)
    ended = [DealSaid(own, told_by=source, gone=True, at=at) for own in gone]
    # A setting that keeps what is deleted is not about what goes on under another id.
    merging = replace(rules, keep_deleted=False)
    taken = store_deals(session, workspace=workspace, said=ended, first_stage=first_stage, now=now, rules=merging)
    return [replace(each, why="it went into another deal there.") if each.state == NOT_YET else each for each in taken]
