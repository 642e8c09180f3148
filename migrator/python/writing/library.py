"""The edits of a call of a client library: the method of v2, and its arguments."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.body import Object
from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.python import origin
from migrator.python.libraries import Becomes, Method
from migrator.python.pen import literal
from migrator.python.writing import arguments
from migrator.python.writing.draft import Draft


def edits(draft: Draft) -> Iterator[Edit]:
    """Raises ``CannotWrite`` where the library has no such method, or takes other arguments."""
    method = draft.origin.method
    assert method
    becomes = method.becomes
    if becomes is None:
        raise CannotWrite(f"{draft.origin.sender.library} has no method for it in API v2")
    if becomes.method:
        assert draft.origin.word
        yield Edit(draft.origin.word, becomes.method)
    for name, argument in draft.origin.named.items():
        yield from _argument(draft, method, becomes, name, argument)
    added = [f"{name}={literal(value, draft.quote)}" for name, value in _added(draft, becomes)]
    yield from arguments.append(draft, draft.origin.arguments, added)


def _added(draft: Draft, becomes: Becomes) -> Iterator[tuple[str, str]]:
    """What comes, and the defaults that the method of v2 does not have."""
    method = draft.origin.method
    assert method
    yield from becomes.add.items()
    for name, value in method.defaults.items():
        if name not in draft.origin.named and name in becomes.defaults:
            yield name, value


def _argument(
    draft: Draft, method: Method, becomes: Becomes, name: str, argument: origin.Argument
) -> Iterator[Edit]:
    known = becomes.rename.get(name, name)
    if argument.word is not None:
        yield Edit(argument.word, known)
    elif argument.index >= becomes.kept:
        yield draft.insert(argument.value.start, f"{known}=")
    if name in method.fields and name not in becomes.passes:
        raise CannotWrite(f"`{name}` has no counterpart in the library's method for v2")
    if name in becomes.unwrap:
        yield Edit(argument.value, _unwrapped(draft, argument, becomes.unwrap[name]))


def _unwrapped(draft: Draft, argument: origin.Argument, key: str) -> str:
    root = draft.old.body.root
    place = root.origin if isinstance(root, Object) else None
    if not isinstance(place, origin.Dictionary) or place.span != argument.value:
        raise CannotWrite(f"the dictionary with `{key}` is put together elsewhere")
    assert root
    inner = root.entries[0] if len(root.entries) == 1 and root.complete else None
    if inner is None or inner.key != key or not isinstance(inner.origin, origin.Entry):
        raise CannotWrite(f"the dictionary holds more than `{key}`")
    return draft.at(inner.origin.value)
