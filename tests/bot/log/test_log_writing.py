"""Entries that are written and read again are the same; and a few thousand texts of no particular sense."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.command import LogRequest, ParsedEntry, parse_log
from bot.log.text.sense import void_note
from tests.bot.log import fuzz
from tests.bot.log.words import BACKDATE_DAYS, TODAY, WORKSPACES, write_log

LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters='"“”„«»\u00ad')
WORDS = st.text(LETTERS, min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def requests(draw: st.DrawFn, words: Vocabulary) -> LogRequest:
    """Entries that somebody may have said, in the words of a workspace."""

    def entry() -> ParsedEntry:
        metric: MetricWords = draw(st.sampled_from(words.metrics))
        money = metric.unit == "money"
        amounts = st.integers(1, 10**13) if metric.takes_amount else st.none()
        outcomes = [name for name, _ in metric.outcomes if metric.key != "deal"]
        return ParsedEntry(
            metric_key=metric.key,
            quantity=draw(st.integers(1, 10**13) if money else st.integers(1, words.largest_count)),
            date=TODAY - dt.timedelta(days=draw(st.integers(0, BACKDATE_DAYS))),
            account=draw(st.none() | NAMES),
            outcome=draw(st.none() | st.sampled_from(outcomes)) if outcomes else None,
            # A note that says that it didn't take place is asked back.
            note=draw(st.none() | NAMES.filter(lambda said: void_note(said) is None)),
            amount_minor=draw(st.none() | amounts),
        )

    return LogRequest(tuple(entry() for _ in range(draw(st.integers(1, 4)))))


@pytest.mark.parametrize("workspace", WORKSPACES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_as_the_same(workspace: str, data: st.DataObject) -> None:
    words = WORKSPACES[workspace]
    request = data.draw(requests(words))
    written = write_log(request, words)
    assert parse_log(written, words, today=TODAY, backdate_days=BACKDATE_DAYS) == request, written


def test_no_text_breaks_a_promise(tmp_path: Path) -> None:
    counts = fuzz.run(4000, 20261117, tmp_path).counts
    assert counts["understood"] > 1000
    assert counts["refused"] > 1000
    assert counts["stored"] > 10
