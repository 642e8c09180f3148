"""Whether a request is sure to send no token."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrator.call.body import Object
from migrator.call.call import Header
from migrator.call.value import HOLE, Value
from migrator.python.clients import URLLIB3
from migrator.python.records import Record

_ARGUMENTS = ("auth", "cookies", "cert")
"""Arguments of the clients that may say who calls."""

_HEADERS = frozenset({"accept", "accept-encoding", "cache-control", "content-type", "user-agent"})
_OPEN = re.compile(rf"^{HOLE}|//[^/]*[{HOLE}@]|\?.*{HOLE}|{HOLE}$|token", re.IGNORECASE)
"""A URL that holds a token, or has an unknown where one may stand: host, query or end."""


def sends_no_token(
    record: Record, urls: Iterable[Value], query: Object | None, headers: tuple[Header, ...]
) -> bool:
    """Sessions, clients and helpers may bring a token that is not in view: never sure of those.

    A pool of urllib3 brings its headers only to requests that name none.
    """
    if record.method or record.links or record.hidden:
        return False
    if not record.signature.sender.library:
        return False
    named_none = "headers" not in record.arguments
    if record.client and (record.client.sender is not URLLIB3 or named_none):
        return False
    if any(name in record.arguments for name in _ARGUMENTS):
        return False
    if query and not (query.complete and all(_harmless(key) for key in query.keys)):
        return False
    if "params" in record.arguments and query is None:
        return False
    named = all(header.name in _HEADERS for header in headers)
    return named and not any(_OPEN.search(url.shape) for url in urls)


def _harmless(key: str) -> bool:
    return "token" not in key.lower()
