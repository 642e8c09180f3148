"""The command line and the configuration together."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Migrator
from tests.files.trees import grow

SCRIPT = SAFE + UNSAFE + NEVER


def rules(migrator: Migrator, *options: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    report = json.loads(migrator("check", "--output-format", "json", *options).out)
    for finding in report["findings"]:
        found.setdefault(finding["path"], set()).add(finding["rule"])
    return found


def test_each_file_by_its_own(here: Path, migrator: Migrator) -> None:
    grow(
        here,
        {
            "pyproject.toml": "[tool.migrator]\nselect = ['trigger-pipeline']\n",
            "x.sh": SCRIPT,
            "a/migrator.toml": "ignore = ['trigger-pipeline']\n[per-file-ignores]\n"
            "'/old/' = ['build-cache-delete']\n",
            "a/x.sh": SCRIPT,
            "a/old/x.sh": SCRIPT,
        },
    )
    assert rules(migrator) == {
        "x.sh": {"trigger-pipeline"},
        "a/x.sh": {"trigger-job-branch", "build-cache-delete"},
        "a/old/x.sh": {"trigger-job-branch"},
    }
    every = {"trigger-pipeline", "trigger-job-branch", "build-cache-delete"}
    assert rules(migrator, "--isolated") == dict.fromkeys(("x.sh", "a/x.sh", "a/old/x.sh"), every)
    assert rules(migrator, "--select", "trigger-pipeline,build-cache-delete") == {
        "x.sh": {"trigger-pipeline", "build-cache-delete"},
        "a/x.sh": {"trigger-pipeline", "build-cache-delete"},
        "a/old/x.sh": {"trigger-pipeline"},
    }
    assert rules(migrator, "--ignore", "trigger-job-branch") == {
        "x.sh": {"trigger-pipeline"},
        "a/x.sh": {"build-cache-delete"},
    }
    some = {"trigger-job-branch", "build-cache-delete"}
    assert rules(migrator, "--config", "a/migrator.toml") == dict.fromkeys(
        ("x.sh", "a/x.sh", "a/old/x.sh"), some
    )


def test_a_host_and_an_organization_of_its_own(here: Path, migrator: Migrator) -> None:
    grow(
        here,
        {
            "a/migrator.toml": "api-host = ['CI.example.com']\norg-slug = 'gh/acme'\n",
            "a/x.sh": UNSAFE.replace("circleci.com", "ci.example.com"),
            "a/y.sh": "curl https://circleci.com/api/v1.1/recent-builds > /dev/null\n",
            "x.sh": UNSAFE.replace("circleci.com", "ci.example.com"),
        },
    )
    assert rules(migrator) == {"a/x.sh": {"trigger-job-branch"}, "a/y.sh": {"recent-builds"}}
    diff = migrator("check", "--diff", "--unsafe-fixes", "a/y.sh").out
    assert "org-slug=gh/acme" in diff or "org-slug=gh%2Facme" in diff


def test_the_run_follows_the_place_where_it_is_started(
    here: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(
        here,
        {
            "migrator.toml": "output-format = 'concise'\nquiet = true\nfail-on = 'note'\n",
            "a/migrator.toml": "fix = true\nexit-zero = true\n",
            "a/x.sh": SAFE,
        },
    )
    ended = migrator("check", "a")
    assert (ended.status, ended.out.count("\n")) == (1, 1)
    assert (here / "a/x.sh").read_text() == SAFE
    assert "checked" in migrator("check", "--no-quiet", "--fail-on", "error").out
    monkeypatch.chdir("a")
    assert migrator("check", "--no-fix").status == 0
    assert (here / "a/x.sh").read_text() == SAFE
    migrator("check")
    assert "/api/v2/" in (here / "a/x.sh").read_text()


@pytest.mark.parametrize("place", ["migrator.toml", "a/b/migrator.toml"])
def test_one_that_is_not_right_ends_the_run(here: Path, migrator: Migrator, place: str) -> None:
    grow(here, {place: "\nselct = []\n", "a/b/x.sh": SAFE})
    for command in (("check",), ("check", "--show-files"), ("check", "--fix")):
        ended = migrator(*command, "--no-gitignore") if place[0] == "m" else migrator(*command)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err == f"Error: {place}:2: `selct` is no key. Did you mean `select`?\n"
    assert (here / "a/b/x.sh").read_text() == SAFE
    assert migrator("check", "--isolated").status == 1


def test_a_message_holds_no_control_character(here: Path, migrator: Migrator) -> None:
    grow(here, {"migrator.toml": '"\\u001b[2J" = 1\n', "x.sh": SAFE})
    assert migrator("check").err.startswith(r"Error: migrator.toml: `\x1b[2J` is no key.")
    grow(here, {"a\x1b/migrator.toml": "x = 1\n", "a\x1b/x.sh": SAFE})
    (here / "migrator.toml").unlink()
    assert migrator("check").err.startswith(r"Error: a\x1b/migrator.toml:1: `x` is no key.")


def test_options_that_do_not_go_together(here: Path, migrator: Migrator) -> None:
    assert "--isolated refuses it" in migrator("check", "--isolated", "--config", "x.toml").err
    ended = migrator("check", "--config", "none.toml")
    assert (ended.status, ended.err) == (2, "Error: none.toml: no such file or folder\n")


def test_show_files(here: Path, migrator: Migrator) -> None:
    grow(here, {"migrator.toml": "exclude = ['gen']\n", "gen/x.py": "", "b.sh": "", "a\x1b.py": ""})
    ended = migrator("check", "--show-files")
    assert (ended.status, ended.out) == (0, "a\\x1b.py\nb.sh\n")
    assert migrator("check", "--show-files", "--isolated").out == "a\\x1b.py\nb.sh\ngen/x.py\n"


def test_show_settings_are_settings(here: Path, migrator: Migrator) -> None:
    text = """\
