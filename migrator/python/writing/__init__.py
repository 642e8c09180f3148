"""Calls back into Python source."""

from migrator.python.writing.write import write

__all__ = ["write"]
