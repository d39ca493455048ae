"""`pacer import KIND FILE`: data from files."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, TaskID

from bot.cli.session import opened_database, present, say, the_workspace, writing_file
from bot.core.settings import read_settings
from bot.core.vocabulary import MetricsByWord
from bot.core.words.language import language_of
from bot.exchange.activity_status import Counting
from bot.exchange.files.kinds import KINDS, ImportKind, kind_of
from bot.exchange.files.mapping import Mapped, mapped, read_mapping, read_stages
from bot.exchange.files.mapping_proposal import said_of
from bot.exchange.files.runs import names_of, refused_lines, run_file, try_file
from bot.exchange.files.words.sent_file import line_said
from bot.exchange.problems import SHOWN_ERRORS, WrongFile, WrongLine
from bot.exchange.reading import Imported, OpenFile, Options

MAPPINGS = (".yml", ".yaml")


def import_file(
    kind: Annotated[str, typer.Argument(help=f"What the file has: {', '.join(KINDS)}. Optional with --guess.")],
    file: Annotated[
        Path | None, typer.Argument(help="CSV file with a header row. See docs/import.md for columns.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen without saving.")] = False,
    guess_: Annotated[
        bool,
        typer.Option("--guess", help="Suggest how to read the columns and show ten lines."),
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", help="Where the export is from: plain, hubspot, salesforce or pipedrive.")
    ] = "",
    columns: Annotated[
        str,
        typer.Option(help="Map columns to headers: 'member=Sales agent,account=Company', or a YAML file."),
    ] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Fill a column on every line: metric=call. Repeatable."),
    ] = None,
    dates: Annotated[str, typer.Option(help="Date format: y-m-d, d/m/y or m/d/y.")] = "",
    timezone: Annotated[
        str,
        typer.Option(
            help="Time zone for times without one: UTC, Asia/Kuala_Lumpur or member. Default: your workspace's."
        ),
    ] = "",
    numbers: Annotated[str, typer.Option(help="Number format: 1,000.00 or 1.000,00.")] = "",
    stages: Annotated[str, typer.Option(help="Map deal stages: 'Engaging=qualifying', or a file.")] = "",
    source: Annotated[
        str, typer.Option(help="The program the IDs come from, if --format doesn't have it. Example: aircall.")
    ] = "",
    done: Annotated[list[str] | None, typer.Option(help="Another word that means done. Repeatable.")] = None,
    as_of: Annotated[
        str, typer.Option(help="When the file was made: 2026-11-17T09:00:00+08:00. Newer data stays as it is.")
    ] = "",
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Import the good lines and list what's wrong with the rest.")
    ] = False,
    refused: Annotated[Path | None, typer.Option(help="Write rejected lines and the reasons to this CSV file.")] = None,
) -> None:
    """Import a CSV file, all or nothing. Importing it twice changes nothing."""
    if file is None and guess_:
        file, kind = Path(kind), ""
    if file is None or not file.is_file():
        raise WrongFile([f"File not found: {file or kind}."])
    said = _said(columns, set_, stages, format=format_, dates=dates, timezone=timezone, numbers=numbers, source=source)
    said = Mapped(done=tuple(done or ())).over(said)
    settings, now = read_settings(), present()
    counting = Counting(inbound=settings.pacer_crm_inbound, missed=settings.pacer_crm_missed)
    if guess_:
        _guess(file, kind, said, counting, now)
        return
    found = kind_of(kind)
    options = said.options(
        found,
        counting=counting,
        move_won=settings.pacer_crm_move_won,
        keep_good=keep_good,
        as_of=_as_of(as_of, now),
        written_at=_written_at(file, now),
    )
    with (
        opened_database() as database,
        Progress(transient=True) as bar,
        _writing(refused, file, found, options) as write,
    ):
        looking, storing = bar.add_task("Checking", total=None), bar.add_task("Storing", total=None)
        imported = run_file(
            database,
            found,
            _opener(file, bar),
            now=now,
            options=options,
            dry_run=dry_run,
            looked=lambda some: bar.advance(looking, some),
            stored=lambda some: bar.advance(storing, some),
            refused=write,
        )
    _report(imported, dry_run=dry_run)


def _said(columns: str, fixed: list[str] | None, stages: str, **said: Any) -> Mapped:
    """What the options say; files that they name say the rest. Raises WrongFile."""
    file = Mapped()
    if columns.endswith(MAPPINGS):
        columns, file = "", read_mapping(_text(Path(columns)))
    if stages and "=" not in stages:
        file = Mapped(stages=read_stages(_text(Path(stages)))).over(file)
        stages = ""
    return mapped(columns=columns, fixed=tuple(fixed or ()), stages=stages, **said).over(file)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile([f"Can't read {path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}."]) from None


def _as_of(said: str, now: dt.datetime) -> dt.datetime | None:
    """The instant of which the file is true, where somebody says it. Raises WrongFile."""
    if not said:
        return None
    try:
        at = dt.datetime.fromisoformat(said)
    except ValueError:
        raise WrongFile([f"--as-of looks like 2026-11-17T09:00:00+08:00, not {said!r}."]) from None
    return min(at if at.tzinfo else at.replace(tzinfo=dt.UTC), now)


def _guess(file: Path, kind: str, said: Mapped, counting: Counting, now: dt.datetime) -> None:
    with opened_database() as database, Progress(transient=True) as bar:
        with database.reading() as session:
            language = language_of(None, the_workspace(session))
            found = MetricsByWord(session, workspace=the_workspace(session)).metrics
            metrics = {metric.key: metric for metric in found}
        looking = bar.add_task("Checking", total=None)
        trial = try_file(
            database,
            _opener(file, bar),
            now=now,
            said=said,
            kind=kind,
            counting=counting,
            written_at=_written_at(file, now),
            looked=lambda some: bar.advance(looking, some),
        )
    for line in said_of(trial.proposal, str(file)):
        say(line)
    for tried in trial.lines:
        say(line_said(tried, metrics, language))
    if trial.imported is not None:
        _report(trial.imported, dry_run=True)


def _written_at(file: Path, now: dt.datetime) -> dt.datetime:
    return min(dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC), now)


def _opener(file: Path, bar: Progress | None = None) -> OpenFile:
    """Gives the lines of the file from its start, as often as it is asked, and moves the bar."""
    task: TaskID | None = bar.add_task("Reading", total=file.stat().st_size) if bar is not None else None

    def lines() -> Iterator[str]:
        if bar is not None and task is not None:
            bar.reset(task)
        read = 0
        with file.open(encoding="utf-8-sig", newline="") as text:
            for at, line in enumerate(text):
                read += len(line)
                if bar is not None and task is not None and at % 500 == 0:
                    bar.update(task, completed=read)
                yield line

    return lines


def _report(imported: Imported, *, dry_run: bool) -> None:
    for reason in imported.reasons[:SHOWN_ERRORS]:
        say(reason)
    if len(imported.reasons) > SHOWN_ERRORS:
        say(f"… and {len(imported.reasons) - SHOWN_ERRORS} more. To get all of them, add --refused FILE.")
    if dry_run:
        for change in imported.changes[:SHOWN_ERRORS]:
            say(change)
        if len(imported.changes) > SHOWN_ERRORS:
            say(f"… and {len(imported.changes) - SHOWN_ERRORS} more.")
    for note in imported.notes:
        say(note)
    if imported.unused:
        say(f"Not used: {', '.join(imported.unused)}.")
    changed = f", {imported.changed} changed" if imported.changed else ""
    left_out = f", {imported.left_out} rejected" if imported.left_out else ""
    said = f"{imported.new} new{changed}, {imported.known} unchanged{left_out}."
    say(f"Dry run, nothing saved: {said}" if dry_run else said)


@contextlib.contextmanager
def _writing(to: Path | None, file: Path, kind: ImportKind, options: Options) -> Iterator[Callable[[WrongLine], None]]:
    """What writes a refused record to the file for them, whole, so that it can be mended and imported."""
    if to is None:
        yield lambda _problem: None
        return
    with writing_file(to) as out:
        yield refused_lines(out, names_of(_opener(file), kind, options))
