"""Whether a request is sure to send no token."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrator.call.body import Object
from migrator.call.call import Header
from migrator.call.value import HOLE, Value
from migrator.python.bodies import is_none
from migrator.python.records import Record

_ARGUMENTS = ("auth", "cookies", "cert", "fields")
"""Arguments of the clients that may say who calls."""

_HEADERS = frozenset({"accept", "accept-encoding", "cache-control", "content-type", "user-agent"})
_OPEN = re.compile(rf"^{HOLE}|//[^/]*[{HOLE}@]|^[^?]*+\?.*{HOLE}|{HOLE}$|token", re.IGNORECASE)
"""A URL that holds a token, or has an unknown where one may stand: host, query or end."""


def sends_no_token(
    record: Record, urls: Iterable[Value], query: Object | None, headers: tuple[Header, ...]
) -> bool:
    """Never sure of a client that comes from elsewhere, or is changed where nobody can see."""
    if record.method or record.hidden or not record.signature.sender.library:
        return False
    given = (record.arguments[name].values for name in _ARGUMENTS if name in record.arguments)
    if not all(is_none(values) for values in given):
        return False
    if record.client and (record.client.settings.personal or record.client.settings.query):
        return False
    if query and not (query.complete and all(_harmless(key) for key in query.keys)):
        return False
    if any(_OPEN.search(url.shape) for url in urls):
        return False
    return _has_none(record) or all(header.name in _HEADERS for header in headers)


def _has_none(record: Record) -> bool:
    """Whether no header is given, though an argument could give some."""
    argument = record.arguments.get("headers")
    others = record.headers or (record.client and record.client.settings.headers)
    return argument is not None and is_none(argument.values) and not others


def _harmless(key: str) -> bool:
    return "token" not in key.lower()
