"""Calls of methods of a client library: the request that the library makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from migrator.call.value import Hole, Literal, Value, text
from migrator.python import answers
from migrator.python.clients import Sender, Signature
from migrator.python.conditions import truth
from migrator.python.environment import Frame
from migrator.python.libraries import Library, Method
from migrator.python.records import Record
from migrator.python.run import Run
from migrator.python.sending import record_of, take_arguments
from migrator.python.texts import only_texts, without_none
from migrator.python.things import Constant, Content, Outcomes, Packaged, Text, Trail

_FIELD = re.compile(r"\{(\w+)\}")


def client(run: Run, library: Library, node: cst.Call, arguments: list[Outcomes]) -> Packaged:
    """An instance of the library's client."""
    if library.url is None:
        return Packaged(library, _cloud(library))
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        if arg.star or (arg.keyword.value == "url" if arg.keyword else index == library.url):
            return Packaged(library, _server(run, library, arg, values))
    return Packaged(library, _cloud(library))


def _cloud(library: Library) -> Text:
    return Text(text(f"{library.host}/api"))


def _server(run: Run, library: Library, arg: cst.Arg, values: Outcomes) -> Text:
    """The address that the program names, as far as it is known."""
    run.excuse(values)
    known = [t.known for t in only_texts(without_none(values)) if t.known is not None]
    if len(known) == 1:
        address = known[0].rstrip("/")
        return Text(text(address.rpartition("/")[0] if library.url_holds_version else address))
    doubt = f"`{run.tree.code(arg)}` is taken to name circleci.com"
    return replace(_cloud(library), trail=Trail(doubts=(doubt,)))


def send(
    run: Run, owner: Packaged, name: str, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes | None:
    """Notes the request and gives its answer; ``None`` if the library has no such method."""
    method = owner.library.methods.get(name)
    if method is None:
        return None
    shown = run.tree.code(node.func)
    for arg, values in zip(node.args, arguments, strict=True):
        answers.leave(run, values, f"passed to {shown}()", arg.value)
    record = record_of(run, node, _signature(owner.library, method), None, frame)
    record.method = method
    take_arguments(run, record, method.takes, node, arguments)
    for value in _urls(run, owner, method, record):
        whole = Text(value, owner.base.trail)
        record.urls[run.settle(whole, frame, run.statement)] = None
    record.uses.roots[run.tree.span(node)] = None
    return (Content(record),)


def _signature(library: Library, method: Method) -> Signature:
    body = method.merges or next(iter(method.nests), "")
    sends = {library.sends: body} if body else {}
    sender = Sender(
        library.name,
        json=sends.get("json", ""),
        form=sends.get("form", ""),
        raw=(),
        files=(),
        query="",
    )
    return Signature(sender, method.call.split(" ")[0], method.takes)


def _urls(run: Run, owner: Packaged, method: Method, record: Record) -> Iterator[Value]:
    version = _version(owner.library, method, record)
    for call in _calls(method, record):
        start = owner.base.value + text(f"/{version}")
        yield start + _path(run, call.partition(" ")[2], method, record)


def _version(library: Library, method: Method, record: Record) -> str:
    if method.version not in method.takes:
        return method.version or library.version
    argument = record.arguments.get(method.version)
    known = [t.known for t in only_texts(argument.values)] if argument else []
    return known[0] if len(known) == 1 and known[0] else library.version


def _calls(method: Method, record: Record) -> Iterator[str]:
    """Those that the arguments may ask for."""
    plain = True
    for name, call in method.given.items():
        argument = record.arguments.get(name)
        if argument is None:
            continue
        outcome = truth(argument.values)
        if outcome is not False:
            yield call
        plain = plain and outcome is not True
    if plain:
        yield method.call


def _path(run: Run, template: str, method: Method, record: Record) -> Value:
    pieces: list[Literal | Hole] = []
    at = 0
    for place in _FIELD.finditer(template):
        pieces.append(Literal(template[at : place.start()]))
        pieces.extend(_part(run, place[1], method, record))
        at = place.end()
    pieces.append(Literal(template[at:]))
    return Value(tuple(p for p in pieces if isinstance(p, Hole) or p.text))


def _part(run: Run, name: str, method: Method, record: Record) -> Iterator[Literal | Hole]:
    argument = record.arguments.get(name)
    if argument is None:
        known = method.defaults.get(name)
        yield Literal(known) if known else Hole(name, multiple=False)
        return
    only = argument.values[0] if len(argument.values) == 1 else None
    known = only.known if isinstance(only, Text) else None
    if isinstance(only, Constant) and type(only.value) is int:
        known = str(only.value)
    if known:
        yield Literal(known)
        return
    code = run.tree.code(argument.value)
    yield Hole(code, run.tree.span(argument.value), code, multiple=False)
