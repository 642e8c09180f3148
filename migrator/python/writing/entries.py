"""The edits of a dictionary that stays where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.call import difference
from migrator.call.body import Entry, Object, Scalar
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.python import origin
from migrator.python.pen import literal
from migrator.python.writing import arguments
from migrator.python.writing.draft import Draft
from migrator.python.writing.expression import entry, expression


class Reshaped(Exception):
    """The entries do not stay where they are: the dictionary must be written anew."""


def fresh(old: Object, new: Object) -> tuple[Entry, ...]:
    """The entries of ``new`` that ``old`` does not have."""
    known = [e.origin for e in old.entries]
    return tuple(e for e in new.entries if e.origin is None or e.origin not in known)


def kept(draft: Draft, old: Object, new: Object) -> Iterator[Edit]:
    """Takes out what is gone and renames what is renamed; nothing is put in."""
    stays = [e for e in new.entries if e.origin is not None]
    order = [e.origin for e in old.entries if any(e.origin == s.origin for s in stays)]
    if order != [e.origin for e in stays] or any(e.origin is None for e in old.entries):
        raise Reshaped
    yield from _taken_out([e for e in old.entries if e.origin not in order])
    by_place = {id(e.origin): e for e in old.entries}
    for member in stays:
        before = by_place.get(id(member.origin)) or _same(old, member)
        yield from _changed(draft, before, member)


def replaced(draft: Draft, old: Object, new: Object) -> Iterator[Edit]:
    """Puts all the entries of ``new``, none of which is old, in the place of the old ones."""
    place = old.origin
    if not isinstance(place, origin.Dictionary) or place.calls:
        raise Reshaped
    if len(place.items.spans) != len(old.entries):
        raise Reshaped
    first, last = place.items.spans[0], place.items.spans[-1]
    code = ", ".join(entry(draft, e) for e in new.entries)
    yield Edit(draft.source.span(first.start, last.end), code)


def stays(old: Object, new: Object) -> bool:
    """Whether any old entry is left, or there was none."""
    return not old.entries or not new.entries or len(fresh(old, new)) < len(new.entries)


def _same(old: Object, member: Entry) -> Entry:
    return next(e for e in old.entries if e.origin == member.origin)


def _taken_out(lost: Sequence[Entry]) -> Iterator[Edit]:
    places = [e.origin for e in lost if isinstance(e.origin, origin.Entry)]
    if len(places) != len(lost) or any(p.items is None for p in places):
        raise CannotWrite("a key of the body is set by a statement of its own")
    for items in {p.items for p in places}:
        assert items
        yield from items.without({p.index for p in places if p.items == items})


def _changed(draft: Draft, old: Entry, new: Entry) -> Iterator[Edit]:
    place = new.origin
    if not isinstance(place, origin.Entry):
        raise Reshaped
    if old.key != new.key:
        yield from renamed(draft, place, new.key)
    if old.value == new.value:
        return
    if isinstance(old.value, Object) and isinstance(new.value, Object):
        if not fresh(old.value, new.value):
            yield from kept(draft, old.value, new.value)
            return
        raise Reshaped
    if isinstance(old.value, Scalar) and isinstance(new.value, Scalar):
        if old.value.quoted == new.value.quoted:
            yield from difference.edits(old.value.value, new.value.value, draft.pen)
            return
    yield Edit(place.value, expression(draft, new.value))


def renamed(draft: Draft, place: origin.Entry, key: str | None) -> Iterator[Edit]:
    """Gives the key another name, wherever the program names it."""
    if place.key is None or key is None:
        raise CannotWrite("the name of a key of the body is not written where it can be changed")
    if place.word and not key.isidentifier():
        raise CannotWrite(f"`{key}` can't be a keyword")
    yield Edit(place.key, key if place.word else _requoted(draft, place.key, key))
    own = {use.reference for use in draft.old.uses}
    for mention, name in place.mentions:
        if name in own:
            yield Edit(mention, _requoted(draft, mention, key))


def _requoted(draft: Draft, span: Span, key: str) -> str:
    written = draft.at(span)
    if len(written) < 2 or written[0] not in "'\"" or written[0] != written[-1]:
        raise CannotWrite(f"a key of the body is named by `{written}`")
    return literal(key, written[0])


def added_first(draft: Draft, place: origin.Dictionary, entries: Sequence[Entry]) -> Iterator[Edit]:
    """Puts entries in front of the others of a literal."""
    if not entries:
        return
    if place.calls:
        raise Reshaped
    shown = [entry(draft, e) for e in entries]
    if not place.items.spans:
        yield draft.insert(place.items.inside.start, ", ".join(shown))
        return
    first = place.items.spans[0].start
    separator = arguments.separator(draft, first)
    yield draft.insert(first, "".join(f"{code},{separator}" for code in shown))


def added_last(draft: Draft, place: origin.Dictionary, entries: Sequence[Entry]) -> Iterator[Edit]:
    """Puts entries behind the others of a literal."""
    if entries and place.calls:
        raise Reshaped
    yield from arguments.append(draft, place.items, [entry(draft, e) for e in entries])
