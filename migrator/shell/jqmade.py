"""The JSON that ``jq -n`` makes of its arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from migrator.call.value import Hole, Literal
from migrator.shell.arguments import Argv
from migrator.shell.jqparse import NotUnderstood, parse
from migrator.shell.jqsyntax import (
    Call,
    Collected,
    Constant,
    Member,
    Node,
    Record,
    Several,
    Variable,
)
from migrator.shell.letters import unfilled
from migrator.shell.quoting import BARE
from migrator.shell.text import Gap, Part, Text, Through, join

_ALONE = re.compile(r"-[cSMCaj]*n[ncSMCaj]*|--null-input")
_FLAGS = re.compile(r"-[cSMCaj]+|--(?:compact-output|sort-keys|monochrome-output|tab|ascii-output)")


def made(argv: Argv) -> Text | None:
    """What the command ``argv`` writes, ``None`` where nobody can tell."""
    told = _told(argv)
    if told is None:
        return None
    filter_, names = told
    try:
        node = parse(filter_.shape)
    except NotUnderstood:
        return None
    found = _json(node, names)
    if found is None:
        return None
    doubts = tuple(unfilled(filter_.parts, "jq"))
    whole = Gap(Hole(filter_.outer().written(), here=False))
    place = argv[0].span
    return Text((Through(whole, found, place, doubts=doubts),)) if doubts else found


def _told(argv: Argv) -> tuple[Text, dict[str, Text]] | None:
    """The filter and the names it is given, where there is no input."""
    names: dict[str, Text] = {}
    filters: list[Text] = []
    alone = False
    rest = iter(argv[1:])
    for field in rest:
        word = field.text.known
        if field.open:
            return None
        if word in ("--arg", "--argjson"):
            name, value = next(rest, None), next(rest, None)
            if name is None or value is None or not name.text.known:
                return None
            given = value.text if word == "--argjson" else _quoted(value.text)
            names[name.text.known] = given
        elif word is not None and _ALONE.fullmatch(word):
            alone = True
        elif word is None or not word.startswith("-"):
            filters.append(field.text)
        elif not _FLAGS.fullmatch(word):
            return None
    return (filters[0], names) if alone and len(filters) == 1 else None


def _json(node: Node, names: dict[str, Text]) -> Text | None:
    if isinstance(node, Constant):
        return _text(json.dumps(node.value, ensure_ascii=False))
    if isinstance(node, Variable):
        return names.get(node.name.removeprefix("$"))
    if isinstance(node, Collected):
        items = [] if node.inner is None else [_json(one, names) for one in _several(node.inner)]
        return _between("[", [item for item in items if item is not None], "]", len(items))
    if isinstance(node, Record):
        pairs = [_pair(pair.key, pair.value, names) for pair in node.pairs]
        return _between("{", [pair for pair in pairs if pair is not None], "}", len(pairs))
    if isinstance(node, Member) and isinstance(node.key, str):
        return _environment(node)
    return None


def _environment(node: Member) -> Text | None:
    """``$ENV.NAME`` and ``env.NAME``."""
    of = node.of
    named = isinstance(of, Variable) and of.name.removeprefix("$") == "ENV"
    called = isinstance(of, Call) and of.name == "env" and not of.arguments
    if not (named or called):
        return None
    hole = Hole(f"$ENV.{node.key}", here=False)
    return join([_text('"'), Text((Gap(hole, style=BARE),)), _text('"')])


def _pair(key: object, value: Node | None, names: dict[str, Text]) -> Text | None:
    if not isinstance(key, str):
        return None
    if value is None:
        variable = names.get(key.removeprefix("$")) if key.startswith("$") else None
        written, content = key.removeprefix("$"), variable
    else:
        written, content = key, _json(value, names)
    return None if content is None else join([_text(f"{json.dumps(written)}: "), content])


def _several(node: Node) -> Iterator[Node]:
    if isinstance(node, Several):
        yield from _several(node.left)
        yield from _several(node.right)
    else:
        yield node


def _between(start: str, items: list[Text], end: str, wanted: int) -> Text | None:
    if len(items) < wanted:
        return None
    parts = [part for item in items for part in (_text(", "), item)]
    return join([_text(start), *parts[1:], _text(end)])


def _quoted(text: Text) -> Text:
    """A text of ``--arg`` as JSON writes it."""
    return join([_text('"'), Text(tuple(_escaped(text))), _text('"')])


def _escaped(text: Text) -> Iterator[Part]:
    for part in text.parts:
        if isinstance(part, Literal):
            inside = json.dumps(part.text, ensure_ascii=False)[1:-1]
            yield part if inside == part.text else Literal(inside)
        else:
            yield part


def _text(written: str) -> Text:
    return Text((Literal(written),))
