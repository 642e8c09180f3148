"""URLs of an API that reach no request which can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from tree_sitter import Node

from migrator.call.call import Call
from migrator.call.source import Source, Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.records import dataclass
from migrator.shell.calls import uses
from migrator.shell.drafts import Draft, Passed
from migrator.shell.endpoints import API
from migrator.shell.evaluated import spoken
from migrator.shell.parse import Script, above
from migrator.shell.plumbing import End, Way, target_of
from migrator.shell.programs import SPEAKING
from migrator.shell.settle import Settled
from migrator.shell.shown import shows
from migrator.shell.text import Definition, Text

_COMPARING = frozenset("test [ [[ grep egrep fgrep rg sed awk gawk mawk expr".split())
_PRINTING = frozenset("awk gawk mawk sed".split())
"""Those of them that may write commands."""

_RUNNING = frozenset("xargs sh bash dash zsh ksh ssh parallel while eval source".split())
_INTERPRETING = re.compile(r"(?:python|pypy|perl|ruby|node|php|deno|Rscript)[0-9.]*")
"""Programs that run what is written in another language."""
_CONFIGURED = re.compile(r"\s(?:-[a-zA-Z]*K|--config)\b")
"""How curl takes its options, the URL among them, from a file."""
_FETCHING = re.compile(r"(?<![\w./-])curl(?![\w./-])")
_SENDING = re.compile(r"\s-\w*[XdFTI]|\s--(?:request|data|form|json|upload|head|config)|\$\{?[A-Z]")
"""Options that make curl ask otherwise, and names that may hold some."""

_PROSE = re.compile(r"\.(?:md|txt|rst|adoc|html?)[\"']?$")
_VERSION = re.compile(r"/api/v[0-9.]+")
_DEAD = frozenset("comment test_command case_item regex extglob_pattern".split())
_EXPANSION = re.compile(r"\$\{[^{}]*\}|\$\w+")
_WORD = re.compile(r"(?<![^\s\"'|;()<>=])[^\s\"'|;()<>=]*/api/v\d[^\s\"'|;()<>]*")


class Covered:
    """The places of a text that belong to a call already."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, spans: Iterable[Span]) -> None:
        for span in spans:
            self._marks[span.start : span.end] = b"\1" * (span.end - span.start)

    def touches(self, spans: Iterable[Span]) -> bool:
        return any(any(self._marks[span.start : span.end]) for span in spans)


