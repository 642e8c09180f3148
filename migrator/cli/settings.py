"""What the options of ``check`` ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from migrator.catalog.severity import Severity
from migrator.config.configuration import ISOLATED, Configuration
from migrator.records import dataclass
from migrator.run.request import Mode, Request

if TYPE_CHECKING:
    from migrator.config.keys import Check

STDIN = "-"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Settings:
    """The options by their own names.

    Those that a configuration may give for each file apart are as they were typed.
    """

    paths: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    output_format: str = "text"
    output_file: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    no_gitignore: bool = False
    baseline: str | None = None
    stdin_filename: str | None = None
    fail_on: str = "error"
    exit_non_zero_on_fix: bool = False
    exit_zero: bool = False
    org_slug: str | None = None
    api_host: tuple[str, ...] = ()
    config_for: tuple[str, ...] = ()
    jobs: int | None = None
    statistics: bool = False
    show_secrets: bool = False
    show_files: bool = False
    show_settings: bool = False
    quiet: bool = False
    verbose: bool = False
    configuration: Configuration = ISOLATED

    @property
    def mode(self) -> Mode:
        if self.diff:
            return Mode.DIFF
        return Mode.FIX if self.fix else Mode.CHECK

    @property
    def threshold(self) -> Severity:
        return Severity(self.fail_on)

    def request(self) -> Request:
        """Raises ``click.UsageError``. Reads the source if it is to come from stdin."""
        return Request(
            paths=self.paths or (".",),
            mode=self.mode,
            unsafe=self.unsafe_fixes,
            select=_rules(self.select),
            ignore=_rules(self.ignore),
            exclude=self.exclude,
            force_exclude=self.force_exclude,
            gitignore=not self.no_gitignore,
            org_slug=self.org_slug and _slug(self.org_slug),
            api_hosts=tuple(self._hosts()),
            config_for=self._configs(),
            stdin=self._stdin(),
            stdin_filename=self.stdin_filename,
            configuration=self.configuration,
            jobs=self.jobs,
        )

    def _hosts(self) -> Iterator[str]:
        if not self.api_host:
            return
        from migrator.config.values import host_problem

        for host in self.api_host:
            yield checked(host, host_problem, "--api-host").lower()

    def _configs(self) -> dict[str, str]:
        """Paths by slugs."""
        configs: dict[str, str] = {}
        for given in self.config_for:
            slug, path = _checked_config(given)
            if slug in configs:
                raise click.UsageError(
                    f"--config-for: {slug} is given twice; name one file for it."
                )
            configs[slug] = path
        return configs

    def _stdin(self) -> bytes | None:
        if STDIN not in self.paths:
            if self.stdin_filename is not None:
                raise click.UsageError(
                    "--stdin-filename names what is read from `-`; give `-` as the path."
                )
            return None
        if len(self.paths) > 1:
            raise click.UsageError(
                "`-` can't be checked together with other paths; check it by itself."
            )
        from migrator.files.kind import kind

        if sys.stdin is None:
            raise click.UsageError("`-` reads stdin, which is closed; open it or name a file.")
        source = sys.stdin.buffer.read()
        if source.strip() and kind(self.stdin_filename or STDIN, source) is None:
            raise click.UsageError(
                "What language stdin is in can't be told; --stdin-filename can tell it by a suffix."
            )
        return source


def _rules(texts: tuple[str, ...]) -> frozenset[str]:
    if not texts:
        return frozenset()
    from migrator.cli.rule_names import named_rules

    return named_rules(texts)


def _slug(text: str) -> str:
    from migrator.config.values import slug_problem

    return checked(text, slug_problem, "--org-slug")


def checked(value: str, check: Check, option: str) -> str:
    problem = check(value)
    if problem:
        raise click.UsageError(f"{option}: {problem}")
    return value


def _checked_config(given: str) -> tuple[str, str]:
    from migrator.circleci.target import slug

    named, equals, path = given.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--config-for: `{given}` is not of the form `gh/acme/site=PATH`.")
    found = slug(named)
    if found is None:
        raise click.UsageError(f"--config-for: `{named}` is no slug of the form `gh/acme/site`.")
    if not os.path.isfile(path):
        raise click.UsageError(
            f"--config-for: there is no file `{path}`; name the config that the project has."
        )
    return str(found), path
