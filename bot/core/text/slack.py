"""The text that people saw, from the text that Slack sends."""

import re
import unicodedata

MARKUP = re.compile(r"<([^<>|\n]*)(?:\|([^<>\n]*))?>")
REMOVED = frozenset("\u200b\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters without a width, and those that turn the direction of what stands around them."""


def plain_text(text: str) -> str:
    """`text` as its writer saw it, in lines divided by a newline.

    Slack writes <@U123|name>, <#C123|name> and <http://acme.example|acme.example> for what it made a link, and &amp;,
    &lt; and &gt; for those three signs. Control characters and halves of characters, which no database takes, go.
    """
    shown = MARKUP.sub(lambda match: match[2] or match[1].removeprefix("mailto:"), text)
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    shown = shown.replace("\r\n", "\n").replace("\r", "\n")
    if shown.isascii() and shown.isprintable():
        return shown.strip()
    return "".join(_kept(letter) for letter in shown).strip()


def slack_text(plain: str) -> str:
    """Text as Slack sends it when somebody types `plain`."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _kept(letter: str) -> str:
    if letter == "\n":
        return letter
    if letter in REMOVED:
        return ""
    return " " if unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Zl", "Zp", "Zs") else letter
