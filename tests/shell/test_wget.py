from __future__ import annotations

import pytest

from tests.shell.scripts import call

U = "https://a.test/x"


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ("", "GET"),
        ("--method=POST", "POST"),
        ("--method DELETE", "DELETE"),
        ("--post-data=a=b", "POST"),
        ("--post-data 'a=b'", "POST"),
        ("--post-file=x", "POST"),
        ("--method=PUT --body-data=a", "PUT"),
        ("--spider", "HEAD"),
        ("-qO- --header 'A: b'", "GET"),
        ("-O method -nv -P post-data", "GET"),
    ],
)
def test_method(options: str, method: str) -> None:
    found = call(f"wget {options} {U}")
    assert (found.method, found.urls[0].known) == (method, U)


def test_body_and_headers() -> None:
    found = call(f"wget --header='Circle-Token: x' --post-data='{{\"branch\": \"b\"}}' {U}")
    assert found.body.root
    assert found.body.root.keys == ("branch",)
    assert [header.name for header in found.headers] == ["circle-token"]


def test_an_empty_body_is_none() -> None:
    found = call(f"wget --post-data '' {U}")
    assert (found.method, found.body.encoding.name) == ("POST", "NONE")


def test_a_file_of_urls() -> None:
    assert "its URLs stand in a file" in call(f"wget -i list {U}").obstacles


def test_it_fails_by_itself() -> None:
    assert call(f"wget {U}").answer.raises
