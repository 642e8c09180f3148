"""Commands that a program starts: ``subprocess``, ``os.system`` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import libcst as cst

from migrator.call.command import Command
from migrator.call.language import CannotWrite
from migrator.call.value import Hole, Literal, Value
from migrator.python.bindings import Bindings
from migrator.python.environment import Frame
from migrator.python.pen import StringPen, literal
from migrator.python.quotes import commonest_quote
from migrator.python.records import Started
from migrator.python.run import NEEDLE, Run
from migrator.python.strings import Style
from migrator.python.things import Constant, Outcomes, Sequence, Symbol, Text, Trail

_CALLERS = frozenset({"run", "call", "check_call", "check_output", "Popen"})
_SCRIPTS = {
    "os.system": False,
    "os.popen": True,
    "subprocess.getoutput": True,
    "subprocess.getstatusoutput": True,
    "commands.getoutput": True,
    "asyncio.create_subprocess_shell": True,
}
"""Functions that give a text to a shell, and whether the program takes what it prints."""
STARTERS = frozenset({f"subprocess.{name}" for name in _CALLERS} | set(_SCRIPTS))
SPLIT = "shlex.split"
_COMMAND = re.compile(r"(?:^|[;&|(\n])[ \t]*+(?:curl|wget|https?)[ \t]++[^\s:]")
_PROSE = re.compile(rf"(?<!\S)(?=\S*?{NEEDLE})\S++\s++[A-Za-z]['\w]*+(?:[,.;:]*+(?:\s|$))")
"""An address with a word behind it: ``curl https://… failed``."""
_SESSION = frozenset({"run", "run_always", "run_install"})


