"""What could not be done with a repository."""

from __future__ import annotations


class Refused(Exception):
    """Its text says what is wrong and what to do next, and shows no secret."""
