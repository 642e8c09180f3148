"""YAML for a person to put into a config that can't be edited here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrator.circleci.condition import parameter
from migrator.yaml.layout import Tree, block, quoted

_STEP = 2
_EACH_JOB = "a-job-that-reads-them"
_OTHERS = "every-other-workflow"


def snippet(variables: Mapping[str, str], selector: str | None, jobs: Sequence[str]) -> str:
    """What declares parameters and hands them over, ready to paste.

    ``variables`` gives a variable of v1.1 the name of its parameter. ``selector`` is the
    parameter that names the one job to run, ``jobs`` what it may name as far as that is
    known.
    """
    names = [*variables.values(), *([selector] if selector else [])]
    tree: dict[str, Tree] = {
        "parameters": {quoted(name): {"type": "string", "default": '""'} for name in names}
    }
    if variables:
        environment: Tree = {quoted(name): parameter(value) for name, value in variables.items()}
        receivers = jobs if selector and jobs else [_EACH_JOB]
        tree["jobs"] = {quoted(job): {"environment": environment} for job in receivers}
    if selector:
        tree["workflows"] = {
            **{quoted(f"run-{job}"): _alone(selector, job) for job in jobs or ["the-job"]},
            _OTHERS: {"when": {"not": parameter(selector)}},
        }
    return "\n".join(block(tree, _STEP))


def declaration(names: Sequence[str]) -> str:
    """What declares parameters alone."""
    declared: Tree = {quoted(name): {"type": "string", "default": '""'} for name in names}
    return "\n".join(block({"parameters": declared}, _STEP))


def _alone(selector: str, job: str) -> Tree:
    return {"when": {"equal": [quoted(job), parameter(selector)]}, "jobs": [quoted(job)]}
