"""JSON with holes: what is kept keeps its characters, what is new is valid JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.body import Array, Entry, Node, Object, Scalar
from migrator.call.difference import edits
from migrator.call.jsontext import Cells, parse, render, write
from migrator.call.source import Edit, Span
from migrator.call.value import HOLE, Hole, Literal, Value, text
from tests.call import QUICK
from tests.call.notation import Pen, applied, cells, holds, said


def json_value(written: str) -> Value:
    """``written`` as it stands in a file: `<name>` is a hole, and `\\` no escape but JSON's."""
    pieces: list[Literal | Hole] = []
    at = 0
    while at < len(written):
        end = written.find(">", at) + 1 if written[at] == "<" else written.find("<", at)
        end = end if end > 0 else len(written)
        span = Span("file", at, end)
        part = written[at:end]
        hole = part[0] == "<"
        drop = (Edit(span, ""),)
        pieces.append(Hole(part[1:-1], span, drop=drop) if hole else Literal(part, span))
        at = end
    return Value(tuple(pieces))


class Bare(Pen):
    def text(self, content: str, style: str) -> str:
        return content

    def hole(self, hole: Hole, style: str) -> str:
        return f"<{hole.source}>"


def parsed(written: str) -> Object:
    root = parse(json_value(written))
    assert root is not None, written
    return root


def rendered(written: str, new: Object) -> str:
    """What ``new`` is written as, each hole as `<name>`."""
    return "".join(said(render(json_value(written), new)))


def without(root: Object, key: str) -> Object:
    return replace(root, entries=tuple(e for e in root.entries if e.key != key))


def renamed(root: Object, old: str, new: str) -> Object:
    entries = (replace(e, key=new) if e.key == old else e for e in root.entries)
    return replace(root, entries=tuple(entries))


BRANCH = Entry("branch", Scalar(Value((Hole("b"),))))


class TestParse:
    def test_nodes_know_their_cells(self) -> None:
        raw = json_value(' {"a": [1, "x"]} ')
        root = parse(raw)
        assert root is not None
        (entry,) = root.entries
        assert (root.origin, entry.origin) == (Cells(1, 16), Cells(2, 15, 5))
        assert isinstance(entry.value, Array)
        assert [item.origin for item in entry.value.items] == [Cells(8, 9), Cells(11, 14)]

    def test_scalars_are_quoted_or_not(self) -> None:
        root = parsed('{"a": "1", "b": 1, "c": true, "d": null, "e": -1.5e3}')
        scalars = [e.value for e in root.entries]
        assert [s.quoted for s in scalars if isinstance(s, Scalar)] == [True, *[False] * 4]
        assert [s.value.known for s in scalars if isinstance(s, Scalar)] == [
            "1", "1", "true", "null", "-1.5e3",
        ]  # fmt: skip

    def test_a_hole_in_a_string_and_a_bare_one(self) -> None:
        root = parsed('{"branch": "release/<b>", "parallel": <n>}')
        branch, parallel = root.get("branch"), root.get("parallel")
        assert isinstance(branch, Scalar)
        assert isinstance(parallel, Scalar)
        assert (branch.value.written(), branch.quoted) == ("release/b", True)
        assert (parallel.value.written(), parallel.quoted) == ("n", False)

    def test_a_key_with_a_hole_is_not_known_and_the_object_not_complete(self) -> None:
        root = parsed('{"a<k>": 1, "b": 2}')
        assert [e.key for e in root.entries] == [None, "b"]
        assert not root.complete
        assert parsed('{"a": {"<k>": 1}}').complete

    def test_escapes_are_decoded(self) -> None:
        root = parsed(r'{"\u0061": "x\n<b>\"y"}')
        value = root.get("a")
        assert isinstance(value, Scalar)
        assert [p.source if isinstance(p, Hole) else p.text for p in value.value.pieces] == [
            "x\n", "b", '"y',
        ]  # fmt: skip

    def test_line_breaks_may_stand_in_strings(self) -> None:
        """Shell here-documents hold them; the server is the judge of that."""
        value = parsed('{"a": "x\ny"}').get("a")
        assert isinstance(value, Scalar)
        assert value.value.known == "x\ny"

    def test_the_last_of_two_equal_keys_counts(self) -> None:
        value = parsed('{"a": 1, "a": 2}').get("a")
        assert isinstance(value, Scalar)
        assert value.value.known == "2"

    @pytest.mark.parametrize(
        "written",
        [
            "",
            " ",
            "[]",
            '"a"',
            "1",
            "<body>",
            "{",
            "}",
            "{}{}",
            "{} x",
            '{"a"}',
            '{"a":}',
            '{"a": 1,}',
            '{,"a": 1}',
            '{"a": 1 "b": 2}',
            '{"a": 1,, "b": 2}',
            "{a: 1}",
            "{'a': 1}",
            "{\"a\": 'b'}",
            '{"a": b}',
            '{"a": [1,]}',
            '{"a": [1 2]}',
            r'{"a": "\x"}',
            r'{"a": "\u12"}',
            '{"a": "b}',
            '{"a": "x<b>y"z"}',
            "<open>1}",
            '{"a": 1<rest>',
            '{"a": 1, <more>}',
        ],
    )
    def test_what_is_no_json_object(self, written: str) -> None:
        assert parse(json_value(written)) is None

    def test_depth_is_bounded(self) -> None:
        deep = 5000
        assert parse(text('{"a":' * deep + "1" + "}" * deep)) is None
        assert parse(text('{"a":' + "[" * deep + "]" * deep + "}")) is None
        assert parse(text('{"a":' * 20 + "1" + "}" * 20)) is not None

    @QUICK
    @given(st.text(alphabet=f'{{}}[]":,\\ au0019.e-\n{HOLE}', max_size=30))
    def test_what_is_taken_for_json_is_json(self, written: str) -> None:
        for document in (written, f'{{"a": "{written}"}}'):
            if parse(text(document)):
                assert isinstance(json.loads(document.replace(HOLE, "0"), strict=False), dict)

    @QUICK
    @given(st.dictionaries(st.text(max_size=5), st.text(max_size=8) | st.integers(), max_size=4))
    def test_agrees_with_the_standard_library(self, fields: dict[str, str | int]) -> None:
        for ascii_only in (True, False):
            root = parse(text(json.dumps(fields, ensure_ascii=ascii_only)))
            assert root is not None
            assert {e.key: _plain(e.value) for e in root.entries} == fields


