"""What is cut to Slack's lengths still reads as it was meant, and nothing to press is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.words.blocks import actions, button, context, escape, escaped_within, plain, section
from bot.core.words.lengths import LONGEST_BLOCKS, cut_within, shown_within, spoken_within
from bot.core.words.message import Message
from tests.bot.words.judge import HALF_AN_ENTITY, judge_message

WRITTEN = st.text(alphabet=st.sampled_from("ab &<>*_~`א\u202e\u2066\u2069é🦆\n"), max_size=120)


@given(WRITTEN, st.integers(min_value=8, max_value=80))
def test_no_half_of_anything_is_left_where_text_is_cut(text: str, limit: int) -> None:
    said = cut_within(escape(text), limit)
    assert len(said) <= limit
    assert not HALF_AN_ENTITY.search(said)
    assert said.count("\u2068") == said.count("\u2069")
    assert len(escaped_within(text, limit)) <= limit


@given(WRITTEN)
def test_whatever_somebody_wrote_can_be_said(text: str) -> None:
    judge_message(Message(text=f"Done: {escape(text)}", blocks=(section(escape(text)), context(escape(text)))))


def test_a_block_of_fixed_width_is_closed() -> None:
    assert cut_within("```\n" + "▓" * 50, 20).endswith("…\n```")


def test_one_long_line_is_cut_before_another_is_lost() -> None:
    said = spoken_within("\n".join(["first", "x" * 5000, "last"]))
    assert said.startswith("first\nxxx")
    assert said.endswith("…\nlast")


def test_long_texts_share_the_room_of_a_message_and_short_ones_are_whole() -> None:
    blocks = [section("short"), *(section("x" * 3000) for _ in range(9)), actions(button("Go", action="go"))]
    shown = shown_within(blocks)
    texts = [len(block["text"]["text"]) for block in shown if block["type"] == "section"]
    assert texts[0] == 5
    assert sum(texts) <= LONGEST_BLOCKS
    assert min(texts[1:]) > 1300
    assert shown[-1] == blocks[-1]


def test_a_text_of_nothing_is_shown_as_a_dash_for_slack_takes_none() -> None:
    assert plain(" ")["text"] == section("")["text"]["text"] == "–"


def test_letters_from_right_to_left_leave_what_is_around_them_alone() -> None:
    assert escape("\u202eשלום\u2066 12") == "\u2068שלום 12\u2069"
