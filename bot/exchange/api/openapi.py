"""The OpenAPI 3.1 document, made of the table of operations and the models."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.exchange.api.guard import IDEMPOTENCY, KEY_PATTERN, LONGEST_KEY
from bot.exchange.api.models import FieldProblem, ProblemDetails
from bot.exchange.api.operations import Operation
from bot.exchange.api.problems import PROBLEM_JSON

DOCUMENT_PATH = "/api/v1/openapi.json"
VERSION = "1.0.0"
ALWAYS = (401, 403, 429, 500, 503)
OF_BODIES = (400, 408, 409, 413, 415, 422)
REFERENCE = "#/components/schemas/{model}"
KEY_PARAMETER = {
    "name": IDEMPOTENCY.title(),
    "in": "header",
    "required": False,
    "description": "Any text of your own: the same request with the same key within two days is carried out once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": KEY_PATTERN},
}
ID_PARAMETER = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 10**18 - 1},
}
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "Made by `pacer token create`."},
    "basic": {"type": "http", "scheme": "basic", "description": "The password is such a token."},
    "hubspotSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-HubSpot-Signature-v3",
        "description": "Made by HubSpot with the app's secret.",
    },
}


def describe(operations: Iterable[Operation]) -> dict[str, Any]:
    """The document of these operations."""
    all_ = list(operations)
    models: list[tuple[type[BaseModel], Any]] = [(ProblemDetails, "serialization"), (FieldProblem, "serialization")]
    for operation in all_:
        if operation.takes is not None:
            models.append((operation.takes, "validation"))
        if operation.says is not None:
            models.append((operation.says, "serialization"))
    names, schemas = models_json_schema(list(dict.fromkeys(models)), ref_template=REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for operation in all_:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pacer",
            "version": VERSION,
            "description": "Other programs log activities, deals and leads for members. Money is a decimal number in "
            "the workspace's currency; dates are local dates of the member.",
        },
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": SECURITY},
    }


def _operation(operation: Operation, names: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [dict(each) for each in operation.security],
        "responses": _responses(operation, names),
    }
    parameters = [dict(each) for each in operation.parameters]
    if "{id}" in operation.path:
        parameters.append(ID_PARAMETER)
    if operation.takes is not None:
        parameters.append(KEY_PARAMETER)
        said["requestBody"] = {
            "required": True,
            "content": {operation.body_type: {"schema": names[(operation.takes, "validation")]}},
        }
    if operation.body_schema is not None:
        said["requestBody"] = {"required": True, "content": {operation.body_type: {"schema": operation.body_schema}}}
    if parameters:
        said["parameters"] = parameters
    return said


def _responses(operation: Operation, names: Any) -> dict[str, Any]:
    problem = {"content": {PROBLEM_JSON: {"schema": names[(ProblemDetails, "serialization")]}}}
    fine = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {
                operation.answer_type: {
                    "schema": names[(operation.says, "serialization")] if operation.says else {"type": "string"}
                }
            },
        }
        for status in operation.statuses
        if status < 300
    }
    wrong = [status for status in operation.statuses if status >= 300]
    for status in sorted({*wrong, *ALWAYS, *(OF_BODIES if operation.method == "POST" else ())}):
        fine[str(status)] = {"description": HTTPStatus(status).phrase, **problem}
    fine["429"]["headers"] = {
        "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
    }
    return fine
