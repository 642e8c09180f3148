"""Cases put into words."""

from __future__ import annotations

from functools import lru_cache

from migrator.call.call import Call
from migrator.call.source import Source
from migrator.catalog.rule import Rule
from migrator.plan import Outcome
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix
from migrator.report.secrets import MASK
from migrator.report.tokens import holders, holds_token, in_name, may_hold_token, tokens
from migrator.run.examine import Case

_ROTATE = "revoke it, make a new one, and hand it to the program by the environment"
_MOST_LINES = 3


def finding(case: Case, outcome: Outcome) -> Finding:
    """What is told of ``case`` whose edits the plan made into ``outcome``."""
    rule = case.match.rule
    against = (*case.migration.against, *([outcome.refusal] if outcome.refusal else []))
    message = f"{rule.title}: {_what(case)}."
    if against:
        message += f" Not rewritten: {'; '.join(against)}."
    exposure = _exposure(case)
    advice, *_ = rule.instead.split("\n\n")
    return Finding(
        span=case.span,
        language=case.call.language,
        rule=rule.id,
        endpoint=_endpoint(case),
        replacement=rule.v2.v2_words if rule.v2 else None,
        severity=rule.severity,
        sunset=rule.sunset,
        message=message,
        advice=advice,
        notes=_notes(case, exposure),
        fix=_fix(case, outcome),
        exposure=exposure,
        current=all(version.startswith("v2") for version in rule.v1.versions),
    )


def _what(case: Case) -> str:
    if case.undeclared:
        return case.undeclared
    v2 = case.match.rule.v2
    if case.match.rule.v1.is_rest:
        return case.match.assumed[0] if case.match.assumed else "no reference names it"
    return f"write {v2.v2_words} of API v2" if v2 else "API v2 has no such call"


def _endpoint(case: Case) -> str:
    if not case.match.rule.v1.is_rest:
        return case.match.rule.v1.v1_words
    written = case.match.url.cut(*case.match.path).written() or "/"
    return f"{case.call.method or 'ANY'} {written}"


def _notes(case: Case, exposure: str) -> tuple[str, ...]:
    notes = case.migration.notes
    if exposure:
        notes = (*notes, exposure)
    if case.migration.call is None:
        return (*notes, *case.migration.review)
    return notes


def _exposure(case: Case) -> str:
    """What is to be done about a token in the file, or in what the call is made of."""
    file = case.source.around[-1]
    if any(in_name(file.path)):
        return f"a token stands in the name of the file for all to read: {_ROTATE}"
    if lines := _exposed(file):
        more = ", ..." if len(lines) > _MOST_LINES else ""
        listed = f"{', '.join(map(str, lines[:_MOST_LINES]))}{more}"
        where = f"line {listed}" if len(lines) == 1 else f"the lines {listed}"
        return f"a token stands in {where} for all to read: {_ROTATE}"
    headers = [f"{header.name}: {header.value.written()}" for header in case.call.headers]
    if any(map(holds_token, (*(url.written() for url in case.call.urls), *headers))):
        return f"a token stands in the source for all to read: {_ROTATE}"
    first, last = file.position(case.span.start).line, file.position(case.span.end).line
    text = file.text[file.line_span(first).start : file.line_span(last).end]
    if may_hold_token(text):
        return f"what is shown as `{MASK}` may be a token; if it is one, {_ROTATE}"
    return ""


@lru_cache(maxsize=16)
def _exposed(file: Source) -> tuple[int, ...]:
    """The lines of ``file`` with a token."""
    found = tokens(file.text, holders(file.text))
    return tuple(sorted({file.position(each.start).line for each in found if each.certain}))


def _fix(case: Case, outcome: Outcome) -> Fix | None:
    if not outcome.edits or case.migration.call is None:
        return None
    review = (*case.migration.review, *outcome.doubts)
    message = f"Becomes {_becomes(case.match.rule, case.migration.call)}."
    if review:
        message += f" Look at this first: {'; '.join(review)}."
    applicability = Applicability.UNSAFE if review else Applicability.SAFE
    return Fix(applicability, message, outcome.edits)


def _becomes(rule: Rule, new: Call) -> str:
    if new.walk and rule.walk:
        return f"a walk that begins with {rule.walk.start.v2_words}"
    assert rule.v2
    return rule.v2.v2_words
