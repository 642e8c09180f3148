"""Client libraries of CircleCI, which hide the address that they call: ``rules/libraries``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from migrator.catalog.errors import BadRule
from migrator.catalog.rulefile import folder, read


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """The method of the same library that makes the call of v2.

    ``kept`` is how many arguments keep their place, the others are named; ``rename`` are names
    that change, ``add`` arguments that come, ``defaults`` those that the old method has a value
    for and the new one has none, ``passes`` fields of the body that it takes too. Of a
    dictionary in ``unwrap`` only the entry of that name stays, which must be its only one.
    """

    method: str = ""
    kept: int = 99
    rename: Mapping[str, str] = field(default_factory=dict)
    add: Mapping[str, str] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    unwrap: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Method:
    """``call`` is the HTTP method and the path, in which an argument stands as ``{name}``.

    ``given`` are other calls, made where an argument of that name is true. ``takes`` are the
    arguments in order, ``defaults`` texts of those that may be missing. ``fields`` are sent in
    the body under their own names, all entries of ``merges`` too, the dictionary in ``nests``
    as one entry, and further keywords as the entries of ``rest``. ``version`` is that of the
    API, or the argument that says it.
    """

    name: str
    call: str
    given: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    merges: str = ""
    nests: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    version: str = ""
    becomes: Becomes | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Library:
    """``client`` is the class, ``methods`` are its own and, dotted, those of its parts.

    ``url`` is the place of the argument that names another server, whose value ends in the
    version if ``url_holds_version``. ``sends`` is the form of a body.
    """

    name: str
    client: str
    host: str
    version: str
    methods: Mapping[str, Method]
    url: int | None = None
    url_holds_version: bool = False
    sends: str = "json"


def library_of(path: str) -> Library | None:
    """The library whose client has that dotted name."""
    if path.partition(".")[0] not in _names():
        return None
    return _libraries(_place()).get(path)


def _place() -> Path:
    return folder() / "libraries"


@cache
def _names() -> frozenset[str]:
    """The libraries, each in a file of its name."""
    return frozenset(path.stem for path in _place().glob("*.toml"))


@cache
def _libraries(place: Path) -> Mapping[str, Library]:
    found = (_library(path) for path in sorted(place.glob("*.toml")))
    return {library.client: library for library in found}


def _library(path: Path) -> Library:
    """Raises ``BadRule``."""
    table = read(path)
    defaults = table.pop("defaults", {})
    methods = {
        name: _method(path, name, table.pop(name), defaults)
        for name, value in list(table.items())
        if isinstance(value, dict)
    }
    made: Library = _made(Library, path, {**table, "name": path.stem, "methods": methods})
    return made


def _method(path: Path, name: str, table: dict[str, Any], defaults: dict[str, str]) -> Method:
    takes = tuple(table.pop("takes", ()))
    known = {key: value for key, value in defaults.items() if key in takes}
    known.update(table.pop("defaults", {}))
    becomes = table.pop("becomes", None)
    table = {
        **table,
        "name": name,
        "takes": takes,
        "defaults": known,
        "fields": tuple(table.get("fields", ())),
        "becomes": None if becomes is None else _made(Becomes, path, becomes),
    }
    made: Method = _made(Method, path, table)
    return made


def _made(kind: type, path: Path, table: dict[str, Any]) -> Any:
    strange = table.keys() - {each.name for each in fields(kind)}
    if strange:
        raise BadRule(f"{path}: nobody reads `{'`, `'.join(sorted(strange))}`")
    try:
        return kind(**table)
    except TypeError as error:
        raise BadRule(f"{path}: {error}") from None
