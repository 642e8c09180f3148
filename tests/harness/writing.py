"""One call written by a language."""

from __future__ import annotations

from migrator.call.call import Call
from migrator.call.language import CannotWrite, Language
from migrator.call.source import Edit, Source


def write_one(language: Language, source: Source, old: Call, new: Call) -> tuple[Edit, ...]:
    """Raises ``CannotWrite``."""
    (written,) = language.write(source, [(old, new)])
    if isinstance(written, CannotWrite):
        raise written
    return written
