"""What goes beyond a bound is told: as a finding, or as a failure that says what was too much."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrator.report.report import Report
from migrator.run import Request, run

HOST = "https://circleci.com"
API = f"{HOST}/api/v1.1"


def asking(address: str, lines: str = "") -> dict[str, str]:
    """A program of Python that asks for the expression ``address`` behind its ``lines``."""
    return {"me.py": f"import requests\n{lines}requests.get({address})\n"}


@dataclass(frozen=True)
class Bound:
    """``files`` makes a program of a size whose call is found up to ``below``, and which at
    ``above`` is told of by ``words``. ``path`` is what the run is asked to look at.
    """

    name: str
    files: Callable[[int], dict[str, str]]
    below: int
    above: int
    words: str
    path: str = "."


def imports_deep(size: int) -> dict[str, str]:
    files = {f"m{i}.py": f"from m{i + 1} import API\n" for i in range(size)}
    files[f"m{size}.py"] = f'API = "{API}"\n'
    return {**files, **asking('API + "/me"', "from m0 import API\n")}


def imports_many(size: int) -> dict[str, str]:
    files = {f"m{i}.py": f"X{i} = 1\n" for i in range(size)}
    lines = "".join(f"from m{i} import X{i}\n" for i in range(size))
    files["far.py"] = f'API = "{API}"\n'
    files["last.py"] = "from far import API\n"
    return {**files, **asking('API + "/me"', f"{lines}from last import API\n")}


def imports_long(size: int) -> dict[str, str]:
    text = f'NOTHING = """\n{"x" * size}\n"""\nAPI = "{API}"\n'
    return {"far.py": text, **asking('API + "/me"', "from far import API\n")}


def functions_deep(size: int) -> dict[str, str]:
    lines = f'def f0():\n    return "{HOST}/api"\n' + "".join(
        f"def f{i + 1}():\n    return f{i}()\n" for i in range(size)
    )
    return asking(f'f{size}() + "/" + "v1.1/me"', lines)


def functions_long(size: int) -> dict[str, str]:
    body = "    y = 1\n" * size
    lines = f"def f(x):\n{body}    return x\nf(1)\nf(2)\n"
    return asking(f'f("{HOST}/api") + "/" + "v1.1/me"', lines)


def constructed(size: int) -> dict[str, str]:
    lines = "class C:\n    def __init__(self, base):\n        self.base = base\n    def me(self):\n"
    made = "".join(f'C("https://x{i}.test")\n' for i in range(size)) + f'C("{HOST}")\n'
    request = 'return requests.get(self.base + "/api" + "/v1.1/me")'
    return {"me.py": f"import requests\n{lines}        {request}\n{made}"}


def values(size: int) -> dict[str, str]:
    lines = "".join(f'if x:\n    u = "https://x{i}.test"\n' for i in range(size))
    return asking('u + "/" + "v1.1/me"', f'u = "{HOST}/api"\n{lines}')


def pieces(size: int) -> dict[str, str]:
    lines = f'u = "{HOST}"\nu += "/api/"\nu += "v1.1/me?"\n' + 'u += "a"\n' * size
    return asking("u", lines)


def names(size: int) -> dict[str, str]:
    lines = f'a0 = "{HOST}"\n' + "".join(f"a{i + 1} = a{i}\n" for i in range(size))
    return asking(f'a{size} + "/api/" + "v1.1/me"', lines)


def sourced_deep(size: int) -> dict[str, str]:
    files = {f"l{i}.sh": f". ./l{i + 1}.sh\n" for i in range(size)}
    files[f"l{size}.sh"] = f"B={API}\n"
    return {**files, "me.sh": ". ./l0.sh\ncurl $B/me\n"}


def sourced_long(size: int) -> dict[str, str]:
    return {"lib.sh": f"# {'x' * size}\nB={API}\n", "me.sh": ". ./lib.sh\ncurl $B/me\n"}


def sourced_nested(size: int) -> dict[str, str]:
    nested = f"{'(' * size}true{')' * size}"
    return {"lib.sh": f"{nested}\nB={API}\n", "me.sh": ". ./lib.sh\ncurl $B/me\n"}


def sourced_broken(size: int) -> dict[str, str]:
    return {"lib.sh": f"B={API}\n{'((( curl https:' * size}\n", "me.sh": ". ./lib.sh\ncurl $B/me\n"}


def sourced_from_above(size: int) -> dict[str, str]:
    folder = "".join(f"d{i}/" for i in range(size))
    return {"lib/env.sh": f"B={API}\n", f"{folder}me.sh": ". lib/env.sh\ncurl $B/me\n"}


def written(size: int) -> dict[str, str]:
    command = f"echo {API}"
    for _ in range(size):
        command = f'echo "$({command})"'
    return {"me.sh": f'curl "$({command})/me"\n'}


def functions_of_shell(size: int) -> dict[str, str]:
    lines = 'f0() { curl "$1/me"; }\n' + "".join(
        f'f{i + 1}() {{ f{i} "$1"; }}\n' for i in range(size)
    )
    return {"me.sh": f"{lines}f{size} {API}\n"}


def scripts_in_scripts(size: int) -> dict[str, str]:
    script = f"B={HOST}; curl $B/api/v1.1/me"
    for _ in range(size):
        script = f"bash -c {shlex.quote(script)}"
    return {"me.sh": f"{script}\n"}


def scripts_in_documents(size: int) -> dict[str, str]:
    script = f"curl {API}/me"
    for i in range(size):
        script = f"bash <<'E{i}'\n{script}\nE{i}"
    return {"me.sh": f"{script}\n"}


def script_in_long_document(size: int) -> dict[str, str]:
    return {"me.sh": f"bash <<E\n# {'x' * size}\nB={HOST}\ncurl $B/api/v1.1/me\nE\n"}


def commands_of_python(size: int) -> dict[str, str]:
    script = f"curl {API}/me"
    for _ in range(size):
        script = f"bash -c {shlex.quote(script)}"
    return {"me.py": f"import os\nos.system({script!r})\n"}


def lists_of_gitlab(size: int) -> dict[str, str]:
    return {".gitlab-ci.yml": f"a:\n  script: {'[' * size}curl {API}/me{']' * size}\n"}


def host_file(size: int) -> dict[str, str]:
    return {"Makefile": f"x:\n\tcurl {API}/me\n# {'x' * size}\n"}


NOT_FOLLOWED = "is not followed"
TOLD = [
    Bound("imports deep", imports_deep, 6, 9, f"`m8.py` {NOT_FOLLOWED}: imports", "me.py"),
    Bound("imports many", imports_many, 20, 40, f"`last.py` {NOT_FOLLOWED}: 32", "me.py"),
    Bound("imports long", imports_long, 390_000, 410_000, f"`far.py` {NOT_FOLLOWED}", "me.py"),
    Bound("imports too long", imports_long, 1, 1_100_000, "`far.py`, which it reads", "me.py"),
    Bound("functions deep", functions_deep, 6, 10, "calls of functions are followed 8 deep"),
    Bound("functions long", functions_long, 100, 6_000, "10,000 statements of functions"),
    Bound("constructed", constructed, 5, 20, "more than 16 different texts"),
    Bound("values", values, 5, 20, "more than 16 different texts"),
    Bound("pieces", pieces, 5, 1_010, "more than 1,000 pieces"),
    Bound("names", names, 900, 1_100, "more than 1,000 names"),
    Bound("sourced deep", sourced_deep, 8, 12, "followed 10 deep", "me.sh"),
    Bound("sourced long", sourced_long, 1, 1_100_000, "`lib.sh`, which it reads", "me.sh"),
    Bound("sourced nested", sourced_nested, 100, 1_200, f"`lib.sh` {NOT_FOLLOWED}", "me.sh"),
    Bound("sourced broken", sourced_broken, 0, 1, f"`lib.sh` {NOT_FOLLOWED}: this is", "me.sh"),
    Bound("written", written, 3, 9, "what commands write is followed through 6"),
]
FOUND = [
    Bound("sourced from above", sourced_from_above, 2, 20, ""),
    Bound("functions of shell", functions_of_shell, 3, 8, "can be followed"),
    Bound("scripts in scripts", scripts_in_scripts, 2, 5, "too deep inside other scripts"),
    Bound("scripts in documents", scripts_in_documents, 2, 6, "too deep inside other scripts"),
    Bound("long document", script_in_long_document, 9, 250_000, "too long to be read"),
    Bound("commands of python", commands_of_python, 1, 5, "too deep inside other scripts"),
    Bound("lists of gitlab", lists_of_gitlab, 2, 30, ""),
    Bound("host file", host_file, 9, 5_100_000, "found by its text alone"),
]


def report(folder: Path, files: dict[str, str], path: str) -> Report:
    (folder / ".git").mkdir()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        speaks = "# of CircleCI\n" if Path(name).stem == "me" else ""
        (folder / name).write_text(speaks + content)
    return run(Request(paths=(path,)))


def named(bound: Bound) -> str:
    return bound.name


@pytest.mark.parametrize("bound", [*TOLD, *FOUND], ids=named)
def test_below_the_bound_the_call_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: Bound
) -> None:
    monkeypatch.chdir(tmp_path)
    found = report(tmp_path, bound.files(bound.below), bound.path)
    assert [finding.rule for finding in found.findings] == ["me-get"]
    assert not found.failures


@pytest.mark.parametrize("bound", TOLD, ids=named)
def test_beyond_it_the_run_says_what_was_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: Bound
) -> None:
    monkeypatch.chdir(tmp_path)
    told = report(tmp_path, bound.files(bound.above), bound.path).failures
    assert any(bound.words in failure.message for failure in told), told
    assert not any(failure.fatal for failure in told)


@pytest.mark.parametrize("bound", FOUND, ids=named)
def test_beyond_it_the_address_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: Bound
) -> None:
    monkeypatch.chdir(tmp_path)
    [finding] = report(tmp_path, bound.files(bound.above), bound.path).findings
    assert bound.words in finding.message


def test_what_leads_to_no_address_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = imports_many(40)
    files["far.py"] = 'API = "https://example.com"\n'
    files["me.py"] += f'requests.get("{API}/me")\n'
    found = report(tmp_path, files, "me.py")
    assert [finding.rule for finding in found.findings] == ["me-get"]
    assert not found.failures
