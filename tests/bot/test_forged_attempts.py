"""Whatever somebody sends who may not, by command, button, menu or form, is refused, and noted for an admin to see.

`tests/bot/exchange/api/test_refusals.py` has the same for the API.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.core.refusals import attempts
from bot.core.settings import Settings
from bot.runtime.doors import register
from metrics.periods import PeriodKind
from storage.tables import (
    Activity,
    CoachingNote,
    Commitment,
    Deal,
    Episode,
    Goal,
    GoalProposal,
    GroupState,
    Lead,
    Member,
    OneOnOne,
    Pair,
    PairSide,
    Survey,
    SurveyGroup,
    Team,
    TeamTotal,
    Training,
)
from storage.workspaces import find_workspace
from tests.bot.modal_steps import fill_in, open_with
from tests.forged import press, submit
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office

UTC = dt.UTC
REVIEW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def story(office: Office) -> Office:
    """Ana is far behind, which her manager heard; she has an entry, a deal, a lead, and proposes a goal."""
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]
    past = [day.isoformat() for day in days if day.weekday() < 5]
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "revenue", PeriodKind.MONTH, 1_000_000)
    office.past(ANA, "call", dict.fromkeys(past, 5))
    office.play_until(REVIEW)
    office.say(ANA, "/log", "2 calls Acorn")
    office.say(ANA, "/deal", "add Acorn 5,000")
    office.say(ANA, "/deal", "lead Birch")
    open_with(office, ANA, "/goal")
    fill_in(office, ANA, metric="call", target="70", period="week")
    fill_in(office, ANA)
    office.say(ANA, "/coach", "commit 9 demos by friday")
    office.say(ANA, "/coach", "topic pricing")
    office.say(MANAGER, "/coach", f"1:1 <@{ANA}> friday 10:00")
    office.say(ANA, "/coach", f"pair <@{BEN}>")
    office.sandbox.post("command", user=MANAGER, command="/coach", text="training plan")
    office.say(MANAGER, "/goal", "team North total calls 100 a week")
    fill_in(office, MANAGER, topic="Objections", measure="metric:demo", date="2026-12-03", people=[ANA, BEN])
    with office.database.writing() as session:
        _add_results(session)
    return office


def _add_results(session: Session) -> None:
    """North answered a survey."""
    north = session.exec(select(Team).where(Team.name == "North")).one()
    survey = Survey(workspace_id=1, opened_at=REVIEW, closes_at=REVIEW, closed=True)
    session.add(survey)
    session.flush()
    shown = {"state": GroupState.SHOWN, "team_ids": str(north.id), "questions": "goal"}
    session.add(SurveyGroup(workspace_id=1, survey_id=survey.id, **shown))


class Ids:
    """What Ana has, by id, as a forger may have learned it."""

    def __init__(self, office: Office) -> None:
        with office.database.reading() as session:
            ana = session.exec(select(Member).where(Member.slack_user_id == ANA)).one()
            self.ana = ana.id
            entry = session.exec(select(Activity).where(Activity.account == "Acorn")).first()
            assert entry is not None
            self.entry, self.batch = entry.id, entry.batch
            self.deal = session.exec(select(Deal.id)).one()
            self.lead = session.exec(select(Lead.id)).one()
            self.goal = session.exec(select(Goal.id).order_by(col(Goal.id))).first()
            episode = session.exec(select(Episode).order_by(col(Episode.id))).first()
            assert episode is not None
            self.episode, self.alert = episode.id, episode.alert_delivery_id
            self.proposal = session.exec(select(GoalProposal.id)).one()
            self.commitment = session.exec(select(Commitment.id)).one()
            self.topic = session.exec(select(CoachingNote.id)).one()
            self.meeting = session.exec(select(OneOnOne.id)).one()
            self.pair = session.exec(select(Pair.id)).one()
            self.training = session.exec(select(Training.id)).one()
            self.total = session.exec(select(TeamTotal.id)).one()
            self.group = session.exec(select(SurveyGroup.id)).one()
            self.team = session.exec(select(Team.id).where(Team.name == "North")).one()
        asked = office.answer_of(ANA, "/log", "call Later Capital")
        self.asked = next(block for block in asked["blocks"] if block["type"] == "actions")["elements"][0]["value"][:-2]
        deal = office.answer_of(ANA, "/deal", "Kestrel 12k")
        self.asked_deal = next(b for b in deal["blocks"] if b["type"] == "actions")["elements"][0]["value"][:-2]


def chosen(value: object) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": str(value)}}


DRAFT = {"w": ANA, "m": "call", "p": "week", "t": "1", "f": "", "r": "", "l": "keep", "a": 0}
OF_TEAM = {**DRAFT, "w": "team:1"}
WAY = {**DRAFT, "m": "revenue", "p": "month", "t": "1000000", "f": "2026-11-01"}

Attempt = Callable[[Office, Ids], object]
COMMANDS: dict[str, tuple[str, Attempt]] = {
    "/team North": (STRANGER_MANAGER, lambda o, i: o.say(STRANGER_MANAGER, "/team", "North")),
    "/team @rep": (BEN, lambda o, i: o.say(BEN, "/team", f"<@{ANA}>")),
    "/team quality": (BEN, lambda o, i: o.say(BEN, "/team", "quality North")),
    "/team quality @rep": (BEN, lambda o, i: o.say(BEN, "/team", f"quality <@{ANA}>")),
    "/team year": (BEN, lambda o, i: o.say(BEN, "/team", "year North")),
    "/team alerts": (BEN, lambda o, i: o.say(BEN, "/team", "alerts North")),
    "/team year @rep": (STRANGER_MANAGER, lambda o, i: o.say(STRANGER_MANAGER, "/team", f"year <@{ANA}>")),
    "/goal @rep": (STRANGER_MANAGER, lambda o, i: o.say(STRANGER_MANAGER, "/goal", f"<@{ANA}> calls 1 a week")),
    "/goal team": (BEN, lambda o, i: o.say(BEN, "/goal", "team North calls 1 a week")),
    "/goal team total": (BEN, lambda o, i: o.say(BEN, "/goal", "team North total calls 1 a week")),
    "/coach @rep": (BEN, lambda o, i: o.say(BEN, "/coach", f"<@{ANA}>")),
    "/coach commit @rep": (BEN, lambda o, i: o.say(BEN, "/coach", f"commit <@{ANA}> 2 calls by friday")),
    "/coach 1:1 @rep": (
        STRANGER_MANAGER,
        lambda o, i: o.say(STRANGER_MANAGER, "/coach", f"1:1 <@{ANA}> thursday 10:00"),
    ),
    "/deal #": (BEN, lambda o, i: o.say(BEN, "/deal", f"#{i.deal} won")),
}
BUTTONS: dict[str, tuple[str, str, Callable[[Ids], object], bool]] = {
    # action: who, the whole action_id, the value, and whether it is chosen in a menu
    "^alert_settings(:menu)?$": (BEN, "alert_settings", lambda i: i.team, False),
    "^calendar_settings:": (MANAGER, "calendar_settings:0", lambda i: "", False),
    "^goal_adopt(:|$)": (BEN, "goal_adopt", lambda i: f"{i.team}:call:week:1:", False),
    "^goal_set_anyway:": (
        BEN,
        "goal_set_anyway:0",
        lambda i: f'{{"w": "{ANA}", "m": "call", "p": "week", "t": 9, "f": "2026-11-18", "r": ""}}',
        False,
    ),
    "goal_total_undo": (BEN, "goal_total_undo", lambda i: f'{{"g": {i.total}, "e": []}}', False),
    "^goal_why:": (BEN, "goal_why:call:week", lambda i: f"{ANA}:call:week", False),
    "^setup_team:": (MANAGER, "setup_team:off:1", lambda i: i.team, False),
    "^log_asked_save:": (BEN, "log_asked_save:0", lambda i: f"{i.asked}:0", False),
    "^team_filter:": (BEN, "team_filter:metric", lambda i: f"{i.team}|call|*", True),
    "^deal_as_read:": (BEN, "deal_as_read:0", lambda i: f"{i.asked_deal}:0", False),
    "alert_ack_all": (BEN, "alert_ack_all", lambda i: i.episode, False),
    "alert_row": (STRANGER_MANAGER, "alert_row", lambda i: f"talk:{i.episode}", True),
    "alert_show_all": (BEN, "alert_show_all", lambda i: i.alert, False),
    "alerts_tighten": (BEN, "alerts_tighten", lambda i: f"{i.team}:0.1", False),
    "calendar_add": (BEN, "calendar_add", lambda i: "", False),
    "calendar_days": (BEN, "calendar_days", lambda i: "", False),
    "calendar_only": (BEN, "calendar_only", lambda i: "GB", True),
    "calendar_remove": (MANAGER, "calendar_remove", lambda i: "0:2026-12-24", False),
    "calendar_scope": (STRANGER_MANAGER, "calendar_scope", lambda i: i.team, True),
    "calendar_switch": (BEN, "calendar_switch", lambda i: "GB:2026-12-25:worked", False),
    "coach_afterwards": (STRANGER_MANAGER, "coach_afterwards", lambda i: i.meeting, False),
    "coach_brief": (BEN, "coach_brief", lambda i: i.meeting, False),
    "coach_cancel": (BEN, "coach_cancel", lambda i: i.meeting, False),
    "coach_carry": (BEN, "coach_carry", lambda i: i.commitment, False),
    "coach_commit": (BEN, "coach_commit", lambda i: i.ana, False),
    "coach_file": (STRANGER_MANAGER, "coach_file", lambda i: i.meeting, False),
    "coach_help": (BEN, "coach_help", lambda i: i.ana, False),
    "coach_kept": (BEN, "coach_kept", lambda i: i.commitment, False),
    "coach_let_go": (STRANGER_MANAGER, "coach_let_go", lambda i: i.commitment, False),
    "coach_rep": (BEN, "coach_rep", lambda i: i.ana, False),
    "coach_plan": (BEN, "coach_plan", lambda i: i.ana, False),
    "coach_settings": (BEN, "coach_settings", lambda i: i.team, False),
    "coach_training": (STRANGER_MANAGER, "coach_training", lambda i: i.training, False),
    "coach_training_again": (STRANGER_MANAGER, "coach_training_again", lambda i: i.training, False),
    "coach_training_cancel": (BEN, "coach_training_cancel", lambda i: i.training, False),
    "coach_training_draw": (STRANGER_MANAGER, "coach_training_draw", lambda i: i.training, False),
    "coach_topic": (BEN, "coach_topic", lambda i: i.ana, False),
    "coach_topic_back": (BEN, "coach_topic_back", lambda i: i.topic, False),
    "customer_assumptions": (MANAGER, "customer_assumptions", lambda i: "", False),
    "deal_doubt_lost": (BEN, "deal_doubt_lost", lambda i: f"#{i.deal}", False),
    "deal_hand_over": (BEN, "deal_hand_over", lambda i: i.deal, False),
    "deal_menu": (BEN, "deal_menu", lambda i: f"won:{i.deal}", True),
    "deal_move": (BEN, "deal_move", lambda i: i.deal, False),
    "deal_move_offered": (STRANGER_MANAGER, "deal_move_offered", lambda i: f"{i.deal}:quoting", False),
    "deal_reopen": (BEN, "deal_reopen", lambda i: i.deal, False),
    "deal_same_offered": (BEN, "deal_same_offered", lambda i: f"{i.deal}:{i.deal}", False),
    "deal_undo": (BEN, "deal_undo", lambda i: i.deal, False),
    "deals_of_rep": (BEN, "deals_of_rep", lambda i: i.ana, False),
    "goal_undo": (BEN, "goal_undo", lambda i: f'{{"g": {i.goal}, "e": []}}', False),
    "^file_say:": (MANAGER, "file_say:metric", lambda i: "1|--set metric=call", True),
    "file_import": (MANAGER, "file_import", lambda i: 1, False),
    "file_decline": (BEN, "file_decline", lambda i: 1, False),
    "home_goals_file": (BEN, "home_goals_file", lambda i: "", False),
    "lead_answered": (BEN, "lead_answered", lambda i: i.lead, False),
    "asked_drop": (BEN, "asked_drop", lambda i: i.asked, False),
    "deal_doubt_edit": (BEN, "deal_doubt_edit", lambda i: f"{i.asked_deal}:0", False),
    "log_asked_edit": (BEN, "log_asked_edit", lambda i: f"{i.asked}:0", False),
    "log_edit": (BEN, "log_edit", lambda i: i.entry, False),
    "log_edit_some": (BEN, "log_edit_some", lambda i: i.batch, False),
    "log_entry": (BEN, "log_entry", lambda i: f"delete:{i.entry}:0", True),
    "log_redo": (BEN, "log_redo", lambda i: i.batch, False),
    "log_restore": (BEN, "log_restore", lambda i: i.entry, False),
    "log_two": (BEN, "log_two", lambda i: i.entry, False),
    "log_two_told": (BEN, "log_two_told", lambda i: i.entry, False),
    "log_undo": (BEN, "log_undo", lambda i: i.batch, False),
    "metrics_add": (MANAGER, "metrics_add", lambda i: "", False),
    "metrics_edit": (MANAGER, "metrics_edit", lambda i: "call", False),
    "metrics_list": (MANAGER, "metrics_list", lambda i: "", False),
    "metrics_update": (MANAGER, "metrics_update", lambda i: "", False),
    "pair_talk": (CLEO, "pair_talk", lambda i: i.pair, False),
    "pair_watch": (MANAGER, "pair_watch", lambda i: i.pair, False),
    "pair_no": (STRANGER_MANAGER, "pair_no", lambda i: i.pair, False),
    "pair_sheet": (MANAGER, "pair_sheet", lambda i: i.pair, False),
    "pair_helped": (CLEO, "pair_helped", lambda i: i.pair, False),
    "pair_no_help": (CLEO, "pair_no_help", lambda i: i.pair, False),
    "pair_later": (CLEO, "pair_later", lambda i: i.pair, False),
    "pair_not_met": (ADMIN, "pair_not_met", lambda i: i.pair, False),
    "survey_promise": (STRANGER_MANAGER, "survey_promise", lambda i: i.group, False),
    "playbook_edit": (BEN, "playbook_edit", lambda i: "prospecting", False),
    "progress_more": (BEN, "progress_more", lambda i: f"{ANA}:0", False),
    "proposal_approve": (STRANGER_MANAGER, "proposal_approve", lambda i: i.proposal, False),
    "proposal_change": (BEN, "proposal_change", lambda i: i.proposal, False),
    "proposal_decline": (BEN, "proposal_decline", lambda i: i.proposal, False),
    **{
        f"setup_{step}": (MANAGER, f"setup_{step}", lambda i: "", False)
        for step in ("channel", "holidays", "live", "metrics", "pause", "people", "preview", "resume", "status", "time")
    },
    "^team_closer(:one)?$": (BEN, "team_closer", lambda i: i.ana, True),
    "alerts_open": (BEN, "alerts_open", lambda i: i.team, False),
    "team_view": (BEN, "team_view", lambda i: i.team, False),
    "team_file": (BEN, "team_file", lambda i: i.team, False),
    "team_quality": (BEN, "team_quality", lambda i: i.team, False),
    "why_day": (BEN, "why_day", lambda i: f"{ANA}:call:2026-11-17", True),
}
FORMS: dict[str, tuple[str, Callable[[Ids], Any], dict[str, Any]]] = {
    "alert_assign": (BEN, lambda i: {"episode": i.episode}, {"who": chosen(1)}),
    "alert_dismiss": (STRANGER_MANAGER, lambda i: {"episode": i.episode}, {"reason": chosen("goal")}),
    "alert_settings_save": (BEN, lambda i: {"team": i.team}, {"where": chosen("dm"), "threshold": chosen("0.05")}),
    "calendar_add_form": (
        MANAGER,
        lambda i: {"team": "0"},
        {"whose": chosen("0"), "name": "Retreat", "first": "2026-12-24", "part": chosen("whole")},
    ),
    "calendar_settings_form": (STRANGER_MANAGER, lambda i: {"team": str(i.team)}, {"country": chosen("GB")}),
    "coach_afterwards_form": (STRANGER_MANAGER, lambda i: {"meeting": i.meeting}, {"shared": "x", "private": ""}),
    "coach_commit_form": (
        BEN,
        lambda i: {"member": i.ana},
        {"measure:1": chosen("metric:call"), "target:1": "2", "due:1": "2026-11-20"},
    ),
    "coach_meeting_form": (
        STRANGER_MANAGER,
        lambda i: {},
        {
            "rep": {"type": "users_select", "selected_user": ANA},
            "date": "2026-11-20",
            "at": "10:00",
            "rhythm": chosen("1"),
        },
    ),
    "coach_settings_form": (BEN, lambda i: {"team": i.team}, {"parts": ""}),
    "coach_training_form": (
        STRANGER_MANAGER,
        lambda i: {"again": 0},
        {
            "topic": "x",
            "measure": chosen("metric:call"),
            "date": "2026-12-01",
            "people": {"type": "multi_users_select", "selected_users": [ANA]},
            "how": chosen("together"),
        },
    ),
    "coach_topic_form": (BEN, lambda i: {"member": i.ana}, {"words": "x"}),
    "customer_assumptions_form": (
        MANAGER,
        lambda i: {},
        {"margin": "50", "kept": "80", "years": "5", "discount": "10", "source": "us"},
    ),
    "deal_amount_form": (BEN, lambda i: {"deal": i.deal}, {"amount": "1"}),
    "deal_hand_over_form": (BEN, lambda i: {"deal": i.deal}, {"handed_to": "Ben"}),
    "deal_lost_form": (BEN, lambda i: {"deal": i.deal}, {"reason": "none", "lesson": ""}),
    "deal_move_form": (STRANGER_MANAGER, lambda i: {"deal": i.deal}, {"stage": chosen("quoting")}),
    "deal_won_form": (BEN, lambda i: {"deal": i.deal}, {"amount": "1"}),
    "goal_copy_form": (STRANGER_MANAGER, lambda i: OF_TEAM, {"target:1": "1"}),
    "goal_copy_review": (STRANGER_MANAGER, lambda i: {**OF_TEAM, "c": {"1": "1"}}, {}),
    "goal_review": (STRANGER_MANAGER, lambda i: DRAFT, {}),
    "goal_way": (STRANGER_MANAGER, lambda i: WAY, {"chance": chosen("even")}),
    "log_change": (
        BEN,
        lambda i: {"entry": str(i.entry)},
        {"metric": chosen("call"), "quantity": "9", "date": "2026-11-18"},
    ),
    "metrics_form": (MANAGER, lambda i: {"metric": "call"}, {"singular": "ring", "plural": "rings"}),
    "metrics_update_form": (MANAGER, lambda i: {}, {}),
    "pair_sheet_form": (ADMIN, lambda i: {"pair": i.pair}, {"well": "x"}),
    "survey_promise_form": (BEN, lambda i: {"group": i.group}, {"words": "x"}),
    "playbook_form": (BEN, lambda i: {"stage": "prospecting"}, {"steps": "nothing", "tips": ""}),
    "setup_people_form": (MANAGER, lambda i: {}, {"name": "North", "reps": [BEN], "managers": [MANAGER]}),
    "setup_metrics_form": (MANAGER, lambda i: {}, {"role": chosen("everything"), "currency": "USD"}),
    "setup_channel_form": (MANAGER, lambda i: {}, {}),
    "setup_holidays_form": (MANAGER, lambda i: {}, {"country": chosen("-")}),
    "setup_status_form": (MANAGER, lambda i: {}, {"use": chosen("used"), "marks": ""}),
    "setup_subdivision_form": (MANAGER, lambda i: {"country": "DE"}, {"subdivision": chosen("BE")}),
    "setup_time_form": (MANAGER, lambda i: {}, {"nudge": "09:00", "zone": chosen("UTC"), "week_start": chosen(0)}),
}
OWN = frozenset({
    "^away_days:", "^away_take:", "^home_part:", "^log_page:", "^nudge_done:", "^nudge_log:", "^nudge_rhythm:",
    "away_cancel", "deal_add",
    "goal_back", "home_add_leave", "home_export", "home_seen", "home_settings", "home_week", "lead_deal", "log_metric",
    "log_open", "nudge_add_missing", "nudge_more", "nudge_nothing", "nudge_off_today", "nudge_wake", "nudge_was_off",
    "nudge_add", "nudge_help", "nudge_plan_form", "nudge_when",
    "status_stop", "status_wrong", "deal_add_form", "leave_save", "log_form", "settings_save", "week_save",
    "log_shortcut", "log_list_told", "log_asked_drop", "typed_help", "calendar_days_view", "coach_meetings",
    "coach_trainings", "coach_training_plan", "coach_pack",
    "survey_answer", "survey_form",
})  # fmt: skip
"""These are only ever about whoever presses or sends them: their value names nobody else."""
ASKED_LATER = frozenset({
    "^setup_group:", "goal_copy", "goal_plan", "goal_use_proposed", "setup_goals", "goal_form", "member_open",
    "member_pick", "member_save", "sales_roles_open", "sales_roles_save",
})  # fmt: skip
"""These open or go on with a form that anybody may see; whether it is allowed is asked where something comes of it."""


def refused(office: Office) -> int:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return len(attempts(session, workspace=workspace, limit=1000))


def doors() -> Iterable[tuple[str, str]]:
    """(kind, id) of every door that there is."""
    found: list[tuple[str, str]] = []

    class Doors:
        def __getattr__(self, kind: str) -> Callable[..., Any]:
            def door(what: Any, *_: Any, **__: Any) -> Callable[..., Any]:
                found.append((kind, what.pattern if isinstance(what, re.Pattern) else what))
                return lambda listener: listener

            return door

    register(Doors(), SimpleNamespace(settings=Settings(_env_file=None)))  # type: ignore[arg-type, call-arg]
    return found


def test_every_door_is_tried_or_is_ones_own() -> None:
    known = {*BUTTONS, *FORMS, *OWN, *ASKED_LATER}
    new = [name for kind, name in doors() if kind in ("action", "view", "shortcut") and name not in known]
    assert new == [], "try these with a value of somebody else's, or say above that they name nobody else"


def test_every_forged_attempt_is_refused_and_noted_and_changes_nothing(story: Office) -> None:
    ids = Ids(story)
    passed: list[str] = []

    def hold(name: str, attempt: Callable[[], object]) -> None:
        before = refused(story)
        attempt()
        if refused(story) != before + 1:
            passed.append(name)

    for name, (_, attempt) in COMMANDS.items():
        hold(name, lambda attempt=attempt: attempt(story, ids))  # type: ignore[misc]
    for name, (who, action, value, in_menu) in BUTTONS.items():
        hold(
            name,
            lambda who=who, action=action, value=value, in_menu=in_menu: press(  # type: ignore[misc]
                story, who, action_id=action, value=str(value(ids)), chosen=in_menu
            ),
        )
    for name, (who, carried, values) in FORMS.items():
        hold(
            name,
            lambda name=name, who=who, carried=carried, values=values: submit(  # type: ignore[misc]
                story, who, callback_id=name, carried=carried(ids), values=values
            ),
        )
    assert passed == []
    with story.database.reading() as session:
        entry = session.get_one(Activity, ids.entry)
        assert (entry.quantity, entry.undone_at, entry.version) == (2, None, 1)
        assert session.get_one(Deal, ids.deal).stage == "prospecting"
        assert session.get_one(Lead, ids.lead).answered_at is None
        assert session.get_one(Episode, ids.episode).acknowledged_by is None
        assert session.get_one(GoalProposal, ids.proposal).accepted is None
        team = session.get_one(Team, ids.team)
        assert (team.paused, team.alerts_by_dm, team.escalates_below) == (False, False, 0.15)
        assert len(session.exec(select(Goal)).all()) == 2
        commitment = session.exec(select(Commitment)).one()
        assert (commitment.id, commitment.closed_at) == (ids.commitment, None)
        meeting = session.exec(select(OneOnOne)).one()
        assert (meeting.id, meeting.state.value, meeting.date) == (ids.meeting, "planned", dt.date(2026, 11, 20))
        assert session.exec(select(CoachingNote.id)).all() == [ids.topic]
        assert team.coaching_off == ""
        assert session.exec(select(SurveyGroup)).one().promise == ""
        assert session.exec(select(Pair)).one().state.value == "proposed"
        assert {(side.says_yes, side.well) for side in session.exec(select(PairSide))} == {(True, ""), (None, "")}
        assert session.exec(select(TeamTotal.ends)).all() == [None]
        training = session.exec(select(Training)).one()
        assert (training.id, training.draw, training.cancelled_at) == (ids.training, "", None)
    home = str(story.sandbox.post("home", user=ADMIN)["view"])
    assert "*Recently denied*" in home
    assert "Mo Northgate tried to change teams for a team, or everyone" in home
