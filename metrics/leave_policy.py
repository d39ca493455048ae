"""What leave does to a goal: a value of its own, because the tables have it and need nothing else of a goal."""

import enum


class LeavePolicy(enum.Enum):
    """What leave does to a target. Pace knows the leave either way."""

    KEEP = "keep"
    PRORATE = "prorate"
