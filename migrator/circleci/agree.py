"""Names and values that a call and its config agree on."""

from __future__ import annotations

from migrator.call.body import Scalar
from migrator.call.value import text
from migrator.circleci.config import Config, Parameter
from migrator.circleci.names import allowed
from migrator.circleci.sent import Sent
from migrator.circleci.value import Unknown


def names(sent: Sent, config: Config | None) -> dict[str, str]:
    """By the name that v1.1 was sent: that of the parameter.

    What the config declares already keeps its name.
    """
    declared = config.parameters if config else {}
    agreed: dict[str, str] = {}
    for name in sent.names:
        known = [each for each in (name, name.lower()) if each in declared]
        free = [each for each in known if each not in agreed.values()]
        agreed[name] = free[0] if free else allowed(name, {*agreed.values(), *declared})
    return agreed


def values(
    sent: Sent, agreed: dict[str, str], config: Config
) -> tuple[dict[str, Scalar], tuple[str, ...]]:
    """Values of other types than were sent, by the old name; and clauses on what can't be right."""
    changed: dict[str, Scalar] = {}
    wrong: list[str] = []
    for entry in sent.entries:
        if entry.key is None or not isinstance(entry.value, Scalar):
            continue
        parameter = config.parameters.get(agreed[entry.key])
        scalar, clause = _typed(entry.value, sent.value(entry.key), agreed[entry.key], parameter)
        if scalar != entry.value:
            changed[entry.key] = scalar
        if clause:
            wrong.append(clause)
    return changed, tuple(wrong)


def _typed(
    scalar: Scalar, value: object, name: str, parameter: Parameter | None
) -> tuple[Scalar, str]:
    """``scalar`` as a text, or as the type that the config declares."""
    kind = parameter.type if parameter else "string"
    known = None if isinstance(value, Unknown) else str(value)
    if isinstance(value, bool):
        known = str(value).lower()
    if parameter and parameter.default is None:
        return scalar, f"`{name}` is declared without the default that the config must give it"
    if kind in ("string", "enum"):
        if kind == "enum" and parameter and known is not None and known not in parameter.choices:
            return scalar, f"`{known}` is none of the values that `{name}` may have"
        if known is not None and not scalar.quoted:
            return Scalar(text(known)), ""
        return scalar, "" if scalar.quoted else f"`{name}` must be sent as a text"
    if kind == "boolean" and known in ("true", "false"):
        return (Scalar(text(known), quoted=False) if scalar.quoted else scalar), ""
    if kind == "integer" and known is not None and known.lstrip("-").isdigit():
        return (Scalar(text(known), quoted=False) if scalar.quoted else scalar), ""
    if known is None and not scalar.quoted:
        return scalar, f"`{name}` must be sent as {_ARTICLES.get(kind, 'a')} {kind or 'value'}"
    shown = f"`{known}`" if known is not None else "a text"
    return scalar, f"`{name}` is declared as {kind or 'nothing'}, and {shown} is sent"


_ARTICLES = {"boolean": "a", "integer": "an"}
