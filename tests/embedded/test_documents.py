"""Programs in documents, notebooks, package.json, tox.ini and Jenkinsfiles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from migrator.call.language import CannotWrite
from migrator.embedded import CannotRead
from tests.embedded.hosts import carried, found, place, texts


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("```bash\na\n```\n", ["a\n"]),
        ("``` sh\na\n\nb\n```\n", ["a\n\nb\n"]),
        ("~~~~shell title=x\na\n~~~\n~~~~\n", ["a\n~~~\n"]),
        ("```{.bash}\na\n```\n", ["a\n"]),
        ("- x\n\n  ```bash\n  a\n    b\n  ```\n", ["a\n  b\n"]),
        ("> ```bash\n> a\n>\n> b\n> ```\n", ["a\n\nb\n"]),
        ("```console\n$ a \\\n> b\nout\n% c\n```\n", ["a \\\nb\nc\n"]),
        ("```bash\nuser@host:~$ a\n(venv) $ b\n```\n", ["a\nb\n"]),
        ("```bash\na\n", ["a\n"]),
        ("```python\nx\n```\n", ["x\n"]),
        ("```\ncurl a\n```\n", ["curl a\n"]),
        ("```\n\n$ a\nb\n```\n", ["a\n"]),
        ("```\nPOST a\ncurl\n```\n", []),
        ("```\na\n```\n```json\nb\n```\n    c\n`d`\n", []),
        ("```text\n```bash\na\n```\n", []),
        ("[source,bash]\n----\na\n----\n", ["a\n"]),
        ("[source%nowrap,sh,linenums]\n.Title\n----\na\n----\n", ["a\n"]),
        ("[source,ruby]\n----\na\n----\n----\nb\n----\n", []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks(document: str, says: list[str], newline: str) -> None:
    assert texts("markdown", document.replace("\n", newline)) == says


SHELLS = "bash sh shell zsh ksh shellscript terminal console".split()
SESSIONS = "shell-session sh-session bash-session shellsession Console".split()


@pytest.mark.parametrize("word", [*SHELLS, *SESSIONS])
def test_words_for_a_shell(word: str) -> None:
    [snippet] = found("markdown", f"```{word}\na\n```\n")
    assert snippet.language == "shell"


@pytest.mark.parametrize("word", ["python", "py", "python3", "py3", "Python"])
def test_words_for_python(word: str) -> None:
    [snippet] = found("markdown", f"```{word}\na\n```\n")
    assert snippet.language == "python"


def test_edits_of_a_block() -> None:
    document = "> 1. x\n>\n>    ```console\n>    $ a \\\n>    > b\n>    ```\n"
    [snippet] = found("markdown", document)
    assert snippet.source.text == "a \\\nb\n"
    after = carried(document, snippet, [(2, 4, "c \\\n")])
    assert after == document.replace("a \\\n", "a c \\\n")
    after = carried(document, snippet, [(1, 1, " \\\nd")])
    assert after == document.replace("$ a", "$ a \\\n>    > d")


def test_placeholders_of_a_document() -> None:
    [snippet] = found("markdown", "```sh\ncurl x/<org>/<repo-name> < in > out\n```\n")
    assert [snippet.source.at(hole) for hole in snippet.source.holes] == ["<org>", "<repo-name>"]


def cell(*source: str, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "source": list(source)}


def book(*cells: dict[str, Any], language: str = "python") -> str:
    kernel = {"kernelspec": {"language": language}}
    return json.dumps({"cells": cells, "metadata": kernel}, indent=1, ensure_ascii=False)


def test_cells_are_one_program() -> None:
    host = book(cell("é = 1\n", "x"), cell("no", kind="markdown"), cell("%%time\n", "y = '\"'"))
    [snippet] = found("notebook", host)
    text = snippet.source.text
    assert text == "é = 1\nx\nNone\ny = '\"'\n"
    at = text.index('"')
    assert place(host, snippet, at, at + 1) == '\\"'
    after = carried(host, snippet, [(0, 1, 'z"\n')])
    assert json.loads(after)["cells"][0]["source"] == ['z"\n = 1\n', "x"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["!a {x} $y\n", "b"], ["a {x} $y\n", "None\nb\n"]),
        (["if x:\n", "    !a \\\n", "  b\n"], ["a \\\n  b\n", "if x:\n    None\n\n"]),
        (["o = !a"], ['the_program "$(a)"\n']),
        (["%%bash\n", "a\n", "b"], ["a\nb"]),
        (["%%html\n", "a"], []),
        (["%%capture out\n", "!a"], ["a"]),
        (["%ls\n", "df?\n", "x"], ["None\nNone\nx\n"]),
        (["x\n"], ["x\n\n"]),
    ],
)
def test_lines_of_a_cell(lines: list[str], says: list[str]) -> None:
    assert texts("notebook", book(cell(*lines))) == says


def test_a_cell_may_be_one_string() -> None:
    host = json.dumps({"cells": [{"cell_type": "code", "source": "a\n!b\nc"}]})
    assert texts("notebook", host) == ["b\n", "a\nNone\nc\n"]


def test_notebooks_of_other_languages() -> None:
    assert texts("notebook", book(cell("x"), language="R")) == []


@pytest.mark.parametrize("kind", ["notebook", "packagejson"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ('{"a": "b}', "no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('"' + "x" * 20_000_000 + '"', "longer than"),
    ],
)
def test_what_is_no_json_is_said(kind: str, text: str, reason: str) -> None:
    with pytest.raises(CannotRead, match=reason):
        found(kind, text)


def test_scripts_of_npm() -> None:
    host = '{"scripts": {"a": "x \\"y\\" \\ud83d\\ude00", "b": {"c": "no"}}, "other": {"d": "no"}}'
    [snippet] = found("packagejson", host)
    assert snippet.source.text == 'x "y" 😀'
    after = carried(host, snippet, [(2, 5, "'z' \"\\\"")])
    assert json.loads(after)["scripts"]["a"] == "x 'z' \"\\\" 😀"


def test_commands_of_tox() -> None:
    host = (
        '[tox]\ncommands = no\n[testenv]\ncommands = a {posargs}\n  - b \\{"x"\\} \\\n    c\n'
        "  # d\ndeps =\n  e\n[testenv:y]\ncommands_pre: f\n[other]\ncommands = no\n"
    )
    first, second, third = found("tox", host)
    assert first.source.text == "a {posargs}"
    assert [first.source.at(hole) for hole in first.source.holes] == ["{posargs}"]
    assert second.source.text == 'b {"x"} \\\n    c'
    assert third.source.text == "f"
    after = carried(host, second, [(3, 6, '"{"')])
    assert after == host.replace('"x"', '"\\{"')
    after = carried(host, first, [(0, 1, "z {posargs}")])
    assert after == host.replace("a {posargs}", "z {posargs} {posargs}")


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("sh 'a \\'b\\''", ["a 'b'"]),
        ('sh "a \\$B ${c} $d.e"', ["a $B ${c} $d.e"]),
        ("sh '''\na \\\\\nb'''", ["\na \\\nb"]),
        ('sh("""a "b" """)', ['a "b" ']),
        ("x = sh(returnStdout: true, script: 'a')", ['the_program "$(a)"']),
        ("x = sh(script: 'a', returnStdout: true).trim()", ['the_program "$(a)"']),
        ("sh script: 'a', label: 'b'", ["a"]),
        ("sh(label: 'b', script: 'a')", ["a"]),
        ("// sh 'a'\n/* sh 'b' */ echo \"sh 'c'\"\nx.sh 'd'\npush 'e'\nbat 'f'", []),
        ("sh command", []),
        ("sh 'a", []),
    ],
)
def test_steps_of_jenkins(script: str, says: list[str]) -> None:
    assert texts("jenkins", f"node {{\n  {script}\n}}\n") == says


def test_edits_of_groovy() -> None:
    host = "sh \"a \\$B ${c}\"\nsh 'x'\nsh '''y'''\n"
    one, two, three = found("jenkins", host)
    after = carried(host, one, [(0, 1, 'd "$E" ${c}')])
    assert after.startswith('sh "d \\"\\$E\\" ${c} \\$B ${c}"')
    assert "sh 'it\\'s'" in carried(host, two, [(0, 1, "it's")])
    assert "sh '''it's \"\n'''" in carried(host, three, [(0, 1, "it's \"\n")])
    with pytest.raises(CannotWrite):
        carried(host, three, [(0, 1, "'''")])
