"""Ends `migrator check --fix` at random moments: `python -m bench.kill`, from a checkout's root.

Prints how the runs ended; ends with status 1 if a file was neither old nor new.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LEFT_OVER = re.compile(r"\.migrator-[0-9a-f]{16}\.tmp")
_OLD = (
    "curl -X POST -u \"$CIRCLE_TOKEN:\" -H 'Content-Type: application/json' "
    "-d '{{\"branch\": \"main\"}}' 'https://circleci.com/api/{}' > /dev/null\n"
)
_PADDING = b"# " + b"x" * 60 + b"\n"
# A fork for each run: the start of the interpreter takes longest and touches no file. Each run
# says on the pipe when it begins and when it replaces a file.
_RUNS = """
import os, sys
from migrator.cli import run

put = os.replace

def told(one, other):
    os.write(1, b"r")
    put(one, other)

os.replace = told
sys.stdout = open(os.devnull, "w")
run(["check", sys.argv[1]])  # what it loads is loaded for all
os.write(1, b"\\n")
for folder in sys.stdin:
    os.chdir(folder.rstrip("\\n"))
    child = os.fork()
    if not child:
        os.write(1, b"%d\\n" % os.getpid())
        os._exit(run(["check", "--fix", "."]))
    os.waitpid(child, 0)
    os.write(1, b".")
"""


@dataclass(frozen=True)
class Ending:
    """How a killed run left its files; ``broken`` are those that are neither old nor new.

    ``split`` are the pairs of files that one rewrite changes of which one is old and one new.
    """

    old: int
    new: int
    broken: tuple[str, ...]
    split: int
    left_over: int
    strangers: tuple[str, ...]

    @property
    def kind(self) -> str:
        if self.broken or self.strangers:
            return "HARMED"
        if self.old and self.new:
            return "some files new"
        return "all files new" if self.new else "all files old"


PAIRED = 5
"""Every so many files one stands together with a second that holds its address."""


def old(number: int) -> bytes:
    return _OLD.format(f"v1.1/project/gh/acme/site{number}/build").encode() + _PADDING * number


def new(number: int) -> bytes:
    return _OLD.format(f"v2/project/gh/acme/site{number}/pipeline").encode() + _PADDING * number


def contents(number: int, version: str) -> dict[str, bytes]:
    """The files of one program, by name, as they are before (``v1.1``) and after (``v2``)."""
    program = old(number) if version == "v1.1" else new(number)
    if number % PAIRED:
        return {f"trigger{number}.sh": program}
    address = f"'https://circleci.com/api/{version}".encode()
    return {
        f"trigger{number}.sh": f". ./api{number}.sh\n".encode()
        + program.replace(address, f"$API{number}'".encode()),
        f"api{number}.sh": f"API{number}=https://circleci.com/api/{version}\n".encode(),
    }


def lay_out(folder: Path, files: int) -> None:
    """Programs of one file each."""
    for number in range(files):
        (folder / f"trigger{number}.sh").write_bytes(old(number))


def ending(folder: Path, files: int) -> Ending:
    count: Counter[str] = Counter()
    broken = []
    known = set()
    for number in range(files):
        before, after = contents(number, "v1.1"), contents(number, "v2")
        known |= set(before)
        states = set()
        for name in before:
            path = folder / name
            holds = path.read_bytes() if path.exists() else None
            state = {before[name]: "old", after[name]: "new"}.get(holds or b"", "")
            states.add(state)
            count[state] += 1
            if not state:
                broken.append(name)
        count["split"] += len(states) > 1
    others = set(os.listdir(folder)) - known
    left = {name for name in others if LEFT_OVER.fullmatch(name)}
    return Ending(
        count["old"], count["new"], tuple(broken), count["split"], len(left), tuple(others - left)
    )


def endings(
    parent: Path,
    rounds: int,
    files: int,
    chance: random.Random,
    how: signal.Signals = signal.SIGKILL,
) -> Iterator[Ending]:
    """Each of ``rounds`` runs over a fresh tree of programs in ``parent`` is sent a signal.

    One in five at a random moment of its first 100 ms, the others up to 3 ms after they began to
    replace a file that ``chance`` picks.
    """
    warm = parent / "warm"
    warm.mkdir()
    lay_out(warm, 1)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", _RUNS, str(warm)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as runs:
        assert runs.stdin
        assert runs.stdout
        assert runs.stdout.readline() == b"\n"
        for number in range(rounds):
            folder = parent / str(number)
            folder.mkdir()
            for program in range(files):
                for name, content in contents(program, "v1.1").items():
                    (folder / name).write_bytes(content)
            runs.stdin.write(f"{folder}\n".encode())
            child = int(runs.stdout.readline())
            ended = b""
            if chance.random() < 0.2:
                time.sleep(chance.uniform(0, 0.1))
            else:
                for _ in range(chance.randint(1, files)):
                    ended = runs.stdout.read(1)
                time.sleep(chance.uniform(0, 0.003))
            # The number is not another's before the server has waited and a new run began.
            with suppress(ProcessLookupError):
                os.kill(child, how)
            while ended != b".":
                ended = runs.stdout.read(1)
                assert ended, "the runs ended"
            yield ending(folder, files)
        runs.stdin.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--signal", default="SIGKILL", choices=["SIGKILL", "SIGTERM", "SIGINT"])
    given = parser.parse_args()
    kinds: Counter[str] = Counter()
    left_over: Counter[int] = Counter()
    split = 0
    with tempfile.TemporaryDirectory() as parent:
        chance = random.Random(given.seed)
        how = signal.Signals[given.signal]
        for each in endings(Path(parent), given.rounds, given.files, chance, how):
            kinds[each.kind] += 1
            left_over[each.left_over] += 1
            split += each.split
            for name in (*each.broken, *each.strangers):
                print(f"harmed: {name}")
    pairs = len(range(0, given.files, PAIRED))
    print(f"{given.rounds} runs over {given.files} programs, {pairs} of them in two files,")
    print(f"ended with {given.signal} (seed {given.seed}):")
    for kind, count in kinds.most_common():
        print(f"  {count:4} left {kind}")
    for number, count in sorted(left_over.items()):
        print(f"  {count:4} left {number} temporary files")
    print(f"  {split:4} of {given.rounds * pairs} pairs were left with one file new and one old")
    return 1 if kinds["HARMED"] else 0


if __name__ == "__main__":
    sys.exit(main())
