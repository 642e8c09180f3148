from __future__ import annotations

from pathlib import Path

import pytest

from migrator.cli import run
from tests.cli.program import Ended, Migrator


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and a terminal that says nothing of colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "MIGRATOR_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def migrator(here: Path, capfd: pytest.CaptureFixture[str]) -> Migrator:
    """Runs the command line in the working directory."""

    def migrator(*arguments: str) -> Ended:
        capfd.readouterr()
        status = run(arguments)
        out, err = capfd.readouterr()
        return Ended(status, out, err)

    return migrator
