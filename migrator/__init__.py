"""Finds calls of CircleCI's REST API v1 and v1.1 and moves them to API v2."""

__version__ = "0.1.0"
