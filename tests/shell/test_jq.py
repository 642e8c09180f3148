from __future__ import annotations

import subprocess
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.answer import Read
from migrator.call.source import Span
from migrator.call.value import Literal, Value, text
from migrator.shell import jqparse, jqreads, jqthings
from tests.shell.scripts import call

U = "https://a.test/x"

UNDERSTOOD = [
    (".a", "a"),
    ('."a"."b"', "a.b"),
    ('.["a"]?.b', "a.b"),
    (".[-1].a", "[].a"),
    (".[0:5] | .[].a", "[].a"),
    (".[:5][].a", "[].a"),
    ("map(.a)", "[].a"),
    ("first.a", "[].a"),
    ("first(.[] | select(.a)).b", "[].a [].b"),
    ("limit(3; .[]) | .a", "[].a"),
    ("[.[].a] | unique | .[]", "[].a"),
    ("reverse | .[0].a", "[].a"),
    (".[] | select(.a == 1 and (.b | not)) | .c", "[].a [].b [].c"),
    ('map(select(.a | startswith("x")))[0].b', "[].a [].b"),
    ("[.[] | select(.a)] | sort_by(.c) | last | .d", "[].a [].c [].d"),
    ("group_by(.a) | map({k: .[0].a, n: length})", "[].a"),
    ("max_by(.a).b as $m | .[] | select(.b == $m) | .c", "[].a [].b [].c"),
    (".[] as $x | $x.a", "[].a"),
    ("{a, b: .c}", "a c"),
    ('{"x y": .c | length, (.k): 1}', "c k"),
    ("[.[] | {a: .b}] | .[0].a", "[].b"),
    ('"\\(.a) of \\(.b.c)"', "a b.c"),
    ('@csv "\\(.a)"', "a"),
    (".[] | [.a, .b] | @tsv", "[].a [].b"),
    ('.a // "none"', "a"),
    ("if .a then .b elif .c then 1 else empty end", "a b c"),
    ('try .a catch "x"', "a"),
    ('.[] | .a + "-" + .b', "[].a [].b"),
    ("map(.a) - [1] | length", "[].a"),
    (".[0].a, .[1].b", "[].a [].b"),
    (".workflows | .workflow_id, .job_name", "workflows.job_name workflows.workflow_id"),
    ("[.steps[].actions[] | select(.failed) | .name]", "steps.[].actions.[].failed"),
    (".a # | .b", "a"),
    ("any(.a)", "[].a"),
    ("1 - -(.a)", "a"),
    ("reduce .[] as $x (0; . + $x.a)", "[].a"),
    ("reduce .[] as $x ({}; . + {k: $x.b}) | .k", "[].b"),
    ('foreach .[] as $x (0; . + 1; "\\(.) \\($x.a)")', "[].a"),
    ("any(.[]; .a == 1)", "[].a"),
    ('all(.a[]; . == "x") | not', "a.[]"),
    ('[.[] | select(has("a"))] | length', "[].a"),
    ("map({key: .a, value: .b}) | from_entries | .x", "[].a [].b"),
    (".a | to_entries[] | .key, .value.b", "a.[] a.[].b"),
    (".[0] | keys", "[].[]"),
    ('.[0] | with_entries(select(.key == "a"))', "[].[]"),
    ('.[] | select(.a | IN("x", "y")) | .b', "[].a [].b"),
    (".[$i].a", "[].a"),
    ("def f: .a; f", "a"),
    ("def f(g; $x): g + $x; f(.a; .b)", "a b"),
    ("def f: .a; def g: .x | f; .[] | g", "[].x.a"),
    (".a |= tostring", "a"),
    ("del(.a, .b.c)", "a b.c"),
    (".[] as {a: $b, c: [$d]} | $b + $d", "[].a [].c.[]"),
    ('.[] as {$a, "b": {c: $d}} | $a + $d', "[].a [].b.c"),
    (". as [$a] | $a.b", "[].b"),
]
BEYOND = [
    ".. | .url?",
    "def f: f; f",
    "def f: f, f; f",
    ". as {(.a): $x} | $x",
    "del(..)",
    "reduce .[] as [$x] (0; . + $x.a)",
    ".a = 3",
    ".a[.b]",
    "has(.a)",
    "type",
    ". == {}",
    "tostring",
    "@csv",
    "input.a",
    ".a | fromjson",
    ".a |",
    "reduce .[] as $x",
    "(.a",
    '"\\(.a"',
    "[.a",
    "{a: }",
]


