"""Which workflows of a config a pipeline starts."""

from __future__ import annotations

from migrator.circleci.condition import Parameters, holds
from migrator.circleci.config import Config, Workflow
from migrator.circleci.value import UNKNOWN, Unknown, Value


def knowing(config: Config, name: str, value: Value | Unknown) -> dict[str, Value | Unknown]:
    """The parameters where ``name`` has that value, and the others may have any."""
    return {**dict.fromkeys(config.parameters, UNKNOWN), name: value}


def starts(workflow: Workflow, parameters: Parameters) -> bool | None:
    """Whether a pipeline that an API call made starts it; ``None`` where more decides than that."""
    if workflow.scheduled:
        return False
    held = [True if workflow.when is None else holds(workflow.when, parameters)]
    if workflow.unless is not None:
        against = holds(workflow.unless, parameters)
        held.append(None if against is None else not against)
    if False in held:
        return False
    return None if None in held else True


def runs_alone(config: Config, job: str, parameters: Parameters) -> bool:
    """Whether a pipeline with ``parameters`` is sure to run ``job`` once and nothing else."""
    started = {w: held for w in config.workflows if (held := starts(w, parameters)) is not False}
    return [(w.jobs, held) for w, held in started.items()] == [((job,), True)]
