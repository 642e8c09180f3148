"""pytest fixtures; a conftest takes them in with `pytest_plugins = ["tests.standin.fixtures"]`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standin.standin import Standin


@pytest.fixture
def circleci() -> Iterator[Standin]:
    """v1, v1.1 and v2 answer."""
    with Standin(v1="answers") as api:
        yield api


@pytest.fixture
def circleci_v2() -> Iterator[Standin]:
    """Only v2 answers; all of v1 and v1.1 is 410."""
    with Standin(v1="refused") as api:
        yield api
