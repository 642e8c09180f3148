"""Reads a rewritten script again, to see that it requests what it should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from migrator.call.call import Call
from migrator.call.language import Reading
from migrator.call.proof import After
from migrator.call.source import Source, Span
from migrator.call.value import Hole, Value
from migrator.shell import reader
from migrator.shell.calls import Origin

_BRACED = re.compile(r"\$\{(\w+)\}")


class Reader:
    """``migrator.call.proof.Reader`` of shell."""

    def sources(self, call: Call) -> Iterable[Source]:
        origin = call.origin
        assert isinstance(origin, Origin)
        defined = {use.binding.definition.path for use in call.uses} - {call.span.path}
        read = (origin.project.source(path) for path in sorted(defined))
        return (
            *(source for source in read if source),
            origin.script.source,
            *(site.script.source for site in origin.sites),
        )

    def request(self, call: Call) -> Span | None:
        return None

    def again(self, changed: Mapping[str, Source], call: Call) -> Reading:
        assert isinstance(call.origin, Origin)
        reading = reader.read(changed[call.span.path], After(call.origin.project, changed))
        return replace(reading, calls=tuple(map(spelled, reading.calls)))


def spelled(call: Call) -> Call:
    """``call`` with the names in its URLs written in one way."""
    return replace(call, urls=tuple(map(_spelled, call.urls)))


def _spelled(value: Value) -> Value:
    return Value(
        tuple(
            replace(piece, source=_BRACED.sub(r"$\1", piece.source.strip('"')))
            if isinstance(piece, Hole)
            else piece
            for piece in value.pieces
        )
    )
