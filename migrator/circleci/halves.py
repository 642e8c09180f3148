"""What a config must become for the parameters that a call sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrator.call.source import Edit
from migrator.circleci.config import Config
from migrator.circleci.draft import Draft
from migrator.circleci.environment import hand_over, is_used, readers, spoken
from migrator.circleci.onejob import BUILD, run_alone, wants_parameters
from migrator.circleci.running import knowing, runs_alone, starts
from migrator.circleci.sent import Sent
from migrator.circleci.value import UNKNOWN, Unknown
from migrator.records import dataclass
from migrator.yaml.layout import NotExact, quoted

MOST_WORKFLOWS = 50
"""More are not written for a job whose name nobody can see: no one would want them."""


@dataclass(frozen=True)
class Made:
    """``review`` are clauses on what a person must look at, ``notes`` on what is good to know."""

    edits: tuple[Edit, ...]
    review: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Halves:
    """``names`` are the parameters by the names that v1.1 was sent.

    ``selector`` is the one of them that names a job to run alone, empty where none does.
    """

    config: Config
    sent: Sent
    names: Mapping[str, str]
    selector: str

    def make(self, *, by_tag: bool) -> Made:
        """Raises ``NotExact``."""
        draft = Draft(self.config)
        path = self.config.source.path
        new = [name for name in self.names.values() if name not in self.config.parameters]
        draft.section(
            "parameters", {quoted(name): {"type": "string", "default": '""'} for name in new}
        )
        review: list[str] = []
        if new:
            what = f"`{path}` declares {_listed(new)}"
            review.append(f"{what}: the branch that is built must have it before this call is made")
        review += self._hand_over(draft)
        if self.selector:
            review += self._run_alone(draft, by_tag=by_tag)
        edits, after = draft.finish()
        self._prove(after)
        known = [name for name in self.names.values() if name not in new]
        notes = [f"`{path}` declares {_listed(known)} already"] if known else []
        return Made(edits, tuple(review), tuple(notes))

    @property
    def _jobs(self) -> tuple[str, ...]:
        """The jobs that the call may name, empty where it names none. Raises ``NotExact``."""
        if not self.selector:
            return ()
        job = self.sent.value(self.selector)
        if isinstance(job, Unknown):
            free = [each for each in self.config.jobs if not wants_parameters(self.config, each)]
            if not free:
                raise NotExact("it has no job that can run by itself")
            if len(free) > MOST_WORKFLOWS:
                raise NotExact(f"which of its {len(free)} jobs is meant is not in view")
            return tuple(free)
        name = str(job)
        if name not in self.config.jobs:
            raise NotExact(f"it has no job `{name}` to run")
        if wants_parameters(self.config, name):
            raise NotExact(f"its job `{name}` can't run without parameters of its own")
        return (name,)

    def _hand_over(self, draft: Draft) -> Iterable[str]:
        variables = {
            old: new
            for old, new in self.names.items()
            if old != self.selector and not is_used(self.config, new)
        }
        texts = {} if self._jobs or not variables else spoken(self.config)
        receivers: dict[str, dict[str, str]] = {}
        for old, new in variables.items():
            readers_of = readers(texts, old)
            for job in self._jobs or readers_of or self.config.jobs:
                receivers.setdefault(job, {})[old] = new
            yield self._handed(old, readers_of)
        for job, wanted in receivers.items():
            for name in hand_over(draft, job, wanted):
                yield f"the job `{job}` sets `{name}` itself, which v1.1 did not override either"

    def _handed(self, variable: str, readers_of: tuple[str, ...]) -> str:
        if self._jobs:
            whose = "the job" if len(self._jobs) == 1 else "every job"
        elif readers_of:
            whose = (
                f"the jobs that name it ({_listed(readers_of)}), where v1.1 gave it to every one"
            )
        else:
            whose = "every job, as none is seen to read it"
        return (
            f"`{variable}` goes to {whose}; where nothing sends it, it is empty, no longer "
            "unset, and hides a variable of that name in the project's settings"
        )

    def _run_alone(self, draft: Draft, *, by_tag: bool) -> Iterable[str]:
        parameter = self.names[self.selector]
        run_alone(draft, parameter, self._jobs, by_tag=by_tag)
        what = (
            f"a workflow runs `{self._jobs[0]}` alone"
            if len(self._jobs) == 1
            else ("a workflow for each job runs it alone")
        )
        yield (
            f"{what} where `{parameter}` names it, without contexts as v1.1 did, "
            "and every other workflow is kept from running then"
        )

    def _prove(self, after: Config) -> None:
        """That what v1.1 ran is what runs, and a push what it ran. Raises ``NotExact``."""
        if not self.selector:
            return
        parameter = self.names[self.selector]
        for job in self._jobs:
            if not runs_alone(after, job, knowing(after, parameter, job)):
                raise NotExact(f"no edit makes it run `{job}` and nothing else")
        default = after.parameters[parameter].default
        idle = knowing(after, parameter, UNKNOWN if default is None else default)
        was = {workflow.name: starts(workflow, idle) for workflow in self.config.workflows}
        was = was or {BUILD: True}
        for workflow in after.workflows:
            if starts(workflow, idle) is not was.get(workflow.name, False):
                raise NotExact(f"`{parameter}` has a default, so `{workflow.name}` would change")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
