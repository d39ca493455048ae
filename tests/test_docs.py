"""The documents hold together: each can be reached, links lead somewhere, what they name is there, and they talk as
docs/tone.md says.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from statistics import median

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.cli.commands import COMMANDS, load
from tests.glossary import DOCS, faults, sentences, uncontracted, word_count

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
WRITTEN_BY_A_PROGRAM = {"docs/internals/slack-limits.md"}
FOR_BUILDERS = {"CONTRIBUTING.md", "docs/architecture.md", "docs/sandbox.md", "docs/security.md"}
"""With docs/internals: read by engineers, so that a sentence may be longer."""
LONGEST, LONGEST_FOR_BUILDERS, MEDIAN = 25, 40, 15
"""Words of a sentence; see docs/tone.md."""
FOLDERS = ("bot", "storage", "metrics", "sandbox", "tests", "benchmarks", "deploy", "docs")
CODE = re.compile(r"```.*?```", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
CITED = re.compile(rf"(?<![\w./-])((?:{'|'.join(FOLDERS)})/[\w./-]*\w/?)")
TYPED = re.compile(r"`(?:[\w./]*/)?pacer ([^`]+)`")
LINE = re.compile(r"^(?!docker build).*?(?:^|[\s;&|/])pacer (?!pacer)([a-z-].*)")
VALUE = re.compile(r"'[^']*'|\"[^\"]*\"")


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def links_of(name: str) -> list[str]:
    found = [first or second for first, second in LINK.findall(CODE.sub("", text_of(name)))]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(name: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = CODE.sub("", text_of(name))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    made = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([\w-]+)">', text))


def target_of(name: str, link: str) -> Path:
    path = link.partition("#")[0]
    return ((ROOT / name).parent / path).resolve() if path else ROOT / name


@pytest.mark.parametrize("name", NAMES)
def test_each_link_leads_somewhere(name: str) -> None:
    for link in links_of(name):
        target = target_of(name, link)
        assert target.exists(), link
        if anchor := link.partition("#")[2]:
            assert anchor in anchors_of(target.relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("start", ["README.md", "docs/README.md"])
def test_each_page_is_reached_from_the_readme_and_from_the_list_of_docs(start: str) -> None:
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        targets = [target_of(name, link) for link in links_of(name)]
        waiting.extend(target.relative_to(ROOT).as_posix() for target in targets if target.suffix == ".md")
    assert [name for name in NAMES if name not in seen] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_file_that_is_named_is_there(name: str) -> None:
    text = LINK.sub("", CODE.sub("", text_of(name)))
    for path in CITED.findall(text):
        assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path
    for path in re.findall(r"`([\w/]+\.py)`", text):
        assert any(f"/{file}".endswith(f"/{path}") for file in python_files()), path


@cache
def python_files() -> tuple[str, ...]:
    folders = (ROOT / folder for folder in FOLDERS)
    return tuple(file.relative_to(ROOT).as_posix() for folder in folders for file in folder.rglob("*.py"))


def calls_in(text: str) -> Iterator[list[str]]:
    """Each `pacer …` of a text, as words without comments and quoted values."""
    lines = "\n".join(CODE.findall(text)).replace("\\\n", " ").splitlines()
    said = [*TYPED.findall(CODE.sub("", text)), *(hit[1] for line in lines if (hit := LINE.search(line)))]
    for each in said:
        call = re.split(r"\s#\s|\s{3,}|[;&)]", VALUE.sub("VALUE", each))[0]
        yield call.replace("[", " ").replace("]", " ").split()


@cache
def command_of(*names: str) -> object:
    found = load(names[0])
    for name in names[1:]:
        found = found.commands[name]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_command_of_the_operator_is_there_with_its_options(name: str) -> None:
    if name == "CHANGELOG.md":
        return  # It tells of the past too.
    for first, *rest in calls_in(text_of(name)):
        if first.startswith("-") or first == "sandbox":
            continue
        assert first in COMMANDS, first
        command = command_of(first)
        if (inner := getattr(command, "commands", None)) and rest and re.fullmatch(r"[a-z][a-z|-]*", rest[0]):
            for each in rest[0].split("|"):
                assert each in inner, f"{first} {each}"
            command = inner[rest[0].split("|")[0]]
        known = {option for each in getattr(command, "params", ()) for option in (*each.opts, *each.secondary_opts)}
        if not hasattr(command, "commands"):
            options = [word for word in rest if re.fullmatch(r"--[a-z-]+", word) and word != "--help"]
            assert [option for option in options if option not in known] == [], f"{first} {rest}"


def passages(text: str) -> Iterator[str]:
    """What is read of a page: paragraphs, headings, items of lists and cells of tables, without markup."""
    text = CODE.sub("\n\n", text)
    text = re.sub(r"<!--.*?-->|<[^<>]+>", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        starts_another = not bare or bare.startswith(("#", "|", "- ", "* ")) or re.match(r"\d+\. ", bare)
        if starts_another and block:
            yield " ".join(block)
            block = []
        if bare.startswith("|"):
            yield from (cell.strip() for cell in bare.strip("|").split(" | ") if re.search(r"\w", cell))
        elif bare:
            block.append(re.sub(r"^(#+|[-*]|\d+\.) ", "", bare))


def spoken(text: str) -> list[str]:
    """The passages, with what is quoted or typed as one word each."""
    return [re.sub(r"“[^”]*”", "“…”", re.sub(r"`[^`]*`", "`…`", passage)) for passage in passages(text)]


EMPHASIS = re.compile(r"\*+")
NAME = re.compile(r"\*+[^*]*\*+|\b(?:you|they|it|that) (?:are|is)(?=[.,:?!)]|$)")
"""What somebody presses or fills in, as Slack shows it; and a verb at the end, which speech does not cut."""


def wrong_with(text: str, *, longest: int) -> list[str]:
    """What docs/tone.md would say of a page."""
    found = []
    for passage in map(partial(EMPHASIS.sub, "*"), spoken(text)):
        found += [f"{fault} in {passage[:70]!r}" for fault in faults(passage, where=DOCS)]
        stiff = [hit for hit in uncontracted(NAME.sub("…", passage)) if not hit.endswith(" have")]
        found += [f"{hit!r} would be contracted in {passage[:70]!r}" for hit in stiff]
        parts = [part for said in sentences(passage) for part in said.split(";" if longest > LONGEST else "\n")]
        found += [f"{word_count(part)} words: {part}" for part in parts if word_count(part) > longest]
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WRITTEN_BY_A_PROGRAM])
def test_each_page_talks_as_a_teammate_would(name: str) -> None:
    built = name in FOR_BUILDERS or name.startswith("docs/internals/")
    assert wrong_with(text_of(name), longest=LONGEST_FOR_BUILDERS if built else LONGEST) == []


def test_sentences_are_short() -> None:
    for name in NAMES:
        if name in WRITTEN_BY_A_PROGRAM or name in FOR_BUILDERS or name.startswith("docs/internals/"):
            continue
        lengths = [word_count(said) for passage in spoken(text_of(name)) for said in sentences(passage)]
        assert median(lengths) <= MEDIAN, name


def helps() -> Iterator[tuple[str, str]]:
    """Every text of `pacer … --help`, with the command that says it."""
    yield "pacer", str(get_command(app).help)
    for name, place in COMMANDS.items():
        yield name, place.help
        if name == "sandbox":
            continue
        whole = load(name)
        for part, command in {name: whole, **getattr(whole, "commands", {})}.items():
            yield f"{name} {part}", str(command.help)
            for each in command.params:
                if getattr(each, "help", None):
                    yield f"{name} {part} {each.name}", each.help


def test_the_help_of_each_command_talks_as_a_teammate_would() -> None:
    said = list(helps())
    assert len(said) > 150
    found = {where: wrong for where, text in said if (wrong := wrong_with(text, longest=20))}
    assert found == {}
    assert [where for where, text in said if ";" in re.sub(r"'[^']*'", "", text)] == []


def test_what_slack_shows_of_the_app_talks_as_a_teammate_would() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    shown = manifest["display_information"]
    parts = [*manifest["features"]["slash_commands"], *manifest["features"]["shortcuts"]]
    said = [shown["description"], shown["long_description"], *(part["description"] for part in parts)]
    assert [wrong for text in said for wrong in wrong_with(text, longest=LONGEST)] == []


OPERATORS = (
    *sorted((ROOT / "bot" / "cli").glob("*.py")),
    *(ROOT / path for path in ("bot/cli/demo/command.py", "bot/cli/demo/play.py", "sandbox/__main__.py")),
    *(ROOT / path for path in ("bot/setup/checkup.py", "bot/setup/database_checkup.py", "bot/setup/slack_checkup.py")),
    *(ROOT / path for path in ("bot/core/settings.py", "storage/database_errors.py", "storage/backup.py")),
    *(ROOT / path for path in ("storage/engine.py", "storage/migrate.py", "storage/run_lock.py")),
    *(ROOT / path for path in ("bot/runtime/health_checks.py", "bot/core/server_thread.py", "bot/exchange/who.py")),
)
"""Where the texts are that an operator reads in a terminal."""


def texts_in(tree: ast.Module) -> Iterator[str]:
    """The sentences that the code says: texts with a blank in them, docstrings apart; a value is …."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values]
            yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | joined:
            yield node.value


