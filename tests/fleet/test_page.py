"""The page over all repositories."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.cli.program import Migrator
from tests.fleet.repositories import ME, Repositories

_VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """Refuses what is not closed; ``rows`` are the cells of the table, ``cards`` the findings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.cards: list[dict[str, str | None]] = []
        self.options: list[str | None] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if facts.get("class") == "finding":
            self.cards.append(facts)
        if tag == "option":
            self.options.append(facts["value"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.rows and self.open and {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def page(repositories: Repositories, migrator: Migrator, *arguments: str) -> tuple[Page, str]:
    listed = repositories.listed(*arguments)
    html = migrator("fleet", listed, "--output-format", "html").out
    return Page(html), html


def test_each_repository_and_each_call(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a", {"x.sh": ME})
    repositories.make("b")
    read, html = page(repositories, migrator, "a", "b", "none")
    assert [row[1:5] for row in read.rows[1:]] == [
        ["1", "0", "1", "0"],
        ["3", "1", "1", "1"],
        ["-", "-", "-", "-"],
    ]
    assert [row[6] for row in read.rows[1:]] == ["", "", "1"]
    assert [card["data-folder"] for card in read.cards] == ["a", "b", "b", "b"]
    assert {"a", "b", "error", "safe", "trigger-job-branch"} <= set(read.options)
    assert "repos.txt:3: none: failed: there is no such folder" in html
    assert '<h2 id="calls" tabindex="-1">4 calls found</h2>' in html


def test_nothing_of_a_repository_is_markup(repositories: Repositories, migrator: Migrator) -> None:
    evil = '<script>"x&'
    repositories.make(evil, {f"{evil}.sh": ME})
    read, html = page(repositories, migrator, evil)
    assert html.count("<script>") == 1
    assert read.cards[0]["data-folder"] == evil


def test_secrets_are_masked(repositories: Repositories, migrator: Migrator) -> None:
    token = "0123456789abcdef0123456789abcdef01234567"
    url = "https://circleci.com/api/v1.1/project/gh/acme/site/tree/main"
    repositories.make("a", {"x.sh": f"curl -X POST -u {token}: {url}\n"})
    read, html = page(repositories, migrator, "a", "https://me:s3cretpass@127.0.0.1:9/x.git")
    assert len(read.cards) == 1
    assert token not in html
    assert "s3cretpass" not in html


def test_no_calls(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a", {"x.sh": "true\n"})
    read, html = page(repositories, migrator, "a")
    assert (read.cards, read.options) == ([], [])
    assert ">No calls found</h2>" in html
