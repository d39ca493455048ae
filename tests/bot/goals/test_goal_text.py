"""What managers type after /goal: a table of what it means."""

import contextlib
import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.failures import Failure
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.goals.text import (
    GoalForm,
    GoalHelp,
    GoalHistoryRequest,
    GoalPlanRequest,
    GoalRequest,
    asks_for_role,
    parse_goal,
    read_percent,
)

WORDS = Vocabulary(
    metrics=(
        MetricWords("call", "call", "calls", ("panggilan",)),
        MetricWords("demo", "demo", "demos"),
        MetricWords("revenue", "revenue", "revenue", unit="money"),
    )
)
ANA = "<@U0ANA|ana>"
TODAY = dt.date(2026, 11, 17)
MONDAY_23, NEW_YEAR = dt.date(2026, 11, 23), dt.date(2027, 1, 1)
AHEAD = {"week": MONDAY_23, "month": dt.date(2026, 12, 1), "quarter": NEW_YEAR, "year": NEW_YEAR}

MEANINGS = [
    ("", GoalForm()),
    ("   ", GoalForm()),
    ("help", GoalHelp()),
    (f"{ANA} calls 20 a week", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 20 calls each week", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} calls +15% a month", GoalRequest("U0ANA", None, "call", None, "month", None, Decimal(15))),
    (f"{ANA} calls + 15 % a month", GoalRequest("U0ANA", None, "call", None, "month", None, Decimal(15))),
    (f"{ANA} calls -10 percent month", GoalRequest("U0ANA", None, "call", None, "month", None, Decimal(-10))),
    (f"{ANA} calls −7,5 % month", GoalRequest("U0ANA", None, "call", None, "month", None, Decimal("-7.5"))),
    ("team North demos +15% a month", GoalRequest(None, "North", "demo", None, "month", None, Decimal(15))),
    (
        f"{ANA} revenue 60k a month from 2026-12-01 because the new region opens",
        GoalRequest("U0ANA", None, "revenue", 6_000_000, "month", dt.date(2026, 12, 1), None, "the new region opens"),
    ),
    (f"{ANA} revenue $ 60,000 a month", GoalRequest("U0ANA", None, "revenue", 6_000_000, "month")),
    (f"{ANA} revenue 60 thousand a month", GoalRequest("U0ANA", None, "revenue", 6_000_000, "month")),
    (f"{ANA} revenue sixty thousand a month", GoalRequest("U0ANA", None, "revenue", 6_000_000, "month")),
    (f"{ANA} revenue 2 lakh a month", GoalRequest("U0ANA", None, "revenue", 20_000_000, "month")),
    (f"{ANA} revenue 5 grand a month", GoalRequest("U0ANA", None, "revenue", 500_000, "month")),
    (f"{ANA} revenue half a million a year", GoalRequest("U0ANA", None, "revenue", 50_000_000, "year")),
    (f"{ANA} twenty calls a week", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} dua puluh panggilan seminggu", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} calls off week", GoalRequest("U0ANA", None, "call", None, "week")),
    (f"plan {ANA}", GoalPlanRequest("U0ANA")),
    (f"history {ANA}", GoalHistoryRequest("U0ANA", None, None)),
    (f"history {ANA} calls", GoalHistoryRequest("U0ANA", None, "call")),
    ("history team North", GoalHistoryRequest(None, "North", None)),
    ("history team North Sea demos", GoalHistoryRequest(None, "North Sea", "demo")),
]
DECEMBER, MARCH = dt.date(2026, 12, 1), dt.date(2027, 3, 1)
PHRASES = [
    (f"{ANA} 20 calls / wk", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 20 calls pw", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 60 demos per mth", GoalRequest("U0ANA", None, "demo", 60, "month")),
    (f"{ANA} 5 calls a workday", GoalRequest("U0ANA", None, "call", 5, "day")),
    (f"{ANA} 1k calls a year", GoalRequest("U0ANA", None, "call", 1000, "year")),
    ("team North twenty calls a week", GoalRequest(None, "North", "call", 20, "week")),
    ("team North Sea a dozen demos a month", GoalRequest(None, "North Sea", "demo", 12, "month")),
    (f"{ANA} 20 calls/week", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} calls 20/week", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 22 calls a week from 1 dec", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    (f"{ANA} 22 calls a week starting 1 December", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    (f"{ANA} 22 calls a week from next month", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    (f"{ANA} 22 calls a week from next week", GoalRequest("U0ANA", None, "call", 22, "week", MONDAY_23)),
    (
        f"{ANA} 22 calls a week starting next quarter",
        GoalRequest("U0ANA", None, "call", 22, "week", NEW_YEAR),
    ),
    (
        f"{ANA} 22 calls a week mulai suku tahun depan",
        GoalRequest("U0ANA", None, "call", 22, "week", NEW_YEAR),
    ),
    (f"{ANA} 22 calls a week from March", GoalRequest("U0ANA", None, "call", 22, "week", MARCH)),
    (f"{ANA} 22 calls a week from monday", GoalRequest("U0ANA", None, "call", 22, "week", dt.date(2026, 11, 23))),
    (f"{ANA} revenue 60k/month from 2026-12-01", GoalRequest("U0ANA", None, "revenue", 6_000_000, "month", DECEMBER)),
    ("team Harbour 21 calls a week", GoalRequest(None, "Harbour", "call", 21, "week")),
    ("team ‘Harbour’ demos 15 a month", GoalRequest(None, "Harbour", "demo", 15, "month")),
    ('team "Call Centre" 21 calls a week', GoalRequest(None, "Call Centre", "call", 21, "week")),
    ("team North 2 calls 20 a week", GoalRequest(None, "North 2", "call", 20, "week")),
    ("team North 2 20 calls a week", GoalRequest(None, "North 2", "call", 20, "week")),
    ("SDR 20 calls a day", GoalRequest(None, None, "call", 20, "day", role="SDR")),
    (f"{ANA} 20 panggilan seminggu", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 20 panggilan/minggu", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} panggilan 20/minggu", GoalRequest("U0ANA", None, "call", 20, "week")),
    (f"{ANA} 22 panggilan seminggu mulai 1 dis", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    (f"{ANA} 22 panggilan seminggu dari isnin", GoalRequest("U0ANA", None, "call", 22, "week", dt.date(2026, 11, 23))),
    (f"{ANA} 22 panggilan seminggu mulai bulan depan", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    (f"{ANA} 22 panggilan seminggu mulai Mac", GoalRequest("U0ANA", None, "call", 22, "week", MARCH)),
    (f"{ANA} 22 panggilan seminggu bermula 1 disember", GoalRequest("U0ANA", None, "call", 22, "week", DECEMBER)),
    ("pasukan Harbour 21 panggilan seminggu", GoalRequest(None, "Harbour", "call", 21, "week")),
    ("pasukan ‘Harbour’ panggilan 21 seminggu", GoalRequest(None, "Harbour", "call", 21, "week")),
    ("pasukan Utara 2 panggilan 20 seminggu", GoalRequest(None, "Utara 2", "call", 20, "week")),
]


@pytest.mark.parametrize(("said", "meant"), [*MEANINGS, *PHRASES])
def test_what_is_meant(said: str, meant: object) -> None:
    assert parse_goal(said, WORDS, today=TODAY, ahead=AHEAD) == meant


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (f"{ANA} calls +15% 20 a month", "a number or a percentage, not both"),
        (f"{ANA} calls 15% a month", "`15%` isn't a number I can read"),
        ("@ana 20 calls a week", "pick the person from the list"),
        ("@Ana Quill panggilan 20 seminggu", "pick the person from the list"),
        (f"{ANA} 20 calls a week from soon", "isn't a date"),
        (f"{ANA} 20 calls a week from 31 feb", "isn't a date"),
        (f"{ANA} not 20 calls a week", "I don't know what `not 20` means here"),
        ("history", "whose goals?"),
        ("20 calls a week", "whose goal?"),
        ("twenty calls a week", "whose goal?"),
        ("team North about 20 calls a week", "A goal is one exact number. Leave out `about`."),
        ("team North maybe 20 calls a week", "A goal is one exact number. Leave out `maybe`."),
        ("plan", "whose plan?"),
        (f"history {ANA} cals", "Did you mean `call`?"),
        (f"{ANA} calls +15%", "a day, week, month, quarter or year?"),
    ],
)
def test_what_is_not_understood_says_what_to_write(said: str, answer: str) -> None:
    with pytest.raises(Failure) as failure:
        parse_goal(said, WORDS, today=TODAY, ahead=AHEAD)
    assert answer.casefold() in str(failure.value).casefold()


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        (f"role {ANA}", "U0ANA"),
        ("ramp <@U0ANA>", "U0ANA"),
        (f"Peranan  {ANA} ", "U0ANA"),
        ("role", ""),
        (" RAMP ", ""),
        ("role Ana", None),
        (f"role {ANA} SDR", None),
        ("role <@S0SALES>", None),
        (f"{ANA} role", None),
        ("", None),
    ],
)
def test_a_role_is_asked_of_one_person_or_of_nobody_yet_and_else_it_is_no_such_question(
    said: str, whom: str | None
) -> None:
    assert asks_for_role(said) == whom


@given(st.text(max_size=60))
def test_any_text_has_a_meaning_or_is_refused_in_words_and_as_a_reason_it_is_only_kept(said: str) -> None:
    with contextlib.suppress(Failure):
        parse_goal(f"{ANA} {said}", WORDS, today=TODAY, ahead=AHEAD)
    meant = parse_goal(f"{ANA} calls 20 a week because so {said}", WORDS, today=TODAY, ahead=AHEAD)
    assert isinstance(meant, GoalRequest)
    assert replace(meant, reason="") == GoalRequest("U0ANA", None, "call", 20, "week")
    assert meant.reason.split()[0].startswith("so")


@given(st.integers(0, 9999), st.sampled_from("+-"))
def test_a_percentage_is_read_as_it_is_written(number: int, sign: str) -> None:
    assert read_percent(f"{sign}{number} %") == (number if sign == "+" else -number)
    assert read_percent(f"{number} %") is None
