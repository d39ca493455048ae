"""What is typed after `/deal`, and what it means."""

import contextlib
import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text.errors import NotUnderstood
from bot.deals.text.command import parse_deal
from bot.deals.text.keywords import DealVocabulary, find_stage_key
from bot.deals.text.meanings import (
    DealAdd,
    DealAmount,
    DealHelp,
    DealListing,
    DealLost,
    DealMeaning,
    DealMove,
    DealPlaybook,
    DealRefund,
    DealReopen,
    DealWon,
    LeadAdd,
    LeadAnswered,
)

TODAY = dt.date(2026, 11, 17)
MONDAY = dt.date(2026, 11, 16)
DEFAULT = DealVocabulary(
    (
        ("prospecting", "Prospecting"),
        ("qualifying", "Qualifying"),
        ("quoting", "Quoting"),
        ("closing", "Closing"),
        ("legal-check", "Legal check"),
    )
)
RINGGIT = DealVocabulary(DEFAULT.stages, currency="MYR", locale="ms_MY")

UNDERSTOOD: list[tuple[str, DealMeaning]] = [
    ("", DealListing()),
    ("  ", DealListing()),
    ("list", DealListing()),
    ("Senarai", DealListing()),
    ("help", DealHelp()),
    ("?", DealHelp()),
    ("playbook", DealPlaybook()),
    ("stages", DealPlaybook()),
    ("add Acme 12.5k", DealAdd("Acme", 12_500_00)),
    ("Add Acme", DealAdd("Acme")),
    ("add Acme $12,500", DealAdd("Acme", 12_500_00)),
    ("add $12,500 Acme", DealAdd("Acme", 12_500_00)),
    ("add Acme USD 12,500", DealAdd("Acme", 12_500_00)),
    ("add Acme 12,500 USD", DealAdd("Acme", 12_500_00)),
    ("add Acme: 12k", DealAdd("Acme", 12_000_00)),
    ("add Salt &amp; Co 3k", DealAdd("Salt & Co", 3_000_00)),
    ("add Studio 54 12k", DealAdd("Studio 54", 12_000_00)),
    ('add "Studio 54"', DealAdd("Studio 54")),
    ('add "Won to Win" 5k', DealAdd("Won to Win", 5_000_00)),
    ("add Acme 12k in quoting", DealAdd("Acme", 12_000_00, "quoting")),
    ("add Acme in quoting 12k", DealAdd("Acme", 12_000_00, "quoting")),
    ("add Made in Penang 12k", DealAdd("Made in Penang", 12_000_00)),
    ("add Acme 12k yesterday", DealAdd("Acme", 12_000_00, None, MONDAY)),
    ("add Acme mon 12k", DealAdd("Acme", 12_000_00, None, MONDAY)),
    ("new Acme 16 nov", DealAdd("Acme", 0, None, MONDAY)),
    ("tambah Acme", DealAdd("Acme")),
    ("add 1848", DealAdd("1848")),
    ("add Acme 0", DealAdd("Acme", 0)),
    ("Acme to quoting", DealMove("Acme", "quoting")),
    ("move Acme to quoting", DealMove("Acme", "quoting")),
    ("move Acme quoting", DealMove("Acme", "quoting")),
    ("Acme to quote", DealMove("Acme", "quoting")),
    ("Acme -> clo", DealMove("Acme", "closing")),
    ("Acme to legal check", DealMove("Acme", "legal-check")),
    ("Acme to qualifing", DealMove("Acme", "qualifying")),
    ("Back to Basics to closing", DealMove("Back to Basics", "closing")),
    ("Acme to closing yesterday", DealMove("Acme", "closing", MONDAY)),
    ("pindah Acme ke closing", DealMove("Acme", "closing")),
    ("#12 to closing", DealMove("#12", "closing")),
    ("amount Acme 15k", DealAmount("Acme", 15_000_00)),
    ("Acme amount 15,000", DealAmount("Acme", 15_000_00)),
    ("Acme won", DealWon("Acme")),
    ("won Acme", DealWon("Acme")),
    ("Acme to won", DealWon("Acme")),
    ("Acme won 12k", DealWon("Acme", 12_000_00)),
    ("Acme won to <@U0KIM|kim>", DealWon("Acme", None, "U0KIM")),
    ("Acme won 12k to Kim Tan", DealWon("Acme", 12_000_00, "Kim Tan")),
    ("won Acme handed to Kim", DealWon("Acme", None, "Kim")),
    ("Acme won 12k to Kim yesterday", DealWon("Acme", 12_000_00, "Kim", MONDAY)),
    ("menang Acme", DealWon("Acme")),
    ("#3 won", DealWon("#3")),
    ("Acme lost", DealLost("Acme")),
    ("lost Acme: too dear", DealLost("Acme", "too dear")),
    ("Acme lost: too dear; ask for the budget first", DealLost("Acme", "too dear", "ask for the budget first")),
    ("Acme lost: too dear. Lesson: ask first", DealLost("Acme", "too dear", "ask first")),
    ("Acme lost because they chose another", DealLost("Acme", "they chose another")),
    ("Acme lost yesterday: no budget", DealLost("Acme", "no budget", "", MONDAY)),
    ("Acme lost: see http://example.com/x", DealLost("Acme", "see http://example.com/x")),
    ("refund Acme 2k", DealRefund("Acme", 2_000_00)),
    ("Acme refund 2k", DealRefund("Acme", 2_000_00)),
    ("refund Acme $2,000 mon", DealRefund("Acme", 2_000_00, MONDAY)),
    ("reopen Acme", DealReopen("Acme")),
    ("lead Acme from website", LeadAdd("Acme", "website")),
    ("lead Acme via the Leipzig fair", LeadAdd("Acme", "the Leipzig fair")),
    ("lead Acme", LeadAdd("Acme")),
    ("lead Acme answered", LeadAnswered("Acme")),
    ("answered Acme", LeadAnswered("Acme")),
    ("Acme answered", LeadAnswered("Acme")),
    ("drop Acme", LeadAnswered("Acme", dropped=True)),
    ("prospek Acme dari laman web", LeadAdd("Acme", "laman web")),
]

