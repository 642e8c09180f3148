"""Scripts to calls, to v2, and to what a stand-in for curl is given when they run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrator.call.body import Body, Encoding, Entry, Object, Scalar
from migrator.call.call import Call, Header
from migrator.call.language import Alone
from migrator.call.source import Edit, Source
from migrator.call.value import Value, text
from migrator.shell import SHELL
from tests.harness.writing import write_one

TRIGGER = "https://circleci.com/api/v1.1/project/github/acme/site/tree/main"

_V1 = re.compile(
    r"(?P<before>.*?/api/)v1(?:\.1)?(?P<project>/project/[^?]*?)"
    r"(?:/tree/(?P<branch>[^?]*)|/build)?/?(?P<query>\?.*)?",
    re.DOTALL,
)


def source(script: str) -> Source:
    return Source("run.sh", script)


def calls(script: str) -> tuple[Call, ...]:
    reading = SHELL.read(source(script), Alone())
    assert reading.trouble is None, reading.trouble
    return reading.calls


def call(script: str) -> Call:
    """The only call of ``script``."""
    (found,) = calls(script)
    return found


def urls(script: str) -> list[str]:
    return [url.written() for url in call(script).urls]


def at(script: str, found: Call) -> str:
    return source(script).at(found.span)


def apply(script: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        script = script[: edit.span.start] + edit.content + script[edit.span.end :]
    return script


def to_v2(old: Call) -> Call:
    """The v2 trigger for a v1.1 trigger, in the plainest way."""
    matches = [_V1.fullmatch(url.shape) for url in old.urls]
    new_urls = []
    branch: Value | None = None
    for url, match in zip(old.urls, matches, strict=True):
        assert match
        query = url.cut(*match.span("query")) if match["query"] else Value()
        kept = url.cut(*match.span("before")) + text("v2") + url.cut(*match.span("project"))
        new_urls.append(kept + text("/pipeline") + query)
        branch = url.cut(*match.span("branch")) if match["branch"] is not None else None
    return _with_body(replace(old, urls=tuple(new_urls)), branch)


def _with_body(old: Call, branch: Value | None) -> Call:
    entries = [Entry("branch", Scalar(branch))] if branch is not None else []
    root = old.body.root or Object()
    for entry in root.entries:
        entries.append(replace(entry, key="parameters") if entry.key != "tag" else entry)
    statuses = tuple(replace(s, status=201) if s.status == 200 else s for s in old.answer.statuses)
    answer = replace(old.answer, statuses=statuses)
    if not entries:
        return replace(old, body=Body(), answer=answer)
    body = replace(old.body, encoding=Encoding.JSON, root=replace(root, entries=tuple(entries)))
    kept = tuple(header for header in old.headers if header.name != "content-type")
    none = Header("content-type", Value())
    given = next((header for header in old.headers if header.name == "content-type"), none)
    json_header = replace(given, value=text("application/json"))
    headers = old.headers if given.value.known == "application/json" else (*kept, json_header)
    return replace(old, body=body, answer=answer, headers=headers)


def rewrite(script: str) -> str:
    """``script`` with every v1 call moved by ``to_v2``."""
    place = source(script)
    edits: set[Edit] = set()
    for found in calls(script):
        edits.update(write_one(SHELL, place, found, to_v2(found)))
    changed = apply(script, sorted(edits))
    assert SHELL.parses(source(changed)), changed
    return changed


@dataclass(frozen=True)
class Given:
    """What one run of the stand-in was given."""

    argv: tuple[str, ...]
    stdin: str

    def values(self, *options: str) -> list[str]:
        pairs = zip(self.argv, self.argv[1:], strict=False)
        return [value for name, value in pairs if name in options]

    @property
    def url(self) -> str:
        return next(word for word in self.argv if "://" in word)

    @property
    def body(self) -> object:
        (value,) = self.values("-d", "--data", "--data-raw", "--data-binary", "--json")
        return json.loads(self.stdin if value == "@-" else value)

    @property
    def headers(self) -> list[str]:
        return self.values("-H", "--header")


_STAND_IN = """#!/bin/bash
dir=$(mktemp -d "$RECORD/XXXXXX")
printf '%s\\0' "$@" > "$dir/argv"
for word in "$@"; do [ "$word" = "@-" ] && cat > "$dir/stdin"; done
echo "$ANSWER"
"""


def run(script: str, folder: Path, *args: str, **environment: str) -> list[Given]:
    """Runs ``script`` with a stand-in for curl; what that was given, in order."""
    record = folder / "record"
    record.mkdir()
    stand_in = folder / "curl"
    stand_in.write_text(_STAND_IN)
    stand_in.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-c", script, "run.sh", *args],
        check=True,
        cwd=folder,
        env={"PATH": path, "RECORD": str(record), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    ordered = sorted(record.iterdir(), key=lambda one: (one / "argv").stat().st_mtime_ns)
    return [_given(one) for one in ordered]


def _given(folder: Path) -> Given:
    stdin = folder / "stdin"
    argv = (folder / "argv").read_text().split("\0")[:-1]
    return Given(tuple(argv), stdin.read_text() if stdin.exists() else "")