@pytest.mark.parametrize(("filter_", "paths"), UNDERSTOOD)
def test_reads(filter_: str, paths: str) -> None:
    answer = call(f"curl {U} | jq {quoted(filter_)}").answer
    found = {read.path for read in answer.reads}
    assert answer.escapes == ()
    assert set(paths.split()) <= found, found
    assert found - set(paths.split()) <= {"[]", "steps.[].actions.[].name"}


@pytest.mark.parametrize("filter_", [filter_ for filter_, _ in UNDERSTOOD] + BEYOND[:12])
def test_jq_agrees_that_it_is_a_filter(filter_: str) -> None:
    run = subprocess.run(
        ["jq", "-n", "--arg", "i", "0", f"if false then {filter_}\nelse 1 end"],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("filter_", "opened"),
    [(".a | length", False), ("if .a then 1 else 2 end", False), (".a", True), (".a | add", True)],
)
def test_a_member_that_is_only_asked_for(filter_: str, opened: bool) -> None:
    (read,) = call(f"curl {U} | jq '{filter_}' | wc").answer.reads
    assert read.opened is opened


@pytest.mark.parametrize("filter_", BEYOND)
def test_not_understood(filter_: str) -> None:
    answer = call(f"curl {U} | jq {quoted(filter_)}").answer
    assert (answer.reads, answer.roots) == ((), ())
    assert [escape.where[:12] for escape in answer.escapes] == ["piped to `jq"]


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("jq -rc .a", ["a"]),
        ("jq -r .a -", ["a"]),
        ("jq --raw-output --exit-status .a", ["a"]),
        ('jq --arg b "$B" ".[] | select(.c == \\$b) | .a"', ["[].c", "[].a"]),
        ('jq ".[] | select(.c == \\"$B\\") | .a"', ["[].c", "[].a"]),
        ('jq ".[] | select(.c == $N) | .a"', ["[].c", "[].a"]),
        ("jq '.[] | select(.c == \"'$B'\") | .a'", ["[].c", "[].a"]),
        ("jq -s '.[0].a'", ["a"]),
        ("jq -s '.[] | .a'", ["a"]),
        ("jq --slurp 'map(.[].a)'", ["[].a"]),
        ("jq -n 'input | .a'", ["a"]),
        ("jq -n '[inputs | .[].a]'", ["[].a"]),
    ],
)
def test_commands(command: str, paths: list[str]) -> None:
    answer = call(f"curl {U} | {command}").answer
    assert [read.path for read in answer.reads] == paths
    assert answer.escapes == ()


@pytest.mark.parametrize(
    "command", ["jq -s add", "jq -R .a", "jq -f x.jq", "jq --stream .a", 'jq "$F"', 'jq ".a.$F"']
)
def test_commands_beyond(command: str) -> None:
    answer = call(f"curl {U} | {command}").answer
    assert answer.reads == ()
    assert [escape.where for escape in answer.escapes] == [f"piped to `{command}`"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='.[]{}()|,:;"\\$@ab01?<>=+-*/% ifthenelsdamplcur#\n', max_size=40))
def test_what_is_read_stands_in_the_text(filter_: str) -> None:
    written = Value((Literal(filter_, Span("x", 0, len(filter_))),))
    reads: tuple[Read, ...] = ()
    with suppress(jqparse.NotUnderstood):
        reads = jqreads.read(written, jqthings.ANSWER).reads
    for read in reads:
        assert 0 <= read.whole.start <= read.whole.end <= len(filter_)
        for step in read.steps:
            said = filter_[step.span.start : step.span.end]
            assert not isinstance(step.key, str) or step.key in said


@pytest.mark.parametrize(
    "piece", ["(", "[", "{a:", "-", ".a|", ".a+", "if .a then ", '"\\(', ".a,"]
)
def test_deep_and_long(piece: str) -> None:
    with pytest.raises(jqparse.NotUnderstood):
        jqreads.read(text(piece * 3000 + "."), jqthings.ANSWER)


def quoted(filter_: str) -> str:
    return "'" + filter_.replace("'", "'\\''") + "'"
