from __future__ import annotations

import pytest

from migrator.call.body import Object
from tests.shell.scripts import call

U = "https://a.test/x"


@pytest.mark.parametrize(
    ("words", "method"),
    [
        (f"http {U}", "GET"),
        (f"http POST {U}", "POST"),
        (f"https --ignore-stdin -a user: DELETE {U}", "DELETE"),
        (f"http {U} a=b", "POST"),
        (f"http {U} a==b A:b", "GET"),
        (f"http {U} a:=1", "POST"),
    ],
)
def test_method(words: str, method: str) -> None:
    found = call(words)
    assert (found.method, found.urls[0].known) == (method, U)


def test_fields() -> None:
    found = call(f"http POST {U} Circle-Token:$T branch=main parameters:='{{\"a\": 1}}'")
    assert found.body.encoding.name == "JSON"
    assert found.body.root
    assert found.body.root.keys == ("branch", "parameters")
    assert [header.name for header in found.headers] == ["circle-token"]
    inside = found.body.root.get("parameters")
    assert isinstance(inside, Object)
    assert inside.keys == ("a",)


def test_form() -> None:
    assert call(f"http -f POST {U} a=b").body.encoding.name == "FORM"
