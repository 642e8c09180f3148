"""Values as Python expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrator.call.body import Array, Encoding, Entry, Node, Object, Scalar
from migrator.call.language import CannotWrite
from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.python import origin
from migrator.python.pen import StringPen, literal
from migrator.python.strings import Style
from migrator.python.writing.draft import Draft

_WORDS = {"true": "True", "false": "False", "null": "None"}
_STRING = re.compile(r"[A-Za-z]{0,2}['\"]")
_SURE_TEXT = re.compile(r"(os\.)?(environ\b|getenv\()|sys\.argv\b|input\(|str\(|[A-Za-z]{0,2}['\"]")
_WRAPPED = re.compile(r"\b(lambda|yield|await)\b|:=")


def mapping(draft: Draft, node: Object) -> str:
    return "{" + ", ".join(entry(draft, e) for e in node.entries) + "}"


def entry(draft: Draft, member: Entry) -> str:
    """``"key": value``."""
    if member.key is None:
        raise CannotWrite("a key of the body is not in view")
    return f"{literal(member.key, draft.quote)}: {expression(draft, member.value)}"


def expression(draft: Draft, node: Node) -> str:
    """Raises ``CannotWrite`` where the value means something else at the call."""
    if isinstance(node, Object):
        return mapping(draft, node)
    if isinstance(node, Array):
        return "[" + ", ".join(expression(draft, item) for item in node.items) + "]"
    if isinstance(node.origin, origin.Expression):
        return _kept(draft, node, node.origin.span)
    if not node.quoted and node.value.known is not None:
        return _WORDS.get(node.value.known, node.value.known)
    return text(draft, node.value)


def _kept(draft: Draft, node: Scalar, span: Span) -> str:
    """The expression that stands there; what a form sends as text stays text."""
    code = draft.at(span)
    if draft.old.body.encoding is Encoding.JSON or _SURE_TEXT.match(code):
        return code
    if node.value.known is not None:
        return literal(node.value.known, draft.quote)
    if any(isinstance(piece, Literal) for piece in node.value.pieces):
        return code
    return f"str({code})"


def text(draft: Draft, value: Value) -> str:
    """A text as an expression: a literal, a name, or an f-string."""
    named = _named(draft, value.pieces)
    if named is not None:
        return named
    if value.known is not None:
        return literal(value.known, draft.quote)
    if len(value.pieces) == 1 and isinstance(value.pieces[0], Hole):
        return here(value.pieces[0])
    return _formatted(draft, value)


def _named(draft: Draft, pieces: Sequence[Piece]) -> str | None:
    """The expression that put exactly these pieces into the URL."""
    for groups in draft.origin.groups:
        for group in groups:
            if tuple(pieces) == group.pieces and group.hole.here:
                return group.hole.plain
    return None


def here(hole: Hole) -> str:
    """The expression inside the hole, where it may be written at the call."""
    plain = hole.plain or hole.source
    if not hole.here:
        raise CannotWrite(f"`{plain}` does not mean the same where the call is made")
    return f"({plain})" if _WRAPPED.search(plain) else plain


def _formatted(draft: Draft, value: Value) -> str:
    for quote in (draft.quote, "'" if draft.quote == '"' else '"'):
        pen, style = StringPen(quote), str(Style("f", quote))
        try:
            return f"f{quote}" + "".join(_piece(pen, p, style) for p in value.pieces) + quote
        except CannotWrite:
            continue
    raise CannotWrite(f"`{value.written()}` can't be written as one text")


def _piece(pen: StringPen, piece: Piece, style: str) -> str:
    if isinstance(piece, Literal):
        return pen.text(piece.text, style)
    code = here(piece)
    return pen.hole(Hole(code), style)
