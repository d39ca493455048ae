"""What is typed after `/team`."""

import re
from dataclasses import dataclass

HELP = frozenset({"help", "?", "bantuan", "tolong"})
YEAR_WORDS = frozenset({"year", "tahun"})
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
QUALITY_WORDS = frozenset({"quality", "conversion", "deals", "leads", "kualiti"})


@dataclass(frozen=True)
class TeamRequest:
    """The team that is asked for by name (empty: one's own), and whether it is about how deals move."""

    name: str
    quality: bool = False
    year: bool = False
    person: str = ""
    """The Slack id of a rep who is asked for alone; empty: the team."""
    help: bool = False


def parse_team(text: str) -> TeamRequest:
    """`North`, `@rep`, `quality`, `quality North`, `North quality`, `quality @rep`, `year`, `year North`, `year @rep`,
    `help`; these words are no team's name.
    """
    words = text.split()
    if len(words) == 1 and words[0].lower() in HELP:
        return TeamRequest("", help=True)
    if len(words) == 1 and (alone := MENTION.fullmatch(words[0])) is not None:
        return TeamRequest("", person=alone.group(1))
    if words and words[0].lower() in YEAR_WORDS:
        said = MENTION.match(words[1]) if len(words) > 1 else None
        if said is not None:
            return TeamRequest("", year=True, person=said.group(1))
        return TeamRequest(" ".join(words[1:]), year=True)
    for at in (0, -1):
        if words and words[at].lower() in QUALITY_WORDS:
            del words[at]
            said = MENTION.match(words[0]) if words else None
            if said is not None:
                return TeamRequest("", quality=True, person=said.group(1))
            return TeamRequest(" ".join(words), quality=True)
    return TeamRequest(" ".join(words))
