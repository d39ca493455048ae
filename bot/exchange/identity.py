"""By what a record of another program is known: its source, what it is, and its id there, whatever door it comes by."""

import re
from dataclasses import dataclass

from bot.exchange.problems import WrongLine

HUBSPOT, PIPEDRIVE, SALESFORCE = "hubspot", "pipedrive", "salesforce"
CRMS = frozenset({HUBSPOT, PIPEDRIVE, SALESFORCE})
EARLIER = "earlier"
"""What was stored before sources were kept: the first who names its id takes it over."""
LINE = "line"
"""Lines of files without an id of their own."""
DEAL, LEAD, ACTIVITY = "deal", "lead", "activity"
KINDS = frozenset({DEAL, LEAD, ACTIVITY})
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,38}")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SALESFORCE_ID = re.compile(r"[0-9A-Za-z]{15}([0-9A-Za-z]{3})?")
_LOST_DIGITS = re.compile(r"[+-]?\d+([.,]\d+)?[eE]\+\d+")
_WHOLE = re.compile(r"(\d+)[.,]0+")
_OF_A_LINE = re.compile(r"line-[0-9a-f]{40}")


@dataclass(frozen=True)
class RecordId:
    """A record's identity. Without a source it is the id that a file or a program gave by itself."""

    source: str
    kind: str
    own: str

    @property
    def text(self) -> str:
        """The identity in one text, which `record_id` reads again: hubspot:deal:1005; a bare id where it has no
        source."""
        return f"{self.source}:{self.kind}:{self.own}" if self.source not in ("", EARLIER, LINE) else self.own


def record_id(text: str, *, kind: str, source: str = "") -> RecordId:
    """The identity that was written: a bare id of `source`, or hubspot:deal:1005, which says its own.

    Raises WrongLine for an id that a spreadsheet has spoilt.
    """
    named, _, rest = text.partition(":")
    said, _, own = rest.partition(":")
    if said == kind and own and SOURCE_NAME.fullmatch(named):
        source, text = named, own
    elif named == SALESFORCE and rest and not own:
        source, text = named, rest
    elif _OF_A_LINE.fullmatch(text):
        source = LINE
    return RecordId(source, kind, own_id_of(text, source))


def own_id_of(text: str, source: str) -> str:
    """The id as it is compared: 17.0 is 17, and Salesforce's of 15 characters is that of 18. Raises WrongLine."""
    text = text.strip()
    if _LOST_DIGITS.fullmatch(text):
        raise WrongLine(
            f"a spreadsheet has rounded its external id to {text}: export the file again, and do not open and save it "
            "in a spreadsheet before it is imported.",
            field="external_id",
        )
    whole = _WHOLE.fullmatch(text)
    if whole is not None:
        return whole[1]
    return eighteen(text) if source == SALESFORCE else text


def eighteen(own: str) -> str:
    """Salesforce's id with the three letters at its end that say which of the fifteen before are capitals.

    Source: "Understanding 15 and 18 character ids", Salesforce's help. Anything else stays as it is.
    """
    if not _SALESFORCE_ID.fullmatch(own):
        return own
    ends = ""
    for at in (0, 5, 10):
        ends += _LETTERS[sum(1 << place for place, letter in enumerate(own[at : at + 5]) if letter.isupper())]
    return own[:15] + ends
