"""What cannot wait: leads that nobody answered, and open deals that nobody touched for longer than is usual."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import earliest_date, latest_date, local_date
from bot.core.text.vocabulary import account_key
from bot.core.work import Work
from bot.deals.playbook import Playbook, how_of
from bot.pipeline.funnel import LOOKBACK, StageFlow, stage_flows
from bot.pipeline.lead_figures import hours_of
from bot.targets.holding import teams_of
from metrics.conversion import lags_of, usual_lag
from metrics.priorities import OpenDeal, Priority, PriorityItem, WaitingLead, find_priorities
from storage import accounts, deals, leads, memberships
from storage.tables import Deal, Lead, Member, TeamRole, Workspace

LEAST_KNOWN = 5
"""Deals that went on from a stage below which its usual days are not known."""
PORTION = 1000


@dataclass(frozen=True)
class PrioritySubject:
    """What the first subject of a priority is: its account, and for a deal how to go about its stage."""

    account: str
    source: str = ""
    how: Playbook | None = None
    came_at: dt.datetime | None = None
    """When a lead came in."""


def priorities_for(
    session: Session, *, workspace: Workspace, members: Sequence[Member], now: dt.datetime
) -> dict[int, tuple[PriorityItem, ...]]:
    """For each of these members what cannot wait at `now`: leads first, then deals; members without any are left out.

    An incomplete log is not among it: that is known where the log is read.
    """
    by_id = {member.id: member for member in members}
    ids = sorted(by_id)
    waiting = leads.waiting_leads(session, member_ids=ids)
    open_now = deals.open_deals(session, member_ids=ids)
    if not waiting and not open_now:
        return {}
    lead_items = _waiting(session, workspace, by_id, waiting, now)
    deal_items = _open(session, workspace, by_id, open_now, now)
    found = {
        member_id: find_priorities(lead_items.get(member_id, ()), deal_items.get(member_id, ()), (), now)
        for member_id in ids
        if member_id in lead_items or member_id in deal_items
    }
    return {member_id: items for member_id, items in found.items() if items}


def subjects_of(work: Work, *, items: Iterable[PriorityItem]) -> dict[tuple[Priority, int], PrioritySubject]:
    """What the subjects of these priorities are, by kind and id, so that they can be named."""
    ids: dict[Priority, set[int]] = {}
    for item in items:
        ids.setdefault(item.priority, set()).update(item.subjects)
    found: dict[tuple[Priority, int], PrioritySubject] = {}
    for lead in leads.leads_by_id(work.session, ids=ids.get(Priority.UNANSWERED_LEAD, ())):
        found[Priority.UNANSWERED_LEAD, lead.id] = PrioritySubject(lead.account, lead.source, came_at=lead.created_at)
    for deal in deals.deals_by_id(work.session, ids=ids.get(Priority.UNTOUCHED_DEAL, ())):
        how = how_of(work, stage_key=deal.stage)
        found[Priority.UNTOUCHED_DEAL, deal.id] = PrioritySubject(deal.account, how=how)
    return found


def _waiting(
    session: Session, workspace: Workspace, members: Mapping[int, Member], waiting: Sequence[Lead], now: dt.datetime
) -> dict[int, list[WaitingLead]]:
    if not waiting:
        return {}
    day = dt.timedelta(days=1)
    hours = hours_of(
        session,
        workspace=workspace,
        members=[members[who] for who in {lead.member_id for lead in waiting} if who is not None],
        starts=earliest_date(min(lead.created_at for lead in waiting)) - day,
        ends=latest_date(now) + day,
    )
    found: dict[int, list[WaitingLead]] = {}
    for lead in waiting:
        if lead.member_id is not None and lead.created_at <= now:
            item = WaitingLead(lead.id, lead.created_at, hours[lead.member_id])
            found.setdefault(lead.member_id, []).append(item)
    return found


def _open(
    session: Session, workspace: Workspace, members: Mapping[int, Member], open_now: Sequence[Deal], now: dt.datetime
) -> dict[int, list[OpenDeal]]:
    if not open_now:
        return {}
    owners = sorted({deal.member_id for deal in open_now})
    usual = _usual_days(session, workspace, [members[owner] for owner in owners], now)
    since = earliest_date(now) - LOOKBACK
    touched: dict[tuple[int, str], dt.date] = {}
    for at in range(0, len(owners), PORTION):
        for row in accounts.last_touches(session, member_ids=owners[at : at + PORTION], starts=since):
            key = (row.member_id, account_key(row.account))
            touched[key] = max(row.date, touched.get(key, row.date))
    found: dict[int, list[OpenDeal]] = {}
    for deal in open_now:
        today = local_date(members[deal.member_id], workspace, now)
        logged = touched.get((deal.member_id, account_key(deal.account))) if deal.account else None
        seen = [date for date in (deal.touched_on, deal.stage_since, deal.opened_on, logged) if date is not None]
        untouched = (today - max(seen)).days if seen else 0
        item = OpenDeal(deal.id, untouched, usual[deal.member_id].get(deal.stage))
        found.setdefault(deal.member_id, []).append(item)
    return found


def _usual_days(
    session: Session, workspace: Workspace, owners: Sequence[Member], now: dt.datetime
) -> dict[int, dict[str, int]]:
    """The usual days of each stage in each owner's team; stages of which too little is known are left out."""
    ids = [owner.id for owner in owners]
    today = local_date(None, workspace, now)
    teams = teams_of(session, workspace=workspace, member_ids=ids, date=today)
    reps: dict[int, list[int]] = {}
    for row in memberships.in_teams_on(session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP):
        reps.setdefault(row.team_id, []).append(row.member_id)
    of_team = {
        team_id: _usual(stage_flows(session, workspace=workspace, member_ids=reps[team_id], today=today), today)
        for team_id in set(teams.values())
    }
    return {
        who: of_team[teams[who]]
        if who in teams
        else _usual(stage_flows(session, workspace=workspace, member_ids=[who], today=today), today)
        for who in ids
    }


def _usual(flows: Sequence[StageFlow], today: dt.date) -> dict[str, int]:
    found = {}
    for flow in flows:
        everybody = flow.everybody()
        days = usual_lag(everybody, today)
        if days is not None and len(lags_of(everybody, today)) >= LEAST_KNOWN:
            found[flow.stage.key] = days
    return found
