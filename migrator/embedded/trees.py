"""YAML as the host formats look at it."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.snippet import CannotRead
from migrator.records import dataclass
from migrator.yaml import BadYaml, Mapping, Node, Scalar, Sequence, documents, resolved


@dataclass(frozen=True)
class Place:
    """A node in its document.

    ``keys`` lead to it from the root, ``None`` for an item of a sequence; ``above`` are
    the mappings that it lies in, outermost first; ``flow`` says it lies in brackets.
    """

    node: Scalar | Sequence | Mapping
    keys: tuple[str | None, ...]
    above: tuple[Mapping, ...]
    flow: bool

    def nearest(self, key: str) -> Iterator[Node]:
        """The values of ``key`` in the mappings around it, the innermost first."""
        for mapping in reversed(self.above):
            value = mapping.get(key)
            if value is not None:
                yield value


def places(source: Source) -> Iterator[Place]:
    """Every node of ``source`` in order; one that has several names only once.

    Raises ``CannotRead``.
    """
    try:
        roots = documents(source.text)
    except BadYaml as error:
        raise CannotRead(error.offset, str(error)) from error
    seen: set[int] = set()
    stack = [Place(resolved(root), (), (), False) for root in reversed(roots)]
    while stack:
        place = stack.pop()
        if id(place.node) not in seen:
            seen.add(id(place.node))
            yield place
            stack.extend(reversed(list(_below(place))))


def _below(place: Place) -> Iterator[Place]:
    node, keys, above = place.node, place.keys, place.above
    if isinstance(node, Mapping):
        for entry in node.entries:
            key = resolved(entry.key)
            name = key.text if isinstance(key, Scalar) else ""
            flow = place.flow or node.flow
            yield Place(resolved(entry.value), (*keys, name), (*above, node), flow)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield Place(resolved(item), (*keys, None), above, place.flow or node.flow)
