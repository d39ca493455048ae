"""The piece of work in hand: the transaction in which it is done, the workspace for which, and the instant."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.workspace_periods import period_in
from metrics.periods import Period, PeriodKind
from storage import catalogue
from storage.tables import Member, Metric, Workspace
from storage.workspaces import record_audit, take_receipt


@dataclass(frozen=True)
class Work:
    """What whoever begins a piece of work has, and hands down whole: doors, rounds and the commands of `pacer`.

    It decides nothing and knows no feature. A function that needs only a value takes that value.
    """

    session: Session
    workspace: Workspace
    now: dt.datetime

    @property
    def workspace_id(self) -> int:
        """The id that every row of the workspace bears."""
        return self.workspace.id

    def today_of(self, member: Member | None) -> dt.date:
        """The date where this member is. Of no member: where the workspace is."""
        return local_date(member, self.workspace, self.now)

    def period(self, kind: PeriodKind, date: dt.date) -> Period:
        """The period of this kind, as the workspace reckons, in which the date is."""
        return period_in(self.workspace, kind, date)

    def metrics(self, *, retired: bool = False) -> Sequence[Metric]:
        """The metrics that can be logged, in the workspace's order; with the retired ones when asked. Read once."""
        return catalogue.list_metrics(self.session, workspace_id=self.workspace_id, retired=retired)

    def once(self, key: str) -> bool:
        """Whether what has this key is done for the first time: a command, click or submission that Slack sent."""
        return take_receipt(self.session, workspace_id=self.workspace_id, key=key, now=self.now)

    def audit(self, *, actor_id: int | None, action: str, subject_id: int | None = None, detail: str = "") -> None:
        """Note who did what to whom; nobody: somebody with `pacer` or a token."""
        record_audit(
            self.session,
            workspace_id=self.workspace_id,
            at=self.now,
            actor_id=actor_id,
            action=action,
            subject_id=subject_id,
            detail=detail,
        )
