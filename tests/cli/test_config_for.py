"""``--config-for``: what is wrong with it is said before anything is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.tool import check

RIGHT = "gh/acme/site=config.yml"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["config.yml"], "`config.yml` is not of the form `gh/acme/site=PATH`"),
        (["gh/acme/site="], "is not of the form"),
        (["acme/site=config.yml"], "`acme/site` is no slug of the form `gh/acme/site`"),
        (["circleci/a/b=config.yml"], "`circleci/a/b` is no slug"),
        (["=config.yml"], "`` is no slug"),
        (["gh/acme/site=missing.yml"], "there is no file `missing.yml`"),
        (["gh/acme/site=."], "there is no file `.`"),
        ([RIGHT, "github/ACME/site=config.yml"], "gh/acme/site is given twice"),
    ],
)
def test_wrong_values(tmp_path: Path, given: list[str], says: str) -> None:
    (tmp_path / "config.yml").write_text("version: 2.1\n")
    done = check(tmp_path, *(word for each in given for word in ("--config-for", each)))
    assert done.status == 2
    assert says in done.stderr
    assert "--config-for" in done.stderr


def test_a_right_value(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("version: 2.1\n")
    assert check(tmp_path, "--config-for", RIGHT).status == 0
