"""The commands have the names that the settings give them, wherever one is named."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.words.language import language_for
from bot.core.words.translations import CODE, OPERATORS, languages, read_catalogue, texts_in_code
from metrics.periods import PeriodKind
from storage.people import find_member
from tests.office import ANA, BEN, MANAGER, TUESDAY, Office, open_office

USUAL = ("log", "progress", "team", "goal", "deal", "away", "kudos", "coach")
NAMED = re.compile(rf"(?<![\w/])/({'|'.join(USUAL)})\b(?!/)")
RENAMED = {f"pacer_{name}_command": f"/acme-{name}s" for name in USUAL}
SAID = (
    (
        ANA,
        "log",
        ("help", "5 calls", "xyzzy", "-1 calls", "5", "deal", "list", "undo", "undo 2", ": note", "Acme call"),
    ),
    (ANA, "progress", ("", "help", "why", "why cals", "cals", "why call", "month", "board", "export")),
    (ANA, "deal", ("", "help", "add", "add Acme 12k", "Acme", "Zeta won", "Acme to nowhere", "refund Acme -2")),
    (
        ANA,
        "deal",
        ("amount Acme", "Acme won", "reopen Zeta", "Acme to closing", "playbook", "lead Zeta", "answered Eta"),
    ),
    (ANA, "away", ("", "help", "friday", "list", "cancel", "cancel 1 dec", "someday")),
    (ANA, "kudos", ("", "help", f"<@{BEN}>", f"<@{BEN}> for nothing", f"<@{ANA}> for all")),
    (MANAGER, "team", ("", "help", "quality", "year", "Nord")),
    (
        MANAGER,
        "goal",
        ("help", "team North calls", f"<@{ANA}> calls 60 a week", "history", "plan", f"history <@{ANA}>"),
    ),
    (MANAGER, "progress", ("", "why")),
    (BEN, "deal", ("",)),
)


def catalogue_texts(language: str) -> list[str]:
    """Every text that a language says."""
    catalogue = read_catalogue(language)
    said = [message.string for message in catalogue if message.id]
    return [form for each in said for form in (each if isinstance(each, tuple | list) else [each])]


def test_every_command_is_named_in_a_text_where_its_name_is_put_in() -> None:
    ids = [text.msgid for text in texts_in_code()]
    texts = {form for msgid in ids for form in (msgid if isinstance(msgid, tuple) else [msgid])}
    for language in languages():
        texts.update(catalogue_texts(language))
    assert any(NAMED.search(text) for text in texts)
    assert [said for said in strings_in_code() if NAMED.search(said) and said not in texts] == []


def strings_in_code() -> Iterator[str]:
    """Every string that is no docstring, in the code that speaks to people in Slack."""
    for path in CODE.rglob("*.py"):
        if path.relative_to(CODE).parts[0] in OPERATORS or path.name == "settings.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                yield node.value


def test_a_command_is_said_with_its_name_here_and_nothing_else_is_touched() -> None:
    here = language_for(locale="en", currency="USD", commands="log=/did team=/crew")
    assert here("`/log undo`, then `/team`; `/deal` as ever: {note}", note="`/log` by hand") == (
        "`/did undo`, then `/crew`; `/deal` as ever: `/log` by hand"
    )
    assert here("Until it ends; /log comes first.") == "Until it ends; /did comes first."
    assert here.plural("{n} more: `/log`", "{n} more: `/log`", 2) == "2 more: `/did`"
    assert here("`/invite @Pacer`") == "`/invite @Pacer`"


def shown(office: Office) -> str:
    """Everything that anybody has been shown so far: messages, Home tabs and open forms, with their blocks."""
    state = office.sandbox.state
    messages = [conversation.messages for conversation in state.conversations.values()]
    open_views = [view.view for views in state.views.values() for view in views]
    return json.dumps([messages, list(state.ephemeral.values()), list(state.homes.values()), open_views], default=str)


@pytest.mark.parametrize("language", ["en", *languages()])
def test_no_answer_and_no_message_names_a_command_as_it_is_called_elsewhere(tmp_path: Path, language: str) -> None:
    with open_office(tmp_path, **RENAMED) as office:
        office.goal("North", "call", PeriodKind.WEEK, 60)
        office.past(ANA, "call", {f"2026-11-{day:02d}": 9 for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)})
        with office.database.writing() as session:
            for user in (ANA, BEN, MANAGER):
                member = find_member(session, workspace_id=1, slack_user_id=user)
                assert member is not None
                member.language, member.evening_on = language, True
        for who, command, texts in SAID:
            for text in texts:
                office.sandbox.post("command", user=who, command=RENAMED[f"pacer_{command}_command"], text=text)
        for user in (ANA, BEN, MANAGER):
            office.sandbox.post("home", user=user)
        office.play_until(TUESDAY.replace(day=18, hour=19))
        said = shown(office)
        assert len(office.messages_to(ANA)) >= 2
    assert "/acme-logs" in said
    assert "/acme-deals" in said
    assert NAMED.findall(said.replace("/acme-", "/acme_")) == []
