"""The Home tab: what it shows, one press to log, leave, settings that are obeyed, and who sees what."""

import datetime as dt
import io

import httpx

from bot.core.csv_rows import write_table
from bot.core.members import viewer_of
from bot.exchange.activities import NewActivity, store_activities
from bot.exchange.files.exports import rows_of
from bot.exchange.files.goals import import_goals
from bot.standings.member_view import view_of_member
from metrics.periods import PeriodKind
from storage.audits import notes_about
from storage.catalogue import add_metric, find_metric
from storage.people import find_member
from storage.tables import Member, Metric, Source
from storage.workspaces import find_workspace
from tests.bot.home_steps import form, hash_of, home, opened_home, press_in_home, published, shown, submit
from tests.forged import press
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, TUESDAY, Office


def member_of(office: Office, user: str) -> Member:
    with office.database.reading() as session:
        member = find_member(session, workspace_id=1, slack_user_id=user)
        assert member is not None
        return member


def test_home_shows_where_i_stand_and_logs_with_one_press(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 10)
    office.goal("North", "demo", PeriodKind.MONTH, 4)
    office.goal("North", "deal", PeriodKind.MONTH, 2)
    text = home(office, ANA)
    assert "*Where you stand* · Tue 17 Nov" in text
    assert all(period in text for period in ("*Today*\n", "*This week*\n", "*November*\n"))
    assert "+1 call\n+1 demo\n" in text
    assert "+1 deal" not in text, "an outcome is not logged with one press"

    text = press_in_home(office, ANA, "nudge_log:call")
    assert text.startswith("*Logged 1 call*\n▓░░░░░░░░░  Calls today 1 of 10, 9 to go")
    assert "*Today*\n▓░░░░░░░░░ *Calls* 1 of 10 · 9 to go\n" in text
    text = press_in_home(office, ANA, "log_undo")
    assert "Undone: 1 call" in text
    assert "0 of 10" in text
    assert form(office, ANA, "log_open")["callback_id"] == "log_form"


