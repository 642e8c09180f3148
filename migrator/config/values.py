"""What the values of options must look like, wherever they are given."""

from __future__ import annotations

import re

_HOST = re.compile(r"[\w.-]+(?::\d+)?")
_ORG_SLUG = re.compile(r"[\w-]+/[\w.-]+")
"""It is written into programs, so nothing that a shell or a URL reads as more than a name."""


def host_problem(host: str) -> str | None:
    """Why ``host`` can't be that of a server; a sentence."""
    return None if _HOST.fullmatch(host) else f"`{host}` is not the name of a host alone."


def slug_problem(slug: str) -> str | None:
    """Why ``slug`` can't be that of an organization; a sentence."""
    return None if _ORG_SLUG.fullmatch(slug) else f"`{slug}` is not of the form `gh/acme`."


def pattern_problem(text: str) -> str | None:
    """Why ``text`` can't be a pattern of ``exclude``; a sentence."""
    from migrator.files.patterns import BadPattern, Patterns

    try:
        Patterns([text])
    except BadPattern as error:
        return f"`{text}` is no gitignore pattern: {error}"
    return None
