"""What rows of each kind hold: rows that an earlier version planned are still read after an update."""

import datetime as dt

import pytest
from pydantic import ValidationError

from bot.alerts.alert import AlertContent, Instead, ReminderContent
from bot.alerts.answers import AssignedEpisodes
from bot.alerts.heads_up import EpisodesToTell
from bot.coaching.pack import AboutPack
from bot.coaching.planned import AboutMeeting
from bot.coaching.restraint import AboutCoaching, Topic
from bot.coaching.surveys import AboutGroup
from bot.coaching.trainings import AboutCheck
from bot.core.content import Content
from bot.core.unreachable import Unreachable
from bot.exchange.files.sent_files import AboutFile
from bot.goals.proposal_messages import AboutProposal
from bot.leave.status_leave import DaysNoted
from bot.nudges.attention import PlannedNudge
from bot.nudges.help_request import GoalToHelpWith
from bot.nudges.plan_of_day import StepContent
from bot.people.kudos import AboutThanks
from bot.people.user_groups import GroupChange
from bot.runtime.kinds import kinds
from bot.setup.preview import PreviewOf
from bot.teams.digest import ClosedPeriod
from bot.teams.export import OfTeam
from metrics.periods import PeriodKind
from storage.tables import Delivery

DAY = dt.date(2026, 3, 2)

STORED: dict[str, list[tuple[str, Content]]] = {
    "nudge": [
        ('{"opening": 0}', PlannedNudge()),
        (
            '{"opening": 3, "missing": ["2026-03-02"], "less": true}',
            PlannedNudge(opening=3, missing=(DAY,), less=True),
        ),
    ],
    "evening": [("{}", Content())],
    "recap": [("{}", Content())],
    "planned step": [
        (
            '{"metric": "call", "number": 12, "time": "10:00", "before": 3}',
            StepContent(metric="call", number=12, time=dt.time(10), before=3),
        )
    ],
    "help request": [
        (
            '{"rep": 9, "metric": "demo", "period": "month"}',
            GoalToHelpWith(rep=9, metric="demo", period=PeriodKind.MONTH),
        )
    ],
    "welcome": [("{}", Content())],
    "status leave": [('{"days": [["2026-03-02", "2026-03-03"]]}', DaysNoted(days=((DAY, dt.date(2026, 3, 3)),)))],
    "kudos": [('{"kudos": 7}', AboutThanks(kudos=7))],
    "alert": [
        (
            '{"metric": 1, "period": "month", "most": 3, "of": 12, "instead": "away"}',
            AlertContent(most=3, of=12, instead=Instead.AWAY),
        ),
        # From before the number of names was stored, and when each metric had an alert of its own.
        ('{"metric": 1, "period": "week"}', AlertContent()),
    ],
    "alert counts": [
        (
            '{"metric": 1, "period": "week", "most": 3, "of": 12}',
            AlertContent(most=3, of=12),
        )
    ],
    "reminder": [('{"alert": 12, "episodes": [1, 2]}', ReminderContent(alert=12, episodes=(1, 2)))],
    "heads up": [('{"episodes": [1, 2]}', EpisodesToTell(episodes=(1, 2)))],
    "assignment": [
        ('{"episode": 1, "by": 2}', AssignedEpisodes(episode=1, by=2)),
        ('{"episodes": [1, 3], "by": 2}', AssignedEpisodes(episodes=(1, 3), by=2)),
    ],
    "team file": [('{"team": 4}', OfTeam(team=4))],
    "own data": [("{}", Content())],
    "digest": [
        (
            '{"kind": "week", "start": "2026-03-02", "end": "2026-03-09"}',
            ClosedPeriod(kind=PeriodKind.WEEK, start=DAY, end=dt.date(2026, 3, 9)),
        )
    ],
    "admin notice": [
        (
            '{"subject": "Bram Example", "error": "account_inactive", "kind": "nudge"}',
            Unreachable(subject="Bram Example", error="account_inactive", kind="nudge"),
        )
    ],
    "late notice": [("{}", Content())],
    "goal proposal": [('{"proposal": 5, "target": null}', AboutProposal(proposal=5))],
    "proposal answer": [
        ('{"proposal": 5, "target": 20}', AboutProposal(proposal=5, target=20)),
        ('{"proposal": 5, "target": 20, "goal": 7}', AboutProposal(proposal=5, target=20, goal=7)),
    ],
    "goals file": [("{}", Content())],
    "sent file": [('{"file": 7}', AboutFile(file=7))],
    "refused lines": [('{"file": 7}', AboutFile(file=7))],
    "setup": [("{}", Content())],
    "group followed": [
        (
            '{"team": "North", "handle": "north", "joined": [1], "left": [], "passed_over": 2}',
            GroupChange(team="North", handle="north", joined=(1,), passed_over=2),
        )
    ],
    "channel hello": [("{}", Content())],
    "brief": [('{"meeting": 3}', AboutMeeting(meeting=3))],
    "missed 1:1": [('{"meeting": 3}', AboutMeeting(meeting=3))],
    "1:1 file": [('{"meeting": 3}', AboutMeeting(meeting=3))],
    "coaching": [
        ('{"topic": "1:1", "id": 3}', AboutCoaching(topic=Topic.MEETING, id=3)),
        ('{"topic": "pair", "id": 3}', AboutCoaching(topic=Topic.PAIR, id=3)),
        ('{"topic": "training", "id": 3}', AboutCoaching(topic=Topic.TRAINING, id=3)),
        ('{"topic": "survey", "id": 3}', AboutCoaching(topic=Topic.SURVEY, id=3)),
        ('{"topic": "survey result", "id": 3}', AboutCoaching(topic=Topic.SURVEY_RESULT, id=3)),
    ],
    "team pack": [('{"month": "2026-12-01"}', AboutPack(month=dt.date(2026, 12, 1)))],
    "training check": [('{"training": 3, "days": 30}', AboutCheck(training=3, days=30))],
    "survey results": [('{"group": 3}', AboutGroup(group=3))],
    "preview": [('{"member": 9}', PreviewOf(member=9))],
}
"""What versions until now stored, as they wrote it: never changed, only added to."""


def row_with(content: str) -> Delivery:
    return Delivery(content=content)


def test_a_stored_row_of_each_kind_is_known() -> None:
    assert set(STORED) == set(kinds())


@pytest.mark.parametrize(
    ("kind", "stored", "meant"), [(kind, *each) for kind, cases in STORED.items() for each in cases]
)
def test_a_row_that_an_earlier_version_planned_is_read_as_it_was_meant(kind: str, stored: str, meant: Content) -> None:
    assert kinds()[kind].content.of_row(row_with(stored)) == meant


@pytest.mark.parametrize("meant", [meant for cases in STORED.values() for _, meant in cases])
def test_what_is_stored_reads_back_as_the_same(meant: Content) -> None:
    assert type(meant).of_row(row_with(meant.stored())) == meant


def test_what_a_newer_version_adds_is_passed_over() -> None:
    assert AboutThanks.of_row(row_with('{"kudos": 7, "emoji": "tada"}')) == AboutThanks(kudos=7)


def test_a_row_that_says_nothing_of_what_it_is_about_is_no_message() -> None:
    with pytest.raises(ValidationError):
        AboutThanks.of_row(row_with("{}"))
