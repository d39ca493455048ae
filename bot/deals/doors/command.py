"""`/deal`: one's deals and leads, by command or typed to Pacer itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_command, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import open_modal
from bot.core.doors.typed import Typable, Understood
from bot.core.failures import Failure, Words
from bot.core.members import find_meant, viewer_of
from bot.core.pending_readings import keep_asked, name_of_asked
from bot.core.text.errors import NotUnderstood
from bot.core.text.vocabulary import fold_words
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
from bot.deals.playbook import may_edit_playbook, playbooks
from bot.deals.team_deals import deals_of_member
from bot.deals.text import meanings as said
from bot.deals.text.command import parse_deal
from bot.deals.text.keywords import DealVocabulary
from bot.deals.text.known import KnownNames
from bot.deals.words.answers import deal_changed_message, lead_message
from bot.deals.words.doubt import doubt_message, lost_message, named_message, offered_buttons
from bot.deals.words.forms import lost_form
from bot.deals.words.list import deal_help, deal_list_message
from bot.deals.words.playbook import playbook_message
from bot.deals.words.team_deals import member_deals_message
from bot.pipeline.stages import ensure_stages, stage_names
from bot.pipeline.views import DealView, Which, accounts_known, find_deal, list_deals, view_deals
from storage.leads import waiting_leads
from storage.tables import Deal

BEGINNINGS = ("deal ", "add ", "new deal", "new lead", "lead ", "tambah ", "urus niaga baharu", "prospek ")
"""How a message begins that plainly opens a deal or notes a lead."""
WHICH = {said.DealRefund: Which.WON, said.DealReopen: Which.CLOSED}
"""Among which deals a name is looked for, where it is not among the open ones."""


def register(app: App, context: Context) -> None:
    """Register the command."""

    @app.command(context.settings.pacer_deal_command)
    def deal_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        forms: list[Block] = []
        text, receipt = command.get("text", ""), receipt_of(command)
        answered = answer_command(context, command, lambda here: answer(here, text, receipt, forms))
        if not forms:
            ack(**answered)
            return
        ack()
        open_modal(client, command, forms[0], instead=Words("/deal Acme lost: too dear"))


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


def typable() -> Typable:
    """What can be typed of it without the command: what happened with a deal that there is, and new ones."""
    return Typable(
        command="deal",
        also=frozenset({"urusan", "urusniaga"}),
        whole=frozenset({"deals", "lead", "answered"}),
        answer=answer,
        understand=_understand,
    )


def answer(here: Visit, text: str, receipt: str, forms: list[Block] | None = None) -> Message:
    """What is answered to a text after `/deal`. Where something is still to be asked, its form is put into `forms`;
    without these a button opens it. Raises a NotUnderstood that says what to write, and as the rules do."""
    return _act(here, _meaning(here, text), receipt, forms)


def _meaning(here: Visit, text: str, known: KnownNames | None = None) -> said.DealMeaning:
    return parse_deal(text, deal_vocabulary(here), today=here.today, known=known or _known(here))


def _act(here: Visit, meaning: said.DealMeaning, receipt: str, forms: list[Block] | None) -> Message:
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
            return _lead(here, meaning, receipt)
        case said.DealLost(reason="", account=account):
            view = view_named(here, account)
            if forms is None:
                return lost_message(view.account, here.language)
            forms.append(lost_form(view, here.language, today=here.today))
            return plain_message("")
        case said.DealNamed(account=account):
            return named_message(view_named(here, account), here.language)
        case said.DealDoubt():
            readings = tuple(reading for reading in meaning.readings if _can_be(here, reading))
            stages = stage_names(here.session, workspace=here.workspace)
            return doubt_message(
                replace(meaning, readings=readings), stages, here.language, name=_keep(here, readings, receipt)
            )
        case _:
            return change_deal(here, meaning, hand_of(here, receipt))


def _keep(here: Visit, readings: Sequence[said.DealReading], receipt: str) -> str:
    """Keep what is asked back; the name under which."""
    name = name_of_asked(receipt)
    keep_asked(here, member=here.member, name=name, readings=[said.plain_reading(reading) for reading in readings])
    return name


def _understand(here: Visit, text: str, receipt: str) -> Understood | None:
    """A message without the command: about a deal or lead that there is, or a new one that is plainly called so."""
    known = _known(here)
    try:
        meaning = _meaning(here, text, known)
    except NotUnderstood:
        return None
    readings = _readings_about(meaning, known, text)
    if not readings and not isinstance(meaning, said.DealNamed):
        return None
    if isinstance(meaning, said.DealNamed) and fold_words(text) != fold_words(meaning.account):
        return None

    def offers() -> Sequence[Block]:
        name = _keep(here, readings, f"{receipt}:deal")
        return offered_buttons(readings, stage_names(here.session, workspace=here.workspace), here.language, name=name)

    return Understood(
        lambda: _act(here, meaning, receipt, None),
        certain=not isinstance(meaning, said.DealDoubt),
        # What is said of a deal that there is means that deal; a new one may have been logged as won.
        offers=offers if any(isinstance(reading, said.DealAdd) for reading in readings) else None,
    )


def _readings_about(meaning: said.DealMeaning, known: KnownNames, text: str) -> tuple[said.DealReading, ...]:
    """The readings that speak of a deal or lead that there is, or that begin a new one in as many words."""
    names = {fold_words(name) for name in (*known.open, *known.closed, *known.leads)}
    every = meaning.readings if isinstance(meaning, said.DealDoubt) else (meaning,)
    begins = fold_words(text).startswith(BEGINNINGS)
    return tuple(
        reading
        for reading in every
        if isinstance(reading, said.DealReading)
        and (fold_words(reading.account) in names or (begins and isinstance(reading, said.DealAdd | said.LeadAdd)))
    )


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
