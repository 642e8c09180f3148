"""Comments that the program writes itself."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Migrator
from tests.files.trees import grow

ME = "curl https://circleci.com/api/v1.1/me"
GET = 'requests.get(f"{API}/me")'
POST = 'requests.post(f"{API}/project/gh/acme/site/tree/main")'
IMPORTS = 'import requests\nAPI = "https://circleci.com/api/v1.1"\n'
WHY = "the old server, #12"
C = f"# migrator: ignore[me-get] {WHY}"
T = f"# migrator: ignore[trigger-job-branch] {WHY}"
BOTH = f"# migrator: ignore[me-get, trigger-job-branch] {WHY}"


def suppressed(migrator: Migrator, path: Path, text: str) -> str:
    """What becomes of a file, which is checked afterwards, and which a second time leaves."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    assert migrator("suppress", "--reason", WHY).status == 0
    after = path.read_bytes()
    ended = migrator("check", "--fail-on", "note")
    assert (ended.status, ended.out.splitlines()[0]) == (0, "No calls of API v1 found.")
    again = migrator("suppress", "--reason", "something else")
    assert again.out == "0 calls of API v1 suppressed in 0 files.\n"
    migrator("check", "--fix", "--unsafe-fixes")
    assert path.read_bytes() == after
    return after.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ME}\n", f"{ME}  {C}\n"),
        (ME, f"{ME}  {C}"),
        (f"\t{ME} # hi\r\n", f"\t{ME} # hi  {C}\r\n"),
        (f"true\n\t{ME} \\\n -s", f"true\n\t{C}\n\t{ME} \\\n -s"),
        (f"{ME} \\\r\n -s\r\n", f"{C}\r\n{ME} \\\r\n -s\r\n"),
        (f"true | \\\n  {ME} | \\\n  cat\n", f"{C}\ntrue | \\\n  {ME} | \\\n  cat\n"),
        (f"true &&\n  {ME}\n", f"{C}\ntrue &&\n  {ME}\n"),
        (f"x=$({ME} |\n  cat)\n", f"{C}\nx=$({ME} |\n  cat)\n"),
        (f"x=$(\n  {ME}\n)\n", f"x=$(\n  {ME}  {C}\n)\n"),
        (f"bash <<X\n{ME}\nX\n", f"{C}\nbash <<X\n{ME}\nX\n"),
        (f'ssh h "\n{ME}\n{UNSAFE}"\n', f'{BOTH}\nssh h "\n{ME}\n{UNSAFE}"\n'),
        (f"if {ME}; then\n  {ME}\nfi\n", f"if {ME}; then  {C}\n  {ME}  {C}\nfi\n"),
        (f"case x in\n  a) {ME} ;;\nesac\n", f"case x in\n  a) {ME} ;;  {C}\nesac\n"),
        (f"{ME}; {UNSAFE}", f"{ME}; {UNSAFE[:-1]}  {BOTH}\n"),
    ],
)
def test_shell(here: Path, migrator: Migrator, text: str, expected: str) -> None:
    assert suppressed(migrator, here / "x.sh", text) == expected
    subprocess.run(["bash", "-n", here / "x.sh"], check=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"x = {GET}\n", f"x = {GET}  {C}\n"),
        (f"x = {GET}", f"x = {GET}  {C}"),
        (f"if x:\n\ty = [\n{GET},\n]\n", f"if x:\n\t{C}\n\ty = [\n{GET},\n]\n"),
        (f"x = 1, \\\n    {GET}\n", f"{C}\nx = 1, \\\n    {GET}\n"),
        (f'x = """\n""", {GET}, """\n"""\n', f'{C}\nx = """\n""", {GET}, """\n"""\n'),
        (f"x = [\n  {GET},\n  {POST},\n]\n", f"{BOTH}\nx = [\n  {GET},\n  {POST},\n]\n"),
        (f"x = [{GET}, {POST}]\n", f"x = [{GET}, {POST}]  {BOTH}\n"),
        (f"{C}\nx = [\n{GET},\n{POST}]\n", f"{BOTH}\nx = [\n{GET},\n{POST}]\n"),
    ],
)
def test_python(here: Path, migrator: Migrator, text: str, expected: str) -> None:
    assert suppressed(migrator, here / "x.py", IMPORTS + text) == IMPORTS + expected
    ast.parse(expected)


STEPS = "jobs:\n  a:\n    docker: [{image: x}]\n    steps:\n"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (f"      - run: {ME}\n", f"      - run: {ME}  {C}\n"),
        (f'      - run: "{ME}"\n', f'      - run: "{ME}"  {C}\n'),
        (
            f"      - run: |\n          {ME} \\\n            -s\n",
            f"      - run: |\n          {C}\n          {ME} \\\n            -s\n",
        ),
    ],
)
def test_circleci(here: Path, migrator: Migrator, step: str, expected: str) -> None:
    path = here / ".circleci/config.yml"
    assert suppressed(migrator, path, STEPS + step) == STEPS + expected


