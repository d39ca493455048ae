"""Activities that a CRM tells event by event: counted once they took place, taken back when that is undone there."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.core.changes import follow_changes
from bot.core.members import local_date
from bot.core.vocabulary import MetricsByWord
from bot.exchange.activities import OF_DEALS, said_of
from bot.exchange.activity_status import ActivitySigns, Counting, why_not
from bot.exchange.days import day_of, read_day
from bot.exchange.facts import Facts, Value, read_facts
from bot.exchange.identity import ACTIVITY, RecordId, record_id
from bot.exchange.items import CHANGED, KNOWN, NEW, NOT_YET, Taken
from bot.exchange.problems import WrongLine
from bot.exchange.records import Records
from bot.log.duplicates import BY_HAND, mark_doubles
from storage import activities, sources
from storage.outside import Record
from storage.tables import Activity, Member, Metric, Source, Workspace

TAKEN_BACK = "taken_back"
"""Whether it was undone here because the CRM took it back."""
FIELDS = frozenset(
    ("owner", "metric", "on", "due", "account", "note", "outcome", "status", "held", "direction", "gone", "needs")
)
"""`on` is the day or the instant of it; `needs` names the sign without which nobody knows whether it took place."""


@dataclass(frozen=True)
class ActivitySaid:
    """What an event says of an activity, by field; what it says nothing of stays."""

    external_id: str
    told_by: str
    fields: Mapping[str, Value]
    at: dt.datetime
    times: Mapping[str, dt.datetime] = field(default_factory=dict)


class ActivityEvents:
    """Follows events, one after the other."""

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        now: dt.datetime,
        *,
        counting: Counting,
        find_owner: Callable[[str], Member],
    ) -> None:
        self._session, self._workspace, self._now = session, workspace, now
        self._counting, self._find_owner = counting, find_owner
        self._metrics = MetricsByWord(session, workspace=workspace)

    def take(self, said: ActivitySaid) -> Taken:
        """Follow one event. Raises WrongLine for what can never be taken."""
        own = record_id(said.external_id, kind=ACTIVITY, source=said.told_by)
        records = Records(self._session, self._workspace, ACTIVITY, [own])
        record = records.find(own)
        row_id = record.row_id if record is not None else None
        entry = next(iter(sources.entries_by_id(self._session, ids=[row_id])), None) if row_id is not None else None
        facts = before = read_facts(record.said) if record is not None else Facts()
        _, file_at = said_of(record) if record is not None and not before.said else ("", None)
        news: set[str] = set()
        for name, value in said.fields.items():
            at = said.times.get(name, said.at)
            facts, is_news = facts.told(name, value, at, again=False)
            news |= {name} if is_news and (file_at is None or at >= file_at) else set()
        taken, facts, entry = self._follow(own, facts, frozenset(news), entry)
        records.put(Record(own.source, own.own, entry.id if entry is not None else None, facts.written()))
        records.keep(self._now)
        return taken

    def _follow(
        self, own: RecordId, facts: Facts, news: frozenset[str], entry: Activity | None
    ) -> tuple[Taken, Facts, Activity | None]:
        why = self._why_not(facts, entry)
        if why:
            if entry is None or entry.undone_at is not None or not news:
                return Taken(entry.id if entry is not None else 0, own.text, NOT_YET, why), facts, entry
            self._change(entry, undone_at=self._now)
            facts, _ = facts.told(TAKEN_BACK, True, self._now, again=True)
            return Taken(entry.id, own.text, CHANGED, notes=(f"{why} It is taken back here.",)), facts, entry
        if entry is None:
            entry = self._new(own, facts)
            return Taken(entry.id, own.text, NEW), facts, entry
        if entry.undone_at is not None and facts.get(TAKEN_BACK) is not True:
            return Taken(entry.id, own.text, KNOWN), facts, entry
        wanted = self._wanted(facts, news, entry)
        changes = {name: value for name, value in wanted.items() if getattr(entry, name) != value}
        if entry.undone_at is not None:
            changes["undone_at"] = None
            facts, _ = facts.told(TAKEN_BACK, False, self._now, again=True)
        if not changes:
            return Taken(entry.id, own.text, KNOWN), facts, entry
        if entry.same_as is not None and changes.keys() - {"note", "outcome"}:
            changes["same_as"] = None
        self._change(entry, **changes)
        return Taken(entry.id, own.text, CHANGED), facts, entry

    def _why_not(self, facts: Facts, entry: Activity | None) -> str:
        if facts.get("gone") is True:
            return "it's deleted there."
        signs = ActivitySigns(
            status=_text(facts, "status"),
            held=_text(facts, "held"),
            direction=_text(facts, "direction"),
            outcome=_text(facts, "outcome"),
        )
        why = why_not(signs, _text(facts, "metric"), self._counting)
        if why:
            return why
        needs = _text(facts, "needs")
        if needs and not _text(facts, needs) and entry is None:
            return f"it doesn't say if it took place: let {_text(facts, 'needs_name')} be sent too."
        on = facts.get("on")
        if on is not None and isinstance(instant := read_day(str(on)), dt.datetime) and instant > self._now:
            return "it is to come: it counts when it is sent again as done."
        if facts.get("owner") is None and entry is None:
            return "it has no owner yet: what was said of it is kept."
        return ""

    def _new(self, own: RecordId, facts: Facts) -> Activity:
        member = self._find_owner(_text(facts, "owner"))
        entry = Activity(
            workspace_id=self._workspace.id,
            member_id=member.id,
            metric_id=self._metric(facts).id,
            quantity=1,
            local_date=self._day(facts, member),
            account=_text(facts, "account"),
            note=_text(facts, "note"),
            outcome=_text(facts, "outcome"),
            source=Source.API,
            external_id=own.text,
            logged_at=self._now,
        )
        mark_doubles(self._session, [entry], told_by=BY_HAND)
        activities.add_activities(self._session, activities=[entry])
        self._follow_change([(entry.member_id, entry.metric_id, entry.local_date)])
        return entry

    def _wanted(self, facts: Facts, news: frozenset[str], entry: Activity) -> dict[str, object]:
        wanted: dict[str, object] = {}
        member = self._find_owner(_text(facts, "owner")) if facts.get("owner") is not None else None
        if "owner" in news and member is not None:
            wanted["member_id"] = member.id
        if "metric" in news:
            wanted["metric_id"] = self._metric(facts).id
        if member is not None and (news & {"on", "due", "owner"}) and (facts.get("on") or facts.get("due")):
            wanted["local_date"] = self._day(facts, member)
        for name in ("account", "note", "outcome"):
            if name in news:
                wanted[name] = _text(facts, name)
        return wanted

    def _day(self, facts: Facts, member: Member) -> dt.date:
        """The day on which it was done: the one that is told, before the day on which it was due."""
        today = local_date(member, self._workspace, self._now)
        for name in ("on", "due"):
            said = facts.get(name)
            day = day_of(read_day(str(said)), member, self._workspace) if said is not None else None
            if day is not None and day <= today:
                return day
        since = facts.since("status") or facts.newest
        return today if since is None else min(today, local_date(member, self._workspace, since))

    def _metric(self, facts: Facts) -> Metric:
        said = _text(facts, "metric")
        metric = self._metrics.find(said)
        if metric is None or metric.key in OF_DEALS:
            known = ", ".join(each.key for each in self._metrics.metrics if each.key not in OF_DEALS)
            raise WrongLine(f"unknown metric {said!r}. There are: {known}.", field="metric")
        return metric

    def _change(self, entry: Activity, **changes: object) -> None:
        before = (entry.member_id, entry.metric_id, entry.local_date)
        activities.change_activity(self._session, activity=entry, changed_by=None, now=self._now, **changes)
        self._follow_change([before, (entry.member_id, entry.metric_id, entry.local_date)])

    def _follow_change(self, touched: list[tuple[int, int, dt.date]]) -> None:
        follow_changes(self._session, workspace=self._workspace, touched=touched, now=self._now)


def _text(facts: Facts, name: str) -> str:
    return str(facts.get(name) or "")
