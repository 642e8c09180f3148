"""Work in the folder of a repository."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def inside(folder: str) -> Iterator[None]:
    """``folder`` is the working directory as long as it is open.

    No module is ever looked for in it: it holds what is scanned.
    """
    here = os.getcwd()
    sys.path[:] = [os.path.abspath(each) for each in sys.path]
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
