"""Whose token a request carries, in any of the four forms that both versions take."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Literal

TOKEN = "0123456789abcdef0123456789abcdef01234567"
"""The personal API token."""
PROJECT_TOKEN = "fedcba9876543210fedcba9876543210fedcba98"
"""A project API token: v1.1 takes it, v2 does not."""

Identity = Literal["personal", "project", "stranger", "anonymous"]

_IDENTITIES: dict[str, Identity] = {TOKEN: "personal", PROJECT_TOKEN: "project"}


def identify(headers: Mapping[str, str], query: Mapping[str, str]) -> Identity:
    token = _token(headers, query)
    if token is None:
        return "anonymous"
    return _IDENTITIES.get(token, "stranger")


def _token(headers: Mapping[str, str], query: Mapping[str, str]) -> str | None:
    if "circle-token" in headers:
        return headers["circle-token"]
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        return _basic_user(credentials)
    return query.get("circle-token")


def _basic_user(credentials: str) -> str:
    try:
        return base64.b64decode(credentials).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
