"""Runs Python programs in one process: folders in, by folder status and output out, as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys


def run(folder: str) -> tuple[int, str]:
    printed = io.StringIO()
    os.chdir(folder)
    with open("program.py", encoding="utf-8") as file:
        program = file.read()
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
        except Exception:
            return 1, printed.getvalue()
    return 0, printed.getvalue()


if __name__ == "__main__":
    folders, sys.argv = sys.argv[1:], ["program.py"]
    json.dump({folder: run(folder) for folder in folders}, sys.stdout)
