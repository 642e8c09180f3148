"""Commands that a host gives as a list, one item an argument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

from migrator.embedded.inlay import Part, made
from migrator.embedded.quoted import Quoted

_SHELL = re.compile(r"(?:.*/)?(?:ba|da|a|z|k)?sh")
_RUNS = re.compile(r"-[a-z]*c")


def parts(arguments: Sequence[Part]) -> list[Part]:
    """What a shell would have to be told to run the same; of ``sh -c …`` the script itself."""
    script = _script(arguments)
    if script is not None:
        return [script]
    found: list[Part] = []
    for index, argument in enumerate(arguments):
        blank = " " if index else ""
        if argument.notation and Quoted.holds(argument.text, "'"):
            notation = Quoted(argument.notation, "'")
            found += [made(f"{blank}'"), replace(argument, notation=notation), made("'")]
        else:
            found += [made(blank), Part(quote(argument.text), argument.place)]
    return found


def _script(arguments: Sequence[Part]) -> Part | None:
    for first, second, third in zip(arguments, arguments[1:], arguments[2:], strict=False):
        if _SHELL.fullmatch(first.text) and _RUNS.fullmatch(second.text):
            return third
    return None
