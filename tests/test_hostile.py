"""Inputs that are made to harm end in time and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.hostile import ALL, Hostile, look

SHORT = [hostile for hostile in ALL if not hostile.long]


@pytest.mark.parametrize("hostile", SHORT, ids=lambda hostile: hostile.name)
def test_it_is_told_in_time(tmp_path: Path, hostile: Hostile) -> None:
    hostile.make(tmp_path)
    outcome = look(tmp_path)
    assert not outcome.wrong(hostile), outcome.output[-500:]
