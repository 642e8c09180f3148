"""However a program is written down: its calls are found in their places, other bytes stay."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.grammar import shell
from tests.grammar.checking import CONFIGURED, UNSAFE, assert_found
from tests.grammar.dressing import Dressed, dressed
from tests.grammar.program import examples
from tests.grammar.python import programs as python
from tests.harness import edits
from tests.harness.program import Program
from tests.harness.tool import check, check_json


@examples(60)
@given(dressed(python.programs(), python=True))
def test_python(program: Dressed) -> None:
    after = rewritten(program, "program.py")
    compile(after, "program.py", "exec")


@examples(30)
@given(dressed(shell.programs(), python=False))
def test_shell(program: Dressed) -> None:
    after = rewritten(program, "program.sh").removeprefix(program.mark)
    unix = after.replace(b"\r\n", b"\n")
    assert subprocess.run(["bash", "-n"], input=unix, check=False).returncode == 0


def rewritten(program: Dressed, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        plain = findings(home, name, program.program.text.encode())
        found = findings(home, name, program.content)
        assert_found(program.program, found)
        assert [told(finding) for finding in found] == [told(finding) for finding in plain]
        check(home, "--fix", UNSAFE, *CONFIGURED)
        after = (home / name).read_bytes()
        wanted = [finding for finding in found if finding["fix"]]
        assert after == expected(program, name, wanted)
        assert ends(after) <= ends(program.content)
        check(home, "--fix", UNSAFE, *CONFIGURED)
        assert (home / name).read_bytes() == after
    return after


def findings(home: Path, name: str, content: bytes) -> list[Any]:
    (home / name).write_bytes(content)
    report = check_json(home, *CONFIGURED)
    assert report["errors"] == []
    return list(report["findings"])


def told(finding: Any) -> tuple[Any, ...]:
    return finding["rule"], finding["line"], finding["fix"] and finding["fix"]["applicability"]


def expected(program: Dressed, name: str, wanted: list[Any]) -> bytes:
    """The bytes with the edits of the report alone."""
    text = edits.apply(Program({name: program.text.encode()}), wanted).text(name)
    return program.mark + text.encode(program.encoding)


def ends(content: bytes) -> set[bytes]:
    """The line ends that there are."""
    alone = content.replace(b"\r\n", b"")
    return {end for end in (b"\n", b"\r") if end in alone} | (
        {b"\r\n"} if b"\r\n" in content else set()
    )


@pytest.mark.parametrize("name", ["program.py", "program.sh", "Makefile", "notes.md"])
def test_nul_is_refused(tmp_path: Path, name: str) -> None:
    content = b"x=1 # \0\ncurl https://circleci.com/api/v1.1/me\n"
    (tmp_path / name).write_bytes(content)
    done = check(tmp_path, "--fix", UNSAFE)
    assert done.status == 2
    assert "NUL" in done.stdout.decode() + done.stderr
    assert (tmp_path / name).read_bytes() == content
