"""The managers' review: which at-risk goals a team's managers hear of today, and who is told."""

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.alerts.alert import AlertContent, ReminderContent
from bot.alerts.facts import facts_of
from bot.alerts.heads_up import HEAD_START, had_time, plan_heads_ups, rep_told_at, told_soon
from bot.alerts.rows import was_answered
from bot.core.content import Content
from bot.core.due import Due, due_now
from bot.core.members import team_zone
from bot.core.message_kinds import ALERT, COUNTS, REMINDER
from bot.leave import silence
from bot.leave.calendars import load_calendars, team_calendar
from bot.people.alert_readers import Readers, alerts_rest, managers_of, readers_of
from metrics.priorities import most_named
from storage import deliveries, memberships, people, refreshes, standings
from storage.episodes import episodes_unsaid, open_episodes
from storage.tables import DeliveryState, Episode, Team, TeamRole, Workspace
from storage.workspaces import take_receipt

WINDOW = dt.timedelta(hours=8)


def review_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which a team's review comes."""
    return {
        (team_zone(team, workspace), review_time_of(team, workspace))
        for team in memberships.list_teams(session, workspace_id=workspace.id)
    }


def review_time_of(team: Team, workspace: Workspace) -> dt.time:
    """The local time of the team's review."""
    return team.review_time or workspace.review_time


