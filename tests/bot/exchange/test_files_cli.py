"""`pacer import` and `pacer export`, as an operator uses them."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from storage.engine import make_database
from storage.migrate import upgrade
from tests.bot.exchange.test_crm_export import NAMES, export
from tests.cast import assemble

SOME = 2_500
"""Lines of the opportunities taken by command; all 8,800 are taken in tests/bot/exchange/test_crm_export.py."""
FILE = """Day,Sales agent,metric,quantity,Colour
2026-11-16,ana@example.com,call,5,red
2026-11-16,Nobody Known,call,5,red
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    url = f"sqlite:///{tmp_path / 'pacer.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    database = make_database(url)
    upgrade(database)
    assemble(database)
    database.dispose()
    path = tmp_path / "export.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return str(result.exception)
    return result.output


def test_a_file_is_tried_then_taken_and_written_again(file: Path, tmp_path: Path) -> None:
    named = ("import", "activities", file, "--columns", "date=day,member=sales_agent")
    assert "Line 3: no member matches 'Nobody Known'" in run(*named)
    refused = tmp_path / "refused.csv"
    tried = run(*named, "--keep-good", "--dry-run", "--refused", refused)
    assert "Not used: colour." in tried
    assert "Dry run, nothing saved: 1 new, 0 unchanged, 1 rejected." in tried
    assert "2026-11-16,Nobody Known,call,5,red" in refused.read_text(encoding="utf-8")
    assert "1 new" in run(*named, "--keep-good")
    assert "Nobody Known now means Ben" in run("users", "alias", "ben@example.com", "Nobody Known")
    assert "1 new, 1 unchanged." in run(*named)
    written = tmp_path / "written.csv"
    assert "Wrote 2 lines" in run("export", "activities", written)
    assert "0 new, 2 unchanged." in run("import", "activities", written)


