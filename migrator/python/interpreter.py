"""The walk through a whole file."""

from __future__ import annotations

import libcst as cst

from migrator.call.language import Project
from migrator.python import answers, calls, comprehensions, expressions, literals, statements
from migrator.python.modules import Modules
from migrator.python.run import Handler, Run
from migrator.python.tree import Tree
from migrator.python.trees import Trees

HANDLERS: dict[type[cst.CSTNode], Handler] = {
    **expressions.HANDLERS,
    **literals.HANDLERS,
    **calls.HANDLERS,
    **comprehensions.HANDLERS,
}


def walk(tree: Tree, project: Project) -> Run:
    """Follows the program from its first statement; nothing of it is executed."""
    modules = Modules(project)
    run = Run(Trees(tree), modules, HANDLERS, statements.execute, answers.leave)
    modules.frames[tree.source.path] = run.top
    run.execute(tree.module, run.top)
    run.finish()
    return run
