"""What managers are told of reps, and what reps are told before, at the moment it is sent."""

import datetime as dt
import json
from collections.abc import Callable, Sequence

from sqlmodel import Session

from bot.alerts.alert import Alert, alerts_for, reminders_for
from bot.alerts.heads_up import heads_ups_for
from bot.alerts.rows import rows_of
from bot.alerts.words.alert import alert_message, counts_message, reminder_message
from bot.alerts.words.assignment import assignment_message
from bot.alerts.words.heads_up import heads_up_message
from bot.core.kinds import Rendered, Withdrawn, workspace_of
from bot.core.words.language import Language, language_of
from bot.core.words.message import Message
from bot.core.work import Work
from storage import people
from storage.episodes import find_episode
from storage.tables import Delivery, Workspace


def render_alerts(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The alerts, with names."""
    return _alerts(session, rows, now, alert_message)


def render_counts(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The alerts for a channel that others read, with counts only."""
    return _alerts(session, rows, now, counts_message)


def render_reminders(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The reminders in the alerts' threads."""
    workspace = workspace_of(session)
    languages = _languages(session, workspace, rows)
    return {
        delivery_id: Withdrawn("answered by now") if alert is None else reminder_message(alert, languages[delivery_id])
        for delivery_id, alert in reminders_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def render_heads_ups(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """What reps are told first."""
    workspace = workspace_of(session)
    return {
        delivery_id: Withdrawn("put right by now")
        if heads_up is None
        else heads_up_message(heads_up, language_of(heads_up.member, workspace))
        for delivery_id, heads_up in heads_ups_for(session, workspace=workspace, rows=rows).items()
    }


def render_assignments(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """That somebody is asked to look after a rep's goal."""
    workspace = workspace_of(session)
    languages = _languages(session, workspace, rows)
    return {row.id: _assignment(session, workspace, row, languages[row.id], now) for row in rows}


def _assignment(
    session: Session, workspace: Workspace, row: Delivery, language: Language, now: dt.datetime
) -> Message | Withdrawn:
    said = json.loads(row.content)
    asked = [
        find_episode(session, workspace_id=workspace.id, episode_id=each)
        for each in said.get("episodes", [said["episode"]])
    ]
    episodes = [
        each for each in asked if each is not None and each.closed_on is None and each.assigned_to == row.member_id
    ]
    if not episodes:
        return Withdrawn("over by now")
    members = people.members_by_id(session, ids={episodes[0].member_id, said["by"]})
    rep = members[episodes[0].member_id]
    work = Work(session, workspace, now)
    (found,) = rows_of(work, episodes=episodes, members={rep.id: rep}, date=work.today_of(rep))
    return assignment_message(found, members[said["by"]], work.today_of(rep), language)


def _alerts(
    session: Session,
    rows: Sequence[Delivery],
    now: dt.datetime,
    compose: Callable[[Alert, Language], Message],
) -> Rendered:
    workspace = workspace_of(session)
    languages = _languages(session, workspace, rows)
    return {
        delivery_id: Withdrawn("nothing to say") if alert is None else compose(alert, languages[delivery_id])
        for delivery_id, alert in alerts_for(session, workspace=workspace, rows=rows, now=now).items()
    }


def _languages(session: Session, workspace: Workspace, rows: Sequence[Delivery]) -> dict[int, Language]:
    """The reader's language by delivery; the workspace's in a channel."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    return {row.id: language_of(members.get(row.member_id or 0), workspace) for row in rows}
