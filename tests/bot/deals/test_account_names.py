"""Two hundred accounts whose names are full of what `/deal` reads otherwise: verbs, stages, days, numbers.

Each can be opened, moved, won and lost, in quotes and without them; where that is not certain it is asked, and never
stored as something else.
"""

import datetime as dt

import pytest

from bot.core.text.errors import NotUnderstood
from bot.deals.text.command import parse_deal
from bot.deals.text.keywords import DealVocabulary
from bot.deals.text.known import KnownNames
from bot.deals.text.meanings import DealAdd, DealDoubt, DealLost, DealMeaning, DealMove, DealNamed, DealWon

TODAY = dt.date(2026, 11, 17)
STAGES = DealVocabulary(
    (
        ("prospecting", "Prospecting"),
        ("qualifying", "Qualifying"),
        ("quoting", "Quoting"),
        ("closing", "Closing"),
        ("legal-check", "Legal check"),
    )
)
VERBS = """
Won Ton Foods|Win Labs|Winning Edge|Lost Lake|Lost Coast Brewing|Lose It Fitness|Add Value|Add Value Ltd|Addington
New Look|New Relic Audio|New Balance Books|New Deal Foods|Newtown Mills|Move Freight|Moved By Music|Moving Day Vans
Lead Forensics|Lead On Media|Leads For Less|Drop Box Movers|Drop Zone|Price Right|Price & Sons|Amount Partners
Refund Rights|Reopen Arts|Signed Editions|Sign Here Printers|Closed Loop Energy|Closing Time|Close Call Media
Answered Prayers|Replied Media|Open Door Homes|Open Deal Capital|Opening Night|Days Won|We Won Ltd|Just Won Holdings
Lost And Found Ltd|Never Lost Maps|Win Win Partners|Won Won Noodles|Berjaya Kopi|Menang Motors|Kalah Tea|Tambah Nilai
Baru Jaya|Baharu Sdn Bhd|Pindah Mudah|Nilai Utama|Harga Patut|Buka Mata|Prospek Emas|Jawab Media|Lepaskan Arts
Hilang Studio|Terlepas Travel|Pulangkan Foods
""".replace("\n", "|")
STAGE_NAMES = """
Closing Bell Cafe|Quoting Masters|Prospecting Gear|Qualifying Heat|Legal Check Partners|Quote Me|Proposal House
Prospect Park|Negotiation Lab|Tutup Botol|Cadangan Bijak|Penilaian Harta|Sebut Harga Cepat|Qualified Hands|Prospect
Closing|To The Moon|Made in Penang|In Stock Supplies|Back to Basics|Farm to Table|To Go Foods|Over to You|Handed Down
Hand Over Hand|Out to Lunch|Born to Win|Road to Won|Ke Depan|Kepada Kasih|Dari Hati|From Scratch|Via Roma
Because Beauty|Just Because Gifts|Kerana Cinta
""".replace("\n", "|")
DAYS = """
Monday Motors|Tuesday Tea|Ruby Tuesday Grill|Black Friday|Friday Harbor|Good Friday Fish|Saturday Market|Sunday Sun
Rising Sun|Sun Life|Sat Nav Supplies|Wed Locks|Thursday Boots|May Flower|Mayday Rescue|March Hare|April Nine|June Bug
August Hall|Today Foods|Tomorrow Works|Yesterday Vinyl|Next Week Media|Last Friday Club|Isnin Kopi|Jumaat Berkat
Khamis Studio|Esok Cerah|Semalam Vinyl|Hari Ini News|Dec The Halls|Nov Ten|1 Dec Studio|16 Nov Arts|Daily Planet
Weekend Away|Month End Books
""".replace("\n", "|")
NUMBERS = """
Studio 54|Motel 6|Forever 21|Fortune 500 Club|Expo 2027|Area 51 Games|Channel 4|Phase 2|Xylo phase 2|Level 3
7-Eleven East|3M North|1-800-Blooms|24/7 Fitness|99 Ranch|4 Seasons Pools|20th Street|First 100|Top 10 Reviews
Route 66 Diner|1848|Pier 1|K9 Guard|5k Runs|12k Labs|10 Million Trees|Million Dollar Baby|RM Motors|USD Partners
Euro Cars|Dollar Tree Shop|Ringgit Mart|Thousand Oaks|2 Guys|50 Users Ltd|100 Seats|9 To 5 Wear|Catch 22
Blink 182 Tours|Heaven 17
""".replace("\n", "|")
OTHERS = """
Salt & Co|O'Brien's|Yahoo! Kids|Guess? Kids|Will Power|Maybe Cafe|Never Summer|Not On The High Street|Soon Lee
Almost Home|Might & Main|If Only Films|Yet Another Bakery|Hope Works|Likely Story|Belum Forest|Tidak Apa Cafe
Nanti Studio|Akan Datang Films|Mungkin Mug|Tak Kisah|List & Co|Help Desk Heroes|Playbook Press|Mine Craft Stone
How To Homes|AT&T Shop|H&M Store|A-to-Z Tools
""".replace("\n", "|")
NAMES = [name for table in (VERBS, STAGE_NAMES, DAYS, NUMBERS, OTHERS) for name in table.split("|") if name]
KNOWN = KnownNames(tuple(NAMES))


