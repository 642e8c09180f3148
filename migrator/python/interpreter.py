"""The walk through a whole file."""

from __future__ import annotations

import libcst as cst

from migrator.python import answers, calls, comprehensions, expressions, literals, statements
from migrator.python.run import Handler, Run
from migrator.python.tree import Tree

HANDLERS: dict[type[cst.CSTNode], Handler] = {
    **expressions.HANDLERS,
    **literals.HANDLERS,
    **calls.HANDLERS,
    **comprehensions.HANDLERS,
}


def walk(tree: Tree) -> Run:
    """Follows the program from its first statement; nothing of it is executed."""
    run = Run(tree, HANDLERS, statements.execute, answers.leave)
    run.execute(tree.module, run.top)
    run.finish()
    return run
