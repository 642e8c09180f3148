"""The clones of a fleet: bare and shallow, one a URL, kept for the next run."""

from __future__ import annotations

import os

from migrator.fleet.git import Git
from migrator.fleet.place import Place

_NETWORK = ("https", "ssh")
"""A user's ``url.….insteadOf`` may turn the one into the other."""
_SOURCE = "migrator-source"


def clone(place: Place, path: str) -> Git:
    """The repository at ``path``, ``HEAD`` being where that of ``place`` is now.

    What a URL says of who asks for it is not written down. Raises ``Refused``.
    """
    assert place.scheme
    if not os.path.lexists(os.path.join(path, "HEAD")):
        os.makedirs(path, exist_ok=True)
        Git(path)("init", "--bare", "--quiet", "--template=")
    settings = {f"remote.{_SOURCE}.url": place.where}
    remote = Git(path, {*_NETWORK, place.scheme}, settings)
    # Over what is there, so that a shallow clone of before moves on too.
    remote(
        "fetch",
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-write-fetch-head",
        "--no-recurse-submodules",
        "--update-shallow",
        _SOURCE,
        f"+HEAD:{TIP}",
    )
    git = Git(path)
    git("config", "remote.origin.url", place.remote)
    return git


TIP = "refs/migrator/head"
