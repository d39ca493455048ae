"""What the morning nudge looks like, whatever the data: it fits a phone, says what is good first, and varies."""

import datetime as dt
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.core.words.blocks import bar
from bot.core.words.language import Language, language_for
from bot.core.words.message import Message
from bot.deals.playbook import Playbook
from bot.nudges.attainable import Attainable
from bot.nudges.latest_day import LatestDay
from bot.nudges.look_back import LookBack, PastLine
from bot.nudges.nudge import FirstThing, Heard, Help, Nudge
from bot.nudges.praise import Praise
from bot.nudges.priorities import PrioritySubject
from bot.nudges.words.nudge import LONGEST, nudge_message
from bot.pipeline.stages import StageName
from bot.standings.goal_lines import ActionLine, GoalLine, Lever
from bot.standings.words.standing import goal_table, standing
from metrics.actions import Action, Why
from metrics.episodes import Status
from metrics.periods import PeriodKind, period_of
from metrics.priorities import Priority, PriorityItem
from sandbox.rules import check_message
from storage.tables import Member, Metric, Unit
from tests.bot.nudges.checks import faults_of

TUESDAY = dt.date(2026, 11, 10)
ENGLISH = language_for(locale="en_US", currency="USD")
MALAY = language_for(locale="ms_MY", currency="USD")
HUGE = 9_000_000_000_000
LEVER = Lever(4)


def metric(
    name: str = "call", *, unit: Unit = Unit.COUNT, leading: bool = True, number: int = 1, key: str = ""
) -> Metric:
    plural = f"{name}s" if unit is Unit.COUNT else name
    return Metric(
        id=number,
        workspace_id=1,
        key=key or f"m{number}",
        singular=name,
        plural=plural,
        unit=unit,
        leading=leading,
    )


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
    flagged: bool = False,
) -> GoalLine:
    return GoalLine(of, period_of(kind, TUESDAY), done, target, gap, status, 0.3, low, high, flagged=flagged)


def to_do(
    of: Metric,
    number: int = 5,
    *,
    goal: GoalLine | None = None,
    today: int = 0,
    lever: Lever | None = LEVER,
    **more: Any,
) -> ActionLine:
    said: dict[str, Any] = {"why": Why.BEHIND, "behind": 3, "usual": 6.0, **more}
    return ActionLine(of, Action(metric=of.key, number=number, **said), lever=lever, goal=goal, today=today)


def nudge(*goals: GoalLine, actions: tuple[ActionLine, ...] = (), name: str = "Ana Quill", **more: Any) -> Nudge:
    member = Member(id=1, workspace_id=1, slack_user_id="U0ANA", name=name)
    return Nudge(member=member, date=TUESDAY, goals=goals, actions=actions, **more)


def seen(message: Message) -> str:
    """All that is seen in the blocks but the buttons."""
    said = []
    for block in message.blocks:
        if block["type"] == "section":
            said.append(block["text"]["text"])
        elif block["type"] == "context":
            said.extend(element["text"] for element in block["elements"])
    return "\n".join(said)


def buttons_of(message: Message, block_id: str) -> list[str]:
    """What the buttons of a block say."""
    return [
        each["text"]["text"]
        for block in message.blocks
        if block.get("block_id") == block_id
        for each in block["elements"]
        if each["type"] == "button"
    ]


CALLS = metric()
DEMOS = metric("demo", number=2, key="demo")
EMAILS = metric("email", number=4)
DANA = Member(id=9, workspace_id=1, slack_user_id="U0DANA", name="Dana Harbourton")
REVENUE = metric("revenue", unit=Unit.MONEY, leading=False, number=3)


def test_a_bad_tuesday_says_the_point_first_and_one_gap_once() -> None:
    demos = goal(DEMOS, 2, 14, -3.3, status=Status.AT_RISK, flagged=True)
    calls = goal(CALLS, 9, 60, -15, status=Status.WATCH, kind=PeriodKind.WEEK)
    said = nudge_message(
        nudge(
            calls,
            demos,
            goal(EMAILS, 12, 40, -4, status=Status.WATCH, kind=PeriodKind.WEEK),
            actions=(
                to_do(DEMOS, 1, why=Why.IN_NEED, usual=0.5, capped=True, goal=demos, lever=None),
                to_do(CALLS, 12, why=Why.IN_NEED, usual=9.9, capped=True, goal=calls, lever=None),
            ),
            help=Help(demos, (DANA,)),
            heard=Heard((DANA,), dt.time(11, 0)),
            attainable=Attainable(PeriodKind.MONTH, 4, 12),
        ),
        ENGLISH,
    )
    assert said.text.split("\n") == [
        "Morning, Ana. Focus today: book 1 demo, then 12 calls.",
        (
            "1. Book 1 demo. 2 of 14 in November. That's enough for today. You'd have made it from here in 4 "
            "of your last 12 months."
        ),
        "2. 12 calls. 9 of 60 this week. Just 2 more than your usual day. That's a good start.",
        "Emails 12 of 40 this week · slightly behind.",
        "Want a hand with demos?",
        "Dana gets these numbers at 11:00.",
    ]
    assert "*1. Book 1 demo*\n▓░░░┃░░░░░░ 2 of 14 in November\nThat's enough" in seen(said)
    assert faults_of(said, flagged="demo") == []


