"""A request as the command line of an HTTP program states it."""

from __future__ import annotations

from enum import Enum

from migrator.records import dataclass
from migrator.shell.commandline import CommandLine, Option
from migrator.shell.state import Field
from migrator.shell.text import Text


class Kind(Enum):
    """How a program was told what to send."""

    TEXT = "text as it stands"
    FORM = "form fields that the program encodes"
    PART = "a part of a multipart form"
    JSON = "JSON that the program makes of fields"
    INPUT = "its input"
    FILE = "a file"


@dataclass(frozen=True)
class Datum:
    kind: Kind
    text: Text
    words: tuple[Field, ...]
    option: Option | None = None


@dataclass(frozen=True)
class Given:
    """A text given to the program, and the option that gives it; an operand has none."""

    text: Text
    words: tuple[Field, ...]
    option: Option | None = None


@dataclass(frozen=True)
class Request:
    """``in_query`` says the data goes into the query. ``fails`` that a status of 400 or more
    makes the program fail, ``json`` that it sends JSON headers by itself.
    """

    program: str
    line: CommandLine
    method: str | None
    method_given: Given | None = None
    urls: tuple[Given, ...] = ()
    data: tuple[Datum, ...] = ()
    headers: tuple[Given, ...] = ()
    in_query: bool = False
    fails: bool = False
    json: bool = False
    output: Text | None = None
    write_out: Text | None = None
    doubts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
