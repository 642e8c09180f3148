"""Suppressions put into sources."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import field
from itertools import groupby

from migrator.call.language import CannotWrite, Language, Layout
from migrator.call.source import Edit, Source, Span
from migrator.catalog.load import catalog
from migrator.embedded.comments import takes_hash
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import kind
from migrator.files.read import read
from migrator.files.write import replace
from migrator.plan import apply
from migrator.records import dataclass
from migrator.report.finding import Finding
from migrator.report.report import Failure, Report
from migrator.run.examine import Case, Examined, examine
from migrator.run.folder import Folder
from migrator.run.languages import language
from migrator.run.parts import layout, parts
from migrator.run.request import Request
from migrator.run.scope import Scopes
from migrator.run.suppression import Lines, lines
from migrator.run.texts import Neighbours, Text, Texts

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class _Place:
    """At the end of ``line`` (from 1), or ``above`` it."""

    line: int
    above: bool


@dataclass
class Outcome:
    """``done`` counts the calls that are suppressed now by path, ``left`` tells of the others."""

    done: dict[str, int] = field(default_factory=dict)
    left: list[Failure] = field(default_factory=list)


def suppress(report: Report, request: Request, reason: str) -> Outcome:
    """Puts a comment with ``reason``, one line, to each finding of ``report``."""
    outcome = Outcome()
    for path, found in groupby(report.findings, key=lambda each: each.path):
        try:
            file = _File(report.sources[path], request, reason)
            file.suppress(list(found))
            file.save()
        except (Unreadable, Unwritable) as error:
            outcome.left.append(Failure(path, None, str(error)))
            continue
        outcome.done[path] = file.done
        outcome.left += file.left
    return outcome


class _File:
    def __init__(self, source: Source, request: Request, reason: str) -> None:
        """Raises ``Unreadable``, and ``Unwritable`` if ``source`` is not what it holds."""
        data = read(source.path)
        self._kind = kind(source.path, data) or "shell"
        self._texts = Texts()
        self._text: Text = self._texts.add(source.path, data, self._kind)
        if self._text.before != source.text:
            raise Unwritable("changed while it was being checked; run again")
        self._scope = Scopes(request).of(source.path)
        self._config_for = request.config_for
        self._reason = reason
        self.done = 0
        self.left: list[Failure] = []

    def suppress(self, findings: list[Finding]) -> None:
        wanted = {(finding.span, finding.rule) for finding in findings}
        now = self._examined()
        begun = now.cases
        for number, case in enumerate(begun):
            if (case.span, case.match.rule.id) not in wanted:
                continue
            if now.cases[number].told:
                after = self._suppressed(now, number)
                if after is None:
                    line = now.source.position(now.cases[number].span.start).line
                    rule = case.match.rule.id
                    whole = f"`# migrator: ignore-file[{rule}] reason` speaks of the whole file"
                    what = f"{rule}: no comment can stand at this call; {whole}"
                    self.left.append(Failure(now.source.path, line, what, fatal=False))
                    continue
                now = after
            self.done += 1

    def save(self) -> None:
        """Raises ``Unwritable``."""
        text = self._text
        if text.changed:
            replace(text.now.path, text.data, text.decoded.encode(text.after))

    def _suppressed(self, now: Examined, number: int) -> Examined | None:
        """The file with a comment at the first place where it does nothing but suppress."""
        of_file = layout(now.source, self._kind)
        case = now.cases[number]
        if now.troubles and not self._is_read(case):
            return None
        for edit in self._edits(case, now.source, of_file):
            source = Source(now.source.path, apply(now.source.text, {edit}))
            new = layout(source, self._kind)
            if _statements(source, new, edit) != _statements(now.source, of_file):
                continue
            if not (self._is_comment(edit, new) or self._kind in ("python", "shell")):
                continue
            self._text.now = source
            after = self._examined()
            if _only_fewer_told(now, after) and not after.cases[number].told:
                return after
            self._text.now = now.source
        return None

    def _edits(self, case: Case, source: Source, of_file: Layout) -> Iterator[Edit]:
        """In the file itself, else in the program that the call stands in."""
        rule = case.match.rule.id
        for place in _places(lines(source, case.span, of_file)):
            yield self._edit(place, rule, source)
        if case.source.path == source.path:
            return
        own = _reader(case).layout(case.source)
        for place in _places(lines(case.source, case.call.span, own)):
            with contextlib.suppress(CannotWrite):
                yield case.source.carry(self._edit(place, rule, case.source))

    def _is_comment(self, edit: Edit, of_file: Layout) -> bool:
        """Whether a program takes what ``edit`` has put in for a comment, or what holds it does."""
        at = edit.span.start + max(edit.content.find("#"), 0)
        alone = edit.content.endswith(("\n", "\r"))
        return any(span.start <= at < span.end for span in of_file.comments) or takes_hash(
            self._kind, alone=alone
        )

    def _is_read(self, case: Case) -> bool:
        """Whether the program that the call stands in was read, whatever others beside it."""
        if parts(self._text.now, self._kind).trouble:
            return False
        return _reader(case).layout(case.source).whole

    def _examined(self) -> Examined:
        now = self._text.now
        neighbours = Neighbours(now.path, self._texts)
        folder = Folder(now.path, self._texts, frozenset(), self._config_for)
        return examine(now, self._kind, catalog(), self._scope, neighbours, folder)

    def _edit(self, place: _Place, rule: str, source: Source) -> Edit:
        """An insertion: a comment, or one more name in a comment with the same reason."""
        at = place.line - 1 if place.above else place.line
        if at and (same := self._same(source.line(at), alone=place.above)):
            bracket = source.line_span(at).start + same.start("end")
            return Edit(source.span(bracket, bracket), f", {rule}")
        comment = f"# migrator: ignore[{rule}] {self._reason}"
        span = source.line_span(place.line)
        if not place.above:
            return Edit(source.span(span.end, span.end), f"  {comment}")
        line = source.at(span)
        indent = line[: len(line) - len(line.lstrip())]
        ending = _LINE_END.match(source.text, span.end) or _LINE_END.search(source.text)
        new = f"{indent}{comment}{ending[0] if ending else chr(10)}"
        return Edit(source.span(span.start, span.start), new)

    def _same(self, line: str, *, alone: bool) -> re.Match[str] | None:
        before = r"\s*" if alone else ".*"
        reason = re.escape(self._reason)
        return re.fullmatch(rf"{before}# migrator: ignore\[[^\]#]+(?P<end>\]) {reason}", line)


def _reader(case: Case) -> Language:
    return language("python" if case.call.language == "python" else "shell")


def _places(at: Lines) -> Iterator[_Place]:
    """Behind what stands on one line, else above the whole statement, else nearer to the call."""
    if at.statement_first == at.statement_last:
        yield _Place(at.statement_last, above=False)
    yield _Place(at.statement_first, above=True)
    if at.statement_first != at.statement_last:
        yield _Place(at.statement_last, above=False)
    if at.first != at.statement_first:
        yield _Place(at.first, above=True)
    if at.last != at.statement_last:
        yield _Place(at.last, above=False)


def _statements(source: Source, of_file: Layout, edit: Edit | None = None) -> list[str]:
    """What they say, but for what ``edit`` has put into them."""
    return [_said(source, span, edit) for span in of_file.statements]


def _said(source: Source, span: Span, edit: Edit | None) -> str:
    text = source.at(span)
    at = edit.span.start - span.start if edit else -1
    if edit is None or not 0 <= at < len(text):
        return text
    return text[:at] + text[at + len(edit.content) :]


def _only_fewer_told(before: Examined, after: Examined) -> bool:
    if len(before.cases) != len(after.cases) or len(before.troubles) != len(after.troubles):
        return False
    pairs = zip(before.cases, after.cases, strict=True)
    return all(a.match.rule is b.match.rule and (b.told or not a.told) for b, a in pairs)
