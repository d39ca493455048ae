"""A team's goal as one total: what its reps do together, and a shared deal once."""

import datetime as dt
import io

import pytest
from sqlmodel import Session, col, select

from bot.core.csv_rows import write_table
from bot.core.failures import Failure
from bot.core.permissions import NotAllowed
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.core.words.language import language_for
from bot.exchange.files.exports import KINDS, goal_rows
from bot.exchange.files.goals import import_goals
from bot.exchange.problems import WrongFile
from bot.goals.history import goal_history
from bot.goals.team_totals import set_team_total, undo_total
from bot.goals.text import GoalRequest, parse_goal
from bot.goals.words.answer import goal_history_message
from bot.home.home import home_of
from bot.people.goal_owners import WrongGoal
from bot.standings.team_totals import count_shared, totals_for_rep, totals_now
from metrics.periods import PeriodKind
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Membership, Source, Team, TeamRole, TeamTotal, Workspace
from storage.team_totals import DealEntry
from tests.bot.coaching.steps import member, viewer, work_in, working
from tests.bot.modal_steps import fill_in, open_with, top_view, words_of
from tests.cast import NOON, Cast, assemble
from tests.office import ANA, BEN, CLEO, MANAGER, Office

WORDS = Vocabulary(
    metrics=(
        MetricWords("call", "call", "calls", ("panggilan",)),
        MetricWords("revenue", "revenue", "revenue", unit="money"),
    )
)
TODAY = NOON.date()
AHEAD = dict.fromkeys(("week", "month", "quarter", "year"), TODAY + dt.timedelta(days=7))


@pytest.mark.parametrize(
    ("text", "team", "target"),
    [
        ("team Harbour total revenue 200k a month", "Harbour", 20_000_000),
        ("team Harbour revenue 200k a month in total", "Harbour", 20_000_000),
        ("team Harbour revenue 200k a month together", "Harbour", 20_000_000),
        ('team "Grand Total" total revenue 200k a month', "Grand Total", 20_000_000),
        ("team Old Harbour total 200k revenue a month", "Old Harbour", 20_000_000),
        ("pasukan Harbour jumlah panggilan 400 sebulan", "Harbour", 400),
        ("team Harbour total calls off month", "Harbour", None),
    ],
)
def test_total_after_the_teams_name_or_at_the_end_means_one_for_all(text: str, team: str, target: int | None) -> None:
    meant = parse_goal(text, WORDS, today=TODAY, ahead=AHEAD)
    assert isinstance(meant, GoalRequest)
    assert (meant.team, meant.target, meant.period, meant.total) == (team, target, "month", True)


def test_a_team_that_is_called_total_is_named_in_quotes() -> None:
    meant = parse_goal('team "Grand Total" calls 40 a week', WORDS, today=TODAY, ahead=AHEAD)
    assert isinstance(meant, GoalRequest)
    assert (meant.team, meant.total) == ("Grand Total", False)


def test_a_total_is_no_percentage() -> None:
    with pytest.raises(Failure, match="write a number instead of a percentage"):
        parse_goal("team Harbour total calls +10% a month", WORDS, today=TODAY, ahead=AHEAD)


def entry(who: int, day: int, account: str = "Acorn", amount: int = 500_000) -> DealEntry:
    return DealEntry(who, dt.date(2026, 11, day), amount, account, amount)


def test_a_deal_that_two_reps_log_counts_once() -> None:
    assert count_shared([entry(1, 2), entry(2, 4, "ACORN ")]) == [500_000]
    assert count_shared([entry(1, 2), entry(2, 4), entry(3, 5)]) == [500_000, 500_000]


@pytest.mark.parametrize(
    "entries",
    [
        [entry(1, 2), entry(1, 2)],  # one rep sold to the same customer twice
        [entry(1, 2), entry(2, 12)],
        [entry(1, 2), entry(2, 2, "Birch")],
        [entry(1, 2), entry(2, 2, amount=400_000)],
    ],
)
def test_what_only_looks_alike_counts_for_each(entries: list[DealEntry]) -> None:
    assert count_shared(entries) == []


