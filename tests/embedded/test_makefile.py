"""What make leaves of a Makefile for the shell."""

from __future__ import annotations

import pytest

from migrator.call.language import CannotWrite
from tests.embedded.hosts import carried, found, place, texts


@pytest.mark.parametrize(
    ("recipe", "says"),
    [
        ("\techo a\n", ["echo a"]),
        ("\t@echo a\n\t-@ echo b\n", ["echo a", "echo b"]),
        ("\techo a \\\n\t  b\n\techo c\n", ["echo a \\\n  b", "echo c"]),
        ("\techo a \\\n  b\n", ["echo a \\\n  b"]),
        ("\techo $$A '$$B' $${C}\n", ["echo $A '$B' ${C}"]),
        ("\techo $(A) ${A}$(B) $@\n", ['A="1"\necho ${A} ${A}$(B) $@']),
        ("\techo '$(A)' \"$(A)\"\n", ['A="1"\necho \'$(A)\' "${A}"']),
        ("\tfor A in 1; do echo $$A $(A); done\n", ["for A in 1; do echo $A $(A); done"]),
        ("\techo $(D) $(E)\n", ['A="1"\nD="${A}/d"\nE="e f"\necho ${D} ${E}']),
        ("\techo $(Q)\n", ["echo $(Q)"]),
        ("\techo $(O)\n", ['O="${O:-o}"\necho ${O}']),
        ("\techo $(P)\n", ['P="p"\nP="${P} q"\necho ${P}']),
        ("\techo $(I)\n", ['if make; then\nI="1"\nfi\nif make; then\nI="2"\nfi\necho ${I}']),
        (" # no recipe\n\n\techo a\n", ["echo a"]),
        ("; echo a\n", ["echo a"]),
        ("\t$(call run,x)\n", ["$(call run,x)", "echo $(1)"]),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_recipes(recipe: str, says: list[str], newline: str) -> None:
    variables = (
        'A := 1# one\nD = $(A)/d\nE := "e f"\nQ := it\'s\nO ?= o\nP = p\nP += q\n'
        "ifdef X\nI = 1\nelse ifeq ($(X),2)\n  I = 2\nendif\ndefine run\n@echo $(1)\nendef\n\n"
    )
    host = f"{variables}all: b{'' if recipe.startswith(';') else chr(10)}{recipe}"
    assert texts("makefile", host.replace("\n", newline)) == says


def test_one_shell() -> None:
    assert texts("makefile", ".ONESHELL:\nall:\n\t@a\n\tb\nother:\n\tc\n") == ["a\nb", "c"]


@pytest.mark.parametrize("value", ["$(shell curl $$A)", "x $(shell curl $$A) y"])
def test_what_make_takes_of_a_command(value: str) -> None:
    assert texts("makefile", f"V := {value}\n") == ['make "$(curl $A)"']
    assert texts("makefile", "V != curl $$A\n") == ['make "$(curl $A)"']


def test_edits_of_a_recipe() -> None:
    host = "A := 1\nall:\n\t@echo $(A) $$B $(X) \\\n\t  c\n"
    [snippet] = found("makefile", host)
    text = snippet.source.text
    at, end = text.index("$B"), text.index("$(X)") + 4
    assert place(host, snippet, at, end) == "$$B $(X)"
    after = carried(host, snippet, [(at, end, "$C ${A} $(X) \\\n d")])
    assert after == host.replace("$$B $(X)", "$$C $(A) $(X) \\\n\t d")
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(at, at, "\n")])


def test_edits_of_a_value() -> None:
    host = "A := https://$(B)/v1 # note\nB = b\nall:\n\techo $(A)\n"
    [snippet] = found("makefile", host)
    at = snippet.source.text.index("v1")
    assert carried(host, snippet, [(at, at + 2, "v2")]) == host.replace("v1", "v2")
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(at, at + 2, '"')])
