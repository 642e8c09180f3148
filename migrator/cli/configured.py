"""The options of a command, filled up from the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from migrator.cli.settings import Settings
from migrator.config.config import Config
from migrator.config.configuration import ISOLATED, Configuration, named
from migrator.config.errors import BadConfig
from migrator.config.keys import KEYS
from migrator.report.printable import printable


def settings(given: Mapping[str, Any]) -> Settings:
    """Raises ``click.ClickException`` if a configuration is not right."""
    options = dict(given)
    path, isolated = options.pop("config"), options.pop("isolated")
    if path and isolated:
        raise click.UsageError("--config names a configuration and --isolated refuses it.")
    try:
        configuration = ISOLATED if isolated else named(path) if path else Configuration()
        home = configuration.of(options.get("stdin_filename") or os.path.join(os.getcwd(), ""))
    except BadConfig as error:
        raise click.ClickException(printable(str(error))) from error
    for key in KEYS.values():
        name = key.name.replace("-", "_")
        if not key.per_file and options.get(name) is None and key.name in home.values:
            options[name] = _value(key.name, home)
    known = {name: value for name, value in options.items() if value is not None}
    return Settings(**known, configuration=configuration)


def _value(name: str, home: Config) -> Any:
    value = home.values[name]
    return os.path.relpath(os.path.join(home.root, value)) if name == "baseline" else value
