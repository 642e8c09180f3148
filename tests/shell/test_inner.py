from __future__ import annotations

import pytest

from tests.shell.scripts import at, call, calls

API = "https://circleci.com/api/v1.1"
POST = f"curl -X POST {API}/project/github/a/b"
RUNS = "`{}` runs it as a script of its own"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (f"bash -c '{POST}'", RUNS.format("bash")),
        (f'sh -ec "{POST}"', RUNS.format("sh")),
        (f"sudo -u ci /bin/bash -c '{POST}'", RUNS.format("bash")),
        (f"cat f | xargs -I{{}} bash -c '{POST}'", RUNS.format("bash")),
        (f"eval '{POST}'", RUNS.format("eval")),
        (f"ssh host '{POST}'", RUNS.format("ssh")),
        (f"retry 3 '{POST}'", RUNS.format("retry")),
        (f"trap '{POST}' EXIT", RUNS.format("trap")),
        (f"bash <<EOF\n{POST}\nEOF", "`bash` gets it as its input"),
        (f"ssh host <<'EOF'\n{POST}\nEOF", "`ssh` gets it as its input"),
        (f"cat <<EOF | sh\n{POST}\nEOF", "`sh` gets it as its input"),
        (f"cat > run.sh <<'EOF'\n#!/bin/sh\n{POST}\nEOF", "it is written to a file"),
        (f"bash -c \"bash -c '{POST}'\"", RUNS.format("bash")),
    ],
)
def test_a_text_that_is_run_is_read(script: str, reason: str) -> None:
    found = call(script)
    assert (found.method, found.urls[0].known) == ("POST", f"{API}/project/github/a/b")
    assert at(script, found) == POST
    assert reason in found.obstacles


def test_what_the_outer_script_fills_in() -> None:
    script = f'B={API}\nssh host "curl -d branch=$X $B/project/github/a/$R"\n'
    found = call(script)
    assert found.urls[0].written() == f"{API}/project/github/a/$R"
    assert found.body.source == "branch=$X"
    assert found.span.path == "run.sh"


def test_names_inside() -> None:
    script = f"cat > run.sh <<'EOF'\nB={API}\ncurl $B/me\nwget $B/projects\nEOF\n"
    assert [at(script, each) for each in calls(script)] == ["curl $B/me", "wget $B/projects"]


def test_the_same_text_is_told_once() -> None:
    script = f'C=\'{POST}\'\neval "$C"\nbash -c "$C"\n'
    assert at(script, call(script)) == POST


@pytest.mark.parametrize(
    "script",
    [
        f"bash -c 'echo {API}/me'",
        f"bash -c '# {POST}'",
        f"echo 'bash -c {POST}'",
        f"cat <<EOF\n{POST}\nEOF",
        f"cat > README <<EOF\nSee the API of {API}, or ask curl.\nEOF".replace(API, "v1"),
        "bash -c 'curl https://a.test/x'",
    ],
)
def test_a_text_that_requests_nothing(script: str) -> None:
    assert not [found for found in calls(script) if "/api/v1" in found.urls[0].written()]


@pytest.mark.parametrize("runner", ["eval", "ssh host", "watch", "parallel"])
def test_a_command_that_is_read_twice_is_not_rewritten(runner: str) -> None:
    found = call(f"{runner} {POST}")
    name = runner.split()[0]
    what = f"`{name}` reads the command a second time, when its quotes are gone"
    assert (found.method, found.obstacles) == ("POST", (what,))


@pytest.mark.parametrize("runner", ["env A=1", "timeout 5", "retry 3", "time", "nohup", "false ||"])
def test_a_command_that_runs_another_as_it_stands(runner: str) -> None:
    found = call(f"{runner} {POST}")
    assert (found.method, found.obstacles) == ("POST", ())


def test_scripts_in_scripts_end() -> None:
    script = POST
    for _ in range(8):
        script = f"eval {shell_quoted(script)}"
    (found,) = calls(script)
    assert found.obstacles[0] == "it stands too deep inside other scripts to be read as one itself"


def shell_quoted(script: str) -> str:
    return "'" + script.replace("'", "'\\''") + "'"
