"""Rewrites proved by a second reading, in a language of lines such as `get URL`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

import pytest

from migrator.call.call import Call
from migrator.call.language import CannotWrite, Change, Reading, Written
from migrator.call.proof import proven
from migrator.call.source import Edit, Source, Span
from migrator.call.value import text
from migrator.records import dataclass

_LINE = re.compile(r"(get|lost) (\S+)")


def calls(source: Source) -> list[Call]:
    return [
        Call(
            language="lines",
            span=source.span(*match.span()),
            method="GET",
            urls=(text(match[2]),),
        )
        for match in _LINE.finditer(source.text)
        if match[1] == "get"
    ]


@dataclass
class Reader:
    """Counts the readings."""

    others: Iterable[Source] = ()
    asked: list[Mapping[str, Source]] = field(default_factory=list)

    def sources(self, call: Call) -> Iterable[Source]:
        return self.others

    def request(self, call: Call) -> Span | None:
        return None

    def again(self, changed: Mapping[str, Source], call: Call) -> Reading:
        self.asked.append(changed)
        return Reading(tuple(calls(changed[call.span.path])))


def script(number: int) -> Source:
    return Source("script", "".join(f"get v1/{n}\n" for n in range(number)))


def moved(source: Source, call: Call, *, wrong: bool = False) -> tuple[Change, Written]:
    """The change to v2, in two edits that touch, or in one that makes something else."""
    url = call.urls[0].written()
    new = Call(language="lines", span=call.span, method="GET", urls=(text(f"v2{url[2:]}"),))
    at = call.span.start + len("get ")
    edits = (
        Edit(source.span(at, at), "v"),
        Edit(source.span(at, at + 2), "3" if wrong else "2"),
    )
    return (call, new), edits


def held(source: Source, wrong: Iterable[int], reader: Reader) -> list[int]:
    """Which of the rewrites are refused, those of ``wrong`` being so."""
    wrong = set(wrong)
    pairs = [moved(source, call, wrong=n in wrong) for n, call in enumerate(calls(source))]
    changes, written = [change for change, _ in pairs], [made for _, made in pairs]
    found = proven(source, changes, written, reader)
    return [n for n, made in enumerate(found) if isinstance(made, CannotWrite)]


def test_a_file_is_read_once_for_all_of_its_calls() -> None:
    reader = Reader()
    assert held(script(100), (), reader) == []
    assert len(reader.asked) == 1


def test_those_that_are_wrong_are_refused_and_no_others() -> None:
    assert held(script(100), (3, 50, 99), Reader()) == [3, 50, 99]


def test_where_nearly_all_are_wrong_the_others_are_still_proved() -> None:
    assert held(script(40), set(range(40)) - {17}, Reader()) == sorted(set(range(40)) - {17})


def test_of_a_long_file_not_every_wrong_call_is_read_by_itself() -> None:
    """Nor are those proved that nothing is known of."""
    source, reader = script(2_000), Reader()
    assert held(source, range(2_000), reader) == list(range(2_000))
    assert sum(len(changed["script"].text) for changed in reader.asked) < 1_000_000


@pytest.mark.parametrize("number", [1, 2])
def test_edits_in_another_file_are_made_too(number: int) -> None:
    source, other = script(number), Source("other", "v1")
    reader = Reader([other])
    changes: list[Change] = []
    written: list[Written] = []
    for call in calls(source):
        change, made = moved(source, call)
        assert not isinstance(made, CannotWrite)
        changes.append(change)
        written.append((*made, Edit(other.span(0, 2), "v2")))
    assert list(proven(source, changes, written, reader)) == written
    assert [changed["other"].text for changed in reader.asked] == ["v2"]
