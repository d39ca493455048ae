"""What a talk is, and how it is played in an office whose people read one language."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.tables import Member, Workspace
from tests.office import Office

Row = tuple[str, str, str, str]
"""Said and answered in English, said and answered in Malay."""
LANGUAGES = {"en": "USD", "ms": "MYR"}
"""The languages, and what is paid with in the office that speaks each."""


class Form(str):
    """An answer that is a form with this title, and no message."""


@dataclass(frozen=True)
class Talk:
    """What one person says to one command, line after line, in an office where nothing happened but what is `given`."""

    about: str
    who: str
    rows: tuple[Row, ...]
    given: Callable[[Office], None] = field(default=lambda office: None)


def speak(office: Office, language: str) -> None:
    """Let everybody in the office read this language, and the workspace use the money of those who speak it."""
    with office.database.writing() as session:
        session.execute(sa.update(Workspace).values(currency=LANGUAGES[language]))
        session.execute(sa.update(Member).values(language=language))


def snapshot(office: Office) -> sqlite3.Connection:
    """The office's database as it is now."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(str(office.database.engine.url.database)) as current:
        current.backup(kept)
    current.close()
    return kept


def restore(office: Office, kept: sqlite3.Connection) -> None:
    """Let the office's database be what it was."""
    with sqlite3.connect(str(office.database.engine.url.database)) as current:
        kept.backup(current)
    current.close()


def answer(office: Office, who: str, command: str, said: str) -> str:
    """The one answer: the text of a message, or the title of the form that opens."""
    shown = office.sandbox.post("command", user=who, command=command, text=said)
    assert shown["acked"], shown
    texts = [str(message["text"]) for message in shown["messages"]]
    if shown.get("view"):
        texts.append(Form(shown["view"]["title"]["text"]))
        office.sandbox.post("close", user=who, view_id=shown["view"]["id"])
    (text,) = texts
    return text
