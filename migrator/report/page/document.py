"""The whole page: one file that needs no other and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import os

from migrator.report.page.markup import text

_FOLDER = os.path.dirname(__file__)


def document(title: str, body: str) -> str:
    """``body`` is HTML. The policy lets the style and the script run that stand here, no other."""
    style, script = _read("page.css"), _read("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{text(title)}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _hash(part: str) -> str:
    digest = hashlib.sha256(part.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
