"""Inputs that are made to harm, and what comes back of each: `python -m bench.hostile`.

Each is looked at by a whole process, within seconds and without a traceback.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.measure import machine

API = "https://circleci.com/api/v1.1/project/github/acme/site"
HEAD = "import requests\n"
SECONDS = 30.0
"""Of the processor; far above what each needs, for a machine that others use too."""
FIVE_MB = 5_000_000

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Hostile:
    """``make`` fills a folder; ``finds`` is the least number of calls that must be told.

    What takes ``long`` is not among the tests.
    """

    name: str
    make: Make
    finds: int = 0
    long: bool = False


@dataclass(frozen=True)
class Outcome:
    status: int
    seconds: float
    output: str

    @property
    def calls(self) -> int:
        return sum(
            ": error[" in line or ": warning[" in line or ": note[" in line
            for line in self.output.splitlines()
        )

    def wrong(self, hostile: Hostile) -> str:
        """What is not as it must be; empty if all is."""
        if self.status not in (0, 1, 2):
            return f"ended with {self.status}"
        if "Traceback" in self.output or "internal error" in self.output:
            return "an error of the program itself"
        if self.calls < hostile.finds:
            return f"{self.calls} calls told, not {hostile.finds}"
        return "" if self.seconds < SECONDS else "too slow"


def look(folder: Path, most: float = 300) -> Outcome:
    """Raises ``TimeoutExpired`` after so many seconds of the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "migrator", "check", "--output-format", "concise", "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=most,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    return Outcome(done.returncode, taken, output)


def text(name: str, content: str | bytes) -> Make:
    def make(folder: Path) -> None:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)

    return make


def get(path: str) -> str:
    return f'requests.get("{API}/{path}")\n'


def links(folder: Path) -> None:
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "back").symlink_to(folder)
    (inner / "self").symlink_to("self")
    (inner / "out").symlink_to("/")
    (inner / "other.py").symlink_to("/etc/passwd")
    (inner / "call.py").write_text(HEAD + get("7"))


