from __future__ import annotations

import pytest

from tests.cli.program import Migrator


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--select", "trigger-jb"), "No such rule: trigger-jb. Did you mean `trigger-job`?"),
        (("--ignore", "trigger-job,zzz"), "No such rule: zzz. `migrator rules` lists them."),
        (("--exclude", "!"), "--exclude: "),
        (("--api-host", "https://ci.example.com/"), "not the name of a host alone"),
        (("--org-slug", "acme"), "not of the form `gh/acme`"),
        (("--stdin-filename", "x.py"), "names what is read from `-`"),
        (("-", "x.py"), "together with other paths"),
    ],
)
def test_what_is_refused(migrator: Migrator, given: tuple[str, ...], said: str) -> None:
    ended = migrator("check", *given)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
