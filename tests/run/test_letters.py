"""What another process found is worth as much as what was found here."""

from __future__ import annotations

import subprocess
import sys

MADE = (
    "import sys; from migrator.call.answer import Root; from migrator.call.source import Span;"
    "from migrator.run.letters import written;"
    "sys.stdout.buffer.write(written(Root(Span('a.py', 0, 1))))"
)
CHANGED = (
    "import sys; from dataclasses import replace; from migrator.run.letters import read;"
    "root = read(sys.stdin.buffer.read()); print(replace(root.span, end=2), replace(root))"
)


def run(code: str, stdin: bytes = b"") -> bytes:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


def test_what_is_read_can_be_changed_where_none_of_its_kind_was_made() -> None:
    told = run(CHANGED, run(MADE)).decode()
    assert "Span(path='a.py', start=0, end=2)" in told
    assert "Root(span=Span(path='a.py', start=0, end=1), member=None)" in told
