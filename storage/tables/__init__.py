"""The tables. Importing this package declares all of them."""

from storage.tables import base
from storage.tables.judgement import Audit, Episode, Fit, History, LogHabit, Morning, Standing, Watch
from storage.tables.outbox import Delivery, DeliveryState, Lease, RateState, Receipt
from storage.tables.people import DayOff, Member, Membership, Role, Team, TeamRole, TimeOff, Workspace
from storage.tables.work import (
    Activity,
    ActivityVersion,
    DayTotal,
    Deal,
    Goal,
    Metric,
    Source,
    Unit,
)

__all__ = [
    "Activity",
    "ActivityVersion",
    "Audit",
    "DayOff",
    "DayTotal",
    "Deal",
    "Delivery",
    "DeliveryState",
    "Episode",
    "Fit",
    "Goal",
    "History",
    "Lease",
    "LogHabit",
    "Member",
    "Membership",
    "Metric",
    "Morning",
    "RateState",
    "Receipt",
    "Role",
    "Source",
    "Standing",
    "Team",
    "TeamRole",
    "TimeOff",
    "Unit",
    "Watch",
    "Workspace",
    "base",
]
