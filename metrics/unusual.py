"""An entry that is far beyond anything its member does in a day: worth a question to them, and to nobody else."""

BEYOND_BEST = 2.0
"""Times one's best day."""
LEAST = 10
"""Units below which no entry is asked about: small counts jump."""
ENOUGH_DAYS = 10
"""Days with entries that it takes to know somebody's best one."""


def is_unusual(quantity: float, *, best_day: float, days: int) -> bool:
    """Whether one entry of so many units is beyond twice the best of the member's `days` with entries."""
    return quantity >= LEAST and days >= ENOUGH_DAYS and quantity > BEYOND_BEST * best_day