NOTEBOOK = """\
{"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
  "source": [
   "import requests\\n",
   "requests.get(\\"https://circleci.com/api/v1.1/me\\")%s\\n",
   "x = [\\n",
   "requests.get(\\"https://circleci.com/api/v1.1/me\\")]%s"
  ]}],
 "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "Makefile",
            f"a:\n\t{ME}\n\t@{ME} \\\n\t  -s\n",
            f"a:\n\t{ME}  {C}\n\t{C}\n\t@{ME} \\\n\t  -s\n",
        ),
        (
            "Dockerfile",
            f"FROM x\nRUN true && \\\n  {ME}\nRUN {ME}\n",
            f"FROM x\n{C}\nRUN true && \\\n  {ME}\nRUN {ME}  {C}\n",
        ),
        (
            "Jenkinsfile",
            f"node {{\n  sh '{ME}'\n  sh '''\n    {ME}\n  '''\n}}\n",
            f"node {{\n  sh '{ME}  {C}'\n  sh '''\n    {ME}  {C}\n  '''\n}}\n",
        ),
        (
            "package.json",
            f'{{"scripts": {{"ci": "{ME}"}}}}\n',
            f'{{"scripts": {{"ci": "{ME}  {C}"}}}}\n',
        ),
        ("README.md", f"# Run\n\n```sh\n{ME}\n```\n", f"# Run\n\n```sh\n{ME}  {C}\n```\n"),
        ("x.ipynb", NOTEBOOK % ("", ""), NOTEBOOK % (f"  {C}", f"  {C}")),
    ],
)
def test_programs_in_other_files(
    here: Path, migrator: Migrator, name: str, text: str, expected: str
) -> None:
    assert suppressed(migrator, here / name, text) == expected


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("x.sh", b"\xef\xbb\xbf#!/bin/sh\r\n# caf\xc3\xa9\r\n"),
        ("x.sh", b"# caf\xe9\n"),
        ("x.py", b"# coding: latin-1\n# caf\xe9\n"),
    ],
)
def test_other_bytes_stay(here: Path, migrator: Migrator, name: str, head: bytes) -> None:
    call = ME if name == "x.sh" else f"import requests\n{GET.replace('{API}', ME[5:-3])}"
    path = here / name
    path.write_bytes(head + call.encode() + b"\n")
    path.chmod(0o755)
    assert migrator("suppress", "--reason", WHY).status == 0
    assert path.read_bytes() == head + call.encode() + f"  {C}\n".encode()
    assert path.stat().st_mode & 0o777 == 0o755


def test_what_is_said(here: Path, migrator: Migrator) -> None:
    grow(here, {"a.sh": UNSAFE + NEVER, "b/c.sh": SAFE, "d.sh": "true\n"})
    ended = migrator("suppress", "--reason", WHY, "a.sh", "b")
    assert (ended.status, ended.out) == (0, "3 calls of API v1 suppressed in 2 files.\n")


def test_only_what_is_asked_for(here: Path, migrator: Migrator) -> None:
    grow(here, {"x.sh": UNSAFE + NEVER, "migrator.toml": "fix = true\n"})
    migrator("suppress", "--reason", WHY, "--select", "build-cache-delete")
    assert (here / "x.sh").read_text() == (
        f"{UNSAFE}{NEVER[:-1]}  # migrator: ignore[build-cache-delete] {WHY}\n"
    )


def test_what_a_baseline_lists_stays_without(here: Path, migrator: Migrator) -> None:
    grow(here, {"x.sh": UNSAFE, "migrator.toml": "baseline = 'b.json'\n"})
    assert migrator("baseline", "b.json").status == 0
    assert migrator("suppress", "--reason", WHY).out.startswith("0 calls")
    assert (here / "x.sh").read_text() == UNSAFE


def test_where_no_comment_can_stand(here: Path, migrator: Migrator) -> None:
    text = f"for x in ; do do\n{ME}\n(((\n"
    grow(here, {"x.sh": text, "y.sh": f"{ME}\n"})
    ended = migrator("suppress", "--reason", WHY)
    assert ended.status == 1
    assert ended.err == (
        "x.sh:2: me-get: no comment can stand at this call;"
        " `# migrator: ignore-file[me-get] reason` speaks of the whole file\n"
    )
    assert (here / "x.sh").read_text() == text
    assert (here / "y.sh").read_text() == f"{ME}  {C}\n"


def test_a_program_beside_one_that_can_not_be_read(here: Path, migrator: Migrator) -> None:
    bad = f"      - run: |\n          for x in ; do do\n          {ME}\n          (((\n"
    good = f"      - run: |\n          {ME}\n"
    grow(here, {".circleci/config.yml": STEPS + bad + good})
    assert migrator("suppress", "--reason", WHY).status == 1
    written = (here / ".circleci/config.yml").read_text()
    assert written == STEPS + bad + good.replace(ME, f"{ME}  {C}")


def test_files_that_can_not_be_written(here: Path, migrator: Migrator) -> None:
    grow(here, {"x.sh": f"{ME}\n", "y.sh": f"{ME}\n"})
    (here / "x.sh").chmod(0o444)
    ended = migrator("suppress", "--reason", WHY)
    assert ended.status == 2
    assert ended.err.startswith("x.sh: is read-only and is unchanged")
    assert ended.out == "1 call of API v1 suppressed in 1 file.\n"


def test_a_reason_that_the_file_can_not_say(here: Path, migrator: Migrator) -> None:
    call = GET.replace("{API}", "https://circleci.com/api/v1.1")
    source = f"# coding: latin-1\nimport requests\n{call}\n".encode()
    (here / "x.py").write_bytes(source)
    ended = migrator("suppress", "--reason", "\u65e5\u672c", "x.py", "none.sh")
    assert ended.status == 2
    assert ended.err.splitlines() == [
        "none.sh: no such file or folder",
        "x.py: the new text can't be written in latin-1; save it as UTF-8 and run again",
    ]
    assert (here / "x.py").read_bytes() == source


@pytest.mark.parametrize(
    "given",
    [(), ("--reason", ""), ("--reason", " "), ("--reason", "a\nb"), ("--reason", "x", "-")],
)
def test_what_is_refused(here: Path, migrator: Migrator, given: tuple[str, ...]) -> None:
    grow(here, {"x.sh": f"{ME}\n"})
    ended = migrator("suppress", *given)
    assert (ended.status, ended.out) == (2, "")
    assert "Error:" in ended.err
    assert (here / "x.sh").read_text() == f"{ME}\n"
