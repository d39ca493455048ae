"""An anonymous survey from its question to what is done about it, and that nothing gives an answer away."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, select

from bot.coaching.people import WrongCoaching
from bot.coaching.surveys import (
    KEPT,
    access_result,
    answer_survey,
    close_survey,
    open_seat,
    open_survey,
    plan_surveys,
    promise,
    questions_for,
    results_for,
    set_rhythm,
    survey_page,
    trained_lately,
)
from bot.coaching.words.surveys import results_message, survey_page_message
from bot.core.permissions import NotAllowed
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.people.surveys import CHOICES, SKIP, Question
from bot.standings.trainings import Plan, plan_training
from metrics.coaching.anonymity import LEAST
from storage import surveys
from storage.engine import Database
from storage.personal import rows_about
from storage.tables import (
    Delivery,
    GroupState,
    Member,
    Membership,
    Role,
    Survey,
    SurveyCount,
    SurveyGroup,
    SurveyResult,
    SurveySeat,
    SurveyTurn,
    Team,
    TeamRole,
    Workspace,
)
from tests.bot.coaching.steps import member, metric, viewer, working
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.cast import NOON, assemble
from tests.databases import fresh_sqlite
from tests.forged import press
from tests.office import ANA, BEN, CLEO, MANAGER, Office

UTC = dt.UTC
ENGLISH = language_for(locale="en", currency="USD")
WEEK = dt.timedelta(days=7)


class Company:
    """Teams of so many reps, each with a manager."""

    def __init__(self, database: Database, sizes: Sequence[int]) -> None:
        self.database = database
        cast = assemble(database)
        self.admin = cast.admin
        self.teams: list[int] = []
        self.managers: list[int] = []
        self.reps: list[list[int]] = []
        with database.writing() as session:
            for membership in session.exec(select(Membership)):
                session.delete(membership)
            for at, size in enumerate(sizes):
                team = Team(workspace_id=1, name=f"Team {at}", timezone="Europe/London")
                session.add(team)
                session.flush()
                people = [self._person(session, f"M{at}", Role.MANAGER)]
                people += [self._person(session, f"R{at}N{number}", Role.REP) for number in range(size)]
                self.teams.append(team.id)
                self.managers.append(people[0])
                self.reps.append(people[1:])
                for who in people:
                    self.join(session, team.id, who, TeamRole.MANAGER if who == people[0] else TeamRole.REP)

    @staticmethod
    def _person(session: Any, name: str, role: Role) -> int:
        person = Member(workspace_id=1, slack_user_id=f"U1{name}", name=name, timezone="Europe/London", role=role)
        session.add(person)
        session.flush()
        return person.id

    @staticmethod
    def join(session: Any, team_id: int, who: int, role: TeamRole) -> None:
        session.add(
            Membership(workspace_id=1, team_id=team_id, member_id=who, team_role=role, starts=dt.date(2026, 1, 1))
        )

    @property
    def everybody(self) -> list[int]:
        return [self.admin, *self.managers, *(who for reps in self.reps for who in reps)]

    def open(self, now: dt.datetime) -> None:
        with working(self.database, now) as work:
            open_survey(work)

    def answer(self, who: int, now: dt.datetime, helps: str, goal: str) -> None:
        with working(self.database, now) as work:
            if open_seat(work, member=member(work, who)) is not None:
                answer_survey(work, member=member(work, who), choices={Question.HELPS: helps, Question.GOAL: goal})

    def close(self, now: dt.datetime) -> None:
        with working(self.database, now) as work:
            survey = surveys.open_survey(work.session, workspace_id=1)
            if survey is not None:
                close_survey(work, survey=survey)

    def seen(self, now: dt.datetime) -> dict[str, Any]:
        """All that anybody is shown, sent or can take out at this instant."""
        found: dict[str, Any] = {}
        with working(self.database, now) as work:
            for who in self.everybody:
                page = survey_page(work, viewer=viewer(work, who), member=member(work, who))
                found[f"page {who}"] = survey_page_message(page, ENGLISH)
                found[f"export {who}"] = {
                    table: [{name: value for name, value in row.items() if name != "token"} for row in rows]
                    for table, rows in rows_about(work.session, member_id=who)
                }
            rows = work.session.exec(select(Delivery).order_by(col(Delivery.id))).all()
            found["sent"] = [(row.kind, row.recipient, row.key, row.content, row.due_at) for row in rows]
            about = [row for row in rows if row.kind == "survey results"]
            found["messages"] = [
                results_message(each, ENGLISH) for each in results_for(work, rows=about).values() if each is not None
            ]
        return found

    def stored(self, *, without: Sequence[type[SQLModel]] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but these; what is planned has a random token."""
        left_out = {each.__table__.name for each in without}  # type: ignore[attr-defined]
        with self.database.reading() as session:
            return {
                table.name: [
                    tuple(value for name, value in row.items() if name != "token")
                    for row in session.execute(sa.select(table).order_by(*table.primary_key)).mappings()
                ]
                for table in SQLModel.metadata.sorted_tables
                if table.name not in left_out
            }


