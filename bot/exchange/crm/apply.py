"""What a CRM's events bring: each by itself, in the order in which it happened; what cannot be taken says why."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_precision

from bot.core.members import latest_date
from bot.core.settings import Settings
from bot.core.work import Work
from bot.exchange.activity_events import FIELDS, ActivityEvents, ActivitySaid
from bot.exchange.activity_items import active_member
from bot.exchange.activity_status import Counting
from bot.exchange.crm.events import Event, MergeEvent, NoEvent, RecordEvent, Said, in_turn
from bot.exchange.days import Day, write_day
from bot.exchange.deal_changes import UNKNOWN, DealRules
from bot.exchange.deals import DealSaid, merge_deals, store_deals
from bot.exchange.facts import Value
from bot.exchange.identity import ACTIVITY, DEAL, LEAD, SALESFORCE
from bot.exchange.items import KNOWN, NOT_YET, Taken, WrongItems
from bot.exchange.leads import LeadSaid, store_leads
from bot.exchange.problems import ForbiddenMember, WrongLine
from bot.exchange.stage_names import StageWords, stage_pairs
from bot.exchange.values import EARLIEST
from bot.exchange.who import Directory
from storage.tables import Member

SCOPES: Mapping[str, str] = {DEAL: "deals", LEAD: "leads", ACTIVITY: "activities"}
AHEAD = dt.timedelta(days=1)
"""So far ahead a clock may be."""


class NotInScope(WrongLine):
    """The token may not write what the event is about."""


@dataclass
class Applied:
    """What came of a request's events."""

    taken: list[Taken] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    """(event, why)."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(event, what its sender should know of what was taken)."""
    refused: list[WrongLine] = field(default_factory=list)
    """What nobody may write."""


