from __future__ import annotations

import pytest

from migrator.files.exclusion import Exclusion
from migrator.files.patterns import BadPattern


def test_patterns_are_those_of_gitignore() -> None:
    exclusion = Exclusion(("build/", "*.bash", "/top.py", "docs/**/x.sh", "!keep.bash"))
    assert exclusion.file("a/build/x.py")
    assert exclusion.file("a.bash")
    assert exclusion.file("top.py")
    assert exclusion.file("docs/a/b/x.sh")
    assert not exclusion.file("build")
    assert not exclusion.file("keep.bash")
    assert not exclusion.file("a/top.py")
    assert exclusion.folder("a/build")
    assert not exclusion.folder("a")


def test_what_lies_in_an_excluded_folder_is_not_taken_back() -> None:
    assert Exclusion(("build", "!build/keep.py")).file("build/keep.py")


def test_the_root_is_not_looked_at() -> None:
    exclusion = Exclusion(("build",), root="/srv/build/")
    assert not exclusion.file("/srv/build/a.py")
    assert exclusion.file("/srv/build/x/build/a.py")


def test_nothing_is_excluded_by_no_pattern() -> None:
    assert not Exclusion(()).file("a.py")
    assert not Exclusion(()).folder("a")


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(BadPattern):
        Exclusion(("!",))
