"""`/api/v1/activities`: entries that another program logs for members."""

from bot.exchange.activity_items import OfferedActivity, take_activities
from bot.exchange.api.models import ActivityBatch, StoredActivity, TakenBatch, TakenItem, decimal_of
from bot.exchange.api.operations import Answer, Call, Operation
from bot.exchange.api.problems import Problem
from bot.exchange.files.exports import known_as, plain_amount
from bot.exchange.items import Taken
from storage import people, sources
from storage.tables import Source, Unit


def post_activities(call: Call, batch: ActivityBatch) -> Answer:
    """Store entries, all or none."""
    offered = [
        OfferedActivity(
            member=item.member,
            metric=item.metric,
            quantity=item.quantity,
            amount=decimal_of(item.amount),
            date=item.date,
            account=item.account,
            note=item.note,
            outcome=item.outcome,
            external_id=item.external_id,
            at=item.updated_at,
        )
        for item in batch.items
    ]
    return said_of(take_activities(call.session, workspace=call.workspace, offered=offered, now=call.now))


def get_activity(call: Call, _body: None) -> Answer:
    """One entry that came by the API."""
    row = sources.find_entry(call.session, workspace_id=call.workspace_id, source=Source.API, entry_id=call.key or 0)
    if row is None:
        raise Problem(404, "No activity with this ID came in through the API.")
    metrics = call.metrics(retired=True)
    metric = next(each for each in metrics if each.id == row.metric_id)
    money = metric.unit is Unit.MONEY
    stored = StoredActivity(
        id=row.id,
        external_id=row.external_id,
        member=known_as(people.members_by_id(call.session, ids=[row.member_id])[row.member_id]),
        metric=metric.key,
        quantity=None if money else row.quantity,
        amount=plain_amount(row.quantity, call.workspace) if money else None,
        date=row.local_date,
        account=row.account,
        note=row.note,
        outcome=row.outcome,
        undone=row.undone_at is not None,
    )
    return Answer(200, stored)


def said_of(taken: tuple[Taken, ...]) -> Answer:
    """201 where anything is new, 200 where all was known."""
    items = [TakenItem.model_validate({"id": t.id, "external_id": t.external_id, "state": t.state}) for t in taken]
    return Answer(201 if any(each.state == "new" for each in taken) else 200, TakenBatch(items=items))


OPERATIONS = (
    Operation(
        method="POST",
        path="/api/v1/activities",
        name="logActivities",
        summary="Log activities for members: all of the items, or none.",
        answer=post_activities,
        says=TakenBatch,
        takes=ActivityBatch,
        scope="activities",
        statuses=(200, 201),
    ),
    Operation(
        method="GET",
        path="/api/v1/activities/{id}",
        name="getActivity",
        summary="An activity that came by the API, as it stands.",
        answer=get_activity,
        says=StoredActivity,
        scope="activities",
        statuses=(200, 404),
    ),
)
