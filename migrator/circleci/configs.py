"""The configs that a run knows, and which of them a call speaks to."""

from __future__ import annotations

from typing import Protocol

from migrator.call.source import Source
from migrator.call.value import Value
from migrator.circleci.config import Config
from migrator.circleci.target import Slug, is_at_hand, literal


class Folder(Protocol):
    """Where a source lies."""

    @property
    def slug(self) -> Slug | None:
        """The project by its git remote, ``None`` where it has none."""

    @property
    def config(self) -> str:
        """The path of its config, whether there is one or not."""

    def given(self, slug: Slug) -> str | None:
        """The path of the config of another project, where one was given."""

    def writable(self, path: str) -> bool: ...

    def read(self, path: str) -> Config | None:
        """``None`` where no file is. Raises ``BadConfig``."""


def aim(slug: Value | None, source: Source, folder: Folder) -> str | None:
    """The path of the config that a call with ``slug`` speaks to, ``None`` where none is known."""
    if slug is None:
        return None
    named = literal(slug)
    given = folder.given(named) if named else None
    return given or (folder.config if is_at_hand(slug, source, folder.slug) else None)
