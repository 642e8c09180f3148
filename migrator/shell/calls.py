"""Drafts of requests to calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import groupby

from tree_sitter import Node

from migrator.call.body import Body, Encoding
from migrator.call.call import Binding, Call, Header, Use
from migrator.call.language import Alone, Project
from migrator.call.openend import doubt
from migrator.call.source import Span
from migrator.records import dataclass
from migrator.shell.anonymity import sends_no_token
from migrator.shell.answers import Answers
from migrator.shell.bodies import Sent
from migrator.shell.drafts import Address, Draft, Variant
from migrator.shell.endpoints import API, names_endpoint
from migrator.shell.functions import Definitions, Site
from migrator.shell.handing import told_elsewhere
from migrator.shell.parse import Script
from migrator.shell.plumbing import late_arguments
from migrator.shell.request import Request
from migrator.shell.settle import Settled
from migrator.shell.state import Field
from migrator.shell.text import Definition


@dataclass(frozen=True)
class Origin:
    """How a call is written: the command, what it was told, and what its values were read from.

    ``urls`` go with the urls of the call. ``uniform`` says that however the
    command is reached it gets the same words but for the URL. ``sites`` are the
    calls of functions that lead to it and say what it requests, outermost first;
    ``level`` is the ``Through.level`` of the arguments of the first.
    """

    script: Script
    command: Span
    name: Field
    request: Request
    urls: tuple[Settled, ...]
    body: tuple[Settled, ...]
    uniform: bool
    sites: tuple[Site, ...] = ()
    level: int = 0
    node: Node | None = None
    project: Project = field(default_factory=Alone)

    @property
    def place(self) -> tuple[Script, Node]:
        assert self.node is not None
        return self.script, self.node


@dataclass(frozen=True)
class Assembly:
    """``answers`` gives the answers of the commands of a script, ``sourced`` the statement of
    ``script`` that reads another one, by the path of that.
    """

    script: Script
    answers: Callable[[Script, tuple[Site, ...]], Answers]
    definitions: Definitions
    sourced: Mapping[str, Span] = field(default_factory=dict)
    project: Project = field(default_factory=Alone)

    def calls(self, drafts: Iterable[Draft]) -> Iterator[Call]:
        ordered = sorted(drafts, key=_order)
        for _, group in groupby(ordered, key=_place):
            same = list(group)
            if same[0].script is not self.script:
                yield from self._of_library(same)
            elif _told_by_callers(same):
                found = _merged(self._sites([draft for draft in same if draft.path]))
                yield from _with_open_ends(tuple(found))
            else:
                yield from self._commands(same)

    def _of_another(self, use: Use) -> Use:
        """A name of another script, for which this one may have its own."""
        own, beside = self.script.source.path, self.sourced.get(use.binding.definition.path)
        if beside is None or use.reference.path != own:
            return use
        return replace(use, whole=use.reference, beside=beside)

    def _of_library(self, drafts: list[Draft]) -> Iterator[Call]:
        """Requests of a file that the script reads, as far as the script says what they are."""
        own = self.script.source.path
        if _told_by_callers(drafts):
            found = _merged(self._sites([draft for draft in drafts if draft.path]))
            yield from (call for call in found if call.span.path == own)
            return
        for draft in drafts:
            here = [index for index, site in enumerate(draft.path) if site.script is self.script]
            if here and _address_stands_in(own, draft):
                yield from self._sites([replace(draft, sites=draft.path[here[0] :])])

    def _commands(self, drafts: list[Draft]) -> Iterator[Call]:
        variants = [variant for draft in drafts for variant in draft.variants]
        several = any(len(variant.addresses) > 1 for variant in variants)
        addresses = [address for variant in variants for address in variant.addresses]
        capped = any(draft.capped for draft in drafts)
        call = self._call(drafts[0], variants, capped=capped)
        if not several:
            call = self._with(call, drafts[0], addresses, variants)
            yield replace(call, uses=()) if self._is_left_to_others(drafts) else call
            return
        spans = dict.fromkeys(address.given.words[-1].span for address in addresses)
        obstacle = "one command requests several URLs"
        for span in spans:
            own = [address for address in addresses if address.given.words[-1].span == span]
            one = replace(call, span=span, obstacles=(*call.obstacles, obstacle))
            yield self._with(one, drafts[0], own, variants)

    def _is_left_to_others(self, drafts: list[Draft]) -> bool:
        """Whether other scripts, which read this one, say what is requested."""
        shapes = [
            address.settled.value.shape
            for draft in drafts
            for variant in draft.variants
            for address in variant.addresses
        ]
        return self.script.only_defines and not any(map(names_endpoint, shapes))

    def _sites(self, drafts: list[Draft]) -> Iterator[Call]:
        """Requests that are told where the function that sends them is called."""
        told: dict[tuple[Site, ...], list[Draft]] = {}
        for draft in drafts:
            told.setdefault(draft.sites or draft.path[-1:], []).append(draft)
        for sites, same in told.items():
            variants = [
                v for draft in same for v in (draft.variants if draft.sites else draft.called)
            ]
            capped = any(draft.capped for draft in same)
            call = self._call(same[0], variants, capped=capped, sites=sites)
            addresses = [address for variant in variants for address in variant.addresses]
            call = self._with(call, same[0], addresses, variants, sites)
            yield replace(call, span=_named_within(call, sites[0]) or sites[0].span)

    def _call(
        self,
        draft: Draft,
        variants: list[Variant],
        *,
        capped: bool,
        sites: tuple[Site, ...] = (),
    ) -> Call:
        request = variants[0].invocation.request
        obstacles = [o for v in variants for o in v.invocation.request.obstacles]
        obstacles += [o for v in variants for o in v.sent.obstacles]
        methods = sorted({v.invocation.request.method or "" for v in variants})
        if len(methods) > 1 and all(methods):
            obstacles.append(f"the method may be {' or '.join(methods)}")
        if capped:
            obstacles.append("more values reach it than are told apart")
        given = request.method_given
        doubts = dict.fromkeys(d for v in variants for d in v.invocation.request.doubts)
        return Call(
            language="shell",
            span=_span(draft.script, draft.node),
            method=request.method if len(methods) == 1 else None,
            method_span=given.words[-1].span if given else None,
            query=variants[0].sent.query,
            headers=_headers(variants),
            body=_body(variants, obstacles),
            answer=self.answers(draft.script, sites).of(draft.node, request),
            doubts=(*doubts, *_doubts(variants[0].sent), *told_elsewhere(draft, sites)),
            obstacles=tuple(dict.fromkeys(obstacles)),
            anonymous=all(sends_no_token(variant) for variant in variants),
        )

    def _with(
        self,
        call: Call,
        draft: Draft,
        addresses: list[Address],
        variants: list[Variant],
        sites: tuple[Site, ...] = (),
    ) -> Call:
        urls = tuple(dict.fromkeys(address.settled for address in addresses))
        texts = [*urls, *(text for variant in variants for text in variant.sent.texts)]
        via = [place for variant in variants for place in variant.via]
        via += [place for a in addresses for word in a.given.words for place in word.via]
        via += [(self.definitions.of(site.function), site.name) for site in sites]
        doubts = [doubt for text in texts for doubt in text.doubts]
        first = variants[0]
        origin = Origin(
            draft.script,
            call.span,
            first.invocation.name,
            first.invocation.request,
            urls,
            first.sent.texts,
            uniform=len({_words(variant) for variant in variants}) == 1,
            sites=sites,
            level=len(draft.path) - len(sites),
            node=draft.node,
            project=self.project,
        )
        return replace(
            call,
            urls=tuple(settled.value for settled in urls),
            uses=tuple(map(self._of_another, uses(texts, via))),
            doubts=tuple(dict.fromkeys((*call.doubts, *doubts))),
            origin=origin,
        )


def _with_open_ends(calls: tuple[Call, ...]) -> Iterator[Call]:
    """Calls of one function, some of which may say by a hole what others say by a word."""
    shapes = [url.shape for call in calls for url in call.urls]
    for call in calls:
        reason = doubt((url.shape for url in call.urls), shapes)
        yield replace(call, doubts=(*call.doubts, reason)) if reason else call


def _merged(calls: Iterable[Call]) -> Iterator[Call]:
    """Calls that differ in nothing but the way that leads to them as one."""
    same: dict[Call, list[Use]] = {}
    for call in calls:
        same.setdefault(replace(call, uses=()), []).extend(call.uses)
    for call, found in same.items():
        yield replace(call, uses=tuple(dict.fromkeys(found)))


def _place(draft: Draft) -> tuple[str, int]:
    return draft.script.source.path, draft.node.start_byte


def _order(draft: Draft) -> tuple[str, int, list[Span]]:
    return (*_place(draft), [site.span for site in draft.path])


def _address_stands_in(path: str, draft: Draft) -> bool:
    """Whether the file at ``path`` says which API a request is for."""
    values = [address.settled.value for v in draft.variants for address in v.addresses]
    for value in values:
        found = API.search(value.shape)
        pieces = value.cut(found.start(), found.end()).pieces if found else ()
        if any(piece.span and piece.span.path == path for piece in pieces):
            return True
    return False


def _told_by_callers(drafts: list[Draft]) -> bool:
    """Whether what a command requests is told where the function around it is called."""
    if any(draft.sites for draft in drafts):
        return True
    methods = set[str | None]().union(*(draft.methods for draft in drafts))
    return len(methods) > 1 and all(draft.path for draft in drafts)


def _span(script: Script, node: Node) -> Span:
    """The command with its arguments, those behind the mark of a here-document too."""
    late = list(late_arguments(script, node))
    words = [c for c in node.named_children if c.type != "variable_assignment"]
    words = [c for c in words if not c.type.endswith("_redirect")] or [node]
    start = script.span(words[0]).start
    end = script.span((*words, *late)[-1]).end
    return script.source.span(start, end)


def uses(texts: Iterable[Settled], via: Iterable[tuple[Definition, Span]] = ()) -> Iterator[Use]:
    """What the texts came through, each once."""
    places = [place for text in texts for place in text.uses]
    for definition, reference in dict.fromkeys([*places, *via]):
        yield Use(binding(definition), reference)


def binding(definition: Definition) -> Binding:
    return Binding(
        definition.name,
        definition.name_span,
        definition.statement,
        frozenset(definition.references - definition.shown),
        copyable=definition.copyable,
        closed=definition.closed,
        portable=definition.portable,
    )


def _named_within(call: Call, site: Site) -> Span | None:
    """The pieces of the URL that the arguments at ``site`` hold."""
    whole = site.span
    pieces = [piece for url in call.urls for piece in url.pieces]
    spans = [p.span for p in pieces if p.span and whole.holds(p.span)]
    return Span(whole.path, min(spans).start, max(span.end for span in spans)) if spans else None


def _headers(variants: list[Variant]) -> tuple[Header, ...]:
    """Those of the first way to run it; what others have besides is nobody's to see."""
    first = variants[0].headers
    others = [h for v in variants[1:] for h in v.headers if h not in first]
    return (*first, *(replace(header, name=None) for header in others))


