"""One operation of the API: what it takes, what it answers, and who may call it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.core.settings import Settings
from bot.core.work import Work
from bot.exchange.api.tokens import Bearer


@dataclass(frozen=True)
class Call(Work):
    """The work of one request that was let in, and who brings it; its session commits. `key` is the id in its path."""

    bearer: Bearer | None
    body: bytes
    headers: Mapping[str, str]
    settings: Settings
    key: int | None = None


@dataclass(frozen=True)
class Answer:
    """A status and what is said: a model, or text of another media type."""

    status: int
    said: BaseModel | str
    media_type: str = "application/json"


@dataclass(frozen=True)
class Request:
    """A request before anybody looked into it: what a vendor's signature is over."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    path: Mapping[str, str]
    now: dt.datetime


@dataclass(frozen=True)
class Operation:
    """An operation. `scope` is what the token must be allowed to write; empty for hooks, which `admit` lets in.

    `takes` is the model of a JSON body, None where there is no body or a vendor's own.
    """

    method: str
    path: str
    name: str
    summary: str
    answer: Callable[[Call, Any], Answer]
    says: type[BaseModel] | None
    statuses: tuple[int, ...]
    scope: str = ""
    takes: type[BaseModel] | None = None
    body_type: str = "application/json"
    answer_type: str = "application/json"
    admit: Callable[[Request, Settings, Callable[[str], Bearer | None]], Bearer | None] | None = None
    security: tuple[Mapping[str, list[str]], ...] = ({"token": []},)
    parameters: tuple[Mapping[str, Any], ...] = ()
    body_schema: Mapping[str, Any] | None = None
    """What a vendor's own body looks like."""
