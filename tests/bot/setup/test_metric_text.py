"""Outcomes and other words, as an admin writes them, as they are stored, and as they are read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.presets import PRESETS
from bot.core.text.outcomes import OUTCOMES, Outcomes, outcomes_of, write_outcomes
from bot.core.vocabulary import words_of_metric
from bot.setup.metric_words import WrongMetric, require_outcomes, require_words
from bot.setup.text import read_outcomes, read_words, write_outcomes_text, write_words
from storage.tables import Metric, Workspace
from tests.cast import NOON

WORD = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6})?", fullmatch=True)
SOME = st.dictionaries(WORD, st.lists(WORD, max_size=4, unique=True).map(tuple), max_size=6).map(
    lambda found: tuple(found.items())
)
WORKSPACE = Workspace(slack_team_id="T1", name="Test", created_at=NOON)


def meant(outcomes: Outcomes) -> list[tuple[str, set[str]]]:
    """Each outcome with all words that say it; its own name always does."""
    return [(name, {name, *words}) for name, words in outcomes]


def presets() -> list[Metric]:
    return [
        Metric(
            workspace_id=1,
            key=preset.key,
            singular=preset.singular,
            plural=preset.plural,
            aliases=",".join(preset.aliases),
            unit=preset.unit,
        )
        for preset in PRESETS
    ]


@given(SOME, st.sampled_from([*OUTCOMES, "workshop"]))
def test_outcomes_that_are_stored_mean_the_same_again(outcomes: Outcomes, key: str) -> None:
    assert meant(outcomes_of(key, write_outcomes(key, outcomes) or ";")) == meant(outcomes)
    assert meant(read_outcomes(write_outcomes_text(outcomes))) == meant(outcomes)


@pytest.mark.parametrize("key", OUTCOMES)
def test_the_usual_outcomes_are_stored_as_nothing_and_more_of_them_in_short(key: str) -> None:
    shown = read_outcomes(write_outcomes_text(OUTCOMES[key]))
    assert write_outcomes(key, shown) == ""
    stored = write_outcomes(key, (*shown, ("referral", ("passed on",))))
    assert len(stored) < 200
    assert meant(outcomes_of(key, stored)) == [*meant(OUTCOMES[key]), ("referral", {"referral", "passed on"})]
    assert write_outcomes(key, ()) == ";"
    assert outcomes_of(key, ";") == ()


@pytest.mark.parametrize(
    ("key", "at", "removed"), [(key, at, said[1][-1]) for key, some in OUTCOMES.items() for at, said in enumerate(some)]
)
def test_a_usual_word_of_an_outcome_that_an_admin_removed_stays_removed(key: str, at: int, removed: str) -> None:
    outcomes = list(OUTCOMES[key])
    name, words = outcomes[at]
    outcomes[at] = (name, (*(word for word in words if word != removed), "my own word"))
    assert meant(outcomes_of(key, write_outcomes(key, tuple(outcomes)))) == meant(tuple(outcomes))
    assert removed not in dict(meant(outcomes_of(key, write_outcomes(key, tuple(outcomes)))))[name]


def test_words_are_parted_by_commas_and_lines() -> None:
    assert read_words("dial, rang\n  rang ,, called  up\n") == ("dial", "rang", "called up")
    assert read_words(write_words(("dial", "called up"))) == ("dial", "called up")


def test_what_ships_keeps_its_own_rules() -> None:
    for metric in presets():
        require_outcomes(words_of_metric(metric).outcomes)
        require_words(WORKSPACE, metric, [other for other in presets() if other.key != metric.key])


@pytest.mark.parametrize(
    ("word", "free"),
    [
        *((word, False) for word in ("yesterday", "mon", "isnin", "five", "dua", "to", "dengan", "a", "and", "12k")),
        *((word, False) for word in ("undo", "list", "senarai", "calls", "won", "no answer", "Panggilan", "x" * 41)),
        *((word, True) for word in ("site visit", "follow-up", "会议", "زيارة", "lawatan tapak", "q&a")),
    ],
)
def test_a_word_is_taken_only_where_it_can_be_typed_and_means_nothing_else(word: str, free: bool) -> None:
    metric = Metric(workspace_id=1, key="visit", singular="visit", plural="visits", aliases=word)
    if free:
        require_words(WORKSPACE, metric, presets())
        return
    with pytest.raises(WrongMetric) as refused:
        require_words(WORKSPACE, metric, presets())
    assert refused.value.field == "aliases"


@pytest.mark.parametrize(
    ("word", "free"),
    [
        *((word, False) for word in ("gone by friday", "sold yesterday", "gone today", "sold - gone")),
        *((word, True) for word in ("sold", "gone home", "back to you")),
    ],
)
def test_a_word_for_an_outcome_is_taken_only_where_log_reads_it_as_that_outcome(word: str, free: bool) -> None:
    metric = Metric(
        workspace_id=1, key="visit", singular="visit", plural="visits", outcomes=write_outcomes("visit", ((word, ()),))
    )
    if free:
        require_words(WORKSPACE, metric, presets())
        return
    with pytest.raises(WrongMetric) as refused:
        require_words(WORKSPACE, metric, presets())
    assert refused.value.field == "outcomes"
