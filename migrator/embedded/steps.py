"""Programs that a YAML file gives as scalars, with the variables set for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from migrator.call.source import Source
from migrator.embedded.inlay import Part, inlay, made
from migrator.embedded.interpreters import language_of
from migrator.embedded.quoted import Quoted
from migrator.embedded.scalars import Within, part, plainly
from migrator.embedded.snippet import Snippet
from migrator.embedded.trees import Place
from migrator.records import dataclass
from migrator.yaml import Mapping, Scalar, resolved

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True)
class Text:
    """``flow`` says that the scalar stands in brackets or braces."""

    scalar: Scalar
    flow: bool


@dataclass(frozen=True)
class Step:
    """``texts`` run one after the other in one shell; ``variables`` are set for it before."""

    texts: tuple[Text, ...]
    shell: str | None = None
    variables: tuple[tuple[str, Text], ...] = ()


def variables(place: Place, own: Sequence[Mapping], key: str) -> tuple[tuple[str, Text], ...]:
    """What ``key`` sets in the mappings ``own``, innermost first, and in those around ``place``."""
    found: dict[str, Text] = {}
    for owner in (*own, *reversed(place.above)):
        values = owner.get(key)
        if not isinstance(values, Mapping):
            continue
        for name, entry in values.all():
            value = resolved(entry.value)
            if isinstance(value, Mapping):  # GitLab: a value with its description
                value = resolved(value.get("value") or value)
            if isinstance(value, Scalar) and _NAME.fullmatch(name):
                found.setdefault(name, Text(value, place.flow or values.flow))
    return tuple(found.items())


def snippets(
    source: Source,
    steps: Sequence[Step],
    holes: re.Pattern[str] | None,
    quote: str = "'",
    within: Within = plainly,
    defaults: bool = False,
) -> Iterator[Snippet]:
    """``quote`` is how a shell would have to quote the values of variables, ``defaults``
    says that others may be set from elsewhere.

    ``within`` makes of the notation of a command the one that the host reads it in.
    """
    used = [(step, _used(step, quote)) for step in steps]
    users = Counter(
        id(text.scalar)
        for step, names in used
        for text in (*step.texts, *(text for _, text in names))
    )
    quoted = partial(Quoted, quote=quote)
    for step, names in used:
        language = language_of(step.shell)
        if not step.texts:
            continue
        parts: list[Part] = []
        for name, text in names if language == "shell" else ():
            value = part(source, text.scalar, flow=text.flow, within=quoted)
            before, behind = _around(name, quote, defaults=defaults)
            value = replace(value, readers=users[id(text.scalar)])
            parts += [made(before), value, made(behind)]
        for index, text in enumerate(step.texts):
            command = part(source, text.scalar, flow=text.flow, within=within)
            parts += [
                *([made("\n")] if index else []),
                replace(command, readers=users[id(text.scalar)]),
            ]
        yield Snippet(language, inlay(source, parts, holes))


def _around(name: str, quote: str, *, defaults: bool) -> tuple[str, str]:
    """What an assignment of the shell has before and behind the value."""
    if defaults:
        return f"{name}={quote}${{{name}:-", f"}}{quote}\n"
    return f"{name}={quote}", f"{quote}\n"


def _used(step: Step, quote: str) -> tuple[tuple[str, Text], ...]:
    """The variables that ``step`` names and whose text can be put in quotes as it is."""
    named = {name for text in step.texts for name in _NAME.findall(text.scalar.text)}
    return tuple(
        (name, text)
        for name, text in step.variables
        if name in named and Quoted.holds(text.scalar.text, quote)
    )
