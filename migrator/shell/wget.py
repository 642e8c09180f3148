"""What a wget command requests."""

from __future__ import annotations

from migrator.shell import commandline
from migrator.shell.arguments import Argv
from migrator.shell.commandline import CommandLine, Option
from migrator.shell.options import WGET
from migrator.shell.request import Datum, Given, Kind, Request
from migrator.shell.text import Text

_DATA = {
    "post-data": Kind.TEXT,
    "body-data": Kind.TEXT,
    "post-file": Kind.FILE,
    "body-file": Kind.FILE,
}


def read(argv: Argv) -> Request:
    """``argv`` begins behind the name of the program."""
    line = commandline.read(argv, WGET)
    data = tuple(
        Datum(_DATA[option.name], option.value or Text(), option.words, option)
        for option in line.all(*_DATA)
    )
    option = line.last("method")
    return Request(
        program="wget",
        line=line,
        method=_method(option, line),
        method_given=Given(option.value, option.words, option) if option and option.value else None,
        urls=tuple(Given(field.text, (field,)) for field in line.operands),
        data=data,
        headers=tuple(
            Given(o.value, o.words, o) for o in line.all("header") if o.value is not None
        ),
        fails=True,
        output=_output(line),
        obstacles=tuple(_hidden(line, option)),
    )


def _method(option: Option | None, line: CommandLine) -> str | None:
    if option is not None and option.value is not None:
        known = option.value.known
        return known.upper() if known else None
    if line.last("spider"):
        return "HEAD"
    return "POST" if line.last("post-data", "post-file") else "GET"


def _output(line: CommandLine) -> Text | None:
    """Where the answer goes: to a file named after the URL unless told otherwise."""
    option = line.last("output-document")
    return option.value if option else Text()


def _hidden(line: CommandLine, method: Option | None) -> list[str]:
    found = []
    if method is not None and method.value is not None and not method.value.known:
        found.append(f"the method is whatever `{method.value.value().written()}` holds")
    if line.last("input-file"):
        found.append("its URLs stand in a file")
    return found + line.doubts()
