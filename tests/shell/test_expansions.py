from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.value import Value
from migrator.shell import SHELL
from tests.harness.writing import write_one
from tests.shell.scripts import apply, call, source, urls


@pytest.mark.parametrize(
    "expression",
    [
        '$(urlencode "$B")',
        "$(jq -rn --arg x \"$B\" '$x|@uri')",
        "$(echo \"$B\" | sed 's/\\//%2F/g')",
        "$(echo \"$B\" | sed 's|/|%2F|g')",
        '$(printf %s "$B" | jq -sRr @uri)',
        '$(python3 -c \'import sys, urllib.parse as u; print(u.quote(sys.argv[1], ""))\' "$B")',
        "$(perl -MURI::Escape -e 'print uri_escape($ARGV[0])' \"$B\")",
    ],
)
def test_encoding_leaves_the_plain_expression_in_view(expression: str) -> None:
    (hole,) = call(f'curl "https://a.test/tree/{expression}"').urls[0].holes
    assert (hole.source, hole.plain, hole.multiple) == (expression, "$B", False)


@pytest.mark.parametrize(
    ("expression", "plain"),
    [
        ("$(git branch | sed 's/\\//%2F/g')", "$(git branch)"),
        ('$(git branch --list "$X" | jq -sRr @uri)', '$(git branch --list "$X")'),
        ('$(urlencode "$A-$B")', ""),
    ],
)
def test_encoding_of_more_than_a_name(expression: str, plain: str) -> None:
    (hole,) = call(f'curl "https://a.test/tree/{expression}"').urls[0].holes
    assert (hole.plain, hole.here, hole.multiple) == (plain, bool(plain), False)
    (named,) = call(f'E={expression}\ncurl "https://a.test/tree/$E"').urls[0].holes
    assert (named.here, named.multiple) == (bool(plain), False)


def test_slashes_encoded_by_the_shell() -> None:
    (hole,) = call('curl "https://a.test/tree/${B//\\//%2F}"').urls[0].holes
    assert (hole.plain, hole.multiple) == ("${B}", False)


def test_an_encoded_variable_is_used_by_its_name() -> None:
    (hole,) = call('E=$(urlencode "$B")\ncurl "https://a.test/tree/$E"').urls[0].holes
    assert (hole.source, hole.plain) == ("$E", "$B")


def test_a_command_that_does_not_encode() -> None:
    (hole,) = call('curl "https://a.test/$(basename "$B")"').urls[0].holes
    assert not hole.encoded
    assert hole.multiple


def test_a_default_that_makes_the_url_is_read_with_a_doubt() -> None:
    found = call('curl "${API:-https://circleci.com/api/v1.1}/me"')
    assert found.urls[0].known == "https://circleci.com/api/v1.1/me"
    assert found.doubts == ("`$API`, where it is set, takes the place of the text given here",)


def test_a_plain_default_is_part_of_the_hole() -> None:
    found = call("curl https://a.test/tree/${BRANCH:-main}")
    assert found.urls[0].written() == "https://a.test/tree/${BRANCH:-main}"
    assert found.doubts == ()


def test_the_default_of_a_name_that_is_set_does_not_count() -> None:
    assert urls("A=https://a.test\ncurl ${A:-https://b.test}/c") == ["https://a.test/c"]


@pytest.mark.parametrize("given", ["$1", "$(other)", "${1:-}", "$A$B", ""])
def test_the_default_of_a_name_that_may_be_empty_counts(given: str) -> None:
    found = call(f'U={given}\ncurl "${{U:-https://a.test/x}}"')
    assert [url.known for url in found.urls] == ["https://a.test/x"]
    assert found.doubts == ("`$U`, where it is set, takes the place of the text given here",)


def test_a_default_without_a_colon_is_not_for_a_name_that_may_be_empty() -> None:
    script = "U=$1\ncurl ${U-https://a.test/x}"
    assert urls(script) == ["${U-https://a.test/x}"]


@pytest.mark.parametrize("other", ["", "$1", "$(other)"])
@pytest.mark.parametrize(
    "default", ["curl ${U:-https://a.test/2}", ": ${U:=https://a.test/2}\ncurl $U"]
)
def test_a_default_stands_beside_what_the_name_may_hold(other: str, default: str) -> None:
    script = f"if x; then U=https://a.test/1; else U={other}; fi\n{default}"
    found = urls(script)
    assert set(found) - {"$U"} == {"https://a.test/1", "https://a.test/2"}
    assert call(script).doubts


@pytest.mark.parametrize("given", ["$1", "$(other)"])
def test_a_plain_default_leaves_a_hole_as_it_is(given: str) -> None:
    script = f"B={given}\n: ${{B:=main}}\ncurl https://a.test/$B"
    assert urls(script) == ["https://a.test/$B"]
    script = f"B={given}\ncurl https://a.test/${{B:-main}}"
    assert urls(script) == ["https://a.test/${B:-main}"]


def test_what_a_name_was_given_may_stay_behind_its_default() -> None:
    script = "U=$1\n: ${U:=https://a.test/x}\ncurl $U"
    assert urls(script) == ["$U", "https://a.test/x"]


def test_assign_default() -> None:
    script = ': "${API:=https://a.test/v1}"\ncurl "$API/x"'
    found = call(script)
    assert found.urls[0].known == "https://a.test/v1/x"
    assert found.doubts
    assert [use.binding.name for use in found.uses] == ["API"]


@pytest.mark.parametrize(
    ("expansion", "value"),
    [
        ("${A%/}", "https://a.test/x"),
        ("${A%.git}", "https://a.test/x/"),
        ("${A%/x/}", "https://a.test"),
    ],
)
def test_a_known_suffix_is_taken_off(expansion: str, value: str) -> None:
    assert urls(f"A=https://a.test/x/\ncurl {expansion}") == [value]


@pytest.mark.parametrize(
    "expansion", ["${A##*/}", "${A/x/y}", "${#A}", "${A:1}", "${!A}", "${A^^}"]
)
def test_other_expansions_stay_unknown(expansion: str) -> None:
    assert urls(f"A=https://a.test/x\ncurl https://b.test/{expansion}") == [
        f"https://b.test/{expansion}"
    ]


@pytest.mark.parametrize("written", ["$N", "${N}", "$(basename $N)"])
@pytest.mark.parametrize("word", ["https://a.test/{}/retry", '"https://a.test/{}/retry"'])
def test_a_hole_can_be_filled_anew(written: str, word: str) -> None:
    script = f"curl -X POST {word.format(written)}"
    old = call(script)
    (hole,) = old.urls[0].holes
    assert hole.written is not None
    assert source(script).at(hole.written) == written
    pieces = tuple(
        replace(hole, source="$OTHER", plain="$OTHER") if piece == hole else piece
        for piece in old.urls[0].pieces
    )
    edits = write_one(SHELL, source(script), old, replace(old, urls=(Value(pieces),)))
    assert apply(script, edits) == f"curl -X POST {word.format('$OTHER')}"
