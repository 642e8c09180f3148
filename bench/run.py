"""Prints the table of bench/RESULTS.md: `python -m bench.run`, from the root of a checkout.

The tools beside which we are measured are taken from PATH; one that is not there is left out.
"""

from __future__ import annotations

import argparse
import compileall
import datetime
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import tree
from bench.measure import Command, Times, in_turn, machine, peak_megabytes, ratio
from migrator.catalog.rulefile import api

OURS = str(Path(sys.executable).with_name("migrator"))
PACKAGE = Path(__file__).parents[1] / "migrator"
RULES = Path(__file__).parent / "rules"
SUFFIXES = ("*.py", "*.pyi", "*.sh", "*.bash", "*.yml", "*.yaml", "*.md", "Makefile", "Dockerfile")
_RIVAL_ROUNDS = 1
"""Enough beside tools that take a hundred times as long."""


@dataclass(frozen=True)
class Row:
    """``must`` is what ``figure`` may not pass, ``aim`` what it should not; ``None``: no bound."""

    what: str
    ours: str
    other: str
    figure: float
    must: float | None = None
    aim: float | None = None
    unit: str = "x"

    @property
    def reached(self) -> str:
        if self.must is None or self.aim is None:
            return ""
        if self.figure <= self.aim:
            return "aim"
        return "must" if self.figure <= self.must else "**no**"

    def __str__(self) -> str:
        bounds = ["" if b is None else f"{b:g}{self.unit}" for b in (self.must, self.aim)]
        cells = [self.what, self.ours, self.other, f"{self.figure:.2f}{self.unit}", *bounds]
        return f"| {' | '.join([*cells, self.reached])} |"


def check(folder: Path, *more: str, name: str = "migrator") -> Command:
    return Command(name, (OURS, "check", *more), folder)


def python(code: str, folder: Path) -> Command:
    return Command(code, (sys.executable, "-c", code), folder)


def needles() -> tuple[str, ...]:
    return tuple(api()["needles"])


def ripgrep(folder: Path) -> Command:
    literals = [word for needle in needles() for word in ("-e", needle)]
    globs = [word for suffix in SUFFIXES for word in ("-g", suffix)]
    return Command("rg", ("rg", "-lF", *literals, *globs, "."), folder)


def git_grep(folder: Path) -> Command:
    literals = [word for needle in needles() for word in ("-e", needle)]
    argv = ("git", "grep", "-lF", "--untracked", *literals, "--", *SUFFIXES)
    return Command("git grep", argv, folder)


def ruff(folder: Path) -> Command:
    argv = ("ruff", "check", "--isolated", "--no-cache", "--quiet", "--select", "PLR0402", ".")
    return Command("ruff, one rule", argv, folder)


def ast_grep(folder: Path) -> Command:
    argv = ("ast-grep", "scan", "--rule", str(RULES / "ast-grep.yml"), ".")
    return Command("ast-grep, one rule", argv, folder)


def semgrep(folder: Path) -> Command:
    quiet = ("--quiet", "--metrics=off", "--disable-version-check", "--jobs=2")
    argv = ("semgrep", "scan", *quiet, "--config", str(RULES / "semgrep.yml"), ".")
    return Command("semgrep, one rule", argv, folder)


def present(*commands: Command) -> list[Command]:
    found = [command for command in commands if shutil.which(command.argv[0])]
    for command in commands:
        if command not in found:
            print(f"{command.argv[0]} is not on PATH and is left out", file=sys.stderr)
    return found


def whole_tree(big: Path, rounds: int) -> Iterator[Row]:
    ours = check(big)
    quick = present(ours, ripgrep(big), git_grep(big), ruff(big))
    times = in_turn(quick, rounds)
    bounds = {"rg": (5, 3), "ruff, one rule": (0.3, 0.15)}
    yield from beside(times, "whole tree", ours.name, bounds)
    for rival in present(ast_grep(big), semgrep(big)):
        times = in_turn([ours, rival], _RIVAL_ROUNDS)
        yield from beside(times, "whole tree", ours.name, {})
    yield Row("peak memory, whole tree", "", "", peak_megabytes(ours), 80, 50, " MiB")


def beside(
    times: dict[str, Times], what: str, ours: str, bounds: dict[str, tuple[float, float]]
) -> Iterator[Row]:
    for other in times:
        if other != ours:
            figure = ratio(times, ours, other)
            must, aim = bounds.get(other, (None, None))
            yield Row(f"{what} / {other}", str(times[ours]), str(times[other]), figure, must, aim)


def hooks(work: Path, rounds: int) -> Iterator[Row]:
    work.mkdir()
    (work / "plain.py").write_text("import os\n\nprint(os.getcwd())\n")
    shutil.copyfile(FIXTURE, work / "caller.py")
    for name, module, must, aim in (
        ("plain.py", "click", 1.6, 1.25),
        ("caller.py", "libcst", 1.5, 1.2),
    ):
        ours = replace(check(work, "--force-exclude", name), environment={"PRE_COMMIT": "1"})
        other = python(f"import {module}", work)
        times = in_turn([ours, other], rounds * 4)
        yield from beside(times, f"hook on {name}", ours.name, {other.name: (must, aim)})


