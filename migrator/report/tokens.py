"""Literal tokens in a text: told by what stands around them, or by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from migrator.records import dataclass

_STOPS = r"""\s"'`&$%{}<>()\[\]\\;|,#@:?*"""
_VALUE = f"([^{_STOPS}]+)"
_BOUNDED = f"([^{_STOPS}/]{{1,128}})"
"""For shapes that ask for something behind the value: they must not look for it for ever."""
_LONG = r"((?=[\w-]{0,128}[0-9])[\w-]{16,128})(?![\w-])"
"""Where a value of a few letters is most likely no token."""
_QUOTE = r"""\s{0,9}[rbfu]{0,2}["']"""
_USER = r"""(?<![\w-])(?:-[ua]|--user|--auth)(?:["'],)?[ \t=]{0,9}["']?"""
_DEFAULT = r"""(?:os\.)?(?:environ\.get|getenv)\(\s{0,9}["']\w{1,60}["']"""
_OF_ENVIRONMENT = rf"""{_DEFAULT}(?:\s{{0,9}},{_QUOTE}|\)\s{{0,9}}or{_QUOTE})"""

_NAMED = (
    # ...?circle-token=VALUE, also with a literal in an f-string
    ("circle-token", rf"(?i:circle-token)=(?:\{{[\"'])?{_VALUE}"),
    # -H "Circle-Token: VALUE"
    ("circle-token", rf"(?i:circle-token)[ \t]{{0,9}}:[ \t]{{0,9}}{_VALUE}"),
    # Authorization: Basic VALUE, or as a name and a value that are two texts
    (
        "authorization",
        rf"""(?i:authorization)["']?\s{{0,9}}[:,=]?\s{{0,9}}["']?(?i:basic|bearer|token)\s{_VALUE}""",
    ),
    # "Authorization": "Basic " + "VALUE"
    ("b", rf"""(?i:basic|bearer)[ ]["']\s{{0,9}}\+?{_QUOTE}{_VALUE}"""),
    # "...?circle-token=" + "VALUE" and "Circle-Token: ""VALUE"
    (
        "circle-token",
        rf"""(?i:circle-token)(?:=|:[ \t]{{0,9}})["']\s{{0,9}}\+?{_QUOTE}{_VALUE}""",
    ),
    # -u VALUE: and "-u", "VALUE:", for curl; -a for HTTPie
    ("-", rf"{_USER}{_BOUNDED}:{_VALUE}?"),
    # -u "${X:-VALUE}:" and -u "${X}VALUE:"
    ("$", rf"{_USER}\$\{{?\w{{1,40}}(?::?[-=]|\}}){_VALUE}"),
    # -u VALUE, which asks for a password
    ("-", rf"{_USER}([0-9a-f]{{40}})"),
    # user = "VALUE:" of a file that curl is told by
    ("user", rf"""(?<![\w-])user\s{{0,9}}=\s{{0,9}}["']?{_LONG}:"""),
    # --http-user=VALUE of wget
    ("--", rf"""--(?:http-)?(?:user|password)[ =]["']?{_VALUE}"""),
    # auth=("VALUE", "") and BasicAuth("VALUE", "")
    ("auth", rf"(?:auth\s{{0,9}}=\s{{0,9}}|BasicAuth)\({_QUOTE}{_VALUE}"),
    # auth=(os.environ.get("KEY", "VALUE"), "") and auth=(os.getenv("KEY") or "VALUE", "")
    ("auth", rf"(?:auth\s{{0,9}}=\s{{0,9}}|BasicAuth)\(\s{{0,9}}{_OF_ENVIRONMENT}{_VALUE}"),
    # https://VALUE:@circleci.com
    ("://", rf"https?://{_BOUNDED}(?::{_BOUNDED}?)?@"),
    # {"Circle-Token": "VALUE"}, ["Circle-Token"] = "VALUE", CIRCLE_TOKEN = "VALUE"
    ("token", rf"""(?i:token)["']?\]?\s{{0,9}}[:=]{_QUOTE}([^{_STOPS}]++)(?!://)"""),
    # CIRCLE_TOKEN: VALUE of YAML
    ("token", r"""(?i:token)["']?[ \t]{0,9}(?::?=|:)[ \t]{0,9}([0-9a-f]{40})(?!\w)"""),
    # os.environ.get("CIRCLE_TOKEN", "VALUE"), but neither open("token", "rb") nor another key
    ("token", rf"""(?i:token)["']\s{{0,9}},{_QUOTE}([^{_STOPS}]{{4,}}+)(?!["']\s{{0,9}}:)"""),
    # CIRCLE_TOKEN = "".join(["VALUE", "VALUE"])
    ("join", rf"""(?i:token)\s{{0,9}}=\s{{0,9}}["']{{2}}\.join\(\s{{0,9}}[(\[]{_QUOTE}{_VALUE}"""),
    # ${CIRCLE_TOKEN:-VALUE}
    ("${", rf"\$\{{\w*(?:TOKEN|token):?[-=]{_VALUE}"),
    # CIRCLE_TOKEN=VALUE of a shell; in lower case only where no keyword argument stands
    ("token=", rf"TOKEN={_VALUE}"),
    ("token=", rf"(?m:^)[ \t]*(?:export |local |readonly )?\w*token={_VALUE}(?m:(?=\s|;|$))"),
    ("cci", r"(CCI(?:PAT|PRJ)_\w+)"),
    # Those of GitHub, GitLab and Slack, which are handed to builds.
    ("gh", r"(?<![A-Za-z0-9])(gh[oprsu]_[\w-]{16,})"),
    ("github_pat_", r"(?<![A-Za-z0-9])(github_pat_[\w-]{16,})"),
    ("glpat-", r"(?<![A-Za-z0-9])(glpat-[\w-]{16,})"),
    ("xox", r"(?<![A-Za-z0-9])(xox[abeoprs]-[\w-]{16,})"),
)
"""Each with a text in lower case without which it is not looked for."""

