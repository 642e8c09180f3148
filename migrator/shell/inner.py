"""Texts that a command runs as scripts of their own, or writes to a file as one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from migrator.call.body import Body
from migrator.call.call import Call, Header
from migrator.call.source import Source, Span
from migrator.call.value import Hole, Literal, Value
from migrator.records import dataclass
from migrator.shell.arguments import Argv
from migrator.shell.endpoints import API
from migrator.shell.plumbing import Way, source_of, target_of
from migrator.shell.programs import SPEAKING
from migrator.shell.settle import settle
from migrator.shell.text import Text, join
from migrator.shell.trip import Run

SHELLS = frozenset("sh bash dash zsh ksh ash".split())
_TAKING = SHELLS | frozenset("ssh su sudo".split())
"""Programs that run what they read."""

_COMMAND_OPTION = re.compile(r"-[a-z]*c")
_SENDING = re.compile(r"(?:^|[\s;&|(`])(?:curl|wget|https?)\s")


@dataclass(frozen=True)
class Inner:
    """``value`` is the text of a script, ``span`` what stands for it, ``reason`` a clause."""

    value: Value
    span: Span
    reason: str


def inner(run: Run) -> Iterator[Inner]:
    """Scripts that speak of an API among the arguments of a command, and in what it reads."""
    for argv in run.argvs:
        for text, span, runner in _arguments(argv):
            if _speaks(text):
                reason = f"`{runner}` runs it as a script of its own"
                yield Inner(settle(text, run.state).value, span, reason)
    yield from _document(run)


def _arguments(argv: Argv) -> Iterator[tuple[Text, Span, str]]:
    names = [(field.text.known or "").rpartition("/")[2] for field in argv]
    if not names or names[0] in SPEAKING:
        return
    if names[0] == "eval":
        yield _line(argv[1:]), argv[-1].span, "eval"
        return
    for index, field in enumerate(argv[1:], 1):
        before = names[index - 1]
        runner = next((name for name in reversed(names[: index - 1]) if name in SHELLS), None)
        if runner and _COMMAND_OPTION.fullmatch(before):
            yield field.text, field.span, runner
            return
        if names[0] not in SHELLS and _SENDING.match(field.text.shape):
            yield field.text, field.span, names[0]


def _line(argv: Argv) -> Text:
    """The words with a blank between one and the next."""
    blank = Text((Literal(" "),))
    return join([part for field in argv for part in (blank, field.text)][1:])


def _document(run: Run) -> Iterator[Inner]:
    end = source_of(run.script, run.node)
    if end.way is not Way.DOCUMENT or end.node is None or not run.argvs:
        return
    name = run.script.first_word(run.node).rpartition("/")[2]
    target = target_of(run.script, run.node)
    if name in _TAKING:
        reason = f"`{name}` gets it as its input"
    elif name in SPEAKING and target.way is Way.FILE:
        reason = "it is written to a file"
    elif name in SPEAKING and target.way is Way.PIPE and target.node is not None:
        consumer = run.script.first_word(target.node).rpartition("/")[2]
        if consumer not in _TAKING:
            return
        reason = f"`{consumer}` gets it as its input"
    else:
        return
    for text in run.printer.input(run.node, run.state) or ():
        if _speaks(text) and _SENDING.search(text.shape):
            yield Inner(settle(text, run.state).value, run.script.span(end.node), reason)


def _speaks(text: Text) -> bool:
    return bool(API.search(text.shape))


class Place:
    """A script inside of another: its text, and where each piece of it stands."""

    def __init__(self, found: Inner) -> None:
        self._pieces = found.value.pieces
        texts = [p.source if isinstance(p, Hole) else p.text for p in self._pieces]
        self._starts = [0, *accumulate(map(len, texts))]
        self._found = found
        self.start = found.span.start
        self.source = Source(f"{found.span.path}:{found.span.start}", "".join(texts))

    def outer(self, call: Call) -> Call:
        """``call`` of the inner script as one of the outer, which nobody can write back."""
        return replace(
            call,
            span=self._span(call),
            method_span=None,
            urls=tuple(map(_bare, call.urls)),
            headers=tuple(Header(h.name, _bare(h.value)) for h in call.headers),
            body=Body(call.body.encoding, call.body.root, source=call.body.source),
            answer=replace(call.answer, statuses=(), roots=(), reads=(), escapes=()),
            uses=(),
            obstacles=(*call.obstacles, self._found.reason),
            origin=None,
        )

    def _span(self, call: Call) -> Span:
        whole = self._found.span
        places = list(self._places(call.span)) or [whole]
        places = [place for place in places if whole.holds(place)] or places
        path = places[0].path
        same = [place for place in places if place.path == path]
        return Span(path, min(p.start for p in same), max(p.end for p in same))

    def _places(self, span: Span) -> Iterator[Span]:
        """Where the characters of ``span`` stand in the outer script."""
        at = span.start
        while at < span.end:
            index = bisect_right(self._starts, at) - 1
            start, end = self._starts[index : index + 2]
            piece = self._pieces[index]
            if isinstance(piece, Hole):
                if piece.span:
                    yield piece.span
            elif found := piece.cut(at - start, min(span.end, end) - start).span:
                yield found
            at = end


def _bare(value: Value) -> Value:
    """``value`` without the places of its pieces."""
    return Value(
        tuple(
            Hole(p.source, plain=p.plain, here=False, multiple=p.multiple)
            if isinstance(p, Hole)
            else Literal(p.text)
            for p in value.pieces
        )
    )
