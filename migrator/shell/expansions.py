"""Parameter expansions and command substitutions to the texts they may stand for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.call.source import Edit, Span
from migrator.call.value import ENVIRONMENT, HOLE, Beside, Hole
from migrator.records import dataclass
from migrator.shell import lists
from migrator.shell.encoding import encoded
from migrator.shell.lists import Part
from migrator.shell.neighbours import beside
from migrator.shell.parse import Script, descend
from migrator.shell.state import Bound, State
from migrator.shell.text import Gap, Reads, Text, Through

if TYPE_CHECKING:
    from migrator.shell.words import Outputs, Texts, Words

_PARAMETER = re.compile(
    r"\$\{(?P<name>\w++|[@*#?$!-])(?:\[(?P<index>[^\]]*)\])?(?P<rest>.*)\}",
    re.ASCII | re.DOTALL,
)
_DEFAULT = re.compile(r":?[-=]")
_SUFFIX = re.compile(r"%%?(?P<suffix>[\w/.:-]+)")
_STRUCTURE = re.compile(r"[/:?=&\s]|^v\d+(\.\d+)*$|^[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}$|^api$")


def plain(text: Text) -> bool:
    """Whether it is one unknown or one word that says nothing about the form of a URL."""
    if text.known is None:
        return len(text.parts) == 1 and len(text.shape) == 1
    return not _STRUCTURE.search(text.known)


@dataclass(frozen=True)
class Expander:
    script: Script
    words: Words
    outputs: Outputs

    def texts(self, node: Node, state: State, *, style: str, drop: tuple[Edit, ...]) -> Texts:
        """What the expansion ``node`` may stand for; ``drop`` takes it out."""
        if node.type == "command_substitution":
            return self._command(node, state, style, drop)
        gap = self._gap(node, state, style, drop)
        if node.type not in ("simple_expansion", "expansion"):
            return (Text((gap,)),)
        name, reference = self.name(node)
        if not name or reference is None:
            return (Text((gap,)),)
        if node.type == "simple_expansion":
            return self._variable(name, reference, gap, state)
        return self._expansion(node, name, reference, gap, state)

    def simple(self, span: Span, state: State, *, style: str, drop: tuple[Edit, ...]) -> Texts:
        """The same for ``$X``, or a hole of the source, where the tree has no node for it."""
        source = self.script.source.at(span)
        if span in self.script.source.holes:
            filled = Hole(source, span, source, drop=drop, filled=True)
            return (Text((Gap(filled, style=style),)),)
        hole = Hole(source, span, source, drop=drop, written=span)
        gap = Gap(hole, state.stamp({source[1:]}), style)
        place = self.script.source.span(span.start + 1, span.end)
        return self._variable(source[1:], place, gap, state)

    def name(self, node: Node) -> tuple[str, Span | None]:
        """The name that an expansion reads and its place, or ``""`` where it reads none."""
        for child in node.children:
            inner = child.child_by_field_name("name") if child.type == "subscript" else child
            if inner is not None and inner.type in ("variable_name", "special_variable_name"):
                return self.script.text(inner), self.script.span(inner)
        return "", None

    def default(self, node: Node, state: State, *, quoted: bool) -> Texts | None:
        """What ``${X:-…}`` and ``${X:=…}`` stand for where X is not set."""
        match = _PARAMETER.fullmatch(self.script.text(node))
        if not match or match["index"] or not (found := _DEFAULT.match(match["rest"])):
            return None
        start = self.script.span(node).start
        place = self.script.source.span(
            start + match.start("rest") + found.end(), start + match.end("rest")
        )
        return self.words.inside(node, place, state, quoted=quoted)

    def _expansion(self, node: Node, name: str, place: Span, gap: Gap, state: State) -> Texts:
        match = _PARAMETER.fullmatch(self.script.text(node))
        if not match:
            return (Text((gap,)),)
        bounds = state.names.get(name)
        if (listed := lists.read(self.script.text(node))) and listed[0] == "@":
            return tuple(_only(bound, listed[1], place, gap) for bound in bounds or (Bound(),))
        if match["index"]:
            return (_member(bounds, match["index"]) or Text((gap,)),)
        rest = match["rest"]
        if not rest or rest.startswith(("?", ":?")):
            return self._variable(name, place, gap, state)
        if _DEFAULT.match(rest):
            if bounds and all(_is_given(bound, rest) for bound in bounds):
                return self._variable(name, place, gap, state)
            if bounds and all(_is_not_given(bound) for bound in bounds):
                texts = self.default(node, state, quoted=gap.quoted) or (Text(),)
                level = bounds[0].level
                return tuple(Text((Through(gap, text, place, level=level),)) for text in texts)
            return self._or_default(node, name, place, gap, state)
        if found := _SUFFIX.fullmatch(rest):
            texts = self._variable(name, place, gap, state)
            return tuple(_without(text, found["suffix"], gap) for text in texts)
        return (Text((gap,)),)

    def _or_default(self, node: Node, name: str, place: Span, gap: Gap, state: State) -> Texts:
        defaults = self.default(node, state, quoted=gap.quoted)
        bounds = state.names.get(name, ())
        if not defaults or all(plain(text) for text in defaults):
            if bounds and all(bound.text and bound.text.parts for bound in bounds):
                return self._variable(name, place, gap, state)
            return (Text((gap,)),)
        state.capped = state.capped or name in state.cut
        told = [_bound(b, place, gap) for b in bounds if b.text and b.text.is_never_empty]
        doubt = f"`${name}`, where it is set, takes the place of the text given here"
        given = (Text((Through(gap, text, place, doubts=(doubt,)),)) for text in defaults)
        return (*told, *given)

    def _variable(self, name: str, place: Span, gap: Gap, state: State) -> Texts:
        bounds = state.names.get(name)
        if not bounds:
            return (Text((_of_environment(name, gap),)),)
        state.capped = state.capped or name in state.cut
        texts = dict.fromkeys(_bound(bound, place, gap) for bound in bounds)
        if len(texts) > 1 and all(plain(text) for text in texts):
            return (Text((gap,)),)
        return tuple(texts)

    def _command(self, node: Node, state: State, style: str, drop: tuple[Edit, ...]) -> Texts:
        gap = self._gap(node, state, style, drop)
        if not gap.hole.multiple:
            return (Text((gap,)),)
        printed = self.outputs.printed(node, state)
        if printed is not None and not any(text.unwieldy for text in printed):
            place = self.script.span(node)
            return tuple(Text((Through(gap, text, place),)) for text in printed)
        return (Text((gap,)),)

    def _gap(self, node: Node, state: State, style: str, drop: tuple[Edit, ...]) -> Gap:
        source, span = self.script.text(node), self.script.span(node)
        inside = encoded(self.script, node)
        if inside is None:
            near = beside(self.script, node) if node.type == "command_substitution" else None
            hole = Hole(source, span, source, drop=drop, written=span, beside=near)
            return Gap(hole, self._reads(node, state), style)
        hole = Hole(
            source,
            span,
            inside.plain,
            here=bool(inside.plain),
            drop=drop,
            multiple=False,
            written=span,
        )
        return Gap(hole, self._reads(inside.node, state), style)

    def _reads(self, node: Node, state: State) -> Reads:
        names, outside = set[str](), False
        for below in descend(node):
            if below.type in ("variable_name", "special_variable_name"):
                names.add(self.script.text(below))
            outside = outside or below.type in ("command_substitution", "process_substitution")
        return state.stamp(names, outside=outside)


def _of_environment(name: str, gap: Gap) -> Gap:
    """The gap of a name that the script gives no value."""
    source = gap.hole.source
    if source not in (f"${name}", f"${{{name}}}"):
        return gap
    near = Beside(ENVIRONMENT, name, lambda other: source.replace(name, other))
    return replace(gap, hole=replace(gap.hole, beside=near))


def _bound(bound: Bound, place: Span, gap: Gap) -> Text:
    text = bound.text
    if text is None or text.unwieldy:
        return Text((gap,))
    return Text((Through(gap, text, place, bound.definition, level=bound.level),))


def _is_given(bound: Bound, default: str) -> bool:
    """Whether it is surely taken, and not the ``:-…`` or ``-…`` of ``default``."""
    if bound.text is None:
        return False
    return bound.text.is_never_empty or bool(bound.text.parts and default[0] != ":")


def _is_not_given(bound: Bound) -> bool:
    """Whether it is an argument of a function that is called without it."""
    return bound.level is not None and bound.text is not None and not bound.text.parts


def _only(bound: Bound, part: Part, place: Span, gap: Gap) -> Text:
    """A part of the arguments of a function that is one argument."""
    members = bound.members
    if members is None or any(member.open for member in members):
        return Text((gap,))
    found = part.of(members)
    if len(found) != 1:
        return Text((gap,))
    return Text((Through(gap, found[0].text, place, level=bound.level),))


def _member(bounds: tuple[Bound, ...] | None, index: str) -> Text | None:
    if not bounds or len(bounds) > 1 or not re.fullmatch(r"[0-9]{1,4}", index):
        return None
    members = bounds[0].members or ()
    at = int(index)
    if at >= len(members) or any(member.open for member in members[: at + 1]):
        return None
    return members[at].text


def _without(text: Text, suffix: str, gap: Gap) -> Text:
    """``${X%suffix}`` where the end of X is known."""
    shape = text.shape
    if text.known is None and (not shape or shape[-1:] == HOLE):
        return Text((gap,))
    return text.cut(0, len(shape) - len(suffix)) if shape.endswith(suffix) else text
