"""Lists of builds by curl and jq, walked through by a function."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.harness.tool import check, check_json, refusal

URL = "https://circleci.com/api/v1.1/project/github/acme/site"
V2 = "https://circleci.com/api/v2/project/github/acme/site/pipeline"
READ = "jq -r '.[0].build_num'"
_FUNCTION = re.compile(r"(?ms)^# API v2 (?:has|knows) no .*?^\)\n+")


def rewritten(script: str, folder: Path) -> str:
    """The script after ``--fix``, the functions that were added shown as ``FUNCTION``."""
    path = folder / "run.sh"
    path.write_text(script)
    check(folder, "--fix", "--unsafe-fixes")
    return _FUNCTION.sub("FUNCTION\n", path.read_text())


def refused(script: str, folder: Path) -> str:
    (folder / "run.sh").write_text(script)
    return refusal(folder)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'curl -s "{URL}?limit=5"', f'circleci_builds limit=5 curl -s "{V2}"'),
        (f"curl -s {URL}?filter=failed", f"circleci_builds filter=failed curl -s {V2}"),
        (f'curl -s "{URL}?limit=$N"', f'circleci_builds limit="$N" curl -s "{V2}"'),
        (f'curl -s "{URL}?limit=${{N:-5}}"', f'circleci_builds limit="${{N:-5}}" curl -s "{V2}"'),
        (f"N=7\ncurl -s {URL}?limit=$N", f'N=7\ncircleci_builds limit="$N" curl -s {V2}'),
        (f"curl -s --url {URL}", f"circleci_builds curl -s --url {V2}"),
        (f"wget -qO- {URL}", f"circleci_builds wget -qO- {V2}"),
        (f"curl -s {URL}/tree/$B", f"circleci_builds curl -s {V2}\\?branch=$B"),
        (f'"${{CURL}}" -s {URL}', f'circleci_builds "${{CURL}}" -s {V2}'),
    ],
)
def test_the_command_becomes_that_of_the_function(before: str, after: str, tmp_path: Path) -> None:
    script = f"#!/bin/sh\n{before} | {READ}\n"
    assert rewritten(script, tmp_path) == f"#!/bin/sh\n\nFUNCTION\n{after} | {READ}\n"


def test_a_script_of_one_command(tmp_path: Path) -> None:
    assert rewritten(f"curl {URL} | {READ}", tmp_path) == (
        f"FUNCTION\ncircleci_builds curl {V2} | {READ}"
    )


def test_the_function_stands_behind_the_comments_at_the_top(tmp_path: Path) -> None:
    script = f'#!/bin/bash\n# What it does.\n\nset -e\nx=$(curl {URL})\necho "$x" | {READ}\n'
    after = rewritten(script, tmp_path)
    assert after.startswith("#!/bin/bash\n# What it does.\n\nFUNCTION\nset -e\n")
    assert f"x=$(circleci_builds curl {V2})\n" in after


def test_a_function_of_an_earlier_run_is_used(tmp_path: Path) -> None:
    first = f"#!/bin/sh\ncurl -s {URL} | jq -r '.[0] | .build_num, .status'\n"
    rewritten(first, tmp_path)
    path = tmp_path / "run.sh"
    path.write_text(path.read_text() + f"curl -s {URL} | {READ}\n")
    before = path.read_text()
    check(tmp_path, "--fix", "--unsafe-fixes")
    assert path.read_text() == before.replace(f"curl -s {URL}", f"circleci_builds curl -s {V2}")


@pytest.mark.parametrize(
    "more", [f"curl -s {URL} | jq -r '.[0].stop_time'", f"curl -s {URL}?filter=failed | {READ}"]
)
def test_a_function_that_does_not_answer_enough(more: str, tmp_path: Path) -> None:
    rewritten(f"#!/bin/sh\ncurl -s {URL} | {READ}\n", tmp_path)
    script = (tmp_path / "run.sh").read_text() + more + "\n"
    assert "`circleci_builds` that is there does not answer all that is read." in refused(
        script, tmp_path
    )


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (f"curl -s {URL} -o x.json; jq '.[0].status' x.json", "to a file itself"),
        (f"curl -si {URL} | {READ}", "`-si` would hold for each request"),
        (f"sudo curl -s {URL} | {READ}", "`sudo` runs `curl`"),
        (f"http GET {URL} | {READ}", "can't be written for http"),
        (f"curl -s {URL}?limit=1%202 | {READ}", "`1 2` is no number and no filter"),
        (f"circleci_builds() {{ :; }}\ncurl -s {URL} | {READ}", "has another meaning already"),
        (f'get() {{ curl -s "$1"; }}\nget {URL} | {READ}\nget x', "other requests may use too"),
        (f"curl -s {URL} | jq '.[0].why'", "`trigger.type` of a pipeline"),
    ],
)
def test_what_no_walk_can_do(script: str, says: str, tmp_path: Path) -> None:
    assert says in refused(script, tmp_path)


def test_a_command_of_one_line_in_another_file(tmp_path: Path) -> None:
    steps = f'- run: "curl -s {URL} | jq -r .[0].build_num"'
    config = tmp_path / ".circleci" / "config.yml"
    config.parent.mkdir()
    config.write_text(f"version: 2.1\njobs:\n  a:\n    steps:\n      {steps}\n")
    (found,) = check_json(tmp_path, "--unsafe-fixes")["findings"]
    assert "write it as a block first" in found["message"]


def test_a_block_in_another_file(tmp_path: Path) -> None:
    lines = f"- run: |\n          set -e\n          curl -s {URL} | {READ}\n"
    config = tmp_path / ".circleci" / "config.yml"
    config.parent.mkdir()
    config.write_text(f"version: 2.1\njobs:\n  a:\n    steps:\n      {lines}")
    check(tmp_path, "--fix", "--unsafe-fixes")
    after = config.read_text()
    assert f"          circleci_builds curl -s {V2} | {READ}\n" in after
    assert "          circleci_builds() (\n            unset IFS\n" in after
    assert not re.search(r"(?m)[ \t]+$", after)


@pytest.mark.parametrize("first", ["set -e\n", "# The last build.\n", "# The last build.\n\n"])
def test_a_block_that_an_environment_stands_before(first: str, tmp_path: Path) -> None:
    indented = "".join(f"          {line}\n" if line else "\n" for line in first.splitlines())
    config = tmp_path / ".circleci" / "config.yml"
    config.parent.mkdir()
    before = (
        "version: 2.1\njobs:\n  a:\n    environment:\n"
        "      API: https://circleci.com/api/v1.1/project/github\n    steps:\n"
        f"      - run: |\n{indented}          curl -s $API/acme/site | {READ}\n"
        '      - run: curl -s -u "$T:" -X POST "$API/acme/site/7/cancel"\n'
    )
    config.write_text(before)
    check(tmp_path, "--fix", "--unsafe-fixes")
    after = config.read_text()
    assert "      API: https://circleci.com/api/v2/project/github\n" in after
    assert f"          circleci_builds curl -s $API/acme/site/pipeline | {READ}\n" in after
    assert '"$API/acme/site/job/7/cancel"\n' in after
    assert not re.search(r"(?m)[ \t]+$", after.replace(before, ""))
