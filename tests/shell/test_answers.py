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
        f"curl {U} -o build.log",
        f"curl {U} > build.log",
        f"curl {U} | tee build.log",
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
    ],
)
def test_read_by_jq(script: str, path: str) -> None:
    assert answer(script)[0] == [path]


def test_steps_know_where_they_stand() -> None:
    script = f"curl {U} | jq '.[0] | .workflows[\"id\"]'"
    (read,) = call(script).answer.reads
    place = source(script)
    assert [place.at(step.span) for step in read.steps] == [".[0]", ".workflows", '["id"]']
    assert place.at(read.whole) == '.[0] | .workflows["id"]'


@pytest.mark.parametrize(
    ("script", "where"),
    [
        (f"curl {U} | jq 'map(select(.a))'", "piped to `jq 'map(select(.a))'`"),
        (f"curl {U} | grep url", "piped to `grep url`"),
        (f"curl {U} | jq --arg a b .c file", "piped to `jq --arg a b .c file`"),
        (f"curl {U} > b.json\njq .a b.json", "saved to `b.json`, which is used elsewhere"),
        (f"curl -o b.json {U}\njq .a b.json", "saved to `b.json`, which is used elsewhere"),
        (f'x=$(curl {U})\nnotify "$x"', 'passed to `notify "$x"`'),
        (f"export x=$(curl {U})", "exported as `x`"),
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
    ],
)
def test_status(check: str) -> None:
    script = f"c=$(curl -s -o /dev/null -w '%{{http_code}}' {U})\n{check}"
    found = call(script).answer
    assert [(s.status, source(script).at(s.span), s.equal) for s in found.statuses] == [
        (200, "200", True)
    ]
    assert found.escapes == ()


def test_status_in_a_range() -> None:
    script = f"c=$(curl -o /dev/null -w '%{{http_code}}' {U})\n[ $c -lt 300 ]"
    assert [(s.status, s.equal) for s in call(script).answer.statuses] == [(300, False)]


def test_status_in_place() -> None:
    script = f"[ \"$(curl -o /dev/null -w '%{{http_code}}' {U})\" = 200 ]"
    assert [s.status for s in call(script).answer.statuses] == [200]


def test_the_answer_is_no_status() -> None:
    script = f'c=$(curl {U})\n[ "$c" = 200 ]'
    assert call(script).answer.statuses == ()
