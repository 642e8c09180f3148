"""What a project has written down about its checks: ``migrator.toml`` and pyproject.toml."""
