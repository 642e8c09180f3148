"""What ends a run from outside, held off or taken as Ctrl-C while files are replaced.

Only the main thread may say what a signal does; in another one nothing changes.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

_ASKING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def as_interrupts() -> Iterator[None]:
    """Inside, what asks the process to end raises ``KeyboardInterrupt``, so that it can tidy up.

    What was ignored before is ignored still.
    """
    plain = [each for each in _ASKING if signal.getsignal(each) is signal.SIG_DFL]
    with _handled(plain, _interrupt):
        yield


@contextmanager
def held_off() -> Iterator[None]:
    """Inside, none of them and no Ctrl-C arrives: it does at the end."""
    arrived: list[int] = []
    ending = [signal.SIGINT, *_ASKING]
    heard = [each for each in ending if signal.getsignal(each) not in (signal.SIG_IGN, None)]
    try:
        with _handled(heard, lambda number, _: arrived.append(number)):
            yield
    finally:
        for number in arrived[:1]:
            signal.raise_signal(number)


@contextmanager
def _handled(
    signals: list[signal.Signals], handler: Callable[[int, Any], object]
) -> Iterator[None]:
    before = {}
    try:
        for each in signals:
            before[each] = signal.signal(each, handler)
    except ValueError:
        pass
    try:
        yield
    finally:
        for each, previous in before.items():
            signal.signal(each, previous)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
