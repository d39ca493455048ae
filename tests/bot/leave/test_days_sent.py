"""What people are really sent around days off: everything that Pacer wrote to them by itself, by their own date."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.core.work import Work
from bot.leave.away import Leave, take_leave
from bot.leave.company_calendar import set_country, set_usual_week
from bot.leave.company_days import add_days, switch_holiday
from bot.people import teams
from bot.runtime.schedule import tick
from metrics.periods import PeriodKind
from storage.tables import Member, Workspace
from tests.bot.home_steps import home
from tests.office import ANA, BEN, CLEO, Office

UTC = dt.UTC
ZONES = {ANA: ZoneInfo("Europe/London"), BEN: ZoneInfo("America/New_York"), CLEO: ZoneInfo("Asia/Kuala_Lumpur")}
GULF = (1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0)
THANKSGIVING = dt.date(2026, 11, 26)


def work_on(office: Office, session: Session) -> Work:
    return Work(session, session.exec(select(Workspace)).one(), office.context.clock.now())


def november(first: int, last: int | None = None) -> tuple[dt.date, dt.date]:
    return dt.date(2026, 11, first), dt.date(2026, 11, last or first)


def days_written_to(office: Office, who: str) -> list[int]:
    """The days of the month, where they are, on which anything came to them; a day as often as something came."""
    sent = [m for m in office.sees(who, who) if m.get("metadata") and not m.get("ephemeral")]
    return [dt.datetime.fromtimestamp(float(m["ts"]), ZONES[who]).day for m in sent]


def away(office: Office, session: Session, who: str, day: int, part: str) -> None:
    work = work_on(office, session)
    member = session.exec(select(Member).where(Member.slack_user_id == who)).one()
    first, last = november(day)
    asked = Leave(first, last + dt.timedelta(days=1), 0.5 if part else 1.0, part)
    take_leave(session, workspace=work.workspace, member=member, asked=asked, now=work.now)


def test_each_gets_one_message_on_each_day_they_work_and_none_on_a_day_off(office: Office) -> None:
    for team in ("North", "South"):
        office.goal(team, "call", PeriodKind.DAY, 12)
    with office.database.writing() as session:
        work = work_on(office, session)
        north, south = (teams.find_team(session, workspace=work.workspace, name=name) for name in ("North", "South"))
        set_country(work, viewer=None, team=None, country="GB")
        set_usual_week(work, viewer=None, team=south, week=GULF, starts=dt.date(2026, 11, 17))
        first, last = november(20)
        add_days(work, viewer=None, team=north, first=first, last=last, name="Offsite")
        first, last = november(24)
        add_days(work, viewer=None, team=None, first=first, last=last, name="Early close", half=True)
        for member in session.exec(select(Member)):
            member.recap_on = member.celebrate_on = False
        away(office, session, ANA, 25, "am")
        away(office, session, ANA, 26, "pm")
        away(office, session, CLEO, 23, "")
    office.play_until(dt.datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert ["12 calls" in nudge for nudge in office.nudges(ANA)[-2:]] == [True, False]
    assert "6 calls" in office.nudges(ANA)[-1]  # on the half day
    office.play_until(dt.datetime(2026, 11, 29, 0, 0, tzinfo=UTC))
    assert days_written_to(office, ANA) == [18, 19, 23, 24, 26, 27]  # off on the 20th; the morning of the 25th is leave
    assert days_written_to(office, BEN) == [18, 19, 23, 24, 25, 27]  # and on Thanksgiving
    assert days_written_to(office, CLEO) == [18, 19, 22, 24, 25, 26]  # works from Sunday to Thursday


def test_a_holiday_that_is_worked_after_all_brings_the_message_of_that_morning(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    with office.database.writing() as session:
        set_country(work_on(office, session), viewer=None, team=None, country="GB")
    office.play_until(dt.datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    assert 26 not in days_written_to(office, BEN)
    with office.database.writing() as session:
        switch_holiday(work_on(office, session), viewer=None, team=None, date=THANKSGIVING, country="US", worked=True)
    office.play_until(dt.datetime(2026, 11, 26, 15, 0, tzinfo=UTC))
    assert days_written_to(office, BEN)[-1] == 26
    with office.database.writing() as session:
        switch_holiday(work_on(office, session), viewer=None, team=None, date=THANKSGIVING, country="US", worked=False)
    office.play_until(dt.datetime(2026, 11, 26, 23, 0, tzinfo=UTC))
    assert days_written_to(office, BEN).count(26) == 1


def test_a_nudge_that_waits_is_not_sent_once_the_day_is_off(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    morning = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
    office.sandbox.post("clock", now=morning.isoformat())
    tick(office.database, morning)
    with office.database.writing() as session:
        first, last = november(18)
        add_days(work_on(office, session), viewer=None, team=None, first=first, last=last, name="Snow")
    office.worker.drain()
    assert days_written_to(office, ANA) == []


def test_public_holidays_have_their_malay_names_where_there_are_any(office: Office) -> None:
    with office.database.writing() as session:
        work = work_on(office, session)
        set_country(work, viewer=None, team=None, country="MY", subdivision="KUL")
        work.workspace.locale = "ms-MY"
        for member in session.exec(select(Member)):
            member.locale = "ms-MY"
        first, last = november(17)
        add_days(work, viewer=None, team=None, first=first, last=last, name="Family day")
    office.sandbox.post("clock", now=dt.datetime(2026, 12, 25, 2, 0, tzinfo=UTC).isoformat())
    assert "Hari Krismas" in home(office, CLEO)