def test_refused_lines_beyond_those_that_are_shown_are_counted(file: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text(FILE + "2026-11-16,Nobody Known,call,5,red\n" * 59, encoding="utf-8")
    tried = run("import", "activities", many, "--columns", "date=day,member=sales_agent", "--keep-good", "--dry-run")
    assert "Lines 3, 4, 5 and 57 more: no member matches 'Nobody Known'" in tried


def test_what_does_not_exist_is_named_with_what_does(file: Path) -> None:
    assert "There are: activities, deals" in run("import", "colours", file)
    assert "There are: plain, hubspot" in run("import", "activities", file, "--format", "sap")
    assert "Columns: date, member" in run("import", "activities", file, "--columns", "who=Agent")
    assert "You can export: activities, deals" in run("export", "colours", "-")
    assert "File not found: " in run("import", "activities", file.with_name("other.csv"))


def test_everything_about_somebody_is_written_and_they_are_erased(file: Path, tmp_path: Path) -> None:
    written = tmp_path / "ana.json"
    assert "Exported everything about Ana to" in run("users", "export", "ana@example.com", written)
    assert '"about": "Ana"' in written.read_text(encoding="utf-8")
    assert "Deactivate them in Slack first" in run("users", "erase", "ana@example.com", "--yes")
    assert "Erased Ana." in run("users", "erase", "ana@example.com", "--yes", "--even-if-here")
    assert "Former member" in run("users", "list")
    assert "no member matches 'ana@example.com'" in run(
        "import", "activities", file, "--columns", "date=day,member=sales_agent"
    )


def test_a_token_is_shown_once_and_can_be_revoked(file: Path) -> None:
    secret = run("token", "create", "dialler", "--scopes", "activities").splitlines()[0]
    assert secret.startswith("pacer_")
    assert "There's already a token called dialler" in run("token", "create", "dialler")
    assert "A token can write these: activities, deals, leads" in run("token", "create", "x", "--scopes", "all")
    listed = run("token", "list")
    assert "dialler  activities" in listed
    assert secret not in listed
    assert "Revoked token" in run("token", "revoke", "dialler")
    assert "No token is called dialler" in run("token", "revoke", "dialler")


def test_a_token_may_write_activities_only_unless_more_is_asked_for(file: Path) -> None:
    assert "It can write: activities." in run("token", "create", "dialler")
    assert "It can write: activities, deals." in run("token", "create", "CRM", "--scopes", "deals,activities")
    listed = run("token", "list")
    assert "dialler  activities  created" in listed
    assert "CRM  activities deals  created" in listed


def test_a_crms_export_of_opportunities_is_tried_taken_and_taken_again(file: Path, tmp_path: Path) -> None:
    made = export(size=SOME)
    path, refused = tmp_path / "opportunities.csv", tmp_path / "refused.csv"
    path.write_text(made.text, encoding="utf-8")
    named = ("import", "deals", path, "--columns", NAMES, "--stages", "Engaging=qualifying")
    assert "'31/31/2026' isn't a date like 2026-11-17." in run(*named)
    good = f"{SOME - len(made.bad)} new"
    tried = run(*named, "--keep-good", "--dry-run", "--refused", refused)
    assert f"Dry run, nothing saved: {good}, 0 unchanged, {len(made.bad)} rejected." in tried
    assert "Not used: product." in tried
    with refused.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {int(row["line"]) for row in rows} == set(made.bad)
    assert all(row["why"].startswith(made.bad[int(row["line"])]) for row in rows)
    assert good in run(*named, "--keep-good")
    assert f"0 new, {SOME - len(made.bad)} unchanged" in run(*named, "--keep-good")
    assert "All totals match their entries" in run("db", "check")


def test_refused_records_are_written_whole_and_can_be_mended_and_imported(file: Path, tmp_path: Path) -> None:
    deals, refused = tmp_path / "deals.csv", tmp_path / "refused.csv"
    head = "external id,member,account,amount,stage,opened,closed,lost reason\n"
    deals.write_text(
        f'{head}1,Nobody Here,Acorn,1000,lost,2026-10-01,2026-11-02,"Too dear,\nsaid ""no"" twice"\n', encoding="utf-8"
    )
    assert "1 rejected" in run("import", "deals", deals, "--keep-good", "--refused", refused)
    with refused.open(encoding="utf-8", newline="") as text:
        (row,) = csv.DictReader(text)
    assert row["lost reason"] == 'Too dear,\nsaid "no" twice'
    mended = refused.read_text(encoding="utf-8").replace("Nobody Here", "ana@example.com")
    refused.write_text(mended, encoding="utf-8")
    assert "1 new" in run("import", "deals", refused)


def test_a_mapping_from_a_file_says_columns_and_values_and_stages_with_commas(file: Path, tmp_path: Path) -> None:
    deals, mapping = tmp_path / "deals.csv", tmp_path / "deals.yml"
    deals.write_text('id,"Value, net",stage,closed\n1,100,"Won, signed",2026-11-02\n', encoding="utf-8")
    mapping.write_text(
        'columns: {external id: id, amount: "Value, net"}\nset: {member: ana@example.com}\n'
        'stages: {"Won, signed": won}\n',
        encoding="utf-8",
    )
    assert "1 new" in run("import", "deals", deals, "--columns", mapping)
    quoted = 'external id=id,"amount=Value, net"'
    again = run(
        "import",
        "deals",
        deals,
        "--columns",
        quoted,
        "--set",
        "member=ana@example.com",
        "--stages",
        '"Won, signed"=won',
    )
    assert "0 new" in again, again


def test_a_guess_names_the_columns_and_the_command_that_takes_them(file: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(
        "call_id,datetime (UTC),direction,answered,user,duration (total)\n1,2026-11-10 09:00:00,outbound,Yes,Ana,61\n",
        encoding="utf-8",
    )
    said = run("import", "--guess", calls)
    assert "It looks like activities." in said
    assert "member: user" in said
    assert "--set metric=" in said
    assert "--timezone UTC" in said
    hubspot = tmp_path / "hubspot.csv"
    hubspot.write_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount\n1,Acorn,Nurturing,2026-12-01 10:00,Ana,5\n"
        "2,Birch,closedwon,2025-12-01,ana@example.com,7\n",
        encoding="utf-8",
    )
    said = run("import", "--guess", hubspot)
    assert "It looks like deals, an export of hubspot." in said
    assert "Stages without a counterpart here: Nurturing." in said
    assert "Line 2: refused, unknown stage 'Nurturing'." in said
    assert "Line 3: Ana · Birch · $7 · won · 1 Dec 2025" in said
    assert "Dry run, nothing saved: 1 new, 0 unchanged, 1 rejected." in said


def test_the_hours_of_a_file_are_dated_by_its_zone(file: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text("date,member,metric\n2026-11-10 23:30,ana@example.com,call\n", encoding="utf-8")
    assert "Times without a zone are taken as Asia/Kuala_Lumpur" in run(
        "import", "activities", calls, "--timezone", "Asia/Kuala_Lumpur"
    )
    assert "--timezone doesn't know 'Mars'" in run("import", "activities", calls, "--timezone", "Mars")
