"""How each program is told a method, a header and a JSON body."""

from __future__ import annotations

from typing import Protocol

from migrator.call import jsontext
from migrator.call.body import Object, Scalar
from migrator.call.language import CannotWrite
from migrator.call.value import Value, text
from migrator.records import dataclass
from migrator.shell.commandline import Option
from migrator.shell.pen import word
from migrator.shell.request import Request


class Dialect(Protocol):
    @property
    def trailing(self) -> bool:
        """Whether a body stands behind everything else."""

    def method(self, method: str) -> list[str]: ...

    def header(self, line: Value) -> list[str]: ...

    def json(self, body: Object, instead: Option | None) -> list[str]:
        """The arguments for ``body``, said as the option ``instead`` was.

        Raises ``CannotWrite``.
        """


@dataclass(frozen=True)
class Curl:
    """``long`` says the command spells its options out."""

    long: bool
    trailing: bool = False

    def method(self, method: str) -> list[str]:
        return [f"{'--request' if self.long else '-X'} {method}"]

    def header(self, line: Value) -> list[str]:
        return [f"{'--header' if self.long else '-H'} {word(line)}"]

    def json(self, body: Object, instead: Option | None) -> list[str]:
        return [f"{'--data' if self.long else '-d'} {word(jsontext.write(body))}"]


@dataclass(frozen=True)
class Wget:
    """``with_method`` says the command names the method, which ``--post-data`` can't stand by."""

    with_method: bool
    trailing: bool = False

    def method(self, method: str) -> list[str]:
        return [f"--method={method}"]

    def header(self, line: Value) -> list[str]:
        return [f"--header={word(line)}"]

    def json(self, body: Object, instead: Option | None) -> list[str]:
        name = "--body-data" if self.with_method else "--post-data"
        mark = " " if instead is not None and not instead.attached else "="
        return [f"{name}{mark}{word(jsontext.write(body))}"]


@dataclass(frozen=True)
class Httpie:
    trailing: bool = True

    def method(self, method: str) -> list[str]:
        raise CannotWrite(f"{method} would have to stand before the URL")

    def header(self, line: Value) -> list[str]:
        return [word(line)]

    def json(self, body: Object, instead: Option | None) -> list[str]:
        """One ``key=value`` a member; a member that is no text or expression is raw JSON."""
        arguments = []
        for entry in body.entries:
            if isinstance(entry.value, Scalar) and entry.value.quoted:
                arguments.append(word(text(f"{entry.key}=") + entry.value.value))
            else:
                arguments.append(word(text(f"{entry.key}:=") + jsontext.write(entry.value)))
        return arguments


def dialect(request: Request) -> Dialect:
    if request.program == "wget":
        return Wget(request.method_given is not None)
    if request.program == "http":
        return Httpie()
    options = request.line.options
    return Curl(long=2 * sum(option.long for option in options) > len(options))
