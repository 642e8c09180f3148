from __future__ import annotations

import pytest

from tests.shell.scripts import call, source

JSON = '{"branch": "$B"}'


@pytest.mark.parametrize(
    "script",
    [
        f'D=$(cat <<EOF\n{JSON}\nEOF\n)\ncurl -d "$D" https://a.test',
        f'D=$(cat <<EOF\n{JSON}\nEOF)\ncurl -d "$D" https://a.test',
        f'D=`cat <<EOF\n{JSON}\nEOF\n`\ncurl -d "$D" https://a.test',
        f"read -r -d '' D <<EOF\n{JSON}\nEOF\ncurl -d \"$D\" https://a.test",
        f"curl -d @- https://a.test <<EOF\n{JSON}\nEOF",
        f"curl -d @- <<EOF https://a.test\n{JSON}\nEOF",
        f"curl --data @- <<-EOF https://a.test\n\t{JSON}\n\tEOF",
        f"cat <<EOF | curl -d @- https://a.test\n{JSON}\nEOF",
        f"curl -d @- https://a.test <<EOF > out\n{JSON}\nEOF",
        'curl -d @- https://a.test <<< "{\\"branch\\": \\"$B\\"}"',
        "echo '{\"branch\": \"'$B'\"}' | curl -d @- https://a.test",
        'printf \'{"branch": "%s"}\\n\' "$B" | curl -d @- https://a.test',
        f'data() {{\n  cat <<EOF\n{JSON}\nEOF\n}}\ncurl -d "$(data)" https://a.test',
    ],
)
def test_json_in_documents(script: str) -> None:
    found = call(script)
    assert found.body.encoding.name == "JSON", found.body
    assert found.body.root
    assert found.body.root.keys == ("branch",)
    assert found.body.raw
    assert [hole.source for hole in found.body.raw.holes] == ["$B"]
    for hole in found.body.raw.holes:
        assert hole.span
        assert source(script).at(hole.span) == "$B"


def test_a_quoted_mark_expands_nothing() -> None:
    found = call('curl -d @- https://a.test <<\'EOF\'\n{"branch": "$B"}\nEOF')
    assert found.body.raw
    assert found.body.raw.holes == ()


def test_arguments_of_a_function_in_its_document() -> None:
    script = 'd() { cat <<EOF\n{"a": "$1", "b": "$C"}\nEOF\n}\ncurl -d "$(d x)" https://a.test'
    found = call(script)
    assert found.body.raw
    assert found.body.raw.written() == '{"a": "x", "b": "$C"}'


def test_a_document_begins_at_its_first_line() -> None:
    found = call('curl -d @- https://a.test <<EOF\n\n  {"a": 1}\nEOF')
    assert found.body.source.startswith("<<EOF")
    assert found.body.raw
    assert found.body.raw.known == '\n  {"a": 1}\n'
