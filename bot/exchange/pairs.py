"""Pairs that somebody writes: `one=two,"three, four"=five`."""

import csv


def named_pairs(text: str, *, last: bool = False) -> dict[str, str]:
    """The pairs by what stands before the equals sign, the first or the `last` one. What has a comma stands in
    quotation marks, as in CSV. Raises ValueError with the pair that is none.
    """
    found: dict[str, str] = {}
    for part in next(csv.reader([" ".join(text.split())], skipinitialspace=True), []):
        if not part.strip():
            continue
        before, equals, after = part.rpartition("=") if last else part.partition("=")
        before, after = before.strip().strip('"'), after.strip().strip('"')
        if not equals or not before or not after:
            raise ValueError(part.strip())
        found[before] = after
    return found
