"""Files that other processes look at."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrator.call.source import Source
from migrator.report.report import Report
from migrator.run import Mode, Request, beside, looking, run
from migrator.run.beside import Beside
from migrator.run.looking import Looking
from migrator.run.texts import Neighbours, Texts
from migrator.run.worker import POSSIBLE
from tests.cli.program import NEVER, ROOT, SAFE

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="no process is forked here")

FIXTURES = ROOT / "fixtures"
RULES = ("trigger-job", "undeclared-*", "build-artifacts")
SETTINGS = 'API = "https://circleci.com/api/v1.1"\n'
USER = """\
import requests
from settings import API

requests.get(f"{API}/project/github/acme/site/11/artifacts").json()[0]["path"]
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each file is worth a process."""
    monkeypatch.setattr(beside, "EACH", 1)
    monkeypatch.setattr(looking, "processors", lambda: 4)
    folder = tmp_path / "tree"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def lay_out(folder: Path) -> None:
    """Programs of all kinds, most of them alone, and some whose address stands in one file."""
    folder.mkdir()
    for rule in RULES:
        for case in FIXTURES.glob(f"{rule}/*"):
            shutil.copytree(case, folder / case.parent.name / case.name)
    (folder / "settings.py").write_text(SETTINGS)
    for number in range(12):
        (folder / f"user{number:02}.py").write_text(USER)
    (folder / "idle.sh").write_text("# migrator: ignore[build-get] no more\n" + SAFE)
    (folder / "broken.py").write_text(f"{USER}def\n")


def told(report: Report) -> tuple[object, ...]:
    return (
        *(report.findings, report.failures, report.changes, report.fixed, report.suppressed),
        *(report.removed, report.looked_at, report.checked),
        {path: source.text for path, source in report.sources.items()},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("mode", "unsafe"), [(Mode.CHECK, False), (Mode.DIFF, True), (Mode.FIX, True)]
)
def test_the_outcome_is_that_of_one_process(
    tree: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode, unsafe: bool
) -> None:
    examined: list[str] = []
    plain = Looking.examined

    def noted(self: Looking, path: str) -> object:
        examined.append(path)
        return plain(self, path)

    monkeypatch.setattr(Looking, "examined", noted)
    outcomes, seen = [], []
    for jobs in (1, 3):
        lay_out(tree / "here")
        report = run(Request(mode=mode, unsafe=unsafe, jobs=jobs))
        outcomes.append((told(report), contents(tree / "here")))
        shutil.rmtree(tree / "here")
        seen.append(len(examined))
        examined.clear()
    assert len(report.findings) + len(report.fixed) > 50
    assert outcomes[0] == outcomes[1]
    # Every answer of another process counts: what it finds can be written down.
    assert seen[0] > 2 * seen[1]


def test_few_files_are_worth_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(looking, "processors", lambda: 2)
    monkeypatch.setattr(os, "fork", None)
    for number in range(2 * beside.EACH):
        (tmp_path / f"x{number}.sh").write_text(NEVER)
    assert len(run(Request(jobs=2)).findings) == 2 * beside.EACH  # the first is not shared
    (tmp_path / "x.sh").write_text(NEVER)
    with pytest.raises(TypeError):
        run(Request(jobs=2))
    assert len(run(Request(jobs=1)).findings) == 2 * beside.EACH + 1
    monkeypatch.setattr(looking, "processors", lambda: 1)
    assert len(run(Request(jobs=None)).findings) == 2 * beside.EACH + 1


def test_where_no_process_can_be_had_one_does_it_all(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    scripts(tree, 9)
    monkeypatch.setattr(os, "fork", refused)
    opened = os.listdir("/proc/self/fd")
    assert len(run(Request(mode=Mode.FIX, jobs=2)).changes) == 9
    assert os.listdir("/proc/self/fd") == opened


def test_one_file_may_be_larger_than_all_others(tree: Path) -> None:
    scripts(tree, 5)
    (tree / "x1.sh").write_text(SAFE + "# x\n" * 50_000)
    assert told(run(Request(jobs=4))) == told(run(Request(jobs=1)))
    assert children() == []


@pytest.fixture(autouse=True)
def others() -> Iterator[None]:
    """Other tests in this process may have left some."""
    OTHERS.extend(children())
    yield
    OTHERS.clear()


OTHERS: list[str] = []


def children() -> list[str]:
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [child for child in found if child not in OTHERS]


def in_another(monkeypatch: pytest.MonkeyPatch, path: str, does: Callable[[], object]) -> None:
    """Has ``does`` happen where another process looks at ``path``."""
    here, plain = os.getpid(), Looking.examined

    def examined(self: Looking, each: str) -> object:
        if each == path and os.getpid() != here:
            does()
        return plain(self, each)

    monkeypatch.setattr(Looking, "examined", examined)


def scripts(folder: Path, number: int) -> None:
    for each in range(number):
        (folder / f"x{each}.sh").write_text(SAFE)


def test_a_process_that_dies_costs_one_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts(tree, 9)
    in_another(monkeypatch, "x6.sh", lambda: os.kill(os.getpid(), signal.SIGKILL))
    report = run(Request(mode=Mode.FIX, jobs=2))
    assert [(failure.path, failure.fatal) for failure in report.failures] == [("x6.sh", True)]
    assert "ended (signal 9)" in report.failures[0].message
    assert {change.path for change in report.changes} == {f"x{n}.sh" for n in range(9) if n != 6}
    assert (tree / "x6.sh").read_text() == SAFE


def test_one_that_dies_over_what_was_rewritten_costs_nothing(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts(tree, 9)
    looks = iter([False, True])

    def dies_again() -> None:
        if next(looks):
            os.kill(os.getpid(), signal.SIGKILL)

    in_another(monkeypatch, "x6.sh", dies_again)
    report = run(Request(mode=Mode.FIX, jobs=2))
    assert not report.failures
    assert len(report.changes) == 9


def test_a_fault_is_told_as_where_one_process_meets_it(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts(tree, 9)

    def fails(self: Looking, path: str) -> object:
        raise ZeroDivisionError(path)

    monkeypatch.setattr(Looking, "examined", fails)
    assert run(Request(jobs=2)).failures == run(Request(jobs=1)).failures != ()


@dataclass(frozen=True)
class Seen:
    used: frozenset[str]
    text: str


def test_what_was_made_of_another_text_than_ours_does_not_count(tree: Path) -> None:
    (tree / "settings.py").write_text("A = 1\n")
    texts = Texts()
    for name in ("a.py", "b.py"):
        texts.add(name, b"import settings\n", "python")

    def look(path: str) -> Seen:
        neighbours = Neighbours(path, texts)
        source = neighbours.source("settings.py")
        return Seen(frozenset(neighbours.used), source.text if source else "")

    both = Beside(look, texts)
    both.share(["a.py", "b.py"], 2)
    first = both.found("b.py")
    assert first == Seen(frozenset({"settings.py"}), "A = 1\n")
    settings = texts.get("settings.py")
    assert settings
    settings.now = Source("settings.py", "A = 2\n")
    both.ask(["a.py", "b.py"])
    assert both.found("a.py") is None
    assert both.found("b.py") == Seen(frozenset({"settings.py"}), "A = 2\n")
    texts.add("settings.py", b"A = 3\n", "python")
    both.ask(["b.py"])
    assert both.found("b.py") is None
    both.end()


HANGING = """
import os, sys, time
from migrator.cli import main
from migrator.run import beside
from migrator.run.looking import Looking
beside.EACH, here, plain = 1, os.getpid(), Looking.examined
def examined(self, path):
    if os.getpid() == here:
        return plain(self, path)
    with open("other", "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)
Looking.examined = examined
os.sched_getaffinity = lambda _: {0, 1}
sys.argv[1:] = ["check"]
main()
"""


def becomes(true: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 30
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


def works(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_ends_the_run_ends_all_of_it(
    tree: Path, number: signal.Signals, everybody: bool
) -> None:
    """``everybody`` hears a Ctrl-C of the keyboard; a supervisor speaks to one."""
    scripts(tree, 9)
    whole = subprocess.Popen(
        [sys.executable, "-c", HANGING],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    name = tree / "other"
    assert becomes(lambda: name.exists() and name.read_text())
    other = int(name.read_text())
    assert works(other)
    (os.killpg if everybody else os.kill)(whole.pid, number)
    out, err = whole.communicate(timeout=30)
    interrupted = number == signal.SIGINT
    assert whole.returncode == (2 if interrupted else -number)
    assert (out, err.strip()) == ("", "migrator: interrupted" if interrupted else "")
    assert becomes(lambda: not works(other))
