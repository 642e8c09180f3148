"""Text of a scanned file as HTML may hold it."""

from __future__ import annotations

from html import escape

from migrator.report.printable import printable


def text(said: str) -> str:
    """``said`` on one line, for an element or an attribute in double quotes."""
    return escape(printable(said))


def prose(said: str) -> str:
    """The same, with what stands in backticks as code, and lines after the first as they are."""
    first, *more = said.split("\n")
    parts = first.split("`")
    if len(parts) % 2 == 0:
        parts = [first]
    words = "".join(
        f"<code>{text(part)}</code>" if number % 2 else text(part)
        for number, part in enumerate(parts)
    )
    below = "\n".join(map(text, more))
    return f"{words}<pre>{below}</pre>" if more else words


def line(shown: str, number: int | None = None, tag: str = "span") -> str:
    """A line of code; ``shown`` is HTML already. Its number is neither read out nor copied."""
    numbered = "" if number is None else f' data-number="{number}"'
    return f'<{tag} class="line"{numbered}><span>{shown}</span></{tag}>'
