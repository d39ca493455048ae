"""How a probability is shown to people: in steps of five percent, never as certain, and as one of five words."""

import enum
from dataclasses import dataclass

LEAST_SHOWN, MOST_SHOWN = 0.02, 0.98
"""People read no probability below the first and none above the second."""
STEPS = 20
"""A shown probability is a multiple of one twentieth."""


class Odds(enum.Enum):
    """The words for a probability, the least likely first."""

    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    EVEN = "50/50"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"


BANDS = {
    Odds.VERY_UNLIKELY: (0.0, 0.15),
    Odds.UNLIKELY: (0.15, 0.4),
    Odds.EVEN: (0.4, 0.6),
    Odds.LIKELY: (0.6, 0.85),
    Odds.VERY_LIKELY: (0.85, 1.0),
}
"""What each word promises: that so many of the goals of which it is said are reached (docs/forecast.md has what came).
From the first shown probability to before the second.
"""


@dataclass(frozen=True)
class Trust:
    """How far what people read goes with the forecast: `share` of the way from `usual`, the share of goals reached."""

    share: float = 1.0
    usual: float = 0.5

    def of(self, probability: float) -> float:
        """The probability to be told."""
        return self.usual + self.share * (probability - self.usual)


FULL_TRUST = Trust()


def shown_chance(probability: float) -> float:
    """The probability that people read for this one."""
    return min(MOST_SHOWN, max(LEAST_SHOWN, round(probability * STEPS) / STEPS))


def odds_of(probability: float) -> Odds:
    """The word for a probability: that of the percent which stands beside it."""
    shown = shown_chance(probability)
    return next(odds for odds, (_, below) in BANDS.items() if shown < below or odds is Odds.VERY_LIKELY)
