"""Every kind of message that Pacer sends by itself."""

from bot.alerts.sends import AlertCounts, AlertReminder, AssignedToYou, AtRiskAlert, RepsHeadsUp
from bot.coaching.sends import (
    CalendarEntry,
    CoachingForRep,
    ManagersBrief,
    MissedOneOnOne,
    SurveyResults,
    TeamMeetingPack,
    TrainingChecked,
)
from bot.core.kinds import AnyKind
from bot.exchange.files.sends import FileSent, GoalsAsFile, LinesRefused
from bot.goals.sends import ProposalDecided, ProposalToDecide
from bot.leave.sends import LeaveByStatus
from bot.nudges.sends import AskedForHelp, EveningWrapUp, FirstWelcome, MorningNudge, StepReminder, WeeksRecap
from bot.people.sends import ColleaguesThanks, GroupFollowed, OwnDataFile
from bot.setup.sends import (
    AdminsChecklist,
    HelloInChannel,
    LatenessNotice,
    NudgePreview,
    UnreachableNotice,
)
from bot.teams.sends import PeriodsDigest, TeamStandingsFile


def kinds() -> dict[str, AnyKind]:
    """Each by its name, as the sender asks for them."""
    nudge = MorningNudge()
    every: tuple[AnyKind, ...] = (
        nudge,
        EveningWrapUp(),
        WeeksRecap(),
        StepReminder(),
        AskedForHelp(),
        FirstWelcome(),
        LeaveByStatus(),
        ColleaguesThanks(),
        AtRiskAlert(),
        AlertCounts(),
        AlertReminder(),
        RepsHeadsUp(),
        AssignedToYou(),
        TeamStandingsFile(),
        OwnDataFile(),
        PeriodsDigest(),
        UnreachableNotice(),
        LatenessNotice(),
        ProposalToDecide(),
        ProposalDecided(),
        GoalsAsFile(),
        FileSent(),
        LinesRefused(),
        AdminsChecklist(),
        GroupFollowed(),
        HelloInChannel(),
        ManagersBrief(),
        MissedOneOnOne(),
        CalendarEntry(),
        CoachingForRep(),
        TrainingChecked(),
        TeamMeetingPack(),
        SurveyResults(),
        NudgePreview(nudge),
    )
    return {kind.name: kind for kind in every}
