"""libcst as it is loaded here and as it comes: of what was parsed nobody can tell them apart."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from tests.cli.program import ROOT
from tests.harness.case import FIXTURES

LOAD = "from migrator.python.loading import load\nload()\n"

LOOK = f"""
import dataclasses, hashlib, pathlib
import libcst
from libcst import CSTNode


def below(cls):
    for each in cls.__subclasses__():
        yield each
        yield from below(each)


def fields(cls):
    for f in dataclasses.fields(cls):
        default = "-" if f.default is dataclasses.MISSING else f.default
        yield f.name, default, f.default_factory is dataclasses.MISSING, f.kw_only, f.init


def same(cls):
    names = "__eq__", "__hash__", "__repr__"
    return [getattr(cls, name) is getattr(CSTNode, name) for name in names]


classes = list(below(CSTNode))
for line in sorted(str((c.__qualname__, *fields(c), c.__slots__, *same(c))) for c in classes):
    print(line)
for path in sorted(pathlib.Path({str(FIXTURES)!r}).rglob("before.py"))[::10]:
    text = path.read_text()
    try:
        module = libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        print(error.raw_line, error.raw_column)
        continue
    assert module.code == text
    assert module.deep_clone().deep_equals(module)
    print(hashlib.sha256(repr(module).encode()).hexdigest())
print(libcst.Name("a").with_changes(value="b"))
for wrong in ({{}}, {{"value": "a", "colour": "red"}}):
    try:
        print(libcst.Name(**wrong))
    except TypeError as error:
        print(error)
"""


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nodes_are_what_they_are() -> None:
    assert run(LOAD + LOOK) == run(LOOK)


def test_nobody_but_the_parser_makes_nodes() -> None:
    """For what makes one is not validated."""
    made = [
        f"{path.name}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in sorted((ROOT / "migrator" / "python").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        if re.fullmatch(
            r"(?:cst|libcst)\.[A-Z]\w*|.*\.(?:with_changes|visit)", ast.unparse(node.func)
        )
    ]
    assert not made


def test_only_nodes_that_there_are_cost_something() -> None:
    program = """
import libcst
libcst.parse_module("a = 1")
print("__init__" in vars(libcst.Name), libcst.Name.__init__ is libcst.While.__init__)
print(libcst.While.__init__ is libcst.Match.__init__)
"""
    assert run(LOAD + program) == "True False\nTrue\n"


def test_dataclasses_of_others_are_the_library_s() -> None:
    program = """
import dataclasses
whole = dataclasses.dataclass
from migrator.python.loading import load
load()
assert dataclasses.dataclass is whole
from libcst.metadata import CodePosition
from libcst._nodes.base import dataclass
print(CodePosition(1, 2) == CodePosition(1, 2))
@dataclass
class Plain:
    a: int
print(Plain(1) == Plain(1), Plain(2))
try:
    CodePosition(1, 2).line = 3
except dataclasses.FrozenInstanceError as error:
    print(error)
"""
    assert run(program) == "True\nTrue Plain(a=2)\ncannot assign to field 'line'\n"


def test_where_libcst_is_broken_the_library_is_as_it_was() -> None:
    program = """
import dataclasses, sys
whole = dataclasses.dataclass
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "libcst":
            raise ImportError("broken")
sys.meta_path.insert(0, Broken())
from migrator.python.loading import load
try:
    load()
except ImportError as error:
    print(error, dataclasses.dataclass is whole)
"""
    assert run(program) == "broken True\n"


def test_a_run_over_a_file_loads_it_so() -> None:
    program = """
from migrator.call.source import Source
from migrator.python import PYTHON
class Alone:
    def source(self, path):
        return None
PYTHON.read(Source("a.py", "import requests\\n"), Alone())
import libcst
print(libcst.While.__init__ is libcst.Match.__init__)
"""
    assert run(program) == "True\n"
