"""How a probability is shown to people: in steps of five percent, and never as certain."""

LEAST_SHOWN, MOST_SHOWN = 0.02, 0.98
"""People read no probability below the first and none above the second."""
STEPS = 20
"""A shown probability is a multiple of one twentieth."""


def shown_chance(probability: float) -> float:
    """The probability that people read for this one."""
    return min(MOST_SHOWN, max(LEAST_SHOWN, round(probability * STEPS) / STEPS))