def test_home_names_the_day_that_is_missing_and_takes_the_same_answers_as_the_nudge(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    days = [dt.date(2026, 11, 2) + dt.timedelta(days=n) for n in range(14)]
    for who in (ANA, BEN):
        office.past(who, "call", {day.isoformat(): 12 for day in days if day.weekday() < 5})
    asked = "Nothing logged for yesterday yet. Forgot, day off, or a quiet one?"
    assert f"{asked}\nAdd activity\nDay off\nNothing to log\n" in home(office, ANA)
    text = press_in_home(office, ANA, "nudge_nothing")
    assert asked not in text
    assert asked in home(office, BEN)
    assert form(office, BEN, "nudge_add_missing")["callback_id"] == "log_form"
    office.say(BEN, "/log", "12 calls yesterday")
    assert asked not in home(office, BEN)


def test_a_manager_gets_the_goals_of_their_teams_as_the_file_that_the_import_takes_and_an_admin_gets_all(
    office: Office,
) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("South", "demo", PeriodKind.MONTH, 8)
    office.say(MANAGER, "/goal", f"<@{ANA}> calls 70 a week")
    office.say(STRANGER_MANAGER, "/goal", f"<@{CLEO}> demos 9 a month")
    office.say(ADMIN, "/goal", "SDR emails 5 a day")
    office.say(MANAGER, "/goal", "team North SDR emails 6 a day")

    assert "Export goals" not in home(office, ANA)
    files = {}
    for who in (MANAGER, ADMIN):
        home(office, who)
        press_in_home(office, who, "home_part:people")
        assert "The file is on its way to you" in press_in_home(office, who, "home_goals_file")
        office.worker.drain()
        (sent,) = [m for m in office.sees(who, who) if m.get("files")]
        assert "goals" in sent["text"].split(":")[0]
        files[who] = httpx.get(office.sandbox.url + sent["files"][0]["url_private"]).content.decode("utf-8-sig")
    assert files[MANAGER].splitlines() == [
        "member,team,sales role,total,metric,period,target,from,to,reason,leave",
        ",North,,,call,week,60,2026-01-01,,,keep",
        "u0ana@example.com,,,,call,week,70,2026-11-17,,,keep",
        ",North,SDR,,email,day,6,2026-11-17,,,keep",
    ]
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        written = io.StringIO(newline="")
        write_table(written, *rows_of(session, workspace=workspace, kind="goals"))
        assert files[ADMIN] == written.getvalue(), "the same file as `pacer export goals`"
        assert len(files[ADMIN].splitlines()) == 7
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        again = import_goals(session, workspace=workspace, lines=files[MANAGER].splitlines(True), now=TUESDAY)
    assert (again.new, again.changed, again.known) == (0, 0, 3)


def test_home_lists_my_deals_and_opens_their_forms(office: Office) -> None:
    assert "*Deals* · none open" in home(office, ANA)
    for n in range(6):
        office.say(ANA, "/deal", f"add Acme{n} *& Sons* {n + 1}k")
    office.say(ANA, "/deal", "lead Birch from fair")
    office.say(BEN, "/deal", "add Bens 5k")
    text = home(office, ANA)
    assert "*Deals* · 6 open · $21,000" in text
    assert "Acme0 *\u200b&amp; Sons*\u200b · $1,000*\nProspecting" in text
    assert "3 more: `/deal` lists all.\nWaiting for a first answer: Birch" in text
    assert "Bens" not in text
    assert form(office, ANA, "deal_add")["callback_id"]


def test_leave_is_added_listed_and_taken_back_and_the_manager_sees_it(office: Office) -> None:
    assert "none planned" in home(office, ANA)
    view = form(office, ANA, "home_add_leave")
    assert submit(office, ANA, view, first="2026-11-20", last="2026-11-19") == {
        "last": "The last day comes before the first. Swap them."
    }
    assert submit(office, ANA, view, first="2025-11-20") == {
        "first": "That's too far back. Ask your admin to import it."
    }
    before = hash_of(office, ANA)
    assert submit(office, ANA, view, first="2026-11-20", last="2026-11-23", part="pm") == {}
    assert "Fri 20 Nov to Mon 23 Nov, afternoons" in shown(published(office, ANA, before))
    again = form(office, ANA, "home_add_leave")
    assert submit(office, ANA, again, first="2026-11-20", part="pm") == {"first": "You're already off then."}
    with office.database.writing() as session:
        workspace, manager = find_workspace(session), find_member(session, workspace_id=1, slack_user_id=MANAGER)
        assert workspace is not None
        assert manager is not None
        now = office.context.clock.now()
        seen = view_of_member(
            session,
            workspace=workspace,
            viewer=viewer_of(session, workspace=workspace, member=manager, now=now),
            member=member_of(office, ANA),
            now=now,
        )
        assert [(each.starts.day, each.ends.day, each.part) for each in seen.away] == [(20, 24, "pm")]
    press(office, BEN, action_id="away_cancel", value="2026-11-20:2026-11-24:pm")
    assert "Fri 20 Nov" in home(office, ANA), "somebody else's leave is not taken back"
    assert "Time off cancelled: Fri 20 Nov to Mon 23 Nov" in press_in_home(office, ANA, "away_cancel")
    assert "none planned" in home(office, ANA)


def test_settings_are_saved_together_and_the_next_morning_obeys_them(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {f"2026-11-{day:02d}": 10 for day in (9, 10, 11, 12, 13, 16)})
    assert "every day you work" in home(office, ANA)
    view = form(office, ANA, "home_settings")
    assert "Leave blank to use your workspace's default" in shown(view)
    errors = submit(office, ANA, view, nudge_time="05:15", nudge_days=[], language="ms", board="hidden")
    assert errors == {"nudge_days": "Choose at least one day, or turn the morning message off above."}
    assert member_of(office, ANA).language == "", "all of it is saved, or nothing"

    before = hash_of(office, ANA)
    said = {"nudge_time": "05:15", "nudge_days": ["2", "3"], "messages": ["morning", "evening"], "board": "hidden"}
    assert submit(office, ANA, view, **said) == {}
    text = shown(published(office, ANA, before))
    assert "05:15* · Wed, Thu" in text
    assert "Also sent: evening question" in text
    ana = member_of(office, ANA)
    assert (ana.recap_on, ana.celebrate_on, ana.board_name_on) == (False, False, False)

    office.play_until(dt.datetime(2026, 11, 18, 5, 14, tzinfo=dt.UTC))
    assert office.nudges(ANA) == []
    office.play_until(dt.datetime(2026, 11, 18, 5, 16, tzinfo=dt.UTC))
    assert len(office.nudges(ANA)) == 1
    office.play_until(dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC))
    assert len(office.nudges(ANA)) == 2, "Friday is none of the chosen days"

    off = form(office, ANA, "home_settings")
    assert submit(office, ANA, off, messages=[]) == {}
    assert "Morning message: off" in home(office, ANA)


def test_the_working_week_is_asked_by_day_and_shown_to_the_manager(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 10)
    home(office, ANA)
    view = form(office, ANA, "home_week")
    none = {f"day_{day}": "0" for day in range(7)}
    assert "Choose at least one day" in submit(office, ANA, view, **none)["day_0"]
    tomorrow = submit(office, ANA, view, **{**none, "day_0": "1", "starts": "2026-11-18"})
    assert tomorrow == {"starts": "Pick the day it starts, or a later one."}
    assert submit(office, ANA, view, **{**none, "day_0": "1", "day_1": "0.5", "day_2": "0.8"}) == {}
    assert member_of(office, ANA).week_shares == "1 0.5 0.8 0 0 0 0"
    assert "*Today*\n░░░░░░░░░░ *Calls* 0 of 5 · 5 to go\n" in home(office, ANA), "half of Tuesday is asked"
    seen = shown(form(office, ANA, "home_seen"))
    assert "Works 2.3 days a week" in seen
    with office.database.reading() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        assert ana is not None
        (note,) = notes_about(session, workspace_id=1, subject_id=ana.id, action="settings", limit=5)
        assert note.detail == "working week: 1 1 1 1 1 0 0 -> 1 0.5 0.8 0 0 0 0 from 2026-11-17"


