"""A second definition beside one that can't change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrator.call.call import Binding
from migrator.call.source import Edit, Source, Span
from migrator.plan.apply import apply

_LINE_END = re.compile(r"\r\n|\r|\n|$")


def new_name(binding: Binding, texts: Iterable[str], taken: set[str]) -> str:
    """``API_V2`` for ``API``, numbered where one of ``texts`` or ``taken`` holds that name."""
    suffix = "_V2" if binding.name.isupper() else "_v2"
    name, number = binding.name + suffix, 1
    held = tuple(texts)
    while name in taken or any(re.search(rf"\b{re.escape(name)}\b", text) for text in held):
        number += 1
        name = f"{binding.name}{suffix}_{number}"
    taken.add(name)
    return name


def copy(binding: Binding, edits: Iterable[Edit], name: str, source: Source) -> Edit:
    """Inserts, on the line after the definition, the same one with ``edits`` under ``name``."""
    return _behind(binding.definition, source, _second(binding, edits, name, source))


def own_copy(
    binding: Binding, edits: Iterable[Edit], name: str, source: Source, beside: Span, user: Source
) -> Edit:
    """As ``copy``, from ``source`` into the file ``user``, on the line after ``beside``."""
    return _behind(beside, user, _second(binding, edits, name, source))


def _second(binding: Binding, edits: Iterable[Edit], name: str, source: Source) -> str:
    text, place = source.text, binding.definition
    renamed = Edit(binding.name_span, name)
    inner = [_shifted(edit, place.start) for edit in {*edits, renamed}]
    return apply(text[place.start : place.end], inner)


def _behind(place: Span, source: Source, written: str) -> Edit:
    """``written`` on the line after ``place``, indented and ended as that one."""
    text = source.text
    indent = text[source.line_start(place.start) : place.start]
    ending = _LINE_END.search(text, place.end)
    assert ending
    newline = ending.group() or "\n"
    at = ending.start()
    return Edit(Span(source.path, at, at), f"{newline}{indent}{written}")


def _shifted(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.path, edit.span.start - by, edit.span.end - by), edit.content)
