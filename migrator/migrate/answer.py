"""What the program does with an answer that has another shape in v2."""

from __future__ import annotations

from dataclasses import replace

from migrator.call.answer import Answer, StatusCheck
from migrator.catalog.rule import AnswerMap, Rule
from migrator.migrate.verdict import Verdict


def convert(old: Answer, rule: Rule, verdict: Verdict) -> Answer:
    """``old`` with its status checks carried over; every other use that changes is told."""
    assert rule.v2
    _tell_reads(old, rule.answer, verdict)
    for escape in old.escapes:
        verdict.doubt(f"the answer has another shape, and it is {escape.where}")
    statuses = _statuses(old.statuses, rule.v1.status, rule.v2.status, verdict)
    return replace(old, statuses=statuses)


def _tell_reads(old: Answer, mapping: AnswerMap, verdict: Verdict) -> None:
    for read in old.reads:
        path = read.path
        if path in mapping.same:
            continue
        told = mapping.gone.get(path) or mapping.gone.get("*")
        if path in mapping.rename:
            told = f"it is `{mapping.rename[path]}` in v2"
        verdict.doubt(f"`{path or 'the whole answer'}` is read: {told or 'v2 may not answer it'}")


def _statuses(
    checks: tuple[StatusCheck, ...], was: int, becomes: int, verdict: Verdict
) -> tuple[StatusCheck, ...]:
    if was == becomes or any(check.status == becomes for check in checks):
        return checks
    for check in checks:
        if check.status == was and not check.equal:
            verdict.doubt(f"the status is compared with {was}, and v2 answers {becomes}")
    return tuple(
        replace(check, status=becomes) if check.equal and check.status == was else check
        for check in checks
    )
