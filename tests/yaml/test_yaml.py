"""YAML to nodes with places, and every bad text to a message that says where and what to do."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from migrator.yaml import (
    MAX_SIZE,
    Alias,
    BadYaml,
    Mapping,
    Node,
    Scalar,
    Sequence,
    documents,
    load,
    resolved,
)

SECONDS = 20
"""On a machine that does something else as well; a text that hangs takes minutes."""


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """PyYAML comes with or without libyaml, and both must say the same."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML is here without libyaml")
    return str(request.param)


def mapping(text: str) -> Mapping:
    node = load(text)
    assert isinstance(node, Mapping)
    return node


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def plain(node: Node) -> object:
    """The node as the objects that ``yaml.load`` would make of it, every scalar a text."""
    real = resolved(node)
    if isinstance(real, Scalar):
        return real.text
    if isinstance(real, Sequence):
        return [plain(item) for item in real.items]
    return {key: plain(entry.value) for key, entry in real.all()}


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from scalars(entry.key)
            yield from scalars(entry.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a: word\n", "word"),
        ("a: two words  # said\n", "two words"),
        ("a: 'it''s'\n", "'it''s'"),
        ('a: "x\\ty"\n', '"x\\ty"'),
        ("a: &name word\n", "word"),
        ("a: !!str &name word\n", "word"),
        ("a: &name\n  word\n", "word"),
        ("a: &name # said\n  # again\n  word\n", "word"),
        ("a: |\n  one\n  two\nb: c\n", "|\n  one\n  two\n"),
        ("a: &name >-\n  one\n\nb: c\n", ">-\n  one\n\n"),
        ("a: 'é😀'\n", "'é😀'"),
        ("é😀: one\n  two\n", "one\n  two"),
        ("a:\r\n  word\r\n", "word"),
        ("{x: y, a: word}", "word"),
        ("a: [é]", "[é]"),
        ("a: {b: [c]} # d", "{b: [c]}"),
        ("a:\n- b\n- c d\n# e\nf: g\n", "- b\n- c d"),
        ("a: &name\n  b: c\n\n# e\nf: g\n", "b: c"),
        ("a: &name\n", ""),
        ("a:\n", ""),
        ("a: []\n", "[]"),
    ],
)
def test_places(text: str, written: str) -> None:
    first = next(iter(mapping(text).all()))[1] if "a:" not in text else None
    value = first.value if first else mapping(text).get("a")
    assert value is not None
    assert text[value.start : value.end] == written


def test_properties_stand_before_the_node() -> None:
    text = "a: !!str &name word\n"
    node = scalar(mapping(text).get("a"))
    assert text[node.outset : node.end] == "!!str &name word"
    assert (node.anchor, node.tag) == ("name", "tag:yaml.org,2002:str")


@pytest.mark.parametrize(
    ("text", "style"),
    [("a: b", ""), ("a: 'b'", "'"), ('a: "b"', '"'), ("a: |\n b", "|"), ("a: >\n b", ">")],
)
def test_styles(text: str, style: str) -> None:
    assert scalar(mapping(text).get("a")).style == style


def test_an_alias_knows_what_it_stands_for() -> None:
    text = "a: &it {b: c}\nd: *it\n"
    entry = mapping(text).own("d")
    assert entry is not None
    alias = entry.value
    assert isinstance(alias, Alias)
    assert text[alias.start : alias.end] == "*it"
    assert alias.target == mapping(text).get("a")


def test_an_anchor_may_be_given_anew() -> None:
    assert plain(mapping("a: &x 1\nb: *x\nc: &x 2\nd: *x\n"))["d"] == "2"  # type: ignore[index]


def test_merged_entries_give_way_to_own_ones() -> None:
    text = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  a: 0\n  <<: [*x, *y]\n  d: 5\n"
    z = mapping(text).get("z")
    assert isinstance(z, Mapping)
    assert plain(z) == {"a": "0", "b": "2", "c": "4", "d": "5"}
    assert z.own("b") is None


def test_two_merges_in_one_mapping_are_taken() -> None:
    text = "x: &x {a: 1}\ny: &y {b: 3}\nz:\n  <<: *x\n  <<: *y\n"
    z = mapping(text).get("z")
    assert z is not None
    assert plain(z) == {"a": "1", "b": "3"}


def test_no_document() -> None:
    assert load("") is None
    assert load("# only words\n") is None


def test_documents() -> None:
    assert [plain(node) for node in documents("--- a\n--- [b]\n...\n")] == ["a", ["b"]]
    with pytest.raises(BadYaml, match="second document") as bad:
        load("--- a\n--- b\n")
    assert (bad.value.line, bad.value.column) == (2, 5)


def test_nothing_is_constructed() -> None:
    text = "a: !!python/object/apply:os.system ['true']\n"
    assert plain(mapping(text)) == {"a": ["true"]}


