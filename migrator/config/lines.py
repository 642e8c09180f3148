"""Where a key stands in TOML, which the reader of TOML does not tell."""

from __future__ import annotations

import re


def line_of(text: str, table: str, key: str) -> int | None:
    """The first line (from 1), from the one that names ``table`` on, that sets ``key``.

    ``None`` where no line looks like it.
    """
    spelled = re.compile(rf"""(?:^|[\s{{,.\[])["']?{re.escape(key)}["']?\s*[=.\]]""")
    below = False
    for number, line in enumerate(text.splitlines(), 1):
        below = below or table in line
        if below and spelled.search(line):
            return number
    return None
