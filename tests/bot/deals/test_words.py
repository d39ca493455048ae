"""Messages and forms of deals stay within Slack's rules, whatever the names and however many there are."""

import datetime as dt

import pytest

from bot.core.words.language import Language, language_for
from bot.deals.editing import DealChange, Happened
from bot.deals.playbook import Playbook
from bot.deals.words import forms as deal_forms
from bot.deals.words.answers import deal_changed_message, deal_changed_view
from bot.deals.words.list import deal_list_message
from bot.deals.words.playbook import playbook_form, playbook_message
from bot.pipeline.stages import StageName
from bot.pipeline.views import DealList, DealView
from sandbox.rules import check_message, check_view

TODAY = dt.date(2026, 11, 17)
LANGUAGES = [language_for(locale=locale, currency="MYR") for locale in ("en_US", "ms_MY")]
NASTY = ["x" * 200, "*<!channel>*`_~" * 13, "بهاء " * 40, "👩‍👩‍👧 & <@U0X>" * 12, ""]


def deal_of(name: str, number: int = 1, stage: str = "quoting") -> DealView:
    return DealView(
        id=number,
        account=name[:200],
        amount_minor=10**15,
        quantity=1,
        stage=StageName(stage, "S" * 40),
        owner_id=1,
        owner_name=name,
        opened_on=TODAY,
        since=TODAY,
        days=4000,
        untouched=0,
        won_on=None,
        lost_on=None,
        lost_reason=name[:200],
        lesson=(name * 20)[:1000],
        handed_to=name[:200],
        refunded_minor=0,
    )


def stages(count: int = 12) -> tuple[StageName, ...]:
    return tuple(StageName(f"stage-{number}", "S" * 40) for number in range(count))


@pytest.mark.parametrize("language", LANGUAGES, ids=["english", "malay"])
@pytest.mark.parametrize("name", NASTY)
def test_the_list_and_the_forms_fit(name: str, language: Language) -> None:
    won = tuple(deal_of(name, number) for number in range(1, 9))
    found = DealList(
        TODAY, tuple(deal_of(name, number) for number in range(1, 41)), stages(), 10**15, won, (name,) * 40
    )
    message = deal_list_message(found, language)
    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert "<!channel>" not in message.text
    deal = deal_of(name)
    for view in (
        deal_forms.add_form(stages(), language, account=name[:200]),
        deal_forms.move_form(deal, stages(), language, today=TODAY),
        deal_forms.amount_form(deal, language),
        deal_forms.won_form(deal, language, today=TODAY),
        deal_forms.lost_form(deal, language, today=TODAY),
        deal_forms.hand_over_form(deal, language),
    ):
        check_view(view)


@pytest.mark.parametrize("language", LANGUAGES, ids=["english", "malay"])
@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("happened", list(Happened))
def test_every_answer_fits(name: str, happened: Happened, language: Language) -> None:
    how = Playbook(StageName("quoting", "S" * 40), ((name or "-") * 9,) * 30, ((name or "-") * 9,) * 30)
    change = DealChange(happened, deal_of(name), StageName("won", "Won"), 10**15, 10**15, how)
    message = deal_changed_message(change, language)
    check_message({"text": message.text, "blocks": list(message.blocks)})
    check_view(deal_changed_view(change, language))


@pytest.mark.parametrize("name", NASTY)
def test_the_playbook_of_twelve_stages_fits(name: str) -> None:
    books = [Playbook(stage, (name or "-",) * 30, (name or "-",) * 30) for stage in stages()]
    message = playbook_message(books, LANGUAGES[0], may_edit=True)
    check_message({"text": message.text, "blocks": list(message.blocks)})
    check_view(playbook_form(Playbook(stages()[0], ("s" * 100,) * 29, ("t" * 100,) * 29), LANGUAGES[0]))
