"""Texts that a program takes where nobody gives it another one."""

from __future__ import annotations

import re
from dataclasses import replace

import libcst as cst

from migrator.python.run import Run
from migrator.python.things import OPAQUE, Outcomes, Text, Trail

_ADDRESS = re.compile(
    r"://|/api(/|$)|^api/|^/?v[0-9](\.[0-9]+)?/?$|^([\w-]+\.)+[a-z]{2,}(:[0-9]+)?(/|$)"
)

_VERSION = re.compile(r"(^|/)v[0-9]")
_FALLBACKS = frozenset({"default", "fallback"})
_LOOKUPS = frozenset({"get", "pop"})


def names_address(text: Text) -> bool:
    """Whether it is an address or a part of one, which a default then is for certain."""
    return bool(_ADDRESS.search(text.value.shape))


def fallback(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """What a look-up gives, such as ``config.get("url", "…")``, where it finds nothing."""
    name = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    shown = run.tree.code(node.args[0].value) if node.args else ""
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        named = arg.keyword is not None and arg.keyword.value in _FALLBACKS
        second = arg.keyword is None and index == 1 and name in _LOOKUPS and not arg.star
        if (named or second) and index:
            found = unless_set(values, shown)
            if found is not OPAQUE:
                return found
        if arg.keyword is None:
            shown = next((t.known for t in values if isinstance(t, Text) and t.known), shown)
    return OPAQUE


def unless_set(values: Outcomes, shown: str, how: str = "set") -> Outcomes:
    """Texts that hold unless ``shown`` is set, or given."""
    versions = [_VERSION.search(t.value.shape) for t in values if isinstance(t, Text)]
    what = "must name API v2 as well" if any(versions) else "must be a server that answers API v2"
    return default(values, f"`{shown}`, where it is {how}, {what}")


def default(values: Outcomes, doubt: str) -> Outcomes:
    """Texts that hold unless somebody says otherwise: addresses with a doubt, others not at all."""
    if not any(isinstance(v, Text) and names_address(v) for v in values):
        return OPAQUE
    return tuple(
        replace(v, trail=v.trail + Trail(doubts=(doubt,))) for v in values if isinstance(v, Text)
    )
