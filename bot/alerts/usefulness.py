"""Whether alerts were of use: acted on, dismissed, recovered; and how to have fewer where they are not."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.alerts.answers import words_of
from bot.alerts.endings import endings_of, periods_of
from bot.core.failures import Failure
from bot.core.members import team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from storage import audits, memberships
from storage.audits import DISMISSED
from storage.episodes import episodes_alerted
from storage.tables import Episode, Team, TeamRole, Workspace
from storage.workspaces import record_audit

THRESHOLDS = (0.25, 0.15, 0.10, 0.05)
"""The probabilities of which a team can choose one: below it the managers hear of a goal."""
LEAST_ALERTS = 3
"""Alerts in a week below which nothing is concluded from what became of them."""
WEEK = dt.timedelta(days=7)
LATELY, LONGEST_PERIOD = dt.timedelta(weeks=4), dt.timedelta(days=366)
RECOVERED = frozenset({"reached", "recovered"})


class WrongThreshold(Failure):
    """A threshold is none of those that there are, or of a team that is not there."""

    def __init__(self) -> None:
        super().__init__("That button is out of date. Your next weekly message has the latest.")


@dataclass(frozen=True)
class Usefulness:
    """What became of the alerts of some days: one row of an alert counts once.

    `acted` were acknowledged, assigned or had a 1:1 planned; `dismissed` were called not useful and are not among
    them; `recovered` reached their goal or are on plan again. `reasons` are those of the dismissed with how many, the
    most frequent first; `words` what managers wrote beside one, the newest first.
    """

    alerts: int
    acted: int
    dismissed: int
    recovered: int
    reasons: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()
    ended: int = 0
    """Alerts about goals whose period ended in the last four weeks,"""
    right: int = 0
    """and of how many of them the goal was missed, as the alert said."""

    @property
    def of_little_use(self) -> bool:
        """Whether under half were acted on, of enough to tell."""
        return self.alerts >= LEAST_ALERTS and 2 * self.acted < self.alerts


def count_uses(episodes: Sequence[Episode]) -> Usefulness:
    """What became of these episodes, of which managers were told."""
    dismissed = [episode for episode in episodes if episode.dismissed_by is not None]
    acted = [
        episode
        for episode in episodes
        if episode.dismissed_by is None and any((episode.acknowledged_by, episode.assigned_to, episode.talk_planned_at))
    ]
    return Usefulness(
        alerts=len(episodes),
        acted=len(acted),
        dismissed=len(dismissed),
        recovered=sum(episode.close_reason in RECOVERED for episode in episodes),
        reasons=tuple(Counter(each.dismiss_reason for each in dismissed if each.dismiss_reason).most_common()),
    )


def usefulness_of(
    session: Session, *, workspace: Workspace, team: Team, since: dt.datetime, until: dt.datetime
) -> Usefulness:
    """What became of the alerts about the team's reps that managers were sent in [since, until)."""
    reps = memberships.in_teams_on(
        session,
        workspace_id=workspace.id,
        date=team_date(team, workspace, until),
        team_role=TeamRole.REP,
        team_id=team.id,
    )
    ids = {row.member_id for row in reps}
    counted = count_uses(episodes_alerted(session, workspace_id=workspace.id, member_ids=ids, since=since, until=until))
    counted = _with_record(Work(session, workspace, until), team, ids, counted)
    if not counted.dismissed:
        return counted
    notes = audits.notes_between(
        session, workspace_id=workspace.id, action=DISMISSED, subject_ids=ids, since=since, until=until
    )
    said = (words_of(note.detail) for note in notes)
    return replace(counted, words=tuple(words for words in said if words))


def _with_record(work: Work, team: Team, ids: set[int], counted: Usefulness) -> Usefulness:
    """How often the alerts were right: of those whose period ended lately, how many goals were missed."""
    date = team_date(team, work.workspace, work.now)
    told = episodes_alerted(
        work.session,
        workspace_id=work.workspace_id,
        member_ids=ids,
        since=work.now - LONGEST_PERIOD - LATELY,
        until=work.now,
    )
    periods = periods_of(work, told)
    lately = [each for each in told if each.id in periods and date - LATELY < periods[each.id].end <= date]
    endings = endings_of(work, lately, periods, date)
    return replace(counted, ended=len(endings), right=sum(not ending.made_it for ending in endings.values()))


def proposed_threshold(session: Session, *, workspace: Workspace, team: Team, now: dt.datetime) -> float | None:
    """The next lower threshold, where under half of the alerts were acted on in each of the two weeks before `now`."""
    weeks = [
        usefulness_of(session, workspace=workspace, team=team, since=now - (back + 1) * WEEK, until=now - back * WEEK)
        for back in (0, 1)
    ]
    return tighter(team.escalates_below) if all(week.of_little_use for week in weeks) else None


def tighter(threshold: float) -> float | None:
    """The next lower one; None below the lowest."""
    return next((each for each in THRESHOLDS if each < threshold - 1e-9), None)


def set_threshold(
    session: Session, *, workspace: Workspace, viewer: Viewer, team_id: int, threshold: float, now: dt.datetime
) -> Team:
    """Let the team's managers hear of a goal below this probability from now on. Raises NotAllowed, WrongThreshold."""
    team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id)
    if team is None or threshold not in THRESHOLDS:
        raise WrongThreshold
    require(viewer, Action.CHANGE_ALERTS, Subject(team_ids=frozenset({team_id})))
    team.escalates_below = threshold
    session.add(team)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id,
        action="alert threshold",
        detail=f"{team.name}: {threshold}",
    )
    return team
