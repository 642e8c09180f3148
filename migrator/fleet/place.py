"""Where a repository lies: a folder, or a URL that git knows."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from migrator.report.secrets import MASK

SCHEMES = ("https", "ssh", "http", "git", "file")
"""Those that run no program of their own choice, as ``ext`` does."""

_SHORTEST = 4
"""Characters of a secret: to mask less would mask every other word of a message."""

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][\w+.-]*):(?://|:)")
_SCP = re.compile(r"(?:[\w.+-]+@)?(?P<host>[\w.-]{2,}):(?!/{2}|\\)(?P<path>.+)")


@dataclass(frozen=True)
class Place:
    """``where`` is a folder (absolute) or a URL, with the credentials that were given.

    ``shown`` is the same to be shown, and what tells two places apart.
    """

    where: str
    shown: str
    scheme: str | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no output may show, the longest first."""
        if self.scheme is None or self.where == self.shown:
            return ()
        parts = urlsplit(self.where)
        user, _, password = parts.netloc.rpartition("@")[0].partition(":")
        values = {value for _, value in parse_qsl(parts.query)}
        found = {self.where, parts.query, parts.fragment, password} | values
        # Before an ssh host stands the name of an account, which is no secret.
        found |= set() if self.scheme == "ssh" else {user}
        found |= {unquote(each) for each in found}
        return tuple(sorted((e for e in found if len(e) >= _SHORTEST), key=len, reverse=True))

    @property
    def remote(self) -> str:
        """The URL without what is secret in it."""
        if self.where == self.shown or "://" not in self.where:
            return self.where
        parts = urlsplit(self.where)
        user, _, host = parts.netloc.rpartition("@")
        account = user.partition(":")[0] if self.scheme == "ssh" else ""
        netloc = f"{account}@{host}" if account else host
        return urlunsplit((parts.scheme, netloc, parts.path, "", ""))

    def mask(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def place(text: str, folder: str) -> Place:
    """What ``text`` names; a folder is looked for from ``folder`` on.

    Raises ``ValueError`` with what is wrong with it.
    """
    if found := _SCHEME.match(text):
        return _url(text, found["scheme"].lower())
    path = os.path.join(folder, os.path.expanduser(text))
    found = _SCP.fullmatch(text)
    if found and not os.path.exists(path):
        return Place(text, text, "ssh")
    if "\0" in text:
        raise ValueError("a path holds no NUL")
    real = os.path.realpath(path)
    return Place(real, real)


def _url(text: str, scheme: str) -> Place:
    if scheme not in SCHEMES or "://" not in text:
        raise ValueError(f"`{scheme}` is none of {', '.join(SCHEMES)}")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("is no URL that can be read") from error
    user, at, host = parts.netloc.rpartition("@")
    if scheme == "ssh":
        user = user.partition(":")[0] + (f":{MASK}" if ":" in user else "")
    else:
        user = MASK if at else ""
    path = parts.path.rstrip("/").removesuffix(".git")
    query = MASK if parts.query or parts.fragment else ""
    shown = urlunsplit((scheme, f"{user}{at}{host.lower()}", path, query, ""))
    return Place(text, shown, scheme)
