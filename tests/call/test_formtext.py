"""Form bodies and query strings with holes."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus, unquote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.body import Entry, Object, Scalar
from migrator.call.formtext import decode, nest, parse
from migrator.call.value import HOLE, Hole, Literal, Value, text
from tests.call import QUICK
from tests.call.notation import cells, holds, said, value


def fields(written: str) -> list[tuple[str | None, str]]:
    root = parse(value(written))
    assert root is not None, written
    return [(entry.key, _said(entry)) for entry in root.entries]


def _said(entry: Entry) -> str:
    assert isinstance(entry.value, Scalar)
    return "".join(said(entry.value.value))


class TestParse:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("a=b", [("a", "b")]),
            ("a=", [("a", "")]),
            ("=b", [("", "b")]),
            ("a=b=c", [("a", "b=c")]),
            ("a=b&&c=d&", [("a", "b"), ("c", "d")]),
            ("branch=<b>", [("branch", "<b>")]),
            ("a=x<b>y", [("a", "x<b>y")]),
            ("<k>=b", [(None, "b")]),
            ("build_parameters[CIRCLE_JOB]=deploy", [("build_parameters[CIRCLE_JOB]", "deploy")]),
            ("build_parameters%5BA%5D=1", [("build_parameters[A]", "1")]),
            ("a=feature%2Fx+y", [("a", "feature/x y")]),
            ("a=%zz%", [("a", "%zz%")]),
            ("a=%4<b>1", [("a", "%4<b>1")]),
        ],
    )
    def test_fields(self, written: str, expected: list[tuple[str | None, str]]) -> None:
        assert fields(written) == expected

    @pytest.mark.parametrize("written", ["", "&", "a", "<all>", "a=b&c", '{"a": "b"}', "@body"])
    def test_what_is_no_form(self, written: str) -> None:
        assert parse(value(written)) is None

    def test_an_unseen_key_makes_the_form_incomplete(self) -> None:
        complete, hidden = parse(value("a=b")), parse(value("a=b&<k>=c"))
        assert complete is not None
        assert hidden is not None
        assert (complete.complete, hidden.complete) == (True, False)

    @QUICK
    @given(st.text(alphabet="ab=&%[]+25cC", max_size=30))
    def test_is_decoded_as_the_standard_library_does(self, written: str) -> None:
        assert decode(text(written)).shape == unquote_plus(written)

    @QUICK
    @given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=4))
    def test_agrees_with_the_standard_library(self, pairs: list[tuple[str, str]]) -> None:
        root = parse(text(urlencode(pairs)))
        assert root is not None
        found = [(entry.key, _known(entry)) for entry in root.entries]
        assert found == pairs == parse_qsl(urlencode(pairs), keep_blank_values=True)

    @QUICK
    @given(st.lists(st.sampled_from(["a", "=", "&", "<x>", "%2F", "b"]), max_size=12))
    def test_an_entry_stands_where_it_says(self, parts: list[str]) -> None:
        raw = value("".join(parts))
        root = parse(raw)
        for entry in root.entries if root else ():
            place = entry.origin
            whole = raw.cut(place.start, place.end)
            assert holds(raw, whole)
            assert whole.shape[place.key_end - place.start] == "="
            written = raw.cut(place.key_end + 1, place.end)
            assert "".join(said(decode(written))) == _said(entry)


def _known(entry: Entry) -> str | None:
    assert isinstance(entry.value, Scalar)
    return entry.value.value.known


class TestDecode:
    def test_what_is_not_encoded_keeps_its_place(self) -> None:
        raw = value("main<b>")
        assert cells(decode(raw)) == cells(raw)

    def test_a_hole_is_taken_without_its_encoding(self) -> None:
        encoded = Hole("quote_plus(branch)", plain="branch")
        found = decode(Value((Literal("feature%2F"), encoded)))
        assert found.shape == f"feature/{HOLE}"
        assert [hole.source for hole in found.holes] == ["branch"]

    @QUICK
    @given(st.text(alphabet=st.characters(exclude_characters=HOLE), max_size=10))
    def test_undoes_the_encoding(self, written: str) -> None:
        written = written.encode("utf-8", "ignore").decode()
        for encode in (quote, quote_plus):
            assert decode(text(encode(written, safe=""))).known == written


class TestNest:
    def test_keys_in_brackets_become_members(self) -> None:
        root = parse(value("branch=main&p[A]=1&tag=x&p[B]=<b>"))
        assert root is not None
        nested = nest(root.entries)
        assert nested.keys == ("branch", "p", "tag")
        members = nested.get("p")
        assert isinstance(members, Object)
        assert [(e.key, _said(e)) for e in members.entries] == [("A", "1"), ("B", "<b>")]

    def test_members_keep_their_place(self) -> None:
        root = parse(value("p[A]=1"))
        assert root is not None
        members = nest(root.entries).get("p")
        assert isinstance(members, Object)
        assert members.entries[0].origin == root.entries[0].origin

    def test_an_unseen_key_stays_and_is_told(self) -> None:
        root = parse(value("<k>=1&a=2"))
        assert root is not None
        nested = nest(root.entries)
        assert [e.key for e in nested.entries] == [None, "a"]
        assert not nested.complete

    @pytest.mark.parametrize("key", ["p[A", "pA]", "[A]", "p[A][B]", "p[A]x"])
    def test_other_brackets_are_a_name(self, key: str) -> None:
        assert nest((Entry(key, Scalar(text("1"))),)).keys == (key,)

    @QUICK
    @given(st.lists(st.sampled_from(["a", "b", "p[A]", "p[B]", "q[A]"]), max_size=6))
    def test_no_field_is_lost(self, keys: list[str]) -> None:
        entries = [Entry(key, Scalar(text(str(at)))) for at, key in enumerate(keys)]
        found = sorted(
            "".join(said(leaf.value))
            for entry in nest(entries).entries
            for leaf in _leaves(entry.value)
        )
        assert found == sorted(str(at) for at in range(len(keys)))


def _leaves(node: object) -> list[Scalar]:
    if isinstance(node, Object):
        return [leaf for entry in node.entries for leaf in _leaves(entry.value)]
    assert isinstance(node, Scalar)
    return [node]


def test_a_field_keeps_its_characters() -> None:
    raw = value("a=b&branch=<b>")
    root = parse(raw)
    assert root is not None
    place = root.entries[1].origin
    assert cells(raw.cut(place.start, place.end)) == cells(raw)[4:]
