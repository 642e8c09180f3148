"""What the first sieve looks for: the same as in ``rules/api.toml``, which only the rules read.

A run over files without a hit has no time to read TOML.
"""

from __future__ import annotations

NEEDLES = (b"circleci", b"/api/v1", b"circleclient")
HINTS = (b"ircle", b"CIRCLE", b"project")