def many_names(big: Path, work: Path, files: int, rounds: int) -> Iterator[Row]:
    """What a file costs when 5,000 are named, over what it costs when the tree is walked.

    Then the same for a tree that is these files and no others.
    """
    found = sorted(big.glob("part00/**/*.py"))
    names = [str(path.relative_to(big)) for path in found][:5_000]
    named, walked = check(big, *names, name="5,000 names"), check(big)
    times = in_turn([named, walked], rounds)
    each = times[named.name].median / len(names) * 1e6
    all_of_them = times[walked.name].median / files * 1e6
    text = f"{all_of_them:.0f} us a file"
    yield Row(
        "5,000 names / whole tree, a file", f"{each:.0f} us a file", text, each / all_of_them, 1, 1
    )
    for name in names:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(big / name, work / name)
    tree.commit(work)
    ours, walk = check(work, *names, name="5,000 names"), check(work, name="the same walked")
    yield from beside(in_turn([ours, walk], rounds), ours.name, ours.name, {})


def fixing(work: Path, rounds: int) -> Iterator[Row]:
    """``--fix`` of 100 files, on a fresh copy each time, over libcst's parse of the same."""
    fresh = work / "fresh"
    fresh.mkdir(parents=True)
    program = FIXTURE.read_text()
    for number in range(100):
        (fresh / f"program{number:02}.py").write_text(f"NUMBER = {number}\n{program}")
    copied = f"rm -rf {work}/copy && cp -r {fresh} {work}/copy"
    ours = Command(
        "fix",
        ("sh", "-c", f"{copied} && cd {work}/copy && {OURS} check --fix --unsafe-fixes -q ."),
        work,
    )
    code = (
        "import glob, libcst;"
        f"[libcst.parse_module(open(p, 'rb').read()) for p in glob.glob('{work}/copy/*.py')]"
    )
    other = Command("libcst", ("sh", "-c", f'{copied} && {sys.executable} -c "{code}"'), work)
    times = in_turn([ours, other], rounds)
    yield from beside(times, "--fix of 100 files", ours.name, {other.name: (3, 1.8)})


FIXTURE = tree.FIXTURES / "trigger-job-branch" / "python-f-string" / "before.py"


def linear(work: Path, rounds: int) -> Iterator[Row]:
    """The cost of 4 and of 16 times as much, over 4 and 16 times the cost of one."""
    yield from growth(work, rounds, "files", many_files)
    yield from growth(work, rounds, "calls in a file", one_file)


def growth(work: Path, rounds: int, what: str, make: Callable[[Path, int], None]) -> Iterator[Row]:
    commands = []
    for factor in (1, 4, 16):
        folder = work / f"{make.__name__}{factor}"
        make(folder, factor)
        commands.append(check(folder, "--exit-zero", "-q", name=str(factor)))
    times = in_turn(commands, rounds)
    one = times["1"]
    for factor in (4, 16):
        more = times[str(factor)]
        figure = more.median / one.median / factor
        yield Row(f"{factor} times the {what}", str(more), str(one), figure, 1.25, 1)


def many_files(folder: Path, factor: int) -> None:
    folder.mkdir(parents=True)
    program = FIXTURE.read_text()
    for number in range(25 * factor):
        (folder / f"program{number:04}.py").write_text(program)


def one_file(folder: Path, factor: int) -> None:
    folder.mkdir(parents=True)
    call = 'requests.get("https://circleci.com/api/v1.1/project/github/acme/site/{n}/artifacts")\n'
    (folder / "calls.py").write_text(
        "import requests\n" + "".join(call.format(n=n) for n in range(100 * factor))
    )


def table(rows: Iterator[Row]) -> None:
    print(
        "| measure | ours, median (range) | other, median (range) | ratio | must | aim | reached |"
    )
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print(row, flush=True)


def versions() -> Iterator[str]:
    for name in ("rg", "git", "ruff", "ast-grep", "semgrep"):
        if shutil.which(name):
            done = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
            yield f"{name} {done.stdout.split()[-1] if name != 'rg' else done.stdout.split()[1]}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, help="where the big tree is, or is to be made")
    parser.add_argument("--files", type=int, default=tree.Size.files)
    parser.add_argument("--megabytes", type=int, default=tree.Size.megabytes)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args(arguments)
    # As an installer leaves it: without this every process would compile what was changed last.
    compileall.compile_dir(PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        root = (given.tree or work / "tree").resolve()
        made = (
            tree.describe(root)
            if root.exists()
            else tree.build(root, tree.Size(given.files, given.megabytes))
        )
        print(f"{datetime.date.today()}, {machine()}; {', '.join(versions())}")
        print(f"Tree {made.digest}: {made.files} files, {made.bytes / 1e6:.0f} MB\n")

        def rows() -> Iterator[Row]:
            yield from whole_tree(root, given.rounds)
            yield from hooks(work / "hooks", given.rounds)
            yield from many_names(root, work / "named", made.files, given.rounds)
            yield from fixing(work / "fixing", given.rounds)
            yield from linear(work / "linear", given.rounds)

        table(rows())


if __name__ == "__main__":
    main()