Answers = Mapping[int, tuple[str, str]]
"""Helps and goal, by the member's place in their team's list."""
ANSWER = st.tuples(st.sampled_from(CHOICES[Question.HELPS]), st.sampled_from(CHOICES[Question.GOAL]))


@st.composite
def two_worlds(draw: Any) -> tuple[list[int], list[list[Any]], list[list[Any]]]:
    """Team sizes, and what each rep answers (None: nothing) in two worlds that no report may tell apart.

    In a group with five answers or more the same are given by others; in one with fewer they are any, by anybody.
    """
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=4))
    one = [[draw(st.none() | ANSWER) for _ in range(size)] for size in sizes]
    small = [at for at, size in enumerate(sizes) if size < LEAST]
    groups = [[at] for at, size in enumerate(sizes) if size >= LEAST] + ([small] if small else [])
    other: list[list[Any]] = [list(each) for each in one]
    for group in groups:
        places = [(team, number) for team in group for number in range(sizes[team])]
        given = [one[team][number] for team, number in places]
        if sum(each is not None for each in given) >= LEAST:
            changed = draw(st.permutations(given))
        else:
            changed = [None] * len(places)
            for each in draw(st.permutations(range(len(places))))[: draw(st.integers(0, min(LEAST - 1, len(places))))]:
                changed[each] = draw(ANSWER)
        for (team, number), each in zip(places, changed, strict=True):
            other[team][number] = each
    return sizes, one, other


def live(folder: Path, name: str, sizes: Sequence[int], answers: Sequence[Sequence[Any]], order: int) -> Any:
    """What is seen and stored of such a world while the survey is open, and when it is closed."""
    database = fresh_sqlite(folder / f"{name}.sqlite")
    try:
        company = Company(database, sizes)
        company.open(NOON)
        before = company.seen(NOON + 2 * WEEK / 7)
        given = [
            (who, each)
            for reps, some in zip(company.reps, answers, strict=True)
            for who, each in zip(reps, some, strict=True)
            if each is not None
        ]
        for number, (who, each) in enumerate(given[::order]):
            # At another time in each world.
            company.answer(who, NOON + dt.timedelta(hours=1 + number * (3 if order > 0 else 2)), *each)
        during = company.seen(NOON + 2 * WEEK / 7)
        kept = company.stored(without=[SurveyCount, SurveyTurn])
        company.close(NOON + WEEK)
        after = company.seen(NOON + WEEK), company.seen(NOON + 3 * WEEK)
        return before, during, kept, after, company.stored()
    finally:
        database.dispose()


