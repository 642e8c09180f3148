# ruff: noqa: E501
"""Requests that a function makes for its callers."""

from __future__ import annotations

import time

import pytest

from migrator.call.language import CannotWrite
from tests.python.programs import at, calls, holed, only, shown, source, to_pipeline, written

API = "https://circleci.com/api/v1.1"
TREE = "project/gh/o/r/tree/main"


def _client(body: str, head: str = "verb, path, **kw", call: str = "'POST', 'me'") -> str:
    return (
        f"import requests\nclass C:\n    base = '{API}'\n"
        f"    def _do(self, {head}):\n        {body}\n"
        f"    def me(self):\n        return self._do({call})\n"
    )


@pytest.mark.parametrize(
    "program",
    [
        _client("return requests.request(verb, self.base + '/' + path, **kw)"),
        _client("return requests.request(verb, f'{self.base}/{path}').json()"),
        _client("return getattr(requests, verb.lower())(self.base + '/' + path)"),
        _client("s = requests.Session()\n        return getattr(s, verb)(self.base + '/' + path)", call="'post', 'me'"),
        _client("if verb == 'GET':\n            return requests.get(self.base + '/' + path)\n        return requests.post(self.base + '/' + path)"),
        _client("return {'GET': requests.get, 'POST': requests.post}[verb](self.base + '/' + path)"),
        _client("return requests.post(f'{self.base}/{path}')", "path, version=None", "'me'"),
        _client("return requests.post(f'{self.base}/{path}')", "*, path", "path='me'"),
        f"import requests\ndef send(url, data=None):\n    return requests.post(url, json=data)\nsend('{API}/me')\n",
        f"import requests\ndef send(path):\n    return requests.post('{API}/' + path)\ndef again(path):\n    return send(path)\nagain('me')\n",
        f"import requests\ndef send(base):\n    return requests.post(base + '/me')\ndef main():\n    send('{API}')\n",
        f"import requests\nclass B:\n    def post(self, path):\n        return requests.post('{API}' + path)\nclass D(B):\n    def me(self):\n        self.post('/me')\n",
        f"import requests\nclass C:\n    def __init__(self, base):\n        self.base = base\n    def me(self):\n        requests.post(self.base + '/me')\nC('{API}').me()\n",
        f"import requests\nclass C:\n    def __init__(self):\n        self.user = User(self)\n    def post(self, path):\n        return requests.post('{API}/' + path)\nclass User:\n    def __init__(self, client):\n        self.client = client\n    def me(self):\n        return self.client.post('me')\n",
    ],
)  # fmt: skip
def test_followed(program: str) -> None:
    [call] = [c for c in calls(program) if c.method]
    assert (call.method, shown(call)) == ("POST", f"{API}/me")


CLIENT = f"""
import requests

class Base:
    def __init__(self, base="{API}"):
        self.base = base

class Client(Base):
    def __init__(self, *given):
        super().__init__(*given)
        self.name = "client"
    def post(self, template):
        return requests.post(template.format(self.base))
"""
SHORT = f"""
import requests

class Client:
    def __init__(self):
        self.base = "{API}"
    def post(self, path):
        return requests.post(self.base + path)
"""
HANDED = SHORT.replace("self):", "self, base):", 1).replace(f'"{API}"', "base")


@pytest.mark.parametrize(
    "program",
    [
        f"{CLIENT}Client().post('{{}}/me')\n",
        f"{SHORT}Client().post('/me')\n",
        f"{SHORT}Client().post(path='/me')\n",
        f"{SHORT}if __name__ == '__main__':\n    Client().post('/me')\n",
        f"{SHORT}client = Client()\nclient.post('/me')\n",
        f"{HANDED}Client('{API}').post('/me')\n",
        f"{HANDED}def main():\n    Client('{API}').post('/me')\n",
    ],
)
def test_an_instance_is_set_up_when_it_is_made(program: str) -> None:
    found = only(program)
    assert (found.method, shown(found)) == ("POST", f"{API}/me")


def test_a_second_instance_is_set_up_too() -> None:
    other = "Client('https://other.example').post('/you')\n"
    found = calls(f"{HANDED}{other}Client('{API}').post('/me')\n")
    assert f"{API}/me" in {holed(url) for call in found for url in call.urls}


def test_what_a_constructor_calls_is_known_by_the_names_at_the_end_of_the_file() -> None:
    program = f"""
import requests

class Client:
    def __init__(self):
        requests.post(BASE + "/me")

BASE = "https://other.example"
Client()
BASE = "{API}"
"""
    urls = {holed(url) for url in only(program).urls}
    assert urls == {"https://other.example/me", f"{API}/me"}


def test_constructors_that_make_each_other_end() -> None:
    chain = "".join(
        f"class C{n}:\n    def __init__(self):\n        self.next = C{n + 1}()\n"
        for n in range(400)
    )
    last = f"class C400:\n    def __init__(self):\n        requests.post('{API}/me')\n"
    assert shown(only(f"import requests\n{chain}{last}C0()\n")) == f"{API}/me"


