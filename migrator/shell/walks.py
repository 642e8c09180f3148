"""The edits that let a function run a command for every page of several lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from migrator.call.call import Call
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source
from migrator.call.value import Hole, Value
from migrator.shell import passages
from migrator.shell.calls import Origin
from migrator.shell.folding import named

_HEAD = re.compile(r"(?:#[^\r\n]*(?:\r\n|\r|\n|$))*")
_OTHERWISE = frozenset(
    "output remote-name remote-header-name write-out include head dump-header get next verbose"
    " show-headers output-document save-headers server-response input-file".split()
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[\w.,-]*", re.ASCII)


def edits(source: Source, origin: Origin, old: Call, new: Call) -> Iterator[Edit]:
    """Raises ``CannotWrite``."""
    walk = new.walk
    if walk is None:
        return
    _check(source, origin)
    name = passages.name(walk)
    given = [f"{key}={_argument(_named(origin, value))}" for key, value in walk.given.items()]
    prefix = "".join(f"{word} " for word in (name, *given))
    at = origin.command.start
    text = passages.text(walk)
    found = _there(source.text, name)
    if found is not None:
        if not passages.serves(found, walk):
            raise CannotWrite(
                f"the function `{name}` that is there does not answer all that is read"
            )
    elif _named_in(source.text, name):
        raise CannotWrite(f"the name `{name}` has another meaning already")
    else:
        top = _top(source)
        if top == at:
            prefix = _function(source, top, text) + prefix
        else:
            yield _definition(source, top, text)
    yield Edit(source.span(at, at), prefix)


def _check(source: Source, origin: Origin) -> None:
    request = origin.request
    inside = source.home(source.span(0, 0)) != source.span(0, 0)
    if inside and "\n" not in source.text.strip():
        raise CannotWrite("no function fits into a command of one line: write it as a block first")
    written = source.at(origin.name.span)
    if origin.sites or origin.command.path != source.path:
        raise CannotWrite("a function that other requests may use too sends it")
    if not origin.uniform:
        raise CannotWrite("the command gets other options each time it runs")
    if request.program not in ("curl", "wget"):
        raise CannotWrite(f"a walk through lists can't be written for {request.program}")
    if origin.name.span.start != origin.command.start:
        raise CannotWrite(f"`{source.at(origin.command).split()[0]}` runs `{written}`")
    to_stdout = request.output is None or request.output.shape == "-"
    if not to_stdout:
        raise CannotWrite("it writes its answer to a file itself, which a walk would do each time")
    for option in request.line.options:
        if option.name in _OTHERWISE and option.name != "output-document":
            word = source.at(option.words[0].span)
            raise CannotWrite(f"`{word}` would hold for each request of a walk")
        if option.name == "url" and option.attached:
            raise CannotWrite("its URL is not an argument of its own")


def _named(origin: Origin, value: Value) -> Value:
    """``value`` with the name it came through, where it is all that the name holds."""
    for settled in origin.urls:
        value = named(settled, value)
    return value


def _argument(value: Value) -> str:
    """``value`` as a word."""
    if value.known is not None:
        if not _PLAIN.fullmatch(value.known):
            raise CannotWrite(f"`{value.known}` is no number and no filter")
        return value.known
    literals = (piece for piece in value.pieces if not isinstance(piece, Hole))
    if not all(_PLAIN.fullmatch(literal.text) for literal in literals):
        raise CannotWrite(f"`{value.written()}` can't be written as one word")
    return f'"{value.written()}"'


@lru_cache(maxsize=8)
def _there(text: str, name: str) -> str | None:
    """The function of that name, with the comment above it."""
    body = rf"(?m)(?:^#.*\n)*^{name}\(\) \(\n(?:(?:  .*)?\n)*\)$"
    match = re.search(body, text.replace("\r\n", "\n")) if _named_in(text, name) else None
    return match.group() if match else None


@lru_cache(maxsize=8)
def _named_in(text: str, name: str) -> bool:
    return bool(re.search(rf"\b{name}\b", text))


def _top(source: Source) -> int:
    """Behind the comments at the top, and behind what the file does not hold as text of its own."""
    match = _HEAD.match(source.text)
    top = match.end() if match else 0
    starts = (found.end() for found in _LINE_END.finditer(source.text, top))
    return next((at for at in (top, *starts) if _is_open(source, at)), top)


def _is_open(source: Source, at: int) -> bool:
    """Whether text can be put there."""
    try:
        source.carry(Edit(source.span(at, at), ""))
    except CannotWrite:
        return False
    return True


def _definition(source: Source, top: int, text: str) -> Edit:
    """The function at ``top``, put behind the line before, where a host indents no blank line."""
    written = _function(source, top, text)
    ending = next((e for e in ("\r\n", "\r", "\n") if source.text[:top].endswith(e)), "")
    end = top - len(ending)
    if not ending or not _is_open(source, end):
        return Edit(source.span(top, top), written.removeprefix(ending))
    return Edit(source.span(end, end), ending + written.removesuffix(ending))


def _function(source: Source, top: int, text: str) -> str:
    before = source.text[:top]
    first = _LINE_END.search(source.text)
    newline = first.group() if first else "\n"
    lead = "\n" if before else ""
    following = re.match(r"\r\n|\r|\n", source.text[top:])
    return f"{lead}{text}".replace("\n", newline) + ("" if following else newline)
