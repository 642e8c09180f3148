"""libcst, loaded in less than half of its time.

It is some two hundred frozen dataclasses, and the library compiles three or more methods for each.
Here those of the nodes do without: ``__init__`` is compiled for the first node of a class, and
that nobody changes a node is held by the checker of types, and not by the interpreter. What makes
a node is not validated: only libcst's parser makes any, and their text is held against the source.
"""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

_whole = dataclasses.dataclass


def load() -> None:
    """Makes ``import libcst`` cheap, unless somebody was earlier."""
    if "libcst" in sys.modules:
        return
    dataclasses.dataclass = _dataclass
    try:
        import libcst  # noqa: F401
    finally:
        dataclasses.dataclass = _whole


def _dataclass(cls: type | None = None, /, **options: Any) -> Any:
    """The library's own for all but nodes: what else libcst loads keeps this one."""

    def made(cls: type) -> type:
        if not (options.get("frozen") and hasattr(cls, "_codegen")) or "__init__" in vars(cls):
            return _whole(**options)(cls)
        bare = options | {"frozen": False, "init": False, "repr": False, "eq": False}
        node: type = _whole(**bare)(cls)
        node.__init__ = _first  # type: ignore[misc]
        return node

    return made if cls is None else made(cls)


def _first(self: Any, *given: object, **named: object) -> None:
    """Makes way for the ``__init__`` of its class."""
    cls: Any = next(each for each in type(self).__mro__ if vars(each).get("__init__") is _first)
    like = dataclasses.make_dataclass(
        cls.__name__,
        [(field.name, field.type, field) for field in dataclasses.fields(cls)],
        namespace={"__doc__": cls.__doc__},
        repr=False,
        eq=False,
    )
    cls.__init__ = like.__dict__["__init__"]
    cls.__init__(self, *given, **named)
