"""Lists of builds that a program reads, walked through by a function."""
# ruff: noqa: E501

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent, indent

import pytest

from tests.harness.tool import check, check_json, refusal

URL = "https://circleci.com/api/v1.1/project/github/acme/site"
V2 = "https://circleci.com/api/v2/project/github/acme/site/pipeline"
_FUNCTION = re.compile(r"(?ms)\n*^# API v2 (?:has|knows) no .*?^    return (?:builds\[|\[\]).*?\n+")
HEAD = "import json\n\nimport httpx\nimport requests\n"


def rewritten(program: str, folder: Path) -> str:
    """The program after ``--fix``, without the function that was added."""
    path = folder / "program.py"
    path.write_text(program)
    check(folder, "--fix", "--unsafe-fixes")
    after, functions = _FUNCTION.subn("\n\n", path.read_text())
    assert functions == 1
    return after


def refused(program: str, folder: Path) -> str:
    (folder / "program.py").write_text(program)
    return refusal(folder)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("print(requests.get(URL).json()[0]['status'])", "print(circleci_builds(requests.get(URL), requests.get)[0]['status'])"),
        ("print((requests.get(URL)).json()[0]['status'])", "print(circleci_builds(requests.get(URL), requests.get)[0]['status'])"),
        ("r = requests.get(URL)\nprint(r.json()[0]['status'])", "r = requests.get(URL)\nprint(circleci_builds(r, requests.get)[0]['status'])"),
        ("r = requests.request('GET', URL)\nprint(r.json()[0]['status'])", "r = requests.request('GET', URL)\nprint(circleci_builds(r, requests.get)[0]['status'])"),
        ("r = requests.get(URL)\nprint(json.loads(r.text)[0]['status'])", "r = requests.get(URL)\nprint(circleci_builds(r, requests.get)[0]['status'])"),
        ("r = requests.get(URL)\nprint(json.loads(r.content.decode())[0]['status'])", "r = requests.get(URL)\nprint(circleci_builds(r, requests.get)[0]['status'])"),
        ("r = requests.get(URL, params={'limit': 3})\nprint(r.json()[0]['status'])", "r = requests.get(URL)\nprint(circleci_builds(r, requests.get, limit=3)[0]['status'])"),
        ("get = [requests.get][0]\nr = get(URL)\nprint(r.json()[0]['status'])", "get = [requests.get][0]\nr = get(URL)\nprint(circleci_builds(r, get)[0]['status'])"),
        ("r = requests.get(URL)\nprint(r.json()[0].get('vcs_revision'))", "r = requests.get(URL)\nprint(circleci_builds(r, requests.get)[0].get('vcs_revision'))"),
        ("print(len(requests.get(URL, auth=A).json()))", "print(len(circleci_builds(requests.get(URL, auth=A), requests.get)))"),
        ("r = requests.get(URL, verify=False, timeout=5)\nprint(r.json()[0]['status'])", "r = requests.get(URL, verify=False, timeout=5)\nprint(circleci_builds(r, requests.get, verify=False, timeout=5)[0]['status'])"),
        ("s = requests.Session()\nprint(s.get(URL).json()[0]['status'])", "s = requests.Session()\nprint(circleci_builds(s.get(URL), s.get)[0]['status'])"),
        ("r = httpx.get(URL, params=dict(limit=2))\nprint(r.json()[0]['status'])", "r = httpx.get(URL)\nprint(circleci_builds(r, httpx.get, limit=2)[0]['status'])"),
        ("with httpx.Client() as c:\n    print(c.get(URL).json()[0]['status'])", "with httpx.Client() as c:\n    print(circleci_builds(c.get(URL), c.get)[0]['status'])"),
        ("r = requests.get(URL)\nif r.ok and len(r.json()) > 1:\n    print(r.json()[0].get('status'), r.status_code)", "r = requests.get(URL)\nif r.ok and len(circleci_builds(r, requests.get)) > 1:\n    print(circleci_builds(r, requests.get)[0].get('status'), r.status_code)"),
    ],
)  # fmt: skip
def test_the_answer_is_walked_on_from(before: str, after: str, tmp_path: Path) -> None:
    for kind in ("module", "function"):
        inner, wanted = before, after
        if kind == "function":
            inner, wanted = (f"def f():\n{indent(code, '    ')}" for code in (before, after))
        program = f"{HEAD}\nURL = '{URL}'\n{inner}\n"
        assert rewritten(program, tmp_path) == f"{HEAD}\nURL = '{V2}'\n{wanted}\n"


