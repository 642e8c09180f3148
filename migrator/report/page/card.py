"""One finding on the page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from migrator.report.countdown import countdown
from migrator.report.excerpt import lines
from migrator.report.finding import Finding, Fix
from migrator.report.page.change import Row, changes
from migrator.report.page.markup import line, prose, text
from migrator.report.report import Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

FIXES = {
    "safe": "--fix",
    "unsafe": "--fix --unsafe-fixes",
    "none": "by hand",
}
"""What a person says of each ``applicability``."""

_TAGS = {"-": "del", "+": "ins", " ": "span"}


def applicability(finding: Finding) -> str:
    return finding.fix.applicability.value if finding.fix else "none"


def folder(finding: Finding) -> str:
    return posixpath.dirname(finding.path) or "."


class Cards:
    """``of`` gives the card of a finding, whose ``number`` makes the place to link to.

    ``all`` is the list of them all.
    """

    def __init__(self, report: Report, view: View, secrets: Secrets) -> None:
        self._report = report
        self._view = view
        self._secrets = secrets

    def all(self) -> str:
        # With blanks between them a browser takes seconds to show one of thousands.
        told = "".join(self.of(each, n) for n, each in enumerate(self._report.findings, 1))
        return f'<ol class="findings">{told}</ol>'

    def of(self, finding: Finding, number: int) -> str:
        name = f"call-{number}"
        at = self._report.sources[finding.path].position(finding.span.start)
        place = text(f"{finding.path}:{at.line}:{at.column}")
        severity = finding.severity.value
        data = {
            "rule": finding.rule,
            "severity": severity,
            "fix": applicability(finding),
            "folder": folder(finding),
        }
        facts = "".join(f' data-{key}="{text(value)}"' for key, value in data.items())
        kind = (
            f'<span class="severity {severity}">{severity}</span>',
            f"<code>{text(finding.rule)}</code>",
            f"<span>{FIXES[applicability(finding)]}</span>",
        )
        return "\n".join(
            (
                f'<li class="finding" id="{name}"{facts}>',
                f'<article aria-labelledby="{name}-place">',
                f'<h3 id="{name}-place"><a href="#{name}">{place}</a></h3>',
                f'<p class="kind">{" ".join(kind)}</p>',
                f"<p>{prose(finding.message)}</p>",
                f'<pre class="code">{self._excerpt(finding)}</pre>',
                f"<dl>{''.join(self._facts(finding))}</dl>",
                *(self._diff(finding.fix) if finding.fix else ()),
                "</article>",
                "</li>",
            )
        )

    def _excerpt(self, finding: Finding) -> str:
        source = self._report.sources[finding.path]
        # What `lines` gives is fit for a screen already; to make it so once more changes nothing.
        return "\n".join(
            line(
                f"{text(each.before)}<mark>{text(each.marked)}</mark>{text(each.after)}",
                each.number,
            )
            for each in lines(source, finding.span, self._secrets.within(source))
        )

    def _facts(self, finding: Finding) -> Iterator[str]:
        yield _fact("is", f"<code>{text(finding.endpoint)}</code>")
        if finding.replacement:
            yield _fact("becomes", f"<code>{text(finding.replacement)}</code>")
        else:
            yield _fact("becomes", "no call of v2 is known")
        if finding.sunset:
            yield _fact("last day", text(countdown(finding.sunset, self._view.today)))
        if finding.advice:
            yield _fact("help", prose(finding.advice))
        if finding.fix:
            yield _fact("fix", prose(finding.fix.message))
        else:
            yield _fact("fix", "none; the source stays as it is")
        for note in finding.notes:
            yield _fact("note", prose(note))

    def _diff(self, fix: Fix) -> Iterator[str]:
        places = list(changes(fix, self._report, self._secrets))
        if not places:
            return
        option = FIXES[fix.applicability.value]
        yield f"<details open><summary>What <code>{option}</code> writes</summary>"
        for path, rows in places:
            yield f'<p class="path">{text(path)}</p>'
            written = "\n".join(map(_row, rows))
            yield f'<pre class="code diff">{written}</pre>'
        yield "</details>"


def _fact(name: str, said: str) -> str:
    return f"<div><dt>{name}</dt><dd>{said}</dd></div>"


def _row(row: Row) -> str:
    return line(text(row.text), row.number, _TAGS[row.mark])
