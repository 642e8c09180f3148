"""The JSON body of the v2 call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrator.call import formtext
from migrator.call.body import Array, Body, Encoding, Entry, Node, Object, Scalar
from migrator.call.value import Value, text
from migrator.catalog.match import Match
from migrator.catalog.rule import Keys
from migrator.migrate.verdict import Verdict


def convert(old: Body, match: Match, led: Mapping[str, Value], verdict: Verdict) -> Body:
    """What ``old`` becomes by the rule of ``match``.

    ``led`` holds variables that the path does not say. What can't be carried over
    is said to ``verdict``.
    """
    keys = match.rule.body
    if keys.same and old.encoding in (Encoding.HIDDEN, Encoding.JSON, Encoding.NONE):
        if old.encoding is Encoding.HIDDEN:
            verdict.doubt(f"its body `{old.source}` goes over as it is, and v2 takes JSON alone")
        return old
    if old.encoding is Encoding.HIDDEN or (old.root is None and old.encoding is not Encoding.NONE):
        verdict.forbid(
            f"its body `{old.source}` is not in view, and v2 takes other keys: see `explain`"
        )
        return old
    root = old.root or Object()
    if not root.complete:
        verdict.forbid("some keys of its body are not in view, and v2 takes other keys")
    sent = (Entry(key, _sent(value, led)) for key, value in keys.send.items())
    taken = (*_taken(match, verdict), *sent)
    moved = tuple(new for entry in root.entries for new in _carried(entry, keys, verdict))
    _exclude(keys, taken + moved, verdict)
    if not taken and moved == root.entries and old.encoding is not Encoding.FORM:
        return old
    encoding = Encoding.NONE if old.encoding is Encoding.NONE and not taken else Encoding.JSON
    return replace(old, encoding=encoding, root=replace(root, entries=taken + moved))


def _taken(match: Match, verdict: Verdict) -> list[Entry]:
    """Entries for what v1.1 says in the path."""
    entries = []
    for key, variable in match.rule.body.take.items():
        value = match.bound(variable)
        assert value is not None, f"{match.rule.id}: no {variable} in its path"
        decoded = formtext.decode(value, plus_is_space=False)
        for hole in value.holes:
            if not hole.encoded:
                verdict.note(f"`{hole.source}` must be the {key} as it is, not URL-encoded")
        entries.append(Entry(key, Scalar(decoded)))
    return entries


def _sent(value: object, led: Mapping[str, Value]) -> Node:
    """A value of the rule's ``send`` as a node."""
    if isinstance(value, list):
        return Array(tuple(_sent(item, led) for item in value))
    if isinstance(value, str):
        variable = value[1:-1] if value.startswith("{") else ""
        return Scalar(led[variable] if variable else text(value))
    return Scalar(text(str(value).lower()), quoted=False)


def _carried(entry: Entry, keys: Keys, verdict: Verdict) -> list[Entry]:
    key = entry.key
    if key is None:
        return []
    if key in keys.drop:
        verdict.doubt(f"`{key}` is dropped: {keys.drop[key]}")
        return []
    if key in keys.refuse:
        verdict.forbid(f"`{key}` {keys.refuse[key]}")
        return [entry]
    if key not in keys.keep and key not in keys.rename:
        verdict.forbid(f"v2 has no place for `{key}` of its body")
        return [entry]
    if key in keys.declare:
        _declare(key, entry.value, keys, verdict)
    value = (
        _respelled(key, entry.value, keys.values[key], verdict)
        if key in keys.values
        else entry.value
    )
    return [replace(entry, key=keys.rename.get(key, key), value=value)]


def _respelled(key: str, value: Node, words: Mapping[str, str], verdict: Verdict) -> Node:
    """``value`` in the words of v2."""
    known = value.value.known if isinstance(value, Scalar) else None
    if known is None:
        pairs = ", ".join(
            f"`{was}` as `{becomes}`" for was, becomes in words.items() if was != becomes
        )
        verdict.doubt(f"v2 takes {pairs} in `{key}`, whose value is not in view")
        return value
    if known not in words:
        verdict.doubt(f"no reference knows `{known}` as a value of `{key}`")
    return value if words.get(known, known) == known else Scalar(text(words[known]))


def _declare(key: str, value: Node, keys: Keys, verdict: Verdict) -> None:
    """Says which names the project's config must declare."""
    text_or_list = isinstance(value, Array) or (isinstance(value, Scalar) and value.quoted)
    if text_or_list or (isinstance(value, Scalar) and not value.value.holes):
        verdict.forbid(f"v2 takes an object as `{key}`, and this call sends none")
    if not isinstance(value, Object) or not value.complete:
        verdict.doubt(
            "every build parameter must be declared in the project's config, "
            "and not all of them are in view"
        )
        return
    if value.keys:
        must = f"build_parameters must be declared in the project's config: {', '.join(value.keys)}"
        verdict.note(must)
        verdict.of_config.add(must)
    for member in value.entries:
        if member.key and member.key in keys.hazard:
            verdict.doubt(keys.hazard[member.key])
            verdict.of_config.add(keys.hazard[member.key])
        if isinstance(member.value, Scalar) and _is_no_text(member.value):
            typed = (
                f"`{member.key}` is sent as {member.value.value.written()}, which v2 takes for a "
                "parameter of type integer or boolean alone: v1.1 made a text of it"
            )
            verdict.note(typed)
            verdict.of_config.add(typed)
        if not isinstance(member.value, Scalar):
            verdict.forbid(f"v2 takes text, a number or a truth value for `{member.key}`")


def _is_no_text(value: Scalar) -> bool:
    return not value.quoted and value.value.known is not None


def _exclude(keys: Keys, entries: tuple[Entry, ...], verdict: Verdict) -> None:
    names = [entry.key for entry in entries if entry.key in keys.exclusive]
    if len(names) > 1:
        verdict.forbid(f"v2 takes only one of {' and '.join(sorted(map(str, names)))}")
