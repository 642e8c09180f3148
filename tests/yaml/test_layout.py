"""New entries in texts that are laid out already: each says what it should, at its place."""

from __future__ import annotations

import pytest

from migrator.call.source import Edit, Source
from migrator.plan.apply import apply
from migrator.yaml import Mapping, Scalar, Sequence, load
from migrator.yaml.layout import Layout, NotExact, Tree, block, flow, quoted
from migrator.yaml.node import plain

NEW: dict[str, Tree] = {"new": {"type": "string", "list": ["a"]}}


class Text:
    def __init__(self, text: str) -> None:
        root = load(text)
        assert isinstance(root, Mapping)
        self.text, self.root = text, root
        self.layout = Layout(Source("x", text), root)

    def mapping(self, key: str) -> Mapping:
        found = self.root.own(key)
        assert found
        assert isinstance(found.value, Mapping)
        return found.value

    def with_edits(self, *edits: Edit) -> str:
        return apply(self.text, edits)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  b: c\n", "a:\n  b: c\n  x: y\n"),
        ("a:\n  b: c", "a:\n  b: c\n  x: y"),
        ("a:\r\n  b: c\r\nd: e\r\n", "a:\r\n  b: c\r\n  x: y\r\nd: e\r\n"),
        ("a:\r  b: c\rd: e\r", "a:\r  b: c\r  x: y\rd: e\r"),
        ("a:\n    b: c # said\n\nd: e\n", "a:\n    b: c # said\n    x: y\n\nd: e\n"),
        (
            "a:\n  b: c\n  # more of it\n# of d\nd: e\n",
            "a:\n  b: c\n  # more of it\n  x: y\n# of d\nd: e\n",
        ),
        ("a:\n  b: |\n    c\n\nd: e\n", "a:\n  b: |\n    c\n  x: y\n\nd: e\n"),
        ("a:\n  b: c\n\n  d: e\nf: g\n", "a:\n  b: c\n\n  d: e\n\n  x: y\nf: g\n"),
        ("a:\n  b: c\n\n  # of d\n  d: e\n", "a:\n  b: c\n\n  # of d\n  d: e\n\n  x: y\n"),
        ("a:\n  b:\n", "a:\n  b:\n  x: y\n"),
        ("a: {b: c}\n", "a: {b: c, x: y}\n"),
        ("a: {b: c, }\n", "a: {b: c, x: y, }\n"),
        ("a: {}\n", "a: {x: y}\n"),
        ("a: {\n  b: c\n}\n", "a: {\n  b: c, x: y\n}\n"),
        ("a: &n\n  b: c\nd: *n\n", "a: &n\n  b: c\n  x: y\nd: *n\n"),
        ("a:\n  b: c\n...\n", "a:\n  b: c\n  x: y\n...\n"),
    ],
)
def test_append(text: str, after: str) -> None:
    given = Text(text)
    made = given.with_edits(given.layout.append(given.mapping("a"), {"x": "y"}))
    assert made == after
    assert plain(Text(made).root)["a"]["x"] == "y"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  b: c\n  k: v\n", "a:\n  b: c\n  x: y\n  k: v\n"),
        (
            "a:\n  b: c\n  # of k\n  # too\n  k: v\n",
            "a:\n  b: c\n  x: y\n  # of k\n  # too\n  k: v\n",
        ),
        ("a:\n  b: c\n# other\n  k: v\n", "a:\n  b: c\n# other\n  x: y\n  k: v\n"),
        ("a:\r\n  # of k\r\n  k: v\r\n", "a:\r\n  x: y\r\n  # of k\r\n  k: v\r\n"),
        ("a: {b: c, k: v}\n", "a: {b: c, k: v, x: y}\n"),
        ("a:\n  b: c\n", "a:\n  b: c\n  x: y\n"),
    ],
)
def test_before(text: str, after: str) -> None:
    given = Text(text)
    assert given.with_edits(given.layout.before(given.mapping("a"), "k", {"x": "y"})) == after


