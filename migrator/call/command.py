"""A command that a program starts: the words of another language inside its own."""

from __future__ import annotations

from collections.abc import Callable

from migrator.call.call import Use
from migrator.call.pen import Pen
from migrator.call.source import Span
from migrator.call.value import Value
from migrator.records import dataclass


@dataclass(frozen=True)
class Command:
    """Started at ``span``: ``words`` are its arguments, or the one text that a shell runs.

    ``script`` says which. ``elements`` are the places of the words in a list that is
    written out where the command is started, empty where there is no such list;
    ``literal``, which may raise ``CannotWrite``, writes another one. ``captured`` says
    that the program takes what it prints. ``pen`` writes inside literals of the words.
    """

    span: Span
    words: tuple[Value, ...]
    script: bool
    captured: bool
    pen: Pen
    literal: Callable[[Value], str]
    elements: tuple[Span, ...] = ()
    uses: tuple[Use, ...] = ()
    doubts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