def test_what_my_manager_sees_who_looked_and_who_may(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    home(office, ANA)
    text = press_in_home(office, ANA, "home_part:seen")
    assert "Your manager (Mo Northgate) and the admins (Abe Fountain) see your goals" in text
    assert "Your team has no leaderboard." in text
    assert "No one has viewed your numbers recently." in text
    assert "Sia Southgate" not in text
    press(office, MANAGER, action_id="goal_why:call:week", value=f"{ANA}:call:week")
    press(office, CLEO, action_id="goal_why:call:week", value=f"{ANA}:call:week")
    assert "Your numbers were viewed by Mo Northgate on Tue 17 Nov." in home(office, ANA)
    seen = shown(form(office, ANA, "home_seen"))
    assert "Ana Quill\n" in seen
    assert "*Calls*" in seen
    assert "Calls, the last four weeks: " in seen
    assert "Your numbers were viewed by Mo Northgate" in seen
    assert "Cleo" not in seen


def test_forty_goals_and_strange_names_stay_within_slacks_limits(office: Office) -> None:
    with office.database.writing() as session:
        for n in range(40):
            name = f"مكالمة {n}" if n % 2 else f"<!here> *{n}* {'long' * 6}"
            add_metric(session, metric=Metric(workspace_id=1, key=f"m{n}", singular=name, plural=f"{name}s"))
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        manager = find_member(session, workspace_id=1, slack_user_id=MANAGER)
        assert ana is not None
        assert manager is not None
        ana.name, manager.name = "عائشة <!channel> " + "x" * 180, "*Mo* <@U0BEN> " + "y" * 180
        session.add_all([ana, manager])
    for n in range(40):
        office.goal("North", f"m{n}", PeriodKind.WEEK, 10**12 + n)
    text = shown(opened_home(office, ANA), kinds=("mrkdwn",))
    text += shown(form(office, ANA, "home_seen"), kinds=("mrkdwn",))
    assert "28 more goals: `/progress` shows all." in text
    assert not any(harm in text for harm in ("<!here>", "<@U0BEN>", "<!channel>"))


def test_what_another_program_tells_later_is_said_in_home_and_once_in_the_next_answer(office: Office) -> None:
    def bring(external_id: str, account: str) -> None:
        with office.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            ana = find_member(session, workspace_id=1, slack_user_id=ANA)
            call = find_metric(session, workspace_id=1, key="call")
            assert ana is not None
            assert call is not None
            row = NewActivity(ana.id, call.id, 1, TUESDAY.date(), account=account, external_id=external_id)
            store_activities(
                session,
                workspace=workspace,
                rows=[row],
                source=Source.IMPORT,
                now=office.context.clock.now() + dt.timedelta(seconds=1),
            )

    office.say(ANA, "/log", "call Acorn, call Birch")
    office.play_until(TUESDAY + dt.timedelta(minutes=1))
    bring("crm-1", "ACORN")
    office.play_until(TUESDAY + dt.timedelta(minutes=2))
    assert "*Possible duplicates* · your CRM sent these too, so they count once\n1 call · ACORN" in home(office, ANA)
    answer = office.answer_of(ANA, "/log", "email")
    assert answer["text"].endswith("Also came in from your CRM, so it's counted once: 1 call · ACORN")
    assert "Another program" not in office.say(ANA, "/log", "email"), "it is said once"
    office.click(ANA, answer, "log_two_told")
    assert office.say(ANA, "/log", "call").startswith("Logged 1 call\nCalls today 4")
    assert "Possible duplicates" not in home(office, ANA)
    office.play_until(TUESDAY + dt.timedelta(minutes=3))
    bring("crm-2", "Birch")
    bring("crm-3", "acorn")
    office.play_until(TUESDAY + dt.timedelta(minutes=4))
    many = office.answer_of(ANA, "/log", "email")
    assert "your CRM" in many["text"]
    before = len(office.sandbox.get("calls", method="chat.postMessage")["calls"])
    assert before == 0, "nothing of it is a message of its own"


def test_the_latest_entries_can_be_undone_in_the_home_tab(office: Office) -> None:
    office.say(ANA, "/log", "5 calls Acme")
    office.say(ANA, "/log", "2 demos")
    view = opened_home(office, ANA)
    latest = [block for block in view["blocks"] if block.get("block_id", "").startswith("latest:")]
    assert [block["text"]["text"] for block in latest] == ["2 demos", "5 calls · Acme"]
    undo = latest[0]
    text = press_in_home(office, ANA, "log_undo", value=undo["accessory"]["value"], block_id=undo["block_id"])
    assert text.startswith("*Undone: 2 demos*")
    left = opened_home(office, ANA)["blocks"]
    assert [block["text"]["text"] for block in left if block.get("block_id", "").startswith("latest:")] == [
        "5 calls · Acme"
    ]
