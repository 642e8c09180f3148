"""Calls of what other modules and the builtins offer, by its dotted name."""

from __future__ import annotations

import libcst as cst

from migrator.python import (
    addresses,
    answers,
    commandline,
    commands,
    iteration,
    libraries,
    library,
    packaged,
    sending,
    sessions,
)
from migrator.python.clients import CLIENTS, FUNCTIONS
from migrator.python.defaults import unless_set
from migrator.python.environment import Frame
from migrator.python.handing import left, replies, unknown
from migrator.python.run import Run
from migrator.python.telling import SHOWING
from migrator.python.things import (
    OPAQUE,
    Client,
    Content,
    Mapping,
    Options,
    Outcomes,
    Partial,
    Symbol,
    Text,
    Thing,
    Verb,
)

_PARSING = frozenset({"json.loads", "json.load", "simplejson.loads", "ujson.loads"})
_STORING = frozenset({"json.dump", "yaml.dump", "yaml.safe_dump", "pickle.dump"})
"""They write data to a file."""


def call(run: Run, path: str, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> Outcomes:
    if path in commands.STARTERS:
        if commands.start(run, path, node, arguments, frame):
            left(run, node, arguments)
            return OPAQUE
    if path == commands.SPLIT and arguments and all(isinstance(t, Text) for t in arguments[0]):
        return arguments[0]
    signature = FUNCTIONS.get(path)
    if signature:
        sent = replies(node, arguments)
        return sent or sending.make(run, node, signature, None, arguments, frame)
    if path in CLIENTS:
        left(run, node, arguments)
        return (sessions.made(path, node, arguments),)
    if path in commandline.PARSERS:
        left(run, node, arguments)
        return (Options(commandline.PARSERS[path]),)
    if package := libraries.library_of(path):
        left(run, node, arguments)
        return (packaged.client(run, package, node, arguments),)
    if path in addresses.PARSES:
        return addresses.parsed(run, node, arguments, frame)
    if path in addresses.EXPANDS and arguments:
        return addresses.expanded(run, node, arguments, frame)
    if path in _STORING:
        left(run, node, arguments)
        for values in arguments:
            run.excuse(values)
        return OPAQUE
    if path in addresses.UNPARSES:
        return addresses.unparsed(run, node, arguments, frame)
    if path in library.FUNCTIONS:
        if path not in library.ENCODERS:
            left(run, node, arguments)
        return library.FUNCTIONS[path](run, node, arguments, frame)
    if path in _PARSING:
        left(run, node, arguments, 1)
        return answers.parsed(run, arguments[0], node) if arguments else OPAQUE
    if path in SHOWING:
        for values in arguments:
            answers.shown(run, values)
        return OPAQUE
    if path in ("functools.partial", "partial"):
        if not arguments or node.args[0].star or node.args[0].keyword:
            return unknown(run, node, arguments, frame)
        left(run, node, arguments, 1)
        return (Partial(arguments[0], node, tuple(arguments)),)
    if path in iteration.BUILTINS and arguments:
        for values in arguments if path in iteration.LOOKING else ():
            run.excuse(values)
        return iteration.BUILTINS[path](run, node, arguments)
    if path == "getattr" and len(arguments) == 2:
        return tuple(_got(owner, name) for owner in arguments[0] for name in arguments[1])
    if path == "getattr" and len(arguments) == 3:
        shown = run.tree.code(node.args[1].value).strip("'\"")
        left(run, node, arguments)
        return unless_set(arguments[2], shown)
    if path == "dict":
        if len(arguments) == 1 and all(isinstance(t, Content) for t in arguments[0]):
            return arguments[0]
        for arg, values in zip(node.args, arguments, strict=True):
            if not arg.keyword and not (len(values) == 1 and isinstance(values[0], Mapping)):
                answers.leave(run, values, "copied into a dictionary", arg.value)
        return (sending.keyword_mapping(node, arguments),)
    return unknown(run, node, arguments, frame)


def _got(owner: Thing, name: Thing) -> Thing:
    """``getattr(requests, "get")``."""
    known = name.known if isinstance(name, Text) else None
    if known and isinstance(owner, Symbol):
        return Symbol(f"{owner.path}.{known}")
    return Verb(owner, known) if known and isinstance(owner, Client) else OPAQUE[0]
