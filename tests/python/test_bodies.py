"""What a request carries."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from migrator.call.body import Array, Encoding, Node, Object, Scalar
from tests.python.programs import calls, only, source

HEAD = "import json, requests\nfrom urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n"
URL = "'https://circleci.com/api/v1.1/project/gh/a/b'"


def plain(node: Node | None) -> object:
    if node is None:
        return None
    if isinstance(node, Object):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, Array):
        return [plain(item) for item in node.items]
    return node.value.written()


@pytest.mark.parametrize(
    ("program", "encoding", "expected"),
    [
        ("requests.post(U)", Encoding.NONE, None),
        ("requests.post(U, json=None)", Encoding.NONE, None),
        ("requests.post(U, json={'tag': t})", Encoding.JSON, {"tag": "t"}),
        ("requests.post(U, None, {'tag': 'x'})", Encoding.JSON, {"tag": "x"}),
        ("requests.post(U, json=dict(tag='x'))", Encoding.JSON, {"tag": "x"}),
        ("p = {'tag': 'x'}\nrequests.post(U, json=p)", Encoding.JSON, {"tag": "x"}),
        ("p = {}\np['tag'] = 'x'\nrequests.post(U, json=p)", Encoding.JSON, {"tag": "x"}),
        ("p = {'a': {}}\np['a']['b'] = 'x'\nrequests.post(U, json=p)", Encoding.JSON, {"a": {"b": "x"}}),
        ("p = {'a': '1'}\np.update({'b': '2'})\nrequests.post(U, json=p)", Encoding.JSON, {"a": "1", "b": "2"}),
        ("p = {'a': '1'}\nq = p\nq.update(b='2')\nrequests.post(U, json=p)", Encoding.JSON, {"a": "1", "b": "2"}),
        ("p = {'a': '1'}\nif x:\n    p['b'] = '2'\nrequests.post(U, json=p)", Encoding.JSON, {"a": "1", "b": "2"}),
        ("p = {'a': '1'}\nrequests.post(U, json={**p, 'b': '2'})", Encoding.JSON, {"a": "1", "b": "2"}),
        ("requests.post(U, json={'l': ['a', 1, True, None]})", Encoding.JSON, {"l": ["a", "1", "true", "null"]}),
        ("requests.post(U, {'tag': 'x'})", Encoding.FORM, {"tag": "x"}),
        ("requests.post(U, data={'n': 5})", Encoding.FORM, {"n": "5"}),
        ("requests.post(U, data=[('tag', 'x')])", Encoding.FORM, {"tag": "x"}),
        ("requests.post(U, data={'build_parameters[A]': 'x'})", Encoding.FORM, {"build_parameters": {"A": "x"}}),
        ("requests.post(U, data='tag=x&build_parameters[A]=b')", Encoding.FORM, {"tag": "x", "build_parameters": {"A": "b"}}),
        ("requests.post(U, data=json.dumps({'tag': 'x'}))", Encoding.JSON, {"tag": "x"}),
        ("requests.post(U, data='{\"tag\": \"%s\"}' % t)", Encoding.JSON, {"tag": "t"}),
        ("requests.post(U, data=f'{{\"tag\": \"{t}\"}}'.encode())", Encoding.JSON, {"tag": "t"}),
        ("requests.post(U, files={'config': f}, data={'a': 'b'})", Encoding.MULTIPART, None),
        ("requests.post(U, json=body)", Encoding.HIDDEN, None),
        ("requests.post(U, data=make())", Encoding.HIDDEN, None),
        ("urlopen(U, b'')", Encoding.NONE, None),
        ("urlopen(U, json.dumps({'tag': 'x'}).encode('utf-8'))", Encoding.JSON, {"tag": "x"}),
        ("urlopen(Request(U, data=urlencode({'tag': 'x'}).encode()))", Encoding.FORM, {"tag": "x"}),
        ("r = Request(U)\nr.data = json.dumps({'tag': 'x'}).encode()\nurlopen(r)", Encoding.JSON, {"tag": "x"}),
        ("import httpx\nhttpx.post(U, content='{\"tag\": \"x\"}')", Encoding.JSON, {"tag": "x"}),
        ("import urllib3\nurllib3.PoolManager().request('POST', U, body=json.dumps({'tag': 'x'}))", Encoding.JSON, {"tag": "x"}),
        ("import urllib3\nurllib3.PoolManager().request('POST', U, fields={'tag': 'x'})", Encoding.MULTIPART, {"tag": "x"}),
    ],
)  # fmt: skip
def test_body(program: str, encoding: Encoding, expected: object) -> None:
    [call] = [c for c in calls(f"{HEAD}U = {URL}\n{program}\n") if c.method]
    assert call.body.encoding is encoding
    assert plain(call.body.root) == expected


@pytest.mark.parametrize(
    "change",
    ["p[key] = 'x'", "fill(p)", "p.pop('tag')", "p.update(more)", "del p['tag']", "p.setdefault('a', 1)"],
)  # fmt: skip
def test_keys_out_of_view(change: str) -> None:
    call = only(
        f"{HEAD}def f(key, more):\n    p = {{'tag': 'x'}}\n    {change}\n    requests.post({URL}, json=p)\n"
    )
    assert call.body.root
    assert not call.body.root.complete


def test_showing_a_body_does_not_hide_it() -> None:
    call = only(f"{HEAD}p = {{'tag': 'x'}}\nprint(p)\nlog.info(p)\nrequests.post({URL}, json=p)\n")
    assert call.body.root
    assert call.body.root.complete


def test_numbers_of_a_form_are_text_and_of_json_are_not() -> None:
    form = only(f"{HEAD}requests.post({URL}, data={{'n': 5}})\n").body.root
    json = only(f"{HEAD}requests.post({URL}, json={{'n': 5, 'x': y, 's': 's'}})\n").body.root
    assert form
    assert json
    quoted = [e.value.quoted for e in (*form.entries, *json.entries) if isinstance(e.value, Scalar)]
    assert quoted == [True, False, False, True]


def test_query_and_headers() -> None:
    program = (
        f"{HEAD}s = requests.Session()\ns.headers.update({{'Circle-Token': t}})\ns.headers['X-A'] = 'b'\n"
        f"s.get({URL}, params={{'limit': 3}}, headers={{'Accept': 'application/json'}})\n"
    )
    call = only(program)
    assert plain(call.query) == {"limit": "3"}
    assert [h.name for h in call.headers] == ["accept", "circle-token", "x-a"]
    assert call.headers[0].value.known == "application/json"


def test_a_body_keeps_its_source() -> None:
    program = f"{HEAD}requests.post({URL}, json={{'tag': 'x'}})\n"
    body = only(program).body
    assert body.source == "{'tag': 'x'}"
    assert body.span
    assert source(program).at(body.span) == body.source


def test_a_body_through_names_uses_them() -> None:
    program = f"{HEAD}p = {{}}\np['tag'] = 'x'\nrequests.post({URL}, json=p)\n"
    [first, *rest] = only(program).uses
    assert {use.binding for use in rest} == {first.binding}
    assert {use.reference for use in (first, *rest)} == set(first.binding.references)
