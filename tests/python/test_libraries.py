# ruff: noqa: E501
"""Client libraries that hide the address of a call."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.catalog.errors import BadRule
from migrator.python import libraries
from migrator.python.libraries import library_of
from tests.harness.tool import check, check_json
from tests.python.programs import calls, only, shown
from tests.standin import TOKEN, Standin

PYC = "from pycircleci.api import Api\ncircle = Api(token)\n"
LEV = "from circleci.api import Api\ncircle = Api(token)\n"
QBA = "from circleclient import circleclient\ncircle = circleclient.CircleClient(token)\n"
V1_1 = "https://circleci.com/api/v1.1"


@pytest.mark.parametrize(
    ("program", "method", "url"),
    [
        (PYC + "circle.me()", "GET", f"{V1_1}/me"),
        (PYC + "circle.get_user_info(api_version='v1.1')", "GET", f"{V1_1}/me"),
        (PYC + "circle.get_user_info(api_version='v2')", "GET", "https://circleci.com/api/v2/me"),
        (PYC + "circle.trigger_build('acme', repo)", "POST", f"{V1_1}/project/github/acme/<repo>/tree/master"),
        (PYC + "circle.trigger_build('acme', repo, 'main', vcs_type='bitbucket')", "POST", f"{V1_1}/project/bitbucket/acme/<repo>/tree/main"),
        (PYC + "circle.get_build_info('acme', 'site', 11)", "GET", f"{V1_1}/project/github/acme/site/11"),
        (PYC + "circle.retry_build('acme', 'site', 11)", "POST", f"{V1_1}/project/github/acme/site/11/retry"),
        (PYC + "circle.retry_build('acme', 'site', 11, True)", "POST", f"{V1_1}/project/github/acme/site/11/ssh"),
        (PYC + "circle.get_project_build_summary('acme', 'site', branch='main')", "GET", f"{V1_1}/project/github/acme/site/tree/main"),
        (PYC + "circle.get_project_build_summary('acme', 'site', branch=None)", "GET", f"{V1_1}/project/github/acme/site"),
        (PYC.replace("(token)", "(token, 'https://ci.example/api')") + "circle.me()", "GET", "https://ci.example/api/v1.1/me"),
        (LEV + "circle.clear_cache('acme', 'site')", "DELETE", f"{V1_1}/project/github/acme/site/build-cache"),
        (LEV.replace("(token)", "(token, url='https://ci.example/api/v1.1')") + "circle.get_projects()", "GET", "https://ci.example/api/v1.1/projects"),
        (QBA + "circle.build.trigger('acme', 'site', 'main')", "POST", "https://circleci.com/api/v1/project/acme/site/tree/main"),
        (QBA + "circle.user.info()", "GET", "https://circleci.com/api/v1/me"),
        ("import pycircleci.api as p\np.Api(token).get_projects()", "GET", f"{V1_1}/projects"),
        ("import circleci.api\nclass C:\n    def __init__(self):\n        self.c = circleci.api.Api(token)\n    def f(self):\n        self.c.get_projects()", "GET", f"{V1_1}/projects"),
    ],
)  # fmt: skip
def test_methods(program: str, method: str, url: str) -> None:
    call = only(program)
    assert (call.method, shown(call)) == (method, url)


@pytest.mark.parametrize(
    "program",
    [
        "from mine.circleci.api import Api\nApi(token).trigger_build('acme', 'site')",
        "from .circleci.api import Api\nApi(token).trigger_build('acme', 'site')",
        "from circleci.api import Other\nOther(token).trigger_build('acme', 'site')",
        "class Api:\n    def trigger_build(self, *names):\n        pass\nApi().trigger_build('acme', 'site')",
        "api.trigger_build('acme', 'site')",
        PYC + "circle.no_such_method('acme', 'site')",
        PYC + "circle.trigger_build",
        "from pycircleci import api\napi.Api",
    ],
)
def test_never_by_name_alone(program: str) -> None:
    assert calls(program) == ()


def test_two_ways_are_two_values() -> None:
    call = only(PYC + "circle.retry_build('acme', 'site', 11, ssh=ssh)")
    assert {url.written().rpartition("/")[2] for url in call.urls} == {"retry", "ssh"}


def test_another_server_that_is_not_in_view_is_doubted() -> None:
    call = only(PYC.replace("(token)", "(token, url)") + "circle.me()")
    assert shown(call) == f"{V1_1}/me"
    assert call.doubts == ("`url` is taken to name circleci.com",)


def test_what_is_sent() -> None:
    call = only(
        PYC + "circle.trigger_build('a', 'b', tag='v1', params={'build_parameters': {'A': 1}})"
    )
    assert call.body.root
    assert call.body.root.keys == ("tag", "build_parameters")
    call = only(
        LEV + "circle.trigger_build('a', 'b', params={'build_parameters[CIRCLE_JOB]': 'x'})"
    )
    assert call.body.root
    assert call.body.root.keys == ("build_parameters",)
    call = only(QBA + "circle.build.trigger('a', 'b', 'c', KEY='x')")
    assert call.body.root
    assert call.body.root.keys == ("build_parameters",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("circle.me()", 'circle.me(api_version="v2")'),
        ("circle.get_user_info()", 'circle.get_user_info(api_version="v2")'),
        ("circle.cancel_build('a', 'b', 11)", "circle.cancel_job('a', 'b', 11)"),
        ("circle.cancel_build('a', 'b', build_num=n)", "circle.cancel_job('a', 'b', job_number=n)"),
        ("print(circle.get_build_info('a', 'b', 11)['build_num'])", "print(circle.get_job_details('a', 'b', 11)['number'])"),
        ("circle.trigger_build('a', 'b')", "circle.trigger_pipeline('a', 'b', branch='master')"),
        ("circle.trigger_build('a', 'b', 'main')", "circle.trigger_pipeline('a', 'b', 'main')"),
        ("circle.trigger_build('a', 'b', 'main', None, None, None, {'build_parameters': {'x': y}})", None),
        ("circle.trigger_build('a', 'b', params={'build_parameters': {'x': y}}, branch=c)", "circle.trigger_pipeline('a', 'b', params={'x': y}, branch=c)"),
        ("circle.trigger_build('a', 'b', params={'build_parameters': {}, 'other': 1})", None),
        ("circle.trigger_build('a', 'b', params=made())", None),
        ("circle.trigger_build('a', 'b', revision=sha)", None),
        ("circle.trigger_build('a', 'b', tag='v1')", None),
        ("circle.trigger_build('a', 'b', **options)", None),
        ("circle.trigger_build(*where)", None),
        ("circle.retry_build('a', 'b', 11)", None),
        ("circle.get_artifacts('a', 'b', 11)", None),
    ],
)  # fmt: skip
def test_rewrites(before: str, after: str | None, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PYC + before + "\n")
    check(tmp_path, "--fix", "--unsafe-fixes")
    assert program.read_text() == PYC + (after or before) + "\n"
    [finding] = check_json(tmp_path)["findings"] if after is None else [{"fix": None}]
    assert finding["fix"] is None
    check(tmp_path, "--fix", "--unsafe-fixes")
    assert program.read_text() == PYC + (after or before) + "\n"


STUB = '''
import requests


class Api:
    """Sends what pycircleci 0.7.0 sends."""

    def __init__(self, token=None, url="https://circleci.com/api"):
        self.token, self.url = token, url

    def _send(self, verb, path, data=None, version="v1.1"):
        headers = {"Accept": "application/json", "Circle-Token": self.token}
        url = f"{self.url}/{version}/{path}"
        body = {"json": data} if verb == "POST" else {}
        answer = requests.request(verb, url, auth=(self.token, ""), headers=headers, **body)
        answer.raise_for_status()
        return answer.json()

    def get_user_info(self, api_version=None):
        return self._send("GET", "me", version=api_version or "v1.1")

    def trigger_build(self, username, project, branch="master", revision=None, tag=None, parallel=None, params=None, vcs_type="github"):
        data = {"parallel": parallel, "revision": revision, "tag": tag, **(params or {})}
        return self._send("POST", f"project/{vcs_type}/{username}/{project}/tree/{branch}", data)

    def trigger_pipeline(self, username, project, branch=None, tag=None, params=None, vcs_type="github"):
        data = {"branch": branch} if branch else {"tag": tag} if tag else {}
        if params:
            data["parameters"] = params
        return self._send("POST", f"project/{vcs_type}/{username}/{project}/pipeline", data, "v2")

    def cancel_build(self, username, project, build_num, vcs_type="github"):
        return self._send("POST", f"project/{vcs_type}/{username}/{project}/{build_num}/cancel")

    def cancel_job(self, username, project, job_number, vcs_type="github"):
        return self._send("POST", f"project/{vcs_type}/{username}/{project}/job/{job_number}/cancel", version="v2")
'''
PROGRAM = """
import os

