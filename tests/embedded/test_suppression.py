"""Comments that keep a call as it is, in the host and in the program it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.tool import check_json

CALL = "curl https://circleci.com/api/v1.1/project/gh/a/b/10/output/0/0"
KEEP = "# migrator: ignore[step-output] no logs in v2"


def report(folder: Path, name: str, text: str, *options: str) -> tuple[int, int]:
    """How many calls and how many idle suppressions are told of."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    found = check_json(folder, *options)
    return len(found["findings"]), len(found["errors"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".circleci/config.yml", "steps:\n  KEEP\n  - run: CALL\n"),
        (".circleci/config.yml", "steps:\n  - run: CALL  KEEP\n"),
        (".circleci/config.yml", "steps:\n  - run: |\n      KEEP\n      CALL\n"),
        (".circleci/config.yml", "steps:\n  - run: |\n      CALL  KEEP\n"),
        (".circleci/config.yml", "steps:\n  - run: 'CALL  KEEP'\n"),
        (".circleci/config.yml", "steps:\n  - run:\n      KEEP\n      command: 'CALL'\n"),
        ("Makefile", "all:\n\tKEEP\n\tCALL\n"),
        ("Makefile", "all:\n\tCALL  KEEP\n"),
        ("Makefile", "KEEP\nX := $(shell CALL)\n"),
        ("Dockerfile", "KEEP\nRUN CALL\n"),
        ("Dockerfile", "RUN a && \\\n  KEEP\n  CALL\n"),
        ("a.md", "```bash\nKEEP\nCALL\n```\n"),
        ("a.ipynb", '{"cells": [{"cell_type": "code", "source": [\n"KEEP\\n",\n"!CALL"]}]}'),
        ("a.py", 'import os\nKEEP\nos.system("CALL")\n'),
        ("a.py", 'import os\nos.system("CALL")  KEEP\n'),
    ],
)
def test_a_comment_keeps_the_call(tmp_path: Path, name: str, text: str) -> None:
    bare = text.replace("KEEP", "#").replace("CALL", CALL)
    assert report(tmp_path, name, bare) == (1, 0)
    kept = text.replace("KEEP", KEEP).replace("CALL", CALL)
    assert report(tmp_path, name, kept) == (0, 0)
    assert report(tmp_path, name, kept, "--fix", "--unsafe-fixes") == (0, 0)
    assert (tmp_path / name).read_text() == kept


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        (
            ".circleci/config.yml",
            "steps:\n  - run: |\n      KEEP\n      a\n",
            "steps:\n  - run: |\n      a\n",
        ),
        (
            ".circleci/config.yml",
            "steps:\n  - run: 'a  KEEP'\n",
            "steps:\n  - run: 'a'\n",
        ),
        (".circleci/config.yml", "steps:\n  - run: a  KEEP\n", None),
        (
            "a.ipynb",
            '{"cells": [{"cell_type": "code", "source": [\n"KEEP\\n",\n"a"]}]}',
            '{"cells": [{"cell_type": "code", "source": [\n"\\n",\n"a"]}]}',
        ),
    ],
)
def test_an_idle_comment_goes_where_it_is_a_line_of_the_program(
    tmp_path: Path, name: str, text: str, after: str | None
) -> None:
    before = text.replace("KEEP", KEEP + " of circleci.com/api/v1.1")
    assert report(tmp_path, name, before) == (0, 1)
    report(tmp_path, name, before, "--fix")
    assert (tmp_path / name).read_text() == (before if after is None else after)
