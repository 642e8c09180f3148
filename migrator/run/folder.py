"""Where a source lies: its project, and the config of that."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from migrator.files.discover import shown
from migrator.files.root import root_of
from migrator.run.texts import Texts

if TYPE_CHECKING:
    from migrator.circleci.config import Config
    from migrator.circleci.target import Slug


class Folder:
    """``migrator.circleci.configs.Folder`` for the source at ``path``.

    ``named`` are the files that may be written, ``config_for`` the paths of configs by
    slugs as text. ``used`` are the paths of the configs that were read.
    """

    def __init__(
        self, path: str, texts: Texts, named: Collection[str], config_for: Mapping[str, str]
    ) -> None:
        self._path = path
        self._texts = texts
        self._named = named
        self._config_for = config_for
        self.used: set[str] = set()

    @cached_property
    def slug(self) -> Slug | None:
        from migrator.circleci.target import of_remote
        from migrator.files.remote import origin

        address = origin(root_of(self._path))
        return of_remote(address) if address else None

    @cached_property
    def config(self) -> str:
        """As the source's own path is written, where that leads to the same file."""
        from migrator.circleci.config import PATH

        place = os.path.join(root_of(self._path), PATH)
        here = os.path.dirname(self._path)
        up = os.path.relpath(root_of(self._path), os.path.realpath(here or "."))
        near = os.path.normpath(os.path.join(here, up, PATH))
        return shown(near if os.path.realpath(near) == os.path.realpath(place) else place)

    def given(self, slug: Slug) -> str | None:
        path = self._config_for.get(str(slug))
        return None if path is None else shown(os.path.normpath(path))

    def writable(self, path: str) -> bool:
        return path in self._named

    def read(self, path: str) -> Config | None:
        from migrator.circleci.config import BadConfig, parse

        if not os.path.lexists(path):
            return None
        self.used.add(path)
        text = self._texts.get(path)
        if text is None:
            raise BadConfig("it is no text, or too large, or not to be opened")
        return parse(text.now)
