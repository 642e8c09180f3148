# ruff: noqa: E501
"""Texts that reach a call by a name."""

from __future__ import annotations

import pytest

from tests.python.programs import calls, only, shown, source, url

API = "https://circleci.com/api/v1.1"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("u = '{}/me'\nrequests.get(u)", "/me"),
        ("A = '{}'\nB = A + '/me'\nrequests.get(B)", "/me"),
        ("A: str = '{}'\nrequests.get(A + '/me')", "/me"),
        ("u = '{}'\nu += '/me'\nrequests.get(u)", "/me"),
        ("u = 'x'\nu = '{}/me'\nrequests.get(u)", "/me"),
        ("a, b = '{}', '/me'\nrequests.get(a + b)", "/me"),
        ("a = b = '{}/me'\nrequests.get(b)", "/me"),
        ("A = '{}'\ndef f():\n    requests.get(A + '/me')", "/me"),
        ("def f():\n    requests.get(A + '/me')\nA = '{}'", "/me"),
        ("class C:\n    A = '{}'\n    def f(self):\n        requests.get(self.A + '/me')", "/me"),
        ("class C:\n    A = '{}'\n    @classmethod\n    def f(cls):\n        requests.get(cls.A + '/me')", "/me"),
        ("class C:\n    A = '{}'\n    B = A + '/me'\nrequests.get(C.B)", "/me"),
        ("class C:\n    def f(self):\n        requests.get(self.u + '/me')\n    def __init__(self):\n        self.u = '{}'", "/me"),
        ("class B:\n    u = '{}'\nclass C(B):\n    def f(self):\n        requests.get(self.u + '/me')", "/me"),
        ("class B:\n    def f(self):\n        requests.get(self.u + '/me')\nclass C(B):\n    u = '{}'", "/me"),
        ("class C:\n    @property\n    def u(self):\n        return '{}'\n    def f(self):\n        requests.get(self.u + '/me')", "/me"),
        ("def base():\n    return '{}'\nrequests.get(base() + '/me')", "/me"),
        ("def at(path):\n    return '{}/' + path\nrequests.get(at('me'))", "/me"),
        ("E = dict(u='{}')\nrequests.get(E['u'] + '/me')", "/me"),
        ("for n in (1, 2):\n    u = '{}/me'\n    requests.get(u)", "/me"),
        ("def f(u='{}'):\n    requests.get(u + '/me')", "/me"),
        ("global_ = '{}'\ndef f():\n    global g\n    g = global_\ndef h():\n    requests.get(g + '/me')", "/me"),
    ],
)  # fmt: skip
def test_followed(program: str, expected: str) -> None:
    assert url("import requests\n" + program.format(API) + "\n") == API + expected


def test_both_ways_of_an_if() -> None:
    call = only(
        f"""
        import requests
        if org:
            url = '{API}/project/' + org
        else:
            url = '{API}/me'
        requests.get(url)
        """
    )
    assert {u.written() for u in call.urls} == {f"{API}/project/org", f"{API}/me"}


@pytest.mark.parametrize(
    "program",
    [
        "u = '{0}/a' if x else '{0}/b'\nrequests.get(u)",
        "try:\n    u = '{0}/a'\nexcept E:\n    u = '{0}/b'\nrequests.get(u)",
        "match x:\n    case 1:\n        u = '{0}/a'\n    case _:\n        u = '{0}/b'\nrequests.get(u)",
        "for u in ('{0}/a', '{0}/b'):\n    requests.get(u)",
        "u = '{0}/a'\nwhile x:\n    requests.get(u)\n    u = '{0}/b'",
    ],
)
def test_alternatives(program: str) -> None:
    found = [c for c in calls("import requests\n" + program.format(API) + "\n") if c.method]
    assert {u.known for c in found for u in c.urls if u.known} == {f"{API}/a", f"{API}/b"}


def test_a_way_that_ends_does_not_go_on() -> None:
    program = f"""
    import requests
    def f(x):
        url = '{API}/a'
        if x:
            url = '{API}/b'
            return
        requests.get(url)
    """
    [call] = [c for c in calls(program) if c.method]
    assert shown(call) == f"{API}/a"