@dataclass(frozen=True)
class Strays:
    """``held`` gives what each definition was last given, ``scripts`` are texts that were read
    as scripts of their own.
    """

    script: Script
    held: Iterable[tuple[Definition, tuple[Text, ...]]]
    scripts: Iterable[Value] = ()

    def calls(
        self, calls: list[Call], drafts: Iterable[Draft], passed: Iterable[Passed]
    ) -> Iterator[Call]:
        drafts = tuple(drafts)
        sites = {site.node for draft in drafts for site in draft.path}
        covered = Covered(len(self.script.source.text))
        covered.add(span for call in calls for url in call.urls for span in _spans(url))
        read = {tuple(_spans(text)) for text in self.scripts}
        covered.add(span for spans in read for span in spans)
        for seen in passed:
            if seen.node in sites or tuple(_spans(seen.settled.value)) in read:
                continue
            if reason := self._reason(seen):
                covered.add(_spans(seen.settled.value))
                span = _span(seen.settled.value) or seen.span
                yield replace(
                    self._stray(span, _lengthened(seen), reason), method=self._method(seen)
                )
        for definition, texts in self.held:
            for text in texts:
                value = text.value()
                if _is_url(value.shape) and not covered.touches(_needle(value)):
                    covered.add(_spans(value))
                    if not self._only_shown(definition):
                        reason = f"`{definition.name}` reaches no request that can be followed"
                        yield self._stray(_place(value, definition), Settled(value), reason)
        yield from self._rest(covered)
        yield from self._said_in_texts(drafts)

    def _said_in_texts(self, drafts: Iterable[Draft]) -> Iterator[Call]:
        """Calls, in what ``trap`` and ``eval`` run, of functions that get their path told."""
        told = {draft.sites[0].function: draft for draft in drafts if draft.sites}
        for function, draft in told.items():
            command = re.compile(rf"(?<![\w./$-]){re.escape(function.name)}[ \t]+(?=\S)[^;&|\n]+")
            for runner, node in spoken(self.script):
                match = command.search(self.script.text(node))
                address = draft.variants[0].addresses[0].settled.value
                start = _VERSION.search(address.shape)
                if match and start:
                    span = self.script.span(node)
                    url = address.cut(0, start.end()) + Value((Literal("/"), Hole("…", span)))
                    said = " ".join(match.group().split()).rstrip("\"'")
                    yield self._stray(span, Settled(url), f"`{runner}` runs `{said}`")

    @cached_property
    def _places(self) -> dict[Span, Node]:
        return {self.script.span(node): node for node in self.script.names}

    def _only_shown(self, definition: Definition) -> bool:
        """Whether the name is read, and nowhere but to show it to people."""
        readers = [self._places.get(reference) for reference in definition.references]
        return bool(readers) and all(
            node is not None and shows(self.script, node) for node in readers
        )

    def _reason(self, seen: Passed) -> str | None:
        """Why the request can't be followed; ``None`` where the URL is only shown or compared."""
        name = seen.name.rpartition("/")[2]
        target = target_of(self.script, seen.node)
        if name in _COMPARING:
            return self._consumed(target) if name in _PRINTING else None
        if name not in SPEAKING:
            runs = name in _RUNNING or _INTERPRETING.fullmatch(name)
            if not runs and not _is_url(seen.settled.value.shape):
                return None
            return f"`{seen.name}` is not a command that can be followed"
        return self._consumed(target)

    def _consumed(self, target: End) -> str | None:
        if target.way is Way.PIPE and target.node is not None:
            consumer = self.script.first_word(target.node)
            if consumer in _RUNNING:
                return f"`{consumer}` gets it as its input"
        return None

    def _method(self, seen: Passed) -> str | None:
        """What a plain curl that gets the address by ``xargs`` asks with."""
        target = target_of(self.script, seen.node)
        if target.way is not Way.PIPE or target.node is None:
            return None
        consumer = self.script.text(target.node)
        found = _FETCHING.search(consumer) if consumer.startswith("xargs") else None
        return "GET" if found and not _SENDING.search(consumer, found.end()) else None

    def _rest(self, covered: Covered) -> Iterator[Call]:
        """What stands in the text outside of any word that was read."""
        text = self.script.source.text
        for match in API.finditer(text):
            needle = self.script.source.span(match.start(), match.end())
            line = text[self.script.source.line_start(match.start()) : match.start()]
            if covered.touches([needle]) or line.lstrip().startswith("#"):
                continue
            node = self._node(needle)
            if node is None or not (reason := self._lost(node)):
                continue
            span = _word(self.script.source, needle)
            covered.add([span])
            yield self._stray(span, Settled(_as_written(self.script.source, span)), reason)

    def _node(self, span: Span) -> Node | None:
        return self.script.root.descendant_for_byte_range(span.start, span.start + 1)

    def _lost(self, node: Node) -> str | None:
        current: Node | None = node
        while current is not None:
            if current.type in _DEAD:
                return None
            if current.type == "heredoc_body":
                return self._document(current)
            if current.type in ("herestring_redirect", "for_statement", "array"):
                return "it reaches no request that can be followed"
            if current.type == "variable_assignment":
                return self._handed(current)
            if current.type == "command":
                return None
            current = self.script.parent(current)
        return None

    def _handed(self, assignment: Node) -> str | None:
        """Whether a program gets it in its environment."""
        command = self.script.parent(assignment)
        if command is None or command.type != "command" or assignment in above(command):
            return None
        value = assignment.child_by_field_name("value")
        name = command.child_by_field_name("name")
        if value is None or name is None or not _is_url(self.script.text(value)):
            return None
        return f"`{self.script.text(name)}` gets it in its environment"

    def _document(self, body: Node) -> str | None:
        redirect = self.script.parent(body)
        statement = self.script.parent(redirect) if redirect is not None else None
        if statement is None:
            return None
        command = statement.children[0]
        target = target_of(self.script, command)
        name = self.script.first_word(command).rpartition("/")[2]
        runs = name in ("while", "for") or name in _RUNNING or _INTERPRETING.fullmatch(name)
        if runs or (name == "curl" and _CONFIGURED.search(self.script.text(command))):
            return f"`{name}` gets it as its input"
        if name in SPEAKING and target.way is Way.FILE and target.node is not None:
            prose = _PROSE.search(self.script.text(target.node))
            return None if prose else "it is written to a file"
        return self._consumed(target) if name in SPEAKING else None

    def _stray(self, span: Span, settled: Settled, reason: str) -> Call:
        return Call(
            language="shell",
            span=span,
            method=None,
            urls=(_address(settled.value),),
            uses=tuple(uses([settled])),
            doubts=settled.doubts,
            obstacles=(reason,),
        )