@pytest.mark.parametrize(
    "program",
    [
        f"API = '{API}'\ndef run(base=API, template='{{}}/me'):\n    requests.post(template.format(base))\nrun()\n",
        f"API = '{API}'\ndef run(base=API, template='{{}}/me'):\n    url = template.format(base)\n    requests.post(url)\nrun()\n",
        f"def run(x, thing):\n    (requests.post if x else thing)('{API}/me')\n",
        f"def run(x, thing):\n    f = requests.post if x else thing\n    f('{API}/me')\n",
    ],
)  # fmt: skip
def test_what_a_request_is_made_of_is_no_call_beside_it(program: str) -> None:
    found = only(f"import requests\n{program}")
    assert (found.method, shown(found)) == ("POST", f"{API}/me")


def test_an_address_that_goes_elsewhere_too_is_told_there() -> None:
    program = f"import requests\ndef run(base='{API}'):\n    requests.post(base + '/me')\n    send(base + '/user')\nrun()\n"
    assert {holed(url) for call in calls(program) for url in call.urls} == {
        f"{API}/me",
        f"{API}/user",
    }


def test_a_callee_that_may_be_another_is_doubted() -> None:
    program = f"import requests\nf = requests.get if x else thing\nf('{API}/me')\n"
    assert only(program).doubts == ("`f` may also be what sends no request",)
    assert only(program.replace("thing", "requests.post")).doubts == ()


def test_the_finding_stands_where_the_endpoint_is_named() -> None:
    program = _client("return requests.request(verb, self.base + '/' + path)")
    assert at(program, only(program)) == "self._do('POST', 'me')"


def test_each_caller_is_a_call() -> None:
    program = f"""
    import requests
    def post(path):
        return requests.post('{API}/' + path)
    def a():
        post('me')
    def b():
        post('projects')
    """
    assert [shown(c) for c in calls(program)] == [f"{API}/me", f"{API}/projects"]


def test_two_ways_into_one_call() -> None:
    program = f"""
    import requests
    def get(path):
        return requests.get('{API}/' + path)
    def f(branch):
        if branch:
            path = 'project/gh/o/r/tree/' + branch
        else:
            path = 'me'
        get(path)
    """
    assert len(only(program).urls) == 2


def test_a_function_that_names_its_endpoint_is_no_helper() -> None:
    program = f"""
    import requests
    def trigger(branch):
        requests.post('{API}/project/gh/o/r/tree/' + branch)
    trigger('main')
    trigger('dev')
    """
    call = only(program)
    assert shown(call) == f"{API}/project/gh/o/r/tree/<branch>"
    assert at(program, call).startswith("requests.post")


def test_a_base_that_the_caller_gives_is_not_where_the_endpoint_is_named() -> None:
    program = f"""
    import requests
    BASE = '{API}/project/gh/o/r'
    def builds(base, branch):
        url = '{{}}/tree/{{}}'.format(base, branch)
        return requests.get(url)
    def main():
        builds(BASE, input())
    """
    call = only(program)
    assert at(program, call) == "requests.get(url)"
    assert "/tree/" in shown(call)


def test_nobody_in_view_says_the_path() -> None:
    call = only(f"import requests\ndef get(path):\n    return requests.get(f'{API}/{{path}}')\n")
    assert shown(call) == f"{API}/<path>"


def test_a_v2_call_through_the_helper_stays_one() -> None:
    program = """
    import requests
    def get(path, version='v1.1'):
        return requests.get(f'https://circleci.com/api/{version}/{path}')
    get('me')
    get('me', version='v2')
    """
    assert [shown(c)[-7:] for c in calls(program)] == ["v1.1/me", "i/v2/me"]


def test_what_the_caller_reads_is_read_of_the_answer() -> None:
    program = f"""
    import requests
    def get(path):
        r = requests.get('{API}/' + path)
        r.raise_for_status()
        return r.json()
    print(get('me')['login'])
    get('projects')
    """
    first, second = calls(program)
    assert [read.path for read in first.answer.reads] == ["login"]
    assert first.answer.raises
    assert not second.answer.reads
    assert not second.answer.escapes


def test_the_constant_of_a_helper_is_used_where_the_helper_is_named() -> None:
    program = f"""
    import requests
    API = '{API}'
    def get(path):
        return requests.get(API + '/' + path)
    get('me')
    get(input())
    """
    call = next(c for c in calls(program) if "me" in shown(c))
    [use] = [u for u in call.uses if u.binding.name == "API" and u.reference.end < 110]
    lines = {source(program).position(span.start).line for span in use.binding.references}
    assert lines == {5, 6, 7}
    assert not use.binding.copyable