def test_none_is_no_url() -> None:
    program = f"import requests\nu = None\nif x:\n    u = '{API}/me'\nrequests.get(u)\n"
    assert url(program) == f"{API}/me"


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("os.environ.get('CIRCLE_API', '{}')", "CIRCLE_API"),
        ("os.getenv('CIRCLE_API', '{}')", "CIRCLE_API"),
        ("os.environ.setdefault('CIRCLE_API', '{}')", "CIRCLE_API"),
        ("os.environ.get('CIRCLE_API') or '{}'", "CIRCLE_API"),
        ("args.host or '{}'", "args.host"),
    ],
)
def test_a_default_holds_with_a_doubt(expression: str, name: str) -> None:
    call = only(f"import os, requests\nA = {expression.format(API)}\nrequests.get(A + '/me')\n")
    assert shown(call) == f"{API}/me"
    [doubt] = call.doubts
    assert name in doubt
    assert "must name API v2" in doubt


def test_a_default_of_a_parameter_holds_with_a_doubt() -> None:
    call = only(f"import requests\ndef f(base='{API}'):\n    requests.get(base + '/me')\n")
    [doubt] = call.doubts
    assert doubt == "a caller of f() may pass another `base`"


@pytest.mark.parametrize("default", ["'main'", "None", "'a/b'"])
def test_a_default_that_is_no_address_is_a_hole(default: str) -> None:
    program = f"import requests\ndef f(x={default}):\n    requests.get(f'{API}/tree/{{x}}')\n"
    assert url(program) == f"{API}/tree/<x>"


def test_an_imported_constant_is_a_hole() -> None:
    program = "import requests\nfrom settings import API\nrequests.get(API + '/api/v1.1/me')\n"
    assert url(program) == "<API>/api/v1.1/me"


def test_a_binding_knows_its_references() -> None:
    program = f"import requests\nAPI = '{API}'\n\ndef f():\n    requests.get(API + '/me')\n    other(API)\n\nprint(API)\n"
    call = next(c for c in calls(program) if c.method)
    [use] = call.uses
    text = source(program)
    assert use.binding.name == "API"
    assert text.at(use.binding.definition) == f"API = '{API}'"
    assert text.at(use.binding.name_span) == "API"
    assert {text.position(s.start).line for s in use.binding.references} == {5, 6, 8}
    assert use.reference in use.binding.references
    assert (use.binding.copyable, use.binding.closed) == (True, False)


@pytest.mark.parametrize(
    ("program", "copyable", "closed"),
    [
        ("_A = '{}'\nrequests.get(_A)", True, True),
        ("A = '{}'\nrequests.get(A)\nif __name__ == '__main__':\n    pass", True, True),
        ("A = '{}'; B = 1\ndef f():\n    requests.get(A)", False, False),
        ("A = '{}'\nrequests.get(A)", True, True),
        ("def f():\n    a = '{}'\n    requests.get(a)", True, True),
        ("def f(a='{}'):\n    requests.get(a)", False, True),
        ("a, b = '{}', 1\ndef f():\n    requests.get(a)", False, False),
        ("class C:\n    a = '{}'\n    def f(self):\n        requests.get(self.a)", True, False),
    ],
)
def test_what_can_be_done_with_a_binding(program: str, copyable: bool, closed: bool) -> None:
    [use] = only("import requests\n" + program.format(API + "/me") + "\n").uses
    assert (use.binding.copyable, use.binding.closed) == (copyable, closed)


def test_an_attribute_of_another_object_is_a_reference() -> None:
    program = f"""
    import requests
    class C:
        def __init__(self):
            self.api = '{API}'
        def f(self):
            requests.get(self.api + '/me')
    def g(other):
        return other.api
    """
    [use] = only(program).uses
    text = source(program)
    assert sorted(text.position(s.start).line for s in use.binding.references) == [7, 9]


def test_each_definition_has_its_own_references() -> None:
    program = f"""
    import requests
    def f():
        url = '{API}/a'
        requests.get(url)
        url = '{API}/b'
        requests.get(url)
    """
    first, second = calls(program)
    assert first.uses[0].binding != second.uses[0].binding
    assert [len(c.uses[0].binding.references) for c in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    "value", ["enc(f'{t}:'.encode()).decode()", "str(f'{t}')", "f'{t}'", "int(str(t))", "str(t)"]
)
def test_a_name_that_is_made_of_itself(value: str) -> None:
    program = f"""
    import requests
    def f(t):
        t = {value}
        requests.get(f"https://circleci.com/api/v1.1/me?circle-token={{t}}")
    """
    assert only(program).method == "GET"
