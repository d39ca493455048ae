"""What tests of coaching begin with: somebody's work, and who is who in the office."""

import contextlib
import datetime as dt
from collections.abc import Iterator

from sqlmodel import Session

from bot.coaching.people import viewer_in
from bot.core.permissions import Viewer
from bot.core.work import Work
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Member, Metric, Workspace


@contextlib.contextmanager
def working(database: Database, now: dt.datetime) -> Iterator[Work]:
    """A piece of work in the one workspace, which is committed."""
    with database.writing() as session:
        yield work_in(session, now)


def work_in(session: Session, now: dt.datetime) -> Work:
    """The work of the one workspace in an open session."""
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    return Work(session, workspace, now)


def member(work: Work, member_id: int) -> Member:
    """The member with this id."""
    return work.session.get_one(Member, member_id)


def viewer(work: Work, member_id: int) -> Viewer:
    """The member as somebody who asks."""
    return viewer_in(work, member(work, member_id))


def metric(work: Work, key: str) -> Metric:
    """A metric of the workspace."""
    found = find_metric(work.session, workspace_id=work.workspace_id, key=key)
    assert found is not None
    return found
