"""What can be logged, as an admin changes it: in the Home tab and with `pacer metrics`."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.core.presets import use_metrics
from bot.setup.metrics import MetricDraft
from bot.setup.metrics import add_metric as add_metric_as
from metrics.periods import PeriodKind
from storage.catalogue import add_metric, find_metric
from storage.day_totals import wrong_totals
from storage.tables import Metric
from storage.workspaces import find_workspace
from tests.bot.home_steps import form, home, opened_home, press_in_home, shown, submit
from tests.bot.modal_steps import no_view, top_view, words_of
from tests.forged import press
from tests.office import ADMIN, ANA, MANAGER, TUESDAY, Office


def choose(office: Office, action_id: str, value: str = "") -> dict[str, Any]:
    """Press a button of the modal on top; the modal that is on top then."""
    before = top_view(office, ADMIN)
    said = {"value": value} if value else {}
    office.sandbox.post("click", user=ADMIN, view_id=before["id"], action_id=action_id, **said)
    return top_view(office, ADMIN)


def metrics_part(office: Office) -> str:
    """What the admin's Home says of metrics, which is behind a button."""
    # The same button within a second is one click.
    office.sandbox.post("clock", advance_seconds=2)
    home(office, ADMIN)
    return press_in_home(office, ADMIN, "home_part:metrics")


def edit(office: Office, key: str) -> dict[str, Any]:
    metrics_part(office)
    form(office, ADMIN, "metrics_list")
    return choose(office, "metrics_edit", key)


def value_of(view: dict[str, Any], block_id: str) -> str:
    (block,) = [block for block in view["blocks"] if block.get("block_id") == block_id]
    return str(block["element"].get("initial_value", ""))


def close_all(office: Office) -> None:
    for view in reversed(office.sandbox.get("views", user=ADMIN)["views"]):
        office.sandbox.post("close", user=ADMIN, view_id=view["id"])


def test_an_admin_adds_a_metric_with_outcomes_and_reps_log_it_at_once(office: Office) -> None:
    assert "*What reps can log* · 9 metrics\ncalls, emails, meetings" in metrics_part(office)
    assert "home_part:metrics" not in str(opened_home(office, MANAGER))
    view = form(office, ADMIN, "metrics_add")
    named = {"singular": "workshop", "plural": "workshops"}
    wrong = submit(office, ADMIN, view, **named, aliases="session, dials")
    assert wrong == {"aliases": "'dials' is already used for calls. Choose another word, or remove it there first."}
    wrong = submit(office, ADMIN, view, **named, aliases="session, yesterday")
    assert "'yesterday' can't be typed after `/log`" in wrong["aliases"]
    wrong = submit(office, ADMIN, view, **named, aliases="session", outcomes="full: booked out, packed\nhalf: packed")
    assert wrong == {"outcomes": "'packed' is used for both 'full' and 'half'. Keep it in one."}
    wrong = submit(office, ADMIN, view, **named, outcomes="demo")
    assert "'demo' is already used for demos" in wrong["outcomes"]
    assert submit(office, ADMIN, view, **named, outcomes="full: booked out, packed\ncalled off") == {}
    assert no_view(office, ADMIN)
    assert "Nothing was saved." in office.say(ANA, "/log", "2 sessions packed")
    assert office.say(ANA, "/log", "workshop packed Acorn").startswith("Logged 1 workshop · full · Acorn")
    assert office.say(ANA, "/log", "2 workshops called off").startswith("Logged 2 workshops · called off")
    assert "10 metrics" in metrics_part(office)


def test_a_change_keeps_what_is_logged_and_a_held_goal_keeps_the_metric(office: Office) -> None:
    office.say(ANA, "/log", "call busy Acorn")
    view = edit(office, "call")
    assert "connected: answered, picked up" in value_of(view, "outcomes")
    assert submit(office, ADMIN, view, singular="ring", plural="rings", outcomes="reached: connected\nno answer") == {}
    assert office.say(ANA, "/log", "list").endswith("1 ring · busy · Acorn")
    assert office.say(ANA, "/log", "2 rings connected").startswith("Logged 2 rings · reached\nRings today 3")
    assert "I'm not sure about `busy`" in office.say(ANA, "/log", "call busy")  # no outcome now, and hardly a name
    office.goal("North", "call", PeriodKind.WEEK, 60)
    wrong = submit(office, ADMIN, edit(office, "call"), in_use="off")
    assert wrong == {"in_use": "This metric has goals (1). End them with `/goal` first, then switch it off."}
    close_all(office)
    assert submit(office, ADMIN, edit(office, "email"), in_use="off") == {}
    assert "Nothing was saved." in office.say(ANA, "/log", "email")
    metrics_part(office)
    form(office, ADMIN, "metrics_list")
    assert "*Emails* · switched off" in words_of(top_view(office, ADMIN))
    close_all(office)
    assert submit(office, ADMIN, edit(office, "email"), in_use="on") == {}
    assert office.say(ANA, "/log", "email").startswith("Logged 1 email")
    assert "block_id" in edit(office, "deal")["blocks"][0]
    assert not [b for b in top_view(office, ADMIN)["blocks"] if b.get("block_id") in ("outcomes", "unit", "in_use")]
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_todays_presets_are_added_to_an_older_workspace_after_being_shown(office: Office) -> None:
    with office.database.writing() as session:
        call, email = (find_metric(session, workspace_id=1, key=key) for key in ("call", "email"))
        assert call is not None
        assert email is not None
        call.aliases, call.outcomes = "dial", "reached=connected|answered; busy=*"
        email.aliases = "rang"
        session.add_all([call, email])
    metrics_part(office)
    form(office, ADMIN, "metrics_list")
    new = words_of(choose(office, "metrics_update"))
    assert "*Calls*\nWords: dials, phone, phoned, called, dialled, panggilan\nOutcomes: no answer, voicemail" in new
    assert "connected" not in new, "another outcome has that word here"
    assert "Skipped, already used here: rang" in new
    office.sandbox.post("submit", user=ADMIN, view_id=top_view(office, ADMIN)["id"], values={})
    assert office.say(ANA, "/log", "called vm").startswith("Logged 1 call · voicemail")
    assert office.say(ANA, "/log", "call answered").startswith("Logged 1 call · reached")
    metrics_part(office)
    assert "See what's new" not in shown(form(office, ADMIN, "metrics_list"))


