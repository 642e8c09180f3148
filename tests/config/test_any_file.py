"""Whatever a file of the scanned project says, it ends in a message."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from migrator.baseline.file import BadBaseline, Baseline
from migrator.cli.show import _toml
from migrator.config.config import load
from migrator.config.errors import BadConfig
from migrator.config.keys import KEYS

TEXTS = st.text(max_size=12)
VALUES = st.recursive(
    st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def told(read: Callable[[str], object], data: bytes, refusal: type[Exception]) -> str | None:
    """The message of the refusal, if there is one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migrator.toml"
        path.write_bytes(data)
        try:
            read(str(path))
        except refusal as error:
            return str(error)
    return None


def configuration(data: bytes) -> str | None:
    return told(lambda path: load(path, "/"), data, BadConfig)


@given(st.binary(max_size=40))
def test_any_bytes_as_a_configuration(data: bytes) -> None:
    message = configuration(data)
    assert message is None or "migrator.toml" in message


@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | TEXTS, VALUES, max_size=3))
def test_any_values_of_a_configuration(table: dict[str, Any]) -> None:
    text = "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in table.items())
    message = configuration(text.encode("utf-8", "surrogatepass"))
    if set(table) - set(KEYS):
        assert message


@given(
    st.binary(max_size=40)
    | VALUES.map(lambda value: json.dumps({"version": 1, "calls": value}).encode())
    | st.lists(VALUES, max_size=2).map(lambda v: json.dumps({"version": 1, "calls": v}).encode())
)
def test_any_bytes_as_a_baseline(data: bytes) -> None:
    message = told(lambda path: Baseline(path).calls(), data, BadBaseline)
    assert message is None or "migrator.toml" in message
