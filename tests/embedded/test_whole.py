"""Files that hold programs, as a whole run sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.tool import check_json

ADDRESS = "https://circleci.com/api/v1.1/project/gh/acme/site/build"


def test_a_block_that_is_no_program_is_told_of_where_it_matters(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"See {ADDRESS}\n\n```python\n>>> x = ...\n```\n\n```python\nprint '{ADDRESS}'\n```\n"
    )
    report = check_json(tmp_path)
    assert [(f["line"], f["fix"]) for f in report["findings"]] == [(8, None)]
    assert [e["line"] for e in report["errors"]] == [8]


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        (".circleci/config.yml", "steps:\n\t- run: a\n", 2, "indent by spaces"),
        (".circleci/config.yml", "a: 1\nb: 2\na: 3\n", 3, "twice"),
        (".circleci/config.yml", "steps:\n  - run: 'a\n", 2, "close it"),
        ("a.ipynb", '{"cells":\n [}\n', 2, "no JSON"),
        ("package.json", '{"scripts": {"a": }}', 1, "no JSON"),
    ],
)
def test_a_file_that_is_broken_is_told_of(
    tmp_path: Path, name: str, text: str, line: int, says: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    comment = "" if name.endswith(("json", "nb")) else f"# {ADDRESS}"
    needle = comment or f"\n\n\n{ADDRESS}"
    file.write_text(text + needle)
    report = check_json(tmp_path)
    [error] = report["errors"]
    assert error["line"] == line
    assert says in error["message"]
