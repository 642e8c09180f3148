"""Which configuration speaks of which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.config import configuration
from migrator.config.config import Config
from migrator.config.configuration import ISOLATED, NONE, Configuration, named
from migrator.config.errors import BadConfig
from migrator.config.exclusion import Configured
from migrator.files.discover import discover, excluded
from tests.files.trees import grow


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def jobs(path: str) -> int | None:
    return Configuration().of(path).values.get("jobs")


def test_the_nearest_has_it_all(here: Path) -> None:
    grow(
        here,
        {
            "migrator.toml": "jobs = 1\nquiet = true\n",
            "a/pyproject.toml": "[tool.migrator]\njobs = 2\n",
            "a/b/pyproject.toml": "[tool.other]\nmigrator = 1\n",
            "a/b/c/migrator.toml": "jobs = 3\n",
            "a/b/c/pyproject.toml": "[tool.migrator]\njobs = 4\n",
        },
    )
    found = [jobs(path) for path in ("x.py", "z/x.py", "a/x.py", "a/b/x.py", "a/b/c/d/x.py")]
    assert found == [1, 1, 2, 2, 3]
    assert "quiet" not in Configuration().of("a/x.py").values


def test_the_search_ends_at_the_root_of_the_repository(here: Path) -> None:
    grow(here, {"migrator.toml": "jobs = 1\n", "inner/.git": "gitdir: x\n", "inner/a/x.py": ""})
    assert jobs("inner/a/x.py") is None
    (here / "inner/migrator.toml").write_text("jobs = 2\n")
    assert jobs("inner/a/x.py") == 2


def test_outside_of_a_repository_it_goes_to_the_top(here: Path) -> None:
    (here / ".git").rmdir()
    grow(here, {"migrator.toml": "jobs = 1\n"})
    assert jobs("a/b/c/x.py") == 1
    assert Configuration().at("/") is NONE


def test_each_folder_is_looked_into_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(here, {"migrator.toml": "jobs = 1\n"})
    looked: list[str] = []
    inside = configuration._in

    def counted(folder: str) -> Config | None:
        looked.append(folder)
        return inside(folder)

    monkeypatch.setattr(configuration, "_in", counted)
    one = Configuration()
    for path in ("a/b/x.py", "a/b/y.py", "a/c/x.py", "x.py", "a/b/z.py"):
        assert one.of(path).values["jobs"] == 1
    assert looked == [f"{here}/a/b", f"{here}/a", str(here), f"{here}/a/c"]


def test_one_for_all_files(here: Path) -> None:
    grow(here, {"migrator.toml": "jobs = 1\n", "ci/x.toml": "jobs = 2\nexclude = ['/gen']\n"})
    assert named("ci/x.toml").of("a/x.py").values["jobs"] == 2
    assert named("ci/x.toml").of("a/x.py").root == str(here)
    assert ISOLATED.of("a/x.py").values == {}
    (here / "ci/pyproject.toml").write_text("[tool.x]\n")
    with pytest.raises(BadConfig, match=r"ci/pyproject.toml: has no table \[tool.migrator\]"):
        named("ci/pyproject.toml")


def found(*paths: str, **options: object) -> list[str]:
    one = Configuration()
    found = discover(paths or (".",), configured=lambda at: Configured(one, at), **options)  # type: ignore[arg-type]
    return list(found)


@pytest.fixture
def tree(here: Path) -> None:
    (here / ".git").rmdir()
    grow(
        here,
        {
            "migrator.toml": "exclude = ['/gen', '*.tmp.py', 'lib/']\n",
            "gen/x.py": "",
            "a/gen/x.py": "",
            "a/x.tmp.py": "",
            "a/lib/x.py": "",
            "own/migrator.toml": "exclude = ['/gen']\n",
            "own/gen/x.py": "",
            "own/x.tmp.py": "",
            "own/lib/x.py": "",
        },
    )


@pytest.mark.usefixtures("tree")
def test_patterns_speak_of_the_folder_of_their_file() -> None:
    assert found() == ["a/gen/x.py", "own/lib/x.py", "own/x.tmp.py"]
    assert found("a") == ["a/gen/x.py"]


@pytest.mark.usefixtures("tree")
def test_they_do_from_wherever_the_run_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("a")
    assert found("..") == ["../a/gen/x.py", "../own/lib/x.py", "../own/x.tmp.py"]
    assert found() == ["gen/x.py"]


@pytest.mark.usefixtures("tree")
def test_what_is_named_is_taken_unless_it_is_forced_out() -> None:
    assert found("gen/x.py", "gen", "a/x.tmp.py") == ["a/x.tmp.py", "gen/x.py"]
    assert found("gen/x.py", "gen", "a/lib", "a/x.tmp.py", force_exclude=True) == []
    assert found("own/x.tmp.py", "own/gen/x.py", force_exclude=True) == ["own/x.tmp.py"]


@pytest.mark.usefixtures("tree")
def test_whether_a_name_is_excluded() -> None:
    one = Configuration()
    dropped = [
        excluded(name, configured=lambda at: Configured(one, at))
        for name in ("gen/new.py", "a/gen/new.py", "own/lib/new.py", "own/gen/new.py")
    ]
    assert dropped == [True, False, False, True]


def test_a_submodule_can_be_excluded(here: Path) -> None:
    grow(
        here,
        {"migrator.toml": "exclude = ['sub/']\n", "sub/.git/x": "", "sub/x.py": "", "y.py": ""},
    )
    assert found(gitignore=False) == ["y.py"]


def test_a_configuration_above_the_repository_excludes_nothing_in_it(here: Path) -> None:
    grow(here, {"migrator.toml": "exclude = ['sub/']\n", "sub/.git/x": "", "sub/x.py": ""})
    assert found("sub/x.py", force_exclude=True, gitignore=False) == ["sub/x.py"]
