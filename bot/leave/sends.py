"""The messages of leave."""

from collections.abc import Sequence

from bot.core.kinds import Kind
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.leave.status_leave import STATUS_LEAVE, DaysNoted, StatusLeave, status_leaves_for
from bot.leave.words.status_leave import status_leave_message
from storage.tables import Delivery


class LeaveByStatus(Kind[StatusLeave]):
    """What was noted of a member's Slack status, for them."""

    name = STATUS_LEAVE
    content = DaysNoted
    nothing = "nothing of it is noted any more"
    to_rep = True
    waits = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, StatusLeave | None]:
        """What of these days is still noted."""
        return status_leaves_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: StatusLeave, language: Language) -> Message:
        """With a button to take it back."""
        return status_leave_message(value, language)
