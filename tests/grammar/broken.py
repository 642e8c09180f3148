"""Files as no program writes them: cut, spliced, and with bytes of any kind put in."""

from __future__ import annotations

import functools
from pathlib import Path

from hypothesis import strategies as st

from migrator.files.kind import kind
from tests.harness.case import FIXTURES

NAMES = {
    "python": "program.py",
    "shell": "program.sh",
    "circleci": ".circleci/config.yml",
    "compose": "compose.yml",
    "dockerfile": "Dockerfile",
    "github": ".github/workflows/ci.yml",
    "gitlab": ".gitlab-ci.yml",
    "jenkins": "Jenkinsfile",
    "makefile": "Makefile",
    "markdown": "notes.md",
    "notebook": "notes.ipynb",
    "packagejson": "package.json",
    "precommit": ".pre-commit-config.yaml",
    "tox": "tox.ini",
}
ADDRESS = b"https://circleci.com/api/v1.1/project/github/acme/site/tree/main"
_PIECES = [
    *(b"\r", b"\n", b"\r\n", b"\t", b" ", b"\f", b"\\", b"\\\n", b"\0", b"\xff", b"\xef\xbb\xbf"),
    *(b"'", b'"', b'"""', b"`", b"$", b"$(", b"${", b")", b"}", b"{", b"[", b"]", b"|", b"&", b"#"),
    *(b"<<EOF\n", b"EOF\n", b"%s", b"{}", b"f'", b"lambda: ", b"async ", b"def ", b"class "),
    *(b"---\n", b"- ", b": ", b"&a ", b"*a", b"<<: ", b"|\n", b">-\n", b"```", b"~~~", b"\\u0000"),
    *("\U0001f600".encode(), b"\xc2\x85", "\u2028".encode(), b"\xe2\x80", b"-X POST ", b"curl "),
    *(ADDRESS, b"# migrator: ignore[unknown] x\n", b"<< parameters.x >>", b"{% raw %}"),
]


@functools.cache
def _sources(kind_: str) -> tuple[bytes, ...]:
    """The files of the fixtures that are of that kind; of a kind that has none, those of others."""
    paths = sorted(path for path in FIXTURES.rglob("*") if path.is_file())
    found = [(_kind(path), path.read_bytes()) for path in paths if path.suffix != ".toml"]
    return tuple(c for k, c in found if k == kind_) or tuple(c for k, c in found if k == "shell")


def _kind(path: Path) -> str | None:
    return kind(path.as_posix(), path.read_bytes()[:1024])


@st.composite
def broken(draw: st.DrawFn, kind: str) -> bytes:
    content = draw(st.sampled_from(_sources(kind)))
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        match draw(st.sampled_from(["cut", "put", "put", "take", "splice", "again", "swap"])):
            case "cut":
                content = content[:start]
            case "put":
                content = content[:start] + draw(_put()) + content[start:]
            case "take":
                content = content[:start] + content[min(end, start + 40) :]
            case "splice":
                other = draw(st.sampled_from(_sources(kind)))
                content = content[:start] + other[draw(st.integers(0, len(other))) :]
            case "again":
                content = content[:end] + content[start:]
            case "swap":
                content = content[:start] + draw(_put()) + content[end:]
    return content


def _put() -> st.SearchStrategy[bytes]:
    return st.one_of(st.sampled_from(_PIECES), st.sampled_from(_PIECES), st.binary(max_size=3))


@st.composite
def anything(draw: st.DrawFn) -> bytes:
    """Bytes or text without a shape, with an address somewhere in it."""
    parts = draw(st.lists(st.one_of(_put(), st.text(max_size=8).map(_encoded)), max_size=30))
    at = draw(st.integers(0, len(parts)))
    return b"".join([*parts[:at], ADDRESS, *parts[at:]])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
