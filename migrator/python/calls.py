"""Function calls: requests, clients, and everything else that may carry a text away."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python import (
    addresses,
    answers,
    changes,
    commands,
    constructors,
    functions,
    gathering,
    iteration,
    libraries,
    library,
    packaged,
    sending,
)
from migrator.python.addresses import host_of
from migrator.python.clients import (
    BASE_POSITIONS,
    CLIENTS,
    FUNCTIONS,
    HTTP,
    METHODS,
    SENDING,
    TEST_DOUBLES,
)
from migrator.python.environment import Frame, Kind
from migrator.python.run import Handler, Run
from migrator.python.things import (
    OPAQUE,
    Bound,
    Client,
    Content,
    Encoded,
    Function,
    Instance,
    Mapping,
    Outcomes,
    Packaged,
    Partial,
    Reply,
    Request,
    Sequence,
    Settings,
    Stream,
    Symbol,
    Text,
    Thing,
    Verb,
    alternatives,
    carriers,
)

_SHOWING = frozenset({"print", "pprint.pprint", "click.echo", "sys.exit", "exit", "quit", "input"})
_LOGGING = frozenset(
    {"debug", "info", "warning", "warn", "error", "critical", "exception", "log", "echo", "secho"}
)
_EXPLAINING = frozenset({"add_argument", "add_parser", "skip", "xfail"})
_ASKING = frozenset(
    {"startswith", "endswith", "match", "fullmatch", "search", "compile", "sub", "findall"}
    | {"replace", "split", "index", "find", "count", "removeprefix"}
)
_PARSING = frozenset({"json.loads", "json.load", "simplejson.loads", "ujson.loads"})
_STORING = frozenset({"json.dump", "yaml.dump", "yaml.safe_dump", "pickle.dump"})
"""They write data to a file."""
_HELP = frozenset({"help", "description", "epilog", "usage", "metavar", "title"})
_UNFOLLOWED = "`{}` is not a call this tool can follow"
_STREAMS = ("sys.stdout.", "sys.stderr.")


def call(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Call)
    callees = run.evaluate(node.func, frame)
    telling = _is_telling(run, node, callees)
    run.aside += telling
    arguments = [_argument(run, arg, frame) for arg in node.args]
    owners = [callee.owner for callee in callees if isinstance(callee, Bound)]
    key = arguments[0][0] if len(owners) > 1 and arguments and len(arguments[0]) == 1 else None
    if isinstance(key, Text):
        answers.mixed(run, owners, key.known, node)
    made: list[Outcomes] = []
    if not (telling and _describes(run, node, callees)):
        made = [_called(run, callee, node, arguments, frame) for callee in callees]
    run.aside -= telling
    if telling:
        for values in arguments:
            run.excuse(values)
    return tuple(thing for outcomes in made for thing in outcomes)


def _argument(run: Run, arg: cst.Arg, frame: Frame) -> Outcomes:
    if arg.keyword and arg.keyword.value in _HELP:
        return run.told(arg.value, frame)
    return run.evaluate(arg.value, frame)


def _is_telling(run: Run, node: cst.Call, callees: Outcomes) -> bool:
    """Whether the arguments are only shown to people, or to a test."""
    if any(isinstance(callee, Symbol) and callee.path in _SHOWING for callee in callees):
        return True
    _, dot, name = run.tree.code(node.func).rpartition(".")
    if dot and name in _LOGGING | _EXPLAINING | _ASKING:
        return True
    return name.startswith("assert") or _describes(run, node, callees)


def _describes(run: Run, node: cst.Call, callees: Outcomes) -> bool:
    """Whether it says how a request of a test is answered."""
    if TEST_DOUBLES.intersection(run.tree.code(node.func).split(".")):
        return True
    return any(
        isinstance(callee, Symbol) and TEST_DOUBLES.intersection(callee.path.split("."))
        for callee in callees
    )


def _called(
    run: Run, callee: Thing, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    if isinstance(callee, Symbol):
        return _symbol(run, callee.path, node, arguments, frame)
    if isinstance(callee, Verb):
        return _client_method(run, callee.client, callee.name, node, arguments, frame)
    if isinstance(callee, Bound):
        return _method(run, callee, node, arguments, frame)
    if isinstance(callee, Reply):
        _left(run, node, arguments)
        return (callee,)
    if isinstance(callee, Function):
        return _of_the_file(run, callee, node, arguments, frame)
    if isinstance(callee, Partial):
        return _completed(run, callee, node, arguments, frame)
    if isinstance(callee, Kind):
        _handed(run, node, arguments, certain=False, frame=frame)
        constructors.construct(run, callee, node, arguments)
        return (Instance(callee),)
    return _unknown(run, node, arguments, frame)


def _completed(
    run: Run, partial: Partial, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    """A call of what ``functools.partial`` made."""
    made: list[Thing] = []
    own = tuple(zip(partial.node.args[1:], partial.arguments[1:], strict=True))
    outer = run.take_before()
    for callee in partial.callees:
        run.before = (*own, *outer)
        made.extend(_called(run, callee, node, arguments, frame))
        run.take_before()
    return tuple(made)


def _of_the_file(
    run: Run, function: Function, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    """A call of a function of the same file, which is looked into."""
    made = functions.call(run, function, node, arguments, frame)
    if made is None:
        _handed(run, node, arguments, False, frame)
        return OPAQUE
    shown = run.tree.code(node.func)
    for arg, values in zip(node.args, arguments, strict=True):
        for place, text in _within(arg.value, values):
            run.depart(text, place, _UNFOLLOWED.format(shown), False)
        if any(isinstance(v, Mapping) for v in values):
            changes.lose(run, arg.value, frame)
        if arg.star:
            answers.leave(run, values, f"unpacked into {shown}()", arg.value)
    return made


def _symbol(
    run: Run, path: str, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    if path in commands.STARTERS:
        if commands.start(run, path, node, arguments, frame):
            _left(run, node, arguments)
            return OPAQUE
    if path == commands.SPLIT and arguments and all(isinstance(t, Text) for t in arguments[0]):
        return arguments[0]
    signature = FUNCTIONS.get(path)
    if signature:
        sent = _sent(node, arguments)
        return sent or sending.make(run, node, signature, None, arguments, frame)
    if path in CLIENTS:
        _left(run, node, arguments)
        return (_client(path, node, arguments),)
    if package := libraries.library_of(path):
        _left(run, node, arguments)
        return (packaged.client(run, package, node, arguments),)
    if path in addresses.PARSES:
        return addresses.parsed(run, node, arguments, frame)
    if path in addresses.EXPANDS and arguments:
        return addresses.expanded(run, node, arguments, frame)
    if path in _STORING:
        _left(run, node, arguments)
        for values in arguments:
            run.excuse(values)
        return OPAQUE
    if path in addresses.UNPARSES:
        return addresses.unparsed(run, node, arguments, frame)
    if path in library.FUNCTIONS:
        if path not in library.ENCODERS:
            _left(run, node, arguments)
        return library.FUNCTIONS[path](run, node, arguments, frame)
    if path in _PARSING:
        _left(run, node, arguments, 1)
        return answers.parsed(run, arguments[0], node) if arguments else OPAQUE
    if path in _SHOWING:
        for values in arguments:
            answers.shown(run, values)
        return OPAQUE
    if path in ("functools.partial", "partial"):
        if not arguments or node.args[0].star or node.args[0].keyword:
            return _unknown(run, node, arguments, frame)
        _left(run, node, arguments, 1)
        return (Partial(arguments[0], node, tuple(arguments)),)
    if path in iteration.BUILTINS and arguments:
        for values in arguments:
            run.excuse(values)
        return iteration.BUILTINS[path](run, node, arguments)
    if path == "getattr" and len(arguments) == 2:
        return tuple(_got(owner, name) for owner in arguments[0] for name in arguments[1])
    if path == "dict":
        if len(arguments) == 1 and all(isinstance(t, Content) for t in arguments[0]):
            return arguments[0]
        for arg, values in zip(node.args, arguments, strict=True):
            if not arg.keyword and not (len(values) == 1 and isinstance(values[0], Mapping)):
                answers.leave(run, values, "copied into a dictionary", arg.value)
        return (sending.keyword_mapping(node, arguments),)
    return _unknown(run, node, arguments, frame)


def _left(run: Run, node: cst.Call, arguments: list[Outcomes], first: int = 0) -> None:
    """Arguments that nobody follows, from the one at ``first`` on."""
    shown = run.tree.code(node.func)
    if isinstance(node.func, cst.Attribute) and not shown.replace(".", "").isidentifier():
        shown = f".{node.func.attr.value}"
    for arg, values in zip(node.args[first:], arguments[first:], strict=True):
        answers.leave(run, values, f"passed to {shown}()", arg.value)


def _got(owner: Thing, name: Thing) -> Thing:
    """``getattr(requests, "get")``."""
    known = name.known if isinstance(name, Text) else None
    if known and isinstance(owner, Symbol):
        return Symbol(f"{owner.path}.{known}")
    return Verb(owner, known) if known and isinstance(owner, Client) else OPAQUE[0]


def _sent(node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """The answers of the request objects that are sent, if it sends any."""
    found = [t for values in arguments[:1] for t in values if isinstance(t, Request)]
    return tuple(Reply(request.record) for request in found)


def _client(path: str, node: cst.Call, arguments: list[Outcomes]) -> Client:
    sender = CLIENTS[path]
    if sender is HTTP:
        return Client(sender, Settings(host_of(node, arguments, path)))
    settings = Settings()
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        name = arg.keyword.value if arg.keyword else ""
        if sender.base and (
            name == sender.base or (not name and BASE_POSITIONS.get(path) == index)
        ):
            settings.base = values
        elif name == "headers":
            settings.headers.append(values)
        elif name == "params":
            settings.query.append(values)
    return Client(sender, settings)


def _method(
    run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    owner = bound.owner
    if node.func is not bound.node and not isinstance(owner, (Client, Reply, Content)):
        return _unknown(run, node, arguments, frame, owner)
    if bound.name == "replace" and library.encodes_slashes(arguments):
        assert isinstance(node.func, cst.Attribute)
        return library.encoded(run, node, node.func.value, frame)
    if isinstance(owner, Text):
        method = library.METHODS.get(bound.name)
        if bound.name not in ("format", "join"):
            _left(run, node, arguments)
        if method:
            return method(run, node, (owner,), arguments, frame)
        run.excuse((owner,))
        return OPAQUE
    if isinstance(owner, Client):
        return _client_method(run, owner, bound.name, node, arguments, frame)
    if isinstance(owner, Content) and bound.name == "sort":
        iteration.by_key(run, node, arguments, (owner,), bound.node.value)
        return OPAQUE
    if isinstance(owner, (Reply, Content)):
        for values in arguments:
            answers.leave(run, values, f"passed to .{bound.name}()", node)
        return answers.method(run, bound, node, arguments)
    if isinstance(owner, Mapping):
        return _mapping_method(run, bound, node, arguments, frame)
    if isinstance(owner, (Sequence, Stream)) and gathering.put(run, bound, node, arguments, frame):
        return OPAQUE
    if isinstance(owner, Request):
        return _request_method(run, owner, bound, arguments, node)
    if isinstance(owner, Encoded) and bound.name in ("encode", "decode"):
        return (owner,)
    if isinstance(owner, Bound) and isinstance(owner.owner, Client) and bound.name == "update":
        settings = owner.owner.settings
        kept = settings.headers if owner.name == "headers" else settings.query
        if owner.name in ("headers", "params"):
            kept.extend(arguments)
        _left(run, node, arguments)
        return OPAQUE
    if package := _packaged(bound):
        answer = packaged.send(run, *package, node, arguments, frame)
        if answer is not None:
            return answer
    if isinstance(owner, Instance):
        found = functions.method_of(owner.kind, bound.name)
        if found:
            return _of_the_file(run, found, node, arguments, frame)
    return _unknown(run, node, arguments, frame, owner)


def _packaged(bound: Bound) -> tuple[Packaged, str] | None:
    """The client of a library and the dotted name of the method that is called."""
    if isinstance(bound.owner, Packaged):
        return bound.owner, bound.name
    inner = bound.owner
    if isinstance(inner, Bound) and isinstance(inner.owner, Packaged):
        return inner.owner, f"{inner.name}.{bound.name}"
    return None


def _client_method(
    run: Run,
    client: Client,
    name: str,
    node: cst.Call,
    arguments: list[Outcomes],
    frame: Frame,
) -> Outcomes:
    signature = METHODS[client.sender.library].get(name)
    if signature:
        return sending.make(run, node, signature, client, arguments, frame)
    if name == "getresponse" and client.settings.sent:
        return (Reply(client.settings.sent[-1]),)
    if name in SENDING:
        _left(run, node, arguments, 1)
        return _sent(node, arguments) or OPAQUE
    _left(run, node, arguments)
    if name in ("__enter__", "__aenter__"):
        return (client,)
    return OPAQUE


def _mapping_method(
    run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    if bound.name == "update":
        changes.update(run, node, arguments, frame)
    elif bound.name == "setdefault" and changes.set_default(run, node, arguments, frame):
        return arguments[1]
    elif bound.name in ("pop", "setdefault", "clear", "popitem"):
        assert isinstance(node.func, cst.Attribute)
        changes.lose(run, node.func.value, frame)
        answers.leave(run, (bound.owner,), f"used by .{bound.name}()", node)
        _left(run, node, arguments)
    elif bound.name == "copy":
        return (bound.owner,)
    elif bound.name in ("values", "items") and isinstance(bound.owner, Mapping):
        held = alternatives(t for member in bound.owner.members for t in carriers(member.values))
        pair = Sequence((OPAQUE, held), (node, node), node)
        return (Stream(held if bound.name == "values" else (pair,)),)
    elif bound.name == "get" and arguments and isinstance(bound.owner, Mapping):
        key = arguments[0][0]
        for member in reversed(bound.owner.members):
            if isinstance(key, Text) and member.key and member.key.known == key.known is not None:
                assert isinstance(node.func, cst.Attribute)
                run.mention(member.node, node.args[0].value, node.func.value)
                return member.values
        rest = (t for member in bound.owner.members for t in carriers(member.values))
        return (*rest, *(t for values in arguments[1:] for t in carriers(values)), *OPAQUE)
    else:
        answers.leave(run, (bound.owner,), f"used by .{bound.name}()", node)
    return OPAQUE


def _request_method(
    run: Run, request: Request, bound: Bound, arguments: list[Outcomes], node: cst.Call
) -> Outcomes:
    if bound.name in ("add_header", "add_unredirected_header") and len(arguments) == 2:
        request.record.add_header(node, arguments[0], arguments[1])
    elif bound.name == "prepare":
        return (request,)
    _left(run, node, arguments)
    return OPAQUE


def _unknown(
    run: Run,
    node: cst.Call,
    arguments: list[Outcomes],
    frame: Frame,
    owner: Thing | None = None,
) -> Outcomes:
    """A callee that nobody can see: it may send, if it is called as a request is."""
    sent = _sent(node, arguments)
    if sent:
        return sent
    if commands.of_a_session(run, node, arguments, frame):
        _left(run, node, arguments)
        return OPAQUE
    name = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    if owner is not None:
        answers.leave(run, (owner,), f"used by .{name}()", node)
    signature = METHODS[""].get(name)
    if signature and sending.goes_out(node, signature, arguments):
        return sending.make(run, node, signature, None, arguments, frame)
    _handed(run, node, arguments, certain=True, frame=frame)
    return OPAQUE


def _handed(
    run: Run, node: cst.Call, arguments: list[Outcomes], certain: bool, frame: Frame
) -> None:
    """What becomes of arguments that go to a function the reader does not follow."""
    shown = run.tree.code(node.func)
    if len(shown) > 60 or "\n" in shown:
        shown = "a function"
    writes = shown.startswith(_STREAMS) or _tells(shown)
    for arg, values in zip(node.args, arguments, strict=True):
        if writes:
            answers.shown(run, values)
        else:
            answers.leave(run, values, f"passed to {shown}()", arg.value)
        if not writes and any(isinstance(v, Mapping) for v in values):
            changes.lose(run, arg.value, frame)
        if arg.keyword and arg.keyword.value in _HELP:
            continue
        for place, text in _within(arg.value, values):
            run.depart(text, place, _UNFOLLOWED.format(shown), certain)


def _within(node: cst.CSTNode, values: Outcomes) -> Iterator[tuple[cst.CSTNode, Text]]:
    """The texts among the values and in the lists and mappings among them, and where they stand."""
    for thing in values:
        if isinstance(thing, Text):
            yield node, thing
        elif isinstance(thing, Sequence):
            for inner, found in zip(thing.nodes, thing.items, strict=True):
                yield from _within(inner, found)
        elif isinstance(thing, Mapping):
            for member in thing.members:
                yield from _within(member.value_node, member.values)


def _tells(shown: str) -> bool:
    return "." in shown and shown.rpartition(".")[2] in _LOGGING


HANDLERS: dict[type[cst.CSTNode], Handler] = {cst.Call: call}
