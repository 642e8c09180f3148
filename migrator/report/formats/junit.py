"""JUnit's XML: a suite a file and a failed test a call, for the test tab of CircleCI and others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from migrator.report.finding import Finding
from migrator.report.formats.text import Text
from migrator.report.printable import printable
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(report: Report, view: View, secrets: Secrets) -> str:
    return "".join(f"{line}\n" for line in _JUnit(report, view, secrets).lines())


class _JUnit:
    def __init__(self, report: Report, view: View, secrets: Secrets) -> None:
        self._report = report
        self._text = Text(report, view, secrets)

    def lines(self) -> Iterator[str]:
        failures, others = len(self._report.findings), len(self._report.failures)
        skipped = sum(failed.unused for failed in self._report.failures)
        total = {"tests": failures + others or 1, "failures": failures, "errors": others - skipped}
        yield '<?xml version="1.0" encoding="utf-8"?>'
        yield _tag("testsuites", name="migrator", **total)
        for path, findings in groupby(self._report.findings, key=lambda each: each.path):
            yield from self._suite(path, list(findings))
        if others:
            counts = {"tests": others, "failures": 0, "errors": others - skipped}
            yield _tag("testsuite", name="beside the calls", skipped=skipped, **counts)
            for failed in self._report.failures:
                yield from self._failure(failed)
            yield "</testsuite>"
        if not failures + others:
            yield _tag("testsuite", name="migrator", tests=1, failures=0, errors=0)
            yield _tag("testcase", name="no calls of API v1", classname="migrator")[:-1] + "/>"
            yield "</testsuite>"
        yield "</testsuites>"

    def _suite(self, path: str, findings: list[Finding]) -> Iterator[str]:
        number = len(findings)
        yield _tag("testsuite", name=path, tests=number, failures=number, errors=0)
        for finding in findings:
            at = self._report.sources[path].position(finding.span.start)
            name = f"{finding.rule} at {at.line}:{at.column}"
            yield _tag("testcase", name=name, classname=path, file=path, line=at.line)
            body = "\n".join(self._text.finding(finding)).translate(_ESCAPES)
            yield _tag("failure", type=finding.severity.value, message=finding.message) + body
            yield "</failure>"
            yield "</testcase>"
        yield "</testsuite>"

    def _failure(self, failed: Failure) -> Iterator[str]:
        place = failed.path if failed.line is None else f"{failed.path}:{failed.line}"
        yield _tag("testcase", name=place, classname=failed.path, file=failed.path)
        if failed.unused:
            yield _tag("skipped", message=failed.message) + "</skipped>"
        else:
            yield _tag("error", type=failed.word, message=failed.message) + "</error>"
        yield "</testcase>"


def _tag(tag: str, /, **attributes: object) -> str:
    written = (f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{tag}{''.join(written)}>"


def _attribute(value: object) -> str:
    return printable(str(value)).translate(_ESCAPES)
