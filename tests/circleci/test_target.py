"""Which project a slug, or the address of a remote, means."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.call.source import Source
from migrator.circleci.target import Slug, is_at_hand, literal, of_remote, slug
from migrator.files.remote import origin
from tests.call.notation import value

SITE = Slug("gh", "acme", "site")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("git@github.com:acme/site.git", SITE),
        ("git@github.com:Acme/Site", SITE),
        ("https://github.com/acme/site.git", SITE),
        ("https://user:secret@github.com/acme/site/", SITE),
        ("ssh://git@github.com:22/acme/site.git", SITE),
        ("git://github.com/acme/site", SITE),
        ("git@github.acme.example:acme/site.git", SITE),
        ("git@bitbucket.org:acme/site.git", Slug("bb", "acme", "site")),
        ("https://bitbucket.org/acme/site.git", Slug("bb", "acme", "site")),
        ("git@github.com:acme/site.js.git", Slug("gh", "acme", "site.js")),
        ("/srv/git/site.git", None),
        ("../site", None),
        ("", None),
        ("https://github.com/acme", None),
        ("git@gitlab.com:acme/web/site.git", None),
    ],
)
def test_of_remote(address: str, expected: Slug | None) -> None:
    assert of_remote(address) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gh/acme/site", SITE),
        ("github/Acme/site", SITE),
        ("bitbucket/acme/site", Slug("bb", "acme", "site")),
        ("circleci/acme/site", None),
        ("acme/site", None),
        ("gh/acme", None),
        ("gh/acme/", None),
        ("gh/acme/site/more", None),
    ],
)
def test_slug(text: str, expected: Slug | None) -> None:
    assert slug(text) == expected


def test_a_slug_of_two_parts_is_one_of_github() -> None:
    assert literal(value("acme/site")) == SITE
    assert literal(value("<owner>/site")) is None


OWNER, NAME = "CIRCLE_PROJECT_USERNAME", "CIRCLE_PROJECT_REPONAME"


@pytest.mark.parametrize(
    ("written", "source", "expected"),
    [
        (f"gh/<${{{OWNER}}}>/<${{{NAME}}}>", "", True),
        (f"<${{VCS}}>/<${{{OWNER}}}>/<${{{NAME}}}>", "", True),
        (f'gh/<os.environ["{OWNER}"]>/<os.environ.get("{NAME}")>', "", True),
        (f"<${OWNER}>/<${NAME}>", "", True),
        (f"gh/<${OWNER}>/site", "", True),
        (f"gh/<${OWNER}>/other", "", False),
        (f"bb/<${OWNER}>/<${NAME}>", "", False),
        ("gh/acme/site", "", True),
        ("gh/acme/other", "", False),
        ("gh/other/site", "", False),
        ("github/<$GITHUB_REPOSITORY>", "", True),
        ("<vcs>/<${{ github.repository }}>", "", True),
        ("bb/<$GITHUB_REPOSITORY>", "", False),
        ("<pipeline.project.slug>", "", True),
        ("gh/<pipeline.project.slug>", "", None),
        ("gh/<$OWNER>/site", "", None),
        ("gh/<$OWNER>/other", "", False),
        ("<$SLUG>", "", None),
        (f"gh/<${OWNER}>-<$X>/site", "", None),
        ("gh/<$O>/site", f'O="${OWNER}"\n', True),
        ("gh/<owner>/site", f'owner = os.environ["{OWNER}"]\n', True),
        ("gh/<self.owner>/site", f'    self.owner = os.environ["{OWNER}"]\n', True),
        ("gh/<owner>/site", f'if owner == os.environ["{OWNER}"]: pass\n', None),
        ("gh/<owner>/site", f'owner = os.environ["{OWNER}"]\nowner = "x"\n', None),
        ("gh/<owner>/site", f'the_owner = os.environ["{OWNER}"]\n', None),
    ],
)
def test_is_at_hand(written: str, source: str, expected: bool | None) -> None:
    assert is_at_hand(value(written), Source("x", source), SITE) is expected


def test_without_a_remote_only_the_variables_tell() -> None:
    source = Source("x", "")
    assert is_at_hand(value(f"gh/<${OWNER}>/<${NAME}>"), source, None) is True
    assert is_at_hand(value(f"gh/<${OWNER}>/site"), source, None) is None
    assert is_at_hand(value("gh/acme/site"), source, None) is None


# The address of a remote.

ORIGIN = '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@github.com:acme/site.git\n'


def test_origin(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(
        f'[remote "fork"]\n\turl = elsewhere\n{ORIGIN}\tfetch = x\n[branch "main"]\n\turl = no\n'
    )
    assert origin(str(tmp_path)) == "git@github.com:acme/site.git"


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("", None),
        ('[remote "fork"]\n\turl = x\n', None),
        ('[remote "origin"]\n', None),
        ('[remote "origin"]\n\turl =\n', None),
        ('[REMOTE "origin"] \n URL = "x y"\n', "x y"),
        ('[remote "origin"] url = x\n', "x"),
        ("\udcff\x00[[[", None),
    ],
)
def test_other_configurations(tmp_path: Path, config: str, expected: str | None) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(config.encode("utf-8", "surrogateescape"))
    assert origin(str(tmp_path)) == expected


def test_no_repository_has_no_origin(tmp_path: Path) -> None:
    assert origin(str(tmp_path)) is None
    (tmp_path / ".git").write_text("nothing that points anywhere\n")
    assert origin(str(tmp_path)) is None


def test_a_work_tree_beside_another_has_its_origin(tmp_path: Path) -> None:
    main = tmp_path / "main" / ".git"
    (main / "worktrees" / "side").mkdir(parents=True)
    (main / "config").write_text(ORIGIN)
    (main / "worktrees" / "side" / "commondir").write_text("../..\n")
    side = tmp_path / "side"
    side.mkdir()
    (side / ".git").write_text(f"gitdir: {main}/worktrees/side\n")
    assert origin(str(side)) == "git@github.com:acme/site.git"
