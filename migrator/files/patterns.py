"""Gitignore patterns, asked folder by folder from the top as git does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern


class BadPattern(ValueError):
    """The text is no gitignore pattern."""


class Patterns:
    """The lines of one ``.gitignore``. Raises ``BadPattern``."""

    def __init__(self, lines: Iterable[str]) -> None:
        from pathspec import GitIgnoreSpec

        try:
            self._spec = GitIgnoreSpec.from_lines(lines)
        except ValueError as error:
            raise BadPattern(str(error)) from error

    @cached_property
    def _latest_first(self) -> list[RegexPattern]:
        patterns: list[RegexPattern] = list(self._spec.patterns)
        return [pattern for pattern in reversed(patterns) if pattern.include is not None]

    def opinion(self, path: str, *, folder: bool) -> bool | None:
        """Whether ``path`` is ignored, ``False`` if it is taken back, ``None`` if neither.

        The folders above it must not be ignored: the spec's own ``match_file`` is
        for callers who did not ask about those, and gives another answer where one
        pattern takes back what another ignores.
        """
        for pattern in self._latest_first:
            if _matches(pattern, path, folder):
                return pattern.include
        return None


def _matches(pattern: RegexPattern, path: str, folder: bool) -> bool:
    # The only group of these expressions is the slash behind a folder that matched.
    found = pattern.match_file(path)
    if found is not None and found.match.lastindex is None:
        return True
    if not folder or pattern.regex is None:
        return False
    # The expression of `*/` is a slash wherever one stands: the last must be among them.
    slashes = (
        each.end(each.lastindex) for each in pattern.regex.finditer(path + "/") if each.lastindex
    )
    return len(path) + 1 in slashes