select = ["trigger-job"]
exclude = ["caf\u00e9 \\"x\\"\\t/"]
per-file-ignores = { "a\\\\!b" = ["build-retry"] }
jobs = 3
fix = true
org-slug = "gh/acme"
"""
    grow(here, {"a/migrator.toml": text, "a/x.py": ""})
    ended = migrator("check", "--show-settings", "--exclude", "z", "--unsafe-fixes", "a")
    assert ended.status == 0
    assert ended.out.startswith("# a: a/migrator.toml\n")
    shown = tomllib.loads(ended.out)
    written = tomllib.loads(text)
    assert shown["exclude"] == [*written.pop("exclude"), "z"]
    for run_wide in ("jobs", "fix"):
        written.pop(run_wide)
    assert {name: shown[name] for name in written} == written
    assert shown["unsafe-fixes"] is True
    assert shown["fix"] is False
    assert "# jobs is not set\n" in ended.out
    (here / "migrator.toml").write_text(ended.out)
    again = migrator("check", "--show-settings", "a").out
    assert tomllib.loads(again)["unsafe-fixes"] is True


@pytest.mark.parametrize("options", [(), ("--force-exclude",)])
def test_stdin_goes_by_the_name_it_is_given(
    here: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    grow(
        here, {"a/migrator.toml": "exclude = ['/gen']\nselect = ['trigger-pipeline']\nfix = true\n"}
    )

    def check(name: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SCRIPT.encode())))
        ended = migrator("check", "-", "--stdin-filename", name, *options)
        return ended.status, ended.out, ended.err

    status, out, err = check("a/x.sh")
    assert status == 0
    assert "/api/v2/" in out.splitlines()[0]
    assert out.splitlines()[1:] == SCRIPT.splitlines()[1:]
    assert "Fixed 1 call" in err
    assert check("a/gen/x.sh") == (0, SCRIPT, "No calls of API v1 left.\n0 files checked.\n")


def test_a_hook_leaves_out_what_the_configuration_excludes(
    here: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(here, {"a/pyproject.toml": "[tool.migrator]\nexclude = ['gen/']\n"})
    grow(here, {"a/gen/x.sh": SAFE, "a/x.sh": SAFE})
    monkeypatch.setenv("PRE_COMMIT", "1")
    ended = migrator("check", "--force-exclude", "--fix", "a/gen/x.sh", "a/x.sh")
    assert ended.out.endswith("1 file checked.\n")
    assert (here / "a/gen/x.sh").read_text() == SAFE
    assert "/api/v2/" in (here / "a/x.sh").read_text()
