# ruff: noqa: E501
"""Options of a command line, and look-ups, that hold an address where nobody gives one."""

from __future__ import annotations

import pytest

from tests.python.programs import at, calls, only, shown

API = "https://circleci.com/api/v1.1"
ARGPARSE = f"""
import argparse, requests
parser = argparse.ArgumentParser()
parser.add_argument("--base-url", default="{API}")
"""


@pytest.mark.parametrize(
    "program",
    [
        f"{ARGPARSE}given = parser.parse_args()\nrequests.get(given.base_url + '/me')\n",
        f"{ARGPARSE}given, rest = parser.parse_known_args()\nrequests.get(given.base_url + '/me')\n",
        f"{ARGPARSE}def go(o):\n    requests.get(o.base_url + '/me')\ngo(parser.parse_args())\n",
        f"""
import argparse, requests
def options():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("where")
    group.add_argument("-u", "--base-url", dest="there", default="{API}")
    return parser.parse_args()
def main():
    given = options()
    requests.get(f"{{given.there}}/me")
main()
""",
        f"""
import argparse, requests
parser = argparse.ArgumentParser()
parser.set_defaults(url="{API}")
requests.get(parser.parse_args().url + "/me")
""",
        f"""
import optparse, requests
parser = optparse.OptionParser()
parser.add_option("-u", "--url", default="{API}")
(options, words) = parser.parse_args()
requests.get(options.url + "/me")
""",
        f"""
import click, requests
@click.command()
@click.option("--base-url", "-b", default="{API}", show_default=True)
def main(base_url):
    requests.get(base_url + "/me")
""",
        f"""
import click, requests
@click.option("--base-url", "there", default="{API}")
def main(there):
    requests.get(there + "/me")
""",
        f"""
import typer, requests
def main(url: str = typer.Option("{API}", help="where")):
    requests.get(url + "/me")
""",
    ],
)
def test_an_option_holds_its_default(program: str) -> None:
    call = only(program)
    assert (call.method, shown(call)) == ("GET", f"{API}/me")
    assert call.doubts


def test_the_doubt_names_the_option() -> None:
    call = only(f"{ARGPARSE}requests.get(parser.parse_args().base_url + '/me')\n")
    assert call.doubts == ("`--base-url`, where it is given, must name API v2 as well",)


def test_an_option_is_a_name_that_others_read() -> None:
    program = (
        f"{ARGPARSE}o = parser.parse_args()\nrequests.get(o.base_url + '/me')\nx = o.base_url\n"
    )
    [use] = only(program).uses
    assert (use.binding.name, use.binding.copyable) == ("base_url", False)
    assert len(use.binding.references) == 2


@pytest.mark.parametrize(
    ("program", "place"),
    [
        (f"{ARGPARSE}start(parser.parse_args())\n", "parser.parse_args()"),
        (f"{ARGPARSE}start(parser.parse_args().base_url)\n", "parser.parse_args().base_url"),
        (ARGPARSE, f'"{API}"'),
        (f"import click\n@click.option('--u', default='{API}')\ndef f(u): pass\n", f"'{API}'"),
    ],
)
def test_a_default_that_reaches_no_call_is_told(program: str, place: str) -> None:
    call = only(program)
    assert (call.method, at(program, call)) == (None, place)


@pytest.mark.parametrize(
    "program",
    [
        f"import argparse\nargparse.ArgumentParser().add_argument('--u', help='{API}')\n",
        f"import click\n@click.option('--u', help='{API}')\ndef f(u): pass\n",
        f"{ARGPARSE.replace('default=', 'help=')}print(parser.parse_args())\n",
    ],
)
def test_help_is_silent(program: str) -> None:
    assert not calls(program)


@pytest.mark.parametrize(
    "looked_up",
    [
        f"getattr(settings, 'URL', '{API}')",
        f"config.get('circle', 'URL', fallback='{API}')",
        f"given.get('URL', '{API}')",
        f"given.pop('URL', '{API}')",
        f"env.str('URL', default='{API}')",
    ],
)
def test_a_look_up_gives_its_default(looked_up: str) -> None:
    call = only(f"import requests, settings\nrequests.get({looked_up} + '/me')\n")
    assert (call.method, shown(call)) == ("GET", f"{API}/me")
    assert call.doubts == ("`URL`, where it is set, must name API v2 as well",)


@pytest.mark.parametrize(
    "given",
    [
        "os.environ.get('HOST', 'https://circleci.com') + '/api/v1.1'",
        "(os.getenv('HOST') or 'https://circleci.com') + '/api/v1.1'",
        "config.get('HOST', 'https://circleci.com') + '/api/v1.1'",
    ],
)
def test_a_host_that_is_given_names_no_version(given: str) -> None:
    call = only(f"import os, requests\nrequests.get({given} + '/me')\n")
    [doubt] = call.doubts
    assert "HOST" in doubt
    assert doubt.endswith("where it is set, must be a server that answers API v2")
