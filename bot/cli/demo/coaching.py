"""What the invented people do where they are coached: they answer, say yes to a pair, and keep a worksheet."""

import datetime as dt
import random
from collections.abc import Mapping

from bot.cli.demo.cast import OPENS_AS
from bot.coaching.pairs import Sheet, answer_pair, say_outcome, write_sheet
from bot.coaching.surveys import answer_survey, open_seat
from bot.core.work import Work
from bot.people.pairs import PAST, PairNow, load_pairs, moment_of
from bot.people.surveys import CHOICES, Question, SurveyNow
from storage import pairs
from storage.tables import Member, PairKind, PairMoment, PairOutcome, PairState

LIKELY: Mapping[str, int] = {
    "meetings": 6,
    "colleagues": 3,
    "numbers": 2,
    "time": 1,
    "hard": 6,
    "fair": 3,
    "too high": 1,
    "very": 4,
    "somewhat": 3,
}
"""How much likelier than not at all each choice of a survey is; what is not named is never chosen."""
ANSWERS, SAYS_YES = 0.6, 0.85
"""The chances with which somebody answers a survey on an afternoon, and says yes to a pair."""
MET_AFTER = dt.timedelta(days=2)
"""So long after both said yes they have met, and write their lines."""
SHEETS = (
    Sheet(
        well="My openings feel less scripted",
        hard="Getting past the front desk",
        trying="Ask for the person by name, and say why in one sentence",
        took="A question beats a pitch in the first ten seconds",
        shared=True,
    ),
    Sheet(
        well="Follow-ups went out the same day",
        hard="Talking about price too early",
        trying="Find out what doing nothing costs them before I quote",
        took="Book the next step while we're still on the call",
        shared=True,
    ),
    Sheet(
        well="Two warm introductions from one customer",
        hard="Keeping mornings free for calls",
        trying="Call from nine to eleven, inbox afterwards",
        took="Plan tomorrow's first five calls tonight",
        shared=True,
    ),
)


def take_part(work: Work, *, member: Member, chance: random.Random) -> None:
    """Let somebody answer what coaching asks of them; whom the page opens as is left to who tries it."""
    if member.slack_user_id == OPENS_AS:
        return
    survey = open_seat(work, member=member)
    if survey is not None and not survey.answered and chance.random() < ANSWERS:
        answer_survey(work, member=member, choices=choices_of(survey, chance))
    stored = pairs.pairs_of(work.session, member_ids=[member.id], since=work.now - PAST)
    ids = {pair.id for pair in stored}
    for now in load_pairs(work, ids=ids, member_ids=[member.id]).get(member.id, []):
        _go_on(work, now, chance)


def choices_of(survey: SurveyNow, chance: random.Random) -> dict[Question, str]:
    """What somebody answers."""
    return {
        question: chance.choices(CHOICES[question], [LIKELY.get(each, 0) for each in CHOICES[question]])[0]
        for question in survey.questions
    }


def _go_on(work: Work, now: PairNow, chance: random.Random) -> None:
    """The next thing that somebody does in a pair."""
    agreed = now.stored.agreed_at if now.stored.state is PairState.AGREED else None
    match moment_of(now, work.now):
        case PairMoment.PROPOSAL:
            wants = PairKind.TALK if chance.random() < SAYS_YES else None
            answer_pair(work, member=now.member, pair_id=now.stored.id, wants=wants)
        case PairMoment.FOLLOW_UP:
            say_outcome(work, member=now.member, pair_id=now.stored.id, outcome=PairOutcome.HELPED)
        case _ if agreed is not None and agreed + MET_AFTER <= work.now and not now.side.well:
            write_sheet(work, member=now.member, pair_id=now.stored.id, sheet=chance.choice(SHEETS))
