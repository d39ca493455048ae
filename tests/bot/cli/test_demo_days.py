"""The demonstration's people log as its clock passes: most of them enough, two of them not."""

import datetime as dt
from pathlib import Path

from sqlmodel import col, select

from bot.cli.demo.cast import REPS, START, sandbox_seed
from bot.cli.demo.days import DAY, FALLING_BEHIND
from bot.cli.demo.fill import fill_workspace
from bot.core.settings import Settings
from bot.runtime.schedule import ROUNDS
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.tables import Activity, Episode, Member, Source
from tests.bot.crowd import Crowd
from tests.databases import fresh_sqlite
from tests.office import MANIFEST

UTC = dt.UTC
SECOND_WEDNESDAY = dt.datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


def filled(path: Path) -> Crowd:
    options = Options(now=START, seed=sandbox_seed(), manifest=MANIFEST)
    database = fresh_sqlite(path)
    with running_sandbox(options) as sandbox:
        settings = Settings(slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url)
        fill_workspace(database, settings=settings, now=START)
    return Crowd(database, START, rounds=(DAY, *ROUNDS))


def logged(crowd: Crowd) -> dict[str, dict[dt.date, int]]:
    """What each typed on each date since the demonstration began."""
    found: dict[str, dict[dt.date, int]] = {}
    with crowd.database.reading() as session:
        names = {member.id: member.slack_user_id for member in session.exec(select(Member))}
        for row in session.exec(select(Activity).where(Activity.source == Source.SLACK)):
            days = found.setdefault(names[row.member_id], {})
            days[row.local_date] = days.get(row.local_date, 0) + row.quantity
    return found


def test_a_week_of_the_demonstration_shows_who_needs_help_and_who_does_not(tmp_path: Path) -> None:
    crowd = filled(tmp_path / "demo.sqlite")
    crowd.play(SECOND_WEDNESDAY)
    working = [START.date() + dt.timedelta(days=n) for n in range(1, 9) if (START.date().weekday() + n) % 7 < 5]
    done = logged(crowd)
    for person in REPS:
        if not person.on_leave:
            days = [day for day in working if day in done.get(person.id, {})]
            assert len(days) >= len(working) - 2, f"{person.name} logged on {days}"
    with crowd.database.reading() as session:
        names = {member.id: member.slack_user_id for member in session.exec(select(Member))}
        escalated: dict[str, set[int]] = {}
        for each in session.exec(select(Episode).where(col(Episode.escalated_on).is_not(None))):
            escalated.setdefault(names[each.member_id], set()).add(each.opened_on.isocalendar().week)
    # Managers hear of them in the week it begins, and again in the next.
    for who in FALLING_BEHIND:
        assert escalated[who] >= {START.isocalendar().week, START.isocalendar().week + 1}
    # The same clock, the same demonstration.
    again = filled(tmp_path / "again.sqlite")
    again.play(dt.datetime(2026, 11, 17, 18, 0, tzinfo=UTC))
    for who, few in logged(again).items():
        assert {day: n for day, n in done[who].items() if day <= max(few)} == few
    again.database.dispose()
    crowd.database.dispose()
