"""What other programs call the stages of the sales process."""

import re
from collections.abc import Mapping

from sqlmodel import Session

from bot.core.text.vocabulary import fold
from bot.exchange.pairs import named_pairs
from bot.exchange.problems import WrongLine
from bot.pipeline.stages import ensure_stages, stage_names
from storage.deals import LOST, WON
from storage.tables import Workspace

ENDS = {"won": WON, "closedwon": WON, "lost": LOST, "closedlost": LOST}
# The stages that HubSpot and Salesforce start with, as the nearest of those that Pacer starts with.
USUAL = {
    "appointmentscheduled": "prospecting",
    "qualifiedtobuy": "qualifying",
    "presentationscheduled": "qualifying",
    "decisionmakerboughtin": "quoting",
    "contractsent": "closing",
    "prospecting": "prospecting",
    "qualification": "qualifying",
    "needsanalysis": "qualifying",
    "valueproposition": "qualifying",
    "iddecisionmakers": "qualifying",
    "perceptionanalysis": "quoting",
    "proposalpricequote": "quoting",
    "negotiationreview": "closing",
}


class StageWords:
    """Finds a stage by its key or name, by what `given` says, or by what well-known programs call theirs."""

    def __init__(self, session: Session, workspace: Workspace, given: Mapping[str, str] | None = None) -> None:
        ensure_stages(session, workspace=workspace)
        self._names = stage_names(session, workspace=workspace)
        keys = {stage.key for stage in self._names}
        self._words = {word: key for word, key in USUAL.items() if key in keys}
        for stage in self._names:
            self._words[_plain(stage.key)] = stage.key
            self._words[_plain(stage.label)] = stage.key
        self._words |= ENDS
        for word, name in (given or {}).items():
            self._words[_plain(word)] = self.find(name)

    @property
    def first(self) -> str:
        """The key of the first stage."""
        return self._names[0].key

    def find(self, said: str) -> str:
        """The key of a stage, or won or lost. Raises WrongLine with what there is."""
        found = self.find_or_none(said)
        if found is None:
            known = ", ".join([*(stage.label for stage in self._names), WON, LOST])
            raise WrongLine(f"unknown stage {said!r}. Stages: {known}.", field="stage")
        return found

    def find_hinting(self, said: str) -> str:
        """The same of a file's stage. Raises WrongLine with what there is, and how the file's stages are named."""
        try:
            return self.find(said)
        except WrongLine as problem:
            raise WrongLine(f"{problem.why} Say which it is: --stages '{said}=…'", field="stage") from problem

    def find_or_none(self, said: str) -> str | None:
        """The same; None for a stage that nobody has told us of. HubSpot writes the pipeline behind a stage's name."""
        return self._words.get(_plain(said)) or self._words.get(_plain(_PIPELINE.sub("", said)))


_PIPELINE = re.compile(r"\s*\([^()]*\)\s*$")


def stage_pairs(text: str) -> dict[str, str]:
    """`Engaging=qualifying,Proposal=quoting` as a mapping; a name with a comma stands in quotation marks. Raises
    WrongLine."""
    try:
        return named_pairs(text, last=True)
    except ValueError as problem:
        raise WrongLine(f"{str(problem)!r} does not say which stage is which: write THEIRS=OURS.") from None


def _plain(text: str) -> str:
    return re.sub(r"[^\w]|_", "", fold(text))
