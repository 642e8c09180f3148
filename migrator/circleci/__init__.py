"""A project's ``.circleci/config.yml``: what it runs, and how it takes parameters."""
