from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import here, migrator
from tests.files.trees import GIT
from tests.fleet.repositories import Repositories

__all__ = ["here", "migrator"]


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repositories(here: Path) -> Repositories:
    return Repositories(here)
