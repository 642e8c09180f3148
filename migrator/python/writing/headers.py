"""The edits of headers."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call import difference
from migrator.call.call import Header
from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.python.pen import literal
from migrator.python.writing import arguments
from migrator.python.writing.body import sends_json
from migrator.python.writing.draft import Draft


def edits(draft: Draft) -> Iterator[Edit]:
    old = {header.span: header for header in draft.old.headers if header.span}
    for header in draft.new.headers:
        before = old.get(header.span) if header.span else None
        if before and before.value != header.value:
            yield from difference.edits(before.value, header.value, draft.pen)
        elif header.span is None and header not in draft.old.headers:
            yield from _added(draft, header)


def _added(draft: Draft, header: Header) -> Iterator[Edit]:
    """A header that the client does not send by itself."""
    content = header.value.known
    if header.name is None or content is None:
        raise CannotWrite("a header that is not in view would be needed")
    if header.name == "content-type" and sends_json(draft) and not _stays_text(draft):
        return
    name = "-".join(word.capitalize() for word in header.name.split("-"))
    code = f"{literal(name, draft.quote)}: {literal(content, draft.quote)}"
    if draft.origin.headers is not None:
        yield from arguments.append(draft, draft.origin.headers.items, [code])
        return
    argument = draft.origin.named.get("headers")
    if argument is None:
        draft.added.append(f"headers={{{code}}}")
        return
    yield draft.insert(argument.value.start, f"{{{code}, **")
    yield draft.insert(argument.value.end, "}")


def _stays_text(draft: Draft) -> bool:
    """Whether the body is JSON text, of which the client does not know what it is."""
    old = draft.old.body
    return old.raw is not None and old.encoding is draft.new.body.encoding
