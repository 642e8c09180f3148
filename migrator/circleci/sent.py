"""What a call sends to a config."""

from __future__ import annotations

from dataclasses import replace

from migrator.call.body import Body, Entry, Object, Scalar
from migrator.call.call import Call
from migrator.catalog.rule import Keys
from migrator.circleci.names import LONGEST_NAME, LONGEST_VALUE, MOST
from migrator.circleci.value import UNKNOWN, Unknown, Value
from migrator.records import dataclass


@dataclass(frozen=True)
class Sent:
    """The members of the body's ``key``. ``complete`` is false where there may be more."""

    key: str
    entries: tuple[Entry, ...]
    complete: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.key for entry in self.entries if entry.key))

    def value(self, name: str) -> Value | Unknown:
        node = next((e.value for e in reversed(self.entries) if e.key == name), None)
        return known(node) if isinstance(node, Scalar) else UNKNOWN


def sent(call: Call, keys: Keys) -> Sent | None:
    """What ``call`` sends under a key whose members a config must declare, if it does."""
    root = call.body.root
    for key in sorted(keys.declare) if root else ():
        node = root.get(key) if root else None
        if isinstance(node, Object):
            return Sent(key, node.entries, node.complete)
    return None


def known(scalar: Scalar) -> Value | Unknown:
    """The value as JSON has it, as far as it is in view."""
    text = scalar.value.known
    if text is None:
        return UNKNOWN
    if scalar.quoted:
        return text
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        return UNKNOWN


def beyond_limits(parameters: Sent) -> tuple[str, ...]:
    """Clauses on what v2 is sure to refuse, whatever is declared."""
    found = []
    if len(parameters.names) > MOST:
        found.append(f"v2 takes {MOST} parameters, and {len(parameters.names)} are sent")
    for name in parameters.names:
        if len(name) > LONGEST_NAME:
            found.append(f"v2 takes {LONGEST_NAME} characters for a name: `{name[:20]}…`")
        value = parameters.value(name)
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            found.append(f"v2 takes {LONGEST_VALUE} characters, and `{name}` has {len(value)}")
    return tuple(found)


def renamed(body: Body, key: str, new: dict[str, str], values: dict[str, Scalar]) -> Body:
    """``body`` with the members of ``key`` under other names, and with other values."""
    root = body.root
    assert root is not None
    entries = []
    for entry in root.entries:
        if entry.key == key and isinstance(entry.value, Object):
            members = tuple(
                replace(
                    member,
                    key=new.get(member.key or "", member.key),
                    value=values.get(member.key or "", member.value),
                )
                for member in entry.value.entries
            )
            entry = replace(entry, value=replace(entry.value, entries=members))
        entries.append(entry)
    return replace(body, root=replace(root, entries=tuple(entries)))
