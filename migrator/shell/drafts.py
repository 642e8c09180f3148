"""Requests seen on the walk, each as its command could send it at that point."""

from __future__ import annotations

from functools import partial

from tree_sitter import Node

from migrator.call.body import Encoding
from migrator.call.call import Header
from migrator.call.openend import says_endpoint
from migrator.call.source import Span
from migrator.call.value import HOLE
from migrator.records import dataclass
from migrator.shell import bodies
from migrator.shell.arguments import Argv
from migrator.shell.bodies import Input, Sent
from migrator.shell.endpoints import API, names_endpoint
from migrator.shell.functions import Site
from migrator.shell.inner import Inner, inner
from migrator.shell.parse import Script
from migrator.shell.plumbing import source_of
from migrator.shell.programs import Invocation, invocation
from migrator.shell.request import Given
from migrator.shell.settle import Settled, settle
from migrator.shell.text import Definition
from migrator.shell.trip import Run

Via = tuple[tuple[Definition, Span], ...]

Place = tuple[str, int]
"""The path of a script, and where in it a command begins."""


@dataclass(frozen=True)
class Address:
    """One URL of a request."""

    settled: Settled
    given: Given


@dataclass(frozen=True)
class Variant:
    """One way in which a command may be run. ``via`` are the arrays its options come from."""

    invocation: Invocation
    addresses: tuple[Address, ...]
    headers: tuple[Header, ...]
    sent: Sent
    via: Via


@dataclass(frozen=True)
class Draft:
    """``sites`` are the calls of functions that it takes to know the request, outermost first;
    the arguments of other functions around the command are left unknown. ``called`` is the
    request with those of the last call on ``path``.
    """

    script: Script
    node: Node
    path: tuple[Site, ...]
    sites: tuple[Site, ...]
    variants: tuple[Variant, ...]
    called: tuple[Variant, ...]
    capped: bool

    @property
    def methods(self) -> set[str | None]:
        return {variant.invocation.request.method for variant in self.variants}


@dataclass(frozen=True)
class Passed:
    """An API URL that a command gets which is no HTTP program; ``name`` is the command's."""

    script: Script
    node: Node
    settled: Settled
    span: Span
    name: str


class Drafts:
    """Takes each command of the walk; the last time a command is seen counts."""

    def __init__(self) -> None:
        self.drafts: dict[tuple[Place, tuple[Site, ...]], Draft] = {}
        self.passed: dict[tuple[Place, Span], Passed] = {}
        self.argvs: dict[Place, Argv] = {}
        self.inner: dict[Inner, None] = {}

    def seen(self, run: Run) -> None:
        place = run.script.source.path, run.node.start_byte
        if run.argvs:
            self.argvs[place] = run.argvs[0]
        found = [inv for argv in run.argvs if not run.own and (inv := invocation(argv)) is not None]
        if not found:
            scripts = tuple(inner(run))
            self.inner.update(dict.fromkeys(scripts))
            for argv in () if run.own else run.argvs:
                self._pass(run, argv)
            return
        level, variants = _opened(found, run)
        sites = run.path[level:]
        last = len(run.path) - 1
        called = _variants(found, run, last) if level > last >= 0 else variants
        self.drafts[place, run.path] = Draft(
            run.script, run.node, run.path, sites, variants, called, run.state.capped
        )

    def _pass(self, run: Run, argv: Argv) -> None:
        for field in argv[1:]:
            if API.search(field.text.shape):
                settled = settle(field.text, run.state)
                name = argv[0].text.value().written()
                place = run.script.source.path, run.node.start_byte
                span = _told(run, settled) or field.span
                self.passed[place, span] = Passed(run.script, run.node, settled, span, name)


def _told(run: Run, settled: Settled) -> Span | None:
    """Where the outermost call of a function says it."""
    spans = [piece.span for piece in settled.value.pieces if piece.span]
    for site in run.path:
        if inside := [span for span in spans if site.span.holds(span)]:
            return site.script.source.span(min(inside).start, max(s.end for s in inside))
    return None


def _opened(found: list[Invocation], run: Run) -> tuple[int, tuple[Variant, ...]]:
    """The request with the arguments of as few functions as it takes to know it, and the level
    from which on they are seen.
    """
    depth = len(run.path)
    closed = _variants(found, run, depth)
    if not depth:
        return depth, closed
    whole = _variants(found, run, 0)
    for level in range(depth, 0, -1):
        seen = closed if level == depth else _variants(found, run, level)
        if not _more_in_view(seen, whole):
            return level, seen
    return 0, whole


def _variants(found: list[Invocation], run: Run, level: int) -> tuple[Variant, ...]:
    return tuple(_variant(invocation, run, level) for invocation in found)


def _variant(found: Invocation, run: Run, level: int) -> Variant:
    request = found.request
    settled = partial(settle, state=run.state, level=level, outer=level == len(run.path))
    sent = bodies.read(request, settled, partial(_input, run))
    addresses = tuple(Address(settled(given.text), given) for given in request.urls)
    headers = tuple(_header(given, settled(given.text)) for given in request.headers)
    words = [word for option in request.line.options for word in option.words]
    via = tuple(dict.fromkeys(place for word in words for place in word.via))
    return Variant(found, addresses, headers, sent, via)


def _input(run: Run) -> Input:
    node = source_of(run.script, run.node).node
    source = run.script.text(node) if node is not None else ""
    return Input(source or "its input", run.printer.input(run.node, run.state))


def _more_in_view(seen: tuple[Variant, ...], whole: tuple[Variant, ...]) -> bool:
    """Whether more of the request is known in ``whole``."""
    return any(
        _hidden(before) > _hidden(after)
        or any(
            _completes(one.settled.value.shape, two.settled.value.shape)
            for one, two in zip(before.addresses, after.addresses, strict=True)
        )
        for before, after in zip(seen, whole, strict=True)
    )


def _hidden(variant: Variant) -> bool:
    return variant.sent.body.encoding is Encoding.HIDDEN


def _completes(closed: str, opened: str) -> bool:
    """Whether ``opened`` names an endpoint where ``closed`` leaves it, or the end of it, open."""
    if not API.search(opened) or closed == opened:
        return False
    if not names_endpoint(closed) or says_endpoint(closed, opened):
        return True
    path, mark, _ = closed.partition("?")
    full, full_mark, _ = opened.partition("?")
    if not path.endswith(f"/{HOLE}"):
        return False
    return full.count("/") > path.count("/") or bool(full_mark and not mark)


def _header(given: Given, settled: Settled) -> Header:
    name, mark, _ = settled.value.shape.partition(":")
    span = given.words[-1].span
    if not mark or HOLE in name:
        return Header(None, settled.value, span)
    start = len(name) + 1
    while settled.value.shape[start : start + 1] == " ":
        start += 1
    return Header(name.strip().lower(), settled.value.cut(start), span)
