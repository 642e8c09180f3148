"""Two runs over one tree at once, and a file that somebody saves during a run."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.kill import lay_out, new, old
from migrator.files.write import Replacement, replace_together
from migrator.run import Mode, Request, run, saving
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

    def late(replacements: Sequence[Replacement]) -> None:
        monkeypatch.setattr(saving, "replace_together", replace_together)
        inner.append(run(Request(mode=Mode.FIX)))
        replace_together(replacements)

    monkeypatch.setattr(saving, "replace_together", late)
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

    def saved(replacements: Sequence[Replacement]) -> None:
        for path, _, _ in replacements:
            if os.path.basename(path) == "trigger3.sh":
                Path(path).write_bytes(mine)
        replace_together(replacements)

    monkeypatch.setattr(saving, "replace_together", saved)
    report = run(Request(mode=Mode.FIX))
    assert [failure.path for failure in report.failures] == ["trigger3.sh"]
    assert holds(tree) == {**ALL_NEW, "trigger3.sh": mine}


WAS = {
    "api.sh": b"API=https://circleci.com/api/v1.1\n",
    "main.sh": b". ./api.sh\n" + old(0).replace(b"'https://circleci.com/api/v1.1", b"$API'"),
}


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that one rewrite changes."""
    monkeypatch.chdir(tmp_path)
    for name, content in WAS.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_ends_a_run_between_two_files_waits_for_the_second(
    pair: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put = os.replace

    def ended(one: str, other: str) -> None:
        signal.raise_signal(getattr(signal, name))
        put(one, other)

    monkeypatch.setattr(os, "replace", ended)
    with pytest.raises(KeyboardInterrupt):
        run(Request(mode=Mode.FIX))
    now = holds(pair)
    assert set(now) == set(WAS)
    assert all(now[name] != WAS[name] for name in WAS)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_what_ends_a_run_before_the_first_file_leaves_all(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync

    def ended(descriptor: int) -> None:
        signal.raise_signal(signal.SIGTERM)
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", ended)
    with pytest.raises(KeyboardInterrupt):
        run(Request(mode=Mode.FIX))
    assert holds(pair) == WAS


def test_a_second_file_that_can_not_be_replaced_takes_the_first_back(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = os.replace
    asked: list[str] = []

    def refused(one: str, other: str) -> None:
        asked.append(os.path.basename(other))
        if len(asked) == 2:
            raise OSError(errno.EPERM, "Operation not permitted")
        put(one, other)

    monkeypatch.setattr(os, "replace", refused)
    report = run(Request(mode=Mode.FIX))
    assert asked == ["api.sh", "main.sh", "api.sh"]
    assert [failure.path for failure in report.failures] == ["main.sh"]
    assert not report.fixed
    assert holds(pair) == WAS


def test_what_can_not_be_put_back_is_named(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = os.replace
    asked: list[str] = []

    def refused(one: str, other: str) -> None:
        asked.append(other)
        if len(asked) > 1:
            raise OSError(errno.EPERM, "Operation not permitted")
        put(one, other)

    monkeypatch.setattr(os, "replace", refused)
    report = run(Request(mode=Mode.FIX))
    told = {failure.path: failure.message for failure in report.failures}
    assert set(told) == set(WAS)
    assert "could not be put back as it was" in told["api.sh"]
    assert holds(pair)["main.sh"] == WAS["main.sh"]
