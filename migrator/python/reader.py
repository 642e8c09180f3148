"""From what the walk noted to the calls of the waist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import libcst as cst

from migrator.call.answer import Answer, Root
from migrator.call.body import Body, Object
from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import Hole, Literal
from migrator.python import bodies, explaining, headers, origin
from migrator.python.anonymity import sends_no_token
from migrator.python.bindings import Bindings
from migrator.python.clients import VERBS
from migrator.python.commas import arguments_of
from migrator.python.naming import names_endpoint
from migrator.python.records import Record
from migrator.python.run import NEEDLE, Run, Sighting, endpoints
from migrator.python.sites import Lists, place_of
from migrator.python.texts import only_texts, without_none
from migrator.python.things import Symbol, Text, Trail
from migrator.records import dataclass

LANGUAGE = "python"


def calls(run: Run) -> tuple[Call, ...]:
    """The requests that were seen, and the endpoints of which no request was seen."""
    bindings = Bindings(run)
    records = explaining.calls(run)
    places = Counter(place for record in records for place in _places(record))
    shared = frozenset(place for place, count in places.items() if count > 1)
    parts = [_parts(run, record) for record in records]
    for part in parts:
        bindings.lead(part.record, part.trail)
    asked = frozenset(part.record.node for part in parts if part.record.way)
    lists = Lists(run.sites)
    found = [
        _call(run, part, bindings, lists, shared, asked)
        for part in parts
        if run.tree.is_main(part.record.place)
    ]
    noted = (*run.records.values(), *run.traces.values())
    taken = {s for record in noted for t in record.urls for s in endpoints(t.value)}
    _forget_parts(run, noted)
    found.extend(_unseen(run, bindings, taken, explaining.helpers(run, records)))
    return tuple(sorted(found, key=lambda call: (call.span, call.urls[0].written())))


@dataclass(frozen=True)
class _Parts:
    """What a request is made of; ``trail`` is how all of it came about."""

    record: Record
    texts: list[Text]
    body: Body
    query: Object | None
    given: headers.Given
    trail: Trail


def _parts(run: Run, record: Record) -> _Parts:
    texts = _different(record.urls)
    carried, query = bodies.carried(run, record), bodies.query_of(run, record)
    given = headers.given(run, record)
    trail = Trail()
    for text in texts:
        trail += text.trail
    trail = trail + carried.trail + (query.trail if query else Trail()) + given.trail
    for link in record.way:
        trail += link.function.trail
    root = query.body.root if query else None
    return _Parts(record, texts, carried.body, root, given, trail)


def _call(
    run: Run,
    parts: _Parts,
    bindings: Bindings,
    lists: Lists,
    shared: frozenset[Span],
    asked: Collection[cst.Call],
) -> Call:
    """``asked`` are the expressions that send what others say where they call a function."""
    tree, record, texts, trail = run.tree, parts.record, parts.texts, parts.trail
    method, span, obstacles = _method(run, record)
    if run.exhausted and not explaining.is_named(record):
        obstacles = (*obstacles, "the calls that lead to it are too many to be followed")
    hidden = [f"`{shown}` may hide a body or headers" for shown in record.hidden]
    urls = tuple(text.value for text in texts)
    if not record.way and record.node in asked:
        hidden.append("what ends its URL may name another endpoint, as callers of it do")
    return Call(
        language=LANGUAGE,
        span=tree.span(record.place),
        method=method,
        method_span=span,
        urls=urls,
        query=parts.query,
        headers=parts.given.headers,
        body=parts.body,
        answer=_answer(record, bindings),
        uses=bindings.uses_of(record, trail + Trail(tuple(record.uses.names))),
        doubts=(*trail.doubts, *record.doubts),
        obstacles=tuple(dict.fromkeys((*trail.obstacles, *obstacles, *hidden))),
        through=_helpers(run, record),
        anonymous=sends_no_token(record, urls, parts.query, parts.given.headers),
        origin=replace(_origin(run, lists, record, texts, parts.given), shared=shared),
    )


def _places(record: Record) -> set[Span]:
    """Where the answer is read."""
    uses = record.uses
    reads = (step.span for read in (*uses.reads, *uses.touched) for step in read.steps)
    return {*uses.roots, *(status.span for status in uses.statuses), *reads}


def _different(urls: dict[Text, None]) -> list[Text]:
    """The URLs without those that differ from another only in how sure a hole is."""
    found: dict[tuple[object, ...], Text] = {}
    for text in urls:
        key = tuple(
            (p.span, p.source) if isinstance(p, Hole) else (p.span, p.text)
            for p in text.value.pieces
        )
        known = found.get(key)
        if known is None or all(h.here for h in known.value.holes):
            found[key] = text
    return list(found.values())


def _method(run: Run, record: Record) -> tuple[str | None, Span | None, tuple[str, ...]]:
    signature = record.signature
    if signature.verb:
        return signature.verb, _verb(run, record), ()
    argument = record.arguments.get("method")
    values = without_none(argument.values) if argument else ()
    named = {t.known.upper() if t.known else None for t in only_texts(values)}
    if argument and len(named) == 1 == len(values) and None not in named:
        return named.pop(), run.tree.span(argument.value), ()
    if len(values) == 1 and isinstance(values[0], Symbol):
        constant = values[0].path.rpartition(".")[2]
        if constant.isupper() and constant.lower() in VERBS:
            return constant, None, ()
    if argument:
        code = run.tree.code(argument.value)
        return None, None, (f"`{code}` may be any HTTP method",)
    if signature.implied:
        data = record.arguments.get("data")
        has_body = data is not None and not bodies.is_none(data.values)
        return "POST" if has_body else signature.implied, None, ()
    return None, None, ("the HTTP method is not in view",)


def _verb(run: Run, record: Record) -> Span | None:
    """The word of the callee that names the method, where it does so under its own name."""
    func = record.node.func
    word = func.attr if isinstance(func, cst.Attribute) else func
    if isinstance(word, cst.Name) and word.value.upper() == record.signature.verb:
        return run.tree.span(word)
    return None


def _last_word(run: Run, record: Record) -> Span | None:
    func = record.node.func
    return run.tree.span(func.attr) if isinstance(func, cst.Attribute) else None


def _answer(record: Record, bindings: Bindings) -> Answer:
    uses = record.uses
    sees = bindings.sees_every_call
    seen = {e for e, function in uses.returns.items() if sees(function)}
    return Answer(
        statuses=tuple(sorted(uses.statuses, key=lambda s: s.span)),
        roots=tuple(Root(span) for span in sorted(uses.roots)),
        reads=tuple(uses.all_reads(sees)),
        escapes=tuple(sorted((e for e in uses.escapes if e not in seen), key=lambda e: e.span)),
        raises=uses.raises,
        printed=uses.printed,
    )


def _origin(
    run: Run, lists: Lists, record: Record, texts: list[Text], given: headers.Given
) -> origin.Origin:
    tree = run.tree
    arguments = arguments_of(tree, record.place if _forwards(record) else record.node)
    index = {id(arg): i for i, arg in enumerate(record.node.args)}
    named = {
        name: origin.Argument(
            index[id(a.node)],
            tree.outer(a.value),
            tree.span(a.node.keyword) if a.node.keyword is not None else None,
        )
        for name, a in record.arguments.items()
        if a.node is not None and id(a.node) in index
    }
    holes = [hole for text in texts for hole in text.value.holes]
    holes += [group.hole for text in texts for group in text.groups]
    places = (place_of(hole) for hole in holes)
    sites = {place: run.sites[place] for place in places if place in run.sites}
    literals = {p.span for text in texts for p in text.value.pieces if isinstance(p, Literal)}
    sites.update(lists.around(filter(None, literals)))
    return origin.Origin(
        record.signature.sender,
        arguments,
        tree.span(record.node.func),
        named,
        _verb(run, record),
        _last_word(run, record),
        record.method,
        given.dictionary,
        tuple(text.groups for text in texts),
        sites,
        not record.signature.request,
        _request(run, record),
        helpers=_helpers(run, record),
        sources=tuple(each.source for each in tree.all),
        project=run.modules.project,
    )


def _helpers(run: Run, record: Record) -> tuple[Span, ...]:
    """The functions that the call goes through."""
    return tuple(run.tree.span(link.function.node) for link in record.way)


def _forwards(record: Record) -> bool:
    """Whether a keyword given where the endpoint is named reaches the request as it is."""
    calls = (*(link.node for link in record.way), record.node)
    return all(
        _passes_on(link.function.node, call)
        for link, call in zip(record.way, calls[1:], strict=True)
    )


def _passes_on(function: cst.FunctionDef | cst.Lambda, call: cst.Call) -> bool:
    keywords = function.params.star_kwarg
    return keywords is not None and any(
        arg.star == "**"
        and isinstance(arg.value, cst.Name)
        and arg.value.value == keywords.name.value
        for arg in call.args
    )


def _request(run: Run, record: Record) -> str:
    """The class of request that stands beside the callee in its module."""
    word, func = record.signature.request, record.node.func
    if word and isinstance(func, cst.Attribute):
        return f"{run.tree.code(func.value)}.{word}"
    return word if word in record.frame.top.names else ""


def _forget_parts(run: Run, noted: Iterable[Record]) -> None:
    """What leaves view on the way to a request that is seen to get it is no call of its own."""
    for record in noted:
        sent = {span for text in record.urls for span in endpoints(text.value)}
        request = run.tree.span(record.node)
        functions = [run.tree.span(link.function.node) for link in record.links]
        for (span, place), sighting in [*run.departures.items()] if sent else ():
            within = any(function.holds(place) for function in functions)
            if span in sent and (
                request.holds(place) or (within and not names_endpoint(sighting.text.value))
            ):
                del run.departures[span, place]


def _unseen(
    run: Run, bindings: Bindings, taken: set[Span], helpers: Collection[Span]
) -> Iterator[Call]:
    """Endpoints that are handed to what the reader can't follow, or reach no call at all."""
    gone: dict[Span, Sighting] = {}
    for (_, place), sighting in run.departures.items():
        if sighting.certain:
            gone[place] = sighting
    for sighting in gone.values():
        taken |= {s for s in endpoints(sighting.text.value) if not _is_shorn(run, s, sighting)}
    for (span, place), sighting in run.departures.items():
        if not sighting.certain and span not in taken:
            taken.add(span)
            gone.setdefault(place, sighting)
    for sighting in gone.values():
        inside = any(helper.holds(run.tree.span(sighting.node)) for helper in helpers)
        if inside and not names_endpoint(sighting.text.value):
            continue  # what else a function may send, where nobody asks it to, is none
        if run.tree.is_main(sighting.node):
            yield _endpoint(run, sighting, bindings)
    for span, sighting in run.sightings.items():
        if not run.tree.is_main(sighting.node):
            continue
        if span not in taken and span not in run.excused:
            taken |= set(endpoints(sighting.text.value))
            yield _endpoint(run, sighting, bindings)


def _is_shorn(run: Run, span: Span, sighting: Sighting) -> bool:
    """Whether what leaves view is no more than the end of the address that ``span`` stands in."""
    whole = run.sightings.get(span, sighting).text.value.shape
    return sighting.text.value.shape.find(NEEDLE) < whole.find(NEEDLE)


def _endpoint(run: Run, sighting: Sighting, bindings: Bindings) -> Call:
    text = sighting.text
    reason = sighting.reason or "no call that this tool can follow uses it"
    return Call(
        language=LANGUAGE,
        span=run.tree.span(sighting.node),
        method=None,
        urls=(text.value,),
        uses=bindings.uses(text.trail),
        doubts=text.trail.doubts,
        obstacles=(*text.trail.obstacles, reason),
        unsent=not sighting.reason,
    )
