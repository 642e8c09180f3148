"""Parameters of a pipeline handed to its jobs as variables, as v1.1 handed them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.circleci.condition import parameter
from migrator.circleci.config import Config
from migrator.circleci.draft import Draft, meaning, own_mapping
from migrator.yaml import Alias, Mapping, Node, Scalar, Sequence, resolved
from migrator.yaml.layout import NotExact, Tree, quoted

_KEY = "environment"


def spoken(config: Config) -> dict[str, str]:
    """All texts of each job, and of the commands that it uses."""
    return {
        name: "\n".join(_texts(config, entry.value, set())) for name, entry in config.jobs.items()
    }


def readers(jobs: dict[str, str], variable: str) -> tuple[str, ...]:
    """Those of ``jobs`` whose text names the variable."""
    named = re.compile(
        rf"(?:\$\{{?[!#]?|environ\W{{1,8}}|getenv\W{{1,4}}|printenv\s+|ENV\W{{1,3}})"
        rf"{re.escape(variable)}(?!\w)"
    )
    return tuple(name for name, text in jobs.items() if named.search(text))


def is_used(config: Config, name: str) -> bool:
    """Whether anything in the config takes the value of the parameter."""
    return bool(re.search(rf"pipeline\.parameters\.{re.escape(name)}(?![\w-])", config.source.text))


def _texts(config: Config, node: Node, seen: set[str]) -> Iterator[str]:
    real = resolved(node)
    if isinstance(real, Scalar):
        yield real.text
        yield from _command(config, real.text, seen)
    elif isinstance(real, Sequence):
        for item in real.items:
            yield from _texts(config, item, seen)
    else:
        for name, entry in real.all():
            yield from _command(config, name, seen)
            yield from _texts(config, entry.value, seen)


def _command(config: Config, name: str, seen: set[str]) -> Iterator[str]:
    command = config.commands.get(name)
    if command and name not in seen:
        seen.add(name)
        yield from _texts(config, command.value, seen)


def hand_over(draft: Draft, job: str, variables: dict[str, str]) -> tuple[str, ...]:
    """Gives ``job`` each variable the value of a parameter; those are the values of ``variables``.

    Answers the variables that the job sets itself, which v1.1 did not override and which
    stay. Raises ``NotExact``.
    """
    entry = draft.config.jobs[job]
    body = own_mapping(entry.value, f"the job `{job}`")
    have = body.get(_KEY)
    if have is not None and not isinstance(have, Mapping) and not _is_empty(have):
        raise NotExact(f"`environment` of the job `{job}` is no mapping")
    kept = tuple(name for name in variables if isinstance(have, Mapping) and have.get(name))
    new: dict[str, Tree] = {
        quoted(name): parameter(value) for name, value in variables.items() if name not in kept
    }
    if new:
        _write(draft, job, body, have, new)
        meant = draft.meant["jobs"][job]
        old = meant.get(_KEY)
        meant[_KEY] = {**(old if isinstance(old, dict) else {}), **meaning(new)}
    return kept


def _write(draft: Draft, job: str, body: Mapping, have: Node | None, new: dict[str, Tree]) -> None:
    layout = draft.config.layout
    own = body.own(_KEY)
    if own is None:
        lent = {} if have is None else _lent(have, job)
        draft.add([layout.before(body, "steps", {_KEY: {**lent, **new}})])
    elif isinstance(own.value, Mapping) and (own.value.entries or own.value.flow):
        draft.add([layout.append(own.value, new)])
    elif isinstance(own.value, Alias):
        name = draft.config.source.text[own.value.start : own.value.end]
        draft.add([layout.fill(own.key, own.value, {"<<": name, **new})])
    else:
        draft.add([layout.fill(own.key, own.value, new)])


def _lent(have: Node, job: str) -> dict[str, Tree]:
    """What takes over an `environment` that the job has by an anchor."""
    if not have.anchor:
        raise NotExact(f"the job `{job}` has its `environment` by an anchor around it")
    return {"<<": f"*{have.anchor}"}


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text
