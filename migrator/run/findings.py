"""Cases put into words."""

from __future__ import annotations

from migrator.call.call import Call
from migrator.catalog.rule import Rule
from migrator.plan import Outcome
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix
from migrator.report.secrets import holds_token
from migrator.run.examine import Case

_ROTATE = (
    "a token stands in the source for all to read: revoke it, make a new one, "
    "and hand it to the program by the environment"
)


def finding(case: Case, outcome: Outcome) -> Finding:
    """What is told of ``case`` whose edits the plan made into ``outcome``."""
    rule = case.match.rule
    against = (*case.migration.against, *([outcome.refusal] if outcome.refusal else []))
    message = f"{rule.title}: {_what(case)}."
    if against:
        message += f" Not rewritten: {'; '.join(against)}."
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
        notes=_notes(case),
        fix=_fix(case, outcome),
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


def _notes(case: Case) -> tuple[str, ...]:
    notes = case.migration.notes
    if _shows_token(case):
        notes = (*notes, _ROTATE)
    if case.migration.call is None:
        return (*notes, *case.migration.review)
    return notes


def _shows_token(case: Case) -> bool:
    """Whether a token stands in the call itself, or in what its address or headers are made of."""
    call = case.call
    headers = (f"{header.name}: {header.value.written()}" for header in call.headers)
    texts = (case.source.at(call.span), *(url.written() for url in call.urls), *headers)
    return any(map(holds_token, texts))


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
