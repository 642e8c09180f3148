"""Short programs, read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from posixpath import normpath
from textwrap import dedent

from migrator.call import formtext
from migrator.call.body import Encoding, Entry, Object, Scalar
from migrator.call.call import Call, Header
from migrator.call.language import Alone
from migrator.call.source import Edit, Source
from migrator.call.value import Value, text
from migrator.plan.apply import apply
from migrator.python import PYTHON
from tests.harness.writing import write_one


def source(program: str) -> Source:
    return Source("program.py", dedent(program))


class Files:
    """A project that is its ``files``; ``asked`` are those that were read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = {path: dedent(text) for path, text in files.items()}
        self.asked: list[str] = []

    def source(self, path: str) -> Source | None:
        name = normpath(path)
        if name not in self.files:
            return None
        self.asked.append(name)
        return Source(name, self.files[name])

    def calls(self, path: str) -> tuple[Call, ...]:
        reading = PYTHON.read(Source(path, self.files[path]), self)
        assert reading.trouble is None, reading.trouble
        return reading.calls


def calls(program: str) -> tuple[Call, ...]:
    reading = PYTHON.read(source(program), Alone())
    assert reading.trouble is None, reading.trouble
    return reading.calls


def only(program: str) -> Call:
    found = calls(program)
    assert len(found) == 1, [call.span for call in found]
    return found[0]


def url(program: str) -> str:
    """The one URL of the one call, each hole as its expression in angle brackets."""
    return shown(only(program))


def shown(call: Call) -> str:
    assert len(call.urls) == 1, [u.written() for u in call.urls]
    return holed(call.urls[0])


def holed(value: Value) -> str:
    return "".join(getattr(p, "text", None) or f"<{p.source}>" for p in value.pieces)  # type: ignore[union-attr]


def at(program: str, call: Call) -> str:
    return source(program).at(call.span)


def to_pipeline(call: Call) -> Call:
    """What the rule for `tree/:branch` makes of a call."""
    branches: list[Value] = []
    urls = []
    for old in call.urls:
        shape = old.shape
        version, tree, query = shape.index("/api/v"), shape.index("/tree/"), shape.find("?")
        project = shape.index("/project/")
        end = len(shape) if query < 0 else query
        branches.append(formtext.decode(old.cut(tree + 6, end)))
        urls.append(
            old.cut(0, version + 5)
            + text("v2")
            + old.cut(project, tree)
            + text("/pipeline")
            + old.cut(end)
        )
    entries = call.body.root.entries if call.body.root else ()
    kept = tuple(
        replace(e, key="parameters") if e.key == "build_parameters" else e for e in entries
    )
    root = replace(
        call.body.root or Object(), entries=(Entry("branch", Scalar(branches[0])), *kept)
    )
    return replace(
        call,
        urls=tuple(urls),
        body=replace(call.body, encoding=Encoding.JSON, root=root),
        headers=(*call.headers, Header("content-type", text("application/json"))),
        answer=replace(
            call.answer, statuses=tuple(replace(s, status=201) for s in call.answer.statuses)
        ),
    )


def written(program: str, change: Callable[[Call], Call] = to_pipeline) -> str:
    """The program after its first call is changed."""
    before = source(program)
    call = PYTHON.read(before, Alone()).calls[0]
    edits: tuple[Edit, ...] = write_one(PYTHON, before, call, change(call))
    after = apply(before.text, edits)
    assert PYTHON.parses(Source("program.py", after))
    return after
