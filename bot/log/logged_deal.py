"""A deal that is logged as won in one line: `/log deal 12.5k Acme`."""

from bot.core.presets import OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from bot.core.work import Work
from bot.log.text.command import ParsedEntry
from bot.pipeline.settlement import entries_of_new, first_stage, record_move
from storage import deals
from storage.deals import WON
from storage.tables import Activity, Deal, Member


def record_logged_deal(work: Work, *, member: Member, entry: ParsedEntry, batch: str) -> list[Activity]:
    """Store the deal that one logged entry speaks of; the activities that it makes, not yet stored.

    `deal` is one that was won, `revenue` an amount beside any deal, `opportunity` and `pipeline` are a deal that is
    opened in the first stage. Several deals in one entry are one row, the amount being of all of them together.
    """
    opens = entry.metric_key in (OPPORTUNITY_KEY, PIPELINE_KEY)
    is_amount = entry.metric_key in (REVENUE_KEY, PIPELINE_KEY)
    quantity = 0 if entry.metric_key == REVENUE_KEY else 1 if is_amount else entry.quantity
    stage = first_stage(work.session, work.workspace) if opens else WON
    deal = deals.add_deal(
        work.session,
        deal=Deal(
            workspace_id=work.workspace_id,
            member_id=member.id,
            account=entry.account or "",
            amount_minor=entry.quantity if is_amount else entry.amount_minor or 0,
            quantity=quantity,
            stage=stage,
            opened_on=entry.date if opens else None,
            stage_since=entry.date,
            touched_on=entry.date,
            won_on=None if opens else entry.date,
            created_at=work.now,
        ),
    )
    record_move(work.session, deal=deal, before="", on=entry.date, moved_by=member.id, now=work.now)
    return entries_of_new(work, deal, batch=batch, note=entry.note or "", outcome=entry.outcome or "")
