"""`/deal`: one's deals and leads, by typing."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import open_modal
from bot.core.failures import Failure
from bot.core.members import find_meant, viewer_of
from bot.core.words.answers import plain_message
from bot.core.words.message import Block, Message
from bot.deals.editing import (
    Hand,
    add_deal,
    lose_deal,
    move_deal,
    price_deal,
    refund_deal,
    reopen_deal,
    win_deal,
)
from bot.deals.leads import add_lead, answer_lead
from bot.deals.others import deals_of_member
from bot.deals.playbook import may_edit_playbook, playbooks
from bot.deals.text import meanings as said
from bot.deals.text.command import parse_deal
from bot.deals.text.keywords import DealVocabulary
from bot.deals.text.known import KnownNames
from bot.deals.words.answers import deal_changed_message, lead_message
from bot.deals.words.doubt import doubt_message, named_message
from bot.deals.words.forms import lost_form
from bot.deals.words.list import deal_help, deal_list_message
from bot.deals.words.others import member_deals_message
from bot.deals.words.playbook import playbook_message
from bot.pipeline.stages import ensure_stages, stage_names
from bot.pipeline.views import DealView, Which, accounts_known, find_deal, list_deals, view_deals
from storage.leads import waiting_leads
from storage.tables import Deal

WHICH = {said.DealRefund: Which.WON, said.DealReopen: Which.CLOSED}
"""Among which deals a name is looked for, where it is not among the open ones."""


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_deal_command)
    def deal_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        forms: list[Block] = []
        answer = answer_command(context, command, lambda here: _answer(here, command, forms))
        if not forms:
            ack(**answer)
            return
        ack()
        open_modal(client, command, forms[0])


def deal_vocabulary(here: Visit) -> DealVocabulary:
    """The words of this workspace's process."""
    ensure_stages(here.session, workspace=here.workspace)
    names = stage_names(here.session, workspace=here.workspace)
    return DealVocabulary(
        tuple((name.key, name.label) for name in names), here.workspace.currency, here.workspace.locale
    )


def hand_of(here: Visit, receipt: str) -> Hand:
    """The hand of who is at the door."""
    return Hand(here.session, here.workspace, here.now, here.member, receipt)


def _answer(here: Visit, command: dict[str, Any], forms: list[Block]) -> Message:
    """What is answered; where something is still to be asked, the form for it is put into `forms`."""
    vocabulary = deal_vocabulary(here)
    meaning = parse_deal(command.get("text", ""), vocabulary, today=here.today, known=_known(here))
    match meaning:
        case said.DealListing(person=person) if person:
            return _of_somebody(here, person)
        case said.DealListing():
            found = list_deals(here.session, workspace=here.workspace, member=here.member, now=here.now)
            return deal_list_message(found, here.language)
        case said.DealHelp():
            return deal_help(here.language)
        case said.DealPlaybook():
            return _playbook(here)
        case said.LeadAdd() | said.LeadAnswered():
            return _lead(here, meaning, receipt_of(command))
        case said.DealLost(reason="", account=account):
            forms.append(lost_form(view_named(here, account), here.language, today=here.today))
            return plain_message("")
        case said.DealNamed(account=account):
            return named_message(view_named(here, account), here.language)
        case said.DealDoubt():
            readings = tuple(reading for reading in meaning.readings if _can_be(here, reading))
            stages = stage_names(here.session, workspace=here.workspace)
            return doubt_message(replace(meaning, readings=readings), stages, here.language)
        case _:
            return change_deal(here, meaning, hand_of(here, receipt_of(command)))


def _known(here: Visit) -> KnownNames:
    """The names that may be meant: they come before every other meaning of their words."""
    session, workspace, member = here.session, here.workspace, here.member
    opened, closed = accounts_known(session, workspace=workspace, member=member, now=here.now)
    leads = waiting_leads(session, member_ids=[member.id])
    return KnownNames(opened, closed, tuple(lead.account for lead in leads))


def _can_be(here: Visit, reading: said.DealReading) -> bool:
    """Whether there is the deal that a reading speaks of."""
    if isinstance(reading, said.DealAdd | said.LeadAdd | said.LeadAnswered):
        return True
    try:
        _find(here, reading.account, WHICH.get(type(reading), Which.OPEN))
    except Failure:
        return False
    return True


def view_named(here: Visit, account: str) -> DealView:
    """The open deal of this name. Raises UnknownDeal, AmbiguousDeal."""
    deal = _find(here, account, Which.OPEN)
    (view,) = view_deals(here.session, workspace=here.workspace, some=[deal], today=here.today)
    return view


def do_reading(here: Visit, reading: said.DealReading, receipt: str) -> Message:
    """Do what was typed, in the reading that was chosen of it. Raises as the rules do."""
    if isinstance(reading, said.LeadAdd | said.LeadAnswered):
        return _lead(here, reading, receipt)
    return change_deal(here, reading, hand_of(here, receipt))


def _of_somebody(here: Visit, person: str) -> Message:
    member = find_meant(here.session, workspace=here.workspace, slack_user_id=person)
    viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    found = deals_of_member(here, viewer=viewer, member=member)
    return member_deals_message(found, member, here.language)


def change_deal(here: Visit, meaning: said.DealMeaning, hand: Hand) -> Message:
    """Change a deal as it was typed. Raises as the rules do."""
    match meaning:
        case said.DealAdd():
            change = add_deal(
                hand,
                account=meaning.account,
                amount_minor=meaning.amount_minor,
                stage=meaning.stage,
                on=meaning.date,
            )
        case said.DealMove():
            change = move_deal(hand, _find(here, meaning.account, Which.OPEN), stage=meaning.stage, on=meaning.date)
        case said.DealAmount():
            change = price_deal(hand, _find(here, meaning.account, Which.OPEN), amount_minor=meaning.amount_minor)
        case said.DealWon():
            change = win_deal(
                hand,
                _find(here, meaning.account, Which.OPEN),
                amount_minor=meaning.amount_minor,
                handed_to=meaning.handed_to,
                on=meaning.date,
            )
        case said.DealLost():
            deal = _find(here, meaning.account, Which.OPEN)
            change = lose_deal(hand, deal, reason=meaning.reason, lesson=meaning.lesson, on=meaning.date)
        case said.DealRefund():
            deal = _find(here, meaning.account, Which.WON)
            change = refund_deal(hand, deal, amount_minor=meaning.amount_minor, on=meaning.date)
        case said.DealReopen():
            change = reopen_deal(hand, _find(here, meaning.account, Which.CLOSED))
        case _:
            raise AssertionError(meaning)
    return deal_changed_message(change, here.language)


def _lead(here: Visit, meaning: said.LeadAdd | said.LeadAnswered, receipt: str) -> Message:
    if isinstance(meaning, said.LeadAdd):
        lead = add_lead(here, member=here.member, account=meaning.account, source=meaning.source, receipt=receipt)
    else:
        lead = answer_lead(here, member=here.member, account=meaning.account, closes=meaning.dropped)
    return lead_message(lead, here.language)


def _playbook(here: Visit) -> Message:
    viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    books = playbooks(here)
    return playbook_message(books, here.language, may_edit=may_edit_playbook(viewer))


def _find(here: Visit, name: str, which: Which) -> Deal:
    return find_deal(here.session, workspace=here.workspace, member=here.member, name=name, which=which, now=here.now)
