from __future__ import annotations

import pytest

from tests.shell.scripts import at, call, calls

API = "https://circleci.com/api/v1.1"
XARGS = "`xargs` gets it as its input"


@pytest.mark.parametrize(
    ("script", "named", "obstacle"),
    [
        (f'fetch "{API}/me"', f'"{API}/me"', "`fetch` is not a command that can be followed"),
        (f"B={API}\nfetch $B/me", "$B/me", "`fetch` is not a command that can be followed"),
        (f"A=1 URL={API}/me ./run", f"{API}/me", "`./run` gets it in its environment"),
        (f"URL={API}/me \\\n  ./run", f"{API}/me", "`./run` gets it in its environment"),
        (f"A=1 URL={API}/me\n./run", f"{API}/me", "`URL` reaches no request that can be followed"),
        (f"URL={API}/me", f"{API}/me", "`URL` reaches no request that can be followed"),
        (f"echo {API}/me | xargs curl", f"{API}/me", "`xargs` gets it as its input"),
        (f"A=({API}/me)", f"{API}/me", "`A` reaches no request that can be followed"),
        (f"cat > urls <<EOF\n{API}/me\nEOF", f"{API}/me", "it is written to a file"),
        (f"awk '{{print \"curl {API}/\" $1}}' f | sh", f"{API}/", "`sh` gets it as its input"),
        (f"awk -v u={API}/me '{{print u $1}}' f | xargs curl", f"{API}/me", XARGS),
        (f"sed 's#^#curl {API}/me?n=#' f | bash", f"{API}/me?n=#", "`bash` gets it as its input"),
        (
            f"python3 - <<'EOF'\nrequests.get('{API}/me')\nEOF",
            f"{API}/me",
            "`python3` gets it as its input",
        ),
        (
            f"/usr/bin/ruby <<EOF\nopen '{API}/me'\nEOF",
            f"{API}/me",
            "`ruby` gets it as its input",
        ),
        (
            f"python3.12 -c 'import requests as r; r.get(\"{API}/me\")'",
            f"{API}/me",
            "`python3.12` is not a command that can be followed",
        ),
        (
            f"curl -sS -K - <<EOF\nurl = {API}/me\nEOF",
            f"{API}/me",
            "`curl` gets it as its input",
        ),
        (
            "H=https://circleci.com/api\nfetch $H/v1.1/me",
            "$H/v1.1/me",
            "`fetch` is not a command that can be followed",
        ),
        (
            f"while read u; do curl $u; done <<< {API}/me",
            f"{API}/me",
            "it reaches no request that can be followed",
        ),
    ],
)
def test_an_address_that_goes_out_of_view(script: str, named: str, obstacle: str) -> None:
    (found,) = [c for c in calls(script) if c.obstacles == (obstacle,)]
    assert found.method == ("GET" if "xargs" in script else None)
    assert named in (at(script, found), found.urls[0].written())


@pytest.mark.parametrize(
    "script",
    [
        f"# curl {API}/me",
        f"U={API}/me\necho $U",
        f"echo 'POST {API}/me'",
        f'printf "see %s\\n" {API}/me',
        f"log {API}/me",
        f'[ "$U" = {API}/me ]',
        f"[[ $U == {API}/* ]]",
        f"case $U in {API}/*) ;; esac",
        f"grep -q {API} file",
        f"sed -i 's#{API}#x#' file",
        f"cat <<EOF\nusage: curl {API}/me\nEOF",
        f"cat >&2 <<EOF\nusage: curl {API}/me\nEOF",
        f"read -r -d '' USAGE <<EOF\nCall {API}/me\nto see\nEOF\necho $USAGE",
        f'USAGE="Calls the API\n{API}/me"',
        f'USAGE="Calls the API at {API}/me" ./run',
        f": <<'EOF'\ncurl {API}/me\nEOF",
        f"python3 <<EOF\n# not {API}/me\nprint(1)\nEOF",
        f"mail -s it a@a.test <<EOF\nnot {API}/me\nEOF",
        f"cat > README.md <<'EOF'\nIt was {API}/me\nEOF",
    ],
)
def test_an_address_that_nothing_calls(script: str) -> None:
    assert not calls(script)


def test_a_followed_address_is_told_once() -> None:
    script = f"API={API}\nU=$API/me\necho $U\ncurl $U\n"
    assert call(script).method == "GET"


def test_a_header_is_no_address() -> None:
    found = call(f"curl -H 'Referer: {API}/me' https://a.test/x")
    assert found.urls[0].known == "https://a.test/x"


def test_what_a_program_prints_may_go_on() -> None:
    (found,) = calls(f"awk -v u={API}/project/github/a/b '{{print u $1}}' f | xargs curl")[:1]
    assert found.urls[0].written() == f"{API}/project/github/a/b…"


def test_an_unknown_command_beside_calls_that_are_followed() -> None:
    found = calls(f"A={API}\ncurl $A/me\nfetch $A/projects\n")
    assert [at(f"A={API}\ncurl $A/me\nfetch $A/projects\n", one) for one in found] == [
        "curl $A/me",
        "$A/projects",
    ]


@pytest.mark.parametrize(
    ("consumer", "method"),
    [
        ("xargs curl -s", "GET"),
        ("xargs -n4 bash -c 'curl -u \"$1:\" -L -o $3 $2'", "GET"),
        ("xargs curl -X POST", None),
        ("xargs curl -sd a=1", None),
        ("xargs curl $OPTS", None),
        ("xargs fetch", None),
        ("sh", None),
    ],
)
def test_the_method_of_what_xargs_gets(consumer: str, method: str | None) -> None:
    found = calls(f"awk -v u={API}/project/github/a/b '{{print u $1}}' f | {consumer}")[0]
    assert found.method == method


POST = f'post() {{ curl -X POST "{API}/$1"; }}\n'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("trap 'post project/gh/a/b/1/cancel' EXIT", "`trap` runs `post project/gh/a/b/1/cancel`"),
        ('trap "x; post me; y" EXIT', "`trap` runs `post me`"),
        ('eval "post me"', "`eval` runs `post me`"),
    ],
)
def test_a_function_that_a_text_calls(line: str, reason: str) -> None:
    found = calls(f"{POST}{line}\npost me\n")
    assert [c.obstacles for c in found if c.obstacles] == [(reason,)]
    assert [c.urls[0].shape.startswith(f"{API}/") for c in found] == [True, True]


@pytest.mark.parametrize(
    "line",
    [
        "trap post EXIT",
        "trap 'echo done' EXIT",
        "trap 'repost me' EXIT",
        "trap './post me' EXIT",
        "echo 'post me'",
    ],
)
def test_a_text_that_calls_no_such_function(line: str) -> None:
    assert len(calls(f"{POST}{line}\npost me\n")) == 1


def test_a_function_whose_request_is_told_where_it_stands() -> None:
    script = f'stop() {{ curl -X POST "{API}/project/gh/a/b/$1/cancel"; }}\ntrap "stop 1" EXIT\n'
    assert len(calls(script)) == 1