def _plain(node: Node) -> str | int | None:
    assert isinstance(node, Scalar)
    known = node.value.known
    return known if node.quoted or known is None else int(known)


class TestRender:
    def test_a_renamed_key(self) -> None:
        written = '{"build_parameters": {"A": "<x>"}, "b" : 1}'
        new = renamed(parsed(written), "build_parameters", "parameters")
        assert rendered(written, new) == '{"parameters": {"A": "<x>"}, "b" : 1}'

    @pytest.mark.parametrize(
        ("key", "left"),
        [
            ("a", '{ "b":2 ,\n "c": 3}'),
            ("b", '{ "a":1 ,"c": 3}'),
            ("c", '{ "a":1 ,"b":2}'),
        ],
    )
    def test_a_dropped_entry(self, key: str, left: str) -> None:
        written = '{ "a":1 ,"b":2 ,\n "c": 3}'
        assert rendered(written, without(parsed(written), key)) == left

    def test_the_last_entry_dropped(self) -> None:
        written = ' { "a": 1 } '
        assert rendered(written, without(parsed(written), "a")) == " {} "

    def test_an_entry_put_first_takes_the_separator_that_is_there(self) -> None:
        written = '{"a": 1,\n    "b": 2}'
        root = parsed(written)
        new = replace(root, entries=(BRANCH, *root.entries))
        assert rendered(written, new) == '{"branch": "<b>",\n    "a": 1,\n    "b": 2}'

    def test_an_entry_beside_a_single_one_takes_its_line(self) -> None:
        written = '{\n  "a": 1\n}'
        root = parsed(written)
        new = replace(root, entries=(BRANCH, *root.entries))
        assert rendered(written, new) == '{\n  "branch": "<b>",\n  "a": 1\n}'

    def test_an_entry_in_an_empty_object(self) -> None:
        root = parsed("{}")
        assert rendered("{}", replace(root, entries=(BRANCH,))) == '{"branch": "<b>"}'

    def test_a_new_value_under_an_old_key(self) -> None:
        written = '{"type": "github-user-key"}'
        root = parsed(written)
        (entry,) = root.entries
        new = replace(root, entries=(replace(entry, value=Scalar(text("user-key"))),))
        assert json.loads(rendered(written, new)) == {"type": "user-key"}

    def test_an_escaped_key_that_stays_keeps_its_characters(self) -> None:
        written = r'{"\u0061": 1, "b": 2}'
        assert rendered(written, without(parsed(written), "b")) == r'{"\u0061": 1}'

    def test_an_entry_moved_into_a_new_object_keeps_its_characters(self) -> None:
        written = r'{"oss" :  true, "name":"\u0061"}'
        root = parsed(written)
        new = replace(root, entries=(Entry("advanced", Object(root.entries)),))
        found = render(json_value(written), new)
        for entry in root.entries:
            assert holds(found, json_value(written).cut(entry.origin.start, entry.origin.end))

    def test_a_text_that_is_no_json_is_written_anew(self) -> None:
        assert rendered("a=b", Object((BRANCH,))) == '{"branch": "<b>"}'