def special(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        here = os.getcwd()
        os.chdir(folder)
        try:
            one.bind("socket.py")
        finally:
            os.chdir(here)
    (folder / "call.py").write_text(HEAD + get("7"))


def sourced_in_a_circle(folder: Path) -> None:
    (folder / "a.sh").write_text(f"source ./b.sh\ncurl {API}/7\n")
    (folder / "b.sh").write_text("source ./a.sh\nsource ./b.sh\n")
    (folder / "pipe.sh").write_text(f". ./fifo\ncurl {API}/7\n")
    os.mkfifo(folder / "fifo")


def imported_in_a_circle(folder: Path) -> None:
    for number in range(60):
        following = (number + 1) % 60
        (folder / f"m{number}.py").write_text(
            f"from m{following} import *\nfrom m{(number * 7) % 60} import url as other\n"
            f"url = other + 'project'\n{HEAD if not number else ''}{get('7') if not number else ''}"
        )


def taken_back(folder: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    (folder / ".gitignore").write_text(
        "*\n!*/\n!**/keep.py\n/**/**/**/**/x\n" + "**/" * 200 + "y\n"
    )
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    for name in ("keep.py", "drop.py"):
        (inner / name).write_text(HEAD + get("7"))


def calls(number: int) -> str:
    return HEAD + "".join(get(f"{n}") for n in range(number))


def shell_calls(number: int) -> str:
    return "".join(f"curl -s {API}/{n}\n" for n in range(number))


def docker_calls(number: int) -> str:
    return "FROM x\n" + "".join(f"RUN curl -s {API}/{n}\n" for n in range(number))


def make_calls(number: int) -> str:
    return "a:\n" + "".join(f"\tcurl -s {API}/{n}\n" for n in range(number))


def yaml_calls(number: int) -> str:
    steps = "".join(f"      - run: curl -s {API}/{n}\n" for n in range(number))
    return f"jobs:\n  x:\n    steps:\n{steps}"


def triggers(number: int) -> str:
    body = "json={'build_parameters': {'A': 'x'}}"
    return HEAD + "".join(
        f"requests.post('{API}/tree/b{n}', {body}, auth=(T, ''))\n" for n in range(number)
    )


def shell_triggers(number: int) -> str:
    body = """-H 'Content-Type: application/json' -d '{"build_parameters": {"A": "x"}}'"""
    return f"API={API}\n" + "".join(
        f"B{n}=x$T\ncurl -X POST {body} $API/tree/$B{n}\n" for n in range(number)
    )


def lists(number: int) -> str:
    return f"curl -s '{API}?limit=3' | jq -r '.[].build_num'\n" * number


def walked(number: int) -> str:
    return HEAD + "".join(
        f"for b{n} in requests.get('{API}?limit=3').json():\n    print(b{n}['build_num'])\n"
        for n in range(number)
    )


def arms(number: int) -> str:
    """Each gives a name of its own a value."""
    others = "".join(f"elif t; then V{n}=a\n" for n in range(number))
    return f"if t; then U={API}\n{others}fi\n{CURL} $U/7\n"


def docker_chain(number: int, between: str) -> str:
    return "FROM x\nRUN " + between.join(f"curl -s {API}/{n}" for n in range(number)) + "\n"


def yaml_step(number: int) -> str:
    lines = "".join(f"          curl -s {API}/{n}\n" for n in range(number))
    return f"jobs:\n  x:\n    steps:\n      - run: |\n{lines}"


def handed(number: int) -> str:
    """Functions that are handed all of an address but its end."""
    return HEAD + "".join(
        f"def f{n}(h):\n    return requests.get(h + '/{n}')\nf{n}('{API}')\n" for n in range(number)
    )


def staying(number: int) -> str:
    """Functions none of which can be rewritten: each is asked for two things."""
    return HEAD + "".join(
        f"def f{n}(h):\n    return requests.get(h + '/{n}').json()\n"
        f"print(f{n}('{API}')['status'])\nprint(f{n}('{API}2')['build_num'])\n"
        for n in range(number)
    )


def branches(number: int) -> str:
    """2 ** ``number`` values for one URL."""
    arms = "".join(f"if a[{n}]:\n    url += 'a'\nelse:\n    url += 'b'\n" for n in range(number))
    return f"{HEAD}url = '{API}/'\n{arms}requests.get(url)\n"


def shell_branches(number: int) -> str:
    arms = "".join(f"if x{n}; then U=$U/a; else U=$U/b; fi\n" for n in range(number))
    return f"U={API}\n{arms}{CURL} $U\n"


def doubling(number: int) -> str:
    steps = "".join(f"a{n} = a{n - 1} + a{n - 1}\n" for n in range(1, number))
    return f"{HEAD}a0 = '{API}/'\n{steps}requests.get(a{number - 1})\n"


def total(terms: int) -> str:
    return f"{HEAD}u = '{API}/' + {' + '.join(['a'] * terms)}\nrequests.get(u)\n"


def listed(terms: int) -> str:
    items = ", ".join([f"'{API}/7'"] * terms)
    return f"{HEAD}u = [{items}]\nfor a in u:\n    requests.get(a)\n"


def nested(number: int) -> str:
    return HEAD + "x = " + "(" * number + f"'{API}'" + ")" * number + "\n"


def shell_nested(number: int) -> str:
    return "$(" * number + f"curl {API}/7" + ")" * number + "\n"


def names_for_names(number: int) -> str:
    names = "".join(f"a{n} = a{n - 1}\n" for n in range(1, number))
    return f"{HEAD}a0 = '{API}'\n{names}requests.get(a{number - 1})\n"


def own_names(number: int) -> str:
    calls = "".join(f"url{n} = BASE + '/{n}'\nrequests.get(url{n})\n" for n in range(number))
    return f"{HEAD}BASE = '{API}'\n{calls}"


def variables(number: int) -> str:
    return "".join(f"V{n}=$V{n - 1}/x\n" for n in range(number)) + f"curl {API}/7\n"


def aliases(number: int) -> str:
    steps = (f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, number))
    return f"a0: &a0 [x, x]\n{''.join(steps)}jobs: {{x: {{steps: [{{run: 'curl {API}/7'}}]}}}}\n"


def blanks() -> str:
    return f"{HEAD}{get('7')}token{' ' * 200_000}\n'circle-token'{COMMA * 50_000}\n"


COMMA = " ,' "
CURL = "curl"
ITSELF = f"{HEAD}def f(u):\n    requests.get(u)\n    f(u + '/x')\n\nf('{API}')\n"
CLASSES = f"""{HEAD}
class A(A):
    base = '{API}'

    def f(self):
        return A().f() or requests.get(self.base + '/7')

@A
class B(A, B):
    pass

B().f()
"""
COMMENT = "# migrator: ignore[me-get]\n"
NEEDED = "# migrator: ignore[build-get] as it is\n"

ALL = (
    Hostile("links in circles and out of the tree", links, 1),
    Hostile("pipes and sockets named as programs", special, 1),
    Hostile("scripts that source each other and a pipe", sourced_in_a_circle, 2),
    Hostile("60 modules that import each other", imported_in_a_circle, 1),
    Hostile("a .gitignore that takes back, and 200 times **/", taken_back, 1),
    Hostile("Python: a line of 5 MB", text("x.py", f"{HEAD}x = '{'a' * FIVE_MB}'\n{get('7')}"), 1),
    Hostile("shell: a line of 5 MB", text("x.sh", f"X={'a' * FIVE_MB}\ncurl {API}/7\n"), 1),
    Hostile(
        "Python: 20,000 statements in a line", text("x.py", f"{HEAD}{'x=1;' * 20_000}{get('7')}")
    ),
    Hostile("Python: 1,000 calls", text("x.py", calls(1_000)), 1_000),
    Hostile("Python: 10,000 calls, 1 MB", text("x.py", calls(10_000)), 10_000, long=True),
    Hostile("shell: 1,000 calls", text("x.sh", shell_calls(1_000)), 1_000),
    Hostile("shell: 10,000 calls", text("x.sh", shell_calls(10_000)), 10_000, long=True),
    Hostile("Dockerfile: 1,000 calls", text("Dockerfile", docker_calls(1_000)), 1_000),
    Hostile("Dockerfile: 10,000 calls", text("Dockerfile", docker_calls(10_000)), 10_000, True),
    Hostile("Makefile: 1,000 calls", text("Makefile", make_calls(1_000)), 1_000),
    Hostile("Makefile: 10,000 calls", text("Makefile", make_calls(10_000)), 10_000, True),
    Hostile("YAML: 1,000 calls", text("orb.yml", yaml_calls(1_000)), 1_000),
    Hostile("YAML: 10,000 calls", text("orb.yml", yaml_calls(10_000)), 10_000, True),
    Hostile("Python: 300 triggers", text("x.py", triggers(300)), 300),
    Hostile("shell: 300 triggers", text("x.sh", shell_triggers(300)), 300),
    Hostile("shell: 300 lists read by jq", text("x.sh", lists(300)), 300),
    Hostile("Python: 300 lists", text("x.py", walked(300)), 300),
    Hostile("shell: 1,200 lists read by jq", text("x.sh", lists(1_200)), 1_200, long=True),
    Hostile(
        "Dockerfile: 300 calls in one line", text("Dockerfile", docker_chain(300, " && ")), 300
    ),
    Hostile(
        "Dockerfile: 900 lines of one RUN", text("Dockerfile", docker_chain(900, " && \\\n")), 900
    ),
    Hostile("YAML: 1,000 lines of one step", text("orb.yml", yaml_step(1_000)), 1_000),
    Hostile("Python: 30 functions that stay", text("x.py", staying(30)), 60),
    Hostile("Python: 300 functions that stay", text("x.py", staying(300)), 600, long=True),
    Hostile("Python: 300 functions that are handed a project", text("x.py", handed(300)), 300),
    Hostile("Python: a sum of 10,000 terms", text("x.py", total(10_000))),
    Hostile("Python: a list of 10,000 terms", text("x.py", listed(10_000)), long=True),
    Hostile("Python: 3,000 parentheses", text("x.py", nested(3_000))),
    Hostile("Python: 150 parentheses", text("x.py", nested(150))),
    Hostile("Python: 2 ** 60 values", text("x.py", branches(60)), 1),
    Hostile("shell: 2 ** 60 values", text("x.sh", shell_branches(60)), 1),
    Hostile("Python: a text of 2 ** 60 characters", text("x.py", doubling(60))),
    Hostile(
        "shell: a text of 2 ** 40", text("x.sh", f"A={API}\n{'A=$A$A' * 1}\n" * 40 + "curl $A\n")
    ),
    Hostile("Python: 10,000 names for a name", text("x.py", names_for_names(10_000)), 1),
    Hostile("Python: 2,000 calls by names of their own", text("x.py", own_names(2_000)), 2_000),
    Hostile("shell: 10,000 variables", text("x.sh", variables(10_000)), 1),
    Hostile("shell: 100,000 variables", text("x.sh", variables(100_000)), 1),
    Hostile(
        "shell: 60,000 values of a name that is read as often",
        text("x.sh", "X=1\n" * 60_000 + f"curl {API}/7\n" + ": $X\n" * 60_000),
        1,
    ),
    Hostile("shell: 1,500 arms of one choice", text("x.sh", arms(1_500)), 1),
    Hostile("shell: 20,000 open braces", text("x.sh", "${" * 20_000 + f'"\ncurl {API}/7\n')),
    Hostile("shell: 3,000 nested substitutions", text("x.sh", shell_nested(3_000))),
    Hostile("a function that calls itself", text("x.py", ITSELF)),
    Hostile("classes that build on themselves", text("x.py", CLASSES)),
    Hostile("YAML: a bomb of aliases", text("orb.yml", aliases(25))),
    Hostile("JSON: 100,000 brackets", text("x.ipynb", "[" * 100_000 + '"circleci"')),
    Hostile("Markdown: 20,000 fences", text("x.md", "```sh\n" * 20_000 + f"curl {API}/7\n")),
    Hostile(
        "Makefile: a variable that holds itself",
        text("Makefile", f"X = $(X)\na:\n\tcurl {API}/$(X)\n"),
    ),
    Hostile("runs of blanks and quotes for regular expressions", text("x.py", blanks())),
    Hostile("50,000 suppressions", text("x.py", HEAD + COMMENT * 50_000 + get("7")), 1, long=True),
    Hostile(
        "1,000 calls, each with a suppression",
        text("x.py", HEAD + "".join(f"{NEEDED}{get(str(n))}" for n in range(1_000))),
    ),
    Hostile(
        "10,000 calls, each with a suppression",
        text("x.py", HEAD + "".join(f"{NEEDED}{get(str(n))}" for n in range(10_000))),
        long=True,
    ),
    Hostile(
        "all bytes with the name among them", text("x.py", bytes(range(256)) * 4_000 + b"circleci")
    ),
    Hostile("UTF-16", text("x.py", (HEAD + get("7")).encode("utf-16"))),
    Hostile("a name of no encoding", text("x\udcff.py", HEAD + get("7")), 1),
)


def main() -> None:
    print(f"{machine()}\n\n| input | CPU seconds | status | calls told | wrong |")
    print("|---|---|---|---|---|")
    for hostile in ALL:
        with tempfile.TemporaryDirectory() as folder:
            hostile.make(Path(folder))
            try:
                found = look(Path(folder))
                cells = f"{found.seconds:.1f} | {found.status} | {found.calls}"
                wrong = found.wrong(hostile)
            except subprocess.TimeoutExpired:
                cells, wrong = " | | ", "**does not end**"
        print(f"| {hostile.name} | {cells} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
