"""A workflow that runs one job when a parameter names it, and every other one kept from it."""

from __future__ import annotations

from collections.abc import Collection

from migrator.call.source import Edit
from migrator.circleci.condition import parameter, written_as_expression
from migrator.circleci.config import Config, Workflow
from migrator.circleci.draft import Draft, meaning, own_mapping
from migrator.circleci.running import knowing, starts
from migrator.yaml import Mapping, Scalar, Sequence, resolved
from migrator.yaml.layout import NotExact, Tree, quoted

BUILD = "build"
"""The job that a config without workflows runs."""
_ALL_TAGS = "/.*/"


def wants_parameters(config: Config, job: str) -> bool:
    """Whether the job can't run without being given parameters of its own."""
    body = resolved(config.jobs[job].value)
    declared = body.get("parameters") if isinstance(body, Mapping) else None
    if not isinstance(declared, Mapping):
        return False
    bodies = (resolved(entry.value) for _, entry in declared.all())
    return any(isinstance(each, Mapping) and each.get("default") is None for each in bodies)


def run_alone(draft: Draft, name: str, jobs: Collection[str], *, by_tag: bool) -> None:
    """Makes a pipeline whose parameter ``name`` names one of ``jobs`` run that and nothing else.

    ``by_tag`` says that it may be started for a tag, of which a job takes none unless
    its filters say so. Raises ``NotExact``.
    """
    config = draft.config
    served = {job for job in jobs for w in config.workflows if _serves(config, w, name, job)}
    for workflow in config.workflows:
        if not any(_serves(config, workflow, name, job) for job in jobs):
            if any(_may_start(config, workflow, name, job) for job in jobs):
                _keep_from(draft, workflow, name)
    new: dict[str, Tree] = {}
    if not config.workflows and BUILD in config.jobs:
        new[BUILD] = {"when": _unset(name), "jobs": [BUILD]}
    taken = {workflow.name for workflow in config.workflows} | new.keys()
    for job in jobs:
        if job not in served:
            new[quoted(_free(f"run-{job}", taken))] = _workflow(name, job, by_tag)
    draft.section("workflows", new)


def _serves(config: Config, workflow: Workflow, name: str, job: str) -> bool:
    sure = starts(workflow, knowing(config, name, job))
    return workflow.jobs == (job,) and sure is True and _reads(config, workflow, name)


def _reads(config: Config, workflow: Workflow, name: str) -> bool:
    """Whether the parameter decides on the workflow, not the way of things alone."""
    return starts(workflow, knowing(config, name, "")) is False


def _may_start(config: Config, workflow: Workflow, name: str, job: str) -> bool:
    return starts(workflow, knowing(config, name, job)) is not False


def _extend(draft: Draft, scalar: Scalar, key: str, name: str) -> None:
    """Puts the parameter into a condition that is a text of the expression language."""
    if scalar.style in ("|", ">"):
        raise NotExact(f"a `{key}` is an expression on lines of its own")
    opening, closing = _extended("\n", key, name).split("\n")
    if scalar.style == '"':
        closing = closing.replace('"', '\\"')
    inset = len(scalar.style)
    span = draft.config.source.span
    start, end = scalar.start + inset, scalar.end - inset
    draft.add([Edit(span(start, start), opening), Edit(span(end, end), closing)])


def _extended(expression: str, key: str, name: str) -> str:
    """``expression`` where the parameter is not set; of `unless` the other way round."""
    test = 'and {} == ""' if key == "when" else 'or {} != ""'
    return f"({expression}) " + test.format(f"pipeline.parameters.{name}")


def _workflow(name: str, job: str, by_tag: bool) -> Tree:
    plain_job = quoted(job)
    entry: Tree = {plain_job: {"filters": {"tags": {"only": _ALL_TAGS}}}} if by_tag else plain_job
    return {"when": {"equal": [plain_job, parameter(name)]}, "jobs": [entry]}


def _unset(name: str) -> dict[str, Tree]:
    return {"not": parameter(name)}


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def _keep_from(draft: Draft, workflow: Workflow, name: str) -> None:
    """Adds to the conditions of ``workflow`` that the parameter is not set."""
    layout = draft.config.layout
    what = f"the workflow `{workflow.name}`"
    body = own_mapping(workflow.entry.value, what)
    meant = draft.meant["workflows"][workflow.name]
    for key, word, addition in (("when", "and", _unset(name)), ("unless", "or", parameter(name))):
        condition = body.get(key)
        if condition is None:
            continue
        own = body.own(key)
        if own is None:
            raise NotExact(f"{what} has its `{key}` by an anchor")
        if isinstance(condition, Scalar) and not condition.text.strip():
            raise NotExact(f"`{key}` of {what} is empty")
        if written_as_expression(condition):
            if not isinstance(own.value, Scalar):
                raise NotExact(f"`{key}` of {what} is an alias of an expression")
            _extend(draft, own.value, key, name)
            meant[key] = ("text", _extended(own.value.text, key, name))
            if not own.value.style:
                meant[key] = meant[key][1]
            return
        listed = own.value.own(word) if isinstance(own.value, Mapping) else None
        if listed and isinstance(listed.value, Sequence) and listed.value.items:
            draft.add([layout.append_item(listed.key, listed.value, addition)])
            meant[key][word].append(meaning(addition))
        else:
            draft.add(layout.wrap(own.key, own.value, (word, addition), in_flow=body.flow))
            meant[key] = {word: [meant[key], meaning(addition)]}
        return
    draft.add([layout.below_header(workflow.entry.key, body, {"when": _unset(name)})])
    meant["when"] = meaning(_unset(name))
