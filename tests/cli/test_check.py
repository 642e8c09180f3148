from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Migrator, process

SCRIPT = "#!/bin/sh\n" + SAFE + UNSAFE + NEVER


@pytest.fixture
def script(here: Path) -> Path:
    path = here / "scripts/nightly.sh"
    path.parent.mkdir()
    path.write_text(SCRIPT)
    return path


def test_nothing_to_check(migrator: Migrator) -> None:
    ended = migrator("check")
    assert ended.status == 0
    assert ended.out == "No calls of API v1 found.\n0 files checked.\n"


def test_findings_and_what_is_left_to_do(script: Path, migrator: Migrator) -> None:
    ended = migrator("check")
    assert ended.status == 1
    assert "scripts/nightly.sh:2:1: error[trigger-pipeline] [*] " in ended.out
    assert "scripts/nightly.sh:3:1: error[trigger-job-branch] " in ended.out
    assert "scripts/nightly.sh:4:1: error[build-cache-delete] " in ended.out
    assert "[*] 1 fixable with --fix; 1 more with --fix --unsafe-fixes.\n" in ended.out
    assert ended.out.endswith("1 file checked.\n")
    assert script.read_text() == SCRIPT


def test_fix(script: Path, migrator: Migrator) -> None:
    ended = migrator("check", "--fix", "--output-format", "concise")
    assert ended.status == 1
    assert "Fixed 1 call in 1 file:\n  scripts/nightly.sh: 1 (trigger-pipeline)\n" in ended.out
    assert "2 calls of API v1 left" in ended.out
    written = script.read_text()
    assert "api/v2/project/gh/acme/site/pipeline" in written
    assert UNSAFE in written
    again = migrator("check", "--fix", "--output-format", "concise")
    assert "Fixed" not in again.out
    assert script.read_text() == written


def test_unsafe_fixes(script: Path, migrator: Migrator) -> None:
    ended = migrator("check", "--fix", "--unsafe-fixes", "--ignore", "build-cache-delete")
    assert ended.status == 0
    assert script.read_text().count("/api/v2/") == 2
    assert NEVER in script.read_text()


def test_diff_prints_a_patch_and_writes_nothing(script: Path, migrator: Migrator) -> None:
    ended = migrator("check", "--diff", "--unsafe-fixes")
    assert ended.status == 1
    assert "error[build-cache-delete]" in ended.err
    assert "files checked" not in ended.out
    assert script.read_text() == SCRIPT
    subprocess.run(["git", "apply", "-p0"], input=ended.out.encode(), check=True)
    applied = script.read_text()
    script.write_text(SCRIPT)
    migrator("check", "--fix", "--unsafe-fixes")
    assert script.read_text() == applied


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("x.sh", b"\xef\xbb\xbf#!/bin/sh\r\n"),
        ("x.sh", b"# caf\xe9 \xc3\xa9\r\n"),
        ("x.py", b"# coding: latin-1\n# caf\xe9\nimport requests\n"),
    ],
)
def test_a_diff_has_the_bytes_of_the_file(
    here: Path, migrator: Migrator, name: str, head: bytes
) -> None:
    call = 'requests.post("https://circleci.com/api/v1.1/project/gh/acme/site/tree/main")\n'
    source = head + (call if name == "x.py" else UNSAFE.replace("\n", "\r\n")).encode()
    (here / name).write_bytes(source)
    with process("check", "--diff", "--unsafe-fixes") as program:
        out, _ = program.communicate()
    subprocess.run(["git", "apply", "-p0"], input=out, check=True)
    applied = (here / name).read_bytes()
    assert applied.startswith(head)
    (here / name).write_bytes(source)
    migrator("check", "--fix", "--unsafe-fixes")
    assert (here / name).read_bytes() == applied != source


def test_diff_wins_over_fix(script: Path, migrator: Migrator) -> None:
    assert migrator("check", "--diff", "--fix").out.startswith("--- scripts/nightly.sh\n")
    assert script.read_text() == SCRIPT


def test_secrets_are_masked_in_all_that_is_printed(here: Path, migrator: Migrator) -> None:
    token = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
    text = UNSAFE.replace("main", f"main?circle-token={token}")
    (here / "x.sh").write_text(text)
    for options in (("--diff", "--unsafe-fixes"), ()):
        ended = migrator("check", *options)
        assert token not in ended.out + ended.err
        assert "***" in ended.out
        assert token in migrator("check", "--show-secrets", *options).out
    assert token not in migrator("check", "--output-format", "json").out
    migrator("check", "--fix", "--unsafe-fixes")
    assert token in (here / "x.sh").read_text()


def test_select_and_ignore(script: Path, migrator: Migrator) -> None:
    def rules(*options: str) -> set[str]:
        ended = migrator("check", "--output-format", "json", *options)
        return {finding["rule"] for finding in json.loads(ended.out)["findings"]}

    every = {"trigger-pipeline", "trigger-job-branch", "build-cache-delete"}
    assert rules() == every
    assert rules("--select", "trigger-pipeline, build-cache-delete") == every - {
        "trigger-job-branch"
    }
    assert rules("--ignore", "trigger-pipeline", "--ignore", "trigger-job-branch") == {
        "build-cache-delete"
    }