def test_a_method_of_a_client(tmp_path: Path) -> None:
    program = dedent(f"""\
        import requests


        class Client:
            def __init__(self, token):
                self.session = requests.Session()
                self.session.auth = (token, "")

            def newest(self, limit):
                answer = self.session.get(f"{URL}?limit={{limit}}")
                answer.raise_for_status()
                return answer.json()[0]["build_num"]
        """)
    after = rewritten(program, tmp_path)
    assert (
        f'answer = self.session.get("{V2}")' in after
        or f'answer = self.session.get(f"{V2}")' in after
    )
    assert 'return circleci_builds(answer, self.session.get, limit=limit)[0]["build_num"]' in after


READ = "print(r.json()[0]['status'])"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("t = requests.get(URL).text\nprint(json.loads(t)[0]['status'])", "no way to read the answer"),
        (f"n = 1\nr = requests.get(URL + '?limit=%d' % n)\nn = 2\n{READ}", "may mean something else"),
        (f"with httpx.Client() as c:\n    r = c.get(URL)\n{READ}", "may mean something else"),
        (f"circleci_builds = 1\nr = requests.get(URL)\n{READ}", "has another meaning already"),
        (f"r = requests.get(URL, stream=True, hooks={{}})\n{READ}", "`hooks` would be needed"),
        ("r = requests.get(URL)\nprint(r.json()[0]['all_commit_details'])", "ask the API of the Git host"),
        ("async def f(c: httpx.AsyncClient):\n    c = httpx.AsyncClient()\n    r = await c.get(URL)\n    print(r.json()[0]['status'])", "asynchronous client"),
    ],
)  # fmt: skip
def test_what_no_walk_can_do(body: str, says: str, tmp_path: Path) -> None:
    assert says in refused(f"{HEAD}\nURL = '{URL}'\n{body}\n", tmp_path)


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("import requests\n", "import requests\n\n\n# API"),
        ('"""Doc."""\n\nimport requests\n\n', '"""Doc."""\n\nimport requests\n\n\n# API'),
        (
            "#!/usr/bin/env python3\n# Why.\nimport requests\n\n\n",
            "# Why.\nimport requests\n\n\n# API",
        ),
    ],
)
def test_the_function_stands_behind_the_imports(head: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"{head}print(requests.get('{URL}').json()[0]['status'])\n")
    check(tmp_path, "--fix", "--unsafe-fixes")
    written = path.read_text()
    assert after in written
    assert re.search(r"\n    return builds\[offset : offset \+ limit\]\n\n\nprint\(", written)


def test_two_functions_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        "import requests\n\n"
        f"print(requests.get('{URL}').json()[0]['status'])\n"
        f"print(requests.get('{URL}/latest/artifacts').json()[0]['url'])\n"
    )
    assert check_json(tmp_path, "--fix", "--unsafe-fixes")["summary"]["fixed"] == 2
    written = path.read_text()
    assert written.count("def circleci_builds(") == written.count("def circleci_artifacts(") == 1


def test_a_function_of_an_earlier_run_is_used(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    one = f"print(requests.get('{URL}').json()[0]['status'])\n"
    path.write_text(f"import requests\n\n{one}")
    check(tmp_path, "--fix", "--unsafe-fixes")
    before = path.read_text()
    path.write_text(before + one)
    check(tmp_path, "--fix", "--unsafe-fixes")
    assert path.read_text() == before + before.splitlines(keepends=True)[-1]


@pytest.mark.parametrize("field", ["stop_time", "build_url"])
def test_a_function_that_does_not_answer_enough(field: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"import requests\n\nprint(requests.get('{URL}').json()[0]['status'])\n")
    check(tmp_path, "--fix", "--unsafe-fixes")
    more = f"print(requests.get('{URL}').json()[0]['{field}'])\n"
    assert "does not answer all that is read" in refused(path.read_text() + more, tmp_path)
