"""What one process finds in a file, written down for the one that it was forked from."""

from __future__ import annotations

import io
import pickle
from copyreg import __newobj__, dispatch_table  # type: ignore[attr-defined]
from typing import Any, NoReturn

from migrator.call.call import Call
from migrator.catalog.load import catalog
from migrator.catalog.rule import Rule
from migrator.run.texts import Texts


def written(found: object) -> bytes:
    """Raises an exception of some kind where it can't be written."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**dispatch_table, Call: _call, Rule: _rule, Texts: _texts}
    pickler.dump(found)
    return file.getvalue()


def read(letter: bytes) -> Any:
    """What ``written`` wrote in a process of ours: nobody else has a hand in it."""
    return pickle.loads(letter)  # noqa: S301


def _call(call: Call) -> tuple[Any, tuple[type[Call]], dict[str, Any]]:
    """Without the handle for who writes its edits: they are written where it was read."""
    return __newobj__, (Call,), {**vars(call), "origin": None}


def _rule(rule: Rule) -> tuple[Any, tuple[str]]:
    return _known, (rule.id,)


def _known(rule: str) -> Rule | None:
    return catalog().rule(rule)


def _texts(texts: Texts) -> NoReturn:
    raise TypeError("each process has its own files")
