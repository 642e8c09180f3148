"""YAML as nodes that know where they stand. No object is ever made of it."""

from migrator.yaml.compose import MAX_SIZE, BadYaml, documents, load
from migrator.yaml.node import Alias, Entry, Mapping, Node, Scalar, Sequence, resolved

__all__ = [
    "MAX_SIZE",
    "Alias",
    "BadYaml",
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "documents",
    "load",
    "resolved",
]
