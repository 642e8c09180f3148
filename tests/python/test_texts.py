# ruff: noqa: E501
"""The ways a URL is put together."""

from __future__ import annotations

import pytest

from migrator.call.value import Literal
from tests.python.programs import calls, only, shown, source, url

HEAD = "import os, requests, posixpath\nfrom urllib.parse import quote, quote_plus, urljoin\n"
API = "https://circleci.com/api/v1.1"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'https://circleci.com/api/v1.1/me'", f"{API}/me"),
        ("'https://circleci.com' '/api/v1.1' \"/me\"", f"{API}/me"),
        ("r'https://circleci.com/api/v1.1/me'", f"{API}/me"),
        ("'https://circleci.com/\\x61pi/v1.1/me'", f"{API}/me"),
        ("b'https://circleci.com/api/v1.1/me'.decode()", f"{API}/me"),
        ("f'https://circleci.com/api/v1.1/project/{slug}'", f"{API}/project/<slug>"),
        ("f'https://circleci.com/api/v1.1/project/{slug!r}/{n:>3}'", f"{API}/project/<slug!r>/<n:>3>"),
        ("f'https://circleci.com/api/v1.1/project/{slug!s}'", f"{API}/project/<slug>"),
        ("f'https://circleci.com/api/v1.1/{{{x}}}'", f"{API}/{{<x>}}"),
        ("f'https://circleci.com/api/v1.1/' f'{a}' '/b'", f"{API}/<a>/b"),
        ("'https://circleci.com/api/v1.1/project/%s' % slug", f"{API}/project/<slug>"),
        ("'https://circleci.com/api/v1.1/%s/%s' % (a, b)", f"{API}/<a>/<b>"),
        ("'https://circleci.com/api/v1.1/%s/100%%' % (a,)", f"{API}/<a>/100%"),
        ("'https://circleci.com/api/v1.1/%(a)s/%(b)d' % {'a': x, 'b': y}", f"{API}/<x>/<y>"),
        ("'https://circleci.com/api/v1.1/%(a)s' % locals()", f"{API}/<a>"),
        ("'https://circleci.com/api/v1.1/%s/%s' % pair", f"{API}/<pair[0]>/<pair[1]>"),
        ("'https://circleci.com/api/v1.1/{}/{}'.format(a, b)", f"{API}/<a>/<b>"),
        ("'https://circleci.com/api/v1.1/{1}/{0}'.format(a, b)", f"{API}/<b>/<a>"),
        ("'https://circleci.com/api/v1.1/{a}/{b}'.format(a=x, b=y)", f"{API}/<x>/<y>"),
        ("'https://circleci.com/api/v1.1/{a}'.format(**locals())", f"{API}/<a>"),
        ("'https://circleci.com/api/v1.1/{a}'.format(**o.__dict__)", f"{API}/<o.a>"),
        ("'https://circleci.com/api/v1.1/{a}/{{}}'.format(a=x)", f"{API}/<x>/{{}}"),
        ("'https://circleci.com/api/v1.1/{}'.format('me')", f"{API}/me"),
        ("'https://circleci.com/api/v1.1/project/' + slug + '/build'", f"{API}/project/<slug>/build"),
        ("('https://circleci.com' + '/api/v1.1') + '/' + x", f"{API}/<x>"),
        ("'/'.join(['https://circleci.com/api/v1.1', 'project', slug])", f"{API}/project/<slug>"),
        ("'/'.join(('https://circleci.com/api/v1.1', 'me'))", f"{API}/me"),
        ("''.join(['https://circleci.com/api/v1.1/', slug])", f"{API}/<slug>"),
        ("urljoin('https://circleci.com/api/v1.1/', 'me')", f"{API}/me"),
        ("urljoin('https://circleci.com/x', '/api/v1.1/me')", f"{API}/me"),
        ("urljoin('https://circleci.com/api/v1/x', 'me')", "https://circleci.com/api/v1/me"),
        ("urljoin('https://circleci.com', 'me')", "https://circleci.com/me"),
        ("urljoin('https://x.example', 'https://circleci.com/api/v1.1/me')", f"{API}/me"),
        ("posixpath.join('https://circleci.com/api/v1.1', 'project', slug)", f"{API}/project/<slug>"),
        ("str('https://circleci.com/api/v1.1/me')", f"{API}/me"),
        ("'https://circleci.com/api/v1.1/'.rstrip('/') + '/me'", f"{API}/me"),
        ("' https://circleci.com/api/v1.1/me '.strip()", f"{API}/me"),
        ("'https://circleci.com/api/v1.1/me'.lower()", f"{API}/me"),
        ("'https://circleci.com/api/v1.1/%d/artifacts' % 22", f"{API}/22/artifacts"),
        ("f'https://circleci.com/api/v1.1/{22}'", f"{API}/22"),
        ("(url := 'https://circleci.com/api/v1.1/me')", f"{API}/me"),
    ],
)  # fmt: skip
def test_expression(expression: str, expected: str) -> None:
    assert url(f"{HEAD}requests.get({expression})\n") == expected


