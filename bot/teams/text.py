"""What is typed after `/team`."""

import re
from dataclasses import dataclass

HELP = frozenset({"help", "?", "bantuan", "tolong"})
YEAR_WORDS = frozenset({"year", "tahun"})
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
QUALITY_WORDS = frozenset({"quality", "conversion", "leads", "kualiti"})
ALERT_WORDS = frozenset({"alerts", "alert", "makluman", "amaran"})
DEAL_WORDS = frozenset({"deals", "pipeline", "urusjanji", "urusniaga"})
URUS = re.compile(r"\burus\s+(niaga|janji)\b", re.IGNORECASE)


@dataclass(frozen=True)
class TeamRequest:
    """The team that is asked for by name (empty: one's own), and whether it is about how deals move."""

    name: str
    quality: bool = False
    year: bool = False
    person: str = ""
    """The Slack id of a rep who is asked for alone; empty: the team."""
    deals: bool = False
    """Whether it is about the open deals."""
    help: bool = False
    alerts: bool = False
    """Whether it is about the open alerts."""


def parse_team(text: str) -> TeamRequest:
    """`North`, `@rep`, `quality`, `quality North`, `North quality`, `quality @rep`, the same with `deals`, `year`,
    `year North`, `year @rep`, `alerts`, `alerts North`, `help`; these words are no team's name.
    """
    words = URUS.sub(r"urus\1", text).split()
    if len(words) == 1 and words[0].lower() in HELP:
        return TeamRequest("", help=True)
    if len(words) == 1 and (alone := MENTION.fullmatch(words[0])) is not None:
        return TeamRequest("", person=alone.group(1))
    if words and words[0].lower() in YEAR_WORDS:
        said = MENTION.match(words[1]) if len(words) > 1 else None
        if said is not None:
            return TeamRequest("", year=True, person=said.group(1))
        return TeamRequest(" ".join(words[1:]), year=True)
    if words and words[0].lower() in ALERT_WORDS:
        return TeamRequest(" ".join(words[1:]), alerts=True)
    for at in (0, -1):
        said_word = words[at].lower() if words else ""
        if said_word in QUALITY_WORDS | DEAL_WORDS:
            del words[at]
            deals = said_word in DEAL_WORDS
            said = MENTION.match(words[0]) if words else None
            if said is not None:
                return TeamRequest("", quality=not deals, deals=deals, person=said.group(1))
            return TeamRequest(" ".join(words), quality=not deals, deals=deals)
    return TeamRequest(" ".join(words))
