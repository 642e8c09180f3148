"""Calls whose arguments are only shown to people, to a log or to a test."""

from __future__ import annotations

import libcst as cst

from migrator.python.clients import TEST_DOUBLES
from migrator.python.run import Run
from migrator.python.things import Outcomes, Symbol

SHOWING = frozenset({"print", "pprint.pprint", "click.echo", "sys.exit", "exit", "quit", "input"})
_LOGGING = frozenset(
    {"debug", "info", "warning", "warn", "error", "critical", "exception", "log", "echo", "secho"}
)
_EXPLAINING = frozenset({"skip", "xfail"})
_ASKING = frozenset(
    {"startswith", "endswith", "match", "fullmatch", "search", "compile", "sub", "findall"}
    | {"replace", "split", "index", "find", "count", "removeprefix"}
)
_MAKING = frozenset({"sub", "replace"})
"""Those of them that put their second argument into a text."""
HELP = frozenset({"help", "description", "epilog", "usage", "metavar", "title"})
_STREAMS = ("sys.stdout.", "sys.stderr.")


def tells(run: Run, node: cst.Call, callees: Outcomes) -> bool:
    """Whether the arguments are only shown to people, or compared with a text."""
    if any(isinstance(callee, Symbol) and callee.path in SHOWING for callee in callees):
        return True
    _, dot, name = run.tree.code(node.func).rpartition(".")
    return bool(dot) and name in _LOGGING | _EXPLAINING | _ASKING


def stages(run: Run, node: cst.Call, callees: Outcomes) -> bool:
    """Whether the call is of a test, so that what its arguments call need not be real."""
    name = run.tree.code(node.func).rpartition(".")[2]
    return name.startswith("assert") or describes(run, node, callees)


def puts(node: cst.Call) -> cst.Arg | None:
    """The argument that the call puts in the place of another text."""
    name = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    given = [arg for arg in node.args if not arg.keyword and not arg.star]
    return given[1] if name in _MAKING and len(given) > 1 else None


def describes(run: Run, node: cst.Call, callees: Outcomes) -> bool:
    """Whether it says how a request of a test is answered."""
    if TEST_DOUBLES.intersection(run.tree.code(node.func).split(".")):
        return True
    return any(
        isinstance(callee, Symbol) and TEST_DOUBLES.intersection(callee.path.split("."))
        for callee in callees
    )


def writes(shown: str) -> bool:
    """Whether the callee ``shown`` writes to a stream or a log."""
    return shown.startswith(_STREAMS) or ("." in shown and shown.rpartition(".")[2] in _LOGGING)
