"""What all tests share."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

from migrator.python.loading import load

# No example has a deadline: what else the machine does would be taken for a fault.
settings.register_profile("here", deadline=None)
# CI looks at the same examples each time: a new one is found where somebody can mend it.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Signals do what they do at a terminal, also behind `nohup` and `&`, which have them ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Before a test imports libcst: what they look at is what users run.
load()
