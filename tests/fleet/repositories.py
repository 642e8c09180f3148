"""Real repositories of git, for a fleet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.cli.program import NEVER, SAFE, UNSAFE
from tests.files.trees import git, grow

BRANCH = "migrator/circleci-v2"
ME = "curl -s https://circleci.com/api/v1.1/me\n"
REWRITTEN = "/api/v2/project/gh/acme/site/pipeline"
ALL = {"x.sh": SAFE + UNSAFE, "sub/y.sh": NEVER}


@dataclass(frozen=True)
class Repositories:
    """``folder`` is the working directory that they are made in."""

    folder: Path

    def make(self, name: str, files: dict[str, str] | None = None) -> Path:
        """A repository with one commit."""
        path = self.folder / name
        path.mkdir(parents=True)
        git(path, "init", "-q", "-b", "main")
        grow(path, ALL if files is None else files)
        self.commit(path)
        return path

    def commit(self, path: Path) -> None:
        git(path, "add", "-A")
        git(path, "commit", "-q", "--allow-empty", "-m", "all")

    def listed(self, *lines: str) -> str:
        """The path of a list of them."""
        (self.folder / "repos.txt").write_text("".join(f"{line}\n" for line in lines))
        return "repos.txt"


def show(path: Path, what: str = f"{BRANCH}:x.sh") -> str:
    return git(path, "show", what).decode()


def log(path: Path, branch: str = BRANCH) -> list[str]:
    return git(path, "log", "--format=%s", branch).decode().splitlines()


def state(path: Path) -> dict[str, bytes]:
    """Every file of the work tree."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and ".git" not in file.parts
    }
