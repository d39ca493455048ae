"""A file that an admin sent: what would come of it, how far it is, and what came of it."""

from collections.abc import Mapping

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, context, escaped_within, menu, section
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Block, Message
from bot.exchange.activities import OF_DEALS
from bot.exchange.files.runs import TriedLine
from bot.exchange.files.sent_files import FileNow, RefusedLines, Report
from bot.exchange.identity import HUBSPOT, PIPEDRIVE, SALESFORCE
from storage.deals import LOST, WON
from storage.tables import FileState, Metric

IMPORT, DECLINE, SAY = "file_import", "file_decline", "file_say"
PROGRAMS = {HUBSPOT: "HubSpot", PIPEDRIVE: "Pipedrive", SALESFORCE: "Salesforce"}
"""By the formats of their files: as they call themselves."""
LONGEST_NAME = 60
LONGEST_REASON = 220
SHOWN_HEADERS = 16


def reading_message(name: str, language: Language) -> Message:
    """What is answered at once."""
    return plain_message(
        language(
            "Got {file}. I'll check what importing it would do. Nothing is stored until you say so.",
            file=_name(name),
        )
    )


def sent_file_message(file: FileNow, language: Language) -> Message:
    """What would come of the file with the button that does it, or what came of it."""
    report = file.report
    if report.trouble or report.problem:
        return _of_text(_trouble(file, language))
    match file.state:
        case FileState.OFFERED if report.missing:
            return _incomplete(file, language)
        case FileState.OFFERED:
            return _offer(file, language)
        case FileState.IMPORTING:
            done = language.count(file.rows_done)
            return _of_text(
                language(
                    "Importing {file}: {done} of {all} lines so far.",
                    file=_name(file.name),
                    done=done,
                    all=language.count(max(file.rows_in_all, file.rows_done)),
                )
            )
        case FileState.IMPORTED:
            return _summary(file, language)
        case FileState.DECLINED:
            return _of_text(language("Nothing of {file} was imported.", file=_name(file.name)))
        case _:
            return reading_message(file.name, language)


def refused_lines_message(lines: RefusedLines, language: Language) -> Message:
    """The lines that could not be imported, as a file."""
    text = language.plural(
        "This line wasn't imported. The reason is in its last column: fix it and send me the file.",
        "These {n} lines weren't imported. The reason is in the last column: fix them and send me the file.",
        lines.count,
    )
    return Message(
        text=text, blocks=(), attachment=Attachment(name=lines.name, title=lines.name, content=lines.content)
    )


def line_said(line: TriedLine, metrics: Mapping[str, Metric], language: Language) -> str:
    """What one line would become, in a line."""
    if line.why:
        return language("Line {n}: refused, {why}", n=line.number, why=line.why)
    metric = metrics.get(line.metric)
    parts = [line.member]
    if metric is not None:
        parts.append(language.plain_things(metric, line.quantity))
    parts.append(line.account)
    if line.amount_minor is not None:
        parts.append(language.money(line.amount_minor))
    if line.stage:
        ends = {WON: language("won"), LOST: language("lost")}
        parts.append(ends.get(line.stage, line.stage))
    if line.day is not None:
        parts.append(language.long_date(line.day))
    said = " · ".join(part for part in parts if part)
    return language("Line {n}: {said}", n=line.number, said=said)


def _offer(file: FileNow, language: Language) -> Message:
    report = file.report
    blocks: list[Block] = []
    if report.altered:
        blocks.append(section(language("The file has changed since you saw this, so I checked it again.")))
    point = _point(file, language)
    blocks.append(section(point))
    blocks += _how_read(report, language)
    metrics = {metric.key: metric for metric in file.metrics}
    if report.lines:
        shown = [escaped_within(line_said(line, metrics, language), LONGEST_REASON) for line in report.lines]
        blocks.append(section("\n".join([language("*First lines*"), *shown])))
    if report.changes:
        blocks.append(section("\n".join([language("*What changes*"), *_bullets(report.changes)])))
    blocks += _to_check(report, language)
    if report.asks_for_order:
        blocks.append(
            actions(
                button(
                    language("Dates are day/month"), action=f"{SAY}:dmy", value=said_value(file.id, "--dates d/m/y")
                ),
                button(
                    language("Dates are month/day"), action=f"{SAY}:mdy", value=said_value(file.id, "--dates m/d/y")
                ),
                block_id="sent_file_dates",
            )
        )
    if report.importable:
        blocks.append(
            actions(
                button(language("Import"), action=IMPORT, value=str(file.id), style="primary"),
                button(language("Don't import"), action=DECLINE, value=str(file.id)),
                block_id="sent_file",
            )
        )
    blocks.append(context(_how_to_say(language)))
    return Message(text=_spoken(blocks), blocks=tuple(blocks))


def _point(file: FileNow, language: Language) -> str:
    report = file.report
    name = _name(file.name)
    if not report.importable:
        if report.known:
            return language("{file} has nothing new: every line is here already.", file=name)
        return language("I can't import any line of {file}.", file=name)
    kinds = {
        "deals": language("deals"),
        "activities": language("activities"),
        "leads": language("leads"),
        "goals": language("goals"),
        "people": language("people"),
        "time-off": language("time off"),
    }
    kind = kinds.get(report.kind, report.kind)
    if report.format in PROGRAMS:
        kind = language("{kind} from {program}", kind=kind, program=PROGRAMS[report.format])
    return language(
        "{file} looks like {kind}. Importing it would add {new}, change {changed} and leave out {left_out}.",
        file=name,
        kind=kind,
        new=language.count(report.new),
        changed=language.count(report.changed),
        left_out=language.count(report.left_out),
    )


