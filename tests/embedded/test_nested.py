"""Programs inside programs inside files."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.harness.tool import check, check_json

BUILD = "https://circleci.com/api/v1.1/project/gh/acme/site/build"
POST = "curl -fsS -o /dev/null -X POST -H 'Content-Type: application/json' -d '{\"tag\": \"a\"}'"


def write(folder: Path, text: str) -> Path:
    file = folder / ".github/workflows/x.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def test_a_command_that_the_python_of_a_step_starts(tmp_path: Path) -> None:
    program = f'import os\nos.system("""{POST} {BUILD}""")\n'
    steps = [{"shell": "python", "run": program}]
    text = yaml.safe_dump({"jobs": {"j": {"steps": steps}}}, default_style='"')
    file = write(tmp_path, text)
    [finding] = [f for f in check_json(tmp_path)["findings"] if f["fix"]]
    assert finding["rule"] == "trigger-pipeline"
    check(tmp_path, "--fix", "--unsafe-fixes")
    after = yaml.safe_load(file.read_text())["jobs"]["j"]["steps"][0]["run"]
    moved = BUILD.replace("v1.1", "v2").replace("/build", "/pipeline")
    assert f'os.system("""{POST} {moved}""")' in after


def test_an_expression_of_the_host_in_python_keeps_the_call_as_it_is(tmp_path: Path) -> None:
    text = (
        "jobs:\n  j:\n    steps:\n      - shell: python\n        run: |\n"
        "          import requests\n"
        f"          requests.post('{BUILD.replace('site', '${{ inputs.p }}')}')\n"
        "          x = ${{ toJSON(github) }}\n"
        f"          requests.post('{BUILD}', json={{'tag': 'a'}})\n"
    )
    file = write(tmp_path, text)
    one, two = check_json(tmp_path)["findings"]
    assert one["fix"] is None
    assert "`${{ inputs.p }}` is filled in before it is run" in one["message"]
    assert two["line"] == 9
    check(tmp_path, "--fix")
    assert "${{ inputs.p }}/build" in file.read_text()
