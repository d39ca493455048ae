"""What was typed and may mean something else: its readings, kept until one is chosen, or none.

They are kept with the receipt of the command or message, as long as receipts are, and stored once: whichever of them is
chosen is done with one receipt.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from bot.core.failures import Failure
from bot.core.permissions import require_own
from bot.core.work import Work
from storage.tables import Member
from storage.workspaces import find_receipt, keep_answer

LONGEST_NAME = 64


class AskedTooLongAgo(Failure):
    """What is chosen is no longer kept."""

    def __init__(self) -> None:
        super().__init__("That expired, so nothing was saved. Please type it again.")


def name_of_asked(receipt: str) -> str:
    """The name under which the readings of this command or message are kept."""
    return hashlib.sha256(receipt.encode()).hexdigest()[:24]


def keep_asked(work: Work, *, member: Member, name: str, readings: Sequence[Any]) -> None:
    """Keep these readings, each a value that JSON takes. Raises NotAllowed for guests and people who have left."""
    require_own(member, member.id)
    if work.once(_key(name)):
        kept = json.dumps({"member": member.id, "readings": list(readings)}, ensure_ascii=False)
        keep_answer(work.session, workspace_id=work.workspace_id, key=_key(name), answer=kept)


def asked_reading(work: Work, *, member: Member, value: str) -> tuple[str, Any]:
    """The name and the reading of which a button's value speaks. Raises AskedTooLongAgo, NotAllowed."""
    name, _, at = value.partition(":")
    answer = find_receipt(work.session, workspace_id=work.workspace_id, key=_key(name))
    if not answer:
        raise AskedTooLongAgo
    kept = json.loads(answer)
    require_own(member, int(kept["member"]))
    if not at.isdecimal() or int(at) >= len(kept["readings"]):
        raise AskedTooLongAgo
    return name, kept["readings"][int(at)]


def forget_asked(work: Work, *, member: Member, name: str) -> None:
    """Keep nothing of what was typed: it was not meant to be saved. Raises NotAllowed."""
    answer = find_receipt(work.session, workspace_id=work.workspace_id, key=_key(name))
    if answer:
        require_own(member, int(json.loads(answer)["member"]))
        keep_answer(work.session, workspace_id=work.workspace_id, key=_key(name), answer="")


def value_of_asked(name: str, at: int) -> str:
    """What the button of a reading carries."""
    return f"{name[:LONGEST_NAME]}:{at}"


def receipt_of_asked(name: str) -> str:
    """The receipt with which any of the readings is stored, so that only one of them is, and once."""
    return f"asked:{name}"


def _key(name: str) -> str:
    return f"asked:{name}"
