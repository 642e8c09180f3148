"""What would end the process in libcst's native parser is told, and other files are read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CALL = 'requests.get("https://circleci.com/api/v1.1/me")\n'
CHAINS = {
    "and": f"x = {'a and ' * 10_000}1\n",
    "or and": f"x = {'a or b and ' * 10_000}1\n",
    "dots": f"import a{'.b' * 10_000}\n",
    "lists": f"x = {'[' * 150}{']' * 150}\n",
    "joined": "x = " + '"a" ' * 3_000 + "\n",
    "sums": f"x = {'a + ' * 3_000}1\n",
    "else if": "if a: pass\n" + "elif a: pass\n" * 3_000,
}


@pytest.mark.parametrize("stack", ["8192", "1024"])
@pytest.mark.parametrize("chain", CHAINS)
def test_the_run_lives(tmp_path: Path, chain: str, stack: str) -> None:
    (tmp_path / "a.py").write_text(f"import requests\n{CHAINS[chain]}{CALL}")
    (tmp_path / "b.py").write_text(f"import requests\n{CALL}")
    command = (
        f'ulimit -s {stack} && exec "{sys.executable}" -m migrator check --output-format concise'
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = {line.split(":")[0] for line in done.stdout.splitlines() if "[me-get]" in line}
    assert found == {"a.py", "b.py"}
