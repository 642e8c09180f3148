from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migrator.catalog import load
from migrator.catalog.errors import BadRule
from migrator.cli import perform, run
from migrator.files.patterns import BadPattern
from tests.cli.program import PROGRAM, ROOT, SAFE, UNSAFE, Migrator, process
from tests.cli.tokens import token


def failing(error: BaseException) -> object:
    def run(_: object) -> None:
        raise error

    return run


def test_an_internal_error_is_one_line(migrator: Migrator, monkeypatch: pytest.MonkeyPatch) -> None:
    error = KeyError("a\x1b")
    error.add_note("at scripts/x.sh")
    monkeypatch.setattr(perform, "run", failing(error))
    ended = migrator("check")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("migrator: internal error, at scripts/x.sh: KeyError: ")
    assert "Please report it" in ended.err
    assert ended.err.count("\n") == 1
    assert "\x1b" not in ended.err


@pytest.mark.usefixtures("here")
def test_its_traceback_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perform, "run", failing(RecursionError()))
    assert run(["check"]) == 2
    monkeypatch.setenv("MIGRATOR_TRACEBACK", "1")
    with pytest.raises(RecursionError):
        run(["check"])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), BadPattern("`!`"), BadRule("x.toml")])
def test_what_is_no_internal_error(
    migrator: Migrator, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(perform, "run", failing(error))
    ended = migrator("check")
    assert ended.status == 2
    assert "internal" not in ended.err


@pytest.mark.parametrize("arguments", [["rules"], ["explain", "x"], ["check", "--select", "x"]])
def test_a_rule_file_that_is_not_right(
    migrator: Migrator, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def catalog() -> None:
        raise BadRule("rules/x.toml: `title` is missing")

    monkeypatch.setattr(load, "catalog", catalog)
    ended = migrator(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "Error: rules/x.toml: `title` is missing\n"


@pytest.mark.parametrize("options", [[], ["--diff", "--unsafe-fixes"]])
def test_a_reader_that_goes_away(here: Path, options: list[str]) -> None:
    (here / "x.sh").write_text(UNSAFE * 200)
    with process("check", *options) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        said = program.stderr.read()
    assert b"Traceback" not in said
    assert b"Broken" not in said
    assert program.returncode == 1


def test_a_terminal_that_can_not_say_a_character(here: Path) -> None:
    (here / "x.sh").write_text(UNSAFE.replace("main", "日本"), encoding="utf-8")
    with process("check", PYTHONIOENCODING="ascii") as program:
        out, _ = program.communicate()
    assert program.returncode == 1
    assert b"tree/??" in out


def test_an_internal_error_tells_no_token(
    migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ValueError("in '?circle-token=s3cret'")
    error.add_note(f"at {token('GitHub', 'name')}.sh")
    monkeypatch.setattr(perform, "run", failing(error))
    told = migrator("check").err
    assert "error, at ***.sh: ValueError: in '?circle-token=***'. Please" in told


def test_a_refusal_tells_no_token(migrator: Migrator, here: Path) -> None:
    secret = token("GitHub", "here")
    (here / "migrator.toml").write_text(f"api-host = ['{secret}@ci.example.com']\n")
    for arguments in (["check"], ["check", "--isolated", "--org-slug", secret], [secret]):
        ended = migrator(*arguments)
        assert (ended.status, secret in ended.err, "***" in ended.err) == (2, False, True)


def ended(line: str) -> tuple[int, str]:
    """What a shell makes of the program, which is `"$@"` there, and what it says on stderr."""
    done = subprocess.run(
        ["sh", "-c", line, "sh", *PROGRAM],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk at hand")
@pytest.mark.parametrize(
    "arguments",
    ["check x.sh", "check --diff --unsafe-fixes x.sh", "check --show-files", "rules", "--help"],
)
def test_an_output_that_takes_nothing(here: Path, arguments: str) -> None:
    (here / "x.sh").write_text(UNSAFE)
    status, said = ended(f'"$@" {arguments} > /dev/full')
    assert (status, "stdout can't be written: no space left on device" in said) == (2, True)
    status, said = ended(f'"$@" {arguments} >&-')
    assert (status, "stdout can't be written: bad file descriptor" in said) == (2, True)
    assert ended(f'"$@" {arguments} >&- 2>&-') == (2, "")


def test_without_stderr_the_work_is_the_same(here: Path) -> None:
    (here / "x.sh").write_text(UNSAFE)
    for where in ("2>&-", "2> /dev/full", "2>&1 >/dev/null | true"):
        line = f'"$@" check --quiet x.sh > out.txt {where}'
        assert ended(line)[0] == (0 if "|" in where else 1)
    assert ended('"$@" check none.sh 2>&- | grep -c "none.sh: failed"')[0] == 0


def test_without_stdin(here: Path) -> None:
    (here / "x.sh").write_text(SAFE)
    status, said = ended('"$@" check - <&-')
    assert (status, "`-` reads stdin, which is closed" in said) == (2, True)
    assert ended('"$@" check --fix x.sh <&- >&- --output-file report.txt')[0] == 0
    assert "Fixed 1 call in 1 file" in (here / "report.txt").read_text()