class Applying:
    """Follows the events of one request."""

    def __init__(self, work: Work, settings: Settings, scopes: Collection[str]) -> None:
        """Raises WrongLine for settings that are no stages."""
        self._work, self._scopes = work, scopes
        self._directory = Directory(work.session, work.workspace)
        self._words = StageWords(work.session, work.workspace, stage_pairs(settings.pacer_crm_stages))
        self._rules = DealRules(
            again=False,
            waits=True,
            keep_deleted=settings.pacer_crm_keep_deleted,
            move_won=settings.pacer_crm_move_won,
        )
        self._activities = ActivityEvents(
            work.session,
            work.workspace,
            work.now,
            counting=Counting(inbound=settings.pacer_crm_inbound, missed=settings.pacer_crm_missed),
            find_owner=self._owner,
        )

    def apply(self, events: Sequence[Event]) -> Applied:
        """Follow them; events about one record are answered as one."""
        done = Applied()
        last: dict[tuple[str, str], tuple[str, Taken]] = {}
        for event in in_turn(events, self._work.now):
            if isinstance(event, NoEvent):
                done.ignored.append((event.event, event.why))
                continue
            try:
                self._require(SCOPES[event.kind])
                found = self._merge(event) if isinstance(event, MergeEvent) else [self._take(event, done)]
            except WrongItems as wrong:
                done.ignored.extend((event.event, each.why) for each in wrong.problems)
                done.refused.extend(
                    ForbiddenMember(each.why, member_id=each.forbidden) for each in wrong.problems if each.forbidden
                )
                continue
            except WrongLine as problem:
                if isinstance(problem, NotInScope | ForbiddenMember):
                    done.refused.append(problem)
                done.ignored.append((event.event, problem.why))
                continue
            for taken in found:
                key = (event.kind, taken.external_id or "")
                before = last.pop(key, None)
                state = taken.state
                if before is not None and state in (KNOWN, "changed") and before[1].state not in (KNOWN, NOT_YET):
                    state = before[1].state
                last[key] = (event.event, Taken(taken.id, taken.external_id, state, taken.why))
                done.notes.extend((event.event, note) for note in taken.notes)
        for name, taken in last.values():
            if taken.state == NOT_YET:
                done.ignored.append((name, taken.why))
            else:
                done.taken.append(taken)
        done.notes = list(dict.fromkeys(done.notes))
        return done

    def _require(self, scope: str) -> None:
        if scope not in self._scopes:
            raise NotInScope(f"this token may not write {scope}.")

    def _take(self, event: RecordEvent, done: Applied) -> Taken:
        # What is wrong with one of its fields keeps the others from nothing.
        done.ignored.extend((event.event, why) for why in event.problems)
        match event.kind:
            case "deal":
                said, unknown = self._deal(event)
                (taken,) = store_deals(
                    self._work.session,
                    workspace=self._work.workspace,
                    said=[said],
                    first_stage=self._words.first,
                    now=self._work.now,
                    rules=self._rules,
                    find_owner=self._owner,
                )
                if taken.state != NOT_YET:
                    done.ignored.extend((event.event, why) for why in unknown)
                    stage = said.stage or ""
                    if stage.startswith(UNKNOWN):
                        done.ignored.extend((event.event, note) for note in taken.notes if "stage" in note)
                        taken = Taken(
                            taken.id,
                            taken.external_id,
                            taken.state,
                            "",
                            tuple(n for n in taken.notes if "stage" not in n),
                        )
                return taken
            case "lead":
                return self._lead(event)
            case _:
                return self._activities.take(self._activity(event))

    def _merge(self, event: MergeEvent) -> list[Taken]:
        if event.kind != DEAL:
            raise WrongLine("is not kept")
        return merge_deals(
            self._work.session,
            workspace=self._work.workspace,
            source=event.source,
            into=event.into,
            gone=event.gone,
            at=self._at(event.at),
            first_stage=self._words.first,
            now=self._work.now,
            rules=self._rules,
        )

    def _deal(self, event: RecordEvent) -> tuple[DealSaid, list[str]]:
        fields, problems = event.fields, list[str]()
        owner, name = self._known_owner(fields, problems)
        amount = fields.get("amount")
        stage = self._stage(fields.get("stage"))
        return (
            DealSaid(
                external_id=event.own,
                told_by=event.source,
                member=owner,
                owner=None if owner is not None else name,
                account=_text(fields, "account"),
                amount_minor=self._minor(amount) if isinstance(amount, Decimal) else None,
                currency=_text(fields, "currency"),
                stage=stage,
                opened_on=self._day(fields, "opened", may_come=False),
                closed_on=self._day(fields, "closed", may_come=True),
                lost_reason=_text(fields, "lost_reason"),
                gone=fields["gone"] is True if "gone" in fields else None,
                cleared=_cleared(fields) - {"currency", "stage", "opened"},
                at=self._at(event.at),
                times={name: self._at(at) for name, at in event.times.items()},
            ),
            problems,
        )

    def _lead(self, event: RecordEvent) -> Taken:
        fields = event.fields
        problems = list[str]()
        owner, _ = self._known_owner(fields, problems)
        if problems:
            raise WrongLine(problems[0])
        said = LeadSaid(
            external_id=event.own,
            told_by=event.source,
            member=owner,
            account=_text(fields, "account"),
            source=_text(fields, "source"),
            created_at=self._day(fields, "created", may_come=False),
            answered_at=self._day(fields, "answered", may_come=False),
            qualified_on=self._day(fields, "qualified", may_come=False),
            gone=fields["gone"] is True if "gone" in fields else None,
            cleared=_cleared(fields) - {"created"},
            at=self._at(event.at),
            times={name: self._at(at) for name, at in event.times.items()},
        )
        session, workspace, now = self._work.session, self._work.workspace, self._work.now
        return store_leads(session, workspace=workspace, said=[said], now=now, again=False)[0]

    def _activity(self, event: RecordEvent) -> ActivitySaid:
        fields: dict[str, Value] = {}
        for name, value in event.fields.items():
            if name not in FIELDS and name != "needs_name":
                continue
            if name in ("on", "due") and isinstance(value, dt.date):
                fields[name] = write_day(value)
            elif value is None or isinstance(value, bool | str):
                fields[name] = value
        if event.fields.get("owner") is not None:
            self._owner(str(event.fields["owner"]))
        times = {name: self._at(at) for name, at in event.times.items()}
        return ActivitySaid(event.own, event.source, fields, self._at(event.at), times)

    def _owner(self, said: str) -> Member:
        """The member whom a CRM means by its owner's id. Raises WrongLine."""
        try:
            return active_member(self._directory, said)
        except ForbiddenMember:
            raise
        except WrongLine:
            if not said.startswith(f"{SALESFORCE}:"):
                raise
            try:
                return active_member(self._directory, said[:-3])
            except WrongLine:
                return active_member(self._directory, said)

    def _known_owner(self, fields: Mapping[str, Said], problems: list[str]) -> tuple[Member | None, str | None]:
        """(the owner, their name there); somebody whom nobody knows yet is a problem of its own."""
        name = fields.get("owner")
        if name is None:
            return None, None
        try:
            return self._owner(str(name)), str(name)
        except ForbiddenMember:
            raise
        except WrongLine as problem:
            problems.append(problem.why)
            return None, str(name)

    def _stage(self, said: Said) -> str | None:
        if not isinstance(said, str):
            return None
        return self._words.find_or_none(said) or f"{UNKNOWN}{said}"

    def _minor(self, amount: Decimal) -> int:
        minor = amount.scaleb(get_currency_precision(self._work.workspace.currency))
        return int(minor.to_integral_value(rounding=ROUND_HALF_EVEN))

    def _day(self, fields: Mapping[str, Said], name: str, *, may_come: bool) -> Day | None:
        """The day or instant. Raises WrongLine for one that cannot be, and for one to come that must be past."""
        said = fields.get(name)
        if not isinstance(said, dt.date):
            return None
        if said.year < EARLIEST:
            raise WrongLine(f"{said} is before the year {EARLIEST}.", field=name)
        latest = self._work.now + AHEAD
        if not may_come and (said > latest if isinstance(said, dt.datetime) else said > latest_date(latest)):
            raise WrongLine(f"{said} is in the future.", field=name)
        return said

    def _at(self, at: dt.datetime | None) -> dt.datetime:
        """When it was so there; a clock that is ahead says nothing of the future."""
        return self._work.now if at is None else min(at, self._work.now)


def _text(fields: Mapping[str, Said], name: str) -> str | None:
    value = fields.get(name)
    return str(value) if value is not None else None


def _cleared(fields: Mapping[str, Said]) -> frozenset[str]:
    return frozenset(name for name, value in fields.items() if value is None)
