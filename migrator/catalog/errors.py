"""What can be wrong with the rules."""

from __future__ import annotations


class BadRule(Exception):
    """A rule file that says something the catalog does not know; the text names the file."""
