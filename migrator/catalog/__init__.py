"""The rules, and which of them a call meets."""

from migrator.catalog.load import BadRule, api, catalog

__all__ = ["BadRule", "api", "catalog"]
