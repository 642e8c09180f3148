from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.report.colour import Paint
from migrator.report.diff import diff, for_screen
from migrator.report.report import Change
from migrator.report.secrets import Secrets
from tests.files.trees import git

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d\r", "\x0c\n", "é\n"]), max_size=30)
TEXT = st.builds(lambda lines, end: "".join(lines) + end, LINES, st.sampled_from(["", "end"]))
PLAIN = Secrets([], shown=True)


def patched(folder: Path, changes: list[Change], tool: str) -> bool:
    for change in changes:
        path = folder / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change.before.encode("utf-8", "surrogateescape"))
    text = diff(changes, Secrets([change.before for change in changes])).encode(
        "utf-8", "surrogateescape"
    )
    if tool == "git":
        git(folder, "init", "-q")
    command = ["git", "apply", "-p0"] if tool == "git" else ["patch", "-p0", "--binary"]
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_a_patch_that_applies(tmp_path: Path, tool: str) -> None:
    changes = [
        Change("scripts/nightly.sh", "a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nB\nc\nd\ne\nf\ng\nh\nI"),
        Change("crlf.sh", "a\r\nb\r\nc", "a\r\nB\r\nc"),
        Change("with blank.sh", "a\n", "b\n"),
        Change('qu"ote\\é.py', "x\udcff\n", "y\udcff\n"),
        Change("same.py", "a\n", "a\n"),
    ]
    assert patched(tmp_path, changes, tool)
    for change in changes:
        written = (tmp_path / change.path).read_bytes()
        assert written == change.after.encode("utf-8", "surrogateescape")


@settings(max_examples=40, deadline=None)
@given(before=TEXT, after=TEXT)
def test_any_change_can_be_applied(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    folder = tmp_path_factory.mktemp("patch")
    if before == after or not after:
        return  # A patch that empties a file asks git to delete it.
    if not before:
        return
    assert patched(folder, [Change("x", before, after)], "patch")
    assert (folder / "x").read_bytes() == after.encode()


def test_three_lines_of_context_and_a_hunk_for_each_place() -> None:
    before = "".join(f"{n}\n" for n in range(1, 31))
    after = before.replace("\n5\n", "\nfive\n").replace("\n25\n", "\n")
    assert diff([Change("x", before, after)], PLAIN) == (
        "--- x\n+++ x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        "@@ -22,7 +22,6 @@\n 22\n 23\n 24\n-25\n 26\n 27\n 28\n"
    )


def test_the_end_of_a_file() -> None:
    assert diff([Change("x", "a", "a\n")], PLAIN) == (
        "--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
    )
    assert diff([Change("x", "a\n", "b\na\n")], PLAIN) == "--- x\n+++ x\n@@ -1 +1,2 @@\n+b\n a\n"


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_a_hunk_with_a_secret_is_masked_and_does_not_apply(tmp_path: Path, tool: str) -> None:
    before = "x=1\ny=2\ncurl 'https://x/v1?circle-token=s3cret'\n"
    for after in (before.replace("v1", "v2"), "echo\n" + before, "TOKEN=abc\n" + before[:8]):
        change = Change("x.sh", before, after)
        text = diff([change], Secrets([before]))
        assert "s3cret" not in text
        assert "abc" not in text
        assert "not applicable as a patch" in text
        assert not patched(tmp_path, [change], tool)
        assert (tmp_path / "x.sh").read_text() == before


def test_a_secret_out_of_sight_does_not_spoil_a_hunk() -> None:
    before = "TOKEN=s3cret\n\n\n\n\nold\n"
    change = Change("x", before, before.replace("old", "new"))
    assert "not applicable" not in diff([change], Secrets([before]))


def test_for_a_screen() -> None:
    text = diff([Change("x", "a\x1b[2J\r\n", "b\r\n")], PLAIN)
    assert for_screen(text, Paint(on=False)) == "--- x\n+++ x\n@@ -1 +1 @@\n-a\\x1b[2J\n+b\n"
    assert "\x1b[32m+b\x1b[0m" in for_screen(text, Paint(on=True))


def test_a_big_change_takes_no_time() -> None:
    before = "".join(f"call {n}\nsame\n" for n in range(20_000))
    after = before.replace("call 100", "CALL 100")
    assert diff([Change("x", before, after)], PLAIN).count("@@ -") > 1
