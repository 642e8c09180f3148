"""What the program does with an answer that has another shape in v2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrator.call.answer import Answer, Read, Root, StatusCheck, Step, path_of
from migrator.call.source import Span
from migrator.catalog.rule import AnswerMap, Rule
from migrator.migrate.verdict import Verdict

_ENVELOPE = "items"
_ERROR = "message"
"""What both APIs answer where a call fails."""


def convert(old: Answer, rule: Rule, verdict: Verdict) -> Answer:
    """``old`` as it reads the v2 answer; every use that can't be carried over is told."""
    assert rule.v2
    if rule.fix.mapped_reads:
        _demand_mapped_reads(old, rule, verdict)
    for escape in old.escapes:
        verdict.doubt(f"the answer has another shape, and it is {escape.where}")
    return replace(
        old,
        statuses=_statuses(old.statuses, rule.v1.status, rule.v2.status, verdict),
        roots=_roots(old.roots, rule.answer, verdict),
        reads=_reads(old.reads, rule.answer, verdict),
    )


def _demand_mapped_reads(old: Answer, rule: Rule, verdict: Verdict) -> None:
    if rule.fix.needs_reads and not old.reads:
        verdict.forbid("what is read of its answer is not in view")
    for escape in old.escapes:
        verdict.forbid(f"its answer is {escape.where}")
    for read in old.reads:
        if not _answered(read, rule.answer):
            verdict.forbid(_told(read, rule.answer))


def _roots(roots: tuple[Root, ...], mapping: AnswerMap, verdict: Verdict) -> tuple[Root, ...]:
    if not (mapping.list and roots):
        return roots
    verdict.note("v2 answers a page at a time: more may follow under `next_page_token`")
    return tuple(replace(root, member=_ENVELOPE) for root in roots)


def _reads(reads: tuple[Read, ...], mapping: AnswerMap, verdict: Verdict) -> tuple[Read, ...]:
    carried = []
    for read in reads:
        if not _answered(read, mapping):
            verdict.doubt(_told(read, mapping))
        elif _changes_inside(read.path, mapping):
            verdict.doubt(f"`{read.path}` is handed on, and what stands in it differs in v2")
        carried.append(replace(read, steps=_carried(read.steps, mapping)))
        if read.path in mapping.note:
            verdict.note(mapping.note[read.path])
    if clash := _clash(reads, carried):
        verdict.forbid(f"`{clash}` is read for several things that part in v2")
        return reads
    return tuple(carried)


def _answered(read: Read, mapping: AnswerMap) -> bool:
    """Whether v2 is known to answer what is read."""
    only_items = mapping.list and read.path == "[]"
    error = read.path == _ERROR and _ERROR not in mapping.gone
    return only_items or error or read.path in mapping.rename or read.path in mapping.same


def _told(read: Read, mapping: AnswerMap) -> str:
    """What the reader of something that v2 lacks must do instead."""
    instead = mapping.gone.get(read.path) or mapping.gone.get("*")
    return f"`{read.path}` is read: {instead or 'v2 may not answer it'}"


def _changes_inside(path: str, mapping: AnswerMap) -> bool:
    """Whether it is a member of which members have other names in v2, or none."""
    return path in mapping.rename and any(
        each.startswith(f"{path}.") for each in (*mapping.rename, *mapping.gone)
    )


def _carried(steps: tuple[Step, ...], mapping: AnswerMap) -> tuple[Step, ...]:
    """The steps in v2: under another path, or at least below parents that have another name."""
    path = path_of(steps)
    if path in mapping.rename:
        return _respelled(steps, mapping.rename[path])
    prefixes = (path_of(steps[: end + 1]) for end in range(len(steps)))
    return tuple(
        replace(step, key=mapping.rename[prefix].split(".")[-1])
        if prefix in mapping.rename
        else step
        for step, prefix in zip(steps, prefixes, strict=True)
    )


def _respelled(steps: tuple[Step, ...], path: str) -> tuple[Step, ...]:
    """``steps`` by the names of ``path``: what it has more stands behind, what it lacks goes."""
    names = path.split(".")
    kept = steps[: len(names)]
    renamed = [
        step if name == "[]" else replace(step, key=name)
        for step, name in zip(kept, names, strict=False)
    ]
    end = steps[-1].span
    place = Span(end.path, end.end, end.end)
    return (*renamed, *(Step(name, place) for name in names[len(kept) :]))


def _clash(old: Iterable[Read], new: Iterable[Read]) -> str | None:
    """A step that two reads share and want to become different things."""
    wanted: dict[Span, str | int | None] = {}
    for before, after in zip(old, new, strict=True):
        keys = {step.span: step.key for step in after.steps}
        for step in before.steps:
            key = keys.get(step.span)
            if wanted.setdefault(step.span, key) != key:
                return str(step.key)
    return None


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