def test_who_is_ahead_reads_it_with_the_figure_and_no_invented_action() -> None:
    ahead = goal(CALLS, 54, 60, 30.0, kind=PeriodKind.WEEK)
    said = nudge_message(
        nudge(ahead, goal(DEMOS, 5, 14, 0.1), actions=(), praise=Praise(ahead=ahead)),
        ENGLISH,
    )
    assert said.text.split("\n")[0] == "Morning, Ana. 54 of 60 calls, and it's only Tuesday."
    assert not any("nudge_done" in str(block) for block in said.blocks)
    plain = nudge_message(nudge(ahead, actions=()), ENGLISH)
    assert plain.text.split("\n")[0] == "Morning, Ana. You're on track for everything."


@pytest.mark.parametrize(
    ("more", "good"),
    [
        ({"praise": Praise(won=("Acorn *Supply*",))}, "You won Acorn *\u200bSupply*\u200b! 🎉"),
        ({"praise": Praise(won=("A", "B"))}, "You won 2 deals! 🎉"),
        (
            {"latest": LatestDay(TUESDAY - dt.timedelta(1), ((CALLS, 22),), best=CALLS)},
            "Yesterday: 22 calls, your best day in half a year! 🎉",
        ),
        ({"latest": LatestDay(TUESDAY - dt.timedelta(4), ((CALLS, 9),), best=CALLS)}, None),
        ({"latest": LatestDay(TUESDAY - dt.timedelta(1), ((CALLS, 9), (DEMOS, 1)))}, None),
    ],
)
def test_what_was_earned_has_a_line_and_nothing_else_is_praised(more: dict[str, Any], good: str | None) -> None:
    line = goal(CALLS, 1, 100, -30, status=Status.AT_RISK)
    said = nudge_message(nudge(line, actions=(to_do(CALLS, 5, goal=line),), **more), ENGLISH)
    assert said.text.split("\n")[0] == "Morning, Ana. Focus today: 5 calls."
    told = seen(said).split("\n")[1]
    assert told == good if good is not None else "🎉" not in seen(said)


def test_a_thing_that_is_done_is_ticked_off_and_can_be_added_to_but_not_done_again() -> None:
    line = goal(EMAILS, 22, 40, -4, status=Status.WATCH, kind=PeriodKind.WEEK)
    said = nudge_message(nudge(line, actions=(to_do(EMAILS, 10, today=10, goal=line),)), ENGLISH)
    assert said.text.split("\n")[0] == "Morning, Ana. Today's focus is done. Nice work!"
    assert "✓ 10 emails logged" in seen(said)
    assert buttons_of(said, "nudge_do_0") == ["+1 email"]
    half = nudge_message(nudge(line, actions=(to_do(EMAILS, 10, today=4, goal=line),)), ENGLISH)
    assert "1. 6 emails · 4 of 10 done today" in seen(half)
    assert buttons_of(half, "nudge_do_0") == ["6 emails done", "+1 email"]
    (value,) = [
        each["value"] for block in half.blocks for each in block.get("elements", ()) if "6 emails done" in str(each)
    ]
    assert value == "m4:6:2026-11-10:4", "the number on it, its day, and what was logged when it was written"


def test_the_menu_of_times_offers_only_those_that_are_still_to_come() -> None:
    line = goal(CALLS, 1, 100, -30, status=Status.AT_RISK)

    def times(time: dt.time, **more: Any) -> list[str]:
        shown = nudge(line, actions=(to_do(CALLS, 5, goal=line),), offers_time=True, time=time, **more)
        menus = [
            each
            for block in nudge_message(shown, ENGLISH).blocks
            for each in block.get("elements", ())
            if each["type"] == "static_select"
        ]
        return [option["text"]["text"] for menu in menus for option in menu["options"]]

    assert times(dt.time(8, 30)) == ["Now", "10:00", "After lunch (13:00)", "Pick a time"]
    assert times(dt.time(11, 0)) == ["Now", "After lunch (13:00)", "Pick a time"]
    assert times(dt.time(14, 0)) == ["Now", "Pick a time"]


