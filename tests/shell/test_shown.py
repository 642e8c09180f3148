from __future__ import annotations

import pytest

from migrator.call.call import Binding
from tests.shell.scripts import call, source

U = "https://circleci.com/api/v1.1/project/github/acme"

BRANCHES = f"if a; then\n  URL={U}/site\nelse\n  URL={U}/docs\nfi\n"


def bindings(script: str) -> list[tuple[Binding, list[str]]]:
    """Each binding of the only call, with the lines that read it."""
    place = source(script)
    return [
        (
            use.binding,
            sorted(place.line(place.position(span.start).line) for span in use.binding.references),
        )
        for use in call(script).uses
    ]


@pytest.mark.parametrize(
    "show",
    ['echo "calling $URL"', "log $URL", 'say() { echo "$URL"; }\nsay', "printf '%s' $URL"],
)
def test_what_shows_one_of_several_takes_either(show: str) -> None:
    found = bindings(f"{BRANCHES}{show}\ncurl -X POST $URL")
    assert [lines for _, lines in found] == [["curl -X POST $URL"]] * 2


@pytest.mark.parametrize(
    "use",
    [
        'echo "$URL" > called.txt',
        'X="now $URL"',
        'echo "$URL" | mail me',
        'say() { echo "$URL"; }\nsay > called.txt',
    ],
)
def test_other_uses_keep_their_text(use: str) -> None:
    found = bindings(f"{BRANCHES}{use}\ncurl -X POST $URL")
    assert all(len(lines) == 2 for _, lines in found)


def test_what_shows_the_only_one_changes_with_it() -> None:
    ((_, lines),) = bindings(f"URL={U}/site\necho $URL\ncurl -X POST $URL")
    assert lines == ["curl -X POST $URL"]


@pytest.mark.parametrize(
    "use",
    ['echo "$URL" | mail me', 'X=$(echo "$URL")', 'url() { echo "$URL"; }', 'printf -v X "$URL/5"'],
)
def test_other_uses_of_the_only_one_keep_their_text(use: str) -> None:
    ((_, lines),) = bindings(f"URL={U}/site\n{use}\ncurl -X POST $URL")
    assert lines == sorted(["curl -X POST $URL", use])
