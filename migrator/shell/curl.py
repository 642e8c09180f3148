"""What a curl command requests."""

from __future__ import annotations

from migrator.shell import commandline
from migrator.shell.arguments import Argv
from migrator.shell.commandline import CommandLine, Option
from migrator.shell.options import CURL
from migrator.shell.request import Datum, Given, Kind, Request
from migrator.shell.text import Text

_TEXT = ("data", "data-ascii", "data-binary", "data-raw", "json")
_PARTS = ("form", "form-string")
_DATA = (*_TEXT, "data-urlencode", *_PARTS)


def read(argv: Argv) -> Request:
    """``argv`` begins behind the name of the program."""
    line = commandline.read(argv, CURL)
    data = tuple(_datum(option) for option in line.all(*_DATA))
    in_query = line.last("get") is not None
    option = line.last("request")
    method, obstacles = _method(line, option, in_query, bool(data))
    urls = [Given(field.text, (field,)) for field in line.operands]
    urls += [Given(o.value, o.words, o) for o in line.all("url") if o.value]
    return Request(
        program="curl",
        line=line,
        method=method,
        method_given=_given(option),
        urls=tuple(sorted(urls, key=lambda given: given.words[0].span)),
        data=data,
        headers=tuple(given for o in line.all("header") if (given := _given(o))),
        in_query=in_query,
        fails=line.last("fail", "fail-with-body") is not None,
        json=line.last("json") is not None,
        output=_value(line, "output"),
        write_out=_value(line, "write-out"),
        obstacles=(*obstacles, *_hidden(line)),
    )


def _method(
    line: CommandLine, option: Option | None, in_query: bool, data: bool
) -> tuple[str | None, tuple[str, ...]]:
    if option is not None and option.value is not None:
        known = option.value.known
        if known:
            return known.upper(), ()
        written = option.value.value().written()
        return None, (f"the method is whatever `{written}` holds",)
    if line.last("head"):
        return "HEAD", ()
    if line.last("upload-file"):
        return "PUT", ()
    return "POST" if data and not in_query else "GET", ()


def _hidden(line: CommandLine) -> list[str]:
    found = []
    if line.last("config"):
        found.append("its options stand in a file of their own")
    if line.last("next"):
        found.append("one command sends several requests")
    return found + line.doubts()


def _datum(option: Option) -> Datum:
    text = option.value
    assert text is not None
    if option.name in _PARTS:
        return Datum(Kind.PART, text, option.words, option)
    if option.name == "data-urlencode":
        return Datum(Kind.FORM, text, option.words, option)
    if text.shape == "@-" and option.name != "data-raw":
        return Datum(Kind.INPUT, text, option.words, option)
    if text.shape.startswith("@") and option.name != "data-raw":
        return Datum(Kind.FILE, text, option.words, option)
    return Datum(Kind.TEXT, text, option.words, option)


def _given(option: Option | None) -> Given | None:
    if option is None or option.value is None:
        return None
    return Given(option.value, option.words, option)


def _value(line: CommandLine, name: str) -> Text | None:
    option = line.last(name)
    return option.value if option else None
