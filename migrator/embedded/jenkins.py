"""Jenkinsfiles: the scripts of ``sh`` steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.groovy import Groovy
from migrator.embedded.inlay import inlay, made, written
from migrator.embedded.lines import newline_of
from migrator.embedded.snippet import Snippet

_SINGLE = r"'''(?:[^\\]|\\[\s\S])*?'''|'(?:[^'\\\n]|\\.)*'"
_DOUBLE = r'"""(?:[^\\]|\\[\s\S])*?"""|"(?:[^"\\\n]|\\.)*"'
_STRING = f"{_SINGLE}|{_DOUBLE}"
_SKIPPED = re.compile(rf"//[^\n]*|/\*[\s\S]*?\*/|{_STRING}")
_STEP = re.compile(
    r"(?<![\w.$'\"])sh[ \t]*+\(?\s*+"
    rf"(?P<named>(?:\w+\s*:\s*(?:\w+|{_STRING})\s*,\s*)*script\s*:\s*)?"
    rf"(?P<script>{_STRING})(?P<rest>[^\n]*)"
)
_TAKEN = re.compile(r"returnStdout\s*:\s*true")


def snippets(source: Source) -> Iterator[Snippet]:
    text, at = source.text, 0
    newline = newline_of(text)
    while at < len(text):
        step = _STEP.match(text, at)
        if not step:
            skipped = _SKIPPED.match(text, at)
            at = skipped.end() if skipped else at + 1
            continue
        quote = step["script"][:3] if step["script"][:3] in ("'''", '"""') else step["script"][:1]
        part = written(source, source.span(*step.span("script")), Groovy(quote, newline))
        taken = _TAKEN.search(f"{step['named'] or ''}{step['rest']}")
        parts = [made('the_program "$('), part, made(')"')] if taken else [part]
        yield Snippet("shell", inlay(source, parts))
        at = step.end("script")
