"""What a program does with the answer of a call."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.call.source import Span


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
    """

    key: str | int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Read:
    """A member or item of the answer is read: ``steps`` from the root of the answer.

    ``whole`` is the source of everything up to the end of the last step.
    """

    steps: tuple[Step, ...]
    whole: Span

    @property
    def path(self) -> str:
        """``[].workflows.workflow_id``, for messages and for the tables of the rules."""
        names = ("[]" if not isinstance(s.key, str) else s.key for s in self.steps)
        return ".".join(names)


@dataclass(frozen=True, slots=True)
class Escape:
    """The answer leaves the view: ``where`` says so in words (``returned from trigger()``)."""

    where: str
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """Every use of the answer that is in view.

    ``raises`` says the program checks it by ``raise_for_status``, ``.ok``,
    ``--fail`` or the like, which every 2xx passes. ``printed`` says the raw
    answer is only shown or stored for people (printed, logged, ``curl`` to stdout).
    """

    statuses: tuple[StatusCheck, ...] = ()
    reads: tuple[Read, ...] = ()
    escapes: tuple[Escape, ...] = ()
    raises: bool = False
    printed: bool = False
