"""Uses of an answer by name: small programs in which `ENVVARS`, `ME`, … stand for a call."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent
_USE = re.compile(r"^### (?P<name>[\w-]+)\n(?P<program>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_SITE = "https://circleci.com/api/v1.1/project/github/acme/site"
_URLS = {
    "ARTIFACTS": f"{_SITE}/11/artifacts",
    "ENVVARS": f"{_SITE}/envvar",
    "KEYS": f"{_SITE}/checkout-key",
    "ME": "https://circleci.com/api/v1.1/me",
    "TESTS": f"{_SITE}/10/tests",
}
_PYTHON = """import json
import os

import requests

AUTH = (os.environ["CIRCLE_TOKEN"], "")
"""
_SHELL = "#!/bin/bash\n"


def python_uses() -> dict[str, str]:
    return _uses("python.txt", _PYTHON, 'requests.get("{url}", auth=AUTH)')


def shell_uses() -> dict[str, str]:
    return _uses("shell.txt", _SHELL, 'curl -sf -u "$CIRCLE_TOKEN:" {url}')


def _uses(name: str, head: str, call: str) -> dict[str, str]:
    def written(word: re.Match[str]) -> str:
        return call.format(url=_URLS[word[0]])

    text = (_FOLDER / name).read_text(encoding="utf-8")
    return {
        use["name"]: head + re.sub("|".join(_URLS), written, use["program"])
        for use in _USE.finditer(text)
    }
