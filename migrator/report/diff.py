"""The changes of a run as one unified diff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from migrator.report.colour import Paint
from migrator.report.printable import printable
from migrator.report.report import Change
from migrator.report.secrets import Secrets

_CONTEXT = 3
_QUOTED = re.compile(rb"[^ !#-\[\]-~]")
_ESCAPES = {b'"': b'\\"', b"\\": b"\\\\", b"\t": b"\\t", b"\n": b"\\n", b"\r": b"\\r"}


def diff(changes: Iterable[Change], secrets: Secrets) -> str:
    """What ``git apply -p0`` and ``patch -p0`` take.

    A hunk with a masked secret is marked, and its header is one that they refuse:
    the mask must not get into a file.
    """
    return "".join(line for change in changes for line in _file(change, secrets))


def for_screen(text: str, paint: Paint) -> str:
    """A diff to look at: its colours, and no control character."""
    return "".join(f"{_painted(line, paint)}\n" for line in text.split("\n")[:-1])


def _painted(line: str, paint: Paint) -> str:
    shown = line[:1] + printable(line[1:].removesuffix("\r"))
    if line.startswith(("---", "+++", "@@")):
        return paint.bold(shown)
    return {"-": paint.removed, "+": paint.added}.get(line[:1], str)(shown)


def _file(change: Change, secrets: Secrets) -> Iterator[str]:
    old, new = _split(change.before), _split(change.after)
    hunks = list(_hunks(old, new))
    if not hunks:
        return
    name = _name(secrets.name(change.path))
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    shown_old, shown_new = _split(secrets.mask(change.before)), _split(secrets.mask(change.after))
    for hunk in hunks:
        yield from _hunk(hunk, (old, new), (shown_old, shown_new))


_Opcode = tuple[str, int, int, int, int]
_Texts = tuple[list[str], list[str]]


def _hunks(old: list[str], new: list[str]) -> Iterator[Sequence[_Opcode]]:
    """What differs, with its context. Equal ends are cut off first: most of a file is equal."""
    from difflib import SequenceMatcher

    pairs = zip(old, new, strict=False)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rest = min(len(old), len(new)) - head
    ends = zip(reversed(old[-rest:]), reversed(new[-rest:]), strict=True) if rest else ()
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    low = max(0, head - _CONTEXT)
    cut = max(0, tail - _CONTEXT)
    matcher = SequenceMatcher(None, old[low : len(old) - cut], new[low : len(new) - cut])
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield [(tag, a + low, b + low, c + low, d + low) for tag, a, b, c, d in group]


def _hunk(opcodes: Sequence[_Opcode], texts: _Texts, shown: _Texts) -> Iterator[str]:
    a, b, c, d = opcodes[0][1], opcodes[-1][2], opcodes[0][3], opcodes[-1][4]
    if texts[0][a:b] == shown[0][a:b] and texts[1][c:d] == shown[1][c:d]:
        yield f"@@ -{_range(a, b)} +{_range(c, d)} @@\n"
    else:
        yield (
            f"@@ -{a + 1},0 +{c + 1},0 @@ not applicable as a patch:"
            " a secret is masked (--show-secrets shows it)\n"
        )
    for tag, old_from, old_to, new_from, new_to in opcodes:
        if tag == "equal":
            yield from _marked(" ", shown[0][old_from:old_to])
            continue
        yield from _marked("-", shown[0][old_from:old_to])
        yield from _marked("+", shown[1][new_from:new_to])


def _range(start: int, stop: int) -> str:
    """Lines as a hunk's header counts them: an empty range names the line before it."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _split(text: str) -> list[str]:
    """A patch ends its lines with LF alone; other line endings are part of the line."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _name(path: str) -> str:
    """A name with odd bytes is quoted as git does it; one with a blank is ended by a tab."""
    raw = path.encode("utf-8", "surrogateescape")
    if not _QUOTED.search(raw):
        return path + "\t" * (" " in path)
    quoted = _QUOTED.sub(lambda m: _ESCAPES.get(m[0], b"\\%03o" % m[0][0]), raw)
    return f'"{quoted.decode("ascii")}"'