def _body(variants: list[Variant], obstacles: list[str]) -> Body:
    bodies = list(dict.fromkeys(_Key(variant.sent.body) for variant in variants))
    if len(bodies) == 1:
        return bodies[0].body
    obstacles.append(f"it sends one of {len(bodies)} bodies")
    return Body(Encoding.HIDDEN, source=bodies[0].body.source, span=bodies[0].body.span)


def _doubts(sent: Sent) -> Iterator[str]:
    yield from sent.doubts
    yield from _unescaped(sent.body)


def _unescaped(body: Body) -> Iterator[str]:
    """What is no longer written as it stands where a form becomes JSON."""
    form = body.encoding in (Encoding.FORM, Encoding.MULTIPART)
    for hole in body.raw.holes if form and body.raw is not None else ():
        yield f"a quote or a backslash in `{hole.source}` would have to be escaped in JSON"


@dataclass(frozen=True)
class _Key:
    body: Body

    def __hash__(self) -> int:
        return hash((self.body.encoding, self.body.source))


def _words(variant: Variant) -> tuple[Span, ...]:
    line = variant.invocation.request.line
    urls = {word for given in variant.invocation.request.urls for word in given.words}
    words = [word for option in line.options for word in option.words if word not in urls]
    return tuple(word.span for word in words)
