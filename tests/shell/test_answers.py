from __future__ import annotations

import pytest

from tests.shell.scripts import call, source

U = "https://a.test/x"


def answer(script: str) -> tuple[list[str], list[str], bool]:
    """The paths read, where the answer goes else, and whether it is shown."""
    found = call(script).answer
    reads = [read.path for read in found.reads]
    return reads, [escape.where for escape in found.escapes], found.printed


@pytest.mark.parametrize(
    "script",
    [
        f"curl {U}",
        f"curl {U} | jq .",
        f"curl {U} | cat",
        f"curl {U} | python -m json.tool",
        f"x=$(curl {U})\necho $x",
        f'echo "$(curl {U})"',
        f"wget {U}",
        f"curl {U} <<EOF | jq .\nEOF",
        f"f() {{ curl {U}; }}\nf",
        f"if curl {U}; then :; fi",
    ],
)
def test_shown(script: str) -> None:
    assert answer(script) == ([], [], True)


@pytest.mark.parametrize(
    "script",
    [
        f"curl {U} > /dev/null",
        f"curl {U} >/dev/null 2>&1",
        f"curl -o /dev/null {U}",
        f"curl -so /dev/null {U} | cat",
        f"x=$(curl {U})",
    ],
)
def test_thrown_away(script: str) -> None:
    assert answer(script)[:2] == ([], [])


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (f"curl {U} | jq .build_num", "build_num"),
        (f"curl {U} | jq -r '.[0].status'", "[].status"),
        (f"curl {U} | jq -r '.[] | .url'", "[].url"),
        (f"curl {U} | jq '.[].workflows.job_name'", "[].workflows.job_name"),
        (f"curl {U} | jq -e '.[\"a b\"]'", "a b"),
        (f"N=$(curl {U} | jq -r .build_num)", "build_num"),
        (f'x=$(curl {U})\nN=$(echo "$x" | jq .build_num)', "build_num"),
        (f'x=$(curl {U})\njq .build_num <<< "$x"', "build_num"),
        (f"get() {{ curl {U}; }}\nget | jq .status", "status"),
        (f"curl {U} | cat | jq .status", "status"),
        (f"curl {U} | jq . | jq .status", "status"),
        (f"curl {U} | jq '.[]' | jq -r .status", "[].status"),
        (f"curl {U} | jq .workflows | jq -r .job_name", "workflows.job_name"),
        (f"w=$(curl {U} | jq .workflows)\necho $w | jq .job_name", "workflows.job_name"),
        (f"curl {U} | jq -r .status | grep -q success", "status"),
        (f"curl {U} | jq -r '.[].url' | while read -r u; do :; done", "[].url"),
        (f"case $(curl {U} | jq -r .status) in fixed) ;; esac", "status"),
        (f'[ "$(curl {U} | jq -r .status)" = fixed ]', "status"),
        (f"export N=$(curl {U} | jq .build_num)", "build_num"),
    ],
)
def test_read_by_jq(script: str, path: str) -> None:
    assert answer(script)[0] == [path]


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ('[ "$s" = success ]', "success"),
        ("[[ $s != 'success' ]] || [[ \"fixed\" == $s ]]", "fixed success"),
        ('test "$s" = "success"', "success"),
        ('case $s in success|"fixed") ;; *) exit 1 ;; esac', "fixed success"),
        ('echo "it is $s"', ""),
        ("while [ $s = running ]; do :; done; echo $s", "running"),
    ],
)
def test_words(use: str, words: str) -> None:
    reads = call(f"s=$(curl {U} | jq -r .status)\n{use}").answer.reads
    assert [(sorted(read.words), read.loose) for read in reads] == [(words.split(), False)]


@pytest.mark.parametrize(
    "filter_",
    [
        '.status == "success"',
        'select("success" != .status)',
        'if .status == "success" then "a" else "b" end',
        '.status as $s | $s == "success"',
        '.status | IN("success")',
    ],
)
def test_words_in_a_filter(filter_: str) -> None:
    reads = call(f"curl {U} | jq '{filter_}'").answer.reads
    assert [(read.path, read.said, read.loose) for read in reads] == [
        ("status", frozenset({"success"}), False)
    ]


