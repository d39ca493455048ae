"""Each limit refuses just beyond it, by Slack's name, and admits exactly at it."""

import datetime as dt

import pytest

from sandbox.clock import MovableClock
from sandbox.limits import GROUPS, LIMITS
from sandbox.rules import Refusal, check_message, check_view
from sandbox.state import SlackState
from sandbox.views import show_modal
from tests.sandbox.rules_payloads import OF_SIZE, Json, modal

KEPT_BY_VIEWS = "view stack"
BY_RULES = [name for name in LIMITS if name != KEPT_BY_VIEWS]


def check(payload: Json) -> None:
    if "type" in payload:
        check_view(payload)
    else:
        check_message(payload)


def error_of(payload: Json) -> str:
    with pytest.raises(Refusal) as refused:
        check(payload)
    return refused.value.error


def error_named(name: str) -> str:
    """In a view, every fault of a block is invalid_arguments."""
    error = LIMITS[name].error
    return "invalid_arguments" if error == "invalid_blocks" and "type" in OF_SIZE[name](1) else error


@pytest.mark.parametrize("name", BY_RULES)
def test_a_limit_admits_what_is_at_it(name: str) -> None:
    check(OF_SIZE[name](LIMITS[name].at_most))


@pytest.mark.parametrize("name", BY_RULES)
def test_a_limit_refuses_what_is_just_beyond_it(name: str) -> None:
    assert error_of(OF_SIZE[name](LIMITS[name].at_most + 1)) == error_named(name)


@pytest.mark.parametrize("name", [name for name in BY_RULES if LIMITS[name].at_least])
def test_what_has_a_least_is_admitted_from_there_on(name: str) -> None:
    check(OF_SIZE[name](LIMITS[name].at_least))
    assert error_of(OF_SIZE[name](LIMITS[name].at_least - 1)) == error_named(name)


def test_three_modals_may_stand_on_each_other_and_no_fourth() -> None:
    limit = LIMITS[KEPT_BY_VIEWS]
    clock = MovableClock(dt.datetime(2026, 11, 17, tzinfo=dt.UTC))
    state = SlackState(clock, bot_token="b", app_token="a", signing_secret="s")
    for _ in range(limit.at_most):
        show_modal(state, "U0TEAL001", modal(), push=True)
    with pytest.raises(Refusal) as refused:
        show_modal(state, "U0TEAL001", modal(), push=True)
    assert refused.value.error == limit.error


def test_every_limit_is_one_row_and_names_where_it_is_documented() -> None:
    assert sum(len(rows) for rows in GROUPS.values()) == len(LIMITS)
    documented = ("https://docs.slack.dev/reference/", "https://github.com/slackapi/")
    assert all(limit.source.startswith(documented) for limit in LIMITS.values())
    undocumented = [limit for limit in LIMITS.values() if "docs.slack.dev" not in limit.source]
    assert all("not documented" in limit.note for limit in undocumented)


def test_the_detail_of_a_refusal_says_where_and_how_much() -> None:
    with pytest.raises(Refusal) as refused:
        check(OF_SIZE["header text"](151))
    assert refused.value.detail == "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    with pytest.raises(Refusal) as refused:
        check(OF_SIZE["alert text"](201))
    assert refused.value.detail == "[ERROR] must be less than 201 characters [json-pointer:/view/blocks/0/text/text]"


def test_a_table_does_not_count_among_the_text_of_a_message() -> None:
    full = OF_SIZE["message blocks text"](LIMITS["message blocks text"].at_most)
    check({**full, "blocks": [*full["blocks"], *OF_SIZE["data_table text"](10_000)["blocks"]]})
