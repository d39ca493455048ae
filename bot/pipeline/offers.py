"""What an activity says of an open deal: a demo or a proposal usually means that it has moved on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.presets import DEAL_KEY
from bot.pipeline.stages import StageName
from bot.pipeline.views import ENDS, open_deals_on
from storage import stages
from storage.tables import Member

MOVES = {"meeting": "qualifying", "demo": "quoting", "proposal": "quoting"}
"""Metrics, and the furthest stage to which one of them takes a deal: a stage at a time."""
AT_ONCE = frozenset({"proposal"})
"""What takes it there at once: who has a proposal is being quoted."""


@dataclass(frozen=True)
class Offer:
    """What to ask about an open deal: whether it has moved from the stage in which it stands to a later one; or, when
    `logged_id` is that of a deal just logged as won, whether it is the same.
    """

    deal_id: int
    account: str
    stands: StageName
    stage: StageName
    logged_id: int | None = None


def offer_after(session: Session, *, member: Member, said: Iterable[tuple[str, str, int | None]]) -> Offer | None:
    """The first thing to ask after the member logged these (metric, account, deal made by it); None for nothing."""
    for metric_key, account, deal_id in said:
        if metric_key == DEAL_KEY and deal_id is not None:
            found = _same_deal(session, member, account, deal_id)
        else:
            found = offer_for(session, member, metric_key, account)
        if found is not None:
            return found
    return None


def offer_for(session: Session, member: Member, metric_key: str, account: str) -> Offer | None:
    """The move to offer after the member logged this metric on this account; None where nothing follows.

    Only where one deal of the member's is open there, and stands before the stage that follows from what was logged.
    """
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
        deal_id=found[0].id,
        account=found[0].account,
        stands=StageName(stands.key, stands.label),
        stage=StageName(target.key, target.label),
    )


def _same_deal(session: Session, member: Member, account: str, logged_id: int) -> Offer | None:
    """Whether the deal logged as won is the one that is open on its account."""
    if not account.strip():
        return None
    found = open_deals_on(session, member_id=member.id, account=account)
    if len(found) != 1:
        return None
    labels = {stage.key: stage.label for stage in stages.list_stages(session, workspace_id=member.workspace_id)}
    stands = StageName(found[0].stage, labels.get(found[0].stage, found[0].stage))
    return Offer(found[0].id, found[0].account, stands, ENDS[0], logged_id)