def plan_due_reviews(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the alerts of the reviews that are due at `now`; never more to do. Any number of processes may."""
    for team, due, _ in _open_reviews(session, workspace, now):
        _Review(session, workspace, team, due.local_date, due.expires_at, now).plan()
    return False


def alert_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """When one of the reviews that are under way may have something to say again.

    `now`, where that cannot be foreseen: a message to a rep is on its way, or nobody is there to read an alert.
    """
    instants = []
    for _, due, episodes in _open_reviews(session, workspace, now):
        for episode in (each for each in episodes if _waits(each, due.local_date)):
            told = rep_told_at(session, workspace=workspace, episode=episode)
            if told is not None:
                instants.append(max(told + HEAD_START, now))
            elif told_soon(session, workspace=workspace, episode=episode) or had_time(
                session, workspace=workspace, episode=episode, date=due.local_date, now=now
            ):
                instants.append(now)
            # Else the rep cannot be told today, and is waited for until the next review.
    return instants


def _open_reviews(
    session: Session, workspace: Workspace, now: dt.datetime
) -> Iterator[tuple[Team, Due, Sequence[Episode]]]:
    """The teams whose review is under way at `now` and whose reps have an episode of which there is something to say.

    One question for all: on most days and in most teams there is none.
    """
    if workspace.paused:
        return
    unsaid = episodes_unsaid(session, workspace_id=workspace.id)
    if not unsaid:
        return
    teams_on: dict[dt.date, dict[int, list[Episode]]] = {}
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        due = due_now(now, review_time_of(team, workspace), team_zone(team, workspace), window=WINDOW)
        if due is None or team.paused or alerts_rest(team, due.local_date):
            continue
        if due.local_date not in teams_on:
            teams_on[due.local_date] = _by_team(session, workspace, unsaid, due.local_date)
        episodes = teams_on[due.local_date].get(team.id)
        # Nobody is named in a channel before Slack has said who reads it.
        asked = not team.alert_channel or team.channel_audience or team.alerts_by_dm or team.channel_trouble
        if episodes and asked and _team_works_on(session, workspace, team, due.local_date):
            yield team, due, episodes


def _by_team(
    session: Session, workspace: Workspace, episodes: Sequence[Episode], date: dt.date
) -> dict[int, list[Episode]]:
    ids = {episode.member_id for episode in episodes}
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=ids
    )
    found: dict[int, list[Episode]] = {}
    for row in rows:
        found.setdefault(row.team_id, []).extend(each for each in episodes if each.member_id == row.member_id)
    return found


def _waits(episode: Episode, date: dt.date) -> bool:
    """Whether the managers are to hear of it, and were not told; nor was it held back today."""
    return episode.escalated_on is not None and episode.alert_delivery_id is None and episode.held_on != date


def _team_works_on(session: Session, workspace: Workspace, team: Team, date: dt.date) -> bool:
    """Reviews are of the working days of the team's week, but for holidays of all its managers: nobody is alerted on
    their weekend. Who is on leave has somebody to stand in for them.
    """
    ends = date + dt.timedelta(days=1)
    usual = team_calendar(session, workspace=workspace, team=team, starts=date, ends=ends)
    managers = managers_of(session, workspace=workspace, team=team, date=date)
    if not managers or usual.week[date.weekday()] == 0.0:
        return usual.is_working_day(date)
    calendars = load_calendars(session, workspace=workspace, members=managers, starts=date, ends=ends)
    return any(date not in calendar.holidays for calendar in calendars.values())


class _Review:
    """One team's review of one date."""

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        team: Team,
        date: dt.date,
        expires_at: dt.datetime,
        now: dt.datetime,
    ) -> None:
        self._session, self._workspace, self._team = session, workspace, team
        self._date, self._expires_at, self._now = date, expires_at, now
        self._workspace_id = workspace.id

    def plan(self) -> None:
        """Plan the reminders, then the alerts of what is new."""
        session, date = self._session, self._date
        reps = memberships.in_teams_on(
            session, workspace_id=self._workspace_id, date=date, team_role=TeamRole.REP, team_id=self._team.id
        )
        ids = {row.member_id for row in reps}
        episodes = open_episodes(session, workspace_id=self._workspace_id, member_ids=ids)
        self._remind(episodes)
        waiting = [episode for episode in episodes if _waits(episode, date)]
        if not waiting:
            return
        self._tell_reps([e for e in waiting if rep_told_at(session, workspace=self._workspace, episode=e) is None])
        ready = self._still_behind([episode for episode in waiting if self._had_time(episode)])
        if not ready:
            return
        readers = readers_of(session, workspace=self._workspace, team=self._team, date=date)
        self._alert(readers, ready, most_named(len(ids)))

    def _had_time(self, episode: Episode) -> bool:
        return had_time(self._session, workspace=self._workspace, episode=episode, date=self._date, now=self._now)

    def _tell_reps(self, episodes: Sequence[Episode]) -> None:
        """Whom no nudge told is told now, unless this is a day off; the alert follows two hours later."""
        if not episodes:
            return
        members = people.members_by_id(self._session, ids={episode.member_id for episode in episodes})
        calendars = load_calendars(
            self._session,
            workspace=self._workspace,
            members=list(members.values()),
            starts=self._date,
            ends=self._date + dt.timedelta(days=1),
        )
        plan_heads_ups(
            self._session,
            workspace=self._workspace,
            episodes=[each for each in episodes if calendars[each.member_id].is_working_day(self._date)],
            date=self._date,
            expires_at=self._expires_at,
            now=self._now,
        )

    def _still_behind(self, episodes: Sequence[Episode]) -> list[Episode]:
        """Those that are as they were this morning. What the rep put right since is held back, and so is what cannot be
        told because nothing was logged: the next morning judges it again.
        """
        if not episodes:
            return []
        members = list(people.members_by_id(self._session, ids={episode.member_id for episode in episodes}).values())
        calendars = load_calendars(
            self._session,
            workspace=self._workspace,
            members=members,
            starts=self._date - silence.LOOKBACK,
            ends=self._date + dt.timedelta(days=1),
        )
        logged = standings.logged_dates(
            self._session, member_ids=sorted(calendars), starts=self._date - silence.LOOKBACK, ends=self._date
        )
        silent = silence.missing_days(calendars, logged, self._date)
        facts = facts_of(self._session, workspace=self._workspace, members=members, episodes=episodes, date=self._date)
        found = []
        for episode in episodes:
            known = facts.get(episode.id)
            if episode.member_id in silent or known is None or known.put_right:
                episode.held_on = self._date
                self._session.add(episode)
            else:
                found.append(episode)
        return found

    def _alert(self, readers: Readers, episodes: Sequence[Episode], most: int) -> None:
        """Plan the morning's message for each reader, naming `most` reps; the episodes hang on the first, the others
        are copies. What is ready later on the same day comes into the same message.
        """
        key = f"{self._date.isoformat()}:{self._team.id}"
        about = AlertContent(most=most)
        primary: int | None = None
        refreshed = False
        for recipient, member_id in self._recipients(readers):
            # Only who reads it elsewhere is told why.
            content = about.model_copy(
                update={"of": primary, "instead": None if member_id is None else readers.instead}
            )
            row = self._plan(ALERT, recipient, key, content, member_id)
            primary = primary or row[0]
            refreshed = refreshed or row[1]
        if primary is None:
            return  # nobody is there at all: it waits
        if readers.counts_channel:
            self._plan(COUNTS, readers.counts_channel, key, about.model_copy(update={"of": primary}), None)
        for episode in episodes:
            episode.alert_delivery_id, episode.alerted_at = primary, self._now
            episode.remind_on = None  # they hear of it now
            self._session.add(episode)
        if refreshed:
            refreshes.request_refresh(self._session, delivery_id=primary, at=None)

    @staticmethod
    def _recipients(readers: Readers) -> list[tuple[str, int | None]]:
        channel: list[tuple[str, int | None]] = [(readers.channel, None)] if readers.channel else []
        return [*channel, *((member.slack_user_id, member.id) for member in readers.members)]

    def _plan(self, kind: str, recipient: str, key: str, content: Content, member_id: int | None) -> tuple[int, bool]:
        """The id of the planned message, and whether it was sent already."""
        self._plan_rows([self._row(kind, recipient, key, content, member_id)])
        found = deliveries.find(self._session, workspace_id=self._workspace_id, kind=kind, recipient=recipient, key=key)
        assert found is not None
        return found.id, found.state is DeliveryState.SENT

    def _remind(self, episodes: Sequence[Episode]) -> None:
        """Plan a reply in the thread of the alert with most rows that nobody has answered and that are no better.

        One thread a review: those of other alerts are reminded of at the next ones.
        """
        by_alert: dict[int, list[Episode]] = {}
        for episode in episodes:
            if episode.remind_on is None or episode.alert_delivery_id is None:
                continue
            snoozed = episode.snoozed_until is not None and self._date < episode.snoozed_until
            if was_answered(episode) or snoozed:
                episode.remind_on = None
                self._session.add(episode)
            else:
                by_alert.setdefault(episode.alert_delivery_id, []).append(episode)
        once = f"{REMINDER}:{self._team.id}:{self._date}"
        if not by_alert or not take_receipt(self._session, workspace_id=self._workspace_id, key=once, now=self._now):
            return
        alert_id, chosen = max(by_alert.items(), key=lambda pair: (len(pair[1]), -pair[0]))
        for episode in chosen:
            episode.remind_on = None
            self._session.add(episode)
        self._plan_rows(
            [
                self._row(
                    REMINDER,
                    copy.recipient,
                    f"{self._date.isoformat()}:{copy.id}",
                    ReminderContent(alert=copy.id, episodes=tuple(episode.id for episode in chosen)),
                    copy.member_id,
                )
                for copy in deliveries.copies_of(self._session, delivery_id=alert_id)
                if copy.kind == ALERT
            ]
        )

    def _plan_rows(self, rows: Sequence[dict[str, object]]) -> None:
        deliveries.plan(self._session, rows=rows)

    def _row(self, kind: str, recipient: str, key: str, content: Content, member_id: int | None) -> dict[str, object]:
        return deliveries.new_row(
            workspace_id=self._workspace_id,
            kind=kind,
            recipient=recipient,
            key=key,
            member_id=member_id,
            team_id=self._team.id,
            local_date=self._date,
            content=content.stored(),
            due_at=self._now,
            expires_at=self._expires_at,
            token=secrets.token_hex(16),
        )
