"""The team's meeting pack: once a month, from what is known, and without a name that nobody shared."""

import datetime as dt

import pytest
from sqlmodel import Session, select

from bot.coaching.lost_deals import lost_by_stage
from bot.coaching.pack import Asking, choose_questions, pack_of, plan_team_packs
from bot.coaching.words.pack import pack_message
from bot.core.permissions import NotAllowed
from bot.core.words.language import language_for
from bot.goals.team_totals import set_team_total
from bot.pipeline.stages import ensure_stages
from metrics.periods import Period, PeriodKind
from storage.engine import Database
from storage.tables import Deal, Delivery, StageChange, Team, Workspace
from tests.bot.coaching.steps import member, viewer, working
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.cast import NOON, Cast, assemble
from tests.office import ANA, BEN, MANAGER, Office

UTC = dt.UTC
OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 11, 1))
ENGLISH = language_for(locale="en", currency="USD")


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def lose(session: Session, who: int, *, stage: str, reason: str, lesson: str = "", shared: bool = False) -> None:
    """A deal of October that was lost in a stage."""
    on = dt.date(2026, 10, 12)
    deal = Deal(
        workspace_id=1,
        member_id=who,
        account="Secret Customer",
        amount_minor=500_000,
        stage="lost",
        lost_on=on,
        lost_reason=reason,
        lesson=lesson,
        lesson_shared=shared,
        created_at=NOON,
    )
    session.add(deal)
    session.flush()
    if stage:
        session.add(StageChange(workspace_id=1, deal_id=deal.id, before=stage, after="lost", moved_on=on, at=NOON))


def lost_deals(session: Session, cast: Cast) -> None:
    workspace = session.get_one(Workspace, 1)
    ensure_stages(session, workspace=workspace)
    lose(session, cast.ana, stage="quoting", reason="Too dear", lesson="Ask for the budget first")
    lose(session, cast.ana, stage="quoting", reason="too dear", lesson="Bring the boss along", shared=True)
    lose(session, cast.ben, stage="quoting", reason="No answer")
    lose(session, cast.ben, stage="", reason="Wrong number")
    session.flush()


def test_lost_deals_teach_by_stage_and_name_only_who_shared(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        lost_deals(work.session, cast)
        reps = [member(work, cast.ana), member(work, cast.ben)]
        quoting, early = lost_by_stage(work, members=reps, period=OCTOBER)
        assert quoting.stage is not None
        assert (quoting.stage.key, quoting.deals, early.stage, early.deals) == ("quoting", 3, None, 1)
        assert [(each.words, each.deals) for each in quoting.reasons] == [("Too dear", 2), ("No answer", 1)]
        assert [(each.words, each.by and each.by.id) for each in quoting.lessons] == [
            ("Bring the boss along", cast.ana),
            ("Ask for the budget first", None),
        ]
        assert lost_by_stage(work, members=[member(work, cast.cleo)], period=OCTOBER) == ()
        assert lost_by_stage(work, members=reps, period=Period(dt.date(2026, 9, 1), dt.date(2026, 10, 1))) == ()


def test_the_pack_says_why_what_is_expected_and_asks_two_questions(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        lost_deals(work.session, cast)
        team = work.session.get_one(Team, cast.north)
        set_team_total(
            work,
            viewer=None,
            team=team,
            metric_key="revenue",
            period=PeriodKind.MONTH,
            target=20_000_000,
            reason="The new harbour opens",
        )
        pack = pack_of(work, viewer=viewer(work, cast.north_manager), team=team, date=NOON.date())
        assert pack.questions[0].asking is Asking.STAGE
        assert len(pack.questions) == 2
        said = pack_message(pack, ENGLISH).text
    assert said.startswith("North: team meeting, November")
    assert "Revenue as a team: $200K a month. Why: The new harbour opens" in said
    assert "3 deals lost in Quoting: Too dear (2), No answer (1)" in said
    assert "Next time: Bring the boss along (Ana)" in said
    assert "Next time: Ask for the budget first\n" in said
    assert "Secret Customer" not in said
    assert said.count("Ana") == 1, "named once, beside what she shared"
    assert "We lost most deals in Quoting. What could we try there?" in said


def test_only_who_coaches_the_team_reads_its_pack(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        team = work.session.get_one(Team, cast.north)
        for who in (cast.ana, cast.south_manager, cast.guest):
            with pytest.raises(NotAllowed):
                pack_of(work, viewer=viewer(work, who), team=team, date=NOON.date())


def test_the_general_question_is_another_each_month() -> None:
    asked = [choose_questions(dt.date(2026, month, 2), lost=(), goals=())[0].asking for month in (9, 10, 11)]
    assert len(set(asked)) == 3


def plan(database: Database, now: dt.datetime) -> list[str]:
    with database.writing() as session:
        plan_team_packs(session, workspace=session.get_one(Workspace, 1), now=now)
    with database.reading() as session:
        return sorted(row.key for row in session.exec(select(Delivery).where(Delivery.kind == "team pack")).all())


def test_it_comes_once_on_the_second_working_day_of_the_month_and_not_where_it_is_off(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        south = session.get_one(Team, cast.south)
        south.coaching_off = "pack"
        session.add(south)
    # November 2026 begins on a Sunday: Monday has the digest, Tuesday the pack.
    assert plan(database, dt.datetime(2026, 11, 2, 10, 0, tzinfo=UTC)) == []
    for _ in range(2):
        assert plan(database, dt.datetime(2026, 11, 3, 10, 0, tzinfo=UTC)) == [f"2026-11:{cast.north}"]
    assert plan(database, dt.datetime(2026, 11, 4, 10, 0, tzinfo=UTC)) == [f"2026-11:{cast.north}"]


def test_a_rep_shares_a_lesson_in_the_form_with_their_name(office: Office) -> None:
    office.say(ANA, "/deal", "add Acorn 5,000")
    office.sandbox.post("command", user=ANA, command="/deal", text="Acorn lost")
    assert "Your name is left out unless you share it." in words_of(top_view(office, ANA))
    assert fill_in(office, ANA, reason="too dear", lesson="Ask first", shared=["shared"]) == {}
    office.say(BEN, "/deal", "add Birch 5,000")
    office.say(BEN, "/deal", "Birch lost: no answer; call back sooner")
    with office.database.reading() as session:
        deals = {deal.account: deal.lesson_shared for deal in session.exec(select(Deal)).all()}
    assert deals == {"Acorn": True, "Birch": False}
    office.say(ANA, "/deal", "reopen Acorn")
    with office.database.reading() as session:
        assert not session.exec(select(Deal).where(Deal.account == "Acorn")).one().lesson_shared


def test_a_manager_asks_for_the_pack_at_any_time(office: Office) -> None:
    assert office.say(MANAGER, "/coach", "pack").startswith("North: team meeting, November")
    assert "You coach: North." in office.say(MANAGER, "/coach", "pack South")
    assert "That's for managers" in office.say(ANA, "/coach", "pack")
