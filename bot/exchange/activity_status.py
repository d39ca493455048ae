"""Whether an activity that a file or another program tells took place: the one place where that is decided.

It is a list of what is allowed, not of what is not: a word that is on no list has not happened.
"""

import re
from dataclasses import dataclass

from bot.core.text.outcomes import took_place
from bot.core.text.vocabulary import fold

DONE = frozenset(
    (
        *("yes", "y", "true", "1", "x", "ja", "oui", "si", "ya", "sudah", "selesai", "erledigt", "abgeschlossen"),
        *("done", "completed", "complete", "held", "finished", "took place", "attended", "occurred", "closed"),
        *("answered", "connected", "sent", "delivered", "opened", "clicked", "replied", "logged", "ended"),
    )
)
"""What exports and webhooks say of what was done, folded."""
MISSED = frozenset(("missed", "no answer", "noanswer", "unanswered", "busy", "abandoned"))
"""A call that reached nobody; counted by a setting."""
OUTBOUND = frozenset(("outbound", "outgoing", "out", "sent", "email", "forwarded email", "placed", "made", "dialed"))
INBOUND = frozenset(("inbound", "incoming", "in", "received", "incoming email"))
HELD_KINDS = frozenset({"meeting", "demo"})
"""Metrics whose outcome says whether they took place; of a call the outcome says how it went."""
NOT_YET = frozenset(("scheduled", "planned", "upcoming"))
"""Outcomes that speak of something to come."""
NOT_HELD = NOT_YET | {"not held", "did not show", "booked", "missed"}
"""What programs say of meetings and demos that did not take place, beside the words that people type."""
NOT_MADE = NOT_YET | {"failed"}
"""The same of calls, e-mails and the like."""


@dataclass(frozen=True)
class Counting:
    """What this workspace counts of that which its people did not begin or did not reach anybody by."""

    inbound: bool = False
    missed: bool = False
    done: frozenset[str] = frozenset()
    """Words for done beside the usual ones."""


USUALLY = Counting()


@dataclass(frozen=True)
class ActivitySigns:
    """What is said of whether it took place; empty says nothing."""

    status: str = ""
    held: str = ""
    """The outcome of a meeting, where it has a field of its own."""
    direction: str = ""
    outcome: str = ""


def why_not(signs: ActivitySigns, metric_key: str, counting: Counting) -> str:
    """Why it didn't take place or does not count; empty where it does."""
    status, held = folded(signs.status), folded(signs.held)
    for said, original in ((status, signs.status), (held, signs.held)):
        if said in MISSED and said and not counting.missed:
            return f"it isn't done: {original!r} (PACER_CRM_MISSED counts those)."
        if said and said not in DONE | MISSED and said not in counting.done:
            return f"it isn't done: {original!r}."
    direction = folded(signs.direction)
    if direction in MISSED and direction:
        return "" if counting.missed else f"it isn't done: {signs.direction!r} (PACER_CRM_MISSED counts those)."
    if direction and _is_in(direction) and not counting.inbound:
        return f"it came in: {signs.direction!r} (PACER_CRM_INBOUND counts those)."
    if direction and not _is_in(direction) and not _is_out(direction):
        return f"it says not whether it went out or came in: {signs.direction!r}."
    if outcome_denies(metric_key, signs.outcome):
        return f"it didn't take place: {signs.outcome!r}."
    return ""


def outcome_denies(metric_key: str, outcome: str) -> bool:
    """Whether an activity's outcome says that it didn't take place: by the words that people log, and a few that only
    programs say.
    """
    return not took_place(outcome) or folded(outcome) in (NOT_HELD if metric_key in HELD_KINDS else NOT_MADE)


def folded(text: str) -> str:
    """A word as it is compared: NO_ANSWER and no-answer are one."""
    return " ".join(re.sub(r"[_\-]+", " ", fold(text)).split())


def _is_in(direction: str) -> bool:
    return direction in INBOUND or direction.split()[0] in INBOUND


def _is_out(direction: str) -> bool:
    return direction in OUTBOUND or direction.split()[0] in OUTBOUND