@pytest.mark.parametrize(
    "use",
    [
        '[ "$s" = "$other" ]',
        "case $s in succ*) ;; esac",
        "case $s in '') ;; [fs]*) ;; esac",
        "[[ $s =~ success ]]",
        '[ -n "$s" ]',
        'notify "$s"',
        "[ $s = success ] || exit $s",
        "[ $s -lt 3 ]",
    ],
)
def test_other_uses_than_words(use: str) -> None:
    (read,) = call(f"s=$(curl {U} | jq -r .status)\n{use}").answer.reads
    assert read.loose


def test_steps_know_where_they_stand() -> None:
    script = f"curl {U} | jq '.[0] | .workflows[\"id\"]'"
    (read,) = call(script).answer.reads
    place = source(script)
    assert [place.at(step.span) for step in read.steps] == [".[0]", ".workflows", '["id"]']
    assert place.at(read.whole) == '.[0] | .workflows["id"]'


@pytest.mark.parametrize(
    ("script", "where"),
    [
        (f"curl {U} | jq '.. | .a'", "piped to `jq '.. | .a'`"),
        (f"curl {U} | jq -s add", "piped to `jq -s add`"),
        (f"curl {U} | jq '.[]' | grep x", "piped to `grep x`"),
        (f"curl {U} | jq .a other.json", "piped to `jq .a other.json`"),
        (f"curl {U} | python3 -c 'import json'", "piped to `python3 -c 'import json'`"),
        (f"for x in $(curl {U}); do :; done", f"used in `for x in $(curl {U}); do :; done`"),
        (f"curl {U} | grep url", "piped to `grep url`"),
        (f"curl {U} | jq --arg a b .c file", "piped to `jq --arg a b .c file`"),
        (f'x=$(curl {U})\nnotify "$x"', 'passed to `notify "$x"`'),
        (f'notify "$(curl -s -H a:b {U}/{"x" * 40})"', 'passed to `notify "$(…)`'),
        (f"export x=$(curl {U})", "exported as `x`"),
        (f"export x=$(curl -o /dev/null -w '%{{http_code}}' {U})", "exported as `x`"),
        (f"f() {{ curl {U}; }}", "written by the function `f`"),
    ],
)
def test_out_of_view(script: str, where: str) -> None:
    assert answer(script)[1] == [where]


@pytest.mark.parametrize(
    ("options", "raises"), [("-f", True), ("-fsSL", True), ("--fail", True), ("-s", False)]
)
def test_failing(options: str, raises: bool) -> None:
    assert call(f"curl {options} {U}").answer.raises is raises


@pytest.mark.parametrize(
    "check",
    [
        '[ "$c" = 200 ]',
        '[ "$c" -eq 200 ]',
        '[[ $c == "200" ]]',
        "[[ $c != '200' ]]",
        'test "$c" -ne 200',
        "(( c == 200 ))",
        "case $c in 200) ;; esac",
        'case "$c" in\n  200) ;;\n  *) exit 1 ;;\nesac',
        'if [ "200" = "$c" ]; then :; fi',
        'if [ ! "$c" == "200" ]; then :; fi',
        "[[ ! $c -eq 200 ]]",
    ],
)
def test_status(check: str) -> None:
    script = f"c=$(curl -s -o /dev/null -w '%{{http_code}}' {U})\n{check}"
    found = call(script).answer
    assert [(s.status, source(script).at(s.span), s.equal) for s in found.statuses] == [
        (200, "200", True)
    ]
    assert found.escapes == ()


@pytest.mark.parametrize(
    "search", ["grep -q 200", "grep -q '^200$'", 'grep "200" >/dev/null', "egrep -q 200"]
)
def test_status_looked_for(search: str) -> None:
    script = f"if curl -s -o /dev/null -w '%{{http_code}}' {U} | {search}; then :; fi"
    found = call(script).answer
    assert [(s.status, source(script).at(s.span)) for s in found.statuses] == [(200, "200")]
    assert found.escapes == ()


