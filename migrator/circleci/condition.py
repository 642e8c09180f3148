"""Conditions of workflows, as far as parameters decide them.

Source: configuration reference, "Logic statements"; "Pipeline values and parameters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf

from migrator.circleci import expression
from migrator.circleci.value import UNKNOWN, Unknown, Value, truth
from migrator.yaml import Mapping, Node, Scalar, Sequence, resolved

Parameters = MappingOf[str, Value | Unknown]

_TRUE = frozenset("true True TRUE yes Yes YES on On ON".split())
_FALSE = frozenset("false False FALSE no No NO off Off OFF".split())
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_PARAMETER = re.compile(r"<<\s*pipeline\.parameters\.([\w.-]+)\s*>>")


def parameter(name: str) -> str:
    """How a config writes the value of a pipeline's parameter."""
    return f"<< pipeline.parameters.{name} >>"


def value(scalar: Scalar) -> Value:
    """What a scalar stands for; nothing at all for the empty text."""
    text = scalar.text
    if scalar.style:
        return text
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return "" if text in ("~", "null") else text


def holds(condition: Node, parameters: Parameters) -> bool | None:
    """Whether ``condition`` holds, ``None`` where that is not known here.

    ``parameters`` are all that the config declares, with the values they have.
    """
    node = resolved(condition)
    if isinstance(node, Scalar) and written_as_expression(node):
        return expression.holds(node.text, parameters)
    return _statement(node, parameters)


def _statement(condition: Node, parameters: Parameters) -> bool | None:
    """A logic statement. In one a text of the expression language is nothing documented."""
    node = resolved(condition)
    if isinstance(node, Scalar):
        return None if written_as_expression(node) else truth(_value(node, parameters))
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    [(word, entry)] = [*node.all()] or [("", node.entries[0])]
    inner = resolved(entry.value)
    if word == "not":
        held = _statement(inner, parameters)
        return None if held is None else not held
    if not isinstance(inner, Sequence):
        return None
    if word == "equal":
        return _equal([_value(resolved(item), parameters) for item in inner.items])
    if word in ("and", "or"):
        return _joined(word, [_statement(item, parameters) for item in inner.items])
    return None


def written_as_expression(condition: Node) -> bool:
    """Whether it is a text of the expression language, not a logic statement."""
    node = resolved(condition)
    if not isinstance(node, Scalar) or "<<" in node.text:
        return False
    return isinstance(value(node), str) and bool(node.text.strip())


def _joined(word: str, held: list[bool | None]) -> bool | None:
    decisive = word == "or"
    if decisive in held:
        return decisive
    return None if None in held else bool(held) and not decisive


def _value(node: Node, parameters: Parameters) -> Value | Unknown:
    if not isinstance(node, Scalar):
        return UNKNOWN
    if whole := _PARAMETER.fullmatch(node.text.strip()):
        return parameters.get(whole[1], UNKNOWN)
    if "<<" in node.text or "pipeline." in node.text:
        return UNKNOWN
    return value(node)


def _equal(values: list[Value | Unknown]) -> bool | None:
    known = [each for each in values if not isinstance(each, Unknown)]
    if any(type(each) is not type(known[0]) for each in known):
        return None  # what a text is worth beside a number or a truth value is not documented
    if any(each != known[0] for each in known):
        return False
    return True if len(known) == len(values) else None
