import os
import sys

# Python puts the working directory first: a module of what is scanned must not stand in for ours.
if not sys.flags.safe_path and sys.path[:1] == [os.getcwd()]:
    del sys.path[0]

from migrator.cli import main

main()
