"""What a program does with the answer of a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from migrator.call.source import Span
from migrator.records import dataclass


@dataclass(frozen=True, slots=True)
class StatusCheck:
    """The answer's status is compared with the literal ``status`` at ``span``.

    ``equal`` says the comparison asks for that status (``==``, ``!=``, ``in``),
    not for a range.
    """

    status: int
    span: Span
    equal: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step into an answer.

    ``key`` names a member, an integer picks an item, ``None`` means each item.
    ``span`` is the source of the step (``["workflows"]``, ``.workflows``, ``[]``).
    In a v2 call a step with the span of an old one and another key renames it, one
    with an empty span is new there, and an old one that is missing goes.
    """

    key: str | int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Root:
    """An expression that gives the answer decoded (``r.json()``, a jq filter).

    A language writes a step into ``member`` right behind ``span``. Only a v2 call
    names one.
    """

    span: Span
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A value is asked whether it is ``word``, or with ``negated`` whether it is not.

    ``span`` reaches from the end of the value to that of the question (`` == "word"``),
    ``of`` is the place of the value where a language must write around it. In a v2 call
    ``words`` are those of which it must be one instead, with an empty span behind a value
    that was asked only whether it is true.
    """

    word: str
    span: Span
    negated: bool = False
    words: tuple[str, ...] = ()
    of: Span | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A member or item of the answer is read: ``steps`` from the root of the answer.

    ``whole`` is the source of everything up to the end of the last step. ``words`` are
    the texts that the value is compared with, those of ``questions`` aside; ``loose``
    says that it goes elsewhere too than there and to people who read it, ``opened``
    that what stands in it may be looked at. ``idle`` says that it is named and no more,
    as each item is where they are counted; ``asked`` that it is asked whether it is true,
    and no more.
    """

    steps: tuple[Step, ...]
    whole: Span
    words: frozenset[str] = field(default=frozenset(), compare=False)
    loose: bool = field(default=True, compare=False)
    opened: bool = field(default=True, compare=False)
    idle: bool = field(default=False, compare=False)
    asked: bool = field(default=False, compare=False)
    questions: frozenset[Question] = field(default=frozenset(), compare=False)

    @property
    def said(self) -> frozenset[str]:
        """Every text that the value is compared with."""
        return self.words | {question.word for question in self.questions}

    @property
    def path(self) -> str:
        """``[].workflows.workflow_id``, for messages and for the tables of the rules."""
        return path_of(self.steps)


def gathered(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Each read once, with all that is done with its value."""
    found: dict[Read, Read] = {}
    for read in reads:
        known = found.get(read)
        if known is not None:
            read = replace(
                known,
                words=known.words | read.words,
                loose=known.loose or read.loose,
                opened=known.opened or read.opened,
                idle=known.idle and read.idle,
                asked=known.asked and read.asked,
                questions=known.questions | read.questions,
            )
        found[read] = read
    return tuple(found.values())


def path_of(steps: Iterable[Step]) -> str:
    return ".".join(step.key if isinstance(step.key, str) else "[]" for step in steps)


@dataclass(frozen=True, slots=True)
class Escape:
    """The answer leaves the view: ``where`` says so in words (``returned from trigger()``).

    ``beside`` says that only its status does, or another thing beside its content.
    ``code`` is what a program of another language does with it.
    """

    where: str
    span: Span
    beside: bool = field(default=False, compare=False)
    code: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Every use of the answer that is in view.

    ``raises`` says the program checks it by ``raise_for_status``, ``.ok``,
    ``--fail`` or the like, which every 2xx passes. ``printed`` says the raw
    answer is only shown or stored for people (printed, logged, ``curl`` to stdout).
    """

    statuses: tuple[StatusCheck, ...] = ()
    roots: tuple[Root, ...] = ()
    reads: tuple[Read, ...] = ()
    escapes: tuple[Escape, ...] = ()
    raises: bool = False
    printed: bool = False
