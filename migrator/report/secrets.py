"""Literal tokens, of which no output may show one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

MASK = "***"

_STOPS = r"""\s"'`&$%{}<>()\[\]\\;|,#@:?*"""
_VALUE = f"([^{_STOPS}]+)"
_BOUNDED = f"([^{_STOPS}/]{{1,128}})"
"""For shapes that ask for something behind the value: they must not look for it for ever."""
_QUOTE = r"""\s{0,9}[rbfu]{0,2}["']"""

_SHAPES = (
    # ...?circle-token=VALUE
    rf"(?i:circle-token)={_VALUE}",
    # -H "Circle-Token: VALUE"
    rf"(?i:circle-token)[ \t]{{0,9}}:[ \t]{{0,9}}{_VALUE}",
    # Authorization: Basic VALUE, or as a name and a value that are two texts
    rf"""(?i:authorization)["']?\s{{0,9}}[:,=]?\s{{0,9}}["']?(?i:basic|bearer|token)\s{_VALUE}""",
    # "Authorization": "Basic " + "VALUE"
    rf"""(?i:basic|bearer)[ ]["']\s{{0,9}}\+?{_QUOTE}{_VALUE}""",
    # "...?circle-token=" + "VALUE" and "Circle-Token: ""VALUE"
    rf"""(?i:circle-token)(?:=|:[ \t]{{0,9}})["']\s{{0,9}}\+?{_QUOTE}{_VALUE}""",
    # -u VALUE: and "-u", "VALUE:", for curl; -a for HTTPie
    rf"""(?<![\w-])(?:-[ua]|--user|--auth)(?:["'],)?[ \t=]{{0,9}}["']?{_BOUNDED}:{_VALUE}?""",
    # --http-user=VALUE of wget
    rf"""--(?:http-)?(?:user|password)[ =]["']?{_VALUE}""",
    # auth=("VALUE", "") and BasicAuth("VALUE", "")
    rf"(?:auth\s{{0,9}}=\s{{0,9}}|BasicAuth)\({_QUOTE}{_VALUE}",
    # https://VALUE:@circleci.com
    rf"https?://{_BOUNDED}(?::{_BOUNDED}?)?@",
    # {"Circle-Token": "VALUE"}, ["Circle-Token"] = "VALUE", CIRCLE_TOKEN = "VALUE"
    rf"""(?i:token)["']?\]?\s{{0,9}}[:=]{_QUOTE}{_VALUE}""",
    # os.environ.get("CIRCLE_TOKEN", "VALUE")
    rf"""(?i:token)["']\s{{0,9}},{_QUOTE}{_VALUE}""",
    # ${CIRCLE_TOKEN:-VALUE}
    rf"\$\{{\w*(?:TOKEN|token):?[-=]{_VALUE}",
    # CIRCLE_TOKEN=VALUE of a shell; in lower case only where no keyword argument stands
    rf"TOKEN={_VALUE}",
    rf"(?m:^)[ \t]*(?:export |local |readonly )?\w*token={_VALUE}(?m:(?=\s|;|$))",
    r"(CCI(?:PAT|PRJ)_\w+)",
    # Those of GitHub, GitLab and Slack, which are handed to builds.
    r"(?<![A-Za-z0-9])((?:gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-)[\w-]{16,})",
    # The shape of every token of API v1; a commit's hash has it too.
    r"(?<!\w)([0-9a-f]{40})(?!\w)",
)
_TOKEN = 20
"""The least length of what is taken for a token, and not for the word of an example."""
_TELLING = 12
"""A value at least as long is a secret wherever it stands again."""


class Secrets:
    """The secrets that stand in ``texts``, to be masked there and in what is said of them."""

    def __init__(self, texts: Iterable[str], *, shown: bool = False) -> None:
        self._shown = shown
        values = set() if shown else {text[a:b] for text in texts for a, b in _found(text)}
        telling = sorted((v for v in values if len(v) >= _TELLING), key=len, reverse=True)
        self._known = re.compile(f"({'|'.join(map(re.escape, telling))})") if telling else None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand in ``text``: sorted, without overlaps."""
        if self._shown:
            return []
        known = (match.span() for match in self._known.finditer(text)) if self._known else ()
        spans: list[tuple[int, int]] = []
        for start, end in sorted([*_found(text), *known]):
            if spans and start < spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((start, end))
        return spans

    def mask(self, text: str) -> str:
        at, pieces = 0, []
        for start, end in self.spans(text):
            pieces += [text[at:start], MASK]
            at = end
        return "".join([*pieces, text[at:]])


def holds_token(text: str) -> bool:
    """Whether a token stands in ``text`` where tokens stand; a bare hash of a commit is none."""
    *named, _ = _shapes()
    return any(
        len(match[group] or "") >= _TOKEN and re.search("[0-9]", match[group])
        for shape in named
        for match in shape.finditer(text)
        for group in range(1, shape.groups + 1)
    )


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape) for shape in _SHAPES)


def _found(text: str) -> Iterator[tuple[int, int]]:
    for shape in _shapes():
        for match in shape.finditer(text):
            for group in range(1, shape.groups + 1):
                if match[group]:
                    yield match.span(group)