def test_exclude(script: Path, migrator: Migrator) -> None:
    assert "0 files checked" in migrator("check", "--exclude", "scripts/").out
    named = ("check", "scripts/nightly.sh", "--exclude", "*.sh")
    assert migrator(*named).status == 1
    ended = migrator(*named, "--force-exclude")
    assert (ended.status, ended.out.splitlines()[-1]) == (0, "0 files checked.")


def test_gitignore(script: Path, here: Path, migrator: Migrator) -> None:
    (here / ".gitignore").write_text("scripts\n")
    assert migrator("check").status == 0
    assert migrator("check", "--no-gitignore").status == 1


def test_statuses_by_severity(here: Path, migrator: Migrator) -> None:
    (here / "x.sh").write_text("curl https://circleci.com/api/v1.1/project/gh/acme/site\n")
    assert "warning[project-builds]" in migrator("check").out
    assert migrator("check").status == 0
    assert migrator("check", "--fail-on", "warning").status == 1
    assert migrator("check", "--fail-on", "note", "--exit-zero").status == 0


def test_exit_non_zero_on_fix(here: Path, migrator: Migrator) -> None:
    (here / "x.sh").write_text(SAFE)
    assert migrator("check", "--fix", "--exit-non-zero-on-fix").status == 1
    assert migrator("check", "--fix", "--exit-non-zero-on-fix").status == 0


def test_a_file_that_is_not_there(migrator: Migrator) -> None:
    ended = migrator("check", "none.py")
    assert ended.status == 2
    assert "none.py: failed: no such file or folder" in ended.out


def test_a_file_that_can_not_be_written(script: Path, migrator: Migrator) -> None:
    script.chmod(0o444)
    ended = migrator("check", "--fix")
    assert ended.status == 2
    assert "scripts/nightly.sh: failed: is read-only" in ended.out
    assert "Fixed" not in ended.out
    assert script.read_text() == SCRIPT


def test_output_file(script: Path, here: Path, migrator: Migrator) -> None:
    ended = migrator("check", "--output-format", "json", "--output-file", "report.json")
    assert (ended.status, ended.out, ended.err) == (1, "", "")
    assert len(json.loads((here / "report.json").read_text())["findings"]) == 3
    ended = migrator("check", "--output-file", "none/report.json")
    assert ended.status == 2
    assert "none/report.json can't be written" in ended.err


def test_statistics(script: Path, migrator: Migrator) -> None:
    script.write_text(UNSAFE + SAFE + UNSAFE)
    ended = migrator("check", "--statistics")
    assert ended.status == 1
    assert ended.out.splitlines()[:2] == [
        "    2  trigger-job-branch",
        "    1  trigger-pipeline",
    ]


def test_quiet_and_verbose(script: Path, migrator: Migrator) -> None:
    quiet = migrator("check", "-q", "--output-format", "concise")
    assert len(quiet.out.splitlines()) == 3
    assert migrator("check", "-q", "--select", "recent-builds").out == ""
    assert "1 file looked at in " in migrator("check", "--verbose").err


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_jobs_change_nothing(script: Path, migrator: Migrator, jobs: str) -> None:
    assert migrator("check", "--jobs", jobs) == migrator("check")


def test_the_kinds_of_colour(
    script: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in migrator("check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror" in migrator("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in migrator("check").out


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_stdin(migrator: Migrator, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, SCRIPT.encode())
    ended = migrator("check", "-", "--stdin-filename", "a/b.sh", "--output-format", "concise")
    assert ended.status == 1
    assert ended.out.startswith("a/b.sh:2:1: error")
    type_in(monkeypatch, SCRIPT.encode())
    assert migrator("check", "-").out.startswith("-:2:1: error")


@pytest.mark.usefixtures("here")
def test_stdin_fixed_goes_to_stdout_and_the_report_to_stderr() -> None:
    source = b"\xef\xbb\xbf# caf\xe9\r\n" + SAFE.encode() + NEVER.encode()
    with process("check", "--fix", "-", "--stdin-filename", "x.sh") as program:
        out, err = program.communicate(source)
    assert program.returncode == 1
    assert b"error[build-cache-delete]" in err
    assert out.startswith(b"\xef\xbb\xbf# caf\xe9\r\n")
    assert b"/api/v2/" in out
    assert out.endswith(NEVER.encode())


def test_stdin_excluded_is_echoed(migrator: Migrator, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, SCRIPT.encode())
    name = ("--stdin-filename", "gen/x.sh", "--exclude", "gen", "--force-exclude")
    ended = migrator("check", "--fix", "-", *name)
    assert (ended.status, ended.out) == (0, SCRIPT)


def test_stdin_of_no_kind(migrator: Migrator, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, SAFE.encode())
    ended = migrator("check", "-")
    assert ended.status == 2
    assert "--stdin-filename" in ended.err
    type_in(monkeypatch, b"")
    assert migrator("check", "-").status == 0


def test_the_end_of_a_report_tells_the_versions_apart(here: Path, migrator: Migrator) -> None:
    (here / "x.sh").write_text('curl -s "https://circleci.com/api/v2/workflow/$ID/jobs" | jq .\n')
    assert "1 call of API v2 found: 1 error." in migrator("check").out
