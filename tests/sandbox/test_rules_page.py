"""docs/internals/slack-limits.md says what the tables say. `python -m tests.sandbox.test_rules_page` writes it anew."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sandbox.block_rules import SURFACES
from sandbox.limits import GROUPS, Limit
from sandbox.rates import METHOD_TIERS, RATES
from sandbox.rules import HOME, MESSAGE, MODAL

PAGE = Path(__file__).parents[2] / "docs" / "internals" / "slack-limits.md"
OPENING = """# Slack's limits in the sandbox

What the sandbox refuses, and how often it may be called. This page is written from `sandbox/limits.py`,
`sandbox/block_rules.py` and `sandbox/rates.py`, which the checks read; a test holds them equal. After a change there:
`python -m tests.sandbox.test_rules_page`.

In a message a wrong block is answered with the error below, in a view always with `invalid_arguments`;
`response_metadata.messages` says what is wrong and where. The first fault that is found is answered, not all of them.
"""
BEYOND = """## What is refused besides sizes

Fields that are missing or of the wrong type; blocks and elements where Slack does not show them; a `block_id` twice in
a payload, an `action_id` twice in a block; button styles other than `primary` and `danger`; initial options that are
not among the options; dates, times and numbers that are none; a modal that asks without a `submit`.

## What is not as in Slack

- Blocks and elements that are not named here (card, carousel, container, context_actions, plan, task_card,
  external_select and others) are refused as unsupported, although Slack knows them.
- Slack bounds the size of metadata (`metadata_too_large`) without saying how much; the sandbox does not.
- Slack counts more than the text towards `msg_blocks_too_long`, in a way it does not publish: what the sandbox refuses
  for it Slack refuses too, but Slack may refuse a little earlier.
- A video without its `thumbnail_url` is taken; Slack needs one.
- The rates of methods that are not named here are not limited.
"""


def _rows(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for cells in body:
        yield f"| {' | '.join(cells)} |"


def _limit(row: Limit) -> tuple[str, ...]:
    link = f"[{row.source.removesuffix('/').rsplit('/', 1)[-1]}]({row.source})"
    least = f"{row.at_least:,} to " if row.at_least else ""
    unit = "" if row.unit == "value" else f" {row.unit}"
    return row.name, f"{least}{row.at_most:,}{unit}", f"`{row.error}`", link, row.note


def written() -> str:
    """The page as the tables have it."""
    lines = [OPENING]
    for title, rows in GROUPS.items():
        head = ("what", "allowed", "error", "documented", "note")
        lines += [f"## {title}\n", *_rows(head, map(_limit, rows)), ""]
    shown = ((name, *("yes" if on in at else "no" for on in (MESSAGE, MODAL, HOME))) for name, at in SURFACES.items())
    lines += ["## Where a block is shown\n", *_rows(("block", "message", "modal", "Home"), shown), ""]
    called = ((r.name, f"{r.a_minute:,.0f}", str(r.burst), f"[page]({r.source})", r.note) for r in RATES.values())
    lines += [
        "## How often\n",
        "Beyond it the answer is HTTP 429 with `Retry-After`, by the sandbox's clock.\n",
        *_rows(("what", "a minute", "at once", "documented", "note"), called),
        "",
    ]
    methods = ((f"`{method}`", tier) for method, tier in METHOD_TIERS.items())
    return "\n".join([*lines, *_rows(("method", "tier"), methods), "", BEYOND])


def test_the_page_is_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run: python -m tests.sandbox.test_rules_page"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
