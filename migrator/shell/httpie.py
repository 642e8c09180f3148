"""What an HTTPie command requests."""

from __future__ import annotations

import re

from migrator.shell import commandline
from migrator.shell.arguments import Argv
from migrator.shell.options import HTTPIE
from migrator.shell.request import Datum, Given, Kind, Request
from migrator.shell.state import Field

_ITEM = re.compile(r"(?P<name>[^=:@\s]+)(?P<mark>:=@|=@|:=|==|=|:|@)")
_VERB = re.compile(r"[A-Z]+|get|post|put|patch|delete|head|options")


def read(argv: Argv) -> Request:
    """``argv`` begins behind the name of the program."""
    line = commandline.read(argv, HTTPIE)
    operands = list(line.operands)
    verb = operands[0] if operands and _VERB.fullmatch(operands[0].text.shape) else None
    rest = operands[1:] if verb else operands
    items = [(field, match) for field in rest[1:] if (match := _ITEM.match(field.text.shape))]
    form = line.last("form", "multipart") is not None
    data = tuple(
        _datum(field, match["mark"], form)
        for field, match in items
        if match["mark"] in ("=", ":=", "@", "=@", ":=@")
    )
    raw = line.last("raw")
    if raw is not None and raw.value is not None:
        data = (Datum(Kind.TEXT, raw.value, raw.words, raw),)
    known = verb.text.known.upper() if verb and verb.text.known else None
    hidden = [f"`{f.text.value().written()}` may hold more of the request" for f in line.opaque]
    return Request(
        program="http",
        line=line,
        method=known or ("POST" if data else "GET"),
        method_given=Given(verb.text, (verb,)) if verb else None,
        urls=tuple(Given(field.text, (field,)) for field in rest[:1]),
        data=data,
        headers=tuple(Given(f.text, (f,)) for f, match in items if match["mark"] == ":"),
        fails=line.last("check-status") is not None,
        json=True,
        obstacles=tuple(hidden),
    )


def _datum(field: Field, mark: str, form: bool) -> Datum:
    if mark in ("@", "=@", ":=@"):
        return Datum(Kind.FILE, field.text, (field,))
    return Datum(Kind.FORM if form else Kind.JSON, field.text, (field,))
