"""Sessions and other clients: what they are made with, and their methods."""

from __future__ import annotations

import libcst as cst

from migrator.python import sending
from migrator.python.addresses import host_of
from migrator.python.clients import BASE_POSITIONS, CLIENTS, HTTP, METHODS, SENDING
from migrator.python.environment import Frame
from migrator.python.handing import left, replies
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Bound,
    Client,
    Instance,
    Outcomes,
    Reply,
    Settings,
)

_IMPERSONAL = frozenset({"mount", "close", "aclose", "__enter__", "__aenter__"})
"""Methods after which a client says of who calls what it said before."""


def made(path: str, node: cst.Call, arguments: list[Outcomes]) -> Client:
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
        else:
            settings.bring(name, values)
    return Client(sender, settings)


def method(
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
        left(run, node, arguments, 1)
        return replies(node, arguments) or OPAQUE
    left(run, node, arguments)
    own = any(isinstance(thing, Instance) for values in arguments for thing in values)
    if own or name not in _IMPERSONAL:
        client.settings.personal = True
    if name in ("__enter__", "__aenter__"):
        return (client,)
    return OPAQUE


def change(settings: Bound, how: str, arguments: list[Outcomes]) -> None:
    """``session.headers.update(…)`` and its kind."""
    client = settings.owner
    assert isinstance(client, Client)
    if how == "update":
        for values in arguments:
            client.settings.bring(settings.name, values)
    elif how not in ("get", "keys", "pop", "clear"):
        client.settings.personal = True