def test_only_admins_change_metrics(office: Office) -> None:
    for action_id in ("metrics_list", "metrics_add", "metrics_update"):
        press(office, MANAGER, action_id=action_id, value="")
    assert office.sandbox.get("views", user=MANAGER)["views"] == []


@pytest.fixture
def operator(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'office.sqlite'}")
    return CliRunner()


def test_the_operator_does_the_same(office: Office, operator: CliRunner) -> None:
    def run(*said: str) -> str:
        result = operator.invoke(app, ["metrics", *said])
        return result.output if result.exception is None else str(result.exception)

    assert "Reps can now type: /log visit" in run(
        *("add", "visit", "--singular", "visit", "--plural", "visits"),
        *("--outcome", "seen: saw them", "--outcome", "gone"),
    )
    assert office.say(ANA, "/log", "visit saw them").startswith("Logged 1 visit · seen")
    changed = run("set", "visit", "--alias", "dropped by", "--plural", "visits paid")
    assert "visit/visits paid" in changed
    assert "also: dropped by" in changed
    assert "outcomes: seen, gone" in changed
    assert "'dials' is already used for calls" in run("set", "visit", "--alias", "dials")
    assert "outcomes:" not in run("set", "visit", "--outcome", "")
    assert "(off)" in run("set", "visit", "--off")
    assert "Deals and revenue stay in use" in run("set", "deal", "--off")
    assert "call         count  leading  call/calls" in run("list")
    assert "Nothing to add" in run("update", "--dry-run")


def test_as_many_metrics_as_there_may_be_fit_every_message_that_names_them(office: Office) -> None:
    with office.database.writing() as session:
        for number in range(21):
            name = f"{number} & <m> *{number}* ".ljust(40, "w")
            aliases = ",".join(f"{number}-{other} " + "&" * 30 for other in range(10))
            outcomes = ";".join(f"{'o' * 38}{at}={'&' * 30}{at}" for at in range(7))
            metric = Metric(
                workspace_id=1, key=f"m{number}", singular=name, plural=name, aliases=aliases, outcomes=outcomes
            )
            add_metric(session, metric=metric)
    assert "*What reps can log* · 30 metrics" in metrics_part(office)
    view = form(office, ADMIN, "metrics_list")
    assert "metrics_add" not in str(view["blocks"]), "no more fit"
    choose(office, "metrics_edit", "m20")
    close_all(office)
    assert office.say(ANA, "/log", "xyzzy").startswith("I don't know `xyzzy`.")
    assert len(office.say(ANA, "/log", "help")) <= 3000
    office.sandbox.post("command", user=ANA, command="/log", text="")
    assert len(office.sandbox.get("views", user=ANA)["views"]) == 1
    press(office, ADMIN, action_id="metrics_add", value="")
    assert len(office.sandbox.get("views", user=ADMIN)["views"]) <= 1


def test_a_metric_that_comes_back_leaves_alone_what_its_words_mean_by_now(office: Office) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        use_metrics(session, workspace=workspace, keys=("call",), now=TUESDAY)
        for key, word in (("letter", "mail"), ("show", "demo")):
            draft = MetricDraft(singular=key, plural=f"{key}s", aliases=(word,))
            add_metric_as(session, workspace=workspace, viewer=None, draft=draft, now=TUESDAY)
        use_metrics(session, workspace=workspace, keys=(), now=TUESDAY)
    assert office.say(ANA, "/log", "mail").startswith("Logged 1 letter")
    assert office.say(ANA, "/log", "email").startswith("Logged 1 email")
    assert office.say(ANA, "/log", "demo").startswith("Logged 1 show")
