"""What a name means at another place, and how often the file is gone through to see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from migrator.call.source import Source
from migrator.python.things import OPAQUE, Thing, alternatives
from migrator.python.writing.scopes import Scopes


def same(text: str) -> bool:
    """Whether the ``x`` behind the first bracket means the same in the last line."""
    written, used = text.index("(x") + 1, text.rindex("\n") + 1
    return Scopes(Source("x.py", text)).means_same("x", written, used)


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("y = 1", True),
        ("x = 1", False),
        ("import x.y", False),
        ("import y as x", False),
        ("def x(): pass", False),
        ("def f(x): pass", False),
        ("for x in y: pass", False),
        ("try: pass\nexcept E as x: pass", False),
        ("with y as z: pass", True),
    ],
)
def test_what_is_given_between_counts(between: str, expected: bool) -> None:
    assert same(f"get(x)\n{between}\nitems") is expected


def test_what_a_with_gives_ends_with_it() -> None:
    assert not same("with a as x:\n    get(x)\nitems")


def test_a_file_is_gone_through_once_for_all_of_its_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walked: list[ast.AST] = []
    walk = ast.walk

    def counting(node: ast.AST) -> Iterator[ast.AST]:
        walked.append(node)
        return walk(node)

    monkeypatch.setattr(ast, "walk", counting)
    text = "".join(f"get{n}(x)\n" for n in range(50)) + "items"
    scopes = Scopes(Source("x.py", text))
    assert all(scopes.means_same("x", text.index(f"get{n}("), len(text)) for n in range(50))
    assert sum(isinstance(node, ast.Module) for node in walked) == 1


def test_one_value_alone_is_not_held_against_others() -> None:
    class Table(Thing):
        def __hash__(self) -> int:
            raise AssertionError("long to be told from others")

    table = Table()
    assert alternatives(iter([table])) == (table,)
    assert alternatives([]) == OPAQUE
