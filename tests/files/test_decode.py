from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from migrator.files.decode import declared_encoding, decode
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import Kind

COOKIES = ("latin-1", "utf-8", "cp1252", "shift_jis", "iso2022_jp", "utf-7", "rot13", "idna", "no")


@settings(deadline=None)
@given(
    data=st.one_of(
        st.binary(),
        st.text().map(str.encode),
        st.builds(
            lambda cookie, rest: b"# -*- coding: %s -*-\n" % cookie.encode() + rest,
            st.sampled_from(COOKIES),
            st.binary(),
        ),
    ),
    kind=st.sampled_from(["python", "shell"]),
)
@example(b"\xef\xbb\xbfa\r\nb\rc\n\x0cd", "python")
@example(b"\xff\xfe", "shell")
@example(b"# coding: iso2022_jp\n\x1b(B\x1b(B", "python")
def test_what_is_decoded_can_be_encoded_back(data: bytes, kind: Kind) -> None:
    try:
        decoded = decode(data, kind)
    except Unreadable:
        return
    assert decoded.encode(decoded.text) == data


def test_line_endings_stay_and_the_mark_is_set_apart() -> None:
    decoded = decode(codecs.BOM_UTF8 + b"a\r\nb\rc\n", "shell")
    assert decoded.text == "a\r\nb\rc\n"
    assert decoded.encode("b") == codecs.BOM_UTF8 + b"b"


def test_bytes_that_are_not_utf8_survive() -> None:
    decoded = decode(b"echo caf\xe9 # \xc3\xa9", "shell")
    assert decoded.text == "echo caf\udce9 # é"
    assert decoded.encode(decoded.text.replace("echo", "print")) == b"print caf\xe9 # \xc3\xa9"


def test_python_declares_its_encoding() -> None:
    data = "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = 'é'\n".encode("latin-1")
    decoded = decode(data, "python")
    assert "'é'" in decoded.text
    assert decoded.encoding == "latin-1"
    assert decode(data, "shell").encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"# coding=ascii", "ascii"),
        (b"\n# coding: ascii", "ascii"),
        (b"#!x\r# coding: ascii\r", "ascii"),
        (b"x = 1\n# coding: ascii", None),
        (b"\n\n# coding: ascii", None),
        (b"'coding: ascii'", None),
        (b"", None),
    ],
)
def test_where_a_declaration_counts(data: bytes, expected: str | None) -> None:
    assert declared_encoding(data) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("x".encode("utf-16"), "UTF-16"),
        ("x".encode("utf-32"), "UTF-32"),
        (b"a\0b", "NUL"),
        (b"# coding: klingon\n", "unknown encoding klingon"),
        (b"# coding: rot13\n", "unknown encoding rot13"),
        (b"# coding: utf-16\n", "utf-16"),
    ],
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(data, "python")


def test_new_text_that_the_encoding_can_not_say() -> None:
    decoded = decode(b"# coding: ascii\n", "python")
    with pytest.raises(Unwritable, match="ascii"):
        decoded.encode("é")
