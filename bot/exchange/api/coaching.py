"""`/api/v1/trainings` and `/api/v1/team-goals`: what a learning platform or a planning tool tells of coaching."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.core.failures import Failure
from bot.core.text.vocabulary import fold_words
from bot.core.vocabulary import MetricsByWord
from bot.exchange.activity_items import active_member, minor_units
from bot.exchange.api.activities import said_of
from bot.exchange.api.models import (
    StoredTraining,
    TakenBatch,
    TeamGoalBatch,
    TeamGoalItem,
    TeamGoalNow,
    TeamGoalsNow,
    TeamGoalsTaken,
    TrainingBatch,
    TrainingFinding,
    TrainingItem,
    TrainingPerson,
    decimal_of,
)
from bot.exchange.api.operations import Answer, Call, Operation
from bot.exchange.api.problems import Problem
from bot.exchange.files.exports import known_as, plain_amount
from bot.exchange.items import KNOWN, NEW, Taken, read_items
from bot.exchange.problems import WrongLine
from bot.exchange.who import Directory
from bot.goals.team_totals import set_team_total
from bot.pipeline.stages import stage_names
from bot.standings.commitments import Measure
from bot.standings.team_totals import TeamTotalNow, totals_now
from bot.standings.trainings import Plan, load_trainings, plan_training
from metrics.periods import PeriodKind
from storage import memberships, team_totals, trainings
from storage.tables import Member, Metric, Team, Unit

FIELDS = {"people": "members", "measure": "metric", "starts": "starts"}
"""Fields of Slack's forms, as the API calls them."""
Row = TypeVar("Row")


def post_trainings(call: Call, batch: TrainingBatch) -> Answer:
    """Plan trainings or note those that took place, all or none."""
    directory, metrics = Directory(call.session, call.workspace), MetricsByWord(call.session, workspace=call.workspace)
    taken = read_items(batch.items, lambda item: _training(item, call, directory, metrics))
    return said_of(tuple(taken))


def get_training(call: Call, _body: None) -> Answer:
    """A training that came by the API, with what was found."""
    stored = trainings.find_training(call.session, workspace_id=call.workspace_id, training_id=call.key or 0)
    if stored is None or stored.external_id is None or stored.cancelled_at is not None:
        raise Problem(404, "There is no training with this id that came by the API.")
    training = load_trainings(call, [stored])[stored.id]
    measure = training.measure
    found = StoredTraining(
        id=stored.id,
        external_id=stored.external_id,
        topic=stored.topic,
        metric=measure.key if isinstance(measure, Metric) else None,
        stage=None if isinstance(measure, Metric) else measure.key,
        draw=stored.draw,
        people=[
            TrainingPerson(member=known_as(each.member), date=each.place.date, waits=each.place.waits)
            for each in training.places
        ],
        checks=[
            TrainingFinding(
                days=check.days,
                checked_on=check.checked_on,
                finding=check.finding.value,
                people=check.people,
                others=check.others,
                difference=check.difference,
                low=check.low,
                high=check.high,
                refresher_due=check.refresher_due,
            )
            for check in training.checks
        ],
    )
    return Answer(200, found)


def post_team_goals(call: Call, batch: TeamGoalBatch) -> Answer:
    """Set teams' goals as one total, all or none."""
    metrics = MetricsByWord(call.session, workspace=call.workspace)
    teams = {
        fold_words(team.name): team for team in memberships.list_teams(call.session, workspace_id=call.workspace_id)
    }
    states = read_items(batch.items, lambda item: _team_goal(item, call, teams, metrics))
    return Answer(201 if NEW in states else 200, TeamGoalsTaken.model_validate({"states": states}))


def get_team_goals(call: Call, _body: None) -> Answer:
    """The goals that teams have as one total, as they stand today."""
    teams = memberships.list_teams(call.session, workspace_id=call.workspace_id)
    found = totals_now(call, teams=teams, date=call.today_of(None))
    return Answer(200, TeamGoalsNow(items=[_said(call, each) for some in found.values() for each in some]))


def _training(item: TrainingItem, call: Call, directory: Directory, metrics: MetricsByWord) -> Taken:
    known = trainings.find_training(call.session, workspace_id=call.workspace_id, external_id=item.external_id)
    if known is not None:
        return Taken(known.id, item.external_id, KNOWN)
    members = {each.id: each for each in (_member(directory, said, "members") for said in item.members)}
    plan = Plan(
        topic=item.topic,
        measure=_measure(item, call, metrics),
        date=item.date,
        members=list(members.values()),
        waiting_list=item.waiting_list,
        manager=_member(directory, item.manager, "manager") if item.manager is not None else None,
        external_id=item.external_id,
    )
    training = _kept(lambda: plan_training(call, viewer=None, plan=plan))
    return Taken(training.stored.id, item.external_id, NEW)


