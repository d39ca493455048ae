"""How what belongs to setting up becomes messages: the checklist, a channel's hello, and the preview of a morning."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.message_kinds import NUDGE
from bot.coach.setup.checklist import setup_of
from bot.delivery.rendering import Render, Withdrawn
from bot.messages.group_followed import followed_message
from bot.messages.language import language_of
from bot.messages.message import Message
from bot.messages.preview import preview_message
from bot.messages.setup import checklist_message
from bot.messages.setup_channels import hello_message
from storage import memberships, people
from storage.tables import Delivery, Member
from storage.workspaces import find_workspace


def render_checklists(
    session: Session, rows: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Withdrawn]:
    """The checklists, as things are now."""
    workspace = find_workspace(session)
    assert workspace is not None
    setup = setup_of(session, workspace=workspace, now=now)
    readers = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    return {
        row.id or 0: checklist_message(setup, language_of(readers.get(row.member_id or 0), workspace)) for row in rows
    }


def render_hellos(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    """What is said in an alert channel when it is chosen."""
    workspace = find_workspace(session)
    assert workspace is not None
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id or 0)}
    language = language_of(None, workspace)
    return {
        row.id or 0: hello_message(teams[row.team_id], language)
        if row.team_id in teams
        else Withdrawn("the team is gone")
        for row in rows
    }


def render_followed(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
    """What bringing a team up to date with its user group changed."""
    workspace = find_workspace(session)
    assert workspace is not None
    said = {row.id or 0: json.loads(row.content) for row in rows}
    ids = {who for each in said.values() for who in (*each["joined"], *each["left"])}
    members = people.members_by_id(session, ids={*ids, *(row.member_id or 0 for row in rows)})
    names = {member_id: member.name for member_id, member in members.items()}
    return {
        row.id or 0: followed_message(said[row.id or 0], names, language_of(members.get(row.member_id or 0), workspace))
        for row in rows
    }


def previews_of(render_nudges: Render) -> Render:
    """Renders previews as the nudges that they are of, for the admin who asked: without anything to press."""

    def render(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Withdrawn]:
        workspace = find_workspace(session)
        assert workspace is not None
        whose = {row.id or 0: int(json.loads(row.content)["member"]) for row in rows}
        members = people.members_by_id(session, ids={*whose.values(), *(row.member_id or 0 for row in rows)})
        nudges = render_nudges(session, [_as_nudge(row, whose[row.id or 0], members) for row in rows], now)
        found: dict[int, Message | Withdrawn] = {}
        for row in rows:
            nudge = nudges.get(row.id or 0, Withdrawn("nothing to say"))
            rep, language = members[whose[row.id or 0]], language_of(members.get(row.member_id or 0), workspace)
            if isinstance(nudge, Withdrawn) or row.local_date is None:
                found[row.id or 0] = nudge
                continue
            found[row.id or 0] = preview_message(nudge, language, rep=rep, workspace=workspace, date=row.local_date)
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
