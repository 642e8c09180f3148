from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.answer import Answer, Read, Root, Step
from migrator.call.language import CannotWrite
from migrator.call.source import Span
from migrator.shell import SHELL
from tests.harness.writing import write_one
from tests.shell.scripts import apply, call, source

U = "https://a.test/x"


def rewritten(filter_: str, **changes: object) -> str:
    script = f"curl {U} | jq {filter_}"
    old = call(script)
    answer = old.answer
    if "member" in changes:
        answer = replace(answer, roots=tuple(Root(root.span, "items") for root in answer.roots))
    if "rename" in changes:
        answer = _renamed(answer, str(changes["rename"]))
    if "add" in changes:
        answer = _longer(answer, str(changes["add"]))
    if "drop" in changes:
        (read,) = answer.reads
        kept = tuple(step for step in read.steps if step.key != changes["drop"])
        answer = replace(answer, reads=(Read(kept, read.whole),))
    edits = write_one(SHELL, source(script), old, replace(old, answer=answer))
    return apply(script, edits).removeprefix(f"curl {U} | jq ")


def _renamed(answer: Answer, name: str) -> Answer:
    (read,) = answer.reads
    steps = (*read.steps[:-1], replace(read.steps[-1], key=name))
    return replace(answer, reads=(replace(read, steps=steps),))


def _longer(answer: Answer, name: str) -> Answer:
    (read,) = answer.reads
    end = read.steps[-1].span
    step = Step(name, Span(end.path, end.end, end.end))
    return replace(answer, reads=(replace(read, steps=(*read.steps, step)),))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (".[0].status", ".items[0].status"),
        ("'.[] | .status'", "'.items[] | .status'"),
        ('".[].status"', '".items[].status"'),
        ("-r '.[0] | .status'", "-r '.items[0] | .status'"),
        (".status", ".items.status"),
        ("'. | .status'", "'.items | .status'"),
        ("'.\"status\"'", "'.items.\"status\"'"),
        ('".\\"status\\""', '".items.\\"status\\""'),
        ("'map(.a)'", "'.items | map(.a)'"),
        ("' map(.a)'", "' .items | map(.a)'"),
        ('"map(select(.a == \\"$B\\"))[0].b"', '".items | map(select(.a == \\"$B\\"))[0].b"'),
        ("length", "'.items | length'"),
        ("'length'", "'.items | length'"),
        ("'[.[] | .a] | length'", "'[.items[] | .a] | length'"),
        ("'.[0].a, .[1].b'", "'.items[0].a, .items[1].b'"),
        ("'length, .[0].a'", "'.items | length, .[0].a'"),
        ("'\"\\(.[0].a)\"'", "'\"\\(.items[0].a)\"'"),
        ("'.[] as $x | .[0].a + $x.a'", "'.items[] as $x | .items[0].a + $x.a'"),
        ("'.[-1:] | .[0].a'", "'.items[-1:] | .[0].a'"),
    ],
)
def test_items(before: str, after: str) -> None:
    assert rewritten(before, member=True) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (".build_num", ".number"),
        ("'.[\"build_num\"]'", "'.[\"number\"]'"),
        ('".[\\"build_num\\"]"', '".[\\"number\\"]"'),
        ("'.\"build_num\"'", "'.\"number\"'"),
        ("'.[0].build_num?'", "'.[0].number?'"),
        ("'{build_num}'", "'{build_num: .number}'"),
        ("'{a: .build_num}'", "'{a: .number}'"),
        ("'\"no. \\(.build_num)\"'", "'\"no. \\(.number)\"'"),
        ('"\\"no. \\\\(.build_num)\\""', '"\\"no. \\\\(.number)\\""'),
        ("'[.[] | .build_num] | max'", "'[.[] | .number] | max'"),
    ],
)
def test_rename(before: str, after: str) -> None:
    assert rewritten(before, rename="number") == after


def test_a_step_more_and_a_step_less() -> None:
    assert rewritten(".vcs", add="revision") == ".vcs.revision"
    assert rewritten("'.workflows.id'", drop="workflows") == "'.id'"


def test_all_together() -> None:
    assert rewritten("'.[0].a'", member=True, rename="b", add="c") == "'.items[0].b.c'"


def test_what_cannot_be_written() -> None:
    with pytest.raises(CannotWrite, match="plain name"):
        rewritten(".a", rename="b c")
    with pytest.raises(CannotWrite, match="taken out"):
        rewritten("'map(.a)'", drop=None)
    for step in ("a", "b"):
        with pytest.raises(CannotWrite, match="taken out"):
            rewritten("'.a | .b'", drop=step)
