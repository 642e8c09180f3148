"""Whether Python accepts a text at all."""

from __future__ import annotations

import ast
import warnings

from migrator.call.language import Trouble
from migrator.call.source import Source


def accepts(text: str) -> Trouble | None:
    """Why the language refuses ``text``, or ``None`` if it does not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return Trouble(_offset(text, error), f"not valid Python 3: {error.msg}")
    except ValueError as error:
        return Trouble(0, f"not valid Python 3: {error}")
    except (RecursionError, MemoryError):
        return Trouble(0, "nested too deeply to be read")
    return None


def _offset(text: str, error: SyntaxError) -> int:
    source = Source("", text)
    starts = source._line_starts
    line = min(max(error.lineno or 1, 1), len(starts))
    return min(starts[line - 1] + max((error.offset or 1) - 1, 0), len(text))
