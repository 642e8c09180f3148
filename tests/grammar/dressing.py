"""The same program as other editors write it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.grammar.program import MARK, Built

FACE = "\U0001f600"
COOKIE = "# -*- coding: latin-1 -*-"


@dataclass(frozen=True)
class Dressed:
    """``program`` has line feeds alone; ``text`` is what stands in the file, behind the mark."""

    program: Built
    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    @property
    def content(self) -> bytes:
        return self.mark + self.text.encode(self.encoding)


@st.composite
def dressed(draw: st.DrawFn, programs: st.SearchStrategy[Built], python: bool) -> Dressed:
    program = draw(programs)
    latin = python and draw(st.integers(0, 3)) == 0
    changes = [_with_blanks, _with_faces, _with_words, *([_with_feeds] if python else [])]
    for change in changes:
        if draw(st.booleans()) and not (latin and change is _with_faces):
            program = change(program, python)
    if latin:
        program = _with_cookie(program)
    ends = draw(
        st.sampled_from(
            [("\n",), ("\r\n",), ("\r\n",), ("\n", "\r\n")]
            + ([("\r",), ("\r", "\n", "\r\n")] if python else [])
        )
    )
    lines = program.text.split("\n")
    if draw(st.booleans()):
        lines = lines[:-1]
    text = lines[0]
    for line in lines[1:]:
        end = draw(st.sampled_from(ends))
        # Behind a carriage return a line feed begins no line of its own.
        text += ("\r" if end == "\n" and text.endswith("\r") else end) + line
    mark = codecs.BOM_UTF8 if not latin and draw(st.integers(0, 3)) == 0 else b""
    return Dressed(program, text, "latin-1" if latin else "utf-8", mark)


def _changed(program: Built, pattern: str, new: str) -> Built:
    changed = re.compile(pattern, re.MULTILINE)
    return replace(program, marked=tuple(changed.sub(new, part) for part in program.marked))


def _with_blanks(program: Built, python: bool) -> Built:
    """At the end of lines that do not go on, nor end a here-document."""
    return _changed(program, r"(?<=[\w)\"'}])(?<!EOF)$", " \t" if python else "  ")


def _with_faces(program: Built, python: bool) -> Built:
    """Characters of another plane before a call, on its line."""
    before = f'"{FACE}"; ' if python else f': "{FACE}"; '
    return _changed(program, rf"^([ \t]*)(?={MARK})", rf"\1{before}")


def _with_words(program: Built, python: bool) -> Built:
    first, *others = program.marked
    shebang, newline, rest = first.partition("\n") if first.startswith("#!") else ("", "", first)
    return replace(program, marked=(f"{shebang}{newline}# caf\xe9\n{rest}", *others))


def _with_feeds(program: Built, python: bool) -> Built:
    return _changed(program, r"^(?=(?:def|class|import) )", "\f\n\f")


def _with_cookie(program: Built) -> Built:
    first, *others = program.marked
    return replace(program, marked=(f"{COOKIE}\n# \xe9t\xe9\n{first}", *others))