_BY_ITSELF = ("cci", "gh", "github_pat_", "glpat-", "xox")
_HASH = r"(?<!\w)([0-9a-f]{40})(?!\w)"
"""The shape of every token of API v1; a commit's hash has it too."""
_OF_A_COMMIT = re.compile(
    r"""(?i:revision|commit|sha1?|ref|rev|checkout|hash|digest|@)["'\]]{0,2}\s{0,3}"""
    r"""[=:,(]{0,2}\s{0,3}["']?$"""
)
_BEFORE = 40

# "VALUE" "VALUE", "VALUE" + "VALUE", "VALUE""VALUE" of a shell, and a line that goes on.
_MORE = (
    rf"""["'](?:[rbfu]{{0,2}}|\s{{0,9}}[+\\]\s{{0,99}}[rbfu]{{0,2}})["']{_VALUE}"""
    rf"""|["']\s{{1,99}}[rbfu]{{0,2}}["']([\w-]{{4,128}})(?=["'])"""
    rf"""|\\\r?\n{_VALUE}"""
)
_MORE_OF_LIST = r"""["']\s{0,9},\s{0,99}["']([\w-]{1,128})(?=["'])"""
_MOST_PIECES = 20

# What holds a token, by the places that ask for one: auth=(KEY, …), -u "$KEY:", circle-token={KEY}
_DOTTED = r"(?:\w{1,40}\.){0,3}(\w{1,40})"
_ASKED = (
    ("auth", rf"(?:auth\s{{0,9}}=\s{{0,9}}|BasicAuth)\(\s{{0,99}}{_DOTTED}\s{{0,9}}[,)+]"),
    ("$", rf"{_USER}\$[{{(]?(\w{{1,40}})"),
    ("-", rf"{_USER}\{{{_DOTTED}"),
    (
        "circle-token",
        rf"""(?i:circle-token)["']?\]?\s{{0,9}}[=:,]\s{{0,9}}f?["']?\s?\+?\s?(?:\$?[{{(]?){_DOTTED}""",
    ),
)
_MOST_NAMES = 50
_CERTAIN, _CERTAIN_OF_NAME = 20, 12
"""The least length of what is taken for a token, and not for the word of an example."""


