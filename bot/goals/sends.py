"""The messages of goals: proposals, and what came of them."""

from collections.abc import Sequence

from bot.core.kinds import Kind
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.goals.proposal_messages import PROPOSAL, PROPOSAL_ANSWER, AboutProposal, Proposal, proposals_for
from bot.goals.words.proposal import answer_message, proposal_message
from storage.tables import Delivery


class ProposalToDecide(Kind[Proposal]):
    """A rep's proposal, for those who decide on it."""

    name = PROPOSAL
    content = AboutProposal
    nothing = "the proposal is gone"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Proposal | None]:
        """The proposals as they stand now."""
        return proposals_for(work, rows=rows)

    def write(self, value: Proposal, language: Language) -> Message:
        """With buttons while nobody has decided."""
        return proposal_message(value, language)


class ProposalDecided(ProposalToDecide):
    """What came of it, for the rep who proposed."""

    name = PROPOSAL_ANSWER

    def write(self, value: Proposal, language: Language) -> Message:
        """What was decided, and by whom."""
        return answer_message(value, language)
