"""Cells that a spreadsheet takes for what they say, and not for a formula to be carried out."""

import re

STARTS = "=+-@\t\r\n＝＋－＠"
_RISKY = re.compile(rf"'*[{re.escape(STARTS)}]")
_MARKED = re.compile(rf"'+[{re.escape(STARTS)}]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless_cell(value: object) -> str:
    """The cell as text that no spreadsheet carries out: a quotation mark stands before what would begin a formula.

    Numbers stay as they are. `restored` gives the text back.
    """
    text = "" if value is None else str(value)
    if _NUMBER.fullmatch(text) or not _RISKY.match(text):
        return text
    return f"'{text}"


def restored(cell: str) -> str:
    """The text of which `harmless_cell` made the cell."""
    return cell[1:] if _MARKED.match(cell) else cell
