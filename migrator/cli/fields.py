"""What becomes of the fields of an answer, for ``migrator explain``."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.catalog.rule import AnswerMap

_REST = "*"


def fields(answer: AnswerMap) -> Iterator[tuple[str, str]]:
    """Each field that v1.1 answers, and what a program reads instead."""
    shift = "items." if answer.list else ""
    if answer.list:
        yield "an array", "`items` of an object, a page at a time"
    moved = {path: path for path in answer.same} | dict(answer.rename)
    for path in sorted(moved):
        yield _shown(path), f"`{_shown(shift + moved[path])}`{_remarks(path, answer)}"
    for path in sorted(answer.gone.keys() - {_REST}):
        yield _shown(path), f"gone: {answer.gone[path]}{_compared(path, answer)}"
    if _REST in answer.gone:
        yield "any other", f"gone: {answer.gone[_REST]}"


def _shown(path: str) -> str:
    return path.replace(".[]", "[]")


def _remarks(path: str, answer: AnswerMap) -> str:
    never = answer.never.get(path, {})
    said = [f"never `{word}`: {instead}" for word, instead in sorted(never.items())]
    doubts = [answer.doubt[path]] if path in answer.doubt else []
    return "".join(f"; {each}" for each in (*doubts, *said))


def _compared(path: str, answer: AnswerMap) -> str:
    compared = answer.compared.get(path)
    if compared is None:
        return ""
    if compared.true:
        return (
            f"; `{compared.becomes} == {compared.true}` where it is only asked whether it is true"
        )
    words = ", ".join(f"`{word}`" for word in sorted(compared.words))
    several = "".join(
        f"; `{word}` is {', '.join(f'`{each}`' for each in found)}"
        for word, found in sorted(compared.several.items())
    )
    return (
        f"; where it is only compared with {words}, `{compared.becomes}` takes its place{several}"
    )