def test_a_method_that_leaves_the_end_to_its_callers_is_told_at_theirs() -> None:
    client = _client("return requests.request(verb, self.base + path)").replace(
        "def me(self):\n        return self._do('POST', 'me')",
        "def build(self, slug, n):\n        return self._do('GET', '/project/' + slug + '/' + n)",
    )
    calling = f"{client}C().build('gh/o/r', '11')\nC().build('gh/o/r', '11/artifacts')\n"
    found = [call for call in calls(calling) if call.method]
    assert [shown(call) for call in found] == [
        f"{API}/project/gh/o/r/11",
        f"{API}/project/gh/o/r/11/artifacts",
    ]
    [open_end] = [call for call in calls(client) if call.method]
    assert at(client, open_end) == "self._do('GET', '/project/' + slug + '/' + n)"


def test_keywords_that_the_helper_passes_on_are_written_at_the_call() -> None:
    program = _client(
        "return requests.request(verb, f'{self.base}/{path}', **kw)", call=f"'POST', '{TREE}'"
    )
    after = written(program)
    assert "self._do('POST', 'project/gh/o/r/pipeline', json={'branch': 'main'})" in after


def test_a_body_in_the_call_is_edited_there() -> None:
    body = "{'build_parameters': {'a': '1'}}"
    program = _client(
        "return requests.post(f'{self.base}/{path}', json=data)", "path, data", f"'{TREE}', {body}"
    )
    assert "{'branch': 'main', 'parameters': {'a': '1'}}" in written(program)


def test_a_helper_is_not_made_to_send_more() -> None:
    program = _client("return requests.post(f'{self.base}/{path}')", "path", f"'{TREE}'")
    with pytest.raises(CannotWrite, match="function that other calls use"):
        written(program, to_pipeline)


@pytest.mark.parametrize(
    "program",
    [
        "def f(p):\n    return f(p)\n",
        "def f(p):\n    return g(p)\ndef g(p):\n    return f(p)\n",
        "class C:\n    def __init__(self, c=None):\n        self.c = C(self)\n    def f(self, p):\n        return self.c.f(p)\nf = C().f\n",
        "def f(p):\n    requests.get(p)\n    f(p + '/x')\n",
        "def f(*a, **k):\n    return f(*a, **k)\nf(*f(), **f())\n",
        "f = lambda p: f(p)\n",
    ],
)  # fmt: skip
def test_recursion_ends(program: str) -> None:
    last = f"requests.get('{API}/me')\n"
    found = calls(f"import requests\n{program}f('{API}/projects')\n{last}")
    assert (found[-1].method, shown(found[-1])) == ("GET", f"{API}/me")


def test_functions_that_call_each_other_often_end_soon() -> None:
    body = "".join(
        f"def f{n}(p):\n" + f"    f{n + 1}(p + 'a')\n    f{n + 1}(p + 'b')\n" * 8 for n in range(12)
    )
    start = time.process_time()
    calls(f"import requests\n{body}def f12(p):\n    requests.get('{API}/' + p)\nf0('me')\n")
    assert time.process_time() - start < 10


def test_a_client_of_many_methods_is_read_soon() -> None:
    methods = "".join(
        f"    def m{n}(self, a):\n        path = 'project/' + a\n        return self._get(path)\n"
        for n in range(60)
    )
    program = f"""import requests
class C:
    def _do(self, verb, path, data=None):
        url = '{API}/' + path
        if verb == 'GET':
            r = requests.get(url)
        elif verb == 'POST':
            r = requests.post(url, json=data)
        else:
            raise ValueError(verb)
        r.raise_for_status()
        return r.json()
    def _get(self, path):
        return self._do('GET', path)
{methods}"""
    start = time.process_time()
    assert len(calls(program)) == 60
    assert time.process_time() - start < 2


def test_calls_that_are_given_up_are_told() -> None:
    body = "".join(f"def f{n}(p):\n    f{n + 1}(p)\n" for n in range(30))
    [call] = calls(f"import requests\n{body}def f30(p):\n    requests.get(p + '/api/v1.1')\n")
    assert "the calls that lead to it are too many to be followed" in call.obstacles


BUILD = (
    "def build(base, n):\n    return requests.get(f'{base}/project/gh/o/r/{n}/artifacts').json()\n"
)


@pytest.mark.parametrize("other", ["'https://example.com'", "sys.argv[1]", "any_host()"])
@pytest.mark.parametrize("way", ["build({}, 7)", "(lambda host: build(host, 8))({})"])
def test_a_caller_that_gives_another_address_is_told(other: str, way: str) -> None:
    own = f"print(build('{API}', 7)[0]['url'])\n"
    assert len(only(f"import requests, sys\n{BUILD}{own}").urls) == 1
    assert len(only(f"import requests, sys\n{BUILD}{own}{way.format(other)}\n").urls) == 2


def test_what_other_callers_do_with_the_answer_is_not_in_view() -> None:
    own = f"def main():\n    print(build('{API}', 7)[0]['url'])\n"
    module = f"import requests\n{BUILD}{own}"
    [escape] = only(module).answer.escapes
    assert escape.where == "returned from build()"
    assert only(f"{module}if __name__ == '__main__':\n    main()\n").answer.escapes == ()
