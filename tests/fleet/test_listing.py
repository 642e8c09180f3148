"""What a list of repositories names."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.fleet.listing import BadList, parse
from migrator.fleet.place import place


def names(text: str, folder: Path) -> list[tuple[str, str]]:
    return [
        (each.name, each.place.shown.removeprefix(f"{folder}/"))
        for each in parse(text, str(folder), "repos.txt").repositories
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("site", ("site", "site")),
        ("  site  # the site", ("site", "site")),
        ("./a/../site/", ("site", "site")),
        ("sites/a#b", ("a#b", "sites/a#b")),
        ("a b", ("a b", "a b")),
        ("shop = site", ("shop", "site")),
        ("acme/shop=site", ("acme/shop", "site")),
        ("https://example.com/acme/site.git", ("site", "https://example.com/acme/site")),
        ("HTTPS://Example.com/acme/Site/", ("Site", "https://example.com/acme/Site")),
        ("x = https://example.com/a?b=c", ("x", "https://example.com/a?***")),
        ("https://example.com/a=b", ("a=b", "https://example.com/a=b")),
        ("git@example.com:acme/site.git", ("site", "git@example.com:acme/site.git")),
        ("ssh://git@example.com:22/acme/site", ("site", "ssh://git@example.com:22/acme/site")),
        ("file:///srv/site.git", ("site", "file:///srv/site")),
        ("\ufeffsite", ("site", "site")),
    ],
)
def test_a_line(tmp_path: Path, line: str, expected: tuple[str, str]) -> None:
    assert names(f"{line}\n", tmp_path) == [expected]


def test_a_folder_is_what_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a=b").mkdir()
    (tmp_path / "host:b").mkdir()
    assert names("a=b\nhost:b\n", tmp_path) == [("a=b", "a=b"), ("host:b", "host:b")]


def test_comments_and_blank_lines_name_nothing(tmp_path: Path) -> None:
    listing = parse("# all\n\n  \r\nb\r\na\n#c\n", str(tmp_path), "repos.txt")
    assert [(each.name, each.line) for each in listing.repositories] == [("a", 5), ("b", 4)]


def test_what_is_named_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "site")
    (tmp_path / "site").mkdir()
    text = (
        "site\n./site\nlink\nother = site\n"
        "https://a:b@example.com/x.git\nhttps://a:c@EXAMPLE.com/x\n"
    )
    listing = parse(text, str(tmp_path), "repos.txt")
    assert [each.name for each in listing.repositories] == ["site", "x"]
    assert listing.again == 4


def test_repositories_of_one_name_are_told_apart(tmp_path: Path) -> None:
    text = "a/site\nb/site\nhttps://example.com/b/site\nother\nx = c/other\nd/x\n"
    found = dict(names(text, tmp_path))
    assert len(found) == 6
    assert found["a/site"] == "a/site"
    assert found["example.com/b/site"] == "https://example.com/b/site"
    assert found["other"] == "other"
    assert found["x"] == "c/other"
    assert found["d/x"] == "d/x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "repos.txt: names no repository; give a folder or a git URL a line"),
        ("a\next::sh -c true\n", "repos.txt:2: `ext` is none of https, ssh, http, git, file"),
        ("ftp://example.com/x\n", "repos.txt:1: `ftp` is none of https, ssh, http, git, file"),
        ("x = a\nx = b\n", "repos.txt:2: `x` is also the name in line 1; give one of them another"),
        ("https://[x/y\n", "repos.txt:1: is no URL that can be read"),
        ("a\0b\n", "repos.txt:1: a path holds no NUL"),
    ],
)
def test_a_list_that_is_not_right(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadList) as caught:
        parse(text, str(tmp_path), "repos.txt")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("url", "shown", "remote"),
    [
        ("https://me:s3cret@h.com/a.git", "https://***@h.com/a", "https://h.com/a.git"),
        ("https://t0ken@h.com/a", "https://***@h.com/a", "https://h.com/a"),
        ("ssh://me:s3cret@h.com/a", "ssh://me:***@h.com/a", "ssh://me@h.com/a"),
        ("https://h.com/a?private_token=s3cret", "https://h.com/a?***", "https://h.com/a"),
    ],
)
def test_who_asks_is_no_part_of_what_is_shown(url: str, shown: str, remote: str) -> None:
    found = place(url, "/")
    assert (found.where, found.shown, found.remote) == (url, shown, remote)
    secret = "t0ken" if "t0ken" in url else "s3cret"
    assert secret not in found.mask(f"could not read {url} as {secret}")
