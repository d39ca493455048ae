"""What a text after `/deal` can mean, as values."""

import datetime as dt
from dataclasses import dataclass


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
)