@pytest.mark.parametrize("file", OPERATORS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_the_command_line_says_is_in_the_voice(file: Path) -> None:
    said = [text for text in texts_in(ast.parse(file.read_text(encoding="utf-8"))) if re.search(r"[a-z] [a-z]", text)]
    found = {text: wrong for text in said if (wrong := wrong_with(text, longest=LONGEST))}
    assert found == {}


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("You are 5 behind plan.", "behind plan"),
        ("Write an e-mail to them.", "e-mail"),
        ("It is not there any more.", "is not"),
        (" ".join(["word"] * 26) + ".", "26 words"),
        ("| a | Your managers hear of it. |", "hear of"),
    ],
)
def test_a_planted_fault_is_found(planted: str, fault: str) -> None:
    assert any(fault in each for each in wrong_with(planted, longest=LONGEST))


def test_what_is_typed_or_quoted_is_left_alone() -> None:
    assert (
        wrong_with("Type `e-mail` or “e-mail: figures”, and don't worry.\n\n```\npacer e-mail\n```\n", longest=25) == []
    )


def test_a_link_that_leads_nowhere_and_a_file_that_is_gone_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_docs.text_of", lambda _name: "[x](docs/nowhere.md) and `bot/nowhere.py`")
    with pytest.raises(AssertionError, match=r"nowhere\.md"):
        test_each_link_leads_somewhere("README.md")
    with pytest.raises(AssertionError, match=r"bot/nowhere\.py"):
        test_each_file_that_is_named_is_there("README.md")