def test_after_a_bad_month_it_says_what_was_not_in_the_reps_hands_and_one_thing_to_try() -> None:
    before = period_of(PeriodKind.MONTH, dt.date(2026, 10, 5))
    look_back = LookBack(
        before, PastLine(DEMOS, 9, 14), PastLine(CALLS, 240, 220), 0.82, DEMOS, 4, dt.date(2026, 11, 13)
    )
    said = nudge_message(nudge(goal(DEMOS, 0, 14, 0, status=Status.TOO_EARLY), look_back=look_back), ENGLISH)
    assert said.text.split("\n")[:3] == [
        "Morning, Ana. November is a fresh start.",
        "October: Calls 240 of 220, done. Demos 9 of 14. It was a slow one for the whole team (82% of normal), so "
        "this wasn't just you.",
        "One thing to try: 4 demos by Friday. That's your share for this week.",
    ]


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (lambda said: replace(said, text="Tuesday, day 8 of 21\n" + said.text), "the first line"),
        (lambda said: replace(said, text=said.text + "\nYou are 3 behind plan."), "behind"),
        (lambda said: replace(said, blocks=(*said.blocks[:1], *said.blocks[2:])), "first thing"),
        (lambda said: replace(said, text=said.text + "\n3. 10 emails."), "more than two"),
    ],
)
def test_the_check_of_every_nudge_finds_planted_faults(fault: Callable[[Message], Message], found: str) -> None:
    demos = goal(DEMOS, 2, 14, -3.3, status=Status.AT_RISK, flagged=True)
    calls = goal(CALLS, 9, 60, -15, status=Status.WATCH, kind=PeriodKind.WEEK)
    good = nudge_message(
        nudge(
            demos,
            calls,
            goal(EMAILS, 12, 40, -4, status=Status.WATCH),
            actions=(to_do(DEMOS, 1, why=Why.IN_NEED, goal=demos), to_do(CALLS, 12, goal=calls)),
        ),
        ENGLISH,
    )
    assert faults_of(good, flagged="demo") == []
    broken = fault(good)
    if found == "first thing":
        broken = replace(good, blocks=tuple(each for each in good.blocks if each.get("block_id") != "nudge_do_0"))
    assert any(found in each for each in faults_of(broken, flagged="demo"))


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


def test_every_bar_has_one_scale_is_rounded_to_nearest_and_marks_the_plan() -> None:
    assert bar(29, 100) == "▓▓▓░░░░░░░"
    assert bar(38, 100) == "▓▓▓▓░░░░░░"
    assert bar(2, 14, plan=5.3) == "▓░░░┃░░░░░░"
    assert bar(14, 14, plan=7) == "▓▓▓▓▓┃▓▓▓▓▓"
    assert bar(99, 100) == "▓▓▓▓▓▓▓▓▓░", "full only when the target is reached"
    assert bar(1, 100) == "▓░░░░░░░░░", "a first step is seen"
    table = goal_table([goal(metric(word, number=n), 5, 10, 0) for n, word in enumerate(METRICS)], ENGLISH)
    rows = [row for row in table.split("\n") if "▓" in row]
    assert len(rows) == len(METRICS)
    assert {row[: row.index(" ")] for row in rows} == {"▓▓▓▓▓┃░░░░░"}
    assert "```" not in table, "a fixed-width block is cut off on some phones"


@pytest.mark.parametrize("language", [ENGLISH, MALAY])
def test_a_log_that_is_missing_denies_nothing_and_a_wide_range_is_not_told(language: Language) -> None:
    revenue = metric("revenue", number=2, unit=Unit.MONEY, leading=False)
    lines = [
        goal(revenue, 28_000_00, 60_000_00, -20_000_00, status=Status.NO_DATA),
        goal(revenue, 41_000_00, 60_000_00, 0, low=52_000_00, high=66_000_00),
        goal(revenue, 41_000_00, 60_000_00, 0, low=12_000_00, high=66_000_00),
    ]
    stands = [standing(line, language) for line in lines]
    if language is ENGLISH:
        assert stands == ["not logged yet", "on pace for 52–66K", "on track"]
    assert len(set(stands)) == 3


@pytest.mark.parametrize("calm", [True, False])
def test_sixty_mornings_never_open_with_the_same_line_twice_in_a_row(calm: bool) -> None:
    line = goal(CALLS, 40, 100, 0.2, status=Status.ON_TRACK if calm else Status.WATCH)
    openings = [nudge_message(nudge(line, opening=n), ENGLISH).text.split("\n")[0] for n in range(60)]
    assert all(first != second for first, second in itertools.pairwise(openings))


def test_many_goals_are_cut_to_those_that_need_it_and_the_rest_is_a_command_away() -> None:
    lines = [goal(metric(number=n), 50, 100, 5) for n in range(39)]
    late = goal(metric("demo", number=99), 1, 14, -5, status=Status.AT_RISK)
    said = nudge_message(nudge(*lines, late), ENGLISH)
    assert "Demos 1 of 14 in November · behind." in said.text
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
    heard = [buttons_of(said, f"nudge_do_{at}")[0] for at in (0, 1)]
    assert heard == ["5 calls done", "2 R&D *call*s done"]


def test_a_locale_without_latin_digits_is_no_trouble() -> None:
    arabic: Language = language_for(locale="ar-EG", currency="EGP")
    assert len(nudge_message(nudge(goal(CALLS, 40, 100, 1.9)), arabic).text) <= LONGEST
