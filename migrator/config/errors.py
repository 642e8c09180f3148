"""What can be wrong with a configuration file."""

from __future__ import annotations


class BadConfig(Exception):
    """The text is one line: the file, the line where it is known, what is wrong, what to do."""
