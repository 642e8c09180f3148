"""What values, bodies and differences promise to every language."""

from hypothesis import settings

QUICK = settings(max_examples=60, deadline=None)
"""For properties: few examples, and no failure because the machine is busy."""
