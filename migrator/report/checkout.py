"""Paths as a system of CI wants them: from the root of what it has checked out."""

from __future__ import annotations

import os
from collections.abc import Mapping

GITHUB = "GITHUB_WORKSPACE"
GITLAB = "CI_PROJECT_DIR"


def from_root(path: str, variable: str, environment: Mapping[str, str] = os.environ) -> str:
    """``path``, relative to the working directory, from the folder that ``variable`` names.

    As it is where the variable is not set, or where the file lies elsewhere.
    """
    root = environment.get(variable)
    if not root:
        return path
    whole = os.path.normpath(os.path.join(os.path.realpath(os.getcwd()), path))
    inner = os.path.relpath(whole, os.path.realpath(root))
    return path if inner.split(os.sep)[0] == os.pardir else inner.replace(os.sep, "/")
