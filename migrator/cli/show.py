"""What a run would do: ``--show-files`` and ``--show-settings``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import click

from migrator.cli.settings import Settings
from migrator.config.keys import KEYS
from migrator.files.discover import shown
from migrator.report.printable import printable
from migrator.report.secrets import Secrets
from migrator.run.contents import Contents
from migrator.run.request import Request
from migrator.run.scope import Scope, Scopes


def show(settings: Settings) -> int:
    """Raises ``BadConfig`` and ``BadPattern``."""
    request = settings.request()
    secrets = Secrets(shown=settings.show_secrets)
    if settings.show_files:
        for name in Contents(request).names():
            click.echo(printable(secrets.name(name)))
        return 0
    paths = [settings.stdin_filename or "-"] if request.stdin is not None else request.paths
    told = "\n".join("\n".join(_settings(path, settings, request)) for path in paths)
    click.echo(secrets.mask(told))
    return 0


def _settings(path: str, settings: Settings, request: Request) -> Iterator[str]:
    """What holds for the file or folder at ``path``, as a configuration would say it."""
    # A folder is asked as the files in it are.
    asked = os.path.join(path, "") if os.path.isdir(path) else path
    config = settings.configuration.of(asked)
    scope = Scopes(request).of(asked)
    source = shown(config.path) if config.path else "no configuration"
    yield f"# {printable(shown(path))}: {printable(source)}"
    values = _values(settings, scope) | {
        "exclude": [*config.values.get("exclude", ()), *settings.exclude],
        "per-file-ignores": config.values.get("per-file-ignores", {}),
    }
    for name in KEYS:
        if values[name] is None:
            yield f"# {name} is not set"
        else:
            yield f"{name} = {_toml(values[name])}"


def _values(settings: Settings, scope: Scope) -> dict[str, Any]:
    per_file = {
        "select": sorted(scope.select),
        "ignore": sorted(scope.ignore),
        "org-slug": scope.org_slug,
        "api-host": list(scope.api_hosts),
    }
    run_wide = {
        name: getattr(settings, name.replace("-", "_"))
        for name, key in KEYS.items()
        if not key.per_file
    }
    return per_file | run_wide


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        inner = ", ".join(f"{_toml(name)} = {_toml(each)}" for name, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """A basic string of TOML in ASCII."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if " " <= c <= "~" else f"\\U{ord(c):08x}" for c in escaped) + '"'
