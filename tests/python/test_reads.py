"""What is read of the answer, in another shape."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.answer import Read, Step
from migrator.call.call import Call
from migrator.call.language import CannotWrite
from migrator.call.source import Span
from tests.python.programs import written

HEAD = "import json, requests\nU = 'https://circleci.com/api/v2/me'\n"


def listed(call: Call) -> Call:
    """The list stands in `items`."""
    roots = tuple(replace(root, member="items") for root in call.answer.roots)
    return replace(call, answer=replace(call.answer, roots=roots))


def renamed(call: Call) -> Call:
    """`build_num` is `number`, and `sha` is `vcs.revision`; of `a.b` there is only `a`."""
    reads = tuple(_renamed(read) for read in call.answer.reads)
    return replace(call, answer=replace(call.answer, reads=reads))


def _renamed(read: Read) -> Read:
    steps: list[Step] = []
    for step in read.steps:
        if step.key == "build_num":
            steps.append(replace(step, key="number"))
        elif step.key == "sha":
            end = Span(step.span.path, step.span.end, step.span.end)
            steps += [replace(step, key="vcs"), Step("revision", end)]
        elif step.key != "b":
            steps.append(step)
    return replace(read, steps=tuple(steps))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("for b in requests.get(U).json(): pass", "for b in requests.get(U).json()['items']: pass"),
        ("d = requests.get(U).json()\nprint(d[0]['x'])", "d = requests.get(U).json()['items']\nprint(d[0]['x'])"),
        ("d = json.loads(requests.get(U).text)\nprint(d[0])", "d = json.loads(requests.get(U).text)['items']\nprint(d[0])"),
    ],
)  # fmt: skip
def test_a_list_becomes_items(before: str, after: str) -> None:
    assert written(HEAD + before + "\n", listed) == HEAD + after + "\n"


def test_a_list_that_is_awaited() -> None:
    head = "async def f(s):\n    r = await s.get('https://circleci.com/api/v2/me')\n"
    program = head + "    d = await r.json()\n    print(d[0]['x'])\n"
    assert (
        written(program, listed)
        == head + "    d = (await r.json())['items']\n    print(d[0]['x'])\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("['build_num']", "['number']"),
        ('[ "build_num" ]', '[ "number" ]'),
        (".get('build_num', 3)", ".get('number', 3)"),
        ("['sha']", "['vcs']['revision']"),
        ("[0]['build_num']", "[0]['number']"),
        ("['a']['b']", "['a']"),
        ("[KEY]", "['number']"),
        (".get(KEY, '')", ".get('number', '')"),
        (".get( Keys.NUMBER )", ".get( 'number' )"),
    ],
)
def test_a_member_is_renamed(before: str, after: str) -> None:
    program = (
        f"{HEAD}KEY = 'build_num'\nclass Keys:\n    NUMBER = KEY\nprint(requests.get(U).json()%s)\n"
    )
    assert written(program % before, renamed) == program % after


def of_several(call: Call) -> Call:
    reads = tuple(
        replace(read, questions=frozenset(replace(q, words=("one", "two")) for q in read.questions))
        for read in call.answer.reads
    )
    return replace(call, answer=replace(call.answer, reads=reads))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = b['s'] == 'a'", "x = b['s'] in ('one', 'two')"),
        ('while b["s"] != "a": pass', 'while b["s"] not in ("one", "two"): pass'),
        ("if not (b['s']) == ('a'): pass", "if not (b['s']) in ('one', 'two'): pass"),
        ("x = b['s']  ==  'a' and y", "x = b['s'] in ('one', 'two') and y"),
    ],
)
def test_a_word_becomes_one_of_several(before: str, after: str) -> None:
    program = f"{HEAD}b = requests.get(U).json()\n"
    assert written(f"{program}{before}\n", of_several) == f"{program}{after}\n"


def test_a_member_that_is_asked_for_is_renamed() -> None:
    program = f"{HEAD}d = requests.get(U).json()\nif '%s' in d: print(d['%s'])\n"
    assert written(program % ("build_num", "build_num"), renamed) == program % ("number", "number")


def test_a_member_that_is_unpacked_can_not_be_renamed() -> None:
    program = f"{HEAD}n, = requests.get(U).json()\n"

    def named(call: Call) -> Call:
        [read] = call.answer.reads
        new = replace(read, steps=(replace(read.steps[0], key="x"),))
        return replace(call, answer=replace(call.answer, reads=(new,)))

    with pytest.raises(CannotWrite, match="can't be renamed"):
        written(program, named)


@pytest.mark.parametrize(
    "read", ["print(r.json()[0])", "print(r.json()['build_num'])", "assert r.status_code == 200"]
)
def test_an_answer_that_may_be_another_call_s_can_not_change(read: str) -> None:
    program = (
        f"{HEAD}if x:\n    r = requests.get(U)\nelse:\n    r = requests.get(U + '/b')\n{read}\n"
    )

    def changed(call: Call) -> Call:
        new = renamed(listed(call)) if "status" not in read else call
        statuses = tuple(replace(s, status=201) for s in new.answer.statuses)
        return replace(new, answer=replace(new.answer, statuses=statuses))

    with pytest.raises(CannotWrite, match="another call"):
        written(program, changed)
