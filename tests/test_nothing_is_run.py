"""What a run over hostile programs does to the machine: it starts git, and writes in the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.case import FIXTURES

WATCHED = """
import os, sys

TREE = os.path.realpath(os.getcwd())

def watch(event, arguments):
    if event == "subprocess.Popen":
        program = os.fsdecode(arguments[0])
        if os.path.basename(program) != "git":
            tell("started", program)
    elif event in ("os.exec", "os.posix_spawn", "os.system", "socket.connect", "compile"):
        name = arguments[1] if event == "compile" else arguments[0]
        if event != "compile" or inside(os.fsdecode(name or "")):
            tell(event, name)
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and not inside(os.fsdecode(path)) and os.fsdecode(path) != os.devnull:
            tell("written", path)

def inside(path):
    return os.path.realpath(path).startswith(TREE + os.sep) and not path.startswith("<")

def tell(*what):
    os.write(2, ("WATCHED " + " ".join(map(str, what)) + "\\n").encode())

sys.path = [place for place in sys.path if place]
sys.dont_write_bytecode = True
sys.addaudithook(watch)
from migrator.cli import main
main(sys.argv[1:])
"""
CONCISE = ("--output-format", "concise")
HOSTILE = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n"
MODULES = ("json.py", "libcst.py", "click.py", "yaml.py", "sitecustomize.py", "conftest.py")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of all fixtures, and modules that bear the names of libraries."""
    tree = tmp_path_factory.mktemp("hostile")
    for before in sorted(FIXTURES.rglob("before*")):
        target = tree / before.relative_to(FIXTURES)
        if before.is_dir():
            shutil.copytree(before, target, symlinks=True)
        elif before.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(before, target)
    for name in MODULES:
        (tree / name).write_text(HOSTILE)
    (tree / "migrator.toml").write_text("exclude = ['../..']\n")
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    return tree


def test_nothing_is_run_and_nothing_written_elsewhere(tree: Path) -> None:
    # Before it shows what it would write a diff does all that a fix does.
    for mode, path in (("--diff", "trigger-job-branch"), ("--fix", ".")):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, "check", *CONCISE, mode, "--unsafe-fixes", path],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(FIXTURES.parent)},
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode("utf-8", "replace")
        assert done.returncode in (0, 1), said[-600:]
        assert "calls of API v1" in said + done.stdout.decode("utf-8", "replace")
        assert not [line for line in said.splitlines() if line.startswith("WATCHED")]
        assert not list(tree.rglob("ran"))


def test_what_watches_does_see(tree: Path) -> None:
    told = WATCHED.replace(
        "from migrator.cli import main\nmain(sys.argv[1:])",
        "sys.path.insert(0, TREE)\nimport conftest, subprocess\nsubprocess.run(['true'])\n"
        "open(os.path.join(TREE, '..', 'elsewhere'), 'w').close()",
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=tree, capture_output=True, check=True)
    seen = {line.split()[1] for line in done.stderr.decode().splitlines()}
    assert seen == {"compile", "started", "written"}
    (tree / "ran").unlink()


@pytest.mark.parametrize("name", ["click", "json", "libcst", "subprocess", "tree_sitter"])
def test_run_as_a_module_it_loads_none_of_the_working_directory(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.py").write_text(HOSTILE)
    call = "curl -X POST https://circleci.com/api/v1.1/project/gh/acme/site/build\n"
    (tmp_path / "x.sh").write_text(call)
    (tmp_path / "y.py").write_text(f"import os\nos.system({call!r})\n")
    done = subprocess.run(
        [sys.executable, "-m", "migrator", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(FIXTURES.parent)},
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "ran").exists()
    assert done.returncode == 1, done.stderr
