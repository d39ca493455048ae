"""The tables. Importing this package declares all of them."""

from storage.tables import base
from storage.tables.access import ApiToken, ApiTurn
from storage.tables.judgement import Audit, Episode, Fit, GoalProposal, History, LogHabit, Morning, Standing, Watch
from storage.tables.outbox import Delivery, DeliveryState, Lease, RateState, Receipt
from storage.tables.people import (
    DayOff,
    Kudos,
    Member,
    MemberAlias,
    Membership,
    QuietDay,
    Role,
    Team,
    TeamRole,
    TimeOff,
    UserGroup,
    Workspace,
)
from storage.tables.sales import Deal, Lead, Refund, Stage, StageChange
from storage.tables.work import (
    Activity,
    ActivityVersion,
    DayTotal,
    Goal,
    Metric,
    Source,
    Unit,
)

__all__ = [
    "Activity",
    "ActivityVersion",
    "ApiToken",
    "ApiTurn",
    "Audit",
    "DayOff",
    "DayTotal",
    "Deal",
    "Delivery",
    "DeliveryState",
    "Episode",
    "Fit",
    "Goal",
    "GoalProposal",
    "History",
    "Kudos",
    "Lead",
    "Lease",
    "LogHabit",
    "Member",
    "MemberAlias",
    "Membership",
    "Metric",
    "Morning",
    "QuietDay",
    "RateState",
    "Receipt",
    "Refund",
    "Role",
    "Source",
    "Stage",
    "StageChange",
    "Standing",
    "Team",
    "TeamRole",
    "TimeOff",
    "Unit",
    "UserGroup",
    "Watch",
    "Workspace",
    "base",
]
