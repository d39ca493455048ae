"""What reps really type after `/deal`, in both languages, while Tango and Acme are open: what it means, or is asked."""

import contextlib
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.errors import NotUnderstood
from bot.deals.text.command import parse_deal
from bot.deals.text.known import KnownNames
from bot.deals.text.meanings import (
    DealAdd,
    DealAmount,
    DealDoubt,
    DealLost,
    DealMeaning,
    DealMove,
    DealNamed,
    DealReading,
    DealRefund,
    DealReopen,
    DealWon,
    LeadAdd,
    LeadAnswered,
    Why,
    kept_reading,
    plain_reading,
)
from tests.bot.deals.test_account_names import NAMES, STAGES, TODAY

OPEN = ("Tango", "Acme", "Lost Lake", "Won Ton Foods", "Lead Forensics", "Just Because")
KNOWN = KnownNames(OPEN, closed=("Birch", "Lost Cause"), leads=("Lead Bank",))
YESTERDAY = dt.date(2026, 11, 16)

WON_AND_LOST: list[tuple[str, DealMeaning]] = [
    ("Tango closed won", DealWon("Tango")),
    ("Tango closed-won 13k", DealWon("Tango", 13_000_00)),
    ("Tango signed", DealWon("Tango")),
    ("signed Tango", DealWon("Tango")),
    ("Tango has signed the contract", DealWon("Tango")),
    ("Tango is won 🎉", DealWon("Tango")),
    ("Tango WON :tada:", DealWon("Tango")),
    ("we won Tango!", DealWon("Tango")),
    ("the Tango deal is won", DealWon("Tango")),
    ("Tango won for 13k yesterday", DealWon("Tango", 13_000_00, "", YESTERDAY)),
    ("we lost Tango", DealLost("Tango")),
    ("Tango lost to Globex: price", DealLost("Tango", "Globex: price")),
    ("Tango lost because of budget", DealLost("Tango", "budget")),
    ("Tango lost to Globex", DealLost("Tango", "Globex")),
    ("lost Tango to Globex: price; call sooner", DealLost("Tango", "Globex: price", "call sooner")),
    ("Tango closed lost because no budget", DealLost("Tango", "no budget")),
    ("Tango lost too dear", DealLost("Tango", "too dear")),
    ("Lost Lake lost: dried up", DealLost("Lost Lake", "dried up")),
    ("Just Because lost because of the price", DealLost("Just Because", "the price")),
    ("Tango sudah menang", DealWon("Tango")),
    ("Tango telah ditandatangani", DealWon("Tango")),
    ("kami menang Tango", DealWon("Tango")),
    ("Tango menang 13k semalam", DealWon("Tango", 13_000_00, "", YESTERDAY)),
    ("Tango dimenangi", DealWon("Tango")),
    ("berjaya Tango", DealWon("Tango")),
    ("kami kalah Tango", DealLost("Tango")),
    ("Tango kalah kepada Globex: harga", DealLost("Tango", "Globex: harga")),
    ("Tango terlepas: tiada bajet", DealLost("Tango", "tiada bajet")),
    ("Tango kalah kerana harga", DealLost("Tango", "harga")),
    ("Lost Lake menang", DealWon("Lost Lake")),
    ("Won Ton Foods kalah: harga", DealLost("Won Ton Foods", "harga")),
]
MOVED_AND_OTHERS: list[tuple[str, DealMeaning]] = [
    ("moved Tango to closing", DealMove("Tango", "closing")),
    ("Tango moved to closing yesterday", DealMove("Tango", "closing", YESTERDAY)),
    ("Tango is now in closing", DealMove("Tango", "closing")),
    ("Tango closing", DealMove("Tango", "closing")),
    ("Tango -> quoting", DealMove("Tango", "quoting")),
    ("Tango to legal check", DealMove("Tango", "legal-check")),
    ("Won Ton to closing", DealMove("Won Ton", "closing")),
    ("Tango price is 15k", DealAmount("Tango", 15_000_00)),
    ("refund Lost Cause 2k", DealRefund("Lost Cause", 2_000_00)),
    ("Lost Cause refund 2k", DealRefund("Lost Cause", 2_000_00)),
    ("reopen Lost Cause", DealReopen("Lost Cause")),
    ("answered Lead Bank", LeadAnswered("Lead Bank")),
    ("Lead Bank answered", LeadAnswered("Lead Bank")),
    ("lead Lead Labs from website", LeadAdd("Lead Labs", "website")),
    ("pindahkan Tango ke closing", DealMove("Tango", "closing")),
    ("Tango dipindahkan ke sebut harga", DealMove("Tango", "quoting")),
    ("Tango ke penilaian", DealMove("Tango", "qualifying")),
    ("Tango kini di rundingan", DealMove("Tango", "closing")),
    ("Tango sebut harga", DealMove("Tango", "quoting")),
    ("nilai Tango 15k", DealAmount("Tango", 15_000_00)),
    ("pulangkan Birch 2k", DealRefund("Birch", 2_000_00)),
    ("buka semula Birch", DealReopen("Birch")),
    ("Lost Lake ke penutupan", DealMove("Lost Lake", "closing")),
    ("Lead Forensics ke closing semalam", DealMove("Lead Forensics", "closing", YESTERDAY)),
    ("mark Tango as won", DealWon("Tango")),
    ("set Tango to closing", DealMove("Tango", "closing")),
    ("update Tango to quoting", DealMove("Tango", "quoting")),
    ("Tango won two lakh", DealWon("Tango", 200_000_00)),
    ("Tango", DealNamed("Tango")),
    ("Lost Lake", DealNamed("Lost Lake")),
]
ADDED: list[tuple[str, DealMeaning]] = [
    ("new deal Globex 12k", DealAdd("Globex", 12_000_00)),
    ("add deal Globex 12k", DealAdd("Globex", 12_000_00)),
    ("add a deal with Globex for 12k", DealAdd("Globex", 12_000_00)),
    ("deal Globex 50 users 12k", DealAdd("Globex", 12_000_00)),
    ("add Globex 12 k", DealAdd("Globex", 12_000_00)),
    ("add Globex 1.2 million", DealAdd("Globex", 1_200_000_00)),
    ("add Globex 12 thousand", DealAdd("Globex", 12_000_00)),
    ("add Globex USD 12 500", DealAdd("Globex", 12_500_00)),
    ("add Globex = 12k", DealAdd("Globex", 12_000_00)),
    ("add Globex - $12k", DealAdd("Globex", 12_000_00)),
    ("add ‘Rill Move’ 12k", DealAdd("Rill Move", 12_000_00)),
    ("add 'O'Brien's Won' 12k", DealAdd("O'Brien's Won", 12_000_00)),
    ("add Vim $12k closing", DealAdd("Vim", 12_000_00, "closing")),
    ("add Vim 12k legal check yesterday", DealAdd("Vim", 12_000_00, "legal-check", YESTERDAY)),
    ("add $12,500 Globex", DealAdd("Globex", 12_500_00)),
    ("tambah urus niaga Globex 12k", DealAdd("Globex", 12_000_00)),
    ("Buka urus niaga dengan Globex 12k", DealAdd("Globex", 12_000_00)),
    ("tambah Globex 12 ribu", DealAdd("Globex", 12_000_00)),
    ("tambah Globex 1.2 juta", DealAdd("Globex", 1_200_000_00)),
    ("tambah Globex bernilai 12k", DealAdd("Globex", 12_000_00)),
    ("tambah Globex sebanyak 12k", DealAdd("Globex", 12_000_00)),
    ("tambah Globex 50 pengguna 12k", DealAdd("Globex", 12_000_00)),
    ("tambah Globex 12k di sebut harga", DealAdd("Globex", 12_000_00, "quoting")),
    ("tambah Globex 12k penutupan", DealAdd("Globex", 12_000_00, "closing")),
    ("tambah ‘Tambah Nilai’ 12k", DealAdd("Tambah Nilai", 12_000_00)),
    ("baharu Globex 12k semalam", DealAdd("Globex", 12_000_00, None, YESTERDAY)),
    ("add Globex 2 lakh", DealAdd("Globex", 200_000_00)),
    ("add Globex 5 grand", DealAdd("Globex", 5_000_00)),
    ("add Globex 1.2 billion", DealAdd("Globex", 1_200_000_000_00)),
    ("add Globex twelve thousand", DealAdd("Globex", 12_000_00)),
    ("add Globex half a million", DealAdd("Globex", 500_000_00)),
    ("tambah Globex dua belas ribu", DealAdd("Globex", 12_000_00)),
    ("add Globex 3 years 12k", DealAdd("Globex", 12_000_00)),
    ("add Five Thousand Villages 12k", DealAdd("Five Thousand Villages", 12_000_00)),
    ("add 7-11 12k", DealAdd("7-11", 12_000_00)),
    ("tambah deal Globex 12 ribu", DealAdd("Globex", 12_000_00)),
    ("add Lead Forensics 12k", DealAdd("Lead Forensics", 12_000_00)),
    ("new lead Globex", LeadAdd("Globex")),
    ("add lead Globex from web", LeadAdd("Globex", "web")),
    ("prospek baharu Globex dari laman web", LeadAdd("Globex", "laman web")),
]
NOT_YET: list[tuple[str, DealReading]] = [
    ("Tango not won yet", DealWon("Tango")),
    ("deal Tango not yet signed", DealWon("Tango")),
    ("Tango isn't signed", DealWon("Tango")),
    ("Tango will sign friday", DealWon("Tango")),
    ("Tango won't close", DealWon("Tango")),
    ("Tango maybe lost", DealLost("Tango")),
    ("Tango is going to sign", DealWon("Tango")),
    ("Tango should be won soon", DealWon("Tango")),
    ("Tango almost won", DealWon("Tango")),
    ("Tango won?", DealWon("Tango")),
    ("Tango not in closing", DealMove("Tango", "closing")),
    ("add Globex maybe 12k", DealAdd("Globex", 12_000_00)),
    ("Tango belum menang", DealWon("Tango")),
    ("Tango belum ditandatangani", DealWon("Tango")),
    ("Tango akan menang", DealWon("Tango")),
    ("Tango blm menang", DealWon("Tango")),
    ("Tango xde menang", DealWon("Tango")),
    ("Tango nak menang", DealWon("Tango")),
    ("Tango pending won", DealWon("Tango")),
    ("Tango tentatively won", DealWon("Tango")),
    ("Tango won tbc", DealWon("Tango")),
    ("Tango shall sign", DealWon("Tango")),
    ("Tango nanti menang", DealWon("Tango")),
    ("Tango mungkin kalah", DealLost("Tango")),
    ("Tango tidak menang", DealWon("Tango")),
    ("Tango tak kalah", DealLost("Tango")),
    ("Tango hampir menang", DealWon("Tango")),
    ("Tango bukan di closing", DealMove("Tango", "closing")),
    ("kalau Tango menang", DealWon("Tango")),
    ("tambah Globex mungkin 12k", DealAdd("Globex", 12_000_00)),
]
ASKED: list[tuple[str, tuple[DealReading, ...]]] = [
    ("add Xylo phase 2", (DealAdd("Xylo phase", 2_00), DealAdd("Xylo phase 2"))),
    ("add Wax 12 500", (DealAdd("Wax", 12_500_00), DealAdd("Wax 12 500"))),
    ("add Globex 12k/yr", (DealAdd("Globex", 12_000_00),)),
    ("add Globex 12k a year", (DealAdd("Globex", 12_000_00),)),
    ("add Ruby Tuesday", (DealAdd("Ruby", date=TODAY), DealAdd("Ruby Tuesday"))),
    ("add Days Won 5k", (DealAdd("Days", 5_000_00), DealAdd("Days Won", 5_000_00))),
    ("add Vim closing", (DealAdd("Vim", stage="closing"), DealAdd("Vim closing"))),
    ("add Acme 12k renewal", (DealAdd("Acme renewal", 12_000_00), DealAdd("Acme 12k renewal"))),
    ("New Relic 12k", (DealAdd("Relic", 12_000_00), DealAdd("New Relic", 12_000_00))),
    ("Lead Labs 12k", (DealAdd("Lead Labs", 12_000_00), LeadAdd("Labs"))),
    ("Globex 12k", (DealAdd("Globex", 12_000_00),)),
    ("Tango 15k", (DealAmount("Tango", 15_000_00),)),
    ("Tango won big time", (DealWon("Tango"),)),
    ("tambah Fasa 2", (DealAdd("Fasa", 2_00), DealAdd("Fasa 2"))),
    ("tambah Globex 12k setahun", (DealAdd("Globex", 12_000_00),)),
    ("tambah Globex 12k/bulan", (DealAdd("Globex", 12_000_00),)),
    ("tambah Nasi Jumaat", (DealAdd("Nasi", date=dt.date(2026, 11, 13)), DealAdd("Nasi Jumaat"))),
    ("tambah Teh Menang 5k", (DealAdd("Teh", 5_000_00), DealAdd("Teh Menang", 5_000_00))),
    ("tambah Vim penutupan", (DealAdd("Vim", stage="closing"), DealAdd("Vim penutupan"))),
    ("add Globex ~12k", (DealAdd("Globex", 12_000_00),)),
    ("add Globex about 12k", (DealAdd("Globex", 12_000_00),)),
    ("add Globex 12k+", (DealAdd("Globex", 12_000_00),)),
    ("tambah Globex sekitar 12k", (DealAdd("Globex", 12_000_00),)),
    ("add Globex 12k for 3 years", (DealAdd("Globex", 12_000_00),)),
    ("add Lima 3 x 4k", (DealAdd("Lima", 12_000_00),)),
    ("add Kilo 50 seats @ 20", (DealAdd("Kilo", 1_000_00),)),
    ("add Globex, Initech", (DealAdd("Globex, Initech"),)),
    ("add 12K Games", (DealAdd("Games", 12_000_00), DealAdd("12K Games"))),
    (
        "add Globex 12k closing friday",
        (
            DealAdd("Globex", 12_000_00, "closing"),
            DealAdd("Globex", 12_000_00, "closing", dt.date(2026, 11, 13)),
        ),
    ),
    ("lead from Website: Globex", (LeadAdd("Globex", "Website"),)),
    ("Tango close", (DealWon("Tango"), DealMove("Tango", "closing"))),
    ("tango tutup", (DealWon("Tango"), DealMove("Tango", "closing"))),
    ("close Tango 12k", (DealWon("Tango", 12_000_00),)),
    ("sold Tango 12k", (DealWon("Tango", 12_000_00),)),
    ("Tango is now 15k", (DealAmount("Tango", 15_000_00),)),
    ("Tango 2 lakh", (DealAmount("Tango", 200_000_00),)),
    ("Baharu Jaya 12k", (DealAdd("Jaya", 12_000_00), DealAdd("Baharu Jaya", 12_000_00))),
]


