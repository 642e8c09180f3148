"""Requests seen on the walk, each as its command could send it at that point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tree_sitter import Node

from migrator.call.call import Header
from migrator.call.source import Span
from migrator.call.value import HOLE
from migrator.shell import bodies
from migrator.shell.arguments import Argv
from migrator.shell.bodies import Input, Sent
from migrator.shell.endpoints import API, names_endpoint
from migrator.shell.parse import Script
from migrator.shell.plumbing import source_of
from migrator.shell.printed import Printer
from migrator.shell.programs import Invocation, invocation
from migrator.shell.request import Given
from migrator.shell.settle import Settled, settle
from migrator.shell.text import Definition
from migrator.shell.walk import Run

Via = tuple[tuple[Definition, Span], ...]


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
    """``closed`` leaves the arguments of the function around the command unknown,
    ``opened`` takes them from the call of the function that ``path`` ends with.
    """

    node: Node
    path: tuple[int, ...]
    closed: tuple[Variant, ...]
    opened: tuple[Variant, ...]
    capped: bool

    @property
    def named_by_caller(self) -> bool:
        """Whether it takes the arguments to know the endpoint."""
        pairs = zip(self.closed, self.opened, strict=True)
        return any(
            _completes(one.settled.value.shape, two.settled.value.shape)
            for before, after in pairs
            for one, two in zip(before.addresses, after.addresses, strict=True)
        )


@dataclass(frozen=True)
class Passed:
    """An API URL that a command gets which is no HTTP program; ``name`` is the command's."""

    node: Node
    settled: Settled
    span: Span
    name: str


class Drafts:
    """Takes each command of the walk; the last time a command is seen counts."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.drafts: dict[tuple[int, tuple[int, ...]], Draft] = {}
        self.passed: dict[tuple[int, int], Passed] = {}
        self.argvs: dict[int, Argv] = {}
        self.printer: Printer | None = None

    def seen(self, run: Run) -> bool:
        """Whether the command sends a request by itself."""
        if run.argvs:
            self.argvs[run.node.start_byte] = run.argvs[0]
        found = [inv for argv in run.argvs if (inv := invocation(argv)) is not None]
        if not found:
            for argv in run.argvs:
                self._pass(run, argv)
            return False
        closed = tuple(self._variant(inv, run, parameters=False) for inv in found)
        opened = closed
        if run.path:
            opened = tuple(self._variant(inv, run, parameters=True) for inv in found)
        key = run.node.start_byte, run.path
        self.drafts[key] = Draft(run.node, run.path, closed, opened, run.state.capped)
        return True

    def _variant(self, found: Invocation, run: Run, *, parameters: bool) -> Variant:
        request = found.request
        settled = partial(settle, state=run.state, parameters=parameters)
        sent = bodies.read(request, settled, partial(self._input, run))
        addresses = tuple(Address(settled(given.text), given) for given in request.urls)
        headers = tuple(_header(given, settled(given.text)) for given in request.headers)
        words = [word for option in request.line.options for word in option.words]
        via = tuple(dict.fromkeys(place for word in words for place in word.via))
        return Variant(found, addresses, headers, sent, via)

    def _input(self, run: Run) -> Input:
        node = source_of(self._script, run.node).node
        source = self._script.text(node) if node is not None else ""
        texts = self.printer.input(run.node, run.state) if self.printer else None
        return Input(source or "its input", texts)

    def _pass(self, run: Run, argv: Argv) -> None:
        for field in argv[1:]:
            if API.search(field.text.shape):
                settled = settle(field.text, run.state)
                name = argv[0].text.value().written()
                key = run.node.start_byte, field.span.start
                self.passed[key] = Passed(run.node, settled, field.span, name)


def _completes(closed: str, opened: str) -> bool:
    """Whether ``opened`` names an endpoint where ``closed`` leaves it, or the end of it, open."""
    if not API.search(opened) or closed == opened:
        return False
    if not names_endpoint(closed):
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
