"""A second definition beside one that can't change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrator.call.call import Binding
from migrator.call.source import Edit, Source, Span
from migrator.plan.apply import apply

_LINE_END = re.compile(r"\r\n|\r|\n|$")


def new_name(binding: Binding, text: str, taken: set[str]) -> str:
    """``API_V2`` for ``API``, numbered where ``text`` holds that name or it is ``taken``."""
    suffix = "_V2" if binding.name.isupper() else "_v2"
    name, number = binding.name + suffix, 1
    while name in taken or re.search(rf"\b{re.escape(name)}\b", text):
        number += 1
        name = f"{binding.name}{suffix}_{number}"
    taken.add(name)
    return name


def copy(binding: Binding, edits: Iterable[Edit], name: str, source: Source) -> Edit:
    """Inserts, on the line after the definition, the same one with ``edits`` under ``name``."""
    text, place = source.text, binding.definition
    renamed = Edit(binding.name_span, name)
    inner = [_shifted(edit, place.start) for edit in {*edits, renamed}]
    body = apply(text[place.start : place.end], inner)
    line = max(text.rfind("\n", 0, place.start), text.rfind("\r", 0, place.start)) + 1
    indent = text[line : place.start]
    ending = _LINE_END.search(text, place.end)
    assert ending
    newline = ending.group() or "\n"
    at = ending.start()
    return Edit(Span(source.path, at, at), f"{newline}{indent}{body}")


def _shifted(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.path, edit.span.start - by, edit.span.end - by), edit.content)
