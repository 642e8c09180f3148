from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from migrator import __version__
from tests.cli.program import Migrator


def test_version(migrator: Migrator) -> None:
    ended = migrator("--version")
    assert (ended.status, ended.out) == (0, f"migrator {__version__}\n")


def test_help_lists_the_commands_and_the_statuses(migrator: Migrator) -> None:
    ended = migrator("--help")
    assert ended.status == 0
    for word in ("check", "rules", "explain", "Exit status"):
        assert word in ended.out


def test_the_options_of_a_command_stand_under_headings(migrator: Migrator) -> None:
    shown = migrator("check", "--help").out
    options = (
        *("Rewrites:", "--fix", "--config-for", "Calls:", "--select", "--baseline"),
        *("Files:", "--exclude", "Report:", "--output-format", "Exit status:", "--fail-on"),
        *("Configuration:", "--config FILE", "Other:", "--jobs", "-h, --help"),
    )
    places = [shown.index(f"\n{'' if word.endswith(':') else '  '}{word}") for word in options]
    assert places == sorted(places)
    assert "[PATHS]" not in shown[places[0] :]


@pytest.mark.parametrize("command", ["check", "baseline", "suppress"])
def test_the_help_has_each_option_once(migrator: Migrator, command: str) -> None:
    module = import_module(f"migrator.cli.{command}")
    shown = migrator(command, "--help").out
    for param in module.command.params:
        if isinstance(param, click.Option):
            longest = max(param.opts, key=len)
            assert len(re.findall(rf"^  (?:-\w, )?{longest}[ \n]", shown, re.MULTILINE)) == 1


def test_without_a_command(migrator: Migrator) -> None:
    ended = migrator()
    assert ended.status == 2
    assert "check" in ended.err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (("--fix", "src"), "migrator check --fix src"),
        (("--diff",), "migrator check --diff"),
        (("src",), "migrator check src"),
        (("a.py", "b.py"), "migrator check a.py b.py"),
        (("chekc", "src"), "migrator check src"),
        (("rule",), "migrator rules"),
        (("exlpain", "trigger-job"), "migrator explain trigger-job"),
    ],
)
def test_what_is_not_a_command_is_refused_with_a_hint(
    migrator: Migrator, given: tuple[str, ...], meant: str
) -> None:
    ended = migrator(*given)
    assert ended.status == 2
    assert ended.out == ""
    assert f"Did you mean `{meant}`?" in ended.err


def test_a_path_is_a_path_even_if_it_reads_like_a_command(here: Path, migrator: Migrator) -> None:
    (here / "checks").mkdir()
    assert "Did you mean `migrator check checks`?" in migrator("checks").err


@pytest.mark.parametrize(
    "given",
    [
        ("check", "--no-such-option"),
        ("check", "--output-format", "yaml"),
        ("check", "--fail-on", "nothing"),
        ("check", "--jobs", "0"),
        ("explain",),
        ("rules", "extra"),
    ],
)
def test_bad_usage(migrator: Migrator, given: tuple[str, ...]) -> None:
    ended = migrator(*given)
    assert (ended.status, ended.out) == (2, "")
    assert "Error:" in ended.err
