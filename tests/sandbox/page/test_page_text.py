"""What the page makes of mrkdwn, Markdown and times: its modules themselves, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORLD = """{
    me: "U1", now: new Date("2026-03-05T01:00:00Z"), zone: "Asia/Kuala_Lumpur",
    userName: (id) => ({U1: "Aina Rahman", U2: "Ben Okafor"})[id],
    channelName: (id) => ({C1: "sales-north"})[id],
}"""

LINK = 'target="_blank" rel="noopener noreferrer"'


@pytest.fixture
def module(open_page: Callable[..., Page], files_address: str) -> Page:
    """A document from which the page's modules can be imported."""
    return open_page(f"{files_address}/blank")


@pytest.fixture
def html_of(module: Page) -> Callable[..., str]:
    """The HTML that a text becomes, by mrkdwn or (`kind="markdown"`) by Markdown."""

    def html(text: str, kind: str = "mrkdwn") -> str:
        result: str = module.evaluate(
            f"""async ([text, kind]) => {{
                const holder = document.createElement("div");
                const made = (await import(`/static/${{kind}}.js`))[kind](text, {WORLD});
                holder.append(...[made].flat());
                return holder.innerHTML;
            }}""",
            [text, kind],
        )
        return result

    return html


def test_mrkdwn_styles_begin_and_end_at_words(html_of: Callable[..., str]) -> None:
    assert html_of("*1 demo.* You are _3_ behind ~not 4~") == (
        "<strong>1 demo.</strong> You are <em>3</em> behind <s>not 4</s>"
    )
    assert html_of("*_both_*") == "<strong><em>both</em></strong>"
    assert html_of("5*4*3 and snake_case_name and * loose *") == "5*4*3 and snake_case_name and * loose *"
    assert html_of("*over\nlines*") == "*over\nlines*"


def test_code_keeps_its_marks_as_text(html_of: Callable[..., str]) -> None:
    assert html_of("type `/log *5* calls`") == "type <code>/log *5* calls</code>"
    assert html_of("```\na *b*\n  &lt;c&gt;\n```after") == "<pre>a *b*\n  &lt;c&gt;</pre>after"
    assert html_of("an open ```fence") == "an open ```fence"


def test_quotes_gather_their_lines(html_of: Callable[..., str]) -> None:
    assert html_of("before\n> one\n&gt; *two*\nafter") == (
        "before<blockquote>one\n<strong>two</strong></blockquote>after"
    )
    assert html_of(">>> one\ntwo") == "<blockquote>one\ntwo</blockquote>"


def test_mentions_show_names_and_mark_the_reader(html_of: Callable[..., str]) -> None:
    assert html_of("<@U2>") == '<span class="mention" data-user="U2">@Ben Okafor</span>'
    assert html_of("<@U1>") == '<span class="mention mention-me" data-user="U1">@Aina Rahman</span>'
    assert html_of("<@U9|gone>") == '<span class="mention" data-user="U9">@gone</span>'
    assert html_of("<#C1>") == '<span class="mention" data-channel="C1">#sales-north</span>'
    assert html_of("<!here>") == '<span class="mention mention-me">@here</span>'


def test_links_are_followed_only_where_a_browser_may(html_of: Callable[..., str]) -> None:
    assert html_of("<https://example.com/a?b=1&amp;c=2|the deal>") == (
        f'<a href="https://example.com/a?b=1&amp;c=2" {LINK}>the deal</a>'
    )
    assert html_of("see https://example.com/x.") == (
        f'see <a href="https://example.com/x" {LINK}>https://example.com/x</a>.'
    )
    assert html_of("<javascript:alert(1)|click>") == "click"
    assert html_of("<data:text/html,x|click>") == "click"


def test_markup_in_a_message_is_text(html_of: Callable[..., str]) -> None:
    assert html_of("<img src=x onerror=alert(1)>") == "&lt;img src=x onerror=alert(1)&gt;"
    assert html_of("&lt;b&gt; &amp;amp;") == "&lt;b&gt; &amp;amp;"
    assert html_of("<b>*x*</b>", "markdown") == "".join(
        ('<div class="markdown"><p>&lt;b&gt;', "<em>x</em>", "&lt;/b&gt;</p></div>")
    )


def test_known_emoji_are_drawn_and_others_stay_as_typed(html_of: Callable[..., str]) -> None:
    assert html_of(":tada:") == '<span class="emoji" role="img" aria-label="tada" title=":tada:">🎉</span>'
    assert html_of("at 10:30:45 :nosuch:") == "at 10:30:45 :nosuch:"


def test_a_bar_says_how_full_it_is(html_of: Callable[..., str]) -> None:
    assert html_of("Calls ▓▓▓░ 3") == ('Calls <span class="bar" role="img" aria-label="bar, 3 of 4">▓▓▓░</span> 3')


def test_dates_are_told_in_the_readers_zone(html_of: Callable[..., str]) -> None:
    early = 1772667000  # 2026-03-04 23:30 UTC, 07:30 on the 5th in Kuala Lumpur
    assert ">today at 07:30</time>" in html_of(f"<!date^{early}^{{date_short_pretty}} at {{time}}|soon>")
    assert ">5 Mar 2026</time>" in html_of(f"<!date^{early}^{{date_short}}|soon>")
    assert html_of("<!date^nonsense^{date}|soon>") == "soon"


def test_markdown_has_headings_lists_tables_and_fences(html_of: Callable[..., str]) -> None:
    html = html_of("# Plan\n- **one**\n  - two\n\n| a | b |\n|---|--:|\n| x | 1 |\n\n```\n<i>\n```", "markdown")
    assert "<h3>Plan</h3>" in html
    assert '<li><strong>one</strong><ul class="rich-list"><li>two</li></ul></li>' in html
    assert '<td class="align-right">1</td>' in html
    assert "<pre>&lt;i&gt;</pre>" in html


def test_tomorrow_morning_is_a_wall_clock_time_across_a_change_of_the_clocks(module: Page) -> None:
    def tomorrow(now: str, zone: str, hour: int, minute: int) -> str:
        result: str = module.evaluate(
            """async ([now, zone, hour, minute]) => {
                const { localTimeAfterDays } = await import("/static/times.js");
                return localTimeAfterDays(new Date(now), zone, 1, hour, minute).toISOString().slice(0, 16);
            }""",
            [now, zone, hour, minute],
        )
        return result

    assert tomorrow("2026-03-04T23:30Z", "Asia/Kuala_Lumpur", 8, 30) == "2026-03-06T00:30"
    assert tomorrow("2026-03-28T12:00Z", "Europe/London", 8, 30) == "2026-03-29T07:30"
    assert tomorrow("2026-10-24T12:00Z", "Europe/London", 8, 30) == "2026-10-25T08:30"
    # 01:30 does not exist on the 29th of March and exists twice on the 25th of October.
    assert tomorrow("2026-03-28T12:00Z", "Europe/London", 1, 30) == "2026-03-29T01:30"
    assert tomorrow("2026-10-24T12:00Z", "Europe/London", 1, 30) == "2026-10-25T00:30"