def _measure(item: TrainingItem, call: Call, metrics: MetricsByWord) -> Measure:
    if (item.metric is None) == (item.stage is None):
        raise WrongLine("send metric or stage, one of them.", field="metric")
    if item.metric is not None:
        metric = metrics.find(item.metric)
        if metric is None:
            known = ", ".join(each.key for each in metrics.metrics)
            raise WrongLine(f"unknown metric {item.metric!r}. There are: {known}.", field="metric")
        return metric
    stages = stage_names(call.session, workspace=call.workspace)
    wanted = fold_words(item.stage or "")
    stage = next((each for each in stages if wanted in (fold_words(each.key), fold_words(each.label))), None)
    if stage is None:
        known = ", ".join(each.label for each in stages)
        raise WrongLine(f"unknown stage {item.stage!r}. There are: {known}.", field="stage")
    return stage


def _team_goal(item: TeamGoalItem, call: Call, teams: dict[str, Team], metrics: MetricsByWord) -> str:
    team, metric = teams.get(fold_words(item.team)), metrics.find(item.metric)
    if team is None:
        known = ", ".join(sorted(each.name for each in teams.values())) or "none yet"
        raise WrongLine(f"unknown team {item.team!r}. Teams: {known}.", field="team")
    if metric is None:
        known = ", ".join(each.key for each in metrics.metrics)
        raise WrongLine(f"unknown metric {item.metric!r}. There are: {known}.", field="metric")
    target, period = _target(item, call, metric), PeriodKind(item.period)
    starts = item.starts or call.today_of(None)
    lasting = team_totals.totals_lasting(call.session, team_id=team.id, metric_id=metric.id, period=period, date=starts)
    held = next((each for each in lasting if each.starts <= starts), None)
    if held is not None and (held.target, held.reason) == (target, item.reason):
        return KNOWN
    _kept(
        lambda: set_team_total(
            call,
            viewer=None,
            team=team,
            metric_key=metric.key,
            period=period,
            target=target,
            starts=starts,
            reason=item.reason,
        )
    )
    return NEW if held is None else "changed"


def _target(item: TeamGoalItem, call: Call, metric: Metric) -> int:
    if metric.unit is Unit.MONEY:
        amount = decimal_of(item.amount)
        if amount is None or item.target is not None:
            raise WrongLine(f"{metric.plural} is money: send amount, not target.", field="amount")
        return minor_units(amount, call.workspace, field="amount")
    if item.target is None or item.amount is not None:
        raise WrongLine(f"{metric.plural} are counted: send target, not amount.", field="target")
    return item.target


def _member(directory: Directory, said: str, field: str) -> Member:
    try:
        return active_member(directory, said)
    except WrongLine as wrong:
        wrong.field = field
        raise


def _kept(store: Callable[[], Row]) -> Row:
    try:
        return store()
    except Failure as failure:
        raise WrongLine(str(failure), field=FIELDS.get(failure.field, failure.field)) from None


def _said(call: Call, now: TeamTotalNow) -> TeamGoalNow:
    money = now.metric.unit is Unit.MONEY
    return TeamGoalNow(
        team=now.team.name,
        metric=now.metric.key,
        period=now.stored.period.value,
        starts=now.stored.starts,
        period_starts=now.period.start,
        period_ends=now.period.end,
        target=None if money else now.target,
        done=None if money else now.done,
        target_amount=plain_amount(now.target, call.workspace) if money else None,
        done_amount=plain_amount(now.done, call.workspace) if money else None,
        shared_deals=now.total.shared,
    )


OPERATIONS: Sequence[Operation] = (
    Operation(
        method="POST",
        path="/api/v1/trainings",
        name="putTrainings",
        summary="Plan trainings, or note those that took place: all of the items, or none.",
        answer=post_trainings,
        says=TakenBatch,
        takes=TrainingBatch,
        scope="coaching",
        statuses=(200, 201),
    ),
    Operation(
        method="GET",
        path="/api/v1/trainings/{id}",
        name="getTraining",
        summary="A training that came by the API, with who has it when and what was found.",
        answer=get_training,
        says=StoredTraining,
        scope="coaching",
        statuses=(200, 404),
    ),
    Operation(
        method="POST",
        path="/api/v1/team-goals",
        name="putTeamGoals",
        summary="Set goals that teams have as one total: all of the items, or none.",
        answer=post_team_goals,
        says=TeamGoalsTaken,
        takes=TeamGoalBatch,
        scope="coaching",
        statuses=(200, 201),
    ),
    Operation(
        method="GET",
        path="/api/v1/team-goals",
        name="getTeamGoals",
        summary="The goals that teams have as one total, as they stand today.",
        answer=get_team_goals,
        says=TeamGoalsNow,
        scope="coaching",
        statuses=(200,),
    ),
)