@pytest.mark.parametrize(
    ("text", "line", "column", "reason", "remedy"),
    [
        ("a: b\nc:\n\td: e\n", 3, 1, "a tab", "spaces"),
        ("a:\n  \tb: c\n", 2, 3, "a tab", "spaces"),
        ("\ta: b\n", 1, 1, "a tab", "spaces"),
        ("a: b\n\tc: d\n", 2, 1, "a tab", "spaces"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "`a` stands twice", "keep one"),
        ("x: {b: 1, 'b': 2}\n", 1, 11, "`b` stands twice", "keep one"),
        ('x: y\na: "b\nc: d\n', 2, 4, "the quote", "close it"),
        ("a: 'b\n", 1, 4, "the quote", "close it"),
        ("a: [b, c\nd: e\n", 1, 4, "the bracket", "close it"),
        ("a: {b: c\nd: e\n", 1, 4, "the brace", "close it"),
        ("a: b: c\n", 1, 5, "no key can end", "quote"),
        ("a:\n  b: c\n d: e\n", 3, 2, "indented unlike", "align"),
        ("a: @b\n", 1, 4, "begin with `@`", "quotes"),
        ("a: `b`\n", 1, 4, "begin with ``", "quotes"),
        ("a: &x [*x]\n", 1, 8, "inside what it names", "write out"),
        ("a: *x\n", 1, 4, "names nothing above", "&x"),
        ("a: b\x07\n", 1, 5, r"U\+0007", "UTF-8"),
        ("a: b\udce9\n", 1, 5, "no UTF-8", "UTF-8"),
        ('a: "\\q"\n', 1, 5, "unknown escape", "mend"),
    ],
)
def test_bad_texts(text: str, line: int, column: int, reason: str, remedy: str) -> None:
    with pytest.raises(BadYaml, match=reason) as bad:
        load(text)
    assert bad.value.line == line
    # The two parsers part by one sign in what they blame of a broken escape.
    assert abs(bad.value.column - column) <= ("\\q" in text)
    assert remedy in bad.value.remedy


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        inner = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{inner}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (bomb(9), "aliases written out"),
        ("[" * 100_000, "levels"),
        ("{a: " * 100_000, "levels"),
        ("".join(f"{' ' * n}a:\n" for n in range(1_000)), "levels"),
        ("- " * 1_000, "levels"),
        ("x" * (MAX_SIZE + 1), "characters"),
        ("a: b\n" * 10_000_000, "characters"),
        ('"' + "x" * 1_000_000, "quote"),
    ],
    ids=["bomb", "brackets", "braces", "indents", "dashes", "long", "50 MB", "quote"],
)
def test_hostile_texts_end_soon(text: str, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(BadYaml, match=reason):
        load(text)
    assert time.process_time() - started < SECONDS


def test_a_small_bomb_is_taken() -> None:
    assert isinstance(load(bomb(5)), Mapping)


def test_a_text_of_many_lines_is_read_in_time(parser: str) -> None:
    lines = 100_000 if parser == "libyaml" else 10_000
    started = time.process_time()
    assert len(mapping("".join(f"key{n}: value\n" for n in range(lines))).entries) == lines
    assert time.process_time() - started < SECONDS


TREES = st.recursive(
    st.text(max_size=8) | st.integers().map(str) | st.sampled_from(["true", "~", "<<", "a\nb\n"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(TREES, st.sampled_from([True, False, None]), st.sampled_from([None, "'", '"', "|", ">"]))
def test_what_was_dumped_is_read(tree: object, flow: bool | None, style: str | None) -> None:
    text = yaml.safe_dump(
        tree, default_flow_style=flow, default_style=style, allow_unicode=True, sort_keys=False
    )
    node = load(text)
    assert node is not None
    # What is dumped with strange line breaks in it comes back otherwise, with PyYAML too.
    assert plain(node) == without_merges(yaml.load(text, Loader=yaml.BaseLoader))
    for each in scalars(node):
        assert 0 <= each.outset <= each.start <= each.end <= len(text)
        if not each.style and "\n" not in text[each.start : each.end]:
            assert text[each.start : each.end] == each.text
        if each.style in ("'", '"'):
            assert text[each.start] == text[each.end - 1] == each.style


def without_merges(tree: object) -> object:
    if isinstance(tree, dict):
        return {key: without_merges(value) for key, value in tree.items() if key != "<<"}
    if isinstance(tree, list):
        return [without_merges(item) for item in tree]
    return tree


@given(st.text(alphabet=" \t\n\r-:?[]{},#&*!|>'\"%@`ab<é\u2028\x85", max_size=60))
def test_any_text_ends_in_nodes_or_in_a_message(text: str) -> None:
    bad: BadYaml | None = None
    found: tuple[Node, ...] = ()
    try:
        found = documents(text)
    except BadYaml as error:
        bad = error
    assert bad is None or (bad.reason and bad.remedy and 0 <= bad.offset <= len(text))
    for each in (each for node in found for each in scalars(node)):
        assert 0 <= each.outset <= each.start <= each.end <= len(text)


@given(st.text(alphabet=" \n-:[]{},#&*!|>'\"ab", max_size=40))
def test_where_both_parsers_take_a_text_they_give_the_same_places(text: str) -> None:
    if not hasattr(yaml, "CSafeLoader"):
        return
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(BadYaml):
        fast = documents(text)
        patch.delattr(yaml, "CSafeLoader")
        assert documents(text) == fast
