"""The edits that let a function walk on from the first page of a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span
from migrator.call.value import Hole, Value
from migrator.call.walk import Walk
from migrator.python.pen import literal
from migrator.python.writing import passages
from migrator.python.writing.draft import Draft
from migrator.python.writing.imports import behind_imports, module
from migrator.python.writing.scopes import Scopes
from migrator.records import dataclass

_CARRIED = frozenset(
    {"timeout", "verify", "proxies", "cert", "allow_redirects", "follow_redirects", "context"}
)
_KNOWN = frozenset({"method", "url", "params", "headers", "auth", "cookies", "data", "stream"})
_PARSERS = frozenset({"load", "loads"})
_TEXTS = frozenset({"text", "content"})
_DECODERS = frozenset({"read", "decode", "strip"})


@dataclass(frozen=True)
class _Taken:
    """``reply`` is the expression of the answer in ``whole``, which decodes it."""

    whole: Span
    reply: Span


def edits(draft: Draft) -> Iterator[Edit]:
    """Raises ``CannotWrite``."""
    walk = draft.new.walk
    if walk is None:
        return
    how = _how(draft)
    for root in draft.old.answer.roots:
        if root.span.path != draft.source.path:
            raise CannotWrite("its answer is read in another file")
        taken = _taken(draft.source, draft.own(root.span))
        arguments = ", ".join(_arguments(draft, walk, how, taken))
        name = passages.name(walk)
        yield Edit(Span(taken.whole.path, taken.whole.start, taken.reply.start), f"{name}(")
        yield Edit(Span(taken.whole.path, taken.reply.end, taken.whole.end), f", {arguments})")
    yield from _function(draft, walk, how)


def _how(draft: Draft) -> str:
    """The argument by which the function asks for more."""
    library = draft.origin.sender.library
    before = draft.source.text[: draft.old.span.start]
    if re.search(r"\bawait\s*+\(?\s*+$", before):
        raise CannotWrite("a walk through lists can't be written for an asynchronous client")
    if library in ("requests", "httpx"):
        return "get"
    if library == "urllib" and not re.search(r"\burllib2\b|\bsix\b", draft.source.text):
        return "headers"
    client = library or draft.at(draft.origin.callee)
    raise CannotWrite(f"a walk through lists can't be written for {client}")


def _arguments(draft: Draft, walk: Walk, how: str, taken: _Taken) -> Iterator[str]:
    """What the function is told besides the answer, where it is read."""
    scopes, used = Scopes(draft.source), taken.reply.start

    def same(code: str, written: int) -> str:
        if not scopes.means_same(code, written, used):
            raise CannotWrite(f"`{code}` may mean something else where the answer is read")
        return code

    if how == "get":
        yield same(_getter(draft), draft.origin.callee.start)
    elif "headers" in draft.origin.named:
        span = draft.origin.named["headers"].value
        yield same(draft.at(span), span.start)
    elif draft.old.headers:
        raise CannotWrite("its headers are set by a statement of their own")
    else:
        yield "{}"
    for name, value in walk.given.items():
        yield f"{name}={same(_code(draft, value), draft.old.span.start)}"
    for name, argument in draft.origin.named.items():
        if name in _CARRIED:
            yield f"{name}={same(draft.at(argument.value), argument.value.start)}"
        elif name not in _KNOWN:
            raise CannotWrite(f"its argument `{name}` would be needed for each request of the walk")


def _getter(draft: Draft) -> str:
    code = draft.at(draft.origin.callee)
    if re.fullmatch(r"[\w.]+\.request", code):
        return code.removesuffix("request") + "get"
    if not re.fullmatch(r"(?:[\w.]+\.)?get", code):
        raise CannotWrite(f"`{code}` can't send the other requests of the walk")
    return code


def _code(draft: Draft, value: Value) -> str:
    if value.known is not None:
        return value.known if value.known.isdecimal() else literal(value.known, draft.quote)
    if len(value.pieces) == 1 and isinstance(value.pieces[0], Hole) and value.pieces[0].here:
        return value.pieces[0].plain or value.pieces[0].source
    raise CannotWrite(f"`{value.written()}` does not mean the same where the answer is read")


def _taken(source: Source, root: Span) -> _Taken:
    """The answer in the expression at ``root``, which decodes it."""
    text = source.at(root)
    node = ast.parse(f"({text}\n)", mode="eval").body
    reply = _reply(node) if isinstance(node, ast.Call) else None
    if reply is None:
        raise CannotWrite(f"`{text}` is no way to read the answer that a walk can take over")
    return _Taken(_span(root, text, node), _span(root, text, reply))


def _reply(node: ast.Call) -> ast.expr | None:
    if not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr == "json" and not node.args:
        return node.func.value
    if node.func.attr not in _PARSERS or len(node.args) != 1 or node.keywords:
        return None
    return node.args[0] if node.func.attr == "load" else _reply_of_text(node.args[0])


def _reply_of_text(node: ast.expr) -> ast.expr | None:
    """The answer in ``answer.text.strip()`` and the like; what is text by itself has none."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in _DECODERS:
            return None
        if node.func.attr == "read":
            return node.func.value
        node = node.func.value
    return node.value if isinstance(node, ast.Attribute) and node.attr in _TEXTS else None


def _span(root: Span, text: str, node: ast.expr) -> Span:
    """Where ``node`` of the parsed ``(text)`` stands in the file."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        before = column - 1 if line == 1 else column
        return root.start + starts[line - 1] + len(lines[line - 1].encode()[:before].decode())

    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    start = offset(node.lineno, node.col_offset)
    return Span(root.path, start, offset(node.end_lineno, node.end_col_offset))


def _function(draft: Draft, walk: Walk, how: str) -> Iterator[Edit]:
    """The function itself, where the file does not have it yet."""
    name = passages.name(walk)
    found = _there(draft, name)
    if found is None:
        if Scopes(draft.source).names(name):
            raise CannotWrite(f"the name `{name}` has another meaning already")
        yield _inserted(draft, passages.text(walk, how))
    elif not passages.serves(found, walk, how):
        raise CannotWrite(f"the function `{name}` there does not answer all that is read")


def _there(draft: Draft, name: str) -> str | None:
    """The function of that name with the line above it."""
    lines = draft.source.text.splitlines()
    for node in module(draft.source.text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return "\n".join(lines[max(node.lineno - 2, 0) : node.end_lineno])
    return None


def _inserted(draft: Draft, function: str) -> Edit:
    text = draft.source.text
    offset = behind_imports(draft)
    newline = draft.newline(draft.source.line_start(offset) - 1 if offset else 0)
    blank = re.match(r"(?:\r\n|\r|\n)*", text[offset:])
    following = len(re.findall(r"\r\n|\r|\n", blank.group())) if blank else 0
    before = "" if offset == 0 else newline * 2
    if offset and text[offset - 1] not in "\r\n":
        before += newline
    after = newline * max(2 - following, 0) if offset < len(text) else ""
    body = function.replace("\n", newline)
    return draft.insert(offset, f"{before}{body}{after}")
