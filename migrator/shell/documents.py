"""Here-documents: where their text stands."""

from __future__ import annotations

from tree_sitter import Node

from migrator.shell.parse import Script
from migrator.shell.state import State
from migrator.shell.text import Text, join
from migrator.shell.words import Texts, Words


def texts(script: Script, words: Words, redirect: Node, state: State) -> Texts:
    """What the here-document of ``redirect`` may say."""
    body = next((c for c in redirect.children if c.type == "heredoc_body"), None)
    start_mark = next(c for c in redirect.children if c.type == "heredoc_start")
    if body is None:
        return (Text(),)
    source = script.source
    start = _start(script, start_mark, body)
    span = source.span(start, max(_end(script, redirect, body), start))
    verbatim = _quoted(script.text(start_mark))
    found = words.document(body, span, state, verbatim=verbatim)
    if redirect.children[0].type == "<<-":
        return tuple(_without_tabs(text) for text in found)
    return found


def _quoted(mark: str) -> bool:
    return any(character in mark for character in "'\"\\")


def _end(script: Script, redirect: Node, body: Node) -> int:
    """Where the line of the closing mark begins."""
    mark = next((c for c in redirect.children if c.type == "heredoc_end"), None)
    if mark is None:
        return script.span(body).end
    return script.source.text.rfind("\n", 0, script.span(mark).start) + 1


def _start(script: Script, mark: Node, body: Node) -> int:
    """The grammar leaves white space at the beginning of the body out."""
    start = script.span(body).start
    line_end = script.source.text.find("\n", script.span(mark).end)
    if 0 <= line_end < start and not script.source.text[line_end:start].strip():
        return line_end + 1
    return start


def _without_tabs(text: Text) -> Text:
    """``<<-`` takes the tabs at the beginning of each line away."""
    shape, kept, start, fresh = text.shape, [], 0, True
    for index, character in enumerate(shape):
        if fresh and character == "\t":
            kept.append(text.cut(start, index))
            start = index + 1
        else:
            fresh = character == "\n"
    return join([*kept, text.cut(start)])
