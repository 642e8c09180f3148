"""Reads a rewritten call again, to see that it says what it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrator.call.call import Call
from migrator.call.language import Reading
from migrator.call.proof import After
from migrator.call.source import Source, Span
from migrator.python.origin import Origin
from migrator.python.reading import read


class Reader:
    """``migrator.call.proof.Reader`` of Python."""

    def sources(self, call: Call) -> Iterable[Source]:
        assert isinstance(call.origin, Origin)
        return call.origin.sources

    def request(self, call: Call) -> Span | None:
        assert isinstance(call.origin, Origin)
        return call.origin.callee if call.through else None

    def again(self, changed: Mapping[str, Source], call: Call) -> Reading:
        assert isinstance(call.origin, Origin)
        return read(changed[call.span.path], After(call.origin.project, changed))
