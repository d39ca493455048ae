"""What is sent to the API and what it answers."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

MOST_ITEMS = 500


def _text(longest: int, shortest: int = 0) -> StringConstraints:
    # PostgreSQL has no NUL in text.
    return StringConstraints(max_length=longest, min_length=shortest, pattern=r"^[^\x00]*$")


Who = Annotated[str, _text(254, 1), Field(description="Email address, Slack ID, full name, or an alias.")]
Account = Annotated[str, _text(200), Field(description="The company it was with.")]
ExternalId = Annotated[
    str, _text(200, 1), Field(description="Its id where it comes from: sent again, it is taken once.")
]
Amount = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,13}(\.[0-9]{1,4})?$", max_length=18),
    Field(description="A decimal number in the workspace's currency: 12500.50", examples=["12500.50"]),
]


UpdatedAt = Annotated[
    AwareDatetime, Field(description="When it was so where it comes from: an older one never overrides a newer one.")
]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _like(**example: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ActivityItem(_Sent):
    """Something that a member did."""

    model_config = _like(
        member="ana@example.com", metric="call", quantity=3, account="Acorn Supply", external_id="dialler-4711"
    )

    member: Who
    metric: Annotated[str, _text(40, 1), Field(description="Any word of a metric: call, demos.", examples=["call"])]
    quantity: Annotated[int, Field(ge=1, le=1_000_000, description="How many; one if left out.")] | None = None
    amount: Amount | None = None
    date: Annotated[dt.date, Field(description="The day where the member is; today if left out.")] | None = None
    account: Account = ""
    note: Annotated[str, _text(1000)] = ""
    outcome: Annotated[str, _text(40)] = ""
    external_id: ExternalId | None = None
    updated_at: UpdatedAt | None = None


class DealItem(_Sent):
    """An opportunity as it stands. Sent again with its external id, it is changed to what is said; what is left out
    stays."""

    model_config = _like(
        external_id="crm-17", member="ana@example.com", account="Acorn Supply", amount="12500.50", stage="quoting"
    )

    external_id: ExternalId
    member: Who | None = None
    account: Account | None = None
    amount: Amount | None = None
    currency: Annotated[str, _text(3, 3), Field(description="Of the amount; the workspace's if left out.")] | None = (
        None
    )
    stage: Annotated[str, _text(40, 1), Field(description="A stage's key or name, won or lost.")] | None = None
    opened_on: dt.date | None = None
    closed_on: Annotated[dt.date, Field(description="When it was won or lost.")] | None = None
    lost_reason: Annotated[str, _text(200)] | None = None
    updated_at: UpdatedAt | None = None


class LeadItem(_Sent):
    """Somebody who asked. Sent again with its external id, it is changed to what is said; what is left out stays."""

    model_config = _like(
        external_id="lead-9",
        member="ana@example.com",
        account="Birch & Co",
        source="website",
        created_at="2026-11-17T09:00:00Z",
    )

    external_id: ExternalId
    member: Who | None = None
    account: Account | None = None
    source: Annotated[str, _text(80), Field(description="Where it came from: website, fair, partner.")] | None = None
    created_at: AwareDatetime | None = None
    answered_at: AwareDatetime | None = None
    qualified_on: dt.date | None = None
    closed_at: AwareDatetime | None = None
    updated_at: UpdatedAt | None = None


class TrainingItem(_Sent):
    """A training or workshop, planned or had. Sent again with its external id, it is taken once."""

    model_config = _like(
        external_id="course-8",
        topic="Handling objections",
        metric="demo",
        date="2026-12-10",
        members=["ana@example.com", "ben@example.com"],
        waiting_list=True,
    )

    external_id: ExternalId
    topic: Annotated[str, _text(120, 1)]
    metric: Annotated[str, _text(40, 1), Field(description="What there should be more of.")] | None = None
    stage: Annotated[str, _text(40, 1), Field(description="Or a stage that deals should leave.")] | None = None
    date: Annotated[dt.date, Field(description="In the past for one that took place.")]
    members: Annotated[list[Who], Field(min_length=1, max_length=MOST_ITEMS)]
    manager: Annotated[str, _text(254, 1), Field(description="Who is told what followed.")] | None = None
    waiting_list: Annotated[bool, Field(description="Half on the date, half four weeks later, by lot.")] = False


class TeamGoalItem(_Sent):
    """A goal that a team has as one total. Sent again as it is, it changes nothing."""

    model_config = _like(team="Harbour", metric="revenue", amount="200000", period="month", reason="A new harbour")

    team: Annotated[str, _text(80, 1)]
    metric: Annotated[str, _text(40, 1), Field(description="Any word of a metric: calls, revenue.")]
    period: Literal["day", "week", "month", "quarter", "year"]
    target: Annotated[int, Field(ge=1, le=1_000_000_000, description="Of a counted metric.")] | None = None
    amount: Amount | None = None
    starts: Annotated[dt.date, Field(description="From when it holds; today if left out.")] | None = None
    reason: Annotated[str, _text(300)] = ""


class TrainingBatch(_Sent):
    """Trainings that are stored together, or none of them."""

    items: Annotated[list[TrainingItem], Field(min_length=1, max_length=50)]


class TeamGoalBatch(_Sent):
    """Teams' goals that are set together, or none of them."""

    items: Annotated[list[TeamGoalItem], Field(min_length=1, max_length=MOST_ITEMS)]


