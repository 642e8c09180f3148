"""Blocks of code in documents: what is a program in them, and what is only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.inlay import Part, inlay, made, written
from migrator.embedded.lines import Lines, newline_of
from migrator.embedded.snippet import Inner, Snippet

_LANGUAGES: dict[str, Inner] = {
    **dict.fromkeys(("bash", "sh", "shell", "zsh", "ksh", "shellscript"), "shell"),
    **dict.fromkeys(("console", "shell-session", "sh-session", "bash-session"), "shell"),
    **dict.fromkeys(("shellsession", "terminal"), "shell"),
    **dict.fromkeys(("python", "py", "python3", "py3"), "python"),
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_PROMPT = re.compile(r"(?:\([\w.-]+\)[ \t]*)?(?:[\w.-]+@[\w.-]++[^$#\r\n]*)?[$%][ \t]+")
_UNNAMED = re.compile(r"\s*(?:\$[ \t]+\S|(?:curl|wget)[ \t]+\S)")
"""How a block without a language begins: a prompt, or a program that documents call with."""
_GOES_ON = re.compile(r"\\[ \t]*(?:\r\n|\r|\n)\Z")
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w.-]*>")
"""What a reader is to fill in: ``<project>``."""


def language_of(word: str, text: str = "") -> Inner | None:
    """The language that ``word`` names; without a word that of ``text`` behind a prompt."""
    if not word and _UNNAMED.match(text):
        return "shell"
    return _LANGUAGES.get(word.lower())


def block(source: Source, start: int, end: int, mark: str, language: Inner) -> Iterator[Snippet]:
    """The program between ``start`` and ``end``, whose lines stand behind ``mark``."""
    newline = newline_of(source.text)
    place = source.span(start, end)
    whole = written(source, place, Lines(mark, newline))
    if language == "python":
        yield Snippet("python", inlay(source, [whole]))
        return
    parts = list(_typed(source, start, end, mark, newline)) or [whole]
    yield Snippet("shell", inlay(source, parts, _PLACEHOLDER))


def _typed(source: Source, start: int, end: int, mark: str, newline: str) -> Iterator[Part]:
    """The commands of a session: lines behind a prompt, and those that go on."""
    text, at = source.text, start
    first = True
    while at < end:
        line = _LINE.match(text, at, end)
        assert line
        begin = _behind(text, at, end, mark, first=first)
        first = False
        at = line.end() if line.end() > at else end
        prompt = _PROMPT.match(text, begin, line.end())
        if not prompt:
            continue
        while _GOES_ON.search(text, line.start(), line.end()) and at < end:
            line = _LINE.match(text, at, end)
            assert line
            at = line.end()
        stop = prompt.end() + len(text[prompt.end() : at].rstrip("\r\n"))
        quoted = re.compile(rf"{re.escape(mark)}>[ \t]")
        following = text.find("\n", prompt.end(), stop) + 1
        inner = f"{mark}> " if following and quoted.match(text, following, stop) else mark
        yield written(source, source.span(prompt.end(), stop), Lines(inner, newline))
        yield made("\n")


def _behind(text: str, at: int, end: int, mark: str, *, first: bool) -> int:
    if first:
        return at
    if mark.strip():
        return at + len(mark) if text.startswith(mark, at) else at
    blanks = re.compile(r"[ \t]*").match(text, at, min(at + len(mark), end))
    return blanks.end() if blanks else at
