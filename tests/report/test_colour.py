from __future__ import annotations

import io

import pytest

from migrator.catalog.severity import Severity
from migrator.report.colour import Paint, wanted
from tests.terminal import Terminal


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {}, True),
        (io.StringIO(), {}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "0"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_who_wants_colours(
    stream: io.StringIO, environment: dict[str, str], expected: bool
) -> None:
    assert wanted(stream, environment) is expected


def test_paint() -> None:
    assert Paint(on=False).bold("x") == "x"
    assert Paint(on=True).severity("x", Severity.ERROR) == "\x1b[1;31mx\x1b[0m"
