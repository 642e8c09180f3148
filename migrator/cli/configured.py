"""The options of a command, filled up from the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from migrator.cli.options import refuse_both
from migrator.cli.settings import Settings
from migrator.config.config import Config
from migrator.config.configuration import chosen
from migrator.config.errors import BadConfig


def settings(given: Mapping[str, Any]) -> Settings:
    """Raises ``click.ClickException`` if a configuration is not right."""
    options = dict(given)
    path, isolated = options.pop("config"), options.pop("isolated")
    refuse_both(path, isolated=isolated)
    try:
        configuration = chosen(path, isolated=isolated)
        home = configuration.of(options.get("stdin_filename") or os.path.join(os.getcwd(), ""))
    except BadConfig as error:
        from migrator.report.printable import printable

        raise click.ClickException(printable(str(error))) from error
    for key in _of_the_run(home):
        name = key.replace("-", "_")
        if options.get(name) is None:
            options[name] = _value(key, home)
    known = {name: value for name, value in options.items() if value is not None}
    return Settings(**known, configuration=configuration)


def _of_the_run(home: Config) -> list[str]:
    """The keys in ``home`` that speak of the whole run."""
    if not home.values:
        return []
    from migrator.config.keys import KEYS

    return [name for name in home.values if not KEYS[name].per_file]


def _value(name: str, home: Config) -> Any:
    value = home.values[name]
    return os.path.relpath(os.path.join(home.root, value)) if name == "baseline" else value
