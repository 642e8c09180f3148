"""A jq filter as a tree, where it is made of what programs read answers with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import loads

from migrator.call.value import HOLE
from migrator.shell.jqsyntax import (
    Bind,
    Call,
    Cells,
    Choice,
    Collected,
    Constant,
    Define,
    Dot,
    Fold,
    Interpolated,
    Member,
    Node,
    Operation,
    Pair,
    Pipe,
    Record,
    Several,
    Slice,
    Unseen,
    Update,
    Variable,
)

_DEEPEST = 40
_MOST_TOKENS = 500
_TOKEN = re.compile(
    rf"(?:\s|\#[^\n]*)*(?:(?P<number>\d+(?:\.\d+)?)|(?P<field>\.[A-Za-z_]\w*)"
    rf"|(?P<variable>\$[A-Za-z_]\w*)|(?P<format>@\w+)|(?P<name>[A-Za-z_]\w*)"
    rf"|(?P<hole>{HOLE})|(?P<quote>\")|(?P<mark>//=?|[=!<>+\-*/%|]=|\.\.|\S)|(?P<end>\Z))",
    re.ASCII,
)
_TEXT = re.compile(r"[^\"\\]+|\\[^(u]|\\u[0-9a-fA-F]{4}")
_BINDING = {
    "//": 1,
    "or": 2,
    "and": 3,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "%"), 6),
}
_INPUT = Dot((0, 0))
_WORDS = frozenset("and or then elif else end as catch def reduce foreach label import".split())
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class NotUnderstood(Exception):
    """The filter goes beyond what is known of jq here."""


def parse(filter_: str) -> Node:
    """Raises ``NotUnderstood``."""
    parser = _Parser(filter_)
    found = parser.pipe()
    parser.expect("")
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 0
        self._end = 0
        self._budget = _MOST_TOKENS
        self._advance()

    def _advance(self) -> None:
        self._budget -= 1
        match = _TOKEN.match(self._text, self._end)
        if match is None or match.lastgroup is None or self._budget < 0:
            raise NotUnderstood
        self._before = self._end
        self._kind = match.lastgroup
        self._word = match[match.lastgroup]
        self._start, self._end = match.span(match.lastgroup)

    def _take(self, word: str) -> bool:
        taken = self._word == word and self._kind != "quote"
        if taken:
            self._advance()
        return taken

    def expect(self, word: str) -> None:
        if self._word != word:
            raise NotUnderstood
        if word:
            self._advance()

    def pipe(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstood
        if self._take("def"):
            defined = self._define()
            self._depth -= 1
            return defined
        found = self._operation(0)
        while self._take(","):
            found = Several(found, self._operation(0))
        if self._take("|"):
            found = Pipe(found, self.pipe())
        self._depth -= 1
        return found

    def _define(self) -> Node:
        """Behind ``def``."""
        name, parameters = self._name(), list[str]()
        if self._take("("):
            parameters.append(self._name())
            while self._take(";"):
                parameters.append(self._name())
            self.expect(")")
        self.expect(":")
        body = self.pipe()
        self.expect(";")
        return Define(name, tuple(parameters), body, self.pipe())

    def _name(self) -> str:
        word = self._word
        if self._kind not in ("name", "variable"):
            raise NotUnderstood
        self._advance()
        return word

    def _operation(self, least: int) -> Node:
        left = self._postfix()
        if not least and self._take("|="):
            return Update(left, self._operation(0))
        while (strength := _BINDING.get(self._word, 0)) > least:
            operator, start = self._word, self._start
            self._advance()
            right = self._operation(strength - (operator == "//"))
            if operator == "//":
                left = Several(left, right)
            else:
                left = Operation(operator, left, right, (start, self._before))
        return left

    def _postfix(self) -> Node:
        found = self._path()
        return self._bind(found) if self._take("as") else found

    def _path(self) -> Node:
        found = self._term()
        while True:
            start = self._start
            if self._kind == "field":
                place = start, self._end
                found = Member(found, self._word[1:], place)
                self._advance()
            elif self._word == "[":
                self._advance()
                found = self._bracket(found, start)
            elif self._word == "." and self._text[self._end : self._end + 1] in ("[", '"'):
                self._advance()
                found = self._behind_dot(found, start)
            elif not self._take("?"):
                return found

    def _behind_dot(self, of: Node, start: int) -> Node:
        if self._take("["):
            return self._bracket(of, start)
        key = self._string()
        return self._member(of, key, (start, self._before))

    def _bracket(self, of: Node, start: int) -> Node:
        """Behind ``[``."""
        if self._word == "]":
            return self._closed(of, None, start)
        if self._take(":"):
            self.pipe()
            self.expect("]")
            return Slice(of)
        key = self.pipe()
        if self._take(":"):
            if self._word != "]":
                self.pipe()
            self.expect("]")
            return Slice(of)
        return self._closed(of, key, start)

    def _closed(self, of: Node, key: Node | None, start: int) -> Node:
        place = start, self._end
        self.expect("]")
        return Member(of, None, place) if key is None else self._member(of, key, place)

    def _member(self, of: Node, key: Node, place: Cells) -> Node:
        value = key.value if isinstance(key, Constant) else None
        if isinstance(key, (Unseen, Variable)):
            return Member(of, None, (place[0], place[0] + 1))
        if isinstance(value, bool) or not isinstance(value, (str, int)) or HOLE in str(value):
            raise NotUnderstood
        return Member(of, value, place)

    def _bind(self, source: Node) -> Node:
        names = tuple(self._pattern(()))
        self.expect("|")
        return Bind(source, names, self.pipe())

    def _pattern(self, way: tuple[Member, ...]) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """``$name``, ``[pattern, …]`` or ``{key: pattern, …}``."""
        if len(way) > _DEEPEST:
            raise NotUnderstood
        if self._kind == "variable":
            yield self._name(), way
        elif self._take("["):
            index = 0
            while not self._take("]"):
                place = self._start, self._start + 1
                yield from self._pattern((*way, Member(_INPUT, index, place)))
                index += 1
                if self._word != "]":
                    self.expect(",")
        elif self._take("{"):
            while not self._take("}"):
                yield from self._keyed(way)
                if self._word != "}":
                    self.expect(",")
        else:
            raise NotUnderstood

    def _keyed(self, way: tuple[Member, ...]) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """``$name`` or ``key: pattern``; a bare key stands with what is before it."""
        kind, key, place = self._kind, self._word, (self._start, self._end)
        if kind == "variable":
            self._advance()
            yield key, (*way, Member(_INPUT, key[1:], place))
            return
        if kind == "quote":
            string = self._string()
            key, place = str(getattr(string, "value", HOLE)), (place[0], self._before)
        elif kind == "name":
            self._advance()
            place = place[0] - 1, place[1]
        if kind not in ("quote", "name") or HOLE in key:
            raise NotUnderstood
        self.expect(":")
        yield from self._pattern((*way, Member(_INPUT, key, place)))

    def _term(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstood
        found = self._plain_term()
        self._depth -= 1
        return found

    def _plain_term(self) -> Node:
        kind, word, place = self._kind, self._word, (self._start, self._end)
        if kind == "quote":
            return self._string()
        if kind == "field":
            self._advance()
            return Member(Dot((place[0], place[0] + 1)), word[1:], place)
        self._advance()
        if kind == "number":
            return Constant(float(word) if "." in word else int(word[:18]))
        if kind == "hole":
            return Unseen()
        if kind == "variable":
            return Variable(word)
        if kind == "format":
            return self._string() if self._kind == "quote" else Call(word, (), place)
        if kind == "name":
            return self._named(word, place)
        return self._marked(word, place)

    def _marked(self, word: str, place: Cells) -> Node:
        if word == ".":
            dot = Dot(place)
            adjacent = self._start == place[1]
            if adjacent and (self._kind == "quote" or self._word == "["):
                return self._behind_dot(dot, place[0])
            return dot
        if word == "(":
            inner = self.pipe()
            self.expect(")")
            return inner
        if word == "[":
            items = None if self._word == "]" else self.pipe()
            self.expect("]")
            return Collected(items)
        if word == "{":
            return self._record()
        if word == "-":
            operand = self._postfix()
            negative = isinstance(operand, Constant) and isinstance(operand.value, int)
            if negative and isinstance(operand, Constant):
                return Constant(-int(str(operand.value)))
            return Operation("-", Constant(0), operand)
        raise NotUnderstood

    def _named(self, word: str, place: Cells) -> Node:
        if word in _CONSTANTS:
            return Constant(_CONSTANTS[word])
        if word == "if":
            return self._choice()
        if word in ("reduce", "foreach"):
            return self._fold()
        if word == "try":
            tried = self._postfix()
            return Several(tried, self._postfix()) if self._take("catch") else tried
        if word in _WORDS:
            raise NotUnderstood
        arguments: list[Node] = []
        if self._take("("):
            arguments.append(self.pipe())
            while self._take(";"):
                arguments.append(self.pipe())
            self.expect(")")
        return Call(word, tuple(arguments), place)

    def _fold(self) -> Node:
        """Behind ``reduce`` or ``foreach``."""
        source = self._path()
        self.expect("as")
        if self._kind != "variable":
            raise NotUnderstood
        name = self._word
        self._advance()
        self.expect("(")
        parts = [self.pipe()]
        while self._take(";"):
            parts.append(self.pipe())
        self.expect(")")
        return Fold(source, name, tuple(parts))

    def _choice(self) -> Node:
        """Behind ``if`` or ``elif``."""
        condition = self.pipe()
        self.expect("then")
        then = self.pipe()
        if self._take("elif"):
            return Choice(condition, then, self._choice())
        otherwise = self.pipe() if self._take("else") else None
        self.expect("end")
        return Choice(condition, then, otherwise)

    def _record(self) -> Node:
        pairs: list[Pair] = []
        while not self._take("}"):
            pairs.append(self._pair())
            if self._word != "}":
                self.expect(",")
        return Record(tuple(pairs))

    def _pair(self) -> Pair:
        place, kind = (self._start, self._end), self._kind
        key: str | Node
        if kind == "quote":
            string = self._string()
            place = place[0], self._before
            key = str(string.value) if isinstance(string, Constant) else string
        elif self._take("("):
            key = self.pipe()
            self.expect(")")
        elif kind in ("name", "variable"):
            key = self._word
            self._advance()
        else:
            raise NotUnderstood
        value = self._pair_value() if self._take(":") else None
        if value is None and kind not in ("name", "variable"):
            raise NotUnderstood
        return Pair(key, value, place)

    def _pair_value(self) -> Node:
        found = self._operation(0)
        return Pipe(found, self._pair_value()) if self._take("|") else found

    def _string(self) -> Node:
        """A text, from its quote on; ``self._before`` is its end afterwards."""
        if self._kind != "quote":
            raise NotUnderstood
        start, at, written, parts = self._start, self._end, "", []
        while not self._text.startswith('"', at):
            if self._text.startswith("\\(", at):
                self._end = at + 2
                self._advance()
                parts.append(self.pipe())
                if self._word != ")":
                    raise NotUnderstood
                at = self._end
                continue
            match = _TEXT.match(self._text, at)
            if match is None:
                raise NotUnderstood
            written += match.group()
            at = match.end()
        self._end = at + 1
        self._advance()
        if parts:
            return Interpolated(tuple(parts))
        try:
            return Constant(loads(f'"{written}"', strict=False), (start, at + 1))
        except ValueError as error:
            raise NotUnderstood from error
