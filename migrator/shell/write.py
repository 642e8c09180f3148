"""A call back into the command it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from migrator.call import difference, jsontext
from migrator.call.body import Array, Encoding, Entry, Node, Object, Scalar
from migrator.call.call import Call, Header
from migrator.call.language import CannotWrite, Change, Written, one_by_one
from migrator.call.proof import proven
from migrator.call.source import Edit, Source, Span
from migrator.call.value import Literal, Value, text
from migrator.records import dataclass
from migrator.shell import backticks, filters, grounds, proof, walks
from migrator.shell.calls import Origin
from migrator.shell.dialects import dialect
from migrator.shell.folding import folded
from migrator.shell.grounds import Ground
from migrator.shell.layout import Layout
from migrator.shell.parse import Script, errors, parse
from migrator.shell.pen import PEN, word
from migrator.shell.request import Datum, Kind
from migrator.shell.settle import Settled

_DEPTH = 60
_HOLE = "_"


def write(source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
    """The edits of each change that can be written exactly."""
    written = list(one_by_one(_edits, source, changes))
    single = [(old, replace(new, walk=None)) for old, new in changes]
    # What runs a command for each page is no part of what the command says.
    bare = [
        made if new.walk is None else next(one_by_one(_edits, source, [one]))
        for made, (_, new), one in zip(written, changes, single, strict=True)
    ]
    wanted = [(old, proof.spelled(_as_sent(old, new))) for old, new in single]
    held = proven(source, wanted, bare, proof.Reader())
    return tuple(
        one if isinstance(one, CannotWrite) and not isinstance(made, CannotWrite) else made
        for made, one in zip(written, held, strict=True)
    )


def _edits(source: Source, old: Call, new: Call) -> tuple[Edit, ...]:
    """Raises ``CannotWrite``."""
    origin = old.origin
    if not isinstance(origin, Origin):
        raise CannotWrite("no command is in view that sends it")
    writer = _Writer(source, origin, old, new)
    found = sorted(edit for edit in dict.fromkeys(writer.edits()) if writer.changes(edit))
    for before, after in pairwise(found):
        if before.span.touches(after.span) or before.span == after.span:
            raise CannotWrite("two changes meet at one place")
    grounds.refuse_lost_arguments(origin, found)
    for script in {s.source.path: s for s in (origin.script, *_scripts(origin))}.values():
        own = [edit for edit in found if edit.span.path == script.source.path]
        backticks.refuse(script, own)
        if _breaks(script, own):
            raise CannotWrite("the changed command could not be read any more")
    return tuple(found)


def _scripts(origin: Origin) -> tuple[Script, ...]:
    return tuple(site.script for site in origin.sites)


def _breaks(script: Script, edits: list[Edit]) -> bool:
    """Whether ``edits`` make the grammar stumble more often than before."""
    parts: dict[Span, list[Edit]] = {}
    for edit in edits:
        parts.setdefault(script.around(edit.span), []).append(edit)
    return any(_is_worse(script.source, part, inside) for part, inside in parts.items())


def _is_worse(source: Source, part: Span, edits: list[Edit]) -> bool:
    before = changed = source.masked(_HOLE)[part.start : part.end]
    for edit in reversed(edits):
        start, end = edit.span.start - part.start, edit.span.end - part.start
        changed = changed[:start] + _masked(source, edit.content) + changed[end:]
    stumbles = _stumbles(source.path, changed)
    return stumbles > 0 and stumbles > _stumbles(source.path, before)


def _masked(source: Source, content: str) -> str:
    for hole in source.holes:
        content = content.replace(source.at(hole), _HOLE)
    return content


def _stumbles(path: str, text: str) -> int:
    return sum(1 for _ in errors(parse(Source(path, text)).root))


@dataclass(frozen=True)
class _Writer:
    source: Source
    origin: Origin
    old: Call
    new: Call

    def edits(self) -> Iterator[Edit]:
        yield from self._urls()
        yield from self._statuses()
        yield from filters.edits(self._sources, self.old.answer, self.new.answer)
        yield from walks.edits(self.source, self.origin, self.old, self.new)
        fresh = self._fresh_headers()
        if self.new.body.root is not None and self.new.body.encoding is Encoding.JSON:
            yield from self._json(fresh)
        elif self.new.body != self.old.body:
            yield from self._without_body(fresh)
        else:
            yield from self._options(fresh)
        yield from self._changed_headers()
        yield from self._method()

    def changes(self, edit: Edit) -> bool:
        """Whether ``edit`` says anything else than what is there."""
        path = edit.span.path
        source = self._sources.get(path) or self.origin.project.source(path)
        return source is None or source.at(edit.span) != edit.content

    @property
    def _sources(self) -> Mapping[str, Source]:
        """The files that the command and the calls that lead to it stand in."""
        found = (self.origin.script, *_scripts(self.origin))
        return {self.source.path: self.source, **{s.source.path: s.source for s in found}}

    @property
    def _layout(self) -> Layout:
        return grounds.of_command(self.origin).layout

    def _urls(self) -> Iterator[Edit]:
        for settled, new in zip(self.origin.urls, self.new.urls, strict=True):
            wanted = _with_query(new, self.old.query, self.new.query)
            if wanted != settled.value:
                yield from _difference(settled, wanted)

    def _statuses(self) -> Iterator[Edit]:
        pairs = zip(self.old.answer.statuses, self.new.answer.statuses, strict=True)
        for before, after in pairs:
            if before.status != after.status:
                yield Edit(before.span, str(after.status))

    def _method(self) -> Iterator[Edit]:
        given = self.origin.request.method_given
        method = self.new.method
        if method is None or method == self.old.method:
            return
        if given is None:
            yield self._layout.insert(dialect(self.origin.request).method(method))
        else:
            yield from difference.edits(given.text.value(), text(method), PEN)

    def _fresh_headers(self) -> list[str]:
        """The arguments that give headers which the command does not give yet."""
        names = {header.name for header in self.old.headers}
        speak = dialect(self.origin.request)
        fresh = [h for h in self.new.headers if h.name not in names]
        return [
            argument
            for header in fresh
            if not (header.name == "content-type" and self.origin.request.json)
            for argument in speak.header(_header_line(header))
        ]

    def _changed_headers(self) -> Iterator[Edit]:
        wanted = {header.name: header for header in self.new.headers}
        for header, given in zip(self.old.headers, self.origin.request.headers, strict=False):
            if header.name is None or header in self.new.headers:
                continue
            after = wanted.get(header.name)
            if after is None:
                yield self._layout.remove(given.words)
            elif after.value != header.value:
                yield from difference.edits(header.value, after.value, PEN)

    def _options(self, fresh: list[str]) -> Iterator[Edit]:
        if fresh:
            yield grounds.of_arguments(self.origin).insert(fresh)

    def _json(self, fresh: list[str]) -> Iterator[Edit]:
        old, root = self.old.body, self.new.body.root
        assert root is not None
        speak = dialect(self.origin.request)
        data = self.origin.request.data
        if old.encoding is Encoding.JSON and root == old.root:
            yield from self._options(fresh)
        elif old.encoding is Encoding.JSON and old.raw is not None:
            spans = [piece.span for piece in old.raw.pieces if piece.span]
            new = self._renamed(root, grounds.of_words(self.origin, spans))
            wanted = jsontext.render(old.raw, new)
            if any(isinstance(p, Literal) and p.span is None for p in old.raw.pieces):
                raise CannotWrite("`jq` makes its body: write what v2 takes into the filter")
            yield from _difference(self.origin.body[0], wanted)
            yield from self._options(fresh)
        elif old.encoding is not Encoding.HIDDEN and data:
            for datum in data:
                self._check(datum)
            yield from self._instead(data, root, fresh)
        elif old.encoding is Encoding.NONE:
            ground = grounds.of_arguments(self.origin)
            arguments = [*fresh, *speak.json(self._renamed(root, ground), None)]
            yield (ground.layout.append(arguments) if speak.trailing else ground.insert(arguments))
        elif root != old.root:
            raise CannotWrite("its body is made where nobody can see it")

    def _instead(self, data: tuple[Datum, ...], root: Object, fresh: list[str]) -> Iterator[Edit]:
        """A new body in the place of the first datum, and the others taken out."""
        given = grounds.argument(self.origin, data[0])
        if given is not None:
            ground, span = given
            if len(data) > 1 or data[0].kind is not Kind.TEXT:
                raise CannotWrite(f"`{self._sources[span.path].at(span)}` is a part of its body")
            yield Edit(span, word(jsontext.write(self._renamed(root, ground))))
            yield from self._options(fresh)
            return
        ground = grounds.of_words(self.origin, [field.span for field in data[0].words])
        new = self._renamed(root, ground)
        _refuse_files(new, data)
        speak = dialect(self.origin.request)
        arguments = [*fresh, *speak.json(new, data[0].option)]
        yield self._layout.replace(data[0].words, arguments)
        for datum in data[1:]:
            yield self._layout.remove(datum.words)

    def _check(self, datum: Datum) -> None:
        if datum.kind is Kind.INPUT:
            raise CannotWrite("its body comes from its input")
        if datum.option is not None and not datum.option.alone:
            place = datum.words[0].span
            written = self._sources[place.path].at(place)
            raise CannotWrite(f"`{written}` holds other options too")

    def _without_body(self, fresh: list[str]) -> Iterator[Edit]:
        if self.new.body.encoding is not Encoding.NONE:
            raise CannotWrite("only JSON bodies can be written")
        data = self.origin.request.data
        for datum in data:
            self._check(datum)
        needed = list(fresh)
        implied = self.origin.request.method_given is None and self.new.method != "GET"
        if implied and self.new.method == self.old.method and self.new.method is not None:
            needed = [*dialect(self.origin.request).method(self.new.method), *needed]
        if needed and data:
            yield self._layout.replace(data[0].words, needed)
            data = data[1:]
        for datum in data:
            yield self._layout.remove(datum.words)

    def _renamed(self, root: Object, ground: Ground) -> Object:
        """``root`` in the names that hold at ``ground``."""
        return replace(root, entries=self._entries(root.entries, ground, _DEPTH))

    def _entries(self, entries: tuple[Entry, ...], ground: Ground, depth: int) -> tuple[Entry, ...]:
        return tuple(
            replace(entry, value=self._node(entry.value, ground, depth - 1))
            if self._is_new(entry)
            else entry
            for entry in entries
        )

    def _node(self, node: Node, ground: Ground, depth: int) -> Node:
        if not depth:
            raise CannotWrite("the new body is nested too deeply")
        if isinstance(node, Scalar):
            return replace(node, value=ground.named(node.value)) if self._is_new(node) else node
        if isinstance(node, Array):
            items = tuple(self._node(item, ground, depth - 1) for item in node.items)
            return replace(node, items=items)
        return replace(node, entries=self._entries(node.entries, ground, depth))

    def _is_new(self, node: Node | Entry) -> bool:
        """Whether it does not stand in a JSON text already."""
        return node.origin is None or self.old.body.encoding is not Encoding.JSON


def _refuse_files(new: Node, data: tuple[Datum, ...]) -> None:
    """JSON has no ``@file`` and ``<file``, which ``--form`` puts the content of the file for."""
    parts = {datum.text.shape.partition("=")[2] for datum in data if datum.kind is Kind.PART}
    files = {part for part in parts if part.startswith(("@", "<"))}
    stack: list[Node] = [new]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            if node.value.shape in files:
                raise CannotWrite(f"`{node.value.written()}` is the content of a file")
        elif isinstance(node, Array):
            stack.extend(node.items)
        else:
            stack.extend(entry.value for entry in node.entries)


def _difference(settled: Settled, wanted: Value) -> tuple[Edit, ...]:
    """Edits that leave the text of names alone where they can."""
    try:
        return difference.edits(*folded(settled, wanted), PEN)
    except CannotWrite:
        return difference.edits(settled.value, wanted, PEN)


def _header_line(header: Header) -> Value:
    name = "-".join(part.capitalize() for part in (header.name or "").split("-"))
    return text(f"{name}: ") + header.value


def _as_sent(old: Call, new: Call) -> Call:
    """``new`` with what it adds to the query in its URLs, where that is written."""
    try:
        urls = tuple(_with_query(url, old.query, new.query) for url in new.urls)
    except CannotWrite:
        return new
    return replace(new, urls=urls, query=old.query)


def _with_query(url: Value, old: Object | None, new: Object | None) -> Value:
    """``url`` with the entries that the query has got."""
    if old == new:
        return url
    kept = old.entries if old else ()
    entries = new.entries if new else ()
    if entries[: len(kept)] != kept:
        raise CannotWrite("its query is given as data")
    result = url
    for entry in entries[len(kept) :]:
        if not isinstance(entry.value, Scalar):
            raise CannotWrite(f"`{entry.key}` is no text")
        mark = "&" if "?" in result.shape else "?"
        result = result + text(f"{mark}{entry.key}=") + entry.value.value
    return result