@pytest.mark.parametrize("search", ["grep -q ^2", "grep -qE '200|201'", "cut -c1"])
def test_status_looked_for_elsewise(search: str) -> None:
    found = call(f"curl -s -o /dev/null -w '%{{http_code}}' {U} | {search}").answer
    assert [(escape.where, escape.beside) for escape in found.escapes] == [
        (f"piped to `{search}`", True)
    ]


def test_status_and_answer() -> None:
    script = f"c=$(curl -o b.json -w '%{{http_code}}' {U})\n[ $c = 200 ] && jq -r .build_num b.json"
    found = call(script).answer
    assert [s.status for s in found.statuses] == [200]
    assert [read.path for read in found.reads] == ["build_num"]
    assert found.escapes == ()


def test_one_name_for_two_answers() -> None:
    script = f"if a; then x=$(curl {U}); else x=$(cat kept.json); fi\necho $x | jq .a"
    assert answer(script)[:2] == (["a"], ["read as `x`, which may hold another answer"])


def test_one_name_that_begins_empty() -> None:
    script = f"x=\nif a; then x=$(curl {U}); fi\necho $x | jq .a"
    assert answer(script)[:2] == (["a"], [])


def test_status_in_a_range() -> None:
    script = f"c=$(curl -o /dev/null -w '%{{http_code}}' {U})\n[ $c -lt 300 ]"
    assert [(s.status, s.equal) for s in call(script).answer.statuses] == [(300, False)]


def test_status_in_place() -> None:
    script = f"[ \"$(curl -o /dev/null -w '%{{http_code}}' {U})\" = 200 ]"
    assert [s.status for s in call(script).answer.statuses] == [200]


def test_the_answer_is_no_status() -> None:
    script = f'c=$(curl {U})\n[ "$c" = 200 ]'
    assert call(script).answer.statuses == ()


@pytest.mark.parametrize(
    ("script", "paths", "filter_"),
    [
        (f"curl {U} | sed 1d | jq .steps", ["steps"], "sed 1d"),
        (f"curl {U} | tail -n +2 | jq -r '.[0].name'", ["[].name"], "tail -n +2"),
        (f"curl {U} | jq -c '.[]' | grep -v bot | jq -r .url", ["[]", "[].url"], "grep -v bot"),
        (f"N=$(curl {U} | tr -d '\\r' | jq .build_num)", ["build_num"], "tr -d '\\r'"),
    ],
)
def test_read_behind_a_line_filter(script: str, paths: list[str], filter_: str) -> None:
    assert answer(script) == (paths, [f"piped to `{filter_}`"], False)


@pytest.mark.parametrize(
    "script",
    [
        f"curl {U} | jq .tests | python3 -c 'read()'",
        f"curl {U} | jq .tests | /usr/bin/python3.11 read.py",
        f"curl {U} | jq .tests | jq -f x.jq",
        f'x=$(curl {U} | jq .tests)\nnode read.js "$x"',
    ],
)
def test_a_field_given_to_a_program_that_may_read_on(script: str) -> None:
    reads, (escape,), _ = answer(script)
    assert reads == ["tests"]
    assert escape.startswith(("piped to", "passed to"))


def test_items_that_leave_as_text() -> None:
    script = f"for i in $(curl {U} | jq -r '.[] | @base64'); do echo $i | base64 -d; done"
    reads, escapes, _ = answer(script)
    assert reads == ["[]"]
    assert len(escapes) == 1


@pytest.mark.parametrize(
    "command",
    ["eval 'echo \"$x\"'", 'eval "echo \\$x"', "trap 'echo ${x}' EXIT", "eval 'echo ${#x}'"],
)
def test_a_name_in_a_text_that_is_run(command: str) -> None:
    assert answer(f"x=$(curl {U})\n{command}")[1] == [f"used in `{command}`"]


def test_another_name_in_a_text_that_is_run() -> None:
    assert answer(f"x=$(curl {U})\neval 'echo $xy'")[1] == []
