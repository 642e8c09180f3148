"""What libcst's native parser can't take: it ends the process where its stack does."""

from __future__ import annotations

import ast
import math
import re
import sys
import threading
import warnings
from collections.abc import Callable
from typing import TypeVar

from migrator.call.language import Trouble

T = TypeVar("T")

TOO_DEEP = Trouble(0, "nested too deeply to be read")
_MOST = 1000
"""Links of a chain that Python reads as a list, and libcst one inside the other."""
_LINK = re.compile(r"\b(?:and|or)\b")
_DOTTED = re.compile(rf"(?:\.[\s\\]*+\w++[\s\\]*+){{{_MOST}}}")
_WINDOWS = 1 << 20
_ENOUGH = 8 << 20
_ROOM = 64 << 20
"""Bytes of a stack; what is not used of it takes no memory."""


def is_chained(text: str) -> bool:
    """Whether ``text``, which Python accepts, holds too long a chain of ``and``, or of dots."""
    if _DOTTED.search(text):
        return True
    if sum(1 for _ in _LINK.finditer(text)) < _MOST:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    return any(isinstance(n, ast.BoolOp) and len(n.values) > _MOST for n in ast.walk(tree))


def roomy(parse: Callable[[], T]) -> T:
    """What ``parse`` gives, on a larger stack where that of the process is small."""
    return parse() if _stack() >= _ENOUGH else _apart(parse)


def _stack() -> float:
    """Bytes that the stack of the process may take."""
    if sys.platform == "win32":
        return _WINDOWS
    import resource

    size, _ = resource.getrlimit(resource.RLIMIT_STACK)
    return math.inf if size == resource.RLIM_INFINITY else size


def _apart(parse: Callable[[], T]) -> T:
    given: list[T] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            given.append(parse())
        except BaseException as error:
            raised.append(error)

    before = threading.stack_size(_ROOM)
    try:
        thread = threading.Thread(target=work)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if raised:
        raise raised[0]
    return given[0]
