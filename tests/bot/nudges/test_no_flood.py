"""When many goals become unlikely on one morning, managers read a few names and each rep one message."""

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from bot.setup.checklist import go_live
from bot.setup.pausing import set_paused
from metrics.periods import PeriodKind
from metrics.priorities import most_named
from storage.engine import Database
from storage.tables import TimeOff
from storage.workspaces import find_workspace
from tests.bot.crowd import CHANNEL, Crowd, busiest, gather, some, weekdays

UTC = dt.UTC
REPS, BAD = 20, 8
GOALS = (("call", PeriodKind.WEEK, 60), ("demo", PeriodKind.MONTH, 14), ("proposal", PeriodKind.MONTH, 10))
USUAL = {"call": 12.6, "demo": 0.75, "proposal": 0.55}
WEDNESDAY = dt.datetime(2026, 11, 4, 15, 0, tzinfo=UTC)
HEARD = "gets these numbers"
MAY_MISS, STILL = re.compile("may fall short on|may miss"), "Still at risk"


def at(day: int, hour: int = 20, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 0, tzinfo=UTC)


def logging(crowd: Crowd, *, away: Callable[[dt.date], set[int]] = lambda _date: set()) -> Callable[[dt.date], None]:
    """What the team logs on an evening: some of them two fifths of what is needed."""
    chance = random.Random(1)

    def evening(date: dt.date) -> None:
        if date.weekday() < 5:
            done = {
                (who, key): some(chance, usual * (0.4 if who < BAD else 1.05))
                for who in range(REPS)
                for key, usual in USUAL.items()
            }
            crowd.log(date, {pair: quantity for pair, quantity in done.items() if pair[0] not in away(date)})

    return evening


@pytest.fixture
def crowd(sqlite_database: Database) -> Crowd:
    found = gather(sqlite_database, reps=REPS, goals=GOALS, at=WEDNESDAY, live=True)
    evening = logging(found)
    for date in weekdays(dt.date(2026, 9, 21), WEDNESDAY.date()):
        evening(date)
    return found


def new_names(crowd: Crowd) -> Counter[dt.date]:
    """How many rows of reps the alerts of each date named, replies in their threads aside."""
    found: Counter[dt.date] = Counter()
    for each in crowd.sent:
        if each.to == CHANNEL and MAY_MISS.search(each.text) and not each.text.startswith(STILL):
            found[each.at.date()] += len(set(re.findall(r"<@U\d+>", each.text)))
    return found


def replies(crowd: Crowd) -> Counter[dt.date]:
    return Counter(each.at.date() for each in crowd.sent if each.to == CHANNEL and each.text.startswith(STILL))


def assert_no_flood(crowd: Crowd) -> None:
    names = new_names(crowd)
    assert names, "nobody was told anything"
    assert max(names.values()) <= most_named(REPS) == 4
    assert max(replies(crowd).values(), default=0) <= 1
    to_reps = {key: n for key, n in busiest(crowd.sent).items() if key[0].startswith("U") and key[0] != "U0MANAGER"}
    assert max(to_reps.values()) <= 2  # on a Friday the recap of the week comes too


def test_a_team_with_a_bad_past_that_goes_live(crowd: Crowd) -> None:
    with crowd.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = False
        go_live(session, workspace=workspace, viewer=None, now=crowd.now())
    crowd.play(at(17), each_evening=logging(crowd))
    assert_no_flood(crowd)
    # Nobody's managers hear of what was so before; each rep hears of all of theirs in one nudge, on the morning itself.
    first = min(new_names(crowd))
    assert first > WEDNESDAY.date() + dt.timedelta(days=3)
    heard = [each for each in crowd.sent if HEARD in each.text and each.at.date() == first]
    assert len(heard) == len({each.to for each in heard}) >= 6


def test_a_rep_back_from_three_weeks_of_leave_comes_back_to_no_message_to_their_managers(crowd: Crowd) -> None:
    starts, back = dt.date(2026, 11, 5), dt.date(2026, 11, 26)
    with crowd.database.writing() as session:
        session.add(TimeOff(workspace_id=1, member_id=crowd.reps[0], starts=starts, ends=back, created_at=crowd.now()))
    crowd.play(at(30), each_evening=logging(crowd, away=lambda date: {0} if date < back else set()))
    assert_no_flood(crowd)
    away = [each for each in crowd.sent if each.to == "U000" and starts < each.at.date() < back]
    assert away == []
    (first,) = crowd.to("U000", back)
    assert HEARD not in first
    assert "Nothing logged" not in first
    # What is still so on the mornings after is said once, all of it together.
    later = [text for day in (27, 30) for text in crowd.to("U000", dt.date(2026, 11, day)) if HEARD in text]
    assert len(later) <= 2


def test_a_pause_of_two_weeks_is_not_made_up_for_on_the_first_morning(crowd: Crowd) -> None:
    def pause(on: bool) -> None:
        with crowd.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            set_paused(session, workspace=workspace, viewer=None, team=None, paused=on, now=crowd.now())

    evening = logging(crowd)
    crowd.play(at(6, 7), each_evening=evening)
    pause(True)
    crowd.play(at(19), each_evening=evening)
    pause(False)
    crowd.play(at(25), each_evening=evening)
    assert_no_flood(crowd)
    assert [each for each in crowd.sent if dt.date(2026, 11, 6) <= each.at.date() < dt.date(2026, 11, 20)] == []
    resumed = dt.date(2026, 11, 20)
    assert len({each.to for each in crowd.sent if each.at.date() == resumed and each.to != CHANNEL}) == REPS
    assert not [each for each in crowd.sent if HEARD in each.text and each.at.date() == resumed]
    assert new_names(crowd)[resumed] == 0
