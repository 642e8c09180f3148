"""Changes to a config that are proven before anybody sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from migrator.call.source import Edit, Source, Span
from migrator.circleci.config import BadConfig, Config, parse
from migrator.yaml import Mapping, Scalar, resolved
from migrator.yaml.layout import NotExact, Tree
from migrator.yaml.node import Node, plain


class Draft:
    """Edits of ``config``, and what the text must say after them.

    ``meant`` is that as ``plain`` tells it; whoever adds an edit changes it too.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.meant: Any = plain(config.text)
        self._edits: list[Edit] = []

    def add(self, edits: Iterable[Edit]) -> None:
        self._edits += edits

    def section(self, name: str, new: dict[str, Tree]) -> None:
        """``new`` entries of the mapping ``name`` at the top, which is made if there is none."""
        if not new:
            return
        layout, root = self.config.layout, self.config.text
        entry = root.own(name)
        if entry is None:
            if root.get(name) is not None:
                raise NotExact(f"`{name}` comes by an anchor")
            self._new_section(name, new)
        elif isinstance(entry.value, Mapping) and (entry.value.entries or entry.value.flow):
            self.add([layout.append(entry.value, new)])
        elif isinstance(entry.value, Scalar) and not entry.value.text:
            self.add([layout.fill(entry.key, entry.value, new)])
        else:
            raise NotExact(f"`{name}` is an alias")
        section = self.meant.get(name)
        self.meant[name] = {**(section if isinstance(section, dict) else {}), **meaning(new)}

    def _new_section(self, name: str, new: dict[str, Tree]) -> None:
        layout, root = self.config.layout, self.config.text
        if root.flow:
            self.add([layout.append(root, {name: new})])
            return
        neighbour = root.own("version") if name == "parameters" else None
        entry = neighbour or root.entries[-1]
        self.add([layout.after_entry(entry.key, entry.value, {name: new})])

    def finish(self) -> tuple[tuple[Edit, ...], Config]:
        """The edits, and the config that they make. Raises ``NotExact``."""
        from migrator.plan import apply

        edits = _in_order(self._edits)
        source = self.config.source
        try:
            after = parse(Source(source.path, apply(source.text, edits)))
        except (BadConfig, AssertionError) as error:
            raise NotExact("it is laid out in a way that no edit fits in") from error
        if plain(after.text) != self.meant:
            raise NotExact("an anchor or its layout would make an edit mean more than it should")
        return edits, after


def meaning(tree: Tree) -> Any:
    """What ``plain`` tells of ``tree`` once it is written."""
    if isinstance(tree, dict):
        return {_unquoted(key)[1]: meaning(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [meaning(item) for item in tree]
    is_text, text = _unquoted(tree)
    return ("text", text) if is_text else text


def _unquoted(written: str) -> tuple[bool, str]:
    if written[:1] == "'":
        return True, written[1:-1].replace("''", "'")
    if written == '""':
        return True, ""
    return False, written


def own_mapping(node: Node, what: str) -> Mapping:
    """The mapping that ``node`` itself is. Raises ``NotExact``."""
    if isinstance(node, Mapping):
        return node
    real = resolved(node)
    raise NotExact(f"{what} is an alias" if real is not node else f"{what} is no mapping")


def _in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Insertions at one place made one, in the order in which they were added."""
    at: defaultdict[Span, list[str]] = defaultdict(list)
    for edit in edits:
        at[edit.span].append(edit.content)
    return tuple(sorted(Edit(span, "".join(contents)) for span, contents in at.items()))