@dataclass(frozen=True)
class Token:
    """``places`` are where its pieces stand. Where tokens stand it is one from ``least``
    characters on; a bare hash is ``None``, as nobody can tell.
    """

    places: tuple[tuple[int, int], ...]
    text: str
    least: int | None

    @property
    def start(self) -> int:
        return self.places[0][0]

    @property
    def certain(self) -> bool:
        long = self.least is not None and len(self.text) >= self.least
        return long and bool(re.search("[0-9]", self.text))

    @property
    def named(self) -> bool:
        return self.least is not None


def tokens(text: str, names: frozenset[str] = frozenset()) -> Iterator[Token]:
    """What is taken for one in ``text``, also in the values of what is called by ``names``."""
    lower = text.lower()
    for hint, shape in _NAMED:
        if hint in lower:
            yield from _matches(shape, text, _CERTAIN)
    if names:
        yield from _matches(_given(names), text, _CERTAIN_OF_NAME)
    yield from _matches(_HASH, text, None)


def holders(text: str) -> frozenset[str]:
    """The names that stand in ``text`` where a token is asked for."""
    lower = text.lower()
    found = (
        match[1]
        for hint, shape in _ASKED
        if hint in lower
        for match in _compiled(shape).finditer(text)
    )
    names = dict.fromkeys(name for name in found if not name.isdigit())
    return frozenset(list(names)[:_MOST_NAMES])


def in_name(path: str) -> Iterator[Token]:
    """Those of a file's or a folder's name, in which a bare hash is none."""
    lower = path.lower()
    for hint, shape in _NAMED:
        if hint in _BY_ITSELF and hint in lower:
            yield from _matches(shape, path, _CERTAIN)


def holds_token(text: str) -> bool:
    """Whether a token stands in ``text`` where tokens stand; a bare hash of a commit is none."""
    return any(token.certain for token in tokens(text, holders(text)))


@lru_cache(maxsize=16)
def may_hold_token(text: str) -> bool:
    """Whether something stands in ``text`` that has the shape of one, and is called no commit."""
    return any(
        not token.named
        and not _OF_A_COMMIT.search(text[max(0, token.start - _BEFORE) : token.start])
        for token in tokens(text)
    )


def _matches(shape: str, text: str, least: int | None) -> Iterator[Token]:
    for match in _compiled(shape).finditer(text):
        for group in range(1, match.re.groups + 1):
            if match[group]:
                more = _MORE_OF_LIST if ".join(" in match[0] else _MORE
                places = [match.span(group), *_more(text, match.end(group), more)]
                yield Token(tuple(places), "".join(text[a:b] for a, b in places), least)


def _more(text: str, end: int, shape: str) -> Iterator[tuple[int, int]]:
    """The pieces that a token goes on in."""
    for _ in range(_MOST_PIECES):
        match = _compiled(shape).match(text, end)
        if match is None:
            return
        yield match.span(match.lastindex or 0)
        end = match.end(match.lastindex or 0)


def _given(names: Iterable[str]) -> str:
    """Where one of ``names`` gets a literal value."""
    listed = "|".join(map(re.escape, sorted(names)))
    return (
        rf"""(?<![\w$])(?:{listed})["']?\]?"""
        rf"""(?:[ \t]{{0,9}}:[ \t]{{0,9}}[A-Za-z][\w.\[\]| ]{{0,40}})?"""
        rf"""[ \t]{{0,9}}(?:[:?+]?=|:)\s{{0,9}}"""
        rf"""(?:{_QUOTE}([^{_STOPS}]{{6,}})|{_LONG}(?![.(\[])"""
        rf"""|{_OF_ENVIRONMENT}{_VALUE}|["']{{2}}\.join\(\s{{0,9}}[(\[]{_QUOTE}{_VALUE})"""
        rf"""|(?m:^)[ \t]{{0,40}}(?:export |local |readonly )?(?:{listed})\+?=([\w-]{{6,128}})"""
        r"""(?![\w.(\[-])"""
        rf"""|(?<=ENV )(?:{listed})[ \t]{{1,9}}["']?{_LONG}"""
    )


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)
