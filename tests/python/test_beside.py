"""What stands beside the value that fills a hole."""

from __future__ import annotations

import pytest

from migrator.call.value import ENVIRONMENT, MEMBER, Beside
from tests.python.programs import calls

HEAD = "import os, requests\nB = 'https://circleci.com/api/v1.1/project/gh/a/b'\n"


def near(program: str) -> Beside | None:
    *_, last = calls(HEAD + program + "\n")
    (hole,) = last.urls[0].holes
    return hole.beside


@pytest.mark.parametrize(
    ("program", "kind", "written"),
    [
        ("n = f\"{B}/{os.environ['A']}/retry\"", ENVIRONMENT, "os.environ['x']"),
        ('n = B + "/" + os.environ.get("A") + "/retry"', ENVIRONMENT, 'os.environ.get("x")'),
        ('n = "%s/%s/retry" % (B, str(os.getenv("A")))', ENVIRONMENT, 'os.getenv("x")'),
        ('a = os.environ["A"]\nn = f"{B}/{a}/retry"', ENVIRONMENT, "os.environ['x']"),
        ("r = requests.get(B).json()\nn = f\"{B}/{r['A']}/retry\"", MEMBER, "r['x']"),
        ('r = requests.get(B).json()\nn = f"{B}/{r[0].get(\'A\')}/retry"', MEMBER, "r[0]['x']"),
        ('r = requests.get(B).json()\na = r["A"]\nn = f"{B}/{a}/retry"', MEMBER, "r['x']"),
    ],
)  # fmt: skip
def test_beside(program: str, kind: str, written: str) -> None:
    found = near(f"{program}\nrequests.post(n)")
    assert found
    assert (found.kind, found.name, found.written("x")) == (kind, "A", written)


@pytest.mark.parametrize(
    "program",
    [
        "n = f\"{B}/{int(os.environ['A']) - 1}/retry\"",
        "n = f\"{B}/{os.environ.get('A', '1')}/retry\"",
        "d = {'A': input()}\nn = f\"{B}/{d['A']}/retry\"",
        'r = requests.get(B).json()\na = r["A"]\nr = other()\nn = f"{B}/{a}/retry"',
        'for r in requests.get(B).json():\n    a = r["A"]\nn = f"{B}/{a}/retry"',
        'n = f"{B}/{input()}/retry"',
    ],
)
def test_nothing_beside(program: str) -> None:
    assert near(f"{program}\nrequests.post(n)") is None