REFUSED = [
    ("Acme", "what happened with it? Write it like `/deal add Acme 12,500`"),
    ("add", "which deal?"),
    ("won", "which deal?"),
    ("move Acme to nowhere", "I don't know the stage `nowhere`. Stages: Prospecting, Qualifying"),
    ("amount Acme", "how much?"),
    ("refund Acme", "how much?"),
    ("add Acme €12k", "amounts here are in USD, and `€12k` is in EUR"),
    ("add Acme -5k", "an amount can't be below zero"),
    ("add `x` <!channel>" + "y" * 4000, "longer than 3000"),
]


@pytest.mark.parametrize(("said", "meaning"), UNDERSTOOD)
def test_what_is_understood(said: str, meaning: DealMeaning) -> None:
    assert parse_deal(said, DEFAULT, today=TODAY) == meaning


@pytest.mark.parametrize(("said", "why"), REFUSED)
def test_what_is_refused_says_what_to_write(said: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_deal(said, DEFAULT, today=TODAY)
    assert why.casefold() in str(refused.value).casefold()


def test_amounts_are_in_the_workspaces_currency() -> None:
    assert parse_deal("add Acme RM 12.5k", RINGGIT, today=TODAY) == DealAdd("Acme", 12_500_00)
    assert parse_deal("tambah Acme RM12,500", RINGGIT, today=TODAY) == DealAdd("Acme", 12_500_00)


@pytest.mark.parametrize(
    ("said", "key"),
    [("QUOTING", "quoting"), ("pros", "prospecting"), ("q", None), ("qu", None), ("legal", "legal-check"), ("", None)],
)
def test_a_stage_is_known_by_its_name_or_its_beginning(said: str, key: str | None) -> None:
    assert find_stage_key(said, DEFAULT) == key


PIECES = st.sampled_from(
    ["Acme", "to", "won", "lost", "12k", "$5", "add", "move", "quoting", "yesterday", ":", ";", '"', "#3", "in", "from",
     "lead", "refund", "€1", "-2", "0", "16", "nov", "2026-11-30", "<@U0KIM>", "because", "\n", "`", "next", "week"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join)))
@example("add Acme 1/2")
@example("won  to ")
@example("refund 5")
def test_any_text_means_something_or_is_refused_in_words(said: str) -> None:
    with contextlib.suppress(NotUnderstood):
        assert parse_deal(said, DEFAULT, today=TODAY) is not None
