from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.grammar.checking import Servers
from tests.standin import Standin


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with (
        Standin(v1="answers", page_size=30) as before,
        Standin(v1="refused", page_size=30) as after,
    ):
        yield Servers(before, after)
