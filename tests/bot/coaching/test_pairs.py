"""A pair from its proposal to the question how it went, as the two see it, and what nobody else does."""

import datetime as dt
import itertools
from typing import Any

import pytest
from sqlmodel import col, select

from bot.coaching.pairs import Sheet, answer_pair, invite, propose_round, write_sheet
from bot.coaching.people import WrongCoaching
from bot.core.permissions import NotAllowed
from metrics.periods import PeriodKind
from storage import pairs
from storage.engine import Database
from storage.personal import erase_member, rows_about
from storage.tables import (
    Delivery,
    Member,
    Membership,
    Pair,
    PairKind,
    PairSide,
    PairState,
    Team,
    TeamRole,
    TimeOff,
    Workspace,
)
from tests.bot.coaching.steps import member, work_in, working
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.cast import NOON, assemble
from tests.forged import press
from tests.office import ANA, BEN, CLEO, MANAGER, Office

UTC = dt.UTC
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]
MONDAY = dt.datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""A round of proposals begins in this week."""


@pytest.fixture
def story(office: Office) -> Office:
    """Ana and Ben of North make calls; their workspace has used Pacer since summer; it is Tuesday afternoon."""
    office.goal("North", "call", PeriodKind.WEEK, 40)
    for who in (ANA, BEN):
        office.past(who, "call", {day.isoformat(): 8 for day in DAYS if day.weekday() < 5})
    with office.database.writing() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.created_at = dt.datetime(2026, 7, 1, tzinfo=UTC)
    return office


def stored(office: Office) -> list[Pair]:
    with office.database.reading() as session:
        return list(session.exec(select(Pair).order_by(col(Pair.id))).all())


def latest(office: Office, who: str) -> dict[str, Any]:
    return next(each for each in reversed(office.sees(who, who)) if each.get("metadata"))


def test_a_pair_from_its_proposal_to_the_question_how_it_went(story: Office) -> None:
    office = story
    office.play_until(MONDAY)
    assert "Pair up with Ben Sparrow for 30 minutes? Swap what works, or watch a call." in office.nudges(ANA)[-1]
    assert "Pair up with Ana Quill for 30 minutes?" in office.nudges(BEN)[-1]
    assert "It only happens if you both say yes." in office.nudges(BEN)[-1]
    said = "".join(office.messages_to(ANA) + office.messages_to(BEN)).lower()
    assert "weak" not in said
    assert "strong" not in said
    assert "Pair up" not in "".join(office.messages_to(CLEO)), "South has nobody else"

    (answered,) = office.click(ANA, latest(office, ANA), "pair_watch")
    assert answered == "Great! I'm asking Ben Sparrow too. I'll tell you once you're both in."
    assert "Waiting to hear from Ben Sparrow until Mon 30 Nov." in office.say(ANA, "/coach")
    (answered,) = office.click(BEN, latest(office, BEN), "pair_watch")
    assert answered == (
        "You and Ana Quill are both in. Each watches one of the other's calls, then take 30 minutes. "
        "You're both at work from 09:00 to 12:00, your time."
    )
    assert [(pair.state, pair.kind) for pair in stored(office)] == [(PairState.AGREED, PairKind.SHADOW)]

    office.play_until(dt.datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert "You and Ben Sparrow are both in." in office.nudges(ANA)[-1], "who said yes first reads it the next morning"
    assert "both at work from 14:00 to 17:00, your time" in office.nudges(ANA)[-1]
    assert "both in" not in office.nudges(BEN)[-1], "and who said it last has read it"

    office.click(ANA, latest(office, ANA), "pair_sheet")
    assert "Only you read them, unless you share them with Ben Sparrow." in words_of(top_view(office, ANA))
    assert fill_in(office, ANA, well="") == {"well": "Write at least one line."}
    assert fill_in(office, ANA, well="My openers", trying="Ask why now", sharing=["shared"]) == {}
    press(office, BEN, action_id="pair_sheet", value=str(stored(office)[0].id))
    assert "*From Ana Quill*\nWhat went well: My openers\nWhat I'll try: Ask why now" in words_of(top_view(office, BEN))
    assert fill_in(office, BEN, hard="Silence on the line") == {}
    press(office, ANA, action_id="pair_sheet", value=str(stored(office)[0].id))
    assert "Silence on the line" not in words_of(top_view(office, ANA)), "Ben shared nothing"
    office.sandbox.post("close", user=ANA, view_id=top_view(office, ANA)["id"])

    office.play_until(dt.datetime(2026, 12, 8, 16, 0, tzinfo=UTC))
    asked = next(text for text in reversed(office.nudges(ANA)) if "After your session" in text)
    assert "After your session with Ben Sparrow you wanted to try: Ask why now. How did it go?" in asked
    assert "Your answer stays with you." in asked
    assert any("How was your session with Ana Quill?" in text for text in office.nudges(BEN))
    assert len([text for text in office.nudges(ANA) if "After your session" in text]) == 1, "it is asked once"


def test_a_proposal_that_one_declines_is_over_and_the_other_is_told_nothing_of_it(story: Office) -> None:
    office = story
    office.play_until(MONDAY)
    office.click(ANA, latest(office, ANA), "pair_talk")
    (answered,) = office.click(BEN, latest(office, BEN), "pair_no")
    assert answered.startswith("No problem.")
    assert [pair.state for pair in stored(office)] == [PairState.DECLINED]
    before = len(office.messages_to(ANA))
    office.play_until(dt.datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert "Ben" not in "".join(office.messages_to(ANA)[before:])
    assert "Ben" not in office.say(ANA, "/coach")


def test_a_team_can_do_without_and_have_them_at_another_rhythm(story: Office) -> None:
    office = story
    office.sandbox.post("command", user=MANAGER, command="/coach", text="settings")
    assert fill_in(office, MANAGER, parts=["meetings"], pairs_every="4") == {}
    with office.database.reading() as session:
        team = session.exec(select(Team).where(Team.name == "North")).one()
        assert ("pairs" in team.coaching_off.split(), team.pairs_every) == (True, 4)
    office.play_until(MONDAY)
    assert stored(office) == []
    assert "Pair up" not in "".join(office.messages_to(ANA))
    assert "Pairs are switched off" in office.say(ANA, "/coach", f"pair <@{BEN}>")


def test_who_gets_no_morning_message_is_asked_in_one_of_its_own(office: Office) -> None:
    office.say(ANA, "/coach", f"pair <@{BEN}>")
    assert office.say(ANA, "/coach", f"pair <@{BEN}>").startswith("You were paired up with Ben Sparrow")
    office.play_until(dt.datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
    (asked,) = [text for text in office.messages_to(BEN) if "pair up" in text]
    assert asked.startswith("Ana Quill would like to pair up with you for 30 minutes. Are you in?")
    assert "pair up" not in "".join(office.messages_to(ANA))
    office.click(BEN, latest(office, BEN), "pair_talk")
    office.play_until(dt.datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    told = [text for text in office.messages_to(ANA) if text.startswith("You and Ben Sparrow are both in.")]
    assert told == [
        "You and Ben Sparrow are both in. Find 30 minutes this week or next. "
        "You're both at work from 14:00 to 17:00, your time."
    ]


def gather_team(database: Database, reps: int) -> tuple[int, list[int]]:
    """The id of North with so many reps, and theirs."""
    cast = assemble(database)
    with database.writing() as session:
        ids = [cast.ana, cast.ben]
        for number in range(reps - 2):
            rep = Member(
                workspace_id=cast.workspace, slack_user_id=f"U1{number}", name=f"Rep {number}", timezone="Europe/London"
            )
            session.add(rep)
            session.flush()
            ids.append(rep.id)
            session.add(
                Membership(
                    workspace_id=cast.workspace,
                    team_id=cast.north,
                    member_id=rep.id,
                    team_role=TeamRole.REP,
                    starts=dt.date(2026, 1, 1),
                )
            )
    return cast.north, ids


def test_partners_change_from_round_to_round_and_who_never_answers_is_left_in_peace(database: Database) -> None:
    team_id, ids = gather_team(database, 6)
    silent, rounds = ids[0], []
    for turn in range(5):
        with working(database, NOON + turn * dt.timedelta(weeks=2)) as work:
            pairs.expire_proposals(work.session, workspace_id=1, before=work.now)
            proposed = propose_round(work, team=work.session.get_one(Team, team_id), round_on=work.today_of(None))
            two = {frozenset(side.member_id for side in sides) for sides in _sides(work, proposed)}
            rounds.append(two)
            for pair in proposed:
                for side in pairs.sides_of(work.session, pair_ids=[pair.id])[pair.id]:
                    if side.member_id != silent:
                        answer_pair(work, member=member(work, side.member_id), pair_id=pair.id, wants=PairKind.TALK)
    for before, after in itertools.pairwise(rounds):
        assert not before & after
    asked = [any(silent in two for two in each) for each in rounds]
    assert asked == [True, True, False, False, False]


def _sides(work: Any, proposed: list[Pair]) -> list[list[PairSide]]:
    return list(pairs.sides_of(work.session, pair_ids=[pair.id for pair in proposed]).values())


def test_far_away_colleagues_and_those_on_leave_are_not_paired(database: Database) -> None:
    team_id, ids = gather_team(database, 3)
    with working(database, NOON) as work:
        member(work, ids[1]).timezone = "Asia/Tokyo"
        month = {"starts": dt.date(2026, 11, 16), "ends": dt.date(2026, 12, 14)}
        work.session.add(TimeOff(workspace_id=1, member_id=ids[2], created_at=NOON, **month))
        work.session.flush()
        assert propose_round(work, team=work.session.get_one(Team, team_id), round_on=work.today_of(None)) == []
        with pytest.raises(WrongCoaching, match="isn't at work"):
            invite(work, member=member(work, ids[0]), partner=member(work, ids[1]))


def test_nobody_has_two_proposals_before_them_whoever_makes_them(database: Database) -> None:
    _, ids = gather_team(database, 3)
    with working(database, NOON) as work:
        invite(work, member=member(work, ids[0]), partner=member(work, ids[1]))
    with working(database, NOON) as work, pytest.raises(WrongCoaching, match="invitation to answer"):
        invite(work, member=member(work, ids[2]), partner=member(work, ids[1]))
    with database.reading() as session:
        assert len(session.exec(select(Pair)).all()) == 1, "and nothing is left of the second"


def test_a_worksheet_is_exported_and_erased_with_who_wrote_it_and_read_by_nobody_else(database: Database) -> None:
    cast = assemble(database)
    with working(database, NOON) as work:
        ana, ben = member(work, cast.ana), member(work, cast.ben)
        pair_id = invite(work, member=ana, partner=ben).stored.id
        with pytest.raises(WrongCoaching, match="both in"):
            write_sheet(work, member=ana, pair_id=pair_id, sheet=Sheet(well="x"))
        answer_pair(work, member=ben, pair_id=pair_id, wants=PairKind.TALK)
        write_sheet(work, member=ana, pair_id=pair_id, sheet=Sheet(well="Ana's own line"))
        write_sheet(work, member=ben, pair_id=pair_id, sheet=Sheet(well="Ben's own line"))
        for other in (cast.north_manager, cast.admin, cast.cleo):
            with pytest.raises(NotAllowed):
                write_sheet(work, member=member(work, other), pair_id=pair_id, sheet=Sheet(well="x"))
    with database.writing() as session:
        assert "Ana's own line" in str(dict(rows_about(session, member_id=cast.ana)))
        assert "Ben's own line" not in str(dict(rows_about(session, member_id=cast.ana)))
        erase_member(session, member=session.get_one(Member, cast.ana), now=NOON)
        sides = session.exec(select(PairSide).order_by(col(PairSide.member_id))).all()
        assert [side.well for side in sides] == ["", "Ben's own line"]


def test_a_process_that_plans_the_same_round_again_proposes_nothing_more(database: Database) -> None:
    team_id, _ = gather_team(database, 4)
    with database.writing() as session:
        assert pairs.claim_round(session, team_id=team_id, round_on=NOON.date())
        assert not pairs.claim_round(session, team_id=team_id, round_on=NOON.date())
        work = work_in(session, NOON)
        team = session.get_one(Team, team_id)
        assert len(propose_round(work, team=team, round_on=NOON.date())) == 2
        assert propose_round(work, team=team, round_on=NOON.date()) == []
        assert session.exec(select(Delivery)).all() == []
