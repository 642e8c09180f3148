"""The command line: wiring, and nothing else."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import click

TRACEBACK = "MIGRATOR_TRACEBACK"
_LOOSE = 50_000
"""Objects between two looks for circles of them: in a short run there is none worth the time."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the program and ends the process with its exit status.

    Whoever gives the arguments may have more to do in it, and gets ``SystemExit``.
    """
    if arguments is not None:
        sys.exit(run(arguments))
    gc.set_threshold(_LOOSE)
    _end(run(sys.argv[1:]))


def _end(status: int) -> NoReturn:
    """At once: to take apart what the system frees anyway would be a tenth of a short run."""
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except Exception:
        sys.exit(status)  # Python says what is wrong with a stream
    os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """The exit status of the program for ``arguments``. Whatever goes wrong is told in a line."""
    import click

    from migrator.cli.group import group
    from migrator.cli.output import failing, open_streams

    open_streams()
    try:
        status = group.main(list(arguments), prog_name="migrator", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except click.ClickException as error:
        return _refuse_as_click(error)
    except (click.Abort, KeyboardInterrupt):
        return _refuse("interrupted")
    except BrokenPipeError as error:
        failing(error)
        return 0
    except Exception as error:
        if isinstance(error, OSError) and (what := failing(error)):
            return _refuse(what)
        if os.environ.get(TRACEBACK):
            raise
        return _refuse(_internal(error))


def _refuse_as_click(error: click.ClickException) -> int:
    """What it quotes may be of a configuration, or typed where a log is kept."""
    from io import StringIO

    from migrator.cli.output import complain
    from migrator.report.secrets import Secrets

    told = StringIO()
    error.show(told)
    complain(Secrets().mask(told.getvalue()))
    return 2


def _refuse(reason: str) -> int:
    from migrator.cli.output import complain

    complain(f"migrator: {reason}\n")
    return 2


def _internal(error: Exception) -> str:
    """One line. The notes of the error say at which file it happened."""
    from migrator.report.printable import printable
    from migrator.report.secrets import Secrets

    where = "".join(f", {note}" for note in getattr(error, "__notes__", ()))
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    told = Secrets([what]).mask(f"internal error{where}: {what}")
    return printable(f"{told}. Please report it; {TRACEBACK}=1 shows where it comes from.")
