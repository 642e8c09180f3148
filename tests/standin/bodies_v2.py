"""What v2 takes in a request body. Where the real service would overlook a fault, this refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.standin.data import Project
from tests.standin.routing import Call, Refusal

_MOST_PARAMETERS = 100
_LONGEST_NAME = 128
_LONGEST_VALUE = 512


def read_fields(call: Call, allowed: Mapping[str, type]) -> dict[str, Any]:
    """The keys of the body, all of them allowed and of the right type."""
    body = call.body
    if not body.raw:
        return {}
    if body.media_type != "application/json":
        # The real service reads none of it: the pipeline would run with default parameters.
        raise Refusal(400, f"Content-Type is {body.media_type or 'missing'}, not application/json")
    if not isinstance(body.json, dict):
        raise Refusal(400, "The body is not a JSON object")
    return check_fields(body.json, allowed)


def check_fields(fields: dict[str, Any], allowed: Mapping[str, type]) -> dict[str, Any]:
    for name, value in fields.items():
        if name not in allowed:
            raise Refusal(400, f"Unexpected key: {name}")
        if type(value) is not allowed[name]:
            raise Refusal(400, f"{name}: expected {allowed[name].__name__}")
    return fields


def require(fields: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in fields:
            raise Refusal(400, f"Missing key: {name}")


def check_parameters(project: Project, parameters: dict[str, Any]) -> None:
    if len(parameters) > _MOST_PARAMETERS:
        raise Refusal(400, f"More than {_MOST_PARAMETERS} parameters")
    for name, value in parameters.items():
        if type(value) not in (str, int, bool):
            raise Refusal(400, f"parameters.{name}: not a string, integer or boolean")
        if len(name) > _LONGEST_NAME or len(str(value)) > _LONGEST_VALUE:
            raise Refusal(400, f"parameters.{name}: too long")
        if project.parameters is None:
            continue
        if name not in project.parameters:
            # The documented answer to an undeclared parameter; it does look like a wrong slug.
            raise Refusal(404, "Project not found")
        if type(value) is not project.parameters[name]:
            raise Refusal(400, f"parameters.{name}: not of the declared type")
