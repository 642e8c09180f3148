"""A variable that several steps read moves when all of them do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.tool import check, check_json

MOVES = (
    "curl -fsS -o /dev/null -X POST -H 'Content-Type: application/json' -d '{\"tag\": \"a\"}' "
    '-u "$T:" $API/project/gh/acme/site/build'
)
STAYS = 'curl -fsS -u "$T:" $API/project/gh/acme/site/10/output/0/0'
ELSEWHERE = "./deploy --api $API"


def workflow(*commands: str) -> str:
    steps = "".join(f"      - run: |\n          {command}\n" for command in commands)
    env = "env:\n  API: https://circleci.com/api/v1.1\n"
    return f"{env}jobs:\n  j:\n    runs-on: x\n    steps:\n{steps}"


@pytest.mark.parametrize(
    ("commands", "moves"),
    [
        ((MOVES,), True),
        ((MOVES, MOVES), True),
        ((MOVES, "echo nothing"), True),
        ((MOVES, STAYS), False),
        ((STAYS, MOVES, MOVES), False),
        ((MOVES, ELSEWHERE), False),
    ],
)
def test_steps_that_share_a_variable(
    tmp_path: Path, commands: tuple[str, ...], moves: bool
) -> None:
    file = tmp_path / ".github/workflows/x.yml"
    file.parent.mkdir(parents=True)
    before = workflow(*commands)
    file.write_text(before)
    said = [f["message"] for f in check_json(tmp_path)["findings"]]
    check(tmp_path, "--fix")
    after = before.replace("v1.1", "v2").replace("build\n", "pipeline\n") if moves else before
    assert file.read_text() == after
    assert any("is read by other steps too" in message for message in said) is not moves
