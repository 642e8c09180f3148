from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.files.exclusion import Exclusion
from migrator.files.ignores import ignored, ignores_from
from migrator.files.walk import walk
from tests.files.trees import git, grow

NAME = st.sampled_from(["a", "b", "ab", "build", "x.py", "y.py", "z.sh"])
PATH = st.lists(NAME, min_size=1, max_size=4).map("/".join)
PATTERN = st.builds(
    lambda negate, anchor, above, last, slash: negate + anchor + "/".join([*above, last]) + slash,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/"]),
    st.lists(st.sampled_from(["a", "b", "*", "**", "[ab]"]), max_size=2),
    st.sampled_from(["a", "b", "*", "?", "*.py", "[ab]", "build", "x.*", "[!a]*"]),
    st.sampled_from(["", "", "/"]),
)
IGNORES = st.lists(PATTERN, max_size=4).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.sets(PATH, max_size=12), st.dictionaries(PATH, IGNORES, max_size=2), IGNORES)
def test_the_walk_agrees_with_git(paths: set[str], ignores: dict[str, str], top: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        files = {".gitignore": top}
        files |= {f"{below}/.gitignore": text for below, text in ignores.items()}
        for path, text in {**files, **dict.fromkeys(paths, "")}.items():
            try:
                grow(root, {path: text})
            except OSError:
                continue  # One of them is a file where the other needs a folder.
        git(root, "init", "-q")
        listed = git(root, "ls-files", "-co", "--exclude-standard", "-z").decode().split("\0")
        walked = walk(folder, Exclusion(()), ignores_from(str(root)))
        assert sorted(os.path.relpath(path, folder) for path in walked) == sorted(listed[:-1])
        everything = [str(path) for path in root.rglob("*") if path.is_file()]
        everything = [path for path in everything if "/.git/" not in path]
        names = "\0".join(everything).encode()
        by_git = git(root, "check-ignore", "-z", "--stdin", stdin=names).decode().split("\0")
        assert {path for path in everything if ignored(path)} == set(by_git[:-1])


def test_a_folder_that_can_not_be_listed_is_named() -> None:
    assert list(walk("none", Exclusion(()), None)) == ["none/"]


def test_a_link_is_no_gitignore(tmp_path: Path) -> None:
    grow(tmp_path, {"patterns": "*.py\n", "x.py": ""})
    (tmp_path / ".gitignore").symlink_to("patterns")
    walked = walk(str(tmp_path), Exclusion(()), ignores_from(str(tmp_path)))
    assert str(tmp_path / "x.py") in walked


def test_a_pipe_called_gitignore_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".gitignore")
    assert list(walk(str(tmp_path), Exclusion(()), ignores_from(str(tmp_path)))) == []
