"""The edits of the statuses that the answer is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.python.writing.draft import Draft


def edits(draft: Draft) -> Iterator[Edit]:
    before = draft.old.answer.statuses
    for old, new in zip(before, draft.new.answer.statuses, strict=True):
        if old.status != new.status:
            yield Edit(draft.own(old.span), _written(draft.at(old.span), old.status, new.status))


def _written(code: str, old: int, new: int) -> str:
    if code == str(old):
        return str(new)
    owner, dot, name = code.rpartition(".")
    if not dot:
        raise CannotWrite(f"the status `{code}` is set elsewhere")
    known = HTTPStatus(new).name
    return f"{owner}.{known if name.isupper() else known.lower()}"