def read(said: str, *names: str) -> DealMeaning | None:
    """The meaning; None where it is refused."""
    try:
        return parse_deal(said, STAGES, today=TODAY, known=KnownNames(names))
    except NotUnderstood:
        return None


def readings(meaning: DealMeaning | None) -> tuple[object, ...]:
    """What is stored, or offered."""
    return meaning.readings if isinstance(meaning, DealDoubt) else (meaning,)


def test_there_are_two_hundred_different_ones() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 200


@pytest.mark.parametrize("name", NAMES)
def test_in_quotes_each_is_a_name_and_nothing_else(name: str) -> None:
    assert read(f'add "{name}" 12k') == DealAdd(name, 12_000_00)
    assert read(f"add “{name}” 12k in quoting") == DealAdd(name, 12_000_00, "quoting")
    assert read(f'"{name}" to closing', name) == DealMove(name, "closing")
    assert read(f'"{name}" won', name) == DealWon(name)
    assert read(f'won "{name}" 9k', name) == DealWon(name, 9_000_00)
    assert read(f'"{name}" lost: price', name) == DealLost(name, "price")


@pytest.mark.parametrize("name", NAMES)
def test_without_quotes_a_new_deal_has_just_that_name_or_that_is_asked(name: str) -> None:
    for said in (f"add {name} 12k", f"new deal {name} 12k", f"add {name} = $12,000"):
        meaning = read(said)
        assert DealAdd(name, 12_000_00) in readings(meaning), said
    meaning = read(f"add {name}")
    assert meaning is None or DealAdd(name) in readings(meaning)


def test_most_names_are_certain_without_quotes() -> None:
    certain = [name for name in NAMES if read(f"add {name} 12k") == DealAdd(name, 12_000_00)]
    assert len(certain) >= 0.9 * len(NAMES), sorted(set(NAMES) - set(certain))


@pytest.mark.parametrize("name", NAMES)
def test_without_quotes_the_open_deal_of_that_name_is_moved_won_and_lost(name: str) -> None:
    assert read(f"{name} to closing", name) == DealMove(name, "closing")
    assert read(f"move {name} to quoting", name) == DealMove(name, "quoting")
    assert read(f"{name} won", name) == DealWon(name)
    assert read(f"won {name} 9k", name) == DealWon(name, 9_000_00)
    assert read(f"{name.lower()} won to @kim", name) == DealWon(name, None, "kim")
    assert read(f"{name} lost: price", name) == DealLost(name, "price")
    assert read(f"{name} menang", name) == DealWon(name)


@pytest.mark.parametrize("name", NAMES)
def test_among_all_of_them_no_other_deal_is_changed(name: str) -> None:
    for said, meant in (
        (f"{name} to closing", DealMove(name, "closing")),
        (f"{name} won", DealWon(name)),
        (f"{name} lost: price", DealLost(name, "price")),
    ):
        meaning = parse_deal(said, STAGES, today=TODAY, known=KNOWN)
        assert meaning == meant or isinstance(meaning, DealDoubt | DealNamed), said


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_changes_nothing(name: str) -> None:
    assert read(name, name) == DealNamed(name) or name in ("Guess? Kids",)
