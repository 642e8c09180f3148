"""What a ``.circleci/config.yml`` states."""

from __future__ import annotations

from functools import cached_property, lru_cache

from migrator.call.source import Source
from migrator.circleci.condition import value
from migrator.circleci.value import Value
from migrator.records import dataclass
from migrator.yaml import BadYaml, Entry, Mapping, Node, Scalar, Sequence, load, resolved
from migrator.yaml.layout import Layout

PATH = ".circleci/config.yml"
V2_1 = "2.1"
"""The version that knows parameters, `when` and `unless`."""


class BadConfig(Exception):
    """The text is no configuration. The text of the error is a clause with its line."""


@dataclass(frozen=True)
class Parameter:
    """``type`` is ``string``, ``boolean``, ``integer`` or ``enum``, or whatever else stands there.

    ``default`` is ``None`` where there is none, ``choices`` are those of an enum.
    """

    name: str
    type: str
    default: Value | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """``scheduled`` says it has triggers of its own, and starts by those alone."""

    name: str
    entry: Entry
    when: Node | None
    unless: Node | None
    jobs: tuple[str, ...]
    scheduled: bool


@dataclass(frozen=True)
class Config:
    """``text`` is the whole mapping. Names of jobs and workflows in the order of the file."""

    source: Source
    text: Mapping

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.source, self.text)

    @property
    def version(self) -> str:
        """As it is written, empty where none is."""
        found = self.text.get("version")
        return found.text if isinstance(found, Scalar) else ""

    @property
    def setup(self) -> bool:
        """Whether it only computes another config, which is the one that runs."""
        found = self.text.get("setup")
        return isinstance(found, Scalar) and value(found) is True

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        return {name: _parameter(name, entry.value) for name, entry in self.entries("parameters")}

    @cached_property
    def jobs(self) -> dict[str, Entry]:
        """Those that have steps; an approval has none."""
        return {
            name: entry
            for name, entry in self.entries("jobs")
            if isinstance(job := resolved(entry.value), Mapping) and job.get("steps") is not None
        }

    @cached_property
    def workflows(self) -> tuple[Workflow, ...]:
        return tuple(
            _workflow(name, entry)
            for name, entry in self.entries("workflows")
            if isinstance(resolved(entry.value), Mapping)
        )

    @cached_property
    def commands(self) -> dict[str, Entry]:
        return dict(self.entries("commands"))

    def entries(self, section: str) -> list[tuple[str, Entry]]:
        """The entries of a mapping at the top, none where it is missing or something else."""
        found = self.text.get(section)
        return list(found.all()) if isinstance(found, Mapping) else []


def parse(source: Source) -> Config:
    """Raises ``BadConfig``."""
    found = _parsed(source)
    if isinstance(found, BadConfig):
        raise found
    return found


@lru_cache(maxsize=4)
def _parsed(source: Source) -> Config | BadConfig:
    """Many calls speak to one config, and a bad one takes as long to read as a good one."""
    try:
        return _read(source)
    except BadConfig as bad:
        return bad


def _read(source: Source) -> Config:
    try:
        root = load(source.text)
    except BadYaml as bad:
        raise BadConfig(f"line {bad.line}: {bad.reason} ({bad.remedy})") from bad
    if not isinstance(root, Mapping):
        raise BadConfig("it is no mapping of keys, so no configuration of CircleCI")
    for section in ("parameters", "jobs", "workflows", "commands"):
        found = root.get(section)
        empty = isinstance(found, Scalar) and not found.text
        if found is not None and not empty and not isinstance(found, Mapping):
            line = source.position(found.start).line
            raise BadConfig(f"line {line}: `{section}` is no mapping of names")
    return Config(source, root)


def _parameter(name: str, node: Node) -> Parameter:
    declared = resolved(node)
    if not isinstance(declared, Mapping):
        return Parameter(name, "", None)
    kind, default, choices = (declared.get(key) for key in ("type", "default", "enum"))
    return Parameter(
        name,
        kind.text if isinstance(kind, Scalar) else "",
        value(default) if isinstance(default, Scalar) else None,
        _texts(choices),
    )


def _workflow(name: str, entry: Entry) -> Workflow:
    body = resolved(entry.value)
    assert isinstance(body, Mapping)
    return Workflow(
        name,
        entry,
        body.get("when"),
        body.get("unless"),
        _names(body.get("jobs")),
        body.get("triggers") is not None,
    )


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(item.text for item in map(resolved, items) if isinstance(item, Scalar))


def _names(node: Node | None) -> tuple[str, ...]:
    """The jobs of a workflow, by the names under which `jobs:` holds them."""
    names = []
    for item in map(resolved, node.items) if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            names.append(item.text)
        elif isinstance(item, Mapping):
            names += [name for name, _ in item.all()]
    return tuple(names)