@pytest.mark.parametrize(
    "expression",
    [
        "'https://circleci.com/api/v1.1/ME'.lower()",
        "'https://circleci.com/api/v1.1/me'.replace('1.1', '2')",
        "'https://circleci.com/api/v1.1/{0.name}/{'.format(a)",
        "'https://circleci.com/api/v1.1/%*d' % (1, 2)",
    ],
)
def test_what_is_not_certain_is_a_hole(expression: str) -> None:
    [call] = [c for c in calls(f"{HEAD}requests.get({expression})\n") if c.method]
    assert call.urls[0].known is None


def test_pieces_stand_where_they_say() -> None:
    program = (
        "import requests\n"
        "é = 'ö'; API = 'https://circleci.com/api/v1.1'  # \U0001f600\n"
        "requests.get(f'{API}/\\u0070roject/{slug}/%s' % (n,) + \"?x={{\")\n"
    )
    call = only(program)
    assert shown(call) == "https://circleci.com/api/v1.1/project/<slug>/<n>?x={{"
    text = source(program)
    for piece in call.urls[0].pieces:
        assert piece.span
        written = text.at(piece.span)
        assert written == getattr(piece, "text", written) or written == "\\u0070"
        if not isinstance(piece, Literal):
            assert written in ("{slug}", "%s")


def test_an_escape_is_one_character_that_can_not_be_cut() -> None:
    program = "import requests\nrequests.get(f'https://circleci.com/api/v1.1/{{a')\n"
    pieces = only(program).urls[0].pieces
    brace = next(p for p in pieces if isinstance(p, Literal) and p.text == "{")
    assert brace.span
    assert source(program).at(brace.span) == "{{"


def test_encoding_is_seen_through() -> None:
    program = (
        HEAD
        + "requests.get(f'https://circleci.com/api/v1.1/{quote_plus(branch)}/{quote(x, safe=\"\")}')\n"
    )
    branch, x = only(program).urls[0].holes
    assert (branch.source, branch.plain, branch.multiple) == ("quote_plus(branch)", "branch", False)
    assert (x.source, x.plain, x.encoded) == ('quote(x, safe="")', "x", True)


@pytest.mark.parametrize(
    ("encoded", "slashes"),
    [
        ("quote(x)", True),
        ("quote(x, '/')", True),
        ("quote(x, safe='/:')", True),
        ("quote(x, safe=kept)", True),
        ("quote(x, **kept)", True),
        ("quote(x, encoding='utf-8')", True),
        ("quote(x, safe='')", False),
        ("quote(x, '')", False),
        ("quote_plus(x)", False),
        ("quote_plus(x, encoding='utf-8')", False),
        ("quote_plus(x, safe='/')", True),
    ],
)
def test_what_an_encoding_leaves_of_slashes(encoded: str, slashes: bool) -> None:
    program = HEAD + f"requests.get('https://circleci.com/api/v1.1/project/' + {encoded})\n"
    [hole] = only(program).urls[0].holes
    assert (hole.encoded, hole.multiple) == (True, slashes)


@pytest.mark.parametrize(
    ("encoded", "known"),
    [
        ("quote('gh/o/r')", True),
        ("quote('')", True),
        ("quote_plus('v1.2_x-y~z')", True),
        ("quote('gh/o/r', safe='')", False),
        ("quote_plus('gh/o/r')", False),
        ("quote('a b')", False),
        ("quote('a:b', safe=':')", True),
        ("quote('a:b')", False),
    ],
)
def test_what_an_encoding_leaves_as_it_is(encoded: str, known: bool) -> None:
    program = HEAD + f"requests.get('https://circleci.com/api/v1.1/' + {encoded})\n"
    assert (only(program).urls[0].known is not None) == known


def test_encoding_is_seen_through_a_name() -> None:
    program = HEAD + (
        "def f(branch):\n"
        "    safe = quote_plus(branch)\n"
        "    requests.get('https://circleci.com/api/v1.1/tree/' + safe)\n"
    )
    [hole] = only(program).urls[0].holes
    assert (hole.source, hole.plain, hole.here) == ("safe", "branch", True)


@pytest.mark.parametrize("head", ["def f(branch):\n", "class C:\n  def f(self, branch):\n"])
@pytest.mark.parametrize(("again", "here"), [("branch = branch.upper()", False), ("x = 1", True)])
def test_a_name_given_again_in_between_means_something_else(
    head: str, again: str, *, here: bool
) -> None:
    program = HEAD + (
        f"{head}    url = f'https://circleci.com/api/v1.1/tree/{{branch}}'\n"
        f"    {again}\n"
        "    requests.get(url)\n"
    )
    [hole] = only(program).urls[0].holes
    assert hole.here == here


def test_too_many_alternatives_are_told() -> None:
    turns = "".join(f"if a{n}: url += '{n}'\n" for n in range(6))
    program = f"{HEAD}url = 'https://circleci.com/api/v1.1/me'\n{turns}requests.get(url)\n"
    call = next(c for c in calls(program) if c.method)
    assert any("more than 16" in obstacle for obstacle in call.obstacles)


def test_methods_under_other_names_are_not_followed() -> None:
    program = f"{HEAD}put = '{API}/{{}}'.format\nrequests.get(put(x))\n"
    assert all(call.method is None or call.urls[0].known is None for call in calls(program))


def test_a_number_under_a_name_is_one_segment() -> None:
    [hole] = only(f"{HEAD}N = 22\nrequests.get(f'{API}/{{N}}/artifacts')\n").urls[0].holes
    assert (hole.source, hole.multiple) == ("N", False)
