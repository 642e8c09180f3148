"""What the program does with an answer that has another shape in v2."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from migrator.call.answer import Answer, Escape, Question, Read, Root, StatusCheck, Step, path_of
from migrator.call.source import Span
from migrator.catalog.rule import AnswerMap, Rule
from migrator.migrate.verdict import Verdict

_ENVELOPE = "items"
_PAGES = "v2 answers a page at a time: more may follow under `next_page_token`"
_ERROR = "message"
"""What both APIs answer where a call fails."""

_WORD = re.compile(r"[A-Za-z_]\w*")

_STAYS = object()
"""What a step becomes that keeps its name."""


def convert(old: Answer, rule: Rule, verdict: Verdict) -> Answer:
    """``old`` as it reads the v2 answer; every use that can't be carried over is told."""
    assert rule.v2
    if rule.fix.mapped_reads:
        _demand_sight(old, rule, verdict)
    if rule.fix.mapped_reads or rule.fix.answered_reads:
        _demand_answered_reads(old, rule, verdict)
    for escape in old.escapes:
        if not escape.beside:
            verdict.doubt(f"the answer has another shape, and it is {escape.where}")
            _name_fields(escape, rule.answer, verdict)
        elif rule.v1.status != rule.v2.status:
            now = f"v2 answers {rule.v2.status} where v1.1 answered {rule.v1.status}"
            verdict.doubt(f"{now}, and the status is {escape.where}")
    return replace(
        old,
        statuses=_statuses(old.statuses, rule.v1.status, rule.v2.status, verdict),
        roots=_roots(old.roots, rule.answer, verdict),
        reads=_reads(old.reads, rule.answer, verdict),
    )


def _name_fields(escape: Escape, mapping: AnswerMap, verdict: Verdict) -> None:
    """What becomes of the fields of v1.1 that the code which gets the answer names."""
    words = set(_WORD.findall(escape.code))
    for path in sorted(mapping.rename.keys() | mapping.gone.keys()):
        name = path.removeprefix("[].")
        if name.rpartition(".")[2] in words:
            new = mapping.rename.get(path, "").removeprefix("[].")
            verdict.note(f"where it is {escape.where}: `{name}` {_fate(new, path, mapping)}")


def _fate(new: str, path: str, mapping: AnswerMap) -> str:
    return f"is `{new}` in v2" if new else f"is gone, {mapping.gone[path]}"


def _demand_sight(old: Answer, rule: Rule, verdict: Verdict) -> None:
    if rule.fix.needs_reads and not old.reads:
        verdict.forbid("what is read of its answer is not in view")
    for escape in old.escapes:
        verdict.forbid(f"its answer is {escape.where}")


def _demand_answered_reads(old: Answer, rule: Rule, verdict: Verdict) -> None:
    for read in old.reads:
        if not _answered(read, rule.answer):
            verdict.forbid(_told(read, rule.answer))


def _roots(roots: tuple[Root, ...], mapping: AnswerMap, verdict: Verdict) -> tuple[Root, ...]:
    if not (mapping.list and roots):
        return roots
    verdict.note(_PAGES)
    return tuple(replace(root, member=_ENVELOPE) for root in roots)


def _reads(reads: tuple[Read, ...], mapping: AnswerMap, verdict: Verdict) -> tuple[Read, ...]:
    carried = []
    for read in reads:
        if not _answered(read, mapping):
            verdict.doubt(_told(read, mapping))
        elif read.opened and _changes_inside(read.path, mapping):
            verdict.doubt(f"`{read.path}` is handed on, and what stands in it differs in v2")
        steps, questions = _carried(read, mapping), _questions(read, mapping)
        carried.append(replace(read, steps=steps, questions=questions))
        _remark(read, mapping, verdict)
    if any(mapping.rename.get(read.path.partition(".")[0]) == _ENVELOPE for read in reads):
        verdict.note(_PAGES)
    if clash := _clash(reads, carried):
        verdict.forbid(f"`{clash}` is read for several things that part in v2")
        return reads
    return tuple(carried)


