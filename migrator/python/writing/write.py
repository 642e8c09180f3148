"""The edits that turn one call into another."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from migrator.call.call import Call
from migrator.call.language import CannotWrite, Change, Written, one_by_one
from migrator.call.proof import proven
from migrator.call.source import Edit, Source
from migrator.python.origin import Origin
from migrator.python.writing import (
    arguments,
    body,
    headers,
    library,
    method,
    proof,
    query,
    reads,
    statuses,
    urls,
    walks,
)
from migrator.python.writing.draft import Draft


def write(source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
    """The edits of each change that can be written exactly."""
    written = list(one_by_one(_edits, source, changes))
    return tuple(proven(source, changes, written, proof.Reader()))


def _sources(source: Source, call: Call) -> dict[str, Source]:
    """The files that the call is made of."""
    assert isinstance(call.origin, Origin)
    return {each.path: each for each in (*call.origin.sources, source)}


def _edits(source: Source, old: Call, new: Call) -> tuple[Edit, ...]:
    """Raises ``CannotWrite``."""
    if not isinstance(old.origin, Origin):
        raise CannotWrite("no call that this tool can follow is there")
    draft = Draft(source, old, new, old.origin)
    if old.origin.method:
        packaged = {edit for part in (library, reads) for edit in part.edits(draft)}
        return _clean(_sources(source, old), packaged)
    found = {edit for part in (method, query, body, headers) for edit in part.edits(draft)}
    found.update(_arguments(draft))
    _spare_helpers(draft, found)
    _stay_here(draft, found)
    found.update(edit for part in (urls, statuses, reads, walks) for edit in part.edits(draft))
    return _clean(_sources(source, old), found)


def _clean(sources: Mapping[str, Source], found: Iterable[Edit]) -> tuple[Edit, ...]:
    """Those of ``found`` that change anything. Raises ``CannotWrite`` if a comment would go."""
    made = sorted(set(found))
    made = [edit for edit in made if sources[edit.span.path].at(edit.span) != edit.content]
    for each in sources.values():
        inside = [edit for edit in made if edit.span.path == each.path]
        if any("#" in each.at(edit.span) for edit in inside):
            _spare_comments(each, inside)
    return tuple(made)


def _arguments(draft: Draft) -> Iterator[Edit]:
    """The arguments that the call gets, or the request that it gets instead of its URL."""
    if not any(code.startswith("headers=") for code in draft.added) or draft.origin.takes_headers:
        yield from arguments.append(draft, draft.origin.arguments, draft.added)
        return
    if not draft.origin.request:
        raise CannotWrite("the call takes no headers, and no class of requests is at hand")
    first, last = draft.origin.named["url"], draft.origin.named.get("data")
    if first.word is not None:
        raise CannotWrite("the call takes no headers")
    end = last.value.end if last else first.value.end
    yield draft.insert(first.value.start, f"{draft.origin.request}(")
    yield draft.insert(end, "".join(f", {code}" for code in draft.added) + ")")


def _spare_helpers(draft: Draft, sent: Iterable[Edit]) -> None:
    """Raises ``CannotWrite`` if a function would send something else for all its callers."""
    for edit in sent:
        if any(helper.holds(edit.span) for helper in draft.origin.helpers):
            raise CannotWrite("a function that other calls use too would have to send more")


def _stay_here(draft: Draft, sent: Iterable[Edit]) -> None:
    """Raises ``CannotWrite`` if what is sent would have to change in another file."""
    for edit in sent:
        if edit.span.path != draft.source.path:
            raise CannotWrite(f"what it sends is put together in {edit.span.path}")


def _spare_comments(source: Source, made: Sequence[Edit]) -> None:
    """Raises ``CannotWrite`` if a comment would go."""
    lines = re.split(r"(?<=\n)", source.text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    try:
        tokens = list(tokenize.generate_tokens(StringIO(source.text, newline="").readline))
    except (tokenize.TokenError, SyntaxError):
        raise CannotWrite("a comment may stand where the change would go") from None
    for token in tokens:
        if token.type == tokenize.COMMENT:
            at = starts[token.start[0] - 1] + token.start[1]
            if any(e.span.start <= at < e.span.end for e in made):
                raise CannotWrite("a comment stands where the change would go")
