"""The way of a run: paths to sources, calls, rewrites, a report."""

from migrator.run.request import Mode, Request
from migrator.run.run import run

__all__ = ["Mode", "Request", "run"]
