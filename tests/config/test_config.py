"""What a configuration file may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator.cli.check import command
from migrator.config.config import Config, load
from migrator.config.errors import BadConfig
from migrator.config.keys import KEYS, ONLY_TYPED


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(here: Path, text: str, name: str = "migrator.toml") -> Config | None:
    (here / name).write_text(text)
    return load(str(here / name), str(here))


EVERY_KEY = """
select = ["trigger-job"]
ignore = ["trigger-pipeline"]
per-file-ignores = { "tests/**" = ["trigger-job"] }
exclude = ["vendor/"]
org-slug = "gh/acme"
api-host = ["ci.example.com:8080"]
force-exclude = true
no-gitignore = false
fix = true
unsafe-fixes = false
output-format = "concise"
fail-on = "note"
exit-non-zero-on-fix = true
exit-zero = false
baseline = "migrator-baseline.json"
statistics = true
jobs = 2
quiet = true
verbose = false
"""


def test_every_key(here: Path) -> None:
    config = loaded(here, EVERY_KEY)
    assert config
    assert set(KEYS) <= set(config.values)
    assert config.values["jobs"] == 2


def test_a_project_without_the_table_says_nothing(here: Path) -> None:
    for text in ("", "[project]\nname = 'migrator'\n", "[tool]\nx = 'migrator'\n", "not toml ["):
        assert loaded(here, text, "pyproject.toml") is None
    assert loaded(here, "[tool.migrator]\n", "pyproject.toml") == Config(
        str(here / "pyproject.toml"), str(here), {}
    )
    assert loaded(here, "\ufefftool.migrator.jobs = 3\n", "pyproject.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nselct = []", "migrator.toml:2: `selct` is no key. Did you mean `select`?"),
        ("zzz = 1", "migrator.toml:1: `zzz` is no key. The keys are api-host, "),
        ("output_format = 'text'", "Did you mean `output-format`?"),
        ("jobs = '2'", "migrator.toml:1: `jobs` must be a whole number, not a text"),
        ("jobs = 2027-02-01", "must be a whole number, not a date"),
        ("jobs = true", "must be a whole number, not true"),
        ("jobs = 0", "`jobs`: 0 is less than 1."),
        ("fix = 1", "`fix` must be true or false, not 1"),
        ("select = 'trigger-job'", "`select` must be a list of texts"),
        ("select = [1]", "`select` must be a list of texts, not a list of other things"),
        ("exclude = {}", "`exclude` must be a list of texts, not a table"),
        ("select = ['triger-job']", "there is no rule `triger-job`. Did you mean `trigger-job`?"),
        ("ignore = ['zzz']", "there is no rule `zzz`. `migrator rules` lists them."),
        ("exclude = ['a', '!']", "`exclude`: `!` is no gitignore pattern"),
        ("org-slug = 'gh/$(id)'", "`gh/$(id)` is not of the form `gh/acme`"),
        ("exclude = " + "[" * 9999, "not valid TOML"),
        ("org-slug = 'acme'", "`acme` is not of the form `gh/acme`"),
        ("api-host = ['https://x/']", "is not the name of a host alone"),
        ("fail-on = 'never'", "`never` is none of error, warning, note"),
        ("output-format = 'yaml'", "`yaml` is none of concise, "),
        ("per-file-ignores = ['a']", "must be a table of lists of rules"),
        ("[per-file-ignores]\n'a' = ['zzz']", "migrator.toml:2: `per-file-ignores`: there is no"),
        ("[per-file-ignores]\n'!!' = []", "migrator.toml:2: `per-file-ignores`: `!` is no git"),
        ("per-file-ignores = {\"a\\u0062\" = ['z']}", "migrator.toml:1: `per-file-ignores`: there"),
        ("[selct]\nx = 1", "migrator.toml:1: `selct` is no key"),
        ("fix = ", "migrator.toml: not valid TOML: Invalid value (at "),
    ],
)
def test_what_is_refused(here: Path, text: str, said: str) -> None:
    with pytest.raises(BadConfig) as refusal:
        loaded(here, text)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ONLY_TYPED)
def test_what_is_only_typed(here: Path, name: str) -> None:
    with pytest.raises(BadConfig, match=f"`{name}` is no key of a configuration: it is given on"):
        loaded(here, f"{name} = 'x'")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[project]\nfix = 1\n[tool.migrator]\nfix = 1\n", 4),
        ("[tool]\nmigrator = { fix = 1 }\n", 2),
        ("tool.migrator.fix = 1\n", 1),
        ('[tool.migrator]\n"fix" = 1\n', 2),
    ],
)
def test_the_line_is_that_of_the_table(here: Path, text: str, line: int) -> None:
    with pytest.raises(BadConfig, match=rf"^pyproject.toml:{line}: `fix`"):
        loaded(here, text, "pyproject.toml")


def test_what_is_no_text_is_refused(here: Path) -> None:
    (here / "migrator.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadConfig, match="not valid TOML"):
        load("migrator.toml", str(here))
    with pytest.raises(BadConfig, match=r"none.toml: no such file"):
        load("none.toml", str(here))


def test_a_table_must_be_one(here: Path) -> None:
    with pytest.raises(BadConfig, match="`migrator` must be a table"):
        loaded(here, "[tool]\nmigrator = 3\n", "pyproject.toml")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("tests/", "tests/a/x.py", True),
        ("tests/*", "tests/x.py", True),
        ("tests/**", "tests/a/x.py", True),
        ("/x.py", "a/x.py", False),
        ("x.py", "a/x.py", True),
        ("*.sh", "a/x.py", False),
        ("!src/", "src/x.py", False),
        ("!src/", "bin/x.py", True),
    ],
)
def test_ignores_of_single_files(here: Path, pattern: str, path: str, expected: bool) -> None:
    config = Config(None, str(here), {"per-file-ignores": {pattern: ["trigger-job"]}})
    assert (config.ignored(str(here / path)) == {"trigger-job"}) is expected


def test_ignores_of_several_patterns_add_up(here: Path) -> None:
    table = {"a/": ["trigger-job"], "*.py": ["trigger-pipeline"], "b/": ["retry"]}
    config = Config(None, str(here), {"per-file-ignores": table})
    assert config.ignored(str(here / "a/x.py")) == {"trigger-job", "trigger-pipeline"}
    assert not config.ignored("/elsewhere/a/x.py")


def test_the_example_of_the_readme_is_right(here: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```\n", readme, re.DOTALL)
    assert loaded(here, example)


def test_every_option_of_check_is_a_key_or_is_typed() -> None:
    options = {
        max(each.opts, key=len).removeprefix("--")
        for each in command.params
        if each.param_type_name == "option"
    }
    assert options == {*KEYS, *ONLY_TYPED} - {"per-file-ignores"}