def _answered(read: Read, mapping: AnswerMap) -> bool:
    """Whether v2 is known to answer what is read."""
    path = read.path if read.opened else read.path.removesuffix(".[]")
    only_items = mapping.list and path == "[]"
    error = path == _ERROR and _ERROR not in mapping.gone
    known = path in mapping.rename or path in mapping.same
    return only_items or error or known or _says_as_much(read, mapping)


def _says_as_much(read: Read, mapping: AnswerMap) -> bool:
    """Whether another path of v2 holds each of the words that the value is compared with."""
    compared = mapping.compared.get(read.path)
    if compared is None:
        return False
    if read.asked:
        return bool(compared.true)
    if read.loose or compared.true:
        return False
    asked = {question.word for question in read.questions}
    return read.words <= compared.words and asked <= compared.words | compared.several.keys()


def _told(read: Read, mapping: AnswerMap) -> str:
    """What the reader of something that v2 lacks must do instead."""
    compared = mapping.compared.get(read.path)
    if compared is not None and not read.loose and not compared.true:
        others = sorted(read.said - compared.words)
        ways = [f"{compared.otherwise.get(word, 'nothing')} says `{word}`" for word in others]
        return f"`{read.path}` is compared: in v2 {' and '.join(ways)}"
    return f"`{read.path}` is read: {_instead(read.path, mapping) or 'v2 may not answer it'}"


def _instead(path: str, mapping: AnswerMap) -> str | None:
    """What is told of the path, or of the nearest one above it that is gone as well."""
    while path:
        if path in mapping.gone:
            return mapping.gone[path]
        path = path.rpartition(".")[0]
    return mapping.gone.get("*")


def _remark(read: Read, mapping: AnswerMap, verdict: Verdict) -> None:
    """What the reader of something that v2 answers must know."""
    if read.path in mapping.note and read.loose:
        verdict.note(mapping.note[read.path])
    if read.path in mapping.doubt:
        verdict.doubt(mapping.doubt[read.path])
    never = mapping.never.get(read.path, {})
    for word in sorted(read.said & never.keys()):
        verdict.note(f"`{read.path}` is compared with `{word}`, which v2 never says: {never[word]}")
    if _says_as_much(read, mapping):
        verdict.doubt(mapping.compared[read.path].message)


def _changes_inside(path: str, mapping: AnswerMap) -> bool:
    """Whether it is a member of which members have other names in v2, or none."""
    return path in mapping.rename and any(
        each.startswith(f"{path}.") for each in (*mapping.rename, *mapping.gone)
    )


def _questions(read: Read, mapping: AnswerMap) -> frozenset[Question]:
    if not _says_as_much(read, mapping):
        return read.questions
    compared = mapping.compared[read.path]
    if read.asked:
        behind = Span(read.whole.path, read.whole.end, read.whole.end)
        return frozenset([Question("", behind, words=(compared.true,))])
    several = compared.several
    return frozenset(replace(each, words=several.get(each.word, ())) for each in read.questions)


def _carried(read: Read, mapping: AnswerMap) -> tuple[Step, ...]:
    """The steps in v2: under another path, or at least below parents that have another name."""
    steps, path = read.steps, read.path
    if path in mapping.rename:
        return _respelled(steps, mapping.rename[path])
    if _says_as_much(read, mapping):
        return _respelled(steps, mapping.compared[path].becomes)
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
    same = next((at for at, step in enumerate(steps) if path_of([step]) != names[at]), len(names))
    gone = max(len(steps) - len(names), 0)
    kept = (*steps[:same], *steps[same + gone :])
    renamed = [
        step if name == "[]" else replace(step, key=name)
        for step, name in zip(kept, names, strict=False)
    ]
    end = steps[-1].span
    place = Span(end.path, end.end, end.end)
    return (*renamed, *(Step(name, place) for name in names[len(kept) :]))


def _clash(old: Iterable[Read], new: Iterable[Read]) -> str | None:
    """A step that two reads share and want to become different things."""
    wanted: dict[Span, object] = {}
    for before, after in zip(old, new, strict=True):
        keys = {step.span: step.key for step in after.steps}
        for step in before.steps:
            if step.span.start == step.span.end:
                continue  # nothing of it stands in the source
            key = keys.get(step.span)
            change = _STAYS if key == step.key else key
            if wanted.setdefault(step.span, change) != change:
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