def start(run: Run, path: str, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> bool:
    """Notes the command, if it can be told apart from any other value."""
    given = _given(node, arguments)
    if fed := given.get("input"):
        of_somebody(run, node, [fed], frame)
    command = given.get("args") or given.get("cmd") or given.get("command")
    if command is None or len(command) != 1 or run.only_told:
        return False
    script = path in _SCRIPTS or _is_true(given.get("shell", ()))
    found = _words(run, command[0], script=script)
    if found is None:
        return False
    words, elements, script = found
    captured = _SCRIPTS.get(path, path.endswith("check_output") or _captures(given))
    listed = command[0].node if isinstance(command[0], Sequence) else node
    whole = node if run.tree.span(node).holds(run.tree.span(listed)) else listed
    settled = tuple(run.settle(word, frame, run.statement) for word in words)
    run.started.append(Started(node, whole, settled, script, captured, elements, bool(run.quiet)))
    run.excuse(words)
    return True


def of_a_session(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> bool:
    """Notes ``session.run("curl", …)`` of a noxfile."""
    func = node.func
    method = func.attr.value if isinstance(func, cst.Attribute) else ""
    named = run.tree.main.source.path.endswith("noxfile.py")
    if not named or method not in _SESSION or run.only_told or any(arg.star for arg in node.args):
        return False
    given = [i for i, arg in enumerate(node.args) if not arg.keyword]
    values = tuple(arguments[i] for i in given)
    nodes = tuple(node.args[i].value for i in given)
    found = _words(run, Sequence(values, nodes, node), script=False)
    if found is None:
        return False
    silent = any(arg.keyword and arg.keyword.value == "silent" for arg in node.args)
    settled = tuple(run.settle(word, frame, run.statement) for word in found[0])
    run.started.append(Started(node, node, settled, False, silent, nodes, bool(run.quiet)))
    run.excuse(found[0])
    return True


def of_somebody(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> None:
    """Notes ``connection.run("curl …")``: what begins like a command is one, whoever takes it."""
    for values in arguments:
        text = values[0]
        if len(values) == 1 and isinstance(text, Text) and _is_command(text.value.shape):
            if not run.only_told:
                settled = run.settle(text, frame, run.statement)
                run.started.append(Started(node, node, (settled,), True, True, (), bool(run.quiet)))
                run.excuse(values)


def _is_command(shape: str) -> bool:
    return NEEDLE in shape and bool(_COMMAND.search(shape)) and not _PROSE.search(shape)


def _given(node: cst.Call, arguments: list[Outcomes]) -> dict[str, Outcomes]:
    """The arguments by name; the first is the command."""
    found: dict[str, Outcomes] = {}
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        if arg.keyword:
            found[arg.keyword.value] = values
        elif arg.star:
            found["**"] = values
        elif not index:
            found["args"] = values
    return found


def _is_true(values: Outcomes) -> bool:
    return any(isinstance(value, Constant) and value.value is True for value in values)


def _captures(given: dict[str, Outcomes]) -> bool:
    """Whether the program may take what the command prints."""
    outputs = given.get("stdout", ())
    dropped = bool(outputs) and all(
        isinstance(value, Symbol) and value.path == "subprocess.DEVNULL" for value in outputs
    )
    return "capture_output" in given or "**" in given or (bool(outputs) and not dropped)


def _words(
    run: Run, command: object, *, script: bool
) -> tuple[tuple[Text, ...], tuple[cst.BaseExpression, ...], bool] | None:
    """The words, their elements in a list, and whether they are one text for a shell."""
    if isinstance(command, Text):
        return (command,), (), True  # without a shell it is one that shlex.split takes apart
    if not isinstance(command, Sequence) or not command.items or script:
        return None
    words: list[Text] = []
    for node, values in zip(command.nodes, command.items, strict=True):
        texts = [value for value in values if isinstance(value, Text)]
        if len(values) == 1 and texts:
            words.append(texts[0])
        elif any(NEEDLE in text.value.shape for text in texts):
            return None
        else:
            words.append(_unknown(run, node))
    words[0] = Text(words[0].value, words[0].trail + command.trail, words[0].groups)
    return tuple(words), command.nodes, False


def _unknown(run: Run, node: cst.BaseExpression) -> Text:
    span, code = run.tree.span(node), run.tree.code(node)
    return Text(Value((Hole(code, span, code, here=False, written=span),)))


def commands(run: Run, bindings: Bindings) -> Iterator[Command]:
    """One a place, as it stands there where its text is in view, else as it is called."""
    plain = {id(s.node) for s in run.started if not s.quiet and _is_told(s)}
    seen: set[object] = set()
    for started in run.started:
        key = id(started.node), tuple(word.value for word in started.words)
        if not _is_told(started) or key in seen or (started.quiet and key[0] in plain):
            continue
        seen.add(key)
        yield _command(run, started, bindings)


def _is_told(started: Started) -> bool:
    return any(
        isinstance(piece, Literal) and piece.span
        for word in started.words
        for piece in word.value.pieces
    )


def _command(run: Run, started: Started, bindings: Bindings) -> Command:
    trail = Trail()
    for word in started.words:
        trail += word.trail
    quote = commonest_quote(run.tree.main.source.text)
    span = run.tree.span(started.whole)
    elements = tuple(run.tree.outer(node) for node in started.elements)
    written_here = all(span.holds(element) for element in elements)
    return Command(
        span,
        tuple(word.value for word in started.words),
        started.script,
        started.captured,
        StringPen(quote),
        partial(_word, quote=quote),
        elements if written_here else (),
        bindings.uses(trail),
        trail.doubts,
        trail.obstacles,
    )


def _word(value: Value, quote: str) -> str:
    """A new element of a list. Raises ``CannotWrite``."""
    if value.known is not None:
        return literal(value.known, quote)
    if strange := next((hole for hole in value.holes if not hole.here), None):
        raise CannotWrite(f"`{strange.source}` may mean something else where it would be written")
    if len(value.pieces) == 1:
        return value.holes[0].source
    mark = "'" if quote == '"' and '"' in value.shape else quote
    pen, style = StringPen(mark), str(Style("f", mark))
    pieces = (
        pen.hole(Hole(p.source), style) if isinstance(p, Hole) else pen.text(p.text, style)
        for p in value.pieces
    )
    return f"f{mark}{''.join(pieces)}{mark}"