def _lengthened(seen: Passed) -> Settled:
    """What a program may put behind an address before it prints it is nobody's to see."""
    if seen.name.rpartition("/")[2] not in _PRINTING:
        return seen.settled
    return replace(seen.settled, value=_address(seen.settled.value) + Value((Hole("…"),)))


def _address(value: Value) -> Value:
    """The URL in a text that is a whole command."""
    match = _WORD.search(value.shape)
    return value.cut(match.start(), match.end()) if match else value


def _span(value: Value) -> Span | None:
    """The place of the URL in a text that is a whole command, where all of it is known."""
    address = _address(value)
    if len(address) == len(value) or address.known is None:
        return None
    spans = _spans(address)
    return Span(spans[0].path, spans[0].start, spans[-1].end) if spans else None


def _spans(value: Value) -> list[Span]:
    return [p.span for p in value.pieces if isinstance(p, Literal) and p.span]


def _is_url(shape: str) -> bool:
    """Whether an API is named by a URL or a command, not in prose."""
    if not API.search(shape):
        return False
    return not re.search(r"\s", shape.strip()) or bool(re.match(r"\s*(curl|wget)\b", shape))


def _needle(value: Value) -> list[Span]:
    """The places of the text that makes ``value`` the URL of an API."""
    match = API.search(value.shape)
    return _spans(value.cut(match.start(), match.end())) if match else []


def _place(value: Value, definition: Definition) -> Span:
    """What of ``value`` stands in the definition itself, which else is its name."""
    spans = [p.span for p in value.pieces if p.span and definition.statement.holds(p.span)]
    if not spans:
        return definition.name_span
    return Span(spans[0].path, min(spans).start, max(span.end for span in spans))


def texts(source: Source, reason: str) -> Iterator[Call]:
    """The addresses in a script of which nothing else is known; ``reason`` is a clause."""
    end = 0
    for match in API.finditer(source.text):
        if match.start() < end:
            continue
        span = _word(source, source.span(match.start(), match.end()))
        end = span.end
        value = _as_written(source, span)
        yield Call(language="shell", span=span, method=None, urls=(value,), obstacles=(reason,))


def _as_written(source: Source, span: Span) -> Value:
    """The text at ``span``, with a hole for each name that the shell puts something for."""
    pieces: list[Piece] = []
    at = span.start
    for name in _EXPANSION.finditer(source.text, span.start, span.end):
        pieces.append(_literal(source, at, name.start()))
        pieces.append(Hole(name.group(), source.span(name.start(), name.end())))
        at = name.end()
    pieces.append(_literal(source, at, span.end))
    return Value(tuple(p for p in pieces if isinstance(p, Hole) or p.text))


def _literal(source: Source, start: int, end: int) -> Literal:
    return Literal(source.text[start:end], source.span(start, end))


def _word(source: Source, needle: Span) -> Span:
    """The text around ``needle`` up to white space and quotes."""
    text = source.text
    start, end = needle.start, needle.end
    stops = " \t\r\n\"'`<>();|"
    while start > 0 and text[start - 1] not in stops:
        start -= 1
    while end < len(text) and text[end] not in stops:
        end += 1
    return source.span(start, end)
