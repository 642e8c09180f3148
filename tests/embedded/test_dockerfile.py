"""What the instructions of a Dockerfile run."""

from __future__ import annotations

import pytest

from migrator.call.language import CannotWrite
from tests.embedded.hosts import carried, found, texts


@pytest.mark.parametrize(
    ("instructions", "says"),
    [
        ("RUN a b\n", ["a b"]),
        ("run a\n", ["a"]),
        ("RUN --mount=type=cache,target=/x --network=none a\n", ["a"]),
        ("RUN \\\n  # note\n  a && \\\n  # note\n\n  b\nRUN c\n", ["a && \\\n  b", "c"]),
        ("ONBUILD RUN a\n", ["a"]),
        ("CMD a\nENTRYPOINT b\n", ["a", "b"]),
        ('CMD ["a", "b c", "it\'s"]\n', ["'a' 'b c' 'it'\"'\"'s'"]),
        ('CMD ["sh", "-c", "a \\"b\\""]\n', ['a "b"']),
        ("HEALTHCHECK --interval=1m CMD a\nHEALTHCHECK NONE\n", ["a"]),
        ("ENV A=1 B='2' C=\"3 4\"\nRUN $A $B $C $D\n", ['A="1"\nB="2"\nC="3 4"\n$A $B $C $D']),
        ("ENV A 1 2\nARG B\nARG C=$A\nRUN $C $B\n", ['A="1 2"\nC="${C:-$A}"\n$C $B']),
        ("ENV A=1\nFROM x\nRUN $A\n", ["$A"]),
        ("ENV A=1\nENV A=2\nRUN $A\n", ['A="2"\n$A']),
        ("RUN <<EOF\na\n\nb\nEOF\nRUN c\n", ["a\n\nb\n", "c"]),
        ("RUN cat <<EOF > x\nRUN a\nEOF\nRUN c\n", ["cat <<EOF > x", "c"]),
        ("COPY <<EOF /x\nRUN a\nEOF\nRUN c\n", ["c"]),
        ('LABEL a=b\nEXPOSE 80\nVOLUME ["/x"]\n', []),
        ('SHELL ["pwsh", "-c"]\nRUN a\nFROM x\nRUN b\n', ["a", "b"]),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_programs(instructions: str, says: list[str], newline: str) -> None:
    host = "FROM scratch\n" + instructions
    assert texts("dockerfile", host.replace("\n", newline)) == says


def test_a_here_document_names_its_language() -> None:
    host = "RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n"
    [snippet] = found("dockerfile", host)
    assert snippet.language == "python"


def test_edits() -> None:
    host = "ENV A=x\nRUN a && \\\n  # note\n  b $A\n"
    [snippet] = found("dockerfile", host)
    text = snippet.source.text
    at = text.index("x")
    assert carried(host, snippet, [(at, at + 1, "y")]) == host.replace("A=x", "A=y")
    at = text.index("b $A")
    after = carried(host, snippet, [(at, at + 1, "c \\\n  d")])
    assert after == host.replace("b $A", "c \\\n  d $A")
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(at, at, "\n")])


def test_another_shell() -> None:
    first, second = found("dockerfile", 'SHELL ["pwsh", "-c"]\nRUN a\nFROM x\nRUN b\n')
    assert (first.language, second.language) == ("pwsh", "shell")
