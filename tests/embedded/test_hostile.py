"""No text makes a host format fail in another way than by saying so."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.embedded import CannotRead
from tests.embedded.hosts import found

KINDS = [
    "jenkins",
    "markdown",
    "notebook",
    "packagejson",
    "tox",
    "circleci",
    "compose",
    "dockerfile",
    "github",
    "gitlab",
    "makefile",
    "precommit",
]
PIECES = (
    "steps:\n script: before_script run: command: - \t \n \r\n $( $$ ${ } ) ' \" \\ | > # << >> & *"
    " [ ] { } , RUN ENV CMD <<EOF EOF curl a b := ?= ifdef endif define endef all: é ; @ % ! ? :"
).split(" ")


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_text(kind: str, text: str) -> None:
    snippets = []
    with contextlib.suppress(CannotRead):
        snippets = found(kind, text)
    for snippet in snippets:
        source = snippet.source
        home = source.home(source.span(0, len(source.text)))
        assert 0 <= home.start <= home.end <= len(text)
        assert all(source.at(hole) for hole in source.holes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", ["$(", "RUN \\\n", "\\\n", "[", "a:\n\t@$(A)\n", " ", "'", "- "])
def test_much_of_the_same_ends_soon(kind: str, unit: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(CannotRead):
        found(kind, "all:\n\t" + unit * 5_000)
    assert time.process_time() - begun < 5
