"""The edits of the method."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.body import Encoding
from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.python.clients import VERBS
from migrator.python.pen import literal
from migrator.python.strings import Style
from migrator.python.writing.draft import Draft


def edits(draft: Draft) -> Iterator[Edit]:
    old, new = draft.old, draft.new
    if new.method is None:
        raise CannotWrite("its method is not in view")
    if old.method == new.method:
        return
    span = old.method_span
    if span is None:
        if new.method == ("GET" if new.body.encoding is Encoding.NONE else "POST"):
            return
        raise CannotWrite("its method is not written where it can be changed")
    written = draft.at(span)
    if span == draft.origin.verb:
        if new.method.lower() not in VERBS:
            raise CannotWrite(f"the client has no {new.method.lower()}()")
        yield Edit(span, new.method.lower())
        return
    style = Style.of(written)
    if style is None or style.prefix:
        raise CannotWrite(f"the method is `{written}`, which is set elsewhere")
    word = new.method.lower() if written[1:-1].islower() else new.method
    yield Edit(span, literal(word, style.quote))
