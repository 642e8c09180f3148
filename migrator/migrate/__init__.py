"""One call and one rule give the v2 call."""

from migrator.migrate.migrate import Migration, Options, migrate

__all__ = ["Migration", "Options", "migrate"]
