"""Leads that files and other programs know: stored when they are new, changed to what is said when they are known."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.exchange.days import Day, day_of, instant_of, read_day, write_day
from bot.exchange.facts import Facts, Value, read_facts
from bot.exchange.identity import LEAD, RecordId, record_id
from bot.exchange.ids import own_id, rows_of_own_ids
from bot.exchange.items import CHANGED, KNOWN, NEW, ItemProblem, Taken, WrongItems
from bot.exchange.problems import WrongLine
from bot.exchange.record_source import ToldFields, identity_or_problem
from bot.exchange.records import Records
from storage import leads, people
from storage.outside import Record
from storage.tables import Lead, Member, Workspace


@dataclass(frozen=True)
class LeadSaid(ToldFields):
    """What is said of a lead; None says nothing, and what is left out of a known lead stays.

    Instants may be dates, which are the start of the day where the member is.
    """

    external_id: str
    member: Member | None = None
    account: str | None = None
    source: str | None = None
    """Where it came from: a fair, the website, a partner."""
    created_at: Day | None = None
    answered_at: Day | None = None
    qualified_on: Day | None = None
    closed_at: Day | None = None

    @property
    def values(self) -> Mapping[str, Value]:
        """All that can be said, by field."""
        days = {
            "created": self.created_at,
            "answered": self.answered_at,
            "qualified": self.qualified_on,
            "closed": self.closed_at,
        }
        return {
            "owner": self.member.id if self.member is not None else None,
            "account": self.account,
            "source": self.source,
            **{name: write_day(day) if day is not None else None for name, day in days.items()},
        }


def store_leads(
    session: Session, *, workspace: Workspace, said: Sequence[LeadSaid], now: dt.datetime, again: bool = True
) -> tuple[Taken, ...]:
    """Store or change leads. Raises WrongItems; then the transaction is to be given up.

    With `again` what was said before counts when it is said again, as by whoever imports a file on purpose.
    """
    return _Store(session, workspace, said, now, again=again).take()


class _Store:
    def __init__(
        self, session: Session, workspace: Workspace, said: Sequence[LeadSaid], now: dt.datetime, *, again: bool
    ) -> None:
        self._session, self._workspace, self._said, self._now, self._again = session, workspace, said, now, again
        self._ids: list[RecordId | WrongLine] = [
            identity_or_problem(each.external_id, kind=LEAD, told_by=each.told_by) for each in said
        ]
        known = [each for each in self._ids if isinstance(each, RecordId)]
        other = [record_id(text, kind=LEAD, source=each.told_by) for each in said for text in each.also]
        self._records = Records(session, workspace, LEAD, [*known, *other])
        own = rows_of_own_ids(each.own for each in known)
        found = leads.leads_by_id(session, ids=self._records.row_ids | set(own.values()))
        self._leads = {lead.id: lead for lead in found}
        self._own = {
            text: lead_id
            for text, lead_id in own.items()
            if lead_id in self._leads and own_id(lead_id, self._leads[lead_id].created_at) == text
        }
        self._members = people.members_by_id(session, ids={lead.member_id for lead in found if lead.member_id})
        self._members |= {each.member.id: each.member for each in said if each.member is not None}

    def take(self) -> tuple[Taken, ...]:
        found: list[tuple[Lead, str, RecordId, Facts]] = []
        problems: list[ItemProblem] = []
        new: set[RecordId] = set()
        for index, (each, own) in enumerate(zip(self._said, self._ids, strict=True)):
            try:
                if isinstance(own, WrongLine):
                    raise own
                if own in new:
                    raise WrongLine("its external id is that of an earlier item too.", field="external_id")
                lead, state, facts = self._one(each, own)
                if state == NEW:
                    new.add(own)
                found.append((lead, state, own, facts))
            except WrongLine as problem:
                problems.append(ItemProblem(index, problem.field, problem.why))
        if problems:
            raise WrongItems(problems)
        self._session.add_all(lead for lead, _, _, _ in found)
        self._session.flush()
        for lead, _, own, facts in found:
            self._records.put(Record(own.source, own.own, lead.id, facts.written()))
        self._records.keep(self._now)
        return tuple(Taken(lead.id, own.text, state) for lead, state, own, _ in found)

    def _one(self, said: LeadSaid, own: RecordId) -> tuple[Lead, str, Facts]:
        record = self._records.find(own)
        for text in said.also if record is None else ():
            other = record_id(text, kind=LEAD, source=said.told_by)
            record = self._records.find(other)
            if record is not None:
                self._records.move(other, own)
                break
        before = read_facts(record.said) if record is not None else Facts()
        facts, news = said.added_to(before, now=self._now, again=self._again)
        row_id = record.row_id if record is not None else self._own.get(own.own)
        lead = self._leads.get(row_id or 0)
        if lead is not None:
            return lead, CHANGED if self._follow(lead, facts, before, news) else KNOWN, facts
        lead = Lead(workspace_id=self._workspace.id, external_id=own.text, created_at=self._now)
        self._follow(lead, facts, before, facts.fields)
        return lead, NEW, facts

    def _follow(self, lead: Lead, facts: Facts, before: Facts, news: frozenset[str]) -> bool:
        """Let the lead be what is news of it. Raises WrongLine before anything is changed."""
        wanted: dict[str, object] = {}
        owner = facts.get("owner")
        if "owner" in news:
            wanted["member_id"] = owner
        member = self._members.get(owner if isinstance(owner, int) else lead.member_id or 0)
        for name in ("account", "source"):
            if name in news:
                wanted[name] = str(facts.get(name) or "")
        for name, column in (("created", "created_at"), ("answered", "answered_at"), ("closed", "closed_at")):
            said = facts.get(name)
            if name in news and (said is not None or name != "created"):
                wanted[column] = instant_of(read_day(str(said)), member, self._workspace) if said is not None else None
        if "qualified" in news:
            day = facts.get("qualified")
            wanted["qualified_on"] = day_of(read_day(str(day)), member, self._workspace) if day is not None else None
        if "gone" in news and facts.get("gone") is True and lead.closed_at is None:
            wanted["closed_at"] = facts.at("gone")
        elif "gone" in news and before.get("gone") is True and facts.get("gone") is False:
            wanted["closed_at"] = None
        changes = {name: value for name, value in wanted.items() if getattr(lead, name) != value}
        created, answered = (changes.get(name, getattr(lead, name)) for name in ("created_at", "answered_at"))
        if isinstance(answered, dt.datetime) and isinstance(created, dt.datetime) and answered < created:
            raise WrongLine("it was answered before it came in.", field="answered_at")
        for name, value in changes.items():
            setattr(lead, name, value)
        return bool(changes)
