"""The list "What it does not do" of the README: what it says is still so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Migrator
from tests.files.trees import grow

README = (ROOT / "README.md").read_text(encoding="utf-8")
CALL = "curl https://circleci.com/api/v1.1/me"
STEPS = "version: 2.1\njobs:\n  x:\n    docker: [{image: x}]\n    steps:\n"


@dataclass(frozen=True)
class Limit:
    """``said`` stands in the list; ``told`` are words of the finding in the file, if there is one.

    ``options`` are those that lift it.
    """

    said: str
    path: str
    text: str
    told: str = ""
    options: tuple[str, ...] = ()


LIMITS = (
    Limit(
        "where it hides all of the URL, the call is not found",
        "x.py",
        'import json, requests\nrequests.get(json.load(open("circleci.json"))["url"])\n',
    ),
    Limit("Programs in other languages are not read", "x.js", f'run("{CALL}")\n'),
    Limit(
        "What PowerShell, node and the like run in a step is searched for addresses",
        ".circleci/config.yml",
        f"{STEPS}      - run:\n          shell: powershell.exe\n          command: {CALL}\n",
        "`powershell` runs it, which this tool does not read",
    ),
    Limit(
        "parameter of somebody's action or orb is not",
        ".github/workflows/x.yml",
        f"jobs:\n  x:\n    steps:\n      - uses: a/b@v1\n        with:\n          script: {CALL}\n",
    ),
    Limit("a block of Markdown that names no language", "x.md", f"```\nanswer=$({CALL})\n```\n"),
    Limit(
        "rewritten once you write it as a block",
        ".circleci/config.yml",
        f"{STEPS}      - run: curl -d branch=x https://circleci.com/api/v1.1/project/gh/a/b/build\n",
        "a plain YAML scalar can't hold the new text: write it as a block",
    ),
    *(
        Limit("A script inside a script", "x.sh", text, told)
        for text, told in (
            (f"bash -c '{CALL}'\n", "`bash` runs it as a script of its own"),
            (f'eval "{CALL}"\n', "`eval` runs it as a script of its own"),
            (f"ssh host '{CALL}'\n", "`ssh` runs it as a script of its own"),
            (f"bash <<X\n{CALL}\nX\n", "`bash` gets it as its input"),
            (f"awk '{{print \"{CALL}\"}}' x | sh\n", "is not all in view"),
            (f"echo me | xargs -I{{}} {CALL[:-2]}{{}}\n", "is not all in view"),
        )
    ),
    Limit(
        "Python 2 is read and never rewritten",
        "x.py",
        'import urllib2\nprint urllib2.urlopen("https://circleci.com/api/v1.1/me").read()\n',
        "the file is Python 2, which is read and not rewritten",
    ),
    Limit(
        "of what does not parse the addresses alone are found",
        "x.py",
        'def f(:\n    get("https://circleci.com/api/v1.1/me")\n',
        "the file does not parse, so this address was found by its text alone",
    ),
    Limit(
        "A server of your own is looked for only if you name it",
        "x.sh",
        CALL.replace("circleci.com", "ci.example.com") + "\n",
        options=("--api-host", "ci.example.com"),
    ),
    Limit(
        "not for asynchronous clients",
        "x.py",
        "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n"
        '        async with s.get("https://circleci.com/api/v1.1/project/gh/a/b") as r:\n'
        '            for b in await r.json():\n                print(b["build_num"])\n',
        "a walk through lists can't be written for aiohttp",
    ),
    Limit(
        "a command writes the answer to a file by `-o`",
        "x.sh",
        "curl -so x.json https://circleci.com/api/v1.1/project/gh/a/b\njq '.[].build_num' x.json\n",
        "it writes its answer to a file itself",
    ),
    Limit(
        "needs to know your organization in v2",
        "x.sh",
        "curl https://circleci.com/api/v1.1/recent-builds | jq -r '.[0].vcs_revision'\n",
        "give it by --org-slug",
        options=("--org-slug", "gh/acme"),
    ),
)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.said.replace(" ", "-"))
def test_it_is_still_so(limit: Limit, here: Path, migrator: Migrator) -> None:
    listed = README.partition("## What it does not do")[2].partition("\n## ")[0]
    assert limit.said in " ".join(listed.split())
    grow(here, {limit.path: limit.text})
    check = ["check", "--fix", "--unsafe-fixes", "--isolated", "--output-format", "concise", "."]
    done = migrator(*check)
    assert (here / limit.path).read_text() == limit.text
    if limit.told:
        assert limit.told in done.out
    else:
        assert "No calls of API v1 left." in done.out
    if limit.options:
        migrator(*check, *limit.options)
        assert "/v2/" in (here / limit.path).read_text()
