"""The form for a goal: filled in, looked at, and saved."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, change_modal, take_submission
from bot.core.members import find_meant, viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Block
from bot.core.words.periods import a_period
from bot.goals.adoption import OutcomeGoal, WayToGoal, adopt_way, way_to_goal
from bot.goals.drafts import TOTAL, GoalDraft, goal_choices, group_of, is_group, sets_goals, with_target
from bot.goals.requests import propose_draft, review_draft, save_draft
from bot.goals.team_breakdown import TeamWay, adopt_for_group, way_of_group
from bot.goals.team_totals import save_total_draft
from bot.goals.words.breakdown import SAFE, WAY, adopted_view, way_view
from bot.goals.words.form import (
    BACK,
    FORM,
    PLAN,
    REVIEW,
    USE_PROPOSED,
    draft_of,
    form_view,
    plan_carried,
    proposed_view,
    review_view,
    saved_view,
)
from bot.goals.words.team_breakdown import team_way_view
from bot.goals.words.team_totals import total_saved_view
from metrics.periods import PeriodKind
from storage.tables import Metric


def register(app: App, context: Context) -> None:
    """Register the form, its second view and the buttons there."""

    @app.view(FORM)
    def filled_in(ack: Ack, body: dict[str, Any]) -> None:
        proposal = int(carried_by(body["view"]).get("a") or 0)
        take_submission(
            context,
            ack,
            body,
            lambda here, values: _review(here, draft_of(dict(values), me=here.member.slack_user_id, proposal=proposal)),
            first_field="metric",
        )

    @app.view(REVIEW)
    def confirmed(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(context, ack, body, lambda here, _values: _save(here, carried))

    @app.action(USE_PROPOSED)
    def use_proposed(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        draft = GoalDraft.from_carried(carried_by(body["view"]))
        change_modal(
            context,
            client,
            body,
            lambda here: _review(
                here,
                with_target(here, draft=draft, target=int(action["value"])),
            ),
        )

    @app.action(BACK)
    def back(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        draft = GoalDraft.from_carried(carried_by(body["view"]))
        change_modal(context, client, body, lambda here: form_for(here, draft))

    @app.action(PLAN)
    def plan(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        carried = carried_by(body["view"])
        change_modal(context, client, body, lambda here: way_block(here, carried))

    @app.view(WAY)
    def adopted(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(
            context,
            ack,
            body,
            lambda here, values: _adopt(here, carried, safe=values.get("chance") == SAFE),
            first_field="chance",
        )


def _save(here: Visit, carried: Values) -> Block:
    draft, viewer = GoalDraft.from_carried(carried), _viewer(here)
    if not sets_goals(here, viewer=viewer):
        propose_draft(here, member=here.member, draft=draft)
        return proposed_view(here.language)
    done = save_draft(here, viewer=viewer, draft=draft)
    return saved_view(done, plan_carried(draft, done), here.language)


def way_block(here: Visit, carried: Values) -> Block:
    """The view of the way to the goal that a view carries, or to the one that its owner has."""
    way = _way(here, carried)
    view = way_view if isinstance(way, WayToGoal) else team_way_view
    return view(way, here.language, carried=dict(carried))  # type: ignore[arg-type]


def _way(here: Visit, carried: Values) -> WayToGoal | TeamWay:
    whose, goal = str(carried.get("w") or ""), OutcomeGoal.from_carried(carried)
    viewer = _viewer(here)
    if not is_group(whose):
        member = find_meant(here.session, workspace=here.workspace, slack_user_id=whose)
        return way_to_goal(here, viewer=viewer, member=member, goal=goal)
    owner = group_of(here, whose=whose)
    return way_of_group(here, viewer=viewer, owner=owner, goal=goal)


def _adopt(here: Visit, carried: Values, *, safe: bool) -> Block:
    way = _way(here, carried)
    viewer = _viewer(here)
    if isinstance(way, WayToGoal):
        reason = _reason(here, way.outcome.metric, way.plan.target, way.kind)
        done = adopt_way(here, viewer=viewer, way=way, safe=safe, reason=reason)
    else:
        reason = _reason(here, way.outcome.metric, way.total, way.goal.kind)
        done = adopt_for_group(here, viewer=viewer, way=way, safe=safe, reason=reason)
    return adopted_view(done, here.language)


def _reason(here: Visit, metric: Metric, target: int, kind: PeriodKind) -> str:
    goal = here.language.things(metric, target)
    return here.language("Plan for {goal} {period}", goal=goal, period=a_period(kind, here.language))


def form_for(here: Visit, draft: GoalDraft | None = None) -> Block:
    """The form for whoever is there, filled in with a draft or empty."""
    choices = goal_choices(here, viewer=_viewer(here), today=here.today)
    return form_view(choices, draft, here.language, today=here.today.isoformat())


def _review(here: Visit, draft: GoalDraft) -> Block:
    viewer = _viewer(here)
    if draft.whose.startswith(TOTAL):
        return total_saved_view(save_total_draft(here, viewer=viewer, draft=draft), here.language)
    reviewed = review_draft(here, viewer=viewer, draft=draft)
    proposes = not sets_goals(here, viewer=viewer)
    return review_view(reviewed, here.language, proposes=proposes)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
