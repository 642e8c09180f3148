"""Scripts that read others into themselves."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from migrator.call.call import Call
from migrator.call.source import Source
from migrator.shell import SHELL

API = "https://circleci.com/api/v1.1"
LIBRARY = f'API={API}\nget() {{ curl -s "$API/$1"; }}\n'


class Files:
    def __init__(self, **files: str) -> None:
        self.files = {name.replace("__", "/") + ".sh": text for name, text in files.items()}
        self.asked: list[str] = []

    def source(self, path: str) -> Source | None:
        self.asked.append(path)
        return Source(path, self.files[path]) if path in self.files else None


def calls(path: str, files: Files) -> tuple[Call, ...]:
    reading = SHELL.read(Source(path, files.files[path]), files)
    assert reading.trouble is None
    return reading.calls


@pytest.mark.parametrize(
    "line",
    [
        "source ./lib.sh",
        ". lib.sh",
        "source scripts/lib.sh",
        '. "$(dirname "$0")/lib.sh"',
        "source ${BASH_SOURCE%/*}/lib.sh",
        'source "${BASH_SOURCE[0]%/*}/lib.sh"',
        'HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\n. "$HERE/lib.sh"',
        'ROOT=$(git rev-parse --show-toplevel)\nsource "$ROOT/scripts/lib.sh"',
        'source "$(dirname "$0")/../scripts/lib.sh"',
        "if true; then source lib.sh; fi",
        "use() { source lib.sh; }\nuse",
    ],
)
def test_functions_and_constants_of_another_script(line: str) -> None:
    files = Files(scripts__run=f"{line}\nget me\ncurl $API/projects\n", scripts__lib=LIBRARY)
    first, second = calls("scripts/run.sh", files)
    assert (first.urls[0].known, second.urls[0].known) == (f"{API}/me", f"{API}/projects")
    assert {call.span.path for call in (first, second)} == {"scripts/run.sh"}
    assert {use.binding.definition.path for use in second.uses} == {"scripts/lib.sh"}
    assert not any(use.binding.closed for use in second.uses)


@pytest.mark.parametrize(
    "line",
    ["source $LIB/lib.sh", 'source "$1"', "echo source lib.sh", "source ../lib.sh", ". missing.sh"],
)
def test_a_file_that_nobody_can_tell_is_not_read(line: str) -> None:
    files = Files(scripts__run=f"{line}\nget me\n", scripts__lib=LIBRARY)
    assert calls("scripts/run.sh", files) == ()


def test_calls_of_the_other_script_are_its_own() -> None:
    files = Files(run="source lib.sh\nboth\n", lib=f"both() {{ curl {API}/me; }}\n")
    assert calls("run.sh", files) == ()
    assert len(calls("lib.sh", files)) == 1


def test_an_address_that_the_other_script_is_given() -> None:
    files = Files(run=f"B={API}\nsource lib.sh\nme\n", lib="me() { curl $B/me; }\n")
    (found,) = calls("run.sh", files)
    assert (found.urls[0].known, found.span.path) == (f"{API}/me", "run.sh")


def test_scripts_that_read_each_other() -> None:
    files = Files(a=f"source b.sh\nA={API}\n", b="source a.sh\ncurl $A/me\n")
    assert [call.urls[0].known for call in calls("b.sh", files)] == [f"{API}/me"]


def test_a_script_that_others_read_is_not_closed() -> None:
    files = Files(lib=LIBRARY + "all() { get me; }\n", run=LIBRARY + "get me\n")
    (found,) = calls("lib.sh", files)
    assert not any(use.binding.closed for use in found.uses if use.binding.name != "$@")
    (found,) = calls("run.sh", files)
    assert all(use.binding.closed for use in found.uses)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("source lib.sh", ["a/lib.sh"]),
        ('. "$(dirname "$0")/x/lib.sh"', ["a/x/lib.sh"]),
        ("L=conf/env.sh\nsource $L", ["conf/env.sh"]),
        ("cat lib.sh", []),
        ("source none.sh", []),
    ],
)
def test_neighbours(script: str, expected: list[str]) -> None:
    there = {"a": {"lib.sh", "x"}, "a/x": {"lib.sh"}, "conf": {"env.sh"}}
    found = SHELL.neighbours("a/run.sh", script.encode(), lambda folder: there.get(folder, ()))
    assert [str(PurePosixPath(path)) for path in found] == expected
