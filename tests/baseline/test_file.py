from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from migrator.baseline.file import BadBaseline, Baseline, written
from migrator.report.fingerprint import Fingerprint

ONE = Fingerprint("a/x.sh", "trigger-job", "0123456789abcdef", 1)
TWO = Fingerprint("b/caf\u00e9.sh", "build-get", "0123456789abcdef", 2)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_paths_are_relative_to_the_folder_of_the_file(here: Path) -> None:
    os.mkdir("ci")
    text = written("ci/baseline.json", [TWO, ONE])
    assert [entry["path"] for entry in json.loads(text)["calls"]] == [
        "../a/x.sh",
        "../b/caf\u00e9.sh",
    ]
    Path("ci/baseline.json").write_text(text)
    for folder, name in ((".", "ci/baseline.json"), ("ci", "baseline.json")):
        os.chdir(here / folder)
        assert {each.path for each in Baseline(name).calls()} == {
            f"{here}/a/x.sh",
            f"{here}/b/caf\u00e9.sh",
        }


def test_one_call_a_line_in_one_order() -> None:
    assert written("x.json", [ONE, TWO]) == written("x.json", [TWO, ONE])
    assert len(written("x.json", [ONE, TWO]).splitlines()) == 7
    assert json.loads(written("x.json", [])) == {"version": 1, "calls": []}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[]", "not a list of calls"),
        (b'{"version": 1}', "not a list of calls"),
        (b'{"version": 2, "calls": []}', "of version 2, not 1"),
        (b'{"version": 1, "calls": [1]}', "an entry that is none"),
        (b'{"version": 1, "calls": [{"path": "x"}]}', "an entry that is none"),
    ],
)
def test_what_is_no_baseline(data: bytes, said: str) -> None:
    Path("x.json").write_bytes(data)
    with pytest.raises(BadBaseline, match=said) as refusal:
        Baseline("x.json").calls()
    assert str(refusal.value).startswith("x.json: is no baseline")


def test_one_that_is_not_there() -> None:
    with pytest.raises(BadBaseline, match=r"x\.json: no such file or folder; `migrator baseline"):
        Baseline("x.json")


def test_which_files_it_may_speak_of() -> None:
    Path("x.json").write_text(written("x.json", [ONE, TWO]))
    read = Baseline("x.json")
    assert read.may_list(["z/x.sh"])
    assert read.may_list(["b/caf\u00e9.sh"])
    assert not read.may_list(["a/y.sh"])
    assert not read.may_list([])
