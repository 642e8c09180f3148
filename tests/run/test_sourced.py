"""Shell scripts that read others, of which the run names some."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.tool import check, check_json

ENV = "API=https://circleci.com/api/v1.1\n"
POST = 'post() { curl -X POST -u "$T:" "$API/$1" -d "$2"; }\n'
ARTIFACTS = (
    "#!/bin/bash\nsource ./lib.sh  # where the API is\n"
    'curl -u "$T:" "${API}/project/gh/acme/site/1/artifacts"\n'
)
TRIGGER = "#!/bin/bash\n. ./lib.sh\npost project/gh/acme/site/tree/main build_parameters[A]=1\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "lib.sh").write_text(ENV + POST)
    return tmp_path


def fix(tree: Path, script: str, *paths: str) -> tuple[str, str]:
    (tree / "run.sh").write_text(script)
    check(tree, "--fix", "--unsafe-fixes", *paths)
    return (tree / "run.sh").read_text(), (tree / "lib.sh").read_text()


def test_a_constant_of_a_file_that_is_not_named_gets_a_second_one(tree: Path) -> None:
    run, library = fix(tree, ARTIFACTS, "run.sh")
    assert library == ENV + POST
    assert run == (
        "#!/bin/bash\nsource ./lib.sh  # where the API is\n"
        "API_V2=https://circleci.com/api/v2\n"
        'curl -u "$T:" "${API_V2}/project/gh/acme/site/1/artifacts"\n'
    )


def test_a_constant_of_a_file_that_is_named_moves(tree: Path) -> None:
    (tree / "lib.sh").write_text(ENV)
    assert fix(tree, ARTIFACTS, ".") == (ARTIFACTS, ENV.replace("v1.1", "v2"))


def test_a_constant_that_a_function_reads_for_others_stays(tree: Path) -> None:
    run, library = fix(tree, ARTIFACTS, ".")
    assert "${API_V2}/project" in run
    assert library == ENV + ENV.replace("API", "API_V2").replace("v1.1", "v2") + POST


def test_a_function_of_a_file_that_is_not_named_is_told(tree: Path) -> None:
    assert fix(tree, TRIGGER, "run.sh") == (TRIGGER, ENV + POST)
    (found,) = check_json(tree, "run.sh")["findings"]
    assert (found["line"], found["fix"]) == (3, None)
    assert "is defined in lib.sh" in found["message"]
    assert "which is not among the files to check" in found["message"]


def test_a_function_of_a_file_that_is_named_moves_with_its_calls(tree: Path) -> None:
    run, library = fix(tree, TRIGGER, ".")
    assert 'post project/gh/acme/site/pipeline \'{"branch": "main",' in run
    assert "API=https://circleci.com/api/v2\n" in library
    assert "post_v2" not in library


def test_other_scripts_that_read_it_keep_what_they_use(tree: Path) -> None:
    (tree / "other.sh").write_text("#!/bin/bash\n. ./lib.sh\npost project/gh/acme/site/follow x\n")
    run, library = fix(tree, TRIGGER, ".")
    assert "post_v2 project/gh/acme/site/pipeline" in run
    assert library.startswith(ENV)
    assert POST in library
