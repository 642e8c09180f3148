"""The languages, loaded when the first file of each is read."""

from __future__ import annotations

from functools import cache

from migrator.call.language import Language
from migrator.files.kind import Kind


@cache
def language(kind: Kind) -> Language:
    if kind == "python":
        from migrator.python import PYTHON

        return PYTHON
    from migrator.shell import SHELL

    return SHELL
