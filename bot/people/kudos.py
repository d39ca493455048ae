"""Thanks from a colleague: private to the one who gets them, and a few a day at most."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.members import local_date
from storage import deliveries, kudos, people
from storage.tables import Delivery, Kudos, Member, Workspace
from storage.workspaces import take_receipt

KUDOS = "kudos"
A_DAY = 3
LONGEST = 300
USEFUL = dt.timedelta(days=14)


class NoKudos(Failure):
    """Nobody can be thanked so; the message says what to do."""


class AboutThanks(Content):
    """Which thanks (their id) a message brings."""

    kudos: int


@dataclass(frozen=True)
class Thanks:
    """Who thanks whom, and in which words."""

    giver: Member
    receiver: Member
    words: str


def give_kudos(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    slack_user_id: str,
    words: str,
    receipt: str,
    now: dt.datetime,
) -> Thanks:
    """Let Pacer tell a colleague, in private, what they are thanked for; once for each `receipt`. Raises NoKudos."""
    receiver = people.find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
    if member.guest or not member.active:
        raise NoKudos("Guests can't send kudos with Pacer.")
    if receiver is None or not receiver.active or receiver.guest:
        raise NoKudos("I don't know this colleague. Nothing was sent.")
    if receiver.id == member.id:
        raise NoKudos("You can't send kudos to yourself. Nice try, though.")
    if not words:
        raise NoKudos("What's it for? Write it like `/kudos @colleague for the introduction to Acorn Supply`.")
    if len(words) > LONGEST:
        raise NoKudos("Please keep it to {most} characters.", most=LONGEST)
    today = local_date(member, workspace, now)
    thanks = Thanks(member, receiver, words)
    if not take_receipt(session, workspace_id=workspace.id, key=f"kudos:{receipt}"[:120], now=now):
        return thanks
    if kudos.count_given(session, member_id=member.id, date=today) >= A_DAY:
        raise NoKudos("That's {most} kudos today, the daily limit. Save this one for tomorrow.", most=A_DAY)
    row = kudos.add_kudos(
        session,
        kudos=Kudos(
            workspace_id=workspace.id,
            from_member_id=member.id,
            to_member_id=receiver.id,
            words=words,
            given_on=today,
            given_at=now,
        ),
    )
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=KUDOS,
                recipient=receiver.slack_user_id,
                key=str(row.id),
                member_id=receiver.id,
                local_date=local_date(receiver, workspace, now),
                content=AboutThanks(kudos=row.id).stored(),
                due_at=now,
                expires_at=now + USEFUL,
                token=secrets.token_hex(16),
            )
        ],
    )
    return thanks


def kudos_for(session: Session, *, rows: Sequence[Delivery]) -> dict[int, Thanks | None]:
    """The content of these thanks by delivery id; None where one of the two is not known any more, or
    was erased and their words with them.
    """
    ids = {row.id: AboutThanks.of_row(row).kudos for row in rows}
    stored = kudos.kudos_by_id(session, ids=set(ids.values()))
    members = people.members_by_id(
        session, ids={member_id for each in stored.values() for member_id in (each.from_member_id, each.to_member_id)}
    )
    found: dict[int, Thanks | None] = {}
    for row in rows:
        said = stored.get(ids[row.id])
        giver, receiver = (members.get(said.from_member_id), members.get(said.to_member_id)) if said else (None, None)
        found[row.id] = Thanks(giver, receiver, said.words) if said and said.words and giver and receiver else None
    return found
