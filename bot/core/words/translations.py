"""The catalogues of other languages: every text that the code says, and what a language still lacks.

`python -m bot.core.words.translations update` brings the catalogues up to date with the code (for developers); `check`
says what is missing. A text is found where it is said: in a call of a Language, in a Failure, or marked by `later`.
"""

import ast
import functools
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.core.words.language import DOMAIN, LOCALES

CODE = Path(__file__).parents[2]
SAYING = frozenset({"language", "exactly", "later", "Words", "Phrase"})
"""Functions whose first argument is a text."""
OPERATORS = frozenset({"cli", "demo"})
"""Rooms whose texts the operator reads, in English."""
NAMES = re.compile(r"{(\w*)")
Msgid = str | tuple[str, str]


@dataclass(frozen=True)
class Text:
    """A text (or one and many) and where the code says it."""

    msgid: Msgid
    place: tuple[str, int]


@functools.cache
def texts_in_code() -> tuple[Text, ...]:
    """Every text that a person reads in Slack, in the order of the files."""
    files = _files()
    failures = _failures(list(files.values()))
    found: list[Text] = []
    for path, tree in files.items():
        place = path.relative_to(CODE.parent).as_posix()
        found.extend(Text(msgid, (place, line)) for msgid, line in _texts(tree, failures))
    return tuple(found)


def template() -> Catalog:
    """The texts as an empty catalogue."""
    made = Catalog(domain=DOMAIN, project="pacer", charset="utf-8")
    for text in texts_in_code():
        # Without line numbers: they would change the file with every edit of the code.
        made.add(text.msgid, locations=[(text.place[0], 0)])
    return made


def languages() -> list[str]:
    """The languages that there is a catalogue of."""
    return sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is stored."""
    with _file(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update(language: str) -> None:
    """Bring a catalogue up to date: new texts come in empty, and what nobody says any more goes."""
    catalogue = read_catalogue(language)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    # The head of the file stays as it was written by hand.
    head = _file(language).read_text(encoding="utf-8").partition("\n\n")[0]
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)
    _file(language).write_text(f"{head}\n\n{written.getvalue().decode().strip()}\n", encoding="utf-8")


def lacking(language: str) -> list[str]:
    """What keeps a catalogue from being complete, a line each: texts without a translation, or with other names."""
    catalogue = read_catalogue(language)
    problems = []
    for text in texts_in_code():
        translated = catalogue.get(text.msgid[0] if isinstance(text.msgid, tuple) else text.msgid)
        if translated is None or not all(_forms(translated)):
            problems.append(f"{text.place[0]}:{text.place[1]}: not translated: {text.msgid!r}")
        elif translated.fuzzy:
            problems.append(f"{text.place[0]}:{text.place[1]}: marked as unsure: {text.msgid!r}")
        elif not all(_same_names(text.msgid, form) for form in _forms(translated)):
            problems.append(f"{text.place[0]}:{text.place[1]}: other names in braces: {_forms(translated)!r}")
    return problems


def put_together() -> list[str]:
    """Texts that are made of parts where they are said, so that no catalogue can have them: where they are."""
    files = _files()
    failures = _failures(list(files.values()))
    return [
        f"{path.relative_to(CODE.parent).as_posix()}:{call.lineno}"
        for path, tree in files.items()
        for call in _sayings(tree, failures)
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


@functools.cache
def _files() -> dict[Path, ast.Module]:
    """The code that speaks to people in Slack."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(CODE.rglob("*.py"))
        if path.relative_to(CODE).parts[0] not in OPERATORS
    }


def _file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (said or "",)


def _same_names(msgid: Msgid, translated: str) -> bool:
    """Whether a translation has the values of the text: all of one's or the other's form of a plural."""
    forms = msgid if isinstance(msgid, tuple) else (msgid,)
    return any(sorted(NAMES.findall(form)) == sorted(NAMES.findall(translated)) for form in forms)


def _failures(trees: list[ast.Module]) -> frozenset[str]:
    """The names of all classes that are a Failure."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"Failure"}
    while more := {name for name, its in bases.items() if its & found} - found:
        found |= more
    return frozenset(found)


def _texts(tree: ast.Module, failures: frozenset[str]) -> Iterator[tuple[Msgid, int]]:
    for call in _sayings(tree, failures):
        yield from _first(call)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in failures:
            yield from _hints(node)
        elif isinstance(node, ast.Call) and _name(node.func) == "plural" and len(node.args) >= 2:
            one, many = (_strings(argument) for argument in node.args[:2])
            yield from (((a, b), node.lineno) for a, b in zip(one, many, strict=False))
        elif isinstance(node, ast.Call) and _name(node.func) == "Preset":
            # The names of the metrics that a workspace starts with.
            yield from ((text, node.lineno) for argument in node.args[1:3] for text in _strings(argument))


def _sayings(tree: ast.Module, failures: frozenset[str]) -> Iterator[ast.Call]:
    """The calls whose first argument is a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in failures:
            yield from (call for call in ast.walk(node) if isinstance(call, ast.Call) and _is_super_init(call))
        elif isinstance(node, ast.Call):
            name = _name(node.func)
            if name in SAYING or name in failures or (name == "self" and len(node.args) == 1):
                yield node


def _hints(failure: ast.ClassDef) -> Iterator[tuple[str, int]]:
    for node in failure.body:
        if isinstance(node, ast.Assign) and [_name(target) for target in node.targets] == ["hint"]:
            yield from ((text, node.lineno) for text in _strings(node.value))


def _first(call: ast.Call) -> Iterator[tuple[str, int]]:
    if call.args:
        yield from ((text, call.lineno) for text in _strings(call.args[0]))


def _strings(node: ast.expr) -> list[str]:
    """The literal strings that an argument may be."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and node.value.strip() else []
    if isinstance(node, ast.IfExp):
        return [*_strings(node.body), *_strings(node.orelse)]
    return []


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_super_init(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
        and isinstance(node.func.value, ast.Call)
        and _name(node.func.value.func) == "super"
    )


def main(said: list[str]) -> int:
    """`update` or `check`; the exit code."""
    if said == ["update"]:
        for language in languages():
            update(language)
        return 0
    if said == ["check"]:
        problems = [f"{language}: {problem}" for language in languages() for problem in lacking(language)]
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return 1 if problems else 0
    sys.stderr.write("usage: python -m bot.core.words.translations update | check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