def _how_read(report: Report, language: Language) -> list[Block]:
    pairs = [f"• {_code(header)} → {_code(column)}" for column, header in report.headers[:SHOWN_HEADERS] if header]
    return [section("\n".join([language("*How I read the columns*"), *pairs]))] if pairs else []


def _to_check(report: Report, language: Language) -> list[Block]:
    """What is missing and what follows, and what cannot be imported and why."""
    blocks: list[Block] = []
    notes = [*report.notes]
    if report.unused:
        notes.append(language("Not used: {headers}.", headers=", ".join(report.unused)))
    if report.stages:
        notes.append(
            language("Stages I don't know: {stages}. Match them with --stages.", stages=", ".join(report.stages))
        )
    if notes:
        blocks.append(section("\n".join([language("*Worth checking*"), *_bullets(notes)])))
    if report.left_out:
        said = language.plural(
            "*{n} line can't be imported.* You'll get it back as a file to fix.",
            "*{n} lines can't be imported.* You'll get them back as a file to fix.",
            report.left_out,
        )
        blocks.append(section("\n".join([said, *_bullets(report.reasons)])))
    return blocks


def _incomplete(file: FileNow, language: Language) -> Message:
    """What must be said before the file can be read."""
    report = file.report
    names = language.listed([_code(name) for name in report.missing])
    example = " ".join(f"--set {name}=…" for name in report.missing)
    point = language(
        "{file} has no column for {names}. Send it again with {example} as its message, or name the column with "
        "`--columns`.",
        file=_name(file.name),
        names=names,
        example=f"`{example}`",
    )
    blocks = [
        section(point),
        *_metric_menu(file, language),
        *_how_read(report, language),
        *_to_check(report, language),
        context(_how_to_say(language)),
    ]
    return Message(text=_spoken(blocks), blocks=tuple(blocks))


def said_value(file_id: int, said: str) -> str:
    """What a button carries that says one more option of a file."""
    return f"{file_id}|{said}"


def _metric_menu(file: FileNow, language: Language) -> list[Block]:
    """A menu of what each line is, where the metric is all that is missing."""
    counted = [metric for metric in file.metrics if metric.key not in OF_DEALS and metric.retired_at is None]
    if file.report.missing != ("metric",) or not counted:
        return []
    options = [(language.plain_name(metric), said_value(file.id, f"--set metric={metric.key}")) for metric in counted]
    chooser = menu(options, action=f"{SAY}:metric", placeholder=language("What's each line?"))
    return [actions(chooser, block_id="sent_file_metric")]


def _summary(file: FileNow, language: Language) -> Message:
    report = file.report
    point = language(
        "Imported {file}: {new} new, {changed} changed, {known} already here.",
        file=_name(file.name),
        new=language.count(report.new),
        changed=language.count(report.changed),
        known=language.count(report.known),
    )
    blocks = [section(point)]
    if report.left_out:
        said = language.plural(
            "{n} line wasn't imported. It's in the file below.",
            "{n} lines weren't imported. They're in the file below.",
            report.left_out,
        )
        blocks.append(section("\n".join([said, *_bullets(report.reasons)])))
    if report.notes:
        blocks.append(section("\n".join([language("*Worth checking*"), *_bullets(report.notes)])))
    return Message(text=_spoken(blocks), blocks=tuple(blocks))


def _trouble(file: FileNow, language: Language) -> str:
    name = _name(file.name)
    match file.report.trouble:
        case "empty":
            return language("{file} is empty.", file=name)
        case "workbook":
            return language(
                "{file} is an Excel workbook, and I read CSV. In Excel choose File → Save As → CSV UTF-8, and send me "
                "that file.",
                file=name,
            )
        case "binary":
            return language("{file} isn't text. Export it as CSV and send me that file.", file=name)
        case "too large":
            return language(
                "{file} is larger than 20 MB. Split it, or ask whoever runs Pacer to use `pacer import`.", file=name
            )
        case "gone":
            return language("{file} isn't in Slack anymore. Please send it again.", file=name)
        case "not given":
            return language("Slack didn't give me {file}. Please send it again in a minute.", file=name)
        case "":
            return language("I can't import {file}. {why}", file=name, why=_cut(file.report.problem))
        case _:
            return language(
                "Something went wrong with {file}. Please send it again: what's already imported stays.", file=name
            )


def _how_to_say(language: Language) -> str:
    return language(
        "Nothing is stored yet. To have it read differently, send it again with a message like "
        "`--timezone UTC --dates d/m/y --set metric=call`."
    )


def _bullets(texts: tuple[str, ...] | list[str]) -> list[str]:
    return [f"• {_cut(text)}" for text in texts]


def _name(name: str) -> str:
    return f"*{escaped_within(' '.join(name.split()).replace('*', ''), LONGEST_NAME) or 'file'}*"


def _code(text: str) -> str:
    return f"`{escaped_within(' '.join(text.split()).replace('`', ''), LONGEST_NAME)}`"


def _cut(text: str) -> str:
    return escaped_within(" ".join(text.split()), LONGEST_REASON)


def _of_text(text: str) -> Message:
    return Message(text=text, blocks=(section(text),))


def _spoken(blocks: list[Block]) -> str:
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    texts += [each["text"] for block in blocks if block["type"] == "context" for each in block["elements"]]
    return "\n".join(texts)
