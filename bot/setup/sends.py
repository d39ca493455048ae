"""How what admins are told becomes messages: the checklist, a channel's hello, a previewed morning, troubles."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.core.kinds import Render, Rendered, Withdrawn, workspace_of
from bot.core.message_kinds import NUDGE
from bot.core.words.language import Language, language_of
from bot.core.words.message import Message
from bot.nudges.lateness import lateness_of
from bot.setup.checklist import setup_of
from bot.setup.words.channels import hello_message
from bot.setup.words.checklist import checklist_message
from bot.setup.words.notices import channel_closed_message, late_message, unreachable_message
from bot.setup.words.preview import preview_message
from storage import memberships, people
from storage.people import members_by_id
from storage.tables import Delivery, Member


def render_checklists(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The checklists, as things are now."""
    workspace = workspace_of(session)
    setup = setup_of(session, workspace=workspace, now=now)
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    return {row.id: checklist_message(setup, language_of(readers.get(row.member_id or 0), workspace)) for row in rows}


def render_hellos(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Rendered:
    """What is said in an alert channel when it is chosen."""
    workspace = workspace_of(session)
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    language = language_of(None, workspace)
    return {
        row.id: hello_message(teams[row.team_id], language) if row.team_id in teams else Withdrawn("the team is gone")
        for row in rows
    }


def previews_of(render_nudges: Render) -> Render:
    """Renders previews as the nudges that they are of, for the admin who asked: without anything to press."""

    def render(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
        workspace = workspace_of(session)
        whose = {row.id: int(json.loads(row.content)["member"]) for row in rows}
        members = people.members_by_id(session, ids={*whose.values(), *(row.member_id or 0 for row in rows)})
        nudges = render_nudges(session, [_as_nudge(row, whose[row.id], members) for row in rows], now)
        found: dict[int, Message | Withdrawn] = {}
        for row in rows:
            nudge = nudges.get(row.id, Withdrawn("nothing to say"))
            rep, language = members[whose[row.id]], language_of(members.get(row.member_id or 0), workspace)
            if isinstance(nudge, Withdrawn) or row.local_date is None:
                found[row.id] = nudge
                continue
            found[row.id] = preview_message(nudge, language, rep=rep, workspace=workspace, date=row.local_date)
        return found

    return render


def _as_nudge(row: Delivery, member_id: int, members: Mapping[int, Member]) -> Delivery:
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=NUDGE,
        recipient=members[member_id].slack_user_id,
        key=row.key,
        member_id=member_id,
        local_date=row.local_date,
        content="{}",
        due_at=row.due_at,
        expires_at=row.expires_at,
        next_attempt_at=row.next_attempt_at,
        token=row.token,
    )


def render_notices(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Rendered:
    """That somebody or a channel cannot be reached."""
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        said = json.loads(row.content)
        language = _language(session, row)
        if said.get("channel"):
            found[row.id] = channel_closed_message(said["subject"], said["channel"], said["error"], language)
        else:
            found[row.id] = unreachable_message(said["subject"], said["error"], language)
    return found


def render_late_notices(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """That nudges of a date were late, counted now."""
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        late = lateness_of(session, row=row, now=now)
        if row.local_date is None or not late.any:
            found[row.id] = Withdrawn("none is late")
            continue
        found[row.id] = late_message(late, row.local_date, _language(session, row))
    return found


def _language(session: Session, row: Delivery) -> Language:
    workspace = workspace_of(session)
    member = members_by_id(session, ids={row.member_id}).get(row.member_id) if row.member_id is not None else None
    return language_of(member, workspace)
