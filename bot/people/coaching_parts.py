"""The parts of coaching, each of which a team can do without."""

import enum

from storage.tables import Team


class CoachingPart(enum.Enum):
    """What a team can switch off; the values are stored."""

    MEETINGS = "meetings"
    """Briefs before 1:1s, and the question about one that was missed."""
    COMMITMENTS = "commitments"
    """What the morning message says of them."""
    TRAININGS = "trainings"
    """That reps are told of trainings."""
    PACK = "pack"
    """The managers' monthly pack for the team's meeting."""


def is_on(team: Team | None, part: CoachingPart) -> bool:
    """Whether the team wants this part; who has no team does."""
    return team is None or part.value not in team.coaching_off.split()
