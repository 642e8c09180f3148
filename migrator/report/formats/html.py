"""A page to look at: what is there, by when it dies, and each call with its diff."""

from __future__ import annotations

from collections.abc import Iterator

from migrator import __version__
from migrator.report.finding import Suppressed
from migrator.report.lines import fixed
from migrator.report.page.card import Cards
from migrator.report.page.document import document
from migrator.report.page.filters import filters
from migrator.report.page.markup import prose, text
from migrator.report.page.totals import totals
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from migrator.report.summary import count
from migrator.report.view import View

_TITLE = "Calls of CircleCI's API v1"


def render(report: Report, view: View, secrets: Secrets) -> str:
    return document(_TITLE, "\n".join(_body(report, view, secrets)))


def _body(report: Report, view: View, secrets: Secrets) -> Iterator[str]:
    cards = Cards(report, view, secrets)
    yield '<a class="skip" href="#calls">To the calls</a>'
    yield f"<header><h1>{text(_TITLE)}</h1>"
    yield '<button type="button" id="dark" role="switch" aria-checked="false" hidden>Dark</button>'
    yield f"<p>{count(report.checked, 'file')} checked on {view.today}.</p></header>"
    yield "<main>"
    yield totals(report, view)
    yield from _troubles(report)
    if report.fixed and view.written:
        yield from _listed("Rewritten", (text(line) for line in fixed(report)))
    yield f'<h2 id="calls" tabindex="-1">{_found(report, view)}</h2>'
    if report.findings:
        yield filters(report)
        yield cards.all()
    if report.suppressed:
        kept = (_kept(each, report) for each in report.suppressed)
        yield from _listed(f"{count(len(report.suppressed), 'call')} kept as they are", kept)
    yield "</main>"
    yield f"<footer>migrator {__version__}; <code>migrator explain RULE</code> tells more.</footer>"


def _found(report: Report, view: View) -> str:
    where = "left" if view.written else "found"
    new = "new " if any(each.by == "baseline" for each in report.suppressed) else ""
    if not report.findings:
        return f"No {new}calls {where}"
    return f"{count(len(report.findings), f'{new}call')} {where}"


def _troubles(report: Report) -> Iterator[str]:
    if report.failures:
        told = map(_trouble, report.failures)
        yield from _listed("Beside the calls", told, kind="troubles")


def _trouble(failed: Failure) -> str:
    line = "" if failed.line is None else f":{failed.line}"
    word = f'<span class="severity {failed.severity.value}">{failed.word}</span>'
    return f"{word} {text(f'{failed.path}{line}')}: {prose(failed.message)}"


def _kept(each: Suppressed, report: Report) -> str:
    finding = each.finding
    line = report.sources[finding.path].position(finding.span.start).line
    place = text(f"{finding.path}:{line}")
    reason = f": {prose(each.reason)}" if each.reason else ""
    return f"{place} <code>{text(finding.rule)}</code> by {each.by}{reason}"


def _listed(heading: str, items: Iterator[str], kind: str = "listed") -> Iterator[str]:
    yield f'<section class="{kind}"><h2>{text(heading)}</h2><ul>'
    for item in items:
        yield f"<li>{item}</li>"
    yield "</ul></section>"
