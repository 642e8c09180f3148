from __future__ import annotations

import pytest

from migrator.call.value import Hole, Literal
from tests.shell.scripts import call, source, urls


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("https://a.test/b", "https://a.test/b"),
        (r"https://a.test/b\?c=d\&e=f", "https://a.test/b?c=d&e=f"),
        ("https://a.test/b?c=d", "https://a.test/b?c=d"),
        ("'https://a.test/$b'", "https://a.test/$b"),
        ('"https://a.test/$b"', "https://a.test/$b"),
        ('"https://a.test/${b}/c"', "https://a.test/${b}/c"),
        (r'"https://a.test/\$b\"\n"', r'https://a.test/$b"\n'),
        ("$'https://a.test/\\x41\\tb\\'c'", "https://a.test/A\tb'c"),
        ('https://a.test/"$b"/"${c}"\'/d\'', "https://a.test/$b/${c}/d"),
        ('"https://a.test/$(git rev-parse --abbrev-ref HEAD)"', None),
        ("https://a.test/`git rev-parse HEAD`", None),
        ("https://a.test/$((n + 1))", None),
        ('"https://a.test/\\\nb"', "https://a.test/b"),
    ],
)
def test_quoting(word: str, written: str | None) -> None:
    found = urls(f"curl {word}\n")
    assert found == [written if written is not None else word.strip('"')]


def test_every_literal_knows_where_it_stands() -> None:
    script = 'curl "https://é.test/"ü\\&\'x\'"$B"\n'
    (value,) = call(script).urls
    for piece in value.pieces:
        assert piece.span
        written = source(script).at(piece.span)
        if isinstance(piece, Hole):
            assert written == piece.source
        elif len(piece.text) > 1:
            assert written == piece.text
    assert [p.text for p in value.pieces if isinstance(p, Literal)] == [
        "https://é.test/",
        "ü",
        "&",
        "x",
    ]


def test_an_escape_is_one_character_with_the_place_of_both() -> None:
    script = r"curl https://a.test\?b"
    (value,) = call(script).urls
    escape = value.pieces[1]
    assert isinstance(escape, Literal)
    assert escape.span
    assert (escape.text, source(script).at(escape.span)) == ("?", "\\?")


@pytest.mark.parametrize(
    ("word", "dropped"),
    [
        ('"https://a.test/$B"', '"https://a.test/"'),
        ('https://a.test/"$B"/c', "https://a.test//c"),
        ("https://a.test/${B}/c", "https://a.test//c"),
        ('https://a.test/"$(git branch)"', "https://a.test/"),
        ("'https://a.test/'$B", "'https://a.test/'"),
    ],
)
def test_a_hole_says_how_it_is_taken_out(word: str, dropped: str) -> None:
    script = f"curl {word}"
    (hole,) = call(script).urls[0].holes
    (edit,) = hole.drop
    changed = script[: edit.span.start] + edit.content + script[edit.span.end :]
    assert changed == f"curl {dropped}"


def test_unquoted_variables_are_split_at_spaces() -> None:
    found = call('O="-X POST -s"\ncurl $O https://a.test\n')
    assert (found.method, found.obstacles) == ("POST", ())


def test_quoted_variables_are_not_split() -> None:
    found = call('B="a b"\ncurl -d "$B" https://a.test\n')
    assert found.body.source == "a b"
