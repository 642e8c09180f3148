"""Programs with a token in every place where one can stand, and tokens of every kind.

No token stands here as it is: what looks for them in repositories must not find these.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

URL = "https://circleci.com/api/v1.1/project/gh/acme/site"
KINDS = {
    "CircleCI": ("", 40),
    "CircleCI, personal": ("CCIPAT" + "_AbCdEfGh_", 40),
    "CircleCI, project": ("CCIPRJ" + "_AbCdEfGh_", 40),
    "GitHub": ("ghp" + "_", 36),
    "GitLab": ("glpat" + "-", 20),
    "Slack": ("xoxb" + "-123456789012-1234567890123-", 24),
}
_ALL, _HEAD, _TAIL = "<TOKEN>", "<HEAD>", "<TAIL>"


def token(kind: str, place: str) -> str:
    """One of its own for each place, so that none is known from another."""
    start, length = KINDS[kind]
    return start + hashlib.sha256(f"{kind} {place}".encode()).hexdigest()[:length]


def _notebook(*lines: str) -> str:
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {"cells": [{**cell, "source": list(lines)}], "metadata": {"kernelspec": spec}}
    return json.dumps({**book, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _post(arguments: str, before: str = "", url: str = "<URL>/build") -> str:
    return f'import os\nimport requests\n{before}requests.post("{url}"{arguments})\n'


def _curl(options: str, before: str = "", url: str = "<URL>/build", after: str = "") -> str:
    return f'{before}curl -X POST {options} "{url}"{after}\n'


_CONFIG = """\
version: 2.1
jobs:
  x:
    docker: [{image: cimg/base:stable}]
    environment:
      CIRCLE_TOKEN: <TOKEN>
    steps:
      - run: curl -X POST -u "$CIRCLE_TOKEN:" "<URL>/build"
"""
_WORKFLOW = """\
jobs:
  x:
    env:
      API_KEY: <TOKEN>
    steps:
      - run: curl -X POST -u "$API_KEY:" "<URL>/build"
"""
_CLASS = """\
import requests
class Client:
    key: str = "<TOKEN>"
    def go(self):
        return requests.post("<URL>/build", auth=(self.key, ""))
"""
_PARAMETER = """\
import requests
def go(key="<TOKEN>"):
    return requests.post("<URL>/build", auth=(key, ""))
"""
_COMMAND = """\
import subprocess
subprocess.run(["curl", "-X", "POST", "-u", "<TOKEN>:", "<URL>/build"])
"""

WHOLE = {
    "query.py": _post("", url="<URL>/build?circle-token=<TOKEN>"),
    "fstring.py": _post("").replace('"<URL>/build"', "f\"<URL>/build?circle-token={'<TOKEN>'}\""),
    "fstring_name.py": _post("", 'KEY = "<TOKEN>"\n').replace(
        '"<URL>/build"', 'f"<URL>/build?circle-token={KEY}"'
    ),
    "params.py": _post(', params={"circle-token": "<TOKEN>"}'),
    "auth.py": _post(', auth=("<TOKEN>", "")'),
    "auth_lines.py": _post(', auth=(\n    "<TOKEN>",\n    "",\n)'),
    "auth_name.py": _post(', auth=(KEY, "")', 'KEY = "<TOKEN>"\n'),
    "auth_class.py": _post(', auth=requests.auth.HTTPBasicAuth("<TOKEN>", "")'),
    "header.py": _post(', headers={"Circle-Token": "<TOKEN>"}'),
    "header_name.py": _post(", headers=H", 'H = {"Circle-Token": "<TOKEN>"}\n'),
    "basic.py": _post(', headers={"Authorization": "Basic <TOKEN>="}'),
    "default.py": _post(', auth=(os.environ.get("CIRCLE_TOKEN", "<TOKEN>"), "")'),
    "default_key.py": _post(', auth=(os.environ.get("CIRCLE_AUTH", "<TOKEN>"), "")'),
    "default_or.py": _post(', auth=(os.getenv("CIRCLE_KEY") or "<TOKEN>", "")'),
    "comment.py": _post(', auth=(key, "")').replace(")\n", ")  # was <TOKEN>\n"),
    "comment_above.py": _post(', auth=(key, "")', "# token: <TOKEN>\n"),
    "attribute.py": _CLASS,
    "parameter.py": _PARAMETER,
    "user_of_url.py": _post("", url=URL.replace("//", "//<TOKEN>:@") + "/build"),
    "branch.py": _post("", url="<URL>/tree/<TOKEN>"),
    "project.py": _post("", url=URL.replace("site", "<TOKEN>/build")),
    "endpoint.py": _post("", url=URL.replace("project/gh/acme/site", "nosuch/<TOKEN>")),
    "body.py": _post(', json={"build_parameters": {"X": "<TOKEN>"}}', url="<URL>/tree/main"),
    "cookie.py": _post(', cookies={"ring-session": "<TOKEN>"}'),
    "command.py": _COMMAND,
    "broken.py": "def f(:\n" + _post("", url="<URL>/build?circle-token=<TOKEN>"),
    "user.sh": _curl("-u <TOKEN>:"),
    "user_quoted.sh": _curl('-u "<TOKEN>:"'),
    "user_alone.sh": _curl("-u <TOKEN>"),
    "query.sh": _curl("", url="<URL>/build?circle-token=<TOKEN>"),
    "header.sh": _curl('-H "Circle-Token: <TOKEN>"'),
    "variable.sh": _curl('-u "$CIRCLE_TOKEN:"', "CIRCLE_TOKEN=<TOKEN>\n"),
    "variable_key.sh": _curl('-u "$KEY:"', 'KEY="<TOKEN>"\n'),
    "default.sh": _curl('-u "${CIRCLE_TOKEN:-<TOKEN>}:"'),
    "default_key.sh": _curl('-u "${X:-<TOKEN>}:"'),
    "heredoc.sh": _curl("-d @-", after=' <<X\n{"token": "<TOKEN>"}\nX'),
    "heredoc_of_options.sh": _curl("-K -", after=' <<X\nuser = "<TOKEN>:"\nX'),
    "herestring.sh": _curl("-d @-", after=' <<< "circle-token=<TOKEN>"'),
    "comment.sh": _curl('-u "$KEY:"', after="  # was <TOKEN>"),
    "wget.sh": 'wget --post-data= --header="Circle-Token: <TOKEN>" "<URL>/build"\n',
    "httpie.sh": 'http -a <TOKEN>: POST "<URL>/build"\n',
    "Makefile": _curl("-u $(TOKEN):", "TOKEN := <TOKEN>\nx:\n\t"),
    "env/Dockerfile": _curl('-u "$KEY:"', "FROM x\nENV KEY <TOKEN>\nRUN "),
    "arg/Dockerfile": _curl('-u "$KEY:"', "FROM x\nARG KEY=<TOKEN>\nRUN "),
    ".circleci/config.yml": _CONFIG,
    ".github/workflows/x.yml": _WORKFLOW,
    "book.ipynb": _notebook("TOKEN = '<TOKEN>'\n", "!curl -X POST -u <TOKEN>: <URL>/build"),
    "page.md": "# x\n\n```sh\n" + _curl("-u <TOKEN>:") + "```\n",
}
"""By the file's name."""