def test_two_deals_that_two_reps_share_are_two() -> None:
    assert count_shared([entry(1, 2), entry(1, 3), entry(2, 3), entry(2, 4)]) == [500_000, 500_000]


def test_a_manager_sets_a_total_sees_its_bar_and_takes_it_back(office: Office) -> None:
    for who, text in ((ANA, "deal 12,000 Acorn"), (BEN, "deal 12,000 Acorn"), (BEN, "deal 8,000 Birch")):
        office.say(who, "/log", text)
    answer = office.answer_of(MANAGER, "/goal", "team North total revenue 200k a month")
    assert answer["text"].startswith("North in all: $200,000 revenue a month, starting Tue 17 Nov.")
    home = str(office.sandbox.post("home", user=MANAGER)["view"])
    assert "Revenue, November: $20K of $200K" in home
    assert "1 shared deal counted once" in home
    assert "As a team" not in str(office.sandbox.post("home", user=ANA)["view"]), "of two, one could tell the other's"
    office.say(MANAGER, "/goal", "team North total revenue 250k a month")
    with office.database.reading() as session:
        assert [
            (row.target, row.ends) for row in session.exec(select(TeamTotal).order_by(col(TeamTotal.id))).all()
        ] == [
            (20_000_000, dt.date(2026, 11, 17)),
            (25_000_000, None),
        ]
    (said,) = office.click(MANAGER, answer, "goal_total_undo")
    assert "changed since" in said
    last = office.answer_of(MANAGER, "/goal", "team North total revenue off month")
    assert last["text"].startswith("North in all: the goal of $250,000 revenue a month ends on")
    office.click(MANAGER, last, "goal_total_undo")
    assert "$20K of $250K" in str(office.sandbox.post("home", user=MANAGER)["view"])
    refused = office.say(CLEO, "/goal", "team North total calls 1 a month")
    assert "You can't set goals for" in refused


def test_the_form_offers_a_team_as_one_total(office: Office) -> None:
    view = open_with(office, MANAGER, "/goal")
    assert "North as one total" in str(view)
    with office.database.reading() as session:
        north = session.exec(select(Team).where(Team.name == "North")).one()
    values = {"whose": f"total:{north.id}", "metric": "call", "period": "week"}
    assert fill_in(office, MANAGER, **values, target="+10%") == {
        "target": "For a team's total, write a number instead of a percentage."
    }
    assert fill_in(office, MANAGER, **values, target="300") == {}
    assert "North in all: 300 calls a week" in words_of(top_view(office, MANAGER))


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def north(session: Session, cast: Cast) -> Team:
    return session.get_one(Team, cast.north)


