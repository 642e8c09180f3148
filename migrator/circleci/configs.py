"""The configs that a run knows, and which of them a call speaks to."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Aim:
    """Where a call goes. ``path`` is the config that it speaks to, ``None`` where none is known.

    ``other`` says that it is sure to be another project than the one at hand.
    """

    path: str | None
    other: bool = False


def aim(slug: Value | None, source: Source, folder: Folder) -> Aim:
    if slug is None:
        return Aim(None)
    named = literal(slug)
    if named is not None and (path := folder.given(named)):
        return Aim(path)
    at_hand = is_at_hand(slug, source, folder.slug)
    return Aim(folder.config if at_hand else None, at_hand is False)