from pycircleci.api import Api

circle = Api(os.environ["CIRCLE_TOKEN"])
print(circle.get_user_info()["login"])
circle.trigger_build("acme", "site", branch="main", params={"build_parameters": {"deploy": "yes"}})
circle.cancel_build("acme", "site", build_num=11)
"""


def test_the_rewritten_program_sends_what_it_should(tmp_path: Path) -> None:
    stub, project = tmp_path / "site" / "pycircleci", tmp_path / "project"
    for folder in (stub, project):
        folder.mkdir(parents=True)
    (stub / "__init__.py").write_text("")
    (stub / "api.py").write_text(STUB)
    (project / "program.py").write_text(PROGRAM)
    before = run(project, "answers")
    check(project, "--fix", "--unsafe-fixes")
    after = run(project, "refused")
    assert [path for _, path, _ in before[1]] == [
        "/api/v1.1/me",
        "/api/v1.1/project/github/acme/site/tree/main",
        "/api/v1.1/project/github/acme/site/11/cancel",
    ]
    assert after[0] == before[0]
    assert after[1] == [
        ("GET", "/api/v2/me", None),
        (
            "POST",
            "/api/v2/project/github/acme/site/pipeline",
            {"branch": "main", "parameters": {"deploy": "yes"}},
        ),
        ("POST", "/api/v2/project/github/acme/site/job/11/cancel", None),
    ]


def run(project: Path, v1: str) -> tuple[str, list[tuple[str, str, object]]]:
    with Standin(v1=v1) as api:  # type: ignore[arg-type]
        done = subprocess.run(
            [sys.executable, "program.py"],
            cwd=project,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(project.parent / "site"),
                "CIRCLE_TOKEN": TOKEN,
                **api.environment(),
            },
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, [(r.method, r.path, r.json) for r in api.requests]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('client = "x.Y"\nhost = "h"\nversion = "v1"\nwhat = 1\n', "nobody reads `what`"),
        (
            'client = "x.Y"\nhost = "h"\nversion = "v1"\n[m]\ncal = "GET /me"\n',
            "nobody reads `cal`",
        ),
        ('client = "x.Y"\nhost = "h"\nversion = "v1"\n[m]\ntakes = ["a"]\n', "call"),
        ('client = "x.Y"\nhost = "h"\n', "version"),
    ],
)
def test_a_table_that_is_not_right_is_refused(written: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(written)
    with pytest.raises(BadRule, match=says):
        libraries._libraries(tmp_path)


def test_every_method_becomes_one_that_the_table_knows() -> None:
    library = library_of("pycircleci.api.Api")
    assert library
    for method in library.methods.values():
        if method.becomes and method.becomes.method:
            successor = library.methods[method.becomes.method]
            renamed = {method.becomes.rename.get(name, name) for name in method.takes}
            assert renamed - set(method.fields) <= set(successor.takes)
