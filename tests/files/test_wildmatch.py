from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from migrator.files.patterns import Patterns
from migrator.files.wildmatch import BadPattern, Pattern, pattern
from tests.files.trees import git, grow

PIECES = (
    "a b * ** ? / [ab] [!a] [a-c] []a] [[:alpha:]] [a-] [b-a] [^-] [a/b] \\* ! # - *** **/ /**"
).split()
NAME = st.sampled_from("a b ab ba aa c a* - ] !a # abba [".split())
PATHS = st.lists(st.lists(NAME, min_size=1, max_size=4).map("/".join), min_size=10, max_size=20)


def made(line: str) -> Pattern:
    found = pattern(line)
    assert found is not None
    return found


def is_ignored(one: Pattern, path: str) -> bool:
    """Whether the file, or a folder it is in, is."""
    parts = path.split("/")
    above = ["/".join(parts[:size]) for size in range(1, len(parts))]
    return one.matches(path, folder=False) or any(one.matches(each, folder=True) for each in above)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join), PATHS)
@example("[[:digit:]-b]", ["-", "1", "a", "b"])
@example("[a-c-e]", ["-", "b", "d", "e"])
@example("[-b]", ["-", "b", "~"])
@example("*~", ["a", "a~"])
def test_a_pattern_means_what_it_means_to_git(line: str, paths: list[str]) -> None:
    assume(not line.startswith("!"))
    # git takes what is literal off the beginning, and sees stars at a beginning then.
    literal = len(line) - len(line.lstrip("ab-#]!"))
    assume(not (literal and line[literal:].startswith("**")))
    try:
        one = pattern(line)
    except BadPattern:
        one = None
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        grow(root, {".gitignore": f"{line}\n"})
        git(root, "init", "-q")
        names = "\0".join(paths).encode()
        told = git(root, "check-ignore", "--no-index", "-z", "--stdin", stdin=names)
    by_git = set(told.decode().split("\0")[:-1])
    assert by_git == {path for path in paths if one and is_ignored(one, path)}


@pytest.mark.parametrize("line", ["!", "/", "a\\", "[a", "[[:letters:]]", "[a-"])
def test_a_line_that_is_no_pattern(line: str) -> None:
    with pytest.raises(BadPattern):
        pattern(line)
    assert Patterns([line, "a"], lenient=True).opinion("a", folder=False)


@pytest.mark.parametrize("line", ["", "  ", "# a"])
def test_a_line_that_says_nothing(line: str) -> None:
    assert pattern(line) is None


@pytest.mark.parametrize(
    ("line", "name"), [("a\\ ", "a "), ("\\!a", "!a"), ("\\#a", "#a"), ("a  ", "a"), ("é?", "éè")]
)
def test_what_a_backslash_keeps(line: str, name: str) -> None:
    assert made(line).matches(name, folder=False)


@pytest.mark.parametrize(
    "line",
    [
        "*a" * 40 + "*b",
        "*?" * 40 + "b",
        "[a-z]*" * 40 + "!",
        "**" * 40 + "/b",
        "**/a/" * 40 + "y",
        "a/**/" * 40 + "z",
        "*/**/" * 40 + "k",
        "**/*a*" * 40 + "/c",
        "**/" * 1000 + "y",
        "a" * 100_000,
        "[" + "a-z" * 10_000 + "]*!",
    ],
    ids=lambda line: line[:12],
)
@pytest.mark.parametrize("path", ["/".join("a" * 400), "a" * 255, "/".join(["a" * 20] * 40)])
def test_a_hostile_pattern_ends(line: str, path: str) -> None:
    assert not made(line).matches(path, folder=False)
