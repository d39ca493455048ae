"""Days off as people type them, in English and Malay."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text.errors import NotUnderstood
from bot.leave.text.command import (
    AwayDoubt,
    AwayHelp,
    AwayRequest,
    CancelAway,
    ShowAway,
    TakeAway,
    parse_away,
)
from bot.leave.text.days import Days, Part

TUESDAY = dt.date(2026, 11, 17)

CASES = [
    ("today", "2026-11-17", 1, Part.WHOLE),
    ("sick today", "2026-11-17", 1, Part.WHOLE),
    ("tomorrow", "2026-11-18", 1, Part.WHOLE),
    ("yesterday", "2026-11-16", 1, Part.WHOLE),
    ("Friday", "2026-11-20", 1, Part.WHOLE),
    ("on friday", "2026-11-20", 1, Part.WHOLE),
    ("tuesday", "2026-11-17", 1, Part.WHOLE),
    ("next tuesday", "2026-11-24", 1, Part.WHOLE),
    ("last friday", "2026-11-13", 1, Part.WHOLE),
    ("friday pm", "2026-11-20", 1, Part.AFTERNOON),
    ("friday afternoon", "2026-11-20", 1, Part.AFTERNOON),
    ("tomorrow morning", "2026-11-18", 1, Part.MORNING),
    ("half day", "2026-11-17", 1, Part.HALF),
    ("half day friday", "2026-11-20", 1, Part.HALF),
    ("half day off tomorrow pm", "2026-11-18", 1, Part.AFTERNOON),
    ("pm", "2026-11-17", 1, Part.AFTERNOON),
    ("1 Dec", "2026-12-01", 1, Part.WHOLE),
    ("Dec 1st", "2026-12-01", 1, Part.WHOLE),
    ("2026-12-01", "2026-12-01", 1, Part.WHOLE),
    ("1 Dec 2027", "2027-12-01", 1, Part.WHOLE),
    ("3 jan", "2027-01-03", 1, Part.WHOLE),
    ("10 nov", "2026-11-10", 1, Part.WHOLE),
    ("from 1 Dec to 5 Dec", "2026-12-01", 5, Part.WHOLE),
    ("1 Dec - 5 Dec", "2026-12-01", 5, Part.WHOLE),
    ("1-5 dec", "2026-12-01", 5, Part.WHOLE),
    ("1 to 5 December", "2026-12-01", 5, Part.WHOLE),
    ("28 dec to 3 jan", "2026-12-28", 7, Part.WHOLE),
    ("2026-12-01 to 2026-12-05", "2026-12-01", 5, Part.WHOLE),
    ("monday to wednesday", "2026-11-23", 3, Part.WHOLE),
    ("friday to monday", "2026-11-20", 4, Part.WHOLE),
    ("until friday", "2026-11-17", 4, Part.WHOLE),
    ("mon to fri mornings", "2026-11-23", 5, Part.MORNING),
    ("3 days", "2026-11-17", 3, Part.WHOLE),
    ("for two days", "2026-11-17", 2, Part.WHOLE),
    ("next week", "2026-11-23", 7, Part.WHOLE),
    ("this week", "2026-11-17", 6, Part.WHOLE),
    ("hari ini", "2026-11-17", 1, Part.WHOLE),
    ("cuti esok", "2026-11-18", 1, Part.WHOLE),
    ("semalam sakit", "2026-11-16", 1, Part.WHOLE),
    ("jumaat petang", "2026-11-20", 1, Part.AFTERNOON),
    ("separuh hari esok", "2026-11-18", 1, Part.HALF),
    ("dari 1 Dis hingga 5 Dis", "2026-12-01", 5, Part.WHOLE),
    ("Jum petang", "2026-11-20", 1, Part.AFTERNOON),
    ("dari 1 disember hingga 5 disember", "2026-12-01", 5, Part.WHOLE),
    ("24 Dec-2 Jan", "2026-12-24", 10, Part.WHOLE),
    ("24/12-2/1", "2026-12-24", 10, Part.WHOLE),
    ("dec 24-26", "2026-12-24", 3, Part.WHOLE),
    ("mon-wed", "2026-11-23", 3, Part.WHOLE),
    ("mon-wed pm", "2026-11-23", 3, Part.AFTERNOON),
    ("20/12", "2026-12-20", 1, Part.WHOLE),
    ("12/24", "2026-12-24", 1, Part.WHOLE),
    ("24/12/2026", "2026-12-24", 1, Part.WHOLE),
    ("24.12.26", "2026-12-24", 1, Part.WHOLE),
    ("2 weeks from 7 dec", "2026-12-07", 14, Part.WHOLE),
    ("a week starting monday", "2026-11-23", 7, Part.WHOLE),
    ("20-12-2026", "2026-12-20", 1, Part.WHOLE),
    ("24-12-2026 to 31-12-2026", "2026-12-24", 8, Part.WHOLE),
    ("20.12.", "2026-12-20", 1, Part.WHOLE),
    ("coming friday", "2026-11-20", 1, Part.WHOLE),
    ("friday next week", "2026-11-27", 1, Part.WHOLE),
    ("jumaat minggu depan", "2026-11-27", 1, Part.WHOLE),
    ("next monday", "2026-11-23", 1, Part.WHOLE),
    ("the 24th to the 28th", "2026-11-24", 5, Part.WHOLE),
    ("24hb", "2026-11-24", 1, Part.WHOLE),
    ("24 & 25 dec", "2026-12-24", 2, Part.WHOLE),
    ("24, 25 dec", "2026-12-24", 2, Part.WHOLE),
    ("thu and fri", "2026-11-19", 2, Part.WHOLE),
    ("thu+fri", "2026-11-19", 2, Part.WHOLE),
    ("24&25 dec", "2026-12-24", 2, Part.WHOLE),
    ("mon and tue", "2026-11-23", 2, Part.WHOLE),
    ("khamis dan jumaat", "2026-11-19", 2, Part.WHOLE),
    ("yesterday and today", "2026-11-16", 2, Part.WHOLE),
    ("sick since yesterday", "2026-11-16", 2, Part.WHOLE),
    ("sick since friday", "2026-11-13", 5, Part.WHOLE),
    ("rest of the week", "2026-11-17", 6, Part.WHOLE),
    ("3d", "2026-11-17", 3, Part.WHOLE),
    ("friday, 2 days", "2026-11-20", 2, Part.WHOLE),
    ("parental leave 1 dec to 1 mar", "2026-12-01", 91, Part.WHOLE),
    ("three days", "2026-11-17", 3, Part.WHOLE),
    ("friday for 2 days", "2026-11-20", 2, Part.WHOLE),
    ("tmr", "2026-11-18", 1, Part.WHOLE),
    ("ooo tmrw pm", "2026-11-18", 1, Part.AFTERNOON),
    ("yday", "2026-11-16", 1, Part.WHOLE),
    ("this friday", "2026-11-20", 1, Part.WHOLE),
    ("I am off tomorrow", "2026-11-18", 1, Part.WHOLE),
    ("sick", "2026-11-17", 1, Part.WHOLE),
    ("annual leave 24 dec to 31 dec", "2026-12-24", 8, Part.WHOLE),
    ("24 Dis-2 Jan", "2026-12-24", 10, Part.WHOLE),
    ("isnin-rabu", "2026-11-23", 3, Part.WHOLE),
    ("isnin-rabu pagi", "2026-11-23", 3, Part.MORNING),
    ("dua minggu dari 7 dis", "2026-12-07", 14, Part.WHOLE),
    ("seminggu mulai 7 dis", "2026-12-07", 7, Part.WHOLE),
    ("lima hari dari isnin", "2026-11-23", 5, Part.WHOLE),
    ("esok", "2026-11-18", 1, Part.WHOLE),
    ("bsk petang", "2026-11-18", 1, Part.AFTERNOON),
    ("jumaat ini", "2026-11-20", 1, Part.WHOLE),
    ("saya bercuti esok", "2026-11-18", 1, Part.WHOLE),
    ("sakit", "2026-11-17", 1, Part.WHOLE),
    ("cuti tahunan 24 dis hingga 31 dis", "2026-12-24", 8, Part.WHOLE),
    ("minggu depan", "2026-11-23", 7, Part.WHOLE),
    ("isnin hingga rabu", "2026-11-23", 3, Part.WHOLE),
    ("3 hari", "2026-11-17", 3, Part.WHOLE),
]


@pytest.mark.parametrize(("said", "starts", "days", "part"), CASES)
def test_days_are_understood(said: str, starts: str | None, days: int, part: Part) -> None:
    if starts is None:
        with pytest.raises(NotUnderstood):
            parse_away(said, today=TUESDAY, backdate_days=31)
        return
    first = dt.date.fromisoformat(starts)
    expected = Days(first, first + dt.timedelta(days=days), part)
    assert parse_away(said, today=TUESDAY, backdate_days=31) == TakeAway(expected)
    assert parse_away(f"cancel {said}", today=TUESDAY, backdate_days=31) == CancelAway(expected)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("", ShowAway()),
        ("list", ShowAway()),
        ("senarai", ShowAway()),
        ("help", AwayHelp()),
        ("cancel", CancelAway()),
        ("batal", CancelAway()),
    ],
)
def test_the_other_words(said: str, meaning: object) -> None:
    assert parse_away(said, today=TUESDAY, backdate_days=31) == meaning


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("someday", "I don't know the day `someday`."),
        ("2026-12-05 to 2026-12-01", "the last day comes before the first"),
        ("2026-02-30", "`2026-02-30` isn't a real date."),
        ("2026-09-01", "2026-09-01 is too far back."),
        ("2026-12-01 to 2028-01-01", "That's longer than a year."),
        ("2029-01-01", "more than two years ahead"),
        ("am pm", "a morning and an afternoon make a whole day."),
        ("friday or so", "I don't know the day `friday or so`."),
        ("not away friday", "I don't know the day `not away friday`."),
        ("maybe friday", "I don't know the day `maybe friday`."),
        ("mungkin esok", "I don't know the day `mungkin esok`."),
        ("annual leave", "I don't know the day `annual leave`."),
        ("24/12 to 12/24", "that could be two dates."),
        ("cancel 5/12", "that could be two dates."),
        ("13/13", "`13/13` isn't a real date."),
        ("400", "I don't know the day `400`."),
    ],
)
def test_what_is_not_understood_saves_nothing_and_says_what_to_write(said: str, answer: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_away(said, today=TUESDAY, backdate_days=31)
    assert answer.casefold() in str(refused.value).casefold()
    assert str(refused.value).endswith(" Nothing was saved.")


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("5/12", "2026-12-05", "2027-05-12"),
        ("off 5/12", "2026-12-05", "2027-05-12"),
        ("cuti 1/12", "2026-12-01", "2027-01-12"),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_is_asked(said: str, first: str, second: str) -> None:
    days = [dt.date.fromisoformat(each) for each in (first, second)]
    assert parse_away(said, today=TUESDAY, backdate_days=31) == AwayDoubt(
        tuple(Days(day, day + dt.timedelta(days=1)) for day in days)
    )


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("next friday", [("11-27", "11-27"), ("11-20", "11-20")]),
        ("cuti jumaat depan", [("11-27", "11-27"), ("11-20", "11-20")]),
        ("from next friday to monday", [("11-27", "11-30"), ("11-20", "11-23")]),
        ("back monday", [("11-17", "11-22")]),
        ("returning on monday", [("11-17", "11-22")]),
        ("dentist friday", [("11-20", "11-20")]),
        ("flight 20 nov", [("11-20", "11-20")]),
        ("friday after lunch", [("11-20", "11-20")]),
        ("friday?", [("11-20", "11-20")]),
        ("tonight", [("11-17", "11-17")]),
        ("w/c 23 nov", [("11-23", "11-29")]),
        ("week of 25 nov", [("11-23", "11-29")]),
        ("december", [("12-01", "12-31")]),
        ("all of november", [("11-17", "11-30")]),
    ],
)
def test_days_that_are_read_beside_other_words_or_may_be_others_are_asked(
    said: str, readings: list[tuple[str, str]]
) -> None:
    days = [[dt.date.fromisoformat(f"2026-{each}") for each in pair] for pair in readings]
    expected = tuple(Days(first, last + dt.timedelta(days=1)) for first, last in days)
    assert parse_away(said, today=TUESDAY, backdate_days=31) == AwayDoubt(expected)


@pytest.mark.parametrize(
    "said",
    [
        "not away friday",
        "wfh tomorrow",
        "training on thu",
        "friday or monday",
        "mon, wed",
        "tak cuti esok",
        "every friday",
    ],
)
def test_what_may_mean_the_opposite_is_not_even_asked(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_away(said, today=TUESDAY, backdate_days=31)


def test_a_message_that_only_mentions_a_day_is_no_guess_of_leave() -> None:
    with pytest.raises(NotUnderstood):
        parse_away("they left for a holiday on friday", today=TUESDAY, backdate_days=31, guesses=False)


WORDS = ("from", "to", "next", "friday", "mon", "tomorrow", "esok", "1", "31", "dec", "2026-12-24", "24/12", "am", "pm")
DATES = st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1))
SURE = ("friday", "next friday", "mon", "tomorrow", "esok", "am", "pm", "friday am", "esok pm", "from friday to mon")
"""What is understood on any date."""


def meaning(text: str, today: dt.date) -> AwayRequest | None:
    """None for what is refused."""
    try:
        return parse_away(text, today=today, backdate_days=31)
    except NotUnderstood:
        return None


@given(st.text(max_size=60), DATES)
@example("friday", TUESDAY)
@example("someday", TUESDAY)
def test_any_text_is_understood_or_refused_and_to_cancel_it_likewise(text: str, today: dt.date) -> None:
    said, cancelled = (meaning(each, today) for each in (text, f"cancel {text}"))
    if text in SURE:
        assert isinstance(said, TakeAway)
    if isinstance(said, TakeAway):
        assert cancelled == CancelAway(said.days)
    elif said is None:
        assert cancelled is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), DATES)
@example(["friday"], TUESDAY)
@example(["from", "friday", "to", "mon"], TUESDAY)
def test_words_of_days_in_any_order_are_refused_or_days_that_follow_each_other(
    words: list[str], today: dt.date
) -> None:
    said = meaning(" ".join(words), today)
    if " ".join(words) in SURE:
        assert isinstance(said, TakeAway)
    if isinstance(said, TakeAway):
        assert said.days.starts < said.days.ends


@given(st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)), st.integers(-31, 300), st.integers(1, 60))
def test_iso_dates_mean_themselves(today: dt.date, ahead: int, days: int) -> None:
    starts = today + dt.timedelta(days=ahead)
    last = starts + dt.timedelta(days=days - 1)
    said = parse_away(f"from {starts} to {last}", today=today, backdate_days=31)
    assert said == TakeAway(Days(starts, last + dt.timedelta(days=1)))