def test_a_key_that_shares_its_line_has_nothing_before_it() -> None:
    given = Text("? {a: b}\n: c\na:\n  ? k\n  : v\n")
    with pytest.raises(NotExact, match="line of its own"):
        given.layout.before(given.mapping("a"), "k", {"x": "y"})


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  b: c\n", "a:\n  x: y\n  b: c\n"),
        ("a: # said\n  # of b\n  b: c\n", "a: # said\n  x: y\n  # of b\n  b: c\n"),
        ("a: &n\n  b: c\n", "a: &n\n  x: y\n  b: c\n"),
        ("a: {b: c}\n", "a: {b: c, x: y}\n"),
    ],
)
def test_below_header(text: str, after: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    assert (
        given.with_edits(given.layout.below_header(entry.key, given.mapping("a"), {"x": "y"}))
        == after
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1\n", "a: 1\nx: y\n"),
        ("a: 1", "a: 1\nx: y"),
        ("a: 1 # said\n\nb: 2\n", "a: 1 # said\n\nx: y\n\nb: 2\n"),
        ("a: 1\r\n\r\nb: 2\r\n", "a: 1\r\n\r\nx: y\r\n\r\nb: 2\r\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\nx: y\r\nb: 2\r\n"),
        ("a:\n  b: |\n    c\n", "a:\n  b: |\n    c\nx: y\n"),
    ],
)
def test_after_entry(text: str, after: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    assert given.with_edits(given.layout.after_entry(entry.key, entry.value, {"x": "y"})) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n", "a:\n  x: y\n"),
        ("a: \nb: c\n", "a:\n  x: y\nb: c\n"),
        ("n: &n {k: v}\na: *n\n", "n: &n {k: v}\na:\n  x: y\n"),
        ("a: ~\n", "a:\n  x: y\n"),
    ],
)
def test_fill(text: str, after: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    assert given.with_edits(given.layout.fill(entry.key, entry.value, {"x": "y"})) == after


@pytest.mark.parametrize(
    "text", ["n: &n {k: v}\na: *n # said\n", "n: &n {k: v}\na: # said\n  *n\n"]
)
def test_what_is_not_alone_on_its_line_is_not_filled(text: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    with pytest.raises(NotExact, match="alone on its line"):
        given.layout.fill(entry.key, entry.value, {"x": "y"})


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: b\n", "a:\n  and:\n    - b\n    - not: c\n"),
        ("a: b # said\n", "a:\n  and:\n    - b # said\n    - not: c\n"),
        ("a:\n  equal: [b, c]\nd: e\n", "a:\n  and:\n    - equal: [b, c]\n    - not: c\nd: e\n"),
        (
            "a:\n  or:\n    - b\n\n    # of c\n    - c\n",
            "a:\n  and:\n    - or:\n        - b\n\n        # of c\n        - c\n    - not: c\n",
        ),
        ("a: # said\n  or: [b]\n", "a: # said\n  and:\n    - or: [b]\n    - not: c\n"),
        (
            "k:\n  l: m\na:\n            or:\n              - b\n",
            "k:\n  l: m\na:\n  and:\n    - or:\n        - b\n    - not: c\n",
        ),
        ("a: {or: [b,\n  c]}\n", "a:\n  and:\n    - {or: [b,\n      c]}\n    - not: c\n"),
        ("a: &n b\nd: *n\n", "a:\n  and:\n    - &n b\n    - not: c\nd: *n\n"),
    ],
)
def test_wrap(text: str, after: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    edits = given.layout.wrap(entry.key, entry.value, ("and", {"not": "c"}), in_flow=False)
    made = given.with_edits(*edits)
    assert made == after
    was = plain(entry.value)
    assert plain(Text(made).root)["a"] == {"and": [was, {"not": "c"}]}


def test_wrap_in_flow() -> None:
    given = Text("x: {a: b, d: e}\n")
    entry = given.mapping("x").own("a")
    assert entry
    edits = given.layout.wrap(entry.key, entry.value, ("or", "c"), in_flow=True)
    assert given.with_edits(*edits) == "x: {a: {or: [b, c]}, d: e}\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  - b\n", "a:\n  - b\n  - x: y\n"),
        ("a:\n- b\n# of c\nc: d\n", "a:\n- b\n- x: y\n# of c\nc: d\n"),
        ("a:\n  - b: c\n    d: e # said\n", "a:\n  - b: c\n    d: e # said\n  - x: y\n"),
        ("a: [b, c]\n", "a: [b, c, {x: y}]\n"),
        ("a: [b, # said\n  c]\n", "a: [b, # said\n  c, {x: y}]\n"),
    ],
)
def test_append_item(text: str, after: str) -> None:
    given = Text(text)
    entry = given.root.own("a")
    assert entry
    assert isinstance(entry.value, Sequence)
    assert given.with_edits(given.layout.append_item(entry.key, entry.value, {"x": "y"})) == after


@pytest.mark.parametrize(
    ("text", "step"), [("a:\n    b: c\n", 4), ("a: b\n", 2), ("a: {b: c}\n", 2)]
)
def test_the_step_is_that_of_the_text(text: str, step: int) -> None:
    assert Text(text).layout.step == step


BARE = ["build", "a-b.c/d"]
QUOTED = ["1", "true", "No", "a: b", "it's", "", " a", "a#", "é", "*a", "null"]


@pytest.mark.parametrize("name", [*BARE, *QUOTED])
def test_quoted(name: str) -> None:
    node = load(f"k: {quoted(name)}\n")
    assert isinstance(node, Mapping)
    value = node.get("k")
    assert isinstance(value, Scalar)
    assert (value.text, bool(value.style)) == (name, name in QUOTED)


def test_trees() -> None:
    tree: Tree = {"a": {"b": ["c", "d"], "e": [{"f": "g", "h": {"i": "j"}}]}, "k": "l"}
    lines = "\n".join(block(tree, 2)) + "\n"
    assert lines == ("a:\n  b: [c, d]\n  e:\n    - f: g\n      h:\n        i: j\nk: l\n")
    written = load(lines)
    on_one_line = load(flow(tree))
    assert written
    assert on_one_line
    assert plain(written) == plain(on_one_line) == tree
