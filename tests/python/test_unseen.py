# ruff: noqa: E501
"""Endpoints that reach no call in view, and those that are none."""

from __future__ import annotations

import pytest

from tests.python.programs import at, calls, only, shown

URL = "'https://circleci.com/api/v1.1/me'"


def test_a_function_nobody_can_follow() -> None:
    program = f"from mine import fetch\nfetch({URL}, 3)\n"
    call = only(program)
    assert (call.method, at(program, call)) == (None, URL)
    assert call.obstacles == ("`fetch` is not a call this tool can follow",)


def test_the_text_is_followed_to_it() -> None:
    program = f"from mine import fetch\nAPI = {URL}\nfetch(API + '/x')\n"
    call = only(program)
    assert shown(call) == "https://circleci.com/api/v1.1/me/x"
    assert at(program, call) == "API + '/x'"
    assert [use.binding.name for use in call.uses] == ["API"]


@pytest.mark.parametrize(
    "program",
    [
        "API = {}\n",
        "def f():\n    return {}\n",
        "TABLE = {{'me': {}}}\n",
        "class C:\n    def __init__(self):\n        self.url = {}\n",
        "def f():\n    yield {}\n",
        "def f():\n    url = {}\n    print(url)\n    return url\n",
    ],
)
def test_a_literal_that_reaches_no_call(program: str) -> None:
    call = only(program.format(URL))
    assert call.method is None
    assert call.obstacles


@pytest.mark.parametrize(
    "program",
    [
        '"""{}"""\n',
        "def f():\n    {}\n",
        "# {}\n",
        "print({})\n",
        "print('see ' + {})\n",
        "import logging\nlogging.info({})\n",
        "log.warning('%s', {})\n",
        "raise ValueError({})\n",
        "raise ValueError('see {{}}'.format({}))\n",
        "parser.add_argument('--api', help={})\n",
        "parser = ArgumentParser(description={})\n",
        "assert url == {}\n",
        "if url == {}:\n    pass\n",
        "if url.startswith({}):\n    pass\n",
        "if 'x'.startswith({}):\n    pass\n",
        "d = {{{}: 1}}\n",
        "import httpretty\nhttpretty.register_uri(httpretty.GET, {})\n",
        "def test(requests_mock):\n    requests_mock.get({})\n",
        "import responses\nresponses.add(responses.GET, {})\n",
        "class T:\n    def t(self):\n        self.assertEqual(url, {})\n",
    ],
)
def test_silence(program: str) -> None:
    assert not calls(program.format(URL))


@pytest.mark.parametrize(
    "program",
    [
        "u = u.replace('https://circleci.com', {})\nfetch(u)\n",
        "import re\nfetch(re.sub('x', {}, u))\n",
        "import re\nfetch(re.compile('x').sub({0}, {0}))\n",
        "from urllib.parse import urlparse\nu = urlparse({})\nfetch(u._replace(path=u.path + '/x'))\n",
    ],
)
def test_what_an_address_is_made_of_is_told(program: str) -> None:
    assert "https://circleci.com/api/v1.1/me" in [
        shown(call) for call in calls(program.format(URL))
    ]


@pytest.mark.parametrize(
    "program",
    [
        "fetch(u.replace({}, 'x'))\n",
        "import re\nfetch(re.sub({}, 'x', u))\n",
        "fetch('x'.split({}, 1))\n",
    ],
)
def test_what_is_taken_out_of_an_address_is_silent(program: str) -> None:
    assert not calls(program.format(URL))


def test_a_literal_that_a_call_uses_is_told_once() -> None:
    program = f"import requests\nAPI = {URL}\nprint(API)\nrequests.get(API)\n"
    assert [c.method for c in calls(program)] == ["GET"]


def test_dead_programs_in_strings_are_silent() -> None:
    assert not calls(f'def main():\n    pass\n\nmain()\n"""requests.get({URL})"""\n')


def test_what_nothing_sends_is_unsent() -> None:
    assert only(f"API = {URL}\n").unsent
    assert not only(f"from mine import fetch\nfetch({URL})\n").unsent
    assert not only(f"import requests\nrequests.get({URL})\n").unsent


@pytest.mark.parametrize(
    "program",
    [
        "print(mine.ask({}))\n",
        "import logging\nlogging.info('is %s', mine.ask({}))\n",
        "mine.ask('b').startswith(mine.ask({}))\n",
        "x = map(mine.ask, [{}])\n",
        "x = list(filter(lambda u: requests.get(u).ok, [{}]))\n",
        "x = sorted([{}], key=lambda u: requests.get(u).status_code)\n",
        "print(list(map(mine.ask, [{}])))\n",
        "def ask(u):\n    return requests.get(u)\nx = list(map(ask, [{}]))\n",
    ],
)
def test_what_makes_a_text_that_is_shown_may_send_it(program: str) -> None:
    found = calls("import mine, requests\n" + program.format(URL))
    assert "https://circleci.com/api/v1.1/me" in [shown(call) for call in found]


@pytest.mark.parametrize(
    "program",
    [
        "print({})\n",
        "print('at {{}}'.format({}))\n",
        "x = len({0}) + hash({0})\n",
        "raise SystemExit(mine.dressed({}))\n",
        "self.assertEqual(mine.ask({}), 1)\n",
        "from unittest import mock\nmock.patch(mine.dressed({}))\n",
    ],
)
def test_what_is_shown_or_staged_is_silent(program: str) -> None:
    assert not calls("import mine\n" + program.format(URL))


def test_what_is_sent_is_told_once_though_it_is_shown_too() -> None:
    program = f"import mine, requests\nu = {URL}\nprint(mine.dressed(u))\nrequests.get(u)\n"
    assert only(program).method == "GET"
