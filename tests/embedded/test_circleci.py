"""Which texts of a CircleCI config are programs, and in which language."""

from __future__ import annotations

import pytest

from migrator.call.language import CannotWrite
from migrator.embedded import CannotRead
from tests.embedded.hosts import carried, found, place, texts


@pytest.mark.parametrize(
    "steps",
    [
        "jobs:\n  build:\n    steps:\n      - run: a\n      - run: {command: b}\n",
        "commands:\n  c:\n    steps:\n      - run: a\n      - run:\n          command: b\n",
        "steps:\n  - when:\n      condition: true\n      steps: [{run: a}, {run: {command: b}}]\n",
        "jobs:\n  x:\n    parameters:\n      s: {type: steps, default: [{run: a}, {run: b}]}\n",
        "workflows:\n  w:\n    jobs:\n      - j: {pre-steps: [{run: a}], post-steps: [{run: b}]}\n",
        "orbs:\n  o:\n    commands:\n      c:\n        steps: [{run: a}, {run: b}]\n",
        "x: &x {command: a}\nsteps:\n  - run: {<<: *x, name: n}\n  - run: b\n",
    ],
)
def test_steps(steps: str) -> None:
    assert texts("circleci", steps) == ["a", "b"]


@pytest.mark.parametrize(
    "other",
    [
        "jobs:\n  run: a\n",
        "steps:\n  run: a\n",
        "steps:\n  - name: a\n    command: b\n",
        "steps:\n  - run: {name: a}\n",
        "steps:\n  - run: [a]\n",
        "steps:\n  - run:\n",
        "steps:\n  - save_cache: {key: a}\n",
        "",
        "just a text",
    ],
)
def test_other_keys_hold_no_program(other: str) -> None:
    assert [text for text in texts("circleci", other) if text] == []


@pytest.mark.parametrize(
    ("shell", "language"),
    [
        ("/bin/bash -eo pipefail", "shell"),
        ("bash.exe", "shell"),
        ("/bin/sh", "shell"),
        ("python", "python"),
        ("/usr/bin/env python3 -u", "python"),
        ("pwsh", "pwsh"),
        ("powershell.exe -ExecutionPolicy Bypass", "powershell"),
        ("/usr/bin/node", "node"),
    ],
)
@pytest.mark.parametrize(
    "config",
    [
        "steps:\n  - run: {{command: a, shell: {shell}}}\n",
        "jobs:\n  j:\n    shell: {shell}\n    steps:\n      - run: a\n",
        "steps:\n  - shell: ruby\n    run:\n      shell: {shell}\n      command: a\n",
    ],
)
def test_the_shell_names_the_language(config: str, shell: str, language: str) -> None:
    snippets = found("circleci", config.format(shell=shell))
    assert [snippet.language for snippet in snippets] == [language]


def test_parameters_are_holes() -> None:
    command = "a << parameters.x >> ${<<parameters.key>>} <<pipeline.parameters.a-b>> << 2 >> <<EOF"
    [snippet] = found("circleci", f"steps:\n  - run: {command}\n")
    assert [snippet.source.at(hole) for hole in snippet.source.holes] == [
        "<< parameters.x >>",
        "<<parameters.key>>",
        "<<pipeline.parameters.a-b>>",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("steps:\n\t- run: a\n", "tab"),
        ("steps: []\nsteps: []\n", "twice"),
        ("steps:\n  - run: 'a\n", "never closed"),
        ("a: &a [x]\n" + "".join(f"b{i}: &b{i} [{'*a, ' * 9}*a]\n" for i in range(3)), ""),
    ],
)
def test_what_is_no_yaml_is_said(text: str, reason: str) -> None:
    if not reason:
        assert texts("circleci", text) == []
        return
    with pytest.raises(CannotRead, match=reason):
        found("circleci", text)


def test_a_bomb_of_aliases_ends_in_a_message() -> None:
    lines = ["a: &a0 [x]"] + [
        f"b{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)
    ]
    with pytest.raises(CannotRead):
        found("circleci", "\n".join(lines))


def test_marks_of_sections_are_blanks_that_stay() -> None:
    host = 'steps:\n  - run: |\n      curl <<# parameters.t >> -u "$T:" <</ parameters.t >> a\n'
    [snippet] = found("circleci", host)
    text = snippet.source.text
    assert text.split() == ["curl", "-u", '"$T:"', "a"]
    at = text.index("-u")
    assert place(host, snippet, at, at + 2) == "-u"
    assert carried(host, snippet, [(at, at + 2, "-s -u")]) == host.replace("-u", "-s -u")
    for start, end in ((0, at), (5, 8), (at, len(text))):
        with pytest.raises(CannotWrite, match="template"):
            carried(host, snippet, [(start, end, "x")])


def test_a_here_document_that_is_kept_from_the_template() -> None:
    host = "steps:\n  - run: |\n      cat \\<<EOF | x\n      a\n      EOF\n"
    [snippet] = found("circleci", host)
    assert snippet.source.text == "cat <<EOF | x\na\nEOF\n"
    assert place(host, snippet, 4, 6) == "\\<<"
    after = carried(host, snippet, [(14, 15, "b")])
    assert after == host.replace("  a\n", "  b\n")


def test_a_command_that_stands_beside_its_run() -> None:
    assert texts("circleci", "steps:\n  - run:\n    command: a\n") == ["a"]
