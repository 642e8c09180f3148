"""One call and one rule give the v2 call."""

from migrator.migrate.migrate import Migration, Options, migrate
from migrator.migrate.walk import agreed

__all__ = ["Migration", "Options", "agreed", "migrate"]
