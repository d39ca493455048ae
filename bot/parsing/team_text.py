"""What is typed after `/team`."""

from dataclasses import dataclass

QUALITY_WORDS = frozenset({"quality", "conversion", "deals", "leads", "kualiti"})


@dataclass(frozen=True)
class TeamRequest:
    """The team that is asked for by name (empty: one's own), and whether it is about how deals move."""

    name: str
    quality: bool = False


def parse_team(text: str) -> TeamRequest:
    """`North`, `quality`, `quality North` or `North quality`; the word itself is no team's name."""
    words = text.split()
    for at in (0, -1):
        if words and words[at].lower() in QUALITY_WORDS:
            del words[at]
            return TeamRequest(" ".join(words), quality=True)
    return TeamRequest(" ".join(words))