class ActivityBatch(_Sent):
    """Entries that are stored together, or none of them."""

    items: Annotated[list[ActivityItem], Field(min_length=1, max_length=MOST_ITEMS)]


class DealBatch(_Sent):
    """Deals that are stored together, or none of them."""

    items: Annotated[list[DealItem], Field(min_length=1, max_length=MOST_ITEMS)]


class LeadBatch(_Sent):
    """Leads that are stored together, or none of them."""

    items: Annotated[list[LeadItem], Field(min_length=1, max_length=MOST_ITEMS)]


class TakenItem(BaseModel):
    """What became of an item: new, changed, or known already."""

    id: int
    external_id: str | None
    state: Literal["new", "changed", "known"]


class TakenBatch(BaseModel):
    """What became of each item, in the order in which they were sent."""

    items: list[TakenItem]


class StoredActivity(BaseModel):
    """An entry that came by the API, as it stands."""

    id: int
    external_id: str | None
    member: str
    metric: str
    quantity: int | None
    amount: str | None
    date: dt.date
    account: str
    note: str
    outcome: str
    undone: bool


class StoredDeal(BaseModel):
    """A deal with an external id, as it stands."""

    id: int
    external_id: str
    member: str
    account: str
    amount: str
    stage: str
    opened_on: dt.date | None
    closed_on: dt.date | None
    lost_reason: str


class StoredLead(BaseModel):
    """A lead with an external id, as it stands."""

    id: int
    external_id: str
    member: str | None
    account: str
    source: str
    created_at: dt.datetime
    answered_at: dt.datetime | None
    qualified_on: dt.date | None
    closed_at: dt.datetime | None


class TrainingPerson(BaseModel):
    """Who has a training, and when; who waits has it four weeks after the others."""

    member: str
    date: dt.date
    waits: bool


class TrainingFinding(BaseModel):
    """What a training was followed by: 28 days for the halves of a waiting list, else 30, 60, 90 or 120.

    `difference`, `low` and `high` are shares (0.2 is 20 % more than the others), null where too few could be compared.
    """

    days: int
    checked_on: dt.date
    finding: str
    people: int
    others: int
    difference: float | None
    low: float | None
    high: float | None
    refresher_due: bool


class StoredTraining(BaseModel):
    """A training that came by the API, with what was found."""

    id: int
    external_id: str
    topic: str
    metric: str | None
    stage: str | None
    draw: str
    people: list[TrainingPerson]
    checks: list[TrainingFinding]


class TeamGoalNow(BaseModel):
    """A goal that a team has as one total, as it stands today; `amount`s of a metric of money, counts of any other."""

    team: str
    metric: str
    period: str
    starts: dt.date
    period_starts: dt.date
    period_ends: dt.date
    target: int | None
    done: int | None
    target_amount: str | None
    done_amount: str | None
    shared_deals: int


class TeamGoalsNow(BaseModel):
    """The goals that teams have as one total today."""

    items: list[TeamGoalNow]


class TeamGoalsTaken(BaseModel):
    """What became of each item, in the order in which they were sent."""

    states: list[Literal["new", "changed", "known"]]


class Ignored(BaseModel):
    """An event that brought nothing, and why."""

    event: str
    why: str


class HookAnswer(BaseModel):
    """What became of a CRM's events. What was ignored need not be sent again; notes are of what was taken."""

    taken: list[TakenItem]
    ignored: list[Ignored]
    notes: list[Ignored] = []


class FieldProblem(BaseModel):
    """What is wrong with one field of one item."""

    item: int | None = None
    field: str
    detail: str


class ProblemDetails(BaseModel):
    """What went wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def decimal_of(amount: str | None) -> Decimal | None:
    """The amount as a number."""
    return None if amount is None else Decimal(amount)