class TestWrite:
    def test_all_kinds(self) -> None:
        node = Object((
            Entry("a", Array((Scalar(text("x")), Scalar(text("1"), quoted=False)))),
            Entry('"', Object()),
        ))  # fmt: skip
        assert "".join(said(write(node))) == r'{"a": ["x", 1], "\"": {}}'

    @QUICK
    @given(st.text(max_size=10), st.text(max_size=10))
    def test_any_text_is_valid_json(self, key: str, value: str) -> None:
        written = write(Object((Entry(key, Scalar(text(value))),)))
        assert json.loads("".join(said(written))) == {key: value}


_SPACE = st.sampled_from(["", " ", "\n", "  "])
_CHARACTERS = st.sampled_from(["a", "b/", "é", "<x>", "<long_name>", "\\n", "\\u0041", '\\"', " "])
_STRING = st.lists(_CHARACTERS, max_size=4).map(lambda parts: f'"{"".join(parts)}"')
_KEY = st.sampled_from(["a", "b", "branch", "tag", "\\u0061", "x y"]).map(lambda key: f'"{key}"')
_BARE = st.sampled_from(["1", "-2.5", "true", "null", "<n>"])


def _object(nodes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    entry = st.tuples(_SPACE, _KEY, _SPACE, _SPACE, nodes, _SPACE).map(
        lambda e: f"{e[0]}{e[1]}{e[2]}:{e[3]}{e[4]}{e[5]}"
    )
    return st.lists(entry, max_size=4).map(lambda entries: "{" + ",".join(entries) + "}")


def _array(nodes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(nodes, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")


_NODES = st.recursive(_STRING | _BARE, lambda n: _object(n) | _array(n), max_leaves=8)
OBJECTS = st.tuples(_SPACE, _object(_NODES), _SPACE).map("".join)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, Object]:
    """A text and its object with entries dropped, renamed and added, at any depth."""
    written = draw(OBJECTS)
    return written, _changed(draw, parsed(written))


def _changed(draw: st.DrawFn, root: Object) -> Object:
    entries: list[Entry] = []
    for entry in root.entries:
        fate = draw(st.sampled_from(["keep", "keep", "drop", "rename", "change"]))
        if fate == "rename":
            entry = replace(entry, key="renamed")
        elif fate == "change" and isinstance(entry.value, Object):
            entry = replace(entry, value=_changed(draw, entry.value))
        if fate != "drop":
            entries.append(entry)
    if draw(st.booleans()):
        entries.insert(draw(st.integers(0, len(entries))), BRANCH)
    return replace(root, entries=tuple(entries))


def content(node: Node) -> object:
    """A node without the places it is written at."""
    if isinstance(node, Object):
        return [(e.key, content(e.value)) for e in node.entries]
    if isinstance(node, Array):
        return ["array", *(content(item) for item in node.items)]
    return node.quoted, said(node.value)


def kept(node: Node) -> Iterator[Node]:
    """The nodes that are written in the old text, outermost only."""
    if isinstance(node, Object):
        for entry in node.entries:
            if entry.origin is not None:
                yield from kept(entry.value)
    elif node.origin is not None:
        yield node


@QUICK
@given(OBJECTS)
def test_an_unchanged_object_is_the_same_text(written: str) -> None:
    raw = json_value(written)
    root = parsed(written)
    assert cells(render(raw, root)) == cells(raw)
    assert edits(raw, render(raw, root), Bare()) == ()


@QUICK
@given(changed())
def test_a_changed_object_is_written_as_itself(case: tuple[str, Object]) -> None:
    written, new = case
    again = parse(render(json_value(written), new))
    assert again is not None
    assert content(again) == content(new)


@QUICK
@given(changed())
def test_a_kept_node_keeps_its_characters(case: tuple[str, Object]) -> None:
    written, new = case
    raw = json_value(written)
    found = render(raw, new)
    for node in kept(new):
        assert holds(found, raw.cut(node.origin.start, node.origin.end))


@QUICK
@given(changed())
def test_the_edits_of_a_changed_object_write_it(case: tuple[str, Object]) -> None:
    written, new = case
    raw = json_value(written)
    found = render(raw, new)
    assert applied(written, edits(raw, found, Bare())) == "".join(said(found))
