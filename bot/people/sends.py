"""How what people get by themselves becomes messages: their data, thanks, and a user group that is followed."""

import datetime as dt
import json
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.kinds import Rendered, Withdrawn, workspace_of, written
from bot.core.words.language import language_of
from bot.core.words.message import Message
from bot.people.kudos import kudos_for
from bot.people.own_data import own_data_for
from bot.people.words.group_followed import followed_message
from bot.people.words.kudos import kudos_message
from bot.people.words.own_data import own_data_message
from storage import people
from storage.tables import Delivery


def render_own_data(session: Session, rows: Sequence[Delivery], now: dt.datetime) -> Rendered:
    """The files of everything that is kept about their readers."""
    workspace = workspace_of(session)
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Message | Withdrawn] = {}
    for row in rows:
        data = own_data_for(session, workspace=workspace, row=row, now=now)
        language = language_of(members.get(row.member_id or 0), workspace)
        found[row.id] = Withdrawn("has left") if data is None else own_data_message(data, language)
    return found


def render_kudos(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Rendered:
    """A colleague's thanks."""
    workspace = workspace_of(session)
    return written(
        kudos_for(session, rows=rows),
        lambda each: kudos_message(each, language_of(each.receiver, workspace)),
        otherwise="one of the two has left",
    )


def render_followed(session: Session, rows: Sequence[Delivery], _now: dt.datetime) -> Rendered:
    """What bringing a team up to date with its user group changed."""
    workspace = workspace_of(session)
    said = {row.id: json.loads(row.content) for row in rows}
    ids = {who for each in said.values() for who in (*each["joined"], *each["left"])}
    members = people.members_by_id(session, ids={*ids, *(row.member_id or 0 for row in rows)})
    names = {member_id: member.name for member_id, member in members.items()}
    return {
        row.id: followed_message(said[row.id], names, language_of(members.get(row.member_id or 0), workspace))
        for row in rows
    }