JOINED = {
    "joined.py": _post(', auth=(TOKEN, "")', 'TOKEN = "<HEAD>" + "<TAIL>"\n'),
    "joined_in_place.py": _post(', auth=("<HEAD>" + "<TAIL>", "")'),
    "joined_list.py": _post(', auth=(KEY, "")', 'KEY = "".join(["<HEAD>", "<TAIL>"])\n'),
    "adjacent.py": _post(', headers={"Circle-Token": "<HEAD>" "<TAIL>"}'),
    "adjacent_lines.py": _post('\n    "<TAIL>"', url="<URL>/build?circle-token=<HEAD>"),
    "joined_query.py": _post(' + "<HEAD>" + "<TAIL>"', url="<URL>/build?circle-token="),
    "joined.sh": _curl('-u "$TOKEN:"', 'TOKEN="<HEAD>""<TAIL>"\n'),
    "added.sh": _curl('-u "$KEY:"', "KEY=<HEAD>\nKEY+=<TAIL>\n"),
    "behind.sh": _curl('-u "${X}<TAIL>:"', "X=<HEAD>\n"),
    "goes_on.sh": _curl("", url="<URL>/build?circle-token=<HEAD>\\\n<TAIL>"),
}
"""A token in two pieces, neither of which may be seen."""

NAMES = ("<TOKEN>.sh", "<TOKEN>/x.sh")
"""Files in whose names it stands; a bare hash is none there."""
PLAIN = _curl('-u "$KEY:"')


@dataclass(frozen=True)
class Program:
    """``secrets`` are the pieces that no output may show."""

    path: str
    text: str
    secrets: tuple[str, ...]


def program(place: str, text: str, kind: str) -> Program:
    whole = token(kind, place)
    half = len(whole) // 2
    said = {_ALL: whole, _HEAD: whole[:half], _TAIL: whole[half:], "<URL>": URL}
    path = place
    for mark, value in said.items():
        text, path = text.replace(mark, value), path.replace(mark, value)
    return Program(path, text, (whole[:half], whole[half:]))


def programs(kind: str) -> list[Program]:
    places = {**WHOLE, **JOINED}
    if KINDS[kind][0]:
        places |= dict.fromkeys(NAMES, PLAIN)
    return [program(place, text, kind) for place, text in places.items()]


def lay_out(folder: Path, kind: str) -> list[Program]:
    laid = programs(kind)
    for each in laid:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text)
    return laid


def shown(output: str, laid: list[Program]) -> list[str]:
    """The programs whose token, or a piece of it, stands in ``output``."""
    return [each.path for each in laid if any(piece in output for piece in each.secrets)]
