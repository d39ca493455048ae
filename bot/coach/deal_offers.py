"""What an activity says of an open deal: a demo or a proposal usually means that it has moved on."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.deal_views import open_deals_on
from bot.coach.stages import StageName
from storage import stages
from storage.tables import Member

MOVES = {"meeting": "qualifying", "demo": "quoting", "proposal": "quoting"}
"""Metrics, and the furthest stage to which one of them takes a deal: a stage at a time."""
AT_ONCE = frozenset({"proposal"})
"""What takes it there at once: who has a proposal is being quoted."""


@dataclass(frozen=True)
class Offer:
    """That a deal could be moved: from the stage in which it stands to a later one."""

    deal_id: int
    account: str
    stands: StageName
    stage: StageName


def offer_for(session: Session, member: Member, metric_key: str, account: str) -> Offer | None:
    """The move to offer after the member logged this metric on this account; None where nothing follows.

    Only where one deal of the member's is open there, and stands before the stage that follows from what was logged.
    """
    assert member.id is not None
    wanted = MOVES.get(metric_key)
    if wanted is None or not account.strip():
        return None
    known = stages.list_stages(session, workspace_id=member.workspace_id)
    keys = [stage.key for stage in known]
    found = open_deals_on(session, member_id=member.id, account=account)
    if wanted not in keys or len(found) != 1 or found[0].stage not in keys:
        return None
    at, furthest = keys.index(found[0].stage), keys.index(wanted)
    if at >= furthest:
        return None
    stands, target = known[at], known[furthest if metric_key in AT_ONCE else at + 1]
    return Offer(
        deal_id=found[0].id or 0,
        account=found[0].account,
        stands=StageName(stands.key, stands.label),
        stage=StageName(target.key, target.label),
    )
