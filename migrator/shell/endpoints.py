"""How a text that names an API looks, whatever the API offers."""

from __future__ import annotations

import re

from migrator.call.value import HOLE

API = re.compile(r"/api/v\d")
"""In a ``Value.shape``, or in source text."""

_NAMED = re.compile(rf"/api/v[0-9.]+/[^{HOLE}/?#\s]")


def names_endpoint(shape: str) -> bool:
    """Whether known text stands behind the version of an API."""
    return bool(_NAMED.search(shape))
