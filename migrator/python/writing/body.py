"""The edits of a body: in the dictionary that is there, or a new argument."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call import difference, jsontext
from migrator.call.body import Body, Encoding, Node, Object, Scalar
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.python import origin
from migrator.python.writing import entries
from migrator.python.writing.draft import Draft
from migrator.python.writing.expression import entry, mapping
from migrator.python.writing.imports import json_name, with_json

_TYPED = re.compile(r"-?[0-9.]+|True|False|None")


def edits(draft: Draft) -> Iterator[Edit]:
    old, new = draft.old.body, draft.new.body
    if (old.encoding, old.root) == (new.encoding, new.root):
        return
    if new.encoding is not Encoding.JSON or new.root is None:
        raise CannotWrite("only a JSON body can be written")
    carrier = old.origin
    if not isinstance(carrier, origin.Carrier):
        yield from _new_argument(draft, new.root)
    elif carrier.form == "text":
        yield from _from_text(draft, carrier, old, new.root)
    else:
        yield from _from_mapping(draft, carrier, old, new.root)


def sends_json(draft: Draft) -> bool:
    """Whether the client turns a mapping into JSON by itself, and says so in a header."""
    return bool(draft.origin.sender.json) and draft.origin.sender.writes_json


def _new_argument(draft: Draft, root: Object) -> Iterator[Edit]:
    content, word = mapping(draft, root), _body_word(draft)
    if not sends_json(draft):
        yield from with_json(draft)
        content = f"{json_name(draft)}.dumps({content}).encode()"
    empty = draft.origin.named.get(word)
    if empty is not None:
        yield Edit(empty.value, content)
    else:
        draft.added.append(f"{word}={content}")


def _body_word(draft: Draft) -> str:
    """The argument by which the client takes JSON, or a text."""
    sender = draft.origin.sender
    return sender.json if sends_json(draft) else sender.raw[0]


def _from_text(draft: Draft, carrier: origin.Carrier, old: Body, root: Object) -> Iterator[Edit]:
    """A body written as text: JSON stays text, a form becomes a mapping."""
    if old.encoding is Encoding.JSON and old.raw is not None:
        yield from difference.edits(old.raw, jsontext.render(old.raw, root), draft.pen)
        return
    if old.encoding not in (Encoding.FORM, Encoding.NONE):
        raise CannotWrite(f"its body `{old.source}` is not in view")
    yield from _replaced(draft, carrier, mapping(draft, root))


def _replaced(draft: Draft, carrier: origin.Carrier, content: str) -> Iterator[Edit]:
    """``content`` in the place of the argument's value."""
    argument = _argument(draft, carrier)
    if not sends_json(draft):
        yield from with_json(draft)
        content = f"{json_name(draft)}.dumps({content}).encode()"
    yield from _keyword(draft, carrier, argument)
    yield Edit(argument.value, content)


def _argument(draft: Draft, carrier: origin.Carrier) -> origin.Argument:
    argument = draft.origin.named.get(carrier.name)
    if argument is None:
        raise CannotWrite("its body is not an argument of the call itself")
    return argument


def _keyword(draft: Draft, carrier: origin.Carrier, argument: origin.Argument) -> Iterator[Edit]:
    """Makes the argument the one that carries JSON."""
    word = _body_word(draft)
    if carrier.name == word:
        return
    if argument.word is not None:
        yield Edit(argument.word, word)
        return
    later = (a for a in draft.origin.named.values() if a.index > argument.index)
    if any(a.word is None for a in later):
        raise CannotWrite("its body is followed by other arguments without a name")
    yield draft.insert(argument.value.start, f"{word}=")


def _from_mapping(draft: Draft, carrier: origin.Carrier, old: Body, root: Object) -> Iterator[Edit]:
    before = old.root
    assert before is not None
    content = carrier.content
    in_place = (
        content is not None
        and isinstance(before.origin, origin.Dictionary)
        and (content.start == before.origin.span.start)
    )
    if old.encoding is not Encoding.JSON:
        if in_place:
            yield from _replaced(draft, carrier, mapping(draft, root))
        else:
            yield from _relabelled(draft, carrier, before, root)
        return
    try:
        if in_place and not entries.stays(before, root):
            raise entries.Reshaped
        changes = list(entries.kept(draft, before, root))
        added = entries.fresh(before, root)
        if in_place:
            assert isinstance(before.origin, origin.Dictionary)
            changes += entries.added_first(draft, before.origin, added)
        elif added:
            changes += _wrapped(draft, content, ", ".join(entry(draft, e) for e in added))
    except entries.Reshaped:
        if not in_place:
            raise CannotWrite("its body is built elsewhere, and v2 takes another shape") from None
        assert content is not None
        changes = [Edit(content, mapping(draft, root))]
    yield from changes
    if carrier.form == "encoded" and sends_json(draft):
        yield from _unwrapped(draft, carrier, content)


def _relabelled(
    draft: Draft, carrier: origin.Carrier, before: Object, root: Object
) -> Iterator[Edit]:
    """A form that is built elsewhere and holds what v2 takes: ``json=data`` for ``data=data``."""
    flat = before.complete and all(_is_text(e.value) for e in before.entries)
    try:
        stays = flat and not list(entries.kept(draft, before, root))
    except entries.Reshaped:
        stays = False
    if not stays or carrier.form == "encoded" or not sends_json(draft):
        raise CannotWrite("its form is built elsewhere")
    added = entries.fresh(before, root)
    if added:
        yield from _wrapped(draft, carrier.content, ", ".join(entry(draft, e) for e in added))
    yield from _keyword(draft, carrier, _argument(draft, carrier))


def _is_text(node: Node) -> bool:
    """Whether a form and JSON say the same of it: of a number they don't."""
    return isinstance(node, Scalar) and not _TYPED.fullmatch(node.value.known or "")


def _wrapped(draft: Draft, content: Span | None, added: str) -> list[Edit]:
    """``{"new": …, **payload}`` at the call, where ``payload`` is built elsewhere."""
    if content is None:
        raise CannotWrite("its body is not in view")
    return [draft.insert(content.start, f"{{{added}, **"), draft.insert(content.end, "}")]


def _unwrapped(draft: Draft, carrier: origin.Carrier, content: Span | None) -> Iterator[Edit]:
    """``data=json.dumps({…})`` to ``json={…}``."""
    argument = _argument(draft, carrier)
    if content is None or not argument.value.holds(content):
        raise CannotWrite("its body is encoded elsewhere")
    yield from _keyword(draft, carrier, argument)
    yield Edit(draft.source.span(argument.value.start, content.start), "")
    yield Edit(draft.source.span(content.end, argument.value.end), "")
