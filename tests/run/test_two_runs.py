"""Two runs over one tree at once, and a file that somebody saves during a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.kill import lay_out, new, old
from migrator.files.write import replace
from migrator.run import Mode, Request, run, session
from tests.cli.program import process

FILES = 12
ALL_NEW = {f"trigger{number}.sh": new(number) for number in range(FILES)}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path, FILES)
    return tmp_path


def holds(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_inside_another(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other does all its work after the first has read and before it writes."""
    inner = []

    def late(path: str, before: bytes, after: bytes) -> None:
        monkeypatch.setattr(session, "replace_file", replace)
        inner.append(run(Request(mode=Mode.FIX)))
        replace(path, before, after)

    monkeypatch.setattr(session, "replace_file", late)
    outer = run(Request(mode=Mode.FIX))
    assert len(inner[0].fixed) == FILES
    assert not inner[0].failures
    assert not outer.fixed
    assert {failure.path for failure in outer.failures} == set(ALL_NEW)
    assert {failure.message for failure in outer.failures} == {
        "changed while it was being checked; run again"
    }
    assert holds(tree) == ALL_NEW


@pytest.mark.parametrize("round_", range(3))
def test_two_processes_at_once(tree: Path, round_: int) -> None:
    with process("check", "--fix") as one, process("check", "--fix") as other:
        said = [each.communicate()[0].decode() for each in (one, other)]
    for each, out in zip((one, other), said, strict=True):
        assert each.returncode in (0, 2), out
        assert ("changed while it was being checked; run again" in out) == (each.returncode == 2)
    assert holds(tree) == ALL_NEW
    again = run(Request(mode=Mode.FIX))
    assert not again.changes
    assert not again.failures
    assert not again.findings


def test_what_is_saved_after_it_was_read_is_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = old(3) + b"echo mine\n"

    def saved(path: str, before: bytes, after: bytes) -> None:
        if os.path.basename(path) == "trigger3.sh":
            Path(path).write_bytes(mine)
        replace(path, before, after)

    monkeypatch.setattr(session, "replace_file", saved)
    report = run(Request(mode=Mode.FIX))
    assert [failure.path for failure in report.failures] == ["trigger3.sh"]
    assert holds(tree) == {**ALL_NEW, "trigger3.sh": mine}


def test_ctrl_c_between_two_files_that_change_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    was = {
        "api.sh": b"API=https://circleci.com/api/v1.1\n",
        "main.sh": b". ./api.sh\n" + old(0).replace(b"'https://circleci.com/api/v1.1", b"$API'"),
    }
    for name, content in was.items():
        (tmp_path / name).write_bytes(content)
    written: list[str] = []

    def interrupted(path: str, before: bytes, after: bytes) -> None:
        if len(written) == 1:
            written.append(path)
            raise KeyboardInterrupt
        replace(path, before, after)
        written.append(path)

    monkeypatch.setattr(session, "replace_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(Request(mode=Mode.FIX))
    assert set(written) == set(was)
    assert holds(tmp_path) == was
