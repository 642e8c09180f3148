"""Commands that Python starts, read by the shell and written in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.harness.tool import check, check_json

SITE = "https://circleci.com/api/v1.1/project/github/acme/site"
JSON = "-H 'Content-Type: application/json' -d '{\"tag\": \"a\"}'"
POST = f"curl -fsS -o /dev/null -X POST {JSON} {SITE}/build"


def found(folder: Path, program: str) -> list[Any]:
    (folder / "a.py").write_text(program)
    report = check_json(folder)
    assert report["errors"] == []
    return list(report["findings"])


def fixed(folder: Path, program: str) -> str:
    (folder / "a.py").write_text(program)
    check(folder, "--fix", "--unsafe-fixes")
    return (folder / "a.py").read_text()


@pytest.mark.parametrize(
    "start",
    [
        "import os\nos.system({})",
        "import os\nos.popen({}).read()",
        "import subprocess\nsubprocess.run({}, shell=True)",
        "import subprocess\nsubprocess.Popen({}, shell=True, stdout=subprocess.DEVNULL)",
        "import subprocess\nsubprocess.getoutput({})",
        "from subprocess import check_call\ncheck_call({}, shell=True)",
        "import shlex, subprocess\nsubprocess.run(shlex.split({}))",
        "import subprocess\ndef sh(command):\n    subprocess.run(command, shell=True)\nsh({})",
        "import subprocess\ncommand = {}\nsubprocess.call(command, shell=True)",
        "from invoke import task\n@task\ndef go(c):\n    c.run({})",
        "from fabric.api import local\nlocal({})",
        "import mine\nmine.client.exec_command({})",
        "from mine import run\nrun('set -e; ' + {})",
        "from mine import run\nrun(cwd='x', cmd={})",
        "from mine import run\nrun({} + ' && true')",
    ],
)
def test_ways_to_start_a_command(tmp_path: Path, start: str) -> None:
    program = start.format(repr(POST)) + "\n"
    [finding] = found(tmp_path, program)
    assert (finding["rule"], finding["language"]) == ("trigger-pipeline", "shell")
    moved = program.replace("v1.1", "v2").replace("site/build", "site/pipeline")
    assert fixed(tmp_path, program) == moved


@pytest.mark.parametrize(
    "program",
    [
        "import subprocess\nprint(subprocess.check_output({}, shell=True))\n",
        "import logging, os\nlogging.info('%s', os.popen({}).read())\n",
        "import re, subprocess\nre.findall('url', subprocess.getoutput({}))\n",
        "from mine import run\nprint(run({}))\n",
        "import subprocess\nsubprocess.run(['bash'], input={}, text=True)\n",
    ],
)
def test_a_command_beside_what_is_told_or_run(tmp_path: Path, program: str) -> None:
    [finding] = found(tmp_path, program.format(repr(POST)))
    assert (finding["rule"], finding["language"]) == ("trigger-pipeline", "shell")


@pytest.mark.parametrize(
    "program",
    [
        "print('{}')\n",
        "import sys\nsys.stderr.write('{}')\n",
        "import logging\nlogging.info('{}')\n",
        "raise SystemExit('{}')\n",
        "import argparse\nargparse.ArgumentParser().add_argument('-x', help='{}')\n",
        "from mine import tell\ntell('say: {}')\n",
        "from mine import tell\ntell('curl: {}')\n",
        "from mine import tell\ntell('{} failed')\n",
        "from mine import tell\ntell('{} failed: try again')\n",
    ],
)
def test_a_command_that_is_only_told(tmp_path: Path, program: str) -> None:
    assert not found(tmp_path, program.format(f"curl -X POST {SITE}/build"))


@pytest.mark.parametrize(
    "quoted",
    ["'''{}'''", '"""{}"""', "r'''{}'''", "('''{}'''\n    ' >/dev/null')"],
)
def test_the_quoting_of_python_stays(tmp_path: Path, quoted: str) -> None:
    program = f"import os\nos.system({quoted.format(POST)})\n"
    moved = program.replace("v1.1", "v2").replace("site/build", "site/pipeline")
    assert fixed(tmp_path, program) == moved


def test_what_a_program_takes_of_the_output_is_doubted(tmp_path: Path) -> None:
    start = "import subprocess\nx = subprocess.check_output({}, shell=True)\n"
    [finding] = found(tmp_path, start.format(repr(POST.replace("-o /dev/null ", ""))))
    assert finding["fix"]["applicability"] == "unsafe"
    assert "the answer has another shape" in finding["fix"]["message"]


def test_new_arguments_stand_in_the_list(tmp_path: Path) -> None:
    program = (
        "import subprocess\n\n"
        "def go(branch, token):\n"
        "    subprocess.call(['curl', '-X', 'POST',  # trigger\n"
        f"                     '-u', token, f'{SITE}/tree/{{branch}}'])\n"
    )
    assert fixed(tmp_path, program) == (
        "import subprocess\n\n"
        "def go(branch, token):\n"
        "    subprocess.call(['curl', '-X', 'POST', '-H', 'Content-Type: application/json', "
        "'-d', f'{{\"branch\": \"{branch}\"}}',  # trigger\n"
        f"                     '-u', token, '{SITE}/pipeline'])\n".replace("v1.1", "v2")
    ).replace("'https", "f'https")


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            f"import os\ndef go(b):\n    os.system('curl -X POST {SITE}/tree/%s' % b)\n",
            "",
        ),
        (
            f"import os\nU = '{SITE}/tree/' + os.environ['B']\nos.system('curl -X POST ' + U)\n",
            "",
        ),
    ],
)
def test_an_expression_that_can_not_be_moved_stays(
    tmp_path: Path, program: str, reason: str
) -> None:
    [finding] = found(tmp_path, program)
    assert finding["rule"] == "trigger-job-branch"
    assert finding["fix"] is None
    assert "Not rewritten" in finding["message"]
    assert fixed(tmp_path, program) == program


def test_a_constant_that_requests_reads_too(tmp_path: Path) -> None:
    program = (
        "import os, requests\nAPI = 'https://circleci.com/api/v1.1'\n"
        "os.system('curl -fsS -o /dev/null -X POST -d \"{}\" ' + API + '/project/gh/a/b/build')\n"
        "requests.get(f'{API}/project/gh/a/b/1/output/0/0')\n"
    )
    after = fixed(tmp_path, program)
    assert (
        "API = 'https://circleci.com/api/v1.1'\nAPI_V2 = 'https://circleci.com/api/v2'\n" in after
    )
    assert "API_V2 + '/project/gh/a/b/pipeline'" in after
    assert "{API}/project/gh/a/b/1/output" in after


@pytest.mark.parametrize(
    "program",
    [
        "import subprocess\nsubprocess.run(['echo', '{}'])\n",
        "import os\nos.system('echo {}')\n",
        "import os\nos.system('# curl -X POST {}')\n",
        "import subprocess\nsubprocess.run(['git', 'commit', '-m', 'no more {}'])\n",
    ],
)
def test_commands_that_call_nothing(tmp_path: Path, program: str) -> None:
    rules = [f["rule"] for f in found(tmp_path, program.format(f"{SITE}/build"))]
    assert rules == [] or "git" in program


def test_an_answer_that_is_handed_to_a_command_has_left(tmp_path: Path) -> None:
    program = (
        "import requests, subprocess\n"
        f"r = requests.get('{SITE}/10').json()\n"
        "subprocess.run(['notify', r['status']])\n"
    )
    [finding] = found(tmp_path, program)
    assert finding["rule"] == "build-get"
    assert finding["fix"] is None or finding["fix"]["applicability"] == "unsafe"


@pytest.mark.parametrize(("name", "told"), [("noxfile.py", "shell"), ("other.py", "python")])
def test_commands_of_a_noxfile(tmp_path: Path, name: str, told: str) -> None:
    program = (
        "import nox\n\n@nox.session\ndef trigger(session):\n"
        f"    session.run('curl', '-X', 'POST', '-d', '{{\"tag\": \"a\"}}', '-H',\n"
        f"                'Content-Type: application/json', '{SITE}/build', external=True)\n"
    )
    (tmp_path / name).write_text(program)
    [finding] = check_json(tmp_path)["findings"]
    assert finding["language"] == told
    check(tmp_path, "--fix", "--unsafe-fixes")
    moved = program.replace("v1.1", "v2").replace("site/build", "site/pipeline")
    assert (tmp_path / name).read_text() == (moved if told == "shell" else program)
