"""Values that stand beside the one that fills a hole: other variables, other members."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from migrator.call.answer import Read
from migrator.call.source import Span
from migrator.call.value import ENVIRONMENT, MEMBER, Beside
from migrator.python.environment import Frame, Slot
from migrator.python.run import Run
from migrator.python.things import Content, Outcomes, Symbol

_READERS = frozenset({"os.environ.get", "os.getenv", "environ.get"})
_MAPPINGS = frozenset({"os.environ", "environ"})
_CASTS = frozenset({"str", "int"})
_DEEPEST = 3
_LAST = re.compile(r"(?:\[\s*|\.get\(\s*)(?P<quote>['\"])[\w-]+(?P=quote)\s*[\])]")


def beside(
    run: Run, node: cst.BaseExpression, outcomes: Outcomes, frame: Frame, span: Span
) -> Beside | None:
    """What stands beside the value of ``node``, which is put into a text at ``span``."""
    if run.besides:
        return None  # a name that is made of itself would be looked into for ever
    run.besides = True
    try:
        found = _beside(run, node, outcomes, frame, _DEEPEST)
    finally:
        run.besides = False
    if found is None or not run.tree.at(span).startswith("{"):
        return found
    if isinstance(node, (cst.Subscript, cst.Call)):
        return found
    other = found.written
    return replace(found, written=lambda path: _requoted(run, span, other(path)))


def _requoted(run: Run, span: Span, code: str) -> str:
    """``code`` with quotes that can stand in the f-string around ``span``."""
    before = run.tree.source(span.path).text[: span.start]
    outer = '"' if before.rfind('"') > before.rfind("'") else "'"
    return code.replace(outer, "'" if outer == '"' else '"')


def _beside(
    run: Run, node: cst.BaseExpression, outcomes: Outcomes, frame: Frame, depth: int
) -> Beside | None:
    if isinstance(node, cst.Call) and len(node.args) == 1 and not node.args[0].star:
        callee = _symbol(run, node.func, frame)
        inner = node.args[0].value
        if callee in _READERS:
            return _variable(run, node, inner)
        if callee in _CASTS and depth:
            return _beside(run, inner, run.evaluate(inner, frame), frame, depth - 1)
    if isinstance(node, cst.Subscript) and _symbol(run, node.value, frame) in _MAPPINGS:
        index = node.slice[0].slice
        if len(node.slice) == 1 and isinstance(index, cst.Index):
            return _variable(run, node, index.value)
    content = outcomes[0] if len(outcomes) == 1 else None
    if isinstance(content, Content) and isinstance(node, (cst.Subscript, cst.Call)):
        return _member(run, node, content)
    slots = frame.lookup(node.value) if isinstance(node, cst.Name) else ()
    if len(slots) == 1 and depth and isinstance(slots[0].statement, cst.Assign):
        return _named(run, slots[0], node, outcomes, frame, depth)
    return None


def _named(
    run: Run, slot: Slot, node: cst.BaseExpression, outcomes: Outcomes, frame: Frame, depth: int
) -> Beside | None:
    """Beside what a name was given, where that still means the same."""
    assert isinstance(slot.statement, cst.Assign)
    value = slot.statement.value
    if len(slot.statement.targets) > 1 or not isinstance(
        slot.statement.targets[0].target, cst.Name
    ):
        return None
    found = _beside(run, value, outcomes, frame, depth - 1)
    if found is None or found.kind == ENVIRONMENT:
        return found
    owner = value.value if isinstance(value, cst.Subscript) else None
    if not isinstance(owner, cst.Name) or not _follows(run, slot.statement, node):
        return None
    holders = frame.lookup(owner.value)
    before = run.moments_of_names.get(slot.statement)
    return found if before is not None and before.get(owner.value) == holders else None


def _follows(run: Run, statement: cst.CSTNode, node: cst.CSTNode) -> bool:
    """Whether ``node`` stands in the block of ``statement`` or in one inside it, behind it."""
    first, then = run.tree.span(statement), run.tree.span(node)
    blocks = [
        run.tree.span(each)
        for each in run.tree.nodes()
        if isinstance(each, (cst.IndentedBlock, cst.Module))
    ]
    own = min(
        (block for block in blocks if block.path == first.path and block.holds(first)),
        key=lambda block: block.end - block.start,
        default=None,
    )
    return own is not None and own.holds(then) and first.end <= then.start


def _symbol(run: Run, node: cst.BaseExpression, frame: Frame) -> str:
    found = run.evaluate(node, frame)
    only = found[0] if len(found) == 1 else None
    return only.path if isinstance(only, Symbol) else ""


def _variable(run: Run, node: cst.BaseExpression, key: cst.BaseExpression) -> Beside | None:
    if not isinstance(key, cst.SimpleString) or not isinstance(key.raw_value, str):
        return None
    return Beside(ENVIRONMENT, key.raw_value, _exchanged(run, node, key, key.raw_value))


def _exchanged(
    run: Run, node: cst.BaseExpression, key: cst.SimpleString, name: str
) -> Callable[[str], str]:
    code, word = run.tree.code(node), run.tree.code(key)
    return lambda other: code.replace(word, word.replace(name, other))


def _member(run: Run, node: cst.BaseExpression, content: Content) -> Beside | None:
    name = content.steps[-1].key if content.member else None
    code = run.tree.code(node)
    last = next((m for m in _LAST.finditer(code) if m.end() == len(code)), None)
    if not isinstance(name, str) or last is None or name not in last.group():
        return None
    owner, quote = code[: last.start()], last["quote"]

    def written(path: str) -> str:
        return owner + "".join(f"[{quote}{step}{quote}]" for step in path.split("."))

    read = Read(content.steps, content.whole) if content.whole else None
    return Beside(MEMBER, name, written, read)
