"""The judge of every message finds what it is there for, so that its silence means something."""

import pytest

from bot.core.words.blocks import actions, button, section
from bot.core.words.message import Block, Message
from sandbox.bounds import Refusal
from tests.bot.words.judge import judge_message, judge_piece, judge_view, unspoken


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> hello",
        "<@U0EVIL> hello",
        "see <https://evil.example|y>",
        "so *bold*",
        "`code` and more",
        "A & B",
        "&lt;cut &am",
        "```a block",
        "\u202eturned",
        "\u2068not ended",
        "  ",
    ],
)
def test_it_finds_what_somebody_wrote_and_nobody_made_harmless(text: str) -> None:
    with pytest.raises((AssertionError, Refusal)):
        judge_message(Message(text=text, blocks=({"type": "section", "text": {"type": "mrkdwn", "text": text}},)))


@pytest.mark.parametrize("text", ["Done: A &amp; B", "say `*bold*`", "```\n▓▓░ 3/14 <= 5\n```", "<@U0000001> asks you"])
def test_it_lets_pass_what_was_meant(text: str) -> None:
    judge_message(Message(text=text, blocks=(section(text),)))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        actions(*(button("Go", action=f"go:{number}") for number in range(26))),
        actions(button("Go", action="go"), button("Stop", action="go")),
        button("Go", action="go", value="x" * 2001),
        {"type": "actions", "elements": [{**button("Go", action="go"), "style": "green"}]},
    ],
)
def test_it_holds_the_sandboxs_table_of_slacks_rules(block: Block) -> None:
    with pytest.raises(Refusal):
        judge_piece(block)


def test_a_view_is_judged_as_a_view() -> None:
    title = {"type": "plain_text", "text": "A title that is too long by far"}
    with pytest.raises(Refusal):
        judge_view({"type": "modal", "title": title, "blocks": [section("x")]})


def test_what_is_shown_and_not_said_is_found_and_what_is_pressed_need_not_be_said() -> None:
    shown = (section("Calls: *12* of 60"), actions(button("Undo", action="undo")))
    assert unspoken(Message(text="Calls: 12.", blocks=shown)) == {"of", "60"}
    assert unspoken(Message(text="Calls: 12 of 60.", blocks=shown)) == set()
