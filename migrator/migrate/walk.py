"""The walk through lists of v2 that takes the place of a list of v1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.call import formtext
from migrator.call.answer import Answer
from migrator.call.body import Scalar
from migrator.call.call import Call
from migrator.call.value import Value
from migrator.call.walk import Field, Walk
from migrator.catalog.match import Match
from migrator.catalog.rule import Passage, Repair, Rule
from migrator.migrate import path
from migrator.migrate.verdict import Verdict

_ITEM = "[]"
_FILTER = "filter"


def walked(rule: Rule) -> Rule | None:
    """``rule`` with the call that its walk begins with as the v2 call."""
    if rule.walk is None:
        return None
    query = replace(rule.query, spent=rule.walk.takes | rule.query.drop.keys())
    fix = Repair("unsafe", rule.walk.message)
    return replace(rule, v2=rule.walk.start, query=query, fix=fix)


def counts_alone(answer: Answer) -> bool:
    """Whether the items of a list are counted, and nothing of them is read."""
    return bool(answer.reads) and all(read.idle and read.path == _ITEM for read in answer.reads)


def wanted(call: Call, matches: Sequence[Match], passage: Passage, verdict: Verdict) -> Walk:
    """What the program needs of the walk; whatever it needs and can't get forbids it."""
    fields = _fields(call.answer, passage, verdict)
    given = _given(call, matches, passage, verdict)
    states = _states(given.get(_FILTER), passage, verdict)
    return Walk(passage.name, passage.reason, fields, given, states)


def agreed(walk: Walk, others: Iterable[Walk]) -> Walk:
    """``walk`` as a function must make it that serves ``others`` of the same file as well."""
    same = [walk, *(other for other in others if other.name == walk.name)]
    fields = sorted({field for each in same for field in each.fields}, key=lambda f: f.name)
    states = {word: some for each in same for word, some in sorted(each.states.items())}
    return replace(walk, fields=tuple(fields), states=states)


def _fields(answer: Answer, passage: Passage, verdict: Verdict) -> tuple[Field, ...]:
    for escape in answer.escapes:
        if not escape.beside:
            verdict.forbid(f"its answer is {escape.where}")
    if answer.printed and answer.reads:
        verdict.doubt("its whole answer is shown too, which is that of v2")
    elif answer.printed:
        verdict.forbid("its whole answer is shown")
    if not answer.roots:
        verdict.forbid("what is read of its answer is not in view")
    known = {f"{_ITEM}.{field.name}": field for field in passage.fields}
    found = {}
    counted = (read for read in answer.reads if not (read.idle and read.path == _ITEM))
    for each in dict.fromkeys(read.path for read in counted):
        inside = [path for path in known if path.startswith(f"{each}.")]
        if each in known:
            found[each] = known[each]
        elif each == _ITEM or not each.startswith(_ITEM):
            verdict.forbid(f"`{each}` is read as a whole, and only some of it can be answered")
        elif inside:
            verdict.doubt(f"`{each}` is handed on, and holds only {_listed(inside)}")
            found.update({path: known[path] for path in inside})
        else:
            told = passage.gone.get(each.removeprefix(f"{_ITEM}."))
            verdict.forbid(f"`{each}` is read, and v2 does not answer it{_reason(told)}")
    return tuple(found[path] for path in sorted(found))


def _states(
    word: Value | None, passage: Passage, verdict: Verdict
) -> Mapping[str, tuple[str, ...]]:
    """Of the words of the filter all that the program may ask for."""
    if word is None or word.known is None:
        return passage.states if word else {}
    if word.known not in passage.states:
        verdict.forbid(f"`{word.known}` is no filter: {', '.join(sorted(passage.states))} are")
        return {}
    return {word.known: passage.states[word.known]}


def _listed(paths: list[str]) -> str:
    return ", ".join(f"`{path.rpartition('.')[2]}`" for path in paths)


def _reason(told: str | None) -> str:
    return f" ({told})" if told else ""


def _given(
    call: Call, matches: Sequence[Match], passage: Passage, verdict: Verdict
) -> dict[str, Value]:
    """The arguments of the walk, which stood in the query."""
    found: dict[str, Value] = {}
    if call.query and not call.query.complete:
        verdict.forbid("the parameters of its query are not all in view")
    for entry in call.query.entries if call.query else ():
        if entry.key in passage.takes and isinstance(entry.value, Scalar):
            found[entry.key or ""] = entry.value.value
    of_urls = [dict(_in_url(match, passage, verdict)) for match in matches]
    if any({k: v.written() for k, v in one.items()} != _written(of_urls[0]) for one in of_urls):
        verdict.forbid("its URLs ask for different parts of the list")
    return {**of_urls[0], **found}


def _written(given: dict[str, Value]) -> dict[str, str]:
    return {key: value.written() for key, value in given.items()}


def _in_url(match: Match, passage: Passage, verdict: Verdict) -> Iterator[tuple[str, Value]]:
    query = path.query(match).cut(1)
    parsed = formtext.parse(query)
    if len(query) and not (parsed and parsed.complete):
        verdict.forbid(f"the query `{query.written()}` is not all in view")
    for entry in parsed.entries if parsed else ():
        if entry.key in passage.takes and isinstance(entry.value, Scalar):
            yield entry.key or "", entry.value.value
