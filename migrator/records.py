"""``dataclass`` as in ``dataclasses``, for a program that must start fast.

The library compiles up to nine methods for each class when its module is loaded: with
some two hundred classes that is longer than the whole run over a file. Here the one
method that has to be compiled, ``__init__``, is when the first instance is made or read; the
others are shared by all classes. A checker of types sees the library's own, so that
``frozen`` is held by it and not by the interpreter; ``slots`` are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        eq: bool = True,
        order: bool = False,
        repr: bool = True,
        kw_only: bool = False,
        slots: bool = False,
    ) -> Any:
        def made(cls: type) -> type:
            methods: dict[str, Any] = {
                "__init__": _first(cls, kw_only),
                "__getstate__": _state,
                "__setstate__": _take,
            }
            if repr:
                methods["__repr__"] = _repr
            if eq:
                methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
            if order:
                methods |= {"__lt__": _lt, "__le__": _le, "__gt__": _gt, "__ge__": _ge}
            for name, method in methods.items():
                if name == "__init__" or name not in vars(cls):
                    setattr(cls, name, method)
            return cls

        return made if cls is None else made(cls)


_WAITING = "__record_waits__"
_KEY = "__record_key__"


def _first(cls: type, kw_only: bool) -> Callable[..., None]:
    """The ``__init__`` that makes way for the real one."""

    def first(self: object, *given: object, **named: object) -> None:
        if _WAITING in vars(cls):
            _complete(cls)
        cls.__init__(self, *given, **named)  # type: ignore[misc]

    setattr(cls, _WAITING, kw_only)
    return first


def _complete(cls: type) -> None:
    """Makes ``cls``, and before it the classes that it builds on, those of the library."""
    for each in reversed(cls.__mro__):
        kw_only = vars(each).get(_WAITING)
        if kw_only is not None:
            delattr(each, _WAITING)
            del each.__init__  # type: ignore[misc]
            dataclasses.dataclass(repr=False, eq=False, kw_only=kw_only)(each)
            names = [f.name for f in dataclasses.fields(each) if f.compare]
            setattr(each, _KEY, attrgetter(*names) if names else _nothing)


def _state(self: object) -> dict[str, Any]:
    return vars(self)


def _take(self: object, state: dict[str, Any]) -> None:
    """What was pickled; of a class that is waiting it may be the first instance here."""
    if _WAITING in vars(type(self)):
        _complete(type(self))
    vars(self).update(state)


def _nothing(_: object) -> tuple[()]:
    return ()


def _key(self: object) -> Any:
    return getattr(type(self), _KEY)(self)


def _eq(self: object, other: object) -> Any:
    if self is other:
        return True
    return _key(self) == _key(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_key(self))


def _lt(self: object, other: object) -> Any:
    return _key(self) < _key(other) if type(self) is type(other) else NotImplemented


def _le(self: object, other: object) -> Any:
    return _key(self) <= _key(other) if type(self) is type(other) else NotImplemented


def _gt(self: object, other: object) -> Any:
    return _key(self) > _key(other) if type(self) is type(other) else NotImplemented


def _ge(self: object, other: object) -> Any:
    return _key(self) >= _key(other) if type(self) is type(other) else NotImplemented


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