def read(said: str) -> DealMeaning:
    """The meaning while some deals are open."""
    return parse_deal(said, STAGES, today=TODAY, known=KNOWN)


@pytest.mark.parametrize(("said", "meaning"), [*WON_AND_LOST, *MOVED_AND_OTHERS, *ADDED])
def test_what_is_certain_is_understood(said: str, meaning: DealMeaning) -> None:
    assert read(said) == meaning


@pytest.mark.parametrize(("said", "reading"), NOT_YET)
def test_what_has_not_happened_changes_nothing_and_the_near_reading_is_offered(said: str, reading: DealReading) -> None:
    meaning = read(said)
    assert isinstance(meaning, DealDoubt)
    assert (meaning.why, meaning.readings) == (Why.NOT_YET, (reading,))


@pytest.mark.parametrize(("said", "readings"), ASKED)
def test_what_can_be_read_in_two_ways_is_asked(said: str, readings: tuple[DealReading, ...]) -> None:
    assert read(said) == DealDoubt(readings, word=getattr(read(said), "word", ""))


@pytest.mark.parametrize(
    "said", ["add 12k", "add $500", "add Globex 12k and Initech 5k", "add Globex 12k + 3k", "new deal 12k"]
)
def test_no_amount_is_the_name_of_a_deal_unless_in_quotes(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_deal(said, STAGES, today=TODAY, known=KNOWN)


def test_a_stage_is_never_a_person() -> None:
    with pytest.raises(NotUnderstood, match="is a stage, not a person"):
        parse_deal("won Globex 12k to closing 5k", STAGES, today=TODAY)
    assert read("won Tango to closing") == DealNamed("Tango")


def test_a_shorter_name_in_a_longer_one_is_not_meant() -> None:
    known = KnownNames(("Won Ton", "Ton", "Lost Lake", "Lake"))
    for said in ("Won Ton", "Lost Lake"):
        assert parse_deal(said, STAGES, today=TODAY, known=known) == DealNamed(said)
    assert parse_deal("Won Ton won", STAGES, today=TODAY, known=known) == DealWon("Won Ton")
    assert parse_deal("Ton won", STAGES, today=TODAY, known=known) == DealWon("Ton")


@pytest.mark.parametrize("reading", [*(m for _, m in WON_AND_LOST), *(m for _, m in ADDED), LeadAdd("A", "b")])
def test_a_reading_that_is_asked_back_is_kept_as_it_was_read(reading: DealReading) -> None:
    assert kept_reading(json.loads(json.dumps(plain_reading(reading)))) == reading


PIECES = st.sampled_from(
    [*OPEN, *NAMES[:40], "won", "lost", "to", "closing", "not", "12k", "add", ":", "5", "yesterday"]
)


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_any_words_with_names_mean_something_or_are_refused_in_words(said: str) -> None:
    with contextlib.suppress(NotUnderstood):
        assert read(said) is not None


@pytest.mark.parametrize(
    "said", ["add Globex 2k-3k", "add Globex 2-3k", "Tango won 12k–15k", "tambah Globex 2000-3000"]
)
def test_an_amount_from_one_to_another_is_refused(said: str) -> None:
    with pytest.raises(NotUnderstood, match="is a range"):
        read(said)
