"""What a text after `/deal` can mean, as values, and one of them as it is kept while it is asked back."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DealListing:
    """The member's own open deals, or those of `person`, a Slack user id."""

    person: str = ""


@dataclass(frozen=True)
class DealHelp:
    """The member asks what can be typed."""


@dataclass(frozen=True)
class DealPlaybook:
    """How to go about the stages."""


@dataclass(frozen=True)
class DealAdd:
    """A new deal; amounts in minor units, `stage` a stage's key, `date` None is today."""

    account: str
    amount_minor: int = 0
    stage: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True)
class DealMove:
    """To another stage, by its key."""

    account: str
    stage: str
    date: dt.date | None = None


@dataclass(frozen=True)
class DealAmount:
    """Another amount."""

    account: str
    amount_minor: int


@dataclass(frozen=True)
class DealWon:
    """Won; `handed_to` is a Slack user id or a name, empty when it was not said."""

    account: str
    amount_minor: int | None = None
    handed_to: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class DealLost:
    """Lost; `reason` is empty when it was not said, which is asked for then."""

    account: str
    reason: str = ""
    lesson: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class DealRefund:
    """A part of a won deal's amount was given back."""

    account: str
    amount_minor: int
    date: dt.date | None = None


@dataclass(frozen=True)
class DealReopen:
    """Open again."""

    account: str


@dataclass(frozen=True)
class LeadAdd:
    """Somebody asked; `source` is empty when it was not said."""

    account: str
    source: str = ""


@dataclass(frozen=True)
class LeadAnswered:
    """A lead was answered, or given up when it was `dropped`."""

    account: str
    dropped: bool = False


@dataclass(frozen=True)
class DealNamed:
    """An open deal is named, and not what to do with it."""

    account: str


class Why(enum.Enum):
    """Why nothing was stored of what was typed."""

    SEVERAL = "several"
    """It can be read in more than one way, or only by guessing."""
    NOT_YET = "not yet"
    """It says that something did not happen, or will."""


@dataclass(frozen=True)
class DealDoubt:
    """What was typed may mean one of `readings`, the likeliest first; `word` is what made it doubtful."""

    readings: tuple["DealReading", ...]
    why: Why = Why.SEVERAL
    word: str = ""


DealReading = DealAdd | DealMove | DealAmount | DealWon | DealLost | DealRefund | DealReopen | LeadAdd | LeadAnswered
"""What can be done once it is clear."""
DealMeaning = (
    DealListing
    | DealHelp
    | DealPlaybook
    | DealAdd
    | DealMove
    | DealAmount
    | DealWon
    | DealLost
    | DealRefund
    | DealReopen
    | LeadAdd
    | LeadAnswered
    | DealNamed
    | DealDoubt
)


def plain_reading(reading: DealReading) -> dict[str, Any]:
    """A reading as it is kept while it is asked back: a value that JSON takes."""
    values = {name: value for name, value in vars(reading).items() if value not in (None, "")}
    values = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}
    return {"do": type(reading).__name__, **values}


def kept_reading(kept: Mapping[str, Any]) -> DealReading:
    """The reading that was kept so."""
    values = dict(kept)
    kind = _KINDS[values.pop("do")]
    if "date" in values:
        values["date"] = dt.date.fromisoformat(values["date"])
    return kind(**values)


_KINDS: dict[str, type[DealReading]] = {
    kind.__name__: kind
    for kind in (
        DealAdd, DealMove, DealAmount, DealWon, DealLost, DealRefund, DealReopen, LeadAdd, LeadAnswered
    )
}  # fmt: skip
