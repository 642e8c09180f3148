from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.files.kind import (
    _HOSTS,
    _NAMES,
    Kind,
    kind,
    kind_by_name,
    may_be_read,
    may_tell_by_head,
)
from migrator.files.shebang import kind_by_shebang


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.py", "python"),
        ("stubs/a.pyi", "python"),
        ("A.PY", "python"),
        ("gui.pyw", "python"),
        ("SConstruct", "python"),
        ("deploy.sh", "shell"),
        ("x/y.bash", "shell"),
        ("a.bats", "shell"),
        ("a.ksh", "shell"),
        ("a.zsh", "shell"),
        ("a.dash", "shell"),
        ("a.ash", "shell"),
        ("deploy.command", "shell"),
        (".envrc", "shell"),
        ("home/.bashrc", "shell"),
        (".circleci/config.yml", "circleci"),
        ("a/.circleci/orbs/deploy.YAML", None),
        ("a/.circleci/orbs/deploy.yaml", "circleci"),
        ("orb/src/jobs/build.yml", "circleci"),
        ("src/@orb.yml", "circleci"),
        ("Makefile", "makefile"),
        ("a/GNUmakefile", "makefile"),
        ("rules.mk", "makefile"),
        ("makefile.py", "python"),
        ("Dockerfile.dev", "dockerfile"),
        ("images/ci.Dockerfile", "dockerfile"),
        ("Containerfile", "dockerfile"),
        ("Dockerfiles/readme", None),
        ("config.yml", None),
        (".github/workflows/a/b.yaml", "github"),
        ("x/action.yml", "github"),
        (".github/dependabot.yml", None),
        (".gitlab-ci.yml", "gitlab"),
        ("ci/build.gitlab-ci.yml", "gitlab"),
        ("docker-compose.override.yml", "compose"),
        ("compose.yaml", "compose"),
        ("composer.yml.bak", None),
        (".pre-commit-config.yaml", "precommit"),
        (".circleci/notes.txt", None),
        ("jobs/build.yml", None),
        ("py", None),
        ("sh", None),
        ("a.pyc", None),
        ("a.fish", None),
        ("a.sh/readme.txt", None),
        ("README.md", "markdown"),
        ("docs/a.ADOC", "markdown"),
        ("x.ipynb", "notebook"),
        ("package.json", "packagejson"),
        ("package-lock.json", None),
        ("tox.ini", "tox"),
        ("setup.cfg", None),
        ("Jenkinsfile", "jenkins"),
        ("vars/deploy.groovy", "jenkins"),
    ],
)
def test_a_name_tells(path: str, expected: Kind | None) -> None:
    assert kind_by_name(path) == expected


@pytest.mark.parametrize(
    "line",
    [
        b"#!/bin/sh",
        b"#! /bin/bash -eu",
        b"#!/usr/bin/env bash",
        b"#!/usr/bin/env -S bash -e",
        b"#!/usr/bin/env -Sbash -e",
        b"#!/usr/bin/env -i -u HOME LANG=C zsh",
        b"#!/usr/local/bin/bash5",
        b"#!/bin/ksh93",
        b"#!/bin/busybox sh",
        b"#!/usr/bin/env bats\r",
        b"#!/bin/dash\n# python",
    ],
)
def test_a_shebang_of_a_shell(line: bytes) -> None:
    assert kind_by_shebang(line) == "shell"


@pytest.mark.parametrize(
    "line",
    [
        b"#!/usr/bin/python",
        b"#!/usr/bin/env python3.11",
        b"#!/opt/pypy/bin/pypy3",
        b"#!/usr/bin/env -S uv run --script",
        b"#!/usr/bin/env -S python3 -u",
        b"#!python",
    ],
)
def test_a_shebang_of_python(line: bytes) -> None:
    assert kind_by_shebang(line) == "python"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"#!",
        b"#! ",
        b"#!/usr/bin/env",
        b"#!/usr/bin/env -S",
        b"#!/usr/bin/perl",
        b"#!/usr/bin/fish",
        b"#!/bin/tcsh",
        b"#!/usr/bin/env -S uv tool",
        b"# python",
        b"\n#!/bin/sh",
        b"\xef\xbb\xbf#!/bin/sh",
    ],
)
def test_no_shebang_that_is_read(line: bytes) -> None:
    assert kind_by_shebang(line) is None


@pytest.mark.parametrize(
    "head",
    [
        b"version: 2.1\ncommands:\n  wait:\n",
        b"# an orb\nversion: '2.1'\n\ndescription: |\n  Waits.\ncommands:\n",
        b"version: 2 # of the format\njobs:\n  build:\n",
        b"version: 2.0\r\nworkflows:\r\n",
        b'version : "2.1"\nx: &x\n  a: b\norbs:\n',
    ],
)
def test_a_config_of_circleci_by_how_it_begins(head: bytes) -> None:
    assert kind("src/wait.yml", head) == "circleci"
    assert kind("ci/pipeline.YAML", head) == "circleci"
    assert kind("notes.txt", head) is None
    assert kind("notes", head) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"version: '2.1'\nservices:\n  web:\n    command: x\n",
        b"version: 2\nupdates:\n  - jobs: x\n",
        b"version: 2.1.{build}\ncommands:\n",
        b"version: 3\njobs:\n",
        b"jobs:\n  version: 2.1\n",
        b"commands:\n  - a\nname: x\n",
        b" version: 2.1\njobs:\n",
        b"version: 2.1\n" + b"#" * 1024 + b"\njobs:\n",
    ],
)
def test_other_yaml_is_not_read(head: bytes) -> None:
    assert kind("src/wait.yml", head) is None


def test_the_name_counts_more_than_the_shebang() -> None:
    assert kind("tool.py", b"#!/bin/sh") == "python"
    assert kind("tool", b"#!/bin/sh") == "shell"
    assert kind("notes", b"text") is None


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_raise(head: bytes) -> None:
    assert kind_by_shebang(b"#!" + head) in ("python", "shell", None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("src/queue.yml", b"version: 2.1\ncommands:\n  a:\n", "circleci"),
        ("x.yaml", b"# note\nversion: '2'\njobs: {}\n", "circleci"),
        ("x.yml", b"version: 2.1\nservices: {}\n", None),
        ("x.yml", b"version: 3\njobs: {}\n", None),
        ("x.yml", b"jobs: {}\n", None),
        ("x.txt", b"version: 2.1\njobs: {}\n", None),
    ],
)
def test_a_config_under_a_name_of_its_own(path: str, text: bytes, expected: Kind | None) -> None:
    assert kind(path, text) == expected


@pytest.mark.parametrize("host", sorted(_HOSTS))
def test_no_name_of_a_host_is_sorted_out_before_its_pattern_is_tried(host: Kind) -> None:
    @given(st.from_regex(_HOSTS[host]))
    def holds(name: str) -> None:
        path = name.removeprefix("/").rstrip("\n")
        if re.search(_HOSTS[host], f"/{path}"):
            assert kind_by_name(path) is not None

    holds()


PARTS = st.sampled_from(
    ["a", "x", ".", "..", "/", ".py", ".PY", ".yml", ".json", "file", "Makefile", *sorted(_NAMES)]
)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=5))
def test_a_name_is_told_at_once_as_it_is_told_in_full(parts: list[str]) -> None:
    path = "".join(parts)
    assert may_be_read(path) == (kind_by_name(path) is not None or may_tell_by_head(path))
