"""What the morning nudge looks like, whatever the data: it fits a phone, says what is good first, and varies."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest

from bot.core.words.blocks import columns
from bot.core.words.language import Language, language_for
from bot.core.words.message import Message
from bot.deals.playbook import Playbook
from bot.nudges.latest_day import LatestDay
from bot.nudges.look_back import LookBack, PastLine
from bot.nudges.nudge import FirstThing, Nudge
from bot.nudges.priorities import PrioritySubject
from bot.nudges.words.nudge import LONGEST, nudge_message
from bot.pipeline.stages import StageName
from bot.standings.goal_lines import ActionLine, GoalLine, Lever
from bot.standings.words.standing import goal_table
from metrics.actions import Action, Why
from metrics.episodes import Status
from metrics.periods import PeriodKind, period_of
from metrics.priorities import Priority, PriorityItem
from sandbox.rules import check_message
from storage.tables import Member, Metric, Unit

TUESDAY = dt.date(2026, 11, 10)
ENGLISH = language_for(locale="en_US", currency="USD")
MALAY = language_for(locale="ms_MY", currency="USD")
HUGE = 9_000_000_000_000


def metric(name: str = "call", *, unit: Unit = Unit.COUNT, leading: bool = True, number: int = 1) -> Metric:
    plural = f"{name}s" if unit is Unit.COUNT else name
    return Metric(id=number, workspace_id=1, key=f"m{number}", singular=name, plural=plural, unit=unit, leading=leading)


def goal(
    of: Metric,
    done: int,
    target: int,
    gap: float,
    *,
    status: Status = Status.ON_TRACK,
    kind: PeriodKind = PeriodKind.MONTH,
    low: float = 0,
    high: float = 0,
) -> GoalLine:
    return GoalLine(of, period_of(kind, TUESDAY), done, target, gap, status, 0.5, low, high)


def to_do(of: Metric, number: int = 5, **more: Any) -> ActionLine:
    said: dict[str, Any] = {"why": Why.BEHIND, "behind": 3, "usual": 6.0, **more}
    return ActionLine(of, Action(metric=of.key, number=number, **said), lever=Lever(4))


def nudge(*goals: GoalLine, actions: tuple[ActionLine, ...] = (), name: str = "Ana Quill", **more: Any) -> Nudge:
    member = Member(id=1, workspace_id=1, slack_user_id="U0ANA", name=name)
    return Nudge(member=member, date=TUESDAY, day=8, days=21, goals=goals, actions=actions, **more)


def seen(message: Message) -> str:
    """All that is seen in the blocks but the buttons."""
    said = []
    for block in message.blocks:
        if block["type"] == "section":
            said.append(block["text"]["text"])
        elif block["type"] == "context":
            said.extend(element["text"] for element in block["elements"])
    return "\n".join(said)


CALLS = metric()
DEMOS = metric("demo", number=2)
REVENUE = metric("revenue", unit=Unit.MONEY, leading=False, number=3)


def test_a_usual_tuesday_reads_as_it_should() -> None:
    said = nudge_message(
        nudge(
            goal(CALLS, 40, 100, 1.9),
            goal(DEMOS, 2, 14, -3.3, status=Status.WATCH),
            goal(REVENUE, 41_000_00, 60_000_00, 0, low=52_000_00, high=66_000_00),
            actions=(to_do(DEMOS, 1), to_do(CALLS, 5, why=Why.KEEPS_PLAN, behind=0)),
        ),
        ENGLISH,
    )
    assert said.text.split("\n") == [
        "Tuesday · day 8 of 21",
        "Good morning, Ana. You are 1 call ahead of plan.",
        "Calls November: 40/100, on plan.",
        "Demos November: 2/14, 3 behind.",
        "Revenue November: $41K/60K, likely 52–66K.",
        "1. *1 demo.* You are 3 behind plan. About one deal comes of 4 of yours.",
        "2. *5 calls.* That keeps your plan. About one deal comes of 4 of yours.",
    ]
    table = said.blocks[2]["text"]["text"].split("\n")
    assert table[1:-1] == [
        "November",
        "Calls   ▓▓░░░   40/100 on plan",
        "Demos   ▓░░░░     2/14 3 behind",
        "Revenue ▓▓▓░░ $41K/60K likely 52–66K",
    ]


def test_all_on_plan_is_one_line_and_the_bars() -> None:
    said = nudge_message(nudge(goal(CALLS, 40, 100, 0.4), goal(DEMOS, 5, 14, 0.1), actions=(to_do(CALLS),)), ENGLISH)
    assert [block["type"] for block in said.blocks] == ["context", "section", "section", "actions"]
    assert "All on plan." in said.text
    assert "Today" not in seen(said)


@pytest.mark.parametrize(
    ("more", "good"),
    [
        ({"latest": LatestDay(TUESDAY - dt.timedelta(1), ((CALLS, 9), (DEMOS, 1)))}, "Yesterday: 9 calls and 1 demo."),
        (
            {"latest": LatestDay(TUESDAY - dt.timedelta(1), ((CALLS, 22),), best=CALLS)},
            "Yesterday: 22 calls, your best day in half a year.",
        ),
        ({"latest": LatestDay(TUESDAY - dt.timedelta(4), ((CALLS, 9),))}, "Friday: 9 calls."),
        ({}, "A new day. Here is where you stand."),
    ],
)
def test_what_is_good_comes_first_also_where_everything_is_behind(more: dict[str, Any], good: str) -> None:
    said = nudge_message(nudge(goal(CALLS, 1, 100, -30, status=Status.AT_RISK), **more), ENGLISH)
    assert said.text.split("\n")[1] == f"Good morning, Ana. {good}"


def test_after_a_bad_month_it_says_what_was_not_in_the_reps_hands_and_one_thing_to_try() -> None:
    before = period_of(PeriodKind.MONTH, dt.date(2026, 10, 5))
    look_back = LookBack(
        before, PastLine(DEMOS, 9, 14), PastLine(CALLS, 240, 220), 0.82, DEMOS, 4, dt.date(2026, 11, 13)
    )
    said = nudge_message(nudge(goal(DEMOS, 0, 14, 0, status=Status.TOO_EARLY), look_back=look_back), ENGLISH)
    assert said.text.split("\n")[3:] == [
        "*October*: Calls 240 of 220: done. Demos 9 of 14. The rest of your team did 82% of its usual, so not "
        "all of it was in your hands.",
        "One thing to try: 4 demos by Friday, this week's part of your goal.",
    ]


NAMES = [
    "Ana Quill",
    "Wolfeschlegelsteinhausenbergerdorff" * 4,
    "عبدالرحمن الشمري",
    "🦆🦆🦆🦆🦆🦆🦆 👩‍👩‍👧‍👦",
    "<!channel> *bold* `code` <@U123|x> & co",
    "",
    "\u202egnihtyreve\u202c",
]
METRICS = ["call", "מכירות חמות", "🧯🧯🧯🧯🧯🧯🧯🧯🧯🧯🧯🧯", "x" * 38, "<!here> & *co*", "電話をかけること電話"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("word", METRICS)
@pytest.mark.parametrize("goals", [1, 5, 40])
@pytest.mark.parametrize("numbers", [(3, 14), (HUGE - 1, HUGE)])
def test_it_fits_a_phone_and_slack_whatever_the_data(
    name: str, word: str, goals: int, numbers: tuple[int, int]
) -> None:
    done, target = numbers
    kinds = list(PeriodKind)[:5]
    lines = [
        goal(
            metric(word, unit=Unit.MONEY if n % 7 == 3 else Unit.COUNT, leading=n % 5 != 3, number=n),
            done,
            target,
            -done,
            status=list(Status)[n % len(Status)],
            kind=kinds[n % 5],
            low=done,
            high=target * 3,
        )
        for n in range(goals)
    ]
    before = period_of(PeriodKind.QUARTER, dt.date(2026, 7, 5))
    past = PastLine(metric(word), done, target)
    said = nudge_message(
        nudge(
            *lines,
            name=name,
            actions=tuple(to_do(line.metric, done, behind=target, usual=float(done)) for line in lines[:1]),
            missing=tuple(TUESDAY - dt.timedelta(n) for n in range(9, 0, -1)),
            latest=LatestDay(TUESDAY - dt.timedelta(1), ((metric(word), done), (metric(word), target))),
            look_back=LookBack(before, past, past, 0.1, metric(word), target, TUESDAY),
            asks_less=True,
            first=(
                FirstThing(
                    PriorityItem(Priority.UNTOUCHED_DEAL, tuple(range(1, 30)), (float(done),) * 29, 9.0),
                    PrioritySubject(
                        word * 5,
                        how=Playbook(StageName("quoting", "Quoting"), (word * 20, "second"), ()),
                    ),
                ),
            ),
        ),
        ENGLISH,
    )
    assert 0 < len(said.text) <= LONGEST
    assert len(seen(said)) <= LONGEST
    check_message({"channel": "U0ANA", "text": said.text, "blocks": list(said.blocks)})
    for text in (said.text, seen(said)):
        assert not re.search(r"<[!@#]", text)
    assert sum(line[:2] in ("1.", "2.", "3.") for line in said.text.split("\n")) <= 2


def test_the_bars_stand_under_each_other_with_letters_of_any_width() -> None:
    lines = [goal(metric(word, number=n), 5, 10, 0) for n, word in enumerate(METRICS)]
    table = nudge_message(nudge(*lines), ENGLISH).blocks[2]["text"]["text"].split("\n")
    rows = [row.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for row in table if "▓" in row]
    assert len({columns(row[: row.index("▓")]) for row in rows}) == 1
    assert len(rows) == len(METRICS)


@pytest.mark.parametrize("language", [ENGLISH, MALAY])
def test_a_line_of_the_bars_fits_a_phone_and_a_log_that_is_missing_denies_nothing(language: Language) -> None:
    revenue = metric("revenue", number=2, unit=Unit.MONEY, leading=False)
    lines = [
        goal(metric("proposal"), 4, 8, -14),
        goal(revenue, 28_000_00, 60_000_00, -20_000_00, status=Status.NO_DATA),
        goal(metric("demo", number=3), 0, 12, -6, status=Status.NO_DATA),
    ]
    table = goal_table(lines, language).split("\n")
    assert max(map(columns, table)) <= 37
    assert sum("▓" in row or "░" in row for row in table) == 3
    if language is ENGLISH:
        assert "$28K/60K log missing" in table[3]
        assert "0/12 nothing logged" in table[4]


@pytest.mark.parametrize("calm", [True, False])
def test_sixty_mornings_never_open_with_the_same_line_twice_in_a_row(calm: bool) -> None:
    line = goal(CALLS, 40, 100, 0.2, status=Status.ON_TRACK if calm else Status.WATCH)
    openings = [nudge_message(nudge(line, opening=n), ENGLISH).text.split("\n")[1] for n in range(60)]
    assert all(first != second for first, second in itertools.pairwise(openings))


def test_many_goals_are_cut_to_those_that_need_it_and_the_rest_is_a_command_away() -> None:
    lines = [goal(metric(number=n), 50, 100, 5) for n in range(39)]
    late = goal(metric("demo", number=99), 1, 14, -5, status=Status.AT_RISK)
    said = nudge_message(nudge(*lines, late), ENGLISH)
    assert "Demos November: 1/14, 5 behind." in said.text
    assert "32 more goals: `/progress` shows them." in said.text


def test_the_question_whether_to_come_less_often_has_four_answers() -> None:
    said = nudge_message(nudge(goal(CALLS, 1, 9, 0), asks_less=True), ENGLISH)
    buttons = next(block["elements"] for block in said.blocks if block.get("block_id") == "nudge_rhythm")
    assert [each["text"]["text"] for each in buttons] == ["Keep daily", "Twice a week", "Once a week", "Off"]


def test_who_hears_the_buttons_one_by_one_hears_which_is_which() -> None:
    said = nudge_message(
        nudge(goal(CALLS, 1, 9, -5, status=Status.WATCH), actions=(to_do(CALLS, 5), to_do(metric("R&D *call*"), 2))),
        ENGLISH,
    )
    heard = [block["accessory"]["accessibility_label"] for block in said.blocks if "accessory" in block]
    assert heard == ["Done: 5 calls", "Done: 2 R&D *call*s"]


def test_a_locale_without_latin_digits_is_no_trouble() -> None:
    arabic: Language = language_for(locale="ar-EG", currency="EGP")
    assert len(nudge_message(nudge(goal(CALLS, 40, 100, 1.9)), arabic).text) <= LONGEST
