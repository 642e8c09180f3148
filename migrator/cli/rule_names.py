"""Rules as the command line names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from migrator.catalog.errors import BadRule

if TYPE_CHECKING:
    from migrator.catalog.catalog import Catalog
    from migrator.catalog.rule import Rule


def known_rules() -> Catalog:
    """Raises ``click.ClickException`` if a rule file is not right."""
    # A check that names no rule and finds nothing has no need of the rules.
    from migrator.catalog.load import catalog

    try:
        return catalog()
    except BadRule as error:
        raise click.ClickException(str(error)) from error


def named_rules(texts: Iterable[str]) -> frozenset[str]:
    """The ids in ``texts``, several in one being parted by commas."""
    names = (name.strip() for text in texts for name in text.split(","))
    return frozenset(named_rule(name).id for name in names if name)


def named_rule(name: str) -> Rule:
    """Raises ``click.UsageError`` with the nearest id."""
    rule = known_rules().rule(name)
    if rule is None:
        raise click.UsageError(f"No such rule: {name}. {_nearest(name)}")
    return rule


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, [rule.id for rule in known_rules().rules], 1)
    return f"Did you mean `{close[0]}`?" if close else "`migrator rules` lists them."