@settings(
    deadline=None,
    max_examples=20,
    # An example takes a second: what fails is shown as it was found.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(two_worlds())
def test_no_report_export_count_or_time_tells_two_worlds_apart_that_differ_in_who_said_what(
    tmp_path_factory: pytest.TempPathFactory, worlds: tuple[list[int], list[list[Any]], list[list[Any]]]
) -> None:
    sizes, one, other = worlds
    folder = tmp_path_factory.mktemp("worlds")
    first, second = live(folder, "one", sizes, one, 1), live(folder, "other", sizes, other, -1)
    assert first[0] == first[1] == second[1], "while it is open nobody sees whether anybody answered"
    assert first[2] == second[2], "nor does any row outside of the two that are forgotten"
    assert first[3] == second[3], "and afterwards nothing that is shown, sent or taken out differs"
    assert first[4] == second[4], "nor anything that is stored"
    assert not first[4]["survey_turn"]
    assert not first[4]["survey_count"]


def test_no_answer_has_a_member_or_a_time() -> None:
    for model in (SurveyCount, SurveyResult):
        table = model.__table__  # type: ignore[attr-defined]
        assert not [each for each in table.columns if isinstance(each.type, sa.DateTime | sa.Date | sa.Time)]
        assert not [key for each in table.columns for key in each.foreign_keys if key.column.table.name == "member"]
    assert not [each.name for each in SurveyTurn.__table__.columns if isinstance(each.type, sa.DateTime)]  # type: ignore[attr-defined]


def test_the_results_of_five_are_shown_in_words_to_their_managers_and_then_with_a_line_to_the_team(
    database: Database,
) -> None:
    company = Company(database, [6, 3])
    company.open(NOON)
    for number, who in enumerate(company.reps[0]):
        company.answer(who, NOON, "colleagues", "too high" if number < 4 else "fair")
    company.close(NOON + WEEK)
    with working(database, NOON + WEEK) as work:
        (group,) = work.session.exec(select(SurveyGroup)).all()
        assert group.state is GroupState.SHOWN
        assert {seat.member_id for seat in work.session.exec(select(SurveySeat))} == set(company.reps[0])
        shown = results_message(
            access_result(work, viewer=viewer(work, company.managers[0]), group_id=group.id), ENGLISH
        )
        assert "Nearly everyone: Learning from colleagues" in shown.text
        assert "Most: Too high" in shown.text
        assert "Some: About right" in shown.text
        assert not any(letter.isdigit() for letter in shown.text.replace("Team 0", "").replace("1:1", ""))
        sent = work.session.exec(select(Delivery).where(Delivery.kind == "survey results")).all()
        assert [row.member_id for row in sent] == [company.managers[0]]
        for who in (company.managers[1], company.reps[0][0], company.reps[1][0]):
            with pytest.raises(NotAllowed):
                access_result(work, viewer=viewer(work, who), group_id=group.id)
        rep = company.reps[0][0]
        page = survey_page(work, viewer=viewer(work, rep), member=member(work, rep))
        assert page.results == (), "the team waits for the manager's line"
        promise(work, viewer=viewer(work, company.managers[0]), group_id=group.id, words="Goals down by a tenth")
    with working(database, NOON + 4 * WEEK) as work:
        text = survey_page_message(survey_page(work, viewer=viewer(work, rep), member=member(work, rep)), ENGLISH).text
        assert "What happens next: Goals down by a tenth" in text
        other = company.reps[1][0]
        assert survey_page(work, viewer=viewer(work, other), member=member(work, other)).results == ()


def test_four_answers_are_shown_to_nobody_and_small_teams_are_counted_together(database: Database) -> None:
    company = Company(database, [6, 3, 2])
    company.open(NOON)
    for who in company.reps[0][:4]:
        company.answer(who, NOON, "time", "fair")
    for reps in company.reps[1:]:
        for who in reps:
            company.answer(who, NOON, "time", "too low")
    company.close(NOON + WEEK)
    with working(database, NOON + WEEK) as work:
        few, pooled = work.session.exec(select(SurveyGroup).order_by(col(SurveyGroup.id))).all()
        assert (few.state, pooled.state) == (GroupState.TOO_FEW, GroupState.SHOWN)
        assert {row.group_id for row in work.session.exec(select(SurveyResult))} == {pooled.id}
        manager = company.managers[0]
        text = survey_page_message(
            survey_page(work, viewer=viewer(work, manager), member=member(work, manager)), ENGLISH
        ).text
        assert "Fewer than five answered, so nothing is shown." in text
        for manager in company.managers[1:]:
            result = access_result(work, viewer=viewer(work, manager), group_id=pooled.id)
            assert [team.name for team in result.teams] == ["Team 1", "Team 2"]


def test_a_team_is_asked_again_with_the_same_people_and_not_when_one_has_left(database: Database) -> None:
    company = Company(database, [6])

    def round_at(now: dt.datetime) -> set[int]:
        company.open(now)
        with working(database, now) as work:
            current = surveys.open_survey(work.session, workspace_id=1)
            ids = [group.id for group in surveys.groups_of(work.session, survey_id=current.id)] if current else []
            asked = {who for some in surveys.members_asked(work.session, group_ids=ids).values() for who in some}
        for who in company.reps[0]:
            company.answer(who, now, "time", SKIP)
        company.close(now + WEEK)
        return asked

    assert round_at(NOON) == set(company.reps[0])
    with database.writing() as session:
        new = company._person(session, "New", Role.REP)
        company.join(session, company.teams[0], new, TeamRole.REP)
    assert round_at(NOON + 4 * WEEK) == set(company.reps[0]), "one more would be known by the difference"
    with database.writing() as session:
        session.get_one(Member, company.reps[0][0]).active = False
    assert round_at(NOON + 8 * WEEK) == set(), "and so would one less"
    assert round_at(NOON + 40 * WEEK) == {*company.reps[0][1:], new}, "until it is half a year ago"


def test_each_answers_once_all_questions_and_only_while_it_is_open(database: Database) -> None:
    company = Company(database, [5])
    who = company.reps[0][0]
    company.open(NOON)
    with working(database, NOON) as work, pytest.raises(WrongCoaching, match="Pick one"):
        answer_survey(work, member=member(work, who), choices={Question.HELPS: "time"})
    with working(database, NOON) as work, pytest.raises(WrongCoaching, match="Pick one"):
        answer_survey(work, member=member(work, who), choices={Question.HELPS: "time", Question.GOAL: "x'; --"})
    company.answer(who, NOON, "time", "fair")
    with pytest.raises(WrongCoaching, match="already"):
        company.answer(who, NOON, "numbers", "hard")
    with database.reading() as session:
        assert sum(row.count for row in session.exec(select(SurveyCount))) == 2, (
            "that about a training is asked only where everyone had one"
        )
    with working(database, NOON + WEEK) as work, pytest.raises(WrongCoaching, match="closed"):
        answer_survey(work, member=member(work, company.reps[0][1]), choices={})


def test_they_come_by_their_rhythm_in_weeks_without_new_pairs_and_are_forgotten_after_a_year(
    database: Database,
) -> None:
    company = Company(database, [5])

    def opened(since: dt.datetime, weeks: int) -> list[dt.date]:
        found = []
        for hours in range(0, weeks * 7 * 24, 24):
            with database.writing() as session:
                workspace = session.get_one(Workspace, 1)
                plan_surveys(session, workspace=workspace, now=since + dt.timedelta(hours=hours))
                current = surveys.open_survey(session, workspace_id=1)
                if current is not None and current.opened_at.date() not in found:
                    found.append(current.opened_at.date())
        return found

    assert opened(NOON, 3) == [], "a workspace that just began has none yet"
    with database.writing() as session:
        session.get_one(Workspace, 1).created_at = NOON - dt.timedelta(days=60)
    first = opened(NOON - dt.timedelta(days=1), 11)
    assert len(first) == 3
    assert {(later - earlier).days for earlier, later in itertools.pairwise(first)} == {28}
    assert all((date.toordinal() // 7) % 2 == 1 for date in first)
    with working(database, NOON + 13 * WEEK) as work:
        with pytest.raises(NotAllowed):
            set_rhythm(work, viewer=viewer(work, company.managers[0]), weeks=2)
        set_rhythm(work, viewer=viewer(work, company.admin), weeks=0)
    assert opened(NOON + 13 * WEEK, 9) == []
    with database.writing() as session:
        assert surveys.forget_surveys(session, workspace_id=1, before=NOON + KEPT) == 3
        for model in (Survey, SurveyGroup, SurveySeat, SurveyResult):
            assert session.exec(select(model)).all() == []


@pytest.fixture
def busy(office: Office) -> Office:
    """The workspace has used Pacer since summer, and North has five reps."""
    with office.database.writing() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.created_at = dt.datetime(2026, 7, 1, tzinfo=UTC)
        workspace.surveyed_on = dt.date(2026, 11, 16)
        north = session.exec(select(Team).where(Team.name == "North")).one()
        north.coaching_off = "pairs"
        for number in range(3):
            rep = Member(workspace_id=1, slack_user_id=f"U0REP{number}", name=f"Rep {number}", timezone="Europe/London")
            session.add(rep)
            session.flush()
            Company.join(session, north.id, rep.id, TeamRole.REP)
    return office


def test_a_survey_as_a_rep_and_a_manager_see_it(busy: Office) -> None:
    office = busy
    with office.database.writing() as session:
        open_survey(Work(session, session.exec(select(Workspace)).one(), dt.datetime(2026, 11, 17, 15, 0, tzinfo=UTC)))
    office.play_until(dt.datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
    (asked,) = [text for text in office.messages_to(ANA) if "quick questions" in text]
    assert asked == (
        "2 quick questions about what helps you. It's anonymous.\nOpen until Tue 24 Nov. Results show once "
        "at least five people have answered."
    )
    assert "quick questions" not in "".join(office.messages_to(CLEO)), "South is too small to be asked"
    office.sandbox.post("command", user=ANA, command="/coach", text="survey")
    words = words_of(top_view(office, ANA))
    assert "no one can look up, export or erase your answers" in words
    assert "The managers of North and admins see them first, then everyone who was asked" in words
    assert fill_in(office, ANA, helps="time") == {"goal": "Pick one. “Rather not say” is fine too."}
    assert fill_in(office, ANA, helps="time", goal="too high") == {}
    assert office.say(ANA, "/coach", "survey") == "A survey is open. No one sees any of it until it closes."
    assert "A quick anonymous survey is open" not in office.say(ANA, "/coach")
    assert "A quick anonymous survey is open until Tue 24 Nov." in office.say(BEN, "/coach")
    assert "No one sees any of it until it closes." in office.say(MANAGER, "/coach", "survey")
    with office.database.writing() as session:
        work = Work(session, session.exec(select(Workspace)).one(), dt.datetime(2026, 11, 18, 16, 0, tzinfo=UTC))
        for who in session.exec(select(SurveySeat.member_id)).all():
            if member(work, who).slack_user_id != ANA:
                answer_survey(
                    work, member=member(work, who), choices={Question.HELPS: "time", Question.GOAL: "too high"}
                )
    office.play_until(dt.datetime(2026, 11, 25, 10, 0, tzinfo=UTC))
    results = next(each for each in office.sees(MANAGER, MANAGER) if each["text"].startswith("Survey results: North"))
    assert "Nearly everyone: Time for selling" in results["text"]
    office.click(MANAGER, results, "survey_promise")
    assert fill_in(office, MANAGER, words=" ") == {"words": "Write one line about what you'll do."}
    assert fill_in(office, MANAGER, words="Goals come down in December") == {}
    office.play_until(dt.datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    (told,) = [text for text in office.messages_to(ANA) if "results are in" in text]
    assert told.endswith("What happens next: Goals come down in December")
    press(office, BEN, action_id="survey_promise", value="1")


def test_whether_a_training_was_useful_is_asked_only_where_everybody_who_is_asked_had_one(
    sqlite_database: Database,
) -> None:
    company = Company(sqlite_database, [5, 6])
    with working(sqlite_database, NOON - WEEK) as work:
        for reps, left_out in ((company.reps[0], 0), (company.reps[1], 1)):
            members = [member(work, who) for who in reps[left_out:]]
            plan = Plan("Opening a call", metric(work, "demo"), work.today_of(None), members)
            plan_training(work, viewer=None, plan=plan)
    company.open(NOON)
    with working(sqlite_database, NOON) as work:
        asked = [
            seat.questions
            for reps in company.reps
            if (seat := open_seat(work, member=member(work, reps[0]))) is not None
        ]
    # Of the six, one did not have it: the answers of the others would be known to be those of five at most.
    assert asked == [(Question.HELPS, Question.GOAL, Question.TRAINING), (Question.HELPS, Question.GOAL)]
    with working(sqlite_database, NOON + 9 * WEEK) as work:
        assert questions_for(frozenset(company.reps[0]), trained_lately(work)) == [Question.HELPS, Question.GOAL]
