"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

from migrator.python.loading import load

# CI looks at the same examples each time: a new one is found where somebody can mend it.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Before a test imports libcst: what they look at is what users run.
load()
