"""What functions and methods of the standard library do to texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from migrator.call.value import Hole, Literal, Value
from migrator.python import answers
from migrator.python.commas import arguments_of
from migrator.python.defaults import default, unless_set
from migrator.python.environment import Frame
from migrator.python.filling import fill, place
from migrator.python.joining import joined
from migrator.python.run import Run
from migrator.python.sites import Listed
from migrator.python.strings import SEPARATOR
from migrator.python.templates import format_call
from migrator.python.texts import glued, only_texts, recased, stripped, without_none
from migrator.python.things import (
    OPAQUE,
    Encoded,
    Getter,
    Mapping,
    Opaque,
    Outcomes,
    Sequence,
    Text,
)

_PARSE = ("urllib.parse.", "urllib.", "six.moves.urllib.parse.", "requests.compat.")
_QUOTING = (*_PARSE, "requests.utils.")
ENVIRONMENT = frozenset(
    {"os.environ.get", "os.getenv", "os.environ.setdefault", "environ.get", "os.environ.pop"}
)
JOINS = frozenset(
    {
        "urllib.parse.urljoin",
        "urlparse.urljoin",
        "requests.compat.urljoin",
        "six.moves.urllib.parse.urljoin",
    }
)
PATHS = frozenset({"posixpath.join", "os.path.join"})
QUERIES = frozenset(
    {"urllib.parse.urlencode", "urllib.urlencode", "six.moves.urllib.parse.urlencode"}
)
FIELDS = frozenset(
    {"pydantic.Field", "dataclasses.field", "attr.ib", "attrs.field", "decouple.config"}
    | {"typer.Option", "typer.Argument"}
)

ENCODERS = frozenset({"json.dumps", "simplejson.dumps", "ujson.dumps"})

Function = Callable[[Run, cst.Call, list[Outcomes], Frame], Outcomes]
Method = Callable[[Run, cst.Call, tuple[Text, ...], list[Outcomes], Frame], Outcomes]


def _itemgetter(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    key = arguments[0][0] if len(arguments) == 1 and len(arguments[0]) == 1 else None
    if not isinstance(key, Text) or key.known is None:
        return OPAQUE
    return (Getter(key.known, node.args[0].value),)


def _quote(safe: str) -> Function:
    """The function that encodes all but ``safe``, unless its argument of that name differs."""

    def quote(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
        if not node.args:
            return OPAQUE
        inner = node.args[0].value
        kept = _safe(node, arguments, safe)
        plain = rf"[\w.~{re.escape(kept or '')}-]*+"
        texts = only_texts(arguments[0])
        known = [t for t in texts if t.known is not None and re.fullmatch(plain, t.known)]
        if len(known) == len(arguments[0]):
            return tuple(known)
        if any(isinstance(t, Text) and "/" in t.value.shape for t in arguments[0]):
            return OPAQUE
        return encoded(run, node, inner, frame, slashes=kept is None or "/" in kept)

    return quote


def _safe(node: cst.Call, arguments: list[Outcomes], safe: str) -> str | None:
    """What ``quote`` leaves as it is, ``None`` where nobody can see that."""
    for arg, values in [*zip(node.args, arguments, strict=True)][1:]:
        if arg.star or arg.keyword is None or arg.keyword.value == "safe":
            [only, *others] = values
            return only.known if isinstance(only, Text) and not others and not arg.star else None
    return safe


def encoded(
    run: Run, node: cst.Call, inner: cst.BaseExpression, frame: Frame, *, slashes: bool = False
) -> Outcomes:
    """``node`` is ``inner``, encoded for a path, of which slashes stay if ``slashes`` says so."""
    span = run.tree.span(inner)
    run.moments[span, None] = run.moment(inner, frame)
    hole = Hole(run.tree.code(node), span, run.tree.code(inner), multiple=slashes)
    return (Text(Value((hole,))),)


def encodes_slashes(arguments: list[Outcomes]) -> bool:
    """Whether these are the arguments of a ``replace`` that encodes by hand."""
    known = [t.known for values in arguments for t in values if isinstance(t, Text)]
    return len(arguments) == 2 and known in (["/", "%2F"], ["/", "%2f"])


def _environment(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    if len(arguments) < 2:
        return OPAQUE
    name = next((t.known for t in only_texts(arguments[0]) if t.known), None)
    shown = name or run.tree.code(node.args[0].value)
    return unless_set(arguments[1], shown)


def _field(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    """``Field("…")``, ``field(default="…")``, ``config("NAME", default="…")``."""
    named = dict(
        zip((a.keyword.value if a.keyword else "" for a in node.args), arguments, strict=True)
    )
    first = arguments[0] if node.args and not node.args[0].keyword else OPAQUE
    values = named.get("default", first)
    return default(values, f"`{run.tree.code(node)}` is a default, and may be given another value")


def _urljoin(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    if len(arguments) != 2:
        return OPAQUE
    bases = only_texts(without_none(arguments[0]))
    paths = only_texts(without_none(arguments[1]))
    return tuple(resolved(b, p) for b in bases for p in paths) or OPAQUE


def resolved(base: Text, path: Text) -> Text:
    """The URL ``path``, seen from ``base``. A path that begins with a hole counts as relative."""
    shape, there = path.value.shape, base.value.shape
    if re.match(r"[A-Za-z][\w+.-]*:", shape) or not there:
        return path
    host = re.match(r"[A-Za-z][\w+.-]*://[^/?#]*", there)
    if shape.startswith("/"):
        kept = base.value.cut(0, host.end() if host else 0)
    else:
        bare = re.split(r"[?#]", there)[0]
        slash = bare.rfind("/")
        inside = slash + 1 if not host or slash >= host.end() else 0
        kept = base.value.cut(0, inside) if inside else base.value + slash_before(path.value)
    return base.with_value(kept) + path


def slash_before(after: Value) -> Value:
    """A slash that comes by itself in front of ``after``; it stands nowhere in the source."""
    first = after.pieces[0] if after.pieces else None
    if not isinstance(first, Literal) or first.span is None:
        return Value((Literal("/"),))
    nowhere = replace(first.span, end=first.span.start)
    return Value((Literal("/", nowhere, first.style),))


def _path_join(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    source = run.tree.of(node).source
    items = arguments_of(run.tree, node)
    site = Listed(items, SEPARATOR + "/")
    parts: list[Outcomes] = []
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        span = run.tree.span(arg.value)
        drop = place(run, site, index, span, arg.value)
        texts = fill(run, arg.value, values, span, drop, frame)
        if parts and any(isinstance(t, Text) and t.value.shape.startswith("/") for t in texts):
            return OPAQUE
        if parts and not all(_ends_in_slash(t) for t in parts[-1]):
            comma = source.span(items.spans[index - 1].end, items.spans[index].start)
            parts.append((Text(Value((Literal("/", comma, SEPARATOR + "/"),))),))
        parts.append(texts)
    return glued(parts)


def _ends_in_slash(thing: object) -> bool:
    return isinstance(thing, Text) and thing.value.shape.endswith("/")


def _dumps(form: str) -> Function:
    def encode(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
        hidden = not node.args or bool(node.args[0].star)
        for values in arguments if hidden else arguments[1:]:
            answers.leave(run, values, f"passed to {run.tree.code(node.func)}()", node)
        if hidden:
            return OPAQUE
        return (Encoded(form, arguments[0], node),)

    return encode


def _text(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    texts = only_texts(arguments[0]) if len(arguments) == 1 else ()
    return texts if texts and len(texts) == len(arguments[0]) else OPAQUE


FUNCTIONS: dict[str, Function] = {
    **{f"{module}quote": _quote("/") for module in _QUOTING},
    **{f"{module}quote_plus": _quote("") for module in _QUOTING},
    **dict.fromkeys(ENVIRONMENT, _environment),
    "operator.itemgetter": _itemgetter,
    **dict.fromkeys(JOINS, _urljoin),
    **dict.fromkeys(PATHS, _path_join),
    **dict.fromkeys(QUERIES, _dumps("form")),
    **dict.fromkeys(ENCODERS, _dumps("json")),
    **dict.fromkeys(FIELDS, _field),
    "str": _text,
}


def _strip(left: bool, right: bool) -> Method:
    def strip(
        run: Run, node: cst.Call, texts: tuple[Text, ...], arguments: list[Outcomes], frame: Frame
    ) -> Outcomes:
        characters = " \t\n\r\f\v"
        if arguments:
            known = [t.known for t in only_texts(arguments[0])]
            if len(known) != 1 or known[0] is None:
                return OPAQUE
            characters = known[0]
        return tuple(stripped(t, characters, left, right) for t in texts)

    return strip


def _case(upper: bool) -> Method:
    def case(
        run: Run, node: cst.Call, texts: tuple[Text, ...], arguments: list[Outcomes], frame: Frame
    ) -> Outcomes:
        return tuple(recased(t, upper) or Opaque() for t in texts)

    return case


def _format(
    run: Run, node: cst.Call, texts: tuple[Text, ...], arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    return format_call(run, texts, node, frame)


def _same(
    run: Run, node: cst.Call, texts: tuple[Text, ...], arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    return texts


def _join(
    run: Run, node: cst.Call, texts: tuple[Text, ...], arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    lists = [thing for values in arguments for thing in values if isinstance(thing, Sequence)]
    if len(texts) != 1 or len(arguments) != 1 or len(lists) != len(arguments[0]):
        for values in arguments:
            answers.leave(run, values, "passed to .join()", node)
        return OPAQUE
    return tuple(t for found in lists for t in joined(run, texts[0], found, frame))


METHODS: dict[str, Method] = {
    "strip": _strip(True, True),
    "rstrip": _strip(False, True),
    "lstrip": _strip(True, False),
    "lower": _case(False),
    "upper": _case(True),
    "format": _format,
    "join": _join,
    "encode": _same,
    "decode": _same,
}


def encoded_mapping(encoded: Encoded) -> Mapping | None:
    """The mapping that was encoded, where it is one only."""
    found = [thing for thing in encoded.content if isinstance(thing, Mapping)]
    return found[0] if len(found) == 1 == len(encoded.content) else None