def test_reps_of_a_team_of_three_see_its_total_and_only_theirs(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        team = north(work.session, cast)
        set_team_total(work, viewer=None, team=team, metric_key="call", period=PeriodKind.MONTH, target=400)
        assert totals_for_rep(work, member=member(work, cast.ana), date=TODAY) == ()
        work.session.add(
            Membership(
                workspace_id=1,
                team_id=cast.north,
                member_id=cast.admin,
                team_role=TeamRole.REP,
                starts=dt.date(2026, 1, 1),
            )
        )
        work.session.flush()
        (total,) = totals_for_rep(work, member=member(work, cast.ana), date=TODAY)
        assert (total.target, total.done, total.team.id) == (400, 0, cast.north)
        assert total.pace.gap < 0
        assert totals_for_rep(work, member=member(work, cast.cleo), date=TODAY) == ()
        assert home_of(work, member=member(work, cast.ana)).totals == (total,)


def test_only_who_manages_the_team_sets_and_takes_back_its_total(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        team = north(work.session, cast)
        for who in (cast.ana, cast.south_manager):
            with pytest.raises(NotAllowed):
                set_team_total(
                    work, viewer=viewer(work, who), team=team, metric_key="call", period=PeriodKind.WEEK, target=1
                )
        done = set_team_total(
            work,
            viewer=viewer(work, cast.north_manager),
            team=team,
            metric_key="call",
            period=PeriodKind.WEEK,
            target=10,
        )
        with pytest.raises(NotAllowed):
            undo_total(work, viewer=viewer(work, cast.south_manager), total_id=done.total_id, ended=done.ended)
        undo_total(work, viewer=viewer(work, cast.north_manager), total_id=done.total_id, ended=done.ended)
        assert totals_now(work, teams=[team], date=TODAY) == {}


def test_a_target_is_above_zero(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work, pytest.raises(WrongGoal, match="above zero"):
        set_team_total(
            work,
            viewer=None,
            team=north(work.session, cast),
            metric_key="call",
            period=PeriodKind.WEEK,
            target=0,
        )


FILE = """team,total,metric,period,target,from,to,reason
North,yes,revenue,month,200k,2026-11-01,,One harbour
North,,calls,week,40,,,
South,ya,calls,,500,2026-11-01,2026-12-15,
"""


def test_totals_come_and_go_by_file_and_the_same_file_changes_nothing(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        taken = import_goals(work.session, workspace=work.workspace, lines=FILE.splitlines(keepends=True), now=NOON)
        assert (taken.new, taken.changed) == (3, 0)
        assert "North in all, revenue a month from 2026-11-01: none -> 200000" in taken.changes
    with database.reading() as session:
        workspace = session.get_one(Workspace, 1)
        out = io.StringIO()
        write_table(out, KINDS["goals"].columns, goal_rows(session, workspace, only=lambda _owner: True))
    assert ",North,,yes,revenue,month,200000.00,2026-11-01,,One harbour," in out.getvalue()
    with working(database, NOON) as work:
        lines = out.getvalue().splitlines(keepends=True)
        again = import_goals(work.session, workspace=work.workspace, lines=lines, now=NOON)
        assert (again.new, again.changed) == (0, 0)


def test_a_total_of_somebody_is_refused_by_line(database: Database, cast: Cast) -> None:
    wrong = "member,team,total,metric,period,target\nana@example.com,,yes,calls,week,40\n"
    with working(database, NOON) as work, pytest.raises(WrongFile, match="only a team has a goal as one total"):
        import_goals(work.session, workspace=work.workspace, lines=wrong.splitlines(keepends=True), now=NOON)


def test_who_left_the_team_counts_until_they_left(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        work = work_in(session, NOON)
        row = session.exec(select(Membership).where(Membership.member_id == cast.ben)).one()
        row.ends = dt.date(2026, 11, 10)
        session.add(row)
        metric = find_metric(session, workspace_id=1, key="call")
        assert metric is not None
        add_activity_rows(
            session,
            rows=[
                {
                    "workspace_id": 1,
                    "member_id": who,
                    "metric_id": metric.id,
                    "quantity": 5,
                    "local_date": dt.date(2026, 11, day),
                    "source": Source.IMPORT,
                    "logged_at": NOON,
                    "account": "",
                    "note": "",
                    "outcome": "",
                    "batch": "",
                    "version": 1,
                }
                for who in (cast.ana, cast.ben)
                for day in (9, 11)
            ],
        )
        team = north(session, cast)
        set_team_total(work, viewer=None, team=team, metric_key="call", period=PeriodKind.MONTH, target=100)
        (total,) = totals_now(work, teams=[team], date=TODAY)[team.id]
        assert total.done == 15


def test_the_history_of_a_teams_goals_holds_its_totals(database: Database, cast: Cast) -> None:
    with working(database, NOON) as work:
        team = north(work.session, cast)
        set_team_total(work, viewer=None, team=team, metric_key="call", period=PeriodKind.MONTH, target=400)
        looks = viewer(work, cast.north_manager)
        changes = goal_history(work, viewer=looks, subject=team, metric_key="call", today=TODAY)
        said = goal_history_message(team.name, changes, language_for(locale="en", currency="USD")).text
        assert "• Whole team: 400 calls a month, starting 17 Nov 2026" in said
        assert goal_history(work, viewer=looks, subject=team, metric_key="demo", today=TODAY) == []
        south = work.session.get_one(Team, cast.south)
        assert goal_history(work, viewer=viewer(work, cast.admin), subject=south, metric_key=None, today=TODAY) == []
