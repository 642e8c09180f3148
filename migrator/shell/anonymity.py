"""Whether a request is sure to send no token."""

from __future__ import annotations

import re

from migrator.call.value import HOLE, Value
from migrator.shell.drafts import Variant

_OPTIONS = (
    "auth auth-type cert config cookie http-password http-user load-cookies netrc"
    " netrc-file netrc-optional next oauth2-bearer password session session-read-only"
    " url-query use-askpass user"
).split()
"""Options of curl, wget and HTTPie that may give a token or hide one."""

_HEADERS = frozenset({"accept", "accept-encoding", "cache-control", "content-type", "user-agent"})
_OPEN = re.compile(
    rf"^[^/]*//[^/]*[{HOLE}@]|^{HOLE}|\?[^?]*{HOLE}|{HOLE}$|token", re.IGNORECASE | re.DOTALL
)
"""A URL that holds a token, or has an unknown where one may stand: host, query or end."""


def sends_no_token(variant: Variant) -> bool:
    request = variant.invocation.request
    return (
        variant.invocation.name.text.known is not None
        and not request.obstacles
        and not request.line.opaque
        and not request.line.all(*_OPTIONS)
        and all(header.name in _HEADERS for header in variant.headers)
        and not any(_may_hold_token(address.settled.value) for address in variant.addresses)
        and _plain_data(variant)
    )


def _may_hold_token(url: Value) -> bool:
    return bool(_OPEN.search(url.shape))


def _plain_data(variant: Variant) -> bool:
    texts = [settled.value.shape for settled in variant.sent.texts]
    return len(texts) == len(variant.invocation.request.data) and not any(
        HOLE in text or "token" in text.lower() for text in texts
    )
