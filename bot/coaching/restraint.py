"""At most two messages a week to a rep, whatever is on: what else there is to say waits, or rides in the nudge."""

import datetime as dt
import enum
import secrets

from bot.core.content import Content
from bot.core.work import Work
from metrics.periods import PeriodKind
from storage import deliveries
from storage.tables import Member

COACHING = "coaching"
A_WEEK = 2
USEFUL = dt.timedelta(days=2)


class Topic(enum.Enum):
    """What a message of coaching to a rep is about; the values are stored."""

    MEETING = "1:1"
    PAIR = "pair"
    TRAINING = "training"
    SURVEY = "survey"
    SURVEY_RESULT = "survey result"


WAITS = frozenset({Topic.PAIR, Topic.SURVEY, Topic.SURVEY_RESULT})
"""What can wait for another week: of these one is sent in a week at most, so that a 1:1 always finds a place."""


class AboutCoaching(Content):
    """The topic of a message to a rep, and the id of the thing that it is about."""

    topic: Topic
    id: int


def plan_for_rep(work: Work, *, member: Member, about: AboutCoaching, expires_at: dt.datetime | None = None) -> bool:
    """Plan a message of coaching to a rep, unless two are planned in their week already; whether it was planned.

    Of what can wait (WAITS) one is: the other place is kept for what cannot. The two have keys that can be taken once
    each: no two rounds, in whatever processes, can plan a third. Weeks are the workspace's, by the rep's date. Nothing
    is planned for who cannot be reached, or who is quiet for now.
    """
    today = work.today_of(member)
    snoozed = member.snoozed_until is not None and today < member.snoozed_until
    if not member.active or member.guest or member.unreachable or snoozed:
        return False
    week = work.period(PeriodKind.WEEK, today).start
    for number in range(A_WEEK if about.topic in WAITS else 1, A_WEEK + 1):
        row = deliveries.new_row(
            workspace_id=work.workspace_id,
            kind=COACHING,
            recipient=member.slack_user_id,
            key=f"{week.isoformat()}:{number}",
            member_id=member.id,
            local_date=today,
            content=about.stored(),
            due_at=work.now,
            expires_at=expires_at or work.now + USEFUL,
            token=secrets.token_hex(16),
        )
        if deliveries.plan(work.session, rows=[row]):
            return True
    return False
