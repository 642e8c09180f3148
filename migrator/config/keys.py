"""The keys of a configuration: the options of ``check`` by their own names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migrator.config.values import host_problem, pattern_problem, slug_problem
from migrator.records import dataclass

Check = Callable[[Any], str | None]
"""Answers what is wrong with a value, in a sentence."""


@dataclass(frozen=True)
class Key:
    """``each`` judges the value, of a list every member.

    ``per_file`` says that the configuration nearest to a file decides; the others
    speak of the whole run and are taken from the one nearest to where it is started.
    """

    name: str
    expected: str
    right: Callable[[Any], bool]
    each: Check | None = None
    per_file: bool = False


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _lists(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_texts, value.values()))


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _rule(name: str) -> str | None:
    from migrator.catalog.rulefile import ids

    if name in ids():
        return None
    return f"there is no rule `{name}`. {nearest(name, ids(), '`migrator rules` lists them.')}"


def _format(name: str) -> str | None:
    from migrator.report.formats import names

    return _one_of(names())(name)


def _one_of(choices: list[str]) -> Check:
    def check(name: str) -> str | None:
        return None if name in choices else f"`{name}` is none of {', '.join(choices)}."

    return check


def _positive(number: int) -> str | None:
    return None if number > 0 else f"{number} is less than 1."


_LIST = ("a list of texts", _texts)
_FLAG = ("true or false", _flag)
_TEXT = ("a text", _text)

KEYS = {
    key.name: key
    for key in (
        Key("select", *_LIST, _rule, per_file=True),
        Key("ignore", *_LIST, _rule, per_file=True),
        Key("per-file-ignores", "a table of lists of rules", _lists, _rule, per_file=True),
        Key("exclude", *_LIST, pattern_problem, per_file=True),
        Key("org-slug", *_TEXT, slug_problem, per_file=True),
        Key("api-host", *_LIST, host_problem, per_file=True),
        Key("force-exclude", *_FLAG),
        Key("no-gitignore", *_FLAG),
        Key("fix", *_FLAG),
        Key("unsafe-fixes", *_FLAG),
        Key("output-format", *_TEXT, _format),
        Key("fail-on", *_TEXT, _one_of(["error", "warning", "note"])),
        Key("exit-non-zero-on-fix", *_FLAG),
        Key("exit-zero", *_FLAG),
        Key("baseline", *_TEXT),
        Key("statistics", *_FLAG),
        Key("jobs", "a whole number", _count, _positive),
        Key("quiet", *_FLAG),
        Key("verbose", *_FLAG),
    )
}

ONLY_TYPED = {
    "config": "a configuration names no other",
    "config-for": "where another project lies is another place on each machine",
    "diff": "it belongs to one run",
    "isolated": "it leaves out the file it would stand in",
    "output-file": "what is checked may not choose where the program writes",
    "show-files": "it belongs to one run",
    "show-settings": "it belongs to one run",
    "show-secrets": "what is checked may not show secrets in the logs of others",
    "stdin-filename": "it belongs to one run",
}
"""Options that are no keys, and why."""


def nearest(name: str, known: frozenset[str] | list[str], otherwise: str) -> str:
    """A hint at what ``name`` may have meant."""
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1)
    return f"Did you mean `{close[0]}`?" if close else otherwise
