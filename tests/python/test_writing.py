"""Calls back into source."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.call import Call
from migrator.call.language import Alone, CannotWrite
from migrator.call.value import text
from migrator.python import PYTHON
from tests.harness.writing import write_one
from tests.python.programs import only, source, to_pipeline, written

V1 = "https://circleci.com/api/v1.1/project/gh/a/b/tree"
V2 = "https://circleci.com/api/v2/project/gh/a/b/pipeline"
HEAD = "import requests\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"requests.post('{V1}/main')", f"requests.post('{V2}', json={{'branch': 'main'}})"),
        (f"requests.post('{V1}/a%2Fb')", f"requests.post('{V2}', json={{'branch': 'a/b'}})"),
        (f"requests.post(f'{V1}/{{b}}')", f"requests.post('{V2}', json={{'branch': b}})"),
        (f"requests.post(f'{V1}/{{b}}?x={{{{')", f"requests.post('{V2}?x={{', json={{'branch': b}})"),
        (f"requests.post(f'{V1}/{{b}}?t={{t}}')", f"requests.post(f'{V2}?t={{t}}', json={{'branch': b}})"),
        (f"requests.post(f'{V1}/{{quote(b)}}')", f"requests.post('{V2}', json={{'branch': quote(b)}})"),
        (f"requests.post(f'{V1}/feature-{{b}}')", f"requests.post('{V2}', json={{'branch': f'feature-{{b}}'}})"),
        (f"requests.post('{V1}/' f'{{b}}')", f"requests.post('{V2}' '', json={{'branch': b}})"),
        (f"requests.post('{V1}/%s' % b)", f"requests.post('{V2}', json={{'branch': b}})"),
        (f"requests.post('{V1}/%s' % (b,))", f"requests.post('{V2}', json={{'branch': b}})"),
        (f"requests.post('{V1}/%s?t=%s' % (b, t))", f"requests.post('{V2}?t=%s' % (t,), json={{'branch': b}})"),
        (f"requests.post('{V1}/%s?t=%%s&u=%%s' % (b, t, u))".replace("%%", "%"), f"requests.post('{V2}?t=%s&u=%s' % (t, u), json={{'branch': b}})"),
        (f"requests.post('{V1}/%s?x=100%%%%' % b)".replace("%%%%", "%%"), f"requests.post('{V2}?x=100%', json={{'branch': b}})"),
        (f"requests.post('{V1}/%(b)s?t=%(t)s' % {{'b': b, 't': t}})", f"requests.post('{V2}?t=%(t)s' % {{'t': t}}, json={{'branch': b}})"),
        (f"requests.post('{V1}/%(b)s' % locals())", f"requests.post('{V2}' % locals(), json={{'branch': b}})"),
        (f"requests.post('{V1}/{{}}'.format(b))", f"requests.post('{V2}', json={{'branch': b}})"),
        (f"requests.post('{V1}/{{}}?t={{}}'.format(b, t))", f"requests.post('{V2}?t={{}}'.format(t), json={{'branch': b}})"),
        (f"requests.post('{V1}/{{0}}?t={{1}}'.format(b, t))", f"requests.post('{V2}?t={{0}}'.format(t), json={{'branch': b}})"),
        (f"requests.post('{V1}/{{b}}?t={{t}}'.format(b=x, t=t))", f"requests.post('{V2}?t={{t}}'.format(t=t), json={{'branch': x}})"),
        (f"requests.post('{V1}/' + b)", f"requests.post('{V2}', json={{'branch': b}})"),
        (f"requests.post('{V1}/' + b + '?t=' + t)", f"requests.post('{V2}' + '?t=' + t, json={{'branch': b}})"),
        (f"requests.post('/'.join(['{V1}', b]))", f"requests.post('/'.join(['{V2}']), json={{'branch': b}})"),
        (f"requests.post('/'.join(['{V1[:-5]}', 'tree', b]))", f"requests.post('/'.join(['{V2[:-9]}', 'pipeline']), json={{'branch': b}})"),
        (f"b = 'main'\nrequests.post(f'{V1}/{{b}}')", f"b = 'main'\nrequests.post('{V2}', json={{'branch': b}})"),
        (f"u = f'{V1}/{{b}}'\nrequests.post(u)", f"u = '{V2}'\nrequests.post(u, json={{'branch': b}})"),
    ],
)  # fmt: skip
def test_url(before: str, after: str) -> None:
    program = f"{HEAD}def f(b, t, u, x):\n" + "".join(
        f"    {line}\n" for line in before.split("\n")
    )
    expected = f"{HEAD}def f(b, t, u, x):\n" + "".join(
        f"    {line}\n" for line in after.split("\n")
    )
    assert written(program) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f'{H}/project/gh/{o}/{r}'", "f'{H}/project/gh/{o}/{r}/pipeline'"),
        ("'{}/project/gh/{}'.format(H, r)", "'{}/project/gh/{}/pipeline'.format(H, r)"),
        ("'%s/project/gh/%s' % (H, r)", "'%s/project/gh/%s/pipeline' % (H, r)"),
        ("H + '/project/gh/' + r", "H + '/project/gh/' + r + '/pipeline'"),
        ("'/'.join([H, 'project', 'gh', r])", "'/'.join([H, 'project', 'gh', r, 'pipeline'])"),
        ("f'{H}/project/{S}'", "f'{H}/project/{S}/pipeline'"),
        (
            "'{}/project/{s}'.format(H, s='gh/a/b')",
            "'{}/project/{s}/pipeline'.format(H, s='gh/a/b')",
        ),
    ],
)
def test_a_url_that_ends_in_a_name(before: str, after: str) -> None:
    program = f"{HEAD}H = 'https://circleci.com/api/v1.1'\nS = 'gh/a/b'\ndef f(o, r):\n    requests.post(%s)\n"

    def longer(call: Call) -> Call:
        return replace(call, urls=(call.urls[0] + text("/pipeline"),))

    assert written(program % before, longer) == program % after


def test_a_template_that_is_used_twice_loses_its_own_arguments() -> None:
    program = (
        f"{HEAD}T = '{V1}/{{}}?t={{}}'\ndef f(a, b, t):\n"
        "    requests.post(T.format(a, t))\n    requests.post(T.format(b, t))\n"
    )
    assert written(program).endswith(
        "    requests.post(T.format(t), json={'branch': a})\n    requests.post(T.format(b, t))\n"
    )


def test_an_encoded_branch_is_written_as_it_is() -> None:
    program = f"{HEAD}from urllib.parse import quote_plus\n\ndef f(b):\n    requests.post(f'{V1}/{{quote_plus(b)}}')\n"
    assert f"requests.post('{V2}', json={{'branch': b}})" in written(program)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("json={'build_parameters': {'A': 'x'}}", "json={'branch': 'm', 'parameters': {'A': 'x'}}"),
        ("json={}", "json={'branch': 'm'}"),
        ("data={'tag': 'x'}", "json={'branch': 'm', 'tag': 'x'}"),
        ("data={'build_parameters[A]': 'x', 'build_parameters[N]': 5}", "json={'branch': 'm', 'parameters': {'A': 'x', 'N': '5'}}"),
        ("data={'tag': b}", "json={'branch': 'm', 'tag': str(b)}"),
        ("data={'tag': os.environ['T']}", "json={'branch': 'm', 'tag': os.environ['T']}"),
        ("data='tag=x'", "json={'branch': 'm', 'tag': 'x'}"),
        ("data=json.dumps({'tag': 'x'})", "json={'branch': 'm', 'tag': 'x'}"),
        ("{'tag': 'x'}", "json={'branch': 'm', 'tag': 'x'}"),
        ("data=None, json=None", "data=None, json={'branch': 'm'}"),
        ("auth=(b, ''),", "auth=(b, ''), json={'branch': 'm'}"),
        ("headers={'A': 'b'}", "headers={'A': 'b'}, json={'branch': 'm'}"),
        ("data='{\"tag\": \"x\"}'", "data='{\"branch\": \"m\", \"tag\": \"x\"}', headers={'Content-Type': 'application/json'}"),
    ],
)  # fmt: skip
def test_body(before: str, after: str) -> None:
    head = f"{HEAD}import json, os\n\ndef f(b):\n    "
    assert (
        written(f"{head}requests.post('{V1}/m', {before})\n")
        == f"{head}requests.post('{V2}', {after})\n"
    )


@pytest.mark.parametrize(
    ("before", "after"), [("'get'", "'put'"), ('"GET"', '"PUT"'), ("'Get'", "'PUT'")]
)
def test_a_method_has_small_letters_where_it_had_them(before: str, after: str) -> None:
    program = f"{HEAD}requests.request(%s, '{V1}/m')\n"
    put = written(program % before, lambda call: replace(call, method="PUT"))
    assert put == program % after


def test_a_body_under_a_name_is_spread() -> None:
    program = f"{HEAD}p = {{'build_parameters': {{}}}}\np['build_parameters']['A'] = 'x'\nrequests.post('{V1}/m', json=p)\n"
    assert written(program) == (
        f"{HEAD}p = {{'parameters': {{}}}}\np['parameters']['A'] = 'x'\n"
        f"requests.post('{V2}', json={{'branch': 'm', **p}})\n"
    )


def test_layout_is_kept() -> None:
    program = f"""
    import requests
    requests.post(
        "{V1}/m",  # the branch
        json={{
            # what to build
            "build_parameters": {{"A": "x"}},
        }},
        timeout=3,  # seconds
    )
    """
    assert (
        written(program)
        == source(
            f"""
    import requests
    requests.post(
        "{V2}",  # the branch
        json={{
            # what to build
            "branch": "m",
            "parameters": {{"A": "x"}},
        }},
        timeout=3,  # seconds
    )
    """
        ).text
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_lines_are_those_of_the_file(newline: str) -> None:
    program = f"{HEAD}requests.post(\n    '{V1}/m',  # one\n    timeout=3  # two\n)\n"
    expected = f"{HEAD}requests.post(\n    '{V2}',  # one\n    timeout=3,  # two\n    json={{'branch': 'm'}}\n)\n"
    assert written(program.replace("\n", newline)) == expected.replace("\n", newline)


def test_urllib_gets_a_body_a_header_and_an_import() -> None:
    program = f'"""Doc."""\nfrom __future__ import annotations\nfrom urllib.request import Request, urlopen\n\nurlopen(Request("{V1}/m", method="POST"))\n'
    assert written(program) == (
        '"""Doc."""\nfrom __future__ import annotations\nfrom urllib.request import Request, urlopen\nimport json\n\n'
        f'urlopen(Request("{V2}", method="POST", data=json.dumps({{"branch": "m"}}).encode(), '
        'headers={"Content-Type": "application/json"}))\n'
    )


@pytest.mark.parametrize("given", ["", ", fields={'tag': 'x'}", ", body=b''"])
def test_urllib3_gets_a_text_as_its_older_versions_know_no_other(given: str) -> None:
    head = "import json\nimport urllib3\nhttp = urllib3.PoolManager()\n"
    after = written(f"{head}http.request('POST', '{V1}/main'{given})\n")
    assert after.startswith(f"{head}http.request('POST', '{V2}', body=json.dumps({{")
    assert "'branch': 'main'" in after
    assert ".encode(), headers={'Content-Type': 'application/json'})" in after
    assert "fields" not in after


def test_urlopen_gets_a_request_where_one_is_at_hand() -> None:
    program = (
        f'import json\nimport urllib.request\nurllib.request.urlopen("{V1}/m", b"", timeout=3)\n'
    )
    assert written(program).endswith(
        f'urllib.request.urlopen(urllib.request.Request("{V2}", json.dumps({{"branch": "m"}}).encode(), '
        'headers={"Content-Type": "application/json"}), timeout=3)\n'
    )


def test_the_file_s_own_name_of_json_is_used() -> None:
    program = f'import json as j\nfrom urllib.request import Request, urlopen\nurlopen(Request("{V1}/m", b"", headers={{}}))\n'
    assert written(program).endswith(
        f'urlopen(Request("{V2}", j.dumps({{"branch": "m"}}).encode(), headers={{"Content-Type": "application/json"}}))\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("200", "201"),
        ("requests.codes.ok", "requests.codes.created"),
        ("requests.codes.OK", "requests.codes.CREATED"),
        ("http.HTTPStatus.OK", "http.HTTPStatus.CREATED"),
    ],
)
def test_status(before: str, after: str) -> None:
    program = (
        f"import http, requests\nr = requests.post('{V1}/m')\nassert r.status_code == {before}\n"
    )
    assert written(program).endswith(f"assert r.status_code == {after}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("requests.put('{}', json={{}})", "requests.patch('{}', json={{}})"),
        ("requests.request('PUT', '{}')", "requests.request('PATCH', '{}')"),
        (
            "requests.request(method=\"put\", url='{}')",
            "requests.request(method=\"patch\", url='{}')",
        ),
        ("urlopen(Request('{}', method='PUT'))", "urlopen(Request('{}', method='PATCH'))"),
    ],
)
def test_method(before: str, after: str) -> None:
    head = "import requests\nfrom urllib.request import Request, urlopen\n"
    url = "https://circleci.com/api/v1.1/me"
    program = f"{head}{before.format(url)}\n"
    assert written(program, lambda c: replace(c, method="PATCH")) == f"{head}{after.format(url)}\n"


def moved(call: Call) -> Call:
    """The version alone."""
    at = call.urls[0].shape.index("v1.1")
    url = call.urls[0]
    return replace(call, urls=(url.cut(0, at) + text("v2") + url.cut(at + 4),))


@pytest.mark.parametrize(
    "definition",
    [
        "API = 'https://circleci.com/api/v1.1'",
        "API = r'https://circleci.com/api/v1.1'",
        "API = ('https://circleci.com'\n       '/api/v1.1')  # both",
        "API = os.environ.get('CIRCLE_API', 'https://circleci.com/api/v1.1')",
    ],
)
def test_a_constant_is_edited_where_it_stands(definition: str) -> None:
    program = f"import os, requests\n{definition}\nrequests.get(f'{{API}}/me')\n"
    assert written(program, moved) == program.replace("v1.1", "v2")


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (f"def f(b):\n    u = f'{V1}/{{b}}'\n    b = 1\n    requests.post(u)\n", "does not mean the same"),
        (f"def f(b):\n    requests.post('{V1}/%s?t=%s' % (\n        b,  # the branch\n        1,\n    ))\n", "comment"),
        (f"V = 'POST'\nk = {{'url': '{V1}/m', 'data': {{'tag': 'x'}}}}\nrequests.post(**k)\n", "not an argument"),
        (f"key = 'build_parameters'\np = {{key: {{}}}}\nrequests.post('{V1}/m', json=p)\n", "key of the body"),
        (f"p = {{}}\np['build_parameters'] = {{}}\ndef f():\n    requests.post('{V1}/m', data=p)\n", "built elsewhere"),
    ],
)  # fmt: skip
def test_refusals(program: str, reason: str) -> None:
    before = source(HEAD + program)
    call = next(c for c in PYTHON.read(before, Alone()).calls if c.method)
    with pytest.raises(CannotWrite, match=reason):
        write_one(PYTHON, before, call, to_pipeline(call))


def test_an_endpoint_without_a_call_can_not_be_written() -> None:
    program = "from mine import fetch\nfetch('https://circleci.com/api/v1.1/me')\n"
    call = only(program)
    with pytest.raises(CannotWrite, match="no call"):
        write_one(PYTHON, source(program), call, moved(call))


def test_nothing_to_do_is_no_edit() -> None:
    program = f"{HEAD}requests.post('{V1}/m', json={{'a': 'b'}})\n"
    call = only(program)
    assert write_one(PYTHON, source(program), call, call) == ()
