"""Addresses that are taken apart and put together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from migrator.call.value import Hole, Literal, Value, text
from migrator.python.environment import Frame
from migrator.python.filling import fill
from migrator.python.run import Run
from migrator.python.texts import glued, only_texts
from migrator.python.things import OPAQUE, Constant, Mapping, Outcomes, Sequence, Split, Text

_MODULES = ("urllib.parse.", "urlparse.", "six.moves.urllib.parse.", "requests.compat.")
PARSES = frozenset(f"{m}{name}" for m in _MODULES for name in ("urlparse", "urlsplit"))
UNPARSES = frozenset(f"{m}{name}" for m in _MODULES for name in ("urlunparse", "urlunsplit"))

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][\w+.-]*):)?(?://(?P<netloc>[^/?#]*))?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
EXPANDS = frozenset({"uritemplate.expand", "uritemplate.api.expand"})
_FIELD = re.compile(r"\{(?P<mark>[?&+#./;]?)(?P<names>[\w.,-]+)\}")
_NAMES = {
    6: ("scheme", "netloc", "path", "params", "query", "fragment"),
    5: ("scheme", "netloc", "path", "query", "fragment"),
}


def parsed(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    """``urlparse(address)``."""
    if len(arguments) != 1:
        return OPAQUE
    return tuple(Split(thing) if isinstance(thing, Text) else OPAQUE[0] for thing in arguments[0])


def part(split: Split, name: str) -> Text | None:
    """``split.netloc`` and the like; ``None`` for what is no text of the address."""
    found = _ADDRESS.fullmatch(split.whole.value.shape)
    if not found or name not in found.re.groupindex:
        return None
    start, end = found.span(name)
    return split.whole.with_value(split.whole.value.cut(start, end) if start >= 0 else Value())


def unparsed(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    """``urlunparse((scheme, netloc, path, params, query, fragment))``."""
    only = arguments[0][0] if len(arguments) == 1 and len(arguments[0]) == 1 else None
    names = _NAMES.get(len(only.items)) if isinstance(only, Sequence) else None
    if not isinstance(only, Sequence) or names is None:
        return OPAQUE
    parts: list[Outcomes] = [(Text(trail=only.trail),)]
    for name, item, inner in zip(names, only.items, only.nodes, strict=True):
        if _empty(item):
            continue
        made = fill(run, inner, item, run.tree.span(inner), (), frame)
        before = {"netloc": "//", "query": "?", "fragment": "#", "params": ";"}.get(name, "")
        if name == "path" and not all(t.value.shape.startswith("/") for t in only_texts(made)):
            before = "/"
        parts += [(Text(text(before)),), made]
        if name == "scheme":
            parts.append((Text(text(":")),))
    return glued(parts)


def expanded(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    """``uritemplate.expand(template, names)``."""
    given = arguments[1][0] if len(arguments) > 1 and len(arguments[1]) == 1 else None
    known: dict[str, Outcomes] = {}
    for member in given.members if isinstance(given, Mapping) else ():
        if member.key and member.key.known:
            known[member.key.known] = member.values
    for arg, values in zip(node.args, arguments, strict=True):
        if arg.keyword:
            known[arg.keyword.value] = values
    return tuple(
        made
        for thing in arguments[0]
        for made in (glued(_filled(thing, known)) if isinstance(thing, Text) else OPAQUE)
    )


def _filled(template: Text, known: dict[str, Outcomes]) -> Iterator[Outcomes]:
    value, at = template.value, 0
    yield (Text(trail=template.trail, groups=template.groups),)
    for field in _FIELD.finditer(value.shape):
        yield (Text(value.cut(at, field.start())),)
        at = field.end()
        for index, name in enumerate(field["names"].split(",")):
            if field["mark"] in "?&" and field["mark"]:
                mark = "&" if index else field["mark"]
                yield (Text(text(f"{mark}{name}=")),)
            given = [t for t in known.get(name, ()) if isinstance(t, Text)]
            yield tuple(given) or (Text(Value((Hole(name, here=False, multiple=False),))),)
    yield (Text(value.cut(at)),)


def _empty(values: Outcomes) -> bool:
    return all(
        (isinstance(v, Text) and v.known == "") or (isinstance(v, Constant) and v.value is None)
        for v in values
    )


def host_of(node: cst.Call, arguments: list[Outcomes], path: str) -> Outcomes:
    """The address of the host that a connection is made to."""
    scheme = "https" if path.endswith("HTTPSConnection") else "http"
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        if not arg.star and (arg.keyword.value == "host" if arg.keyword else index == 0):
            return tuple(
                Text(Value((Literal(f"{scheme}://"),))) + thing
                if isinstance(thing, Text)
                else thing
                for thing in values
            )
    return OPAQUE
