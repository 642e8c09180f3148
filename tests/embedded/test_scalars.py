"""Every style of a YAML scalar: each character has its place, and edits read back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.language import CannotWrite
from tests.embedded.hosts import carried, found, place

STYLES = ["|", "|-", "|+", ">", ">-", "'", '"', ""]
WORDS = st.text(st.sampled_from("abz -$'\"\\/{}:#<>é😀\t&*%"), max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map("\n".join)
NEW = st.sampled_from(
    ["", "x", "v2/pipeline", "a 'b' \"c\"", "a\\\n  b", "\nX=1", "é", ": ", " # "]
)


def config(text: str, style: str, newline: str = "\n") -> str:
    """A config with one step, made by PyYAML, whose ``+`` and ``-`` it chooses itself."""
    node = yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style[:1] or None)
    key = yaml.ScalarNode("tag:yaml.org,2002:str", "run")
    step = yaml.MappingNode("tag:yaml.org,2002:map", [(key, node)], flow_style=False)
    steps = yaml.SequenceNode("tag:yaml.org,2002:seq", [step], flow_style=False)
    name = yaml.ScalarNode("tag:yaml.org,2002:str", "steps")
    root = yaml.MappingNode("tag:yaml.org,2002:map", [(name, steps)], flow_style=False)
    made: Any = yaml.serialize(root, allow_unicode=True, width=40)
    return ("# é\n" + str(made)).replace("\n", newline)


def node(host: str) -> Any:
    """The scalar of the step, as PyYAML sees it."""
    root: Any = yaml.compose(host)
    return root.value[0][1].value[0].value[0][1]


@given(TEXTS, st.sampled_from(STYLES), st.sampled_from(["\n", "\r\n"]))
def test_each_character_has_its_place(text: str, style: str, newline: str) -> None:
    host = config(text, style, newline)
    [snippet] = found("github", host)
    source = snippet.source
    assert source.text == node(host).value
    at = 0
    for index, character in enumerate(source.text):
        span = source.home(source.span(index, index + 1))
        raw = host[span.start : span.end]
        assert span.start >= at
        at = span.start
        if character == "\n":
            assert "\n" in raw or raw in ("", "\\n")
        elif character == " ":
            assert raw == " " or "\n" in raw or raw == "\\ "
        elif len(raw) == 1:
            assert raw == character
        else:
            quote = node(host).style
            assert quote in ("'", '"')
            assert yaml.safe_load(f"{quote}{raw}{quote}") == character


@given(TEXTS, st.sampled_from(STYLES), st.sampled_from(["\n", "\r\n"]), NEW, st.data())
def test_an_edit_reads_back_or_is_refused(
    text: str, style: str, newline: str, new: str, data: st.DataObject
) -> None:
    host = config(text, style, newline)
    [snippet] = found("github", host)
    before = snippet.source.text
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 6)))
    try:
        after = carried(host, snippet, [(start, end, new)])
    except CannotWrite:
        return
    assert node(after).value == before[:start] + new + before[end:]
    assert node(after).style == node(host).style


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("curl $X", "curl $X"),
        ("'curl ''$X'''", "curl '$X'"),
        ('"curl \\"$X\\"\\tb\\u00e9\\x41\\U0001F600"', 'curl "$X"\tbéA😀'),
        ('"curl \\\n        a\n        b"', "curl a b"),
        ("|\n        a\n\n          b\n", "a\n\n  b\n"),
        ("|2-\n          a\n        b", "  a\nb"),
        (">\n        a\n        b\n\n        c\n          d\n        e\n", "a b\nc\n  d\ne\n"),
        ("&anchor !!str |  # a comment\n        a\n", "a\n"),
        ("a\n        b\n\n        c", "a b\nc"),
    ],
)
def test_what_a_scalar_says(written: str, says: str) -> None:
    host = f"steps:\n  - run:\n      command: {written}\n"
    [snippet] = found("circleci", host)
    assert snippet.source.text == says
    assert yaml.safe_load(host)["steps"][0]["run"]["command"] == says
    word = snippet.source.text.index("a") if "a" in says else 0
    assert place(host, snippet, word, word + 1) == says[word]


@pytest.mark.parametrize("style", ["|", "|-", "|+", "|2", '"'])
def test_a_new_line_is_written_where_the_style_has_lines(style: str) -> None:
    body = '"a=1\\nb=2"' if style == '"' else f"{style}\n    a=1\n    b=2\n"
    if style == "|2":
        body = "|2\n      a=1\n    b=2\n"
    host = f"steps:\n- run:\n  command: {body}"
    host = host.replace("\n    ", "\n      ").replace("\n  command", "\n    command")
    [snippet] = found("circleci", host)
    end = snippet.source.text.index("\n")
    after = carried(host, snippet, [(end, end, "\nc=3\n\nd=4")])
    wanted = snippet.source.text[:end] + "\nc=3\n\nd=4" + snippet.source.text[end:]
    assert yaml.safe_load(after)["steps"][0]["run"]["command"] == wanted


@pytest.mark.parametrize("scalar", ["curl a", "'curl a'", ">\n      curl a\n"])
def test_a_style_without_lines_refuses_a_new_line(scalar: str) -> None:
    host = f"steps:\n  - run: {scalar}"
    [snippet] = found("github", host)
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(5, 5, "\n")])


def test_a_quote_is_doubled_in_a_text_in_quotes() -> None:
    host = "steps:\n  - run: 'curl a'\n"
    [snippet] = found("github", host)
    assert carried(host, snippet, [(5, 6, "'b'")]) == "steps:\n  - run: 'curl ''b'''\n"


@pytest.mark.parametrize("new", [": ", " #", ":", "\n"])
def test_a_plain_scalar_refuses_what_would_end_it(new: str) -> None:
    host = "steps:\n  - run: curl a\n"
    [snippet] = found("github", host)
    with pytest.raises(CannotWrite, match="write it as a block"):
        carried(host, snippet, [(6, 6, new)])


@pytest.mark.parametrize("new", [",", "]", "{"])
def test_a_plain_scalar_in_brackets_refuses_what_would_end_it(new: str) -> None:
    host = "steps: [{run: curl a}]\n"
    [snippet] = found("github", host)
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(5, 6, new)])
    assert carried(host, snippet, [(5, 6, "b")]) == "steps: [{run: curl b}]\n"


@pytest.mark.parametrize("start", [0, 1])
def test_the_end_of_a_block_stays_the_end_of_a_line(start: int) -> None:
    host = "steps:\n  - run: |+\n      ab\n\n  - run: c\n"
    snippet, _ = found("github", host)
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(start, 4, "")])
