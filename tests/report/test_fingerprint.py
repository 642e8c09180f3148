from __future__ import annotations

from migrator.call.source import Source
from migrator.report.finding import Suppressed
from migrator.report.fingerprint import Fingerprint, fingerprints
from tests.report.reports import finding, report

LINE = "curl https://x\n"


def known(text: str, *, suppressed: int = 0) -> list[Fingerprint]:
    """Those of all calls in ``text``, in order."""
    source = Source("a.sh", text)
    found = []
    start = text.find("curl")
    while start >= 0:
        found.append(finding(source, "curl", span=source.span(start, start + 14)))
        start = text.find("curl", start + 1)
    kept = tuple(Suppressed(each, "comment") for each in found[:suppressed])
    return list(fingerprints(report(source, *found[suppressed:], suppressed=kept)).values())


def test_a_line_may_move_and_be_indented() -> None:
    assert known(LINE) == known(f"#\n\n  {LINE}")
    assert known(LINE) != known("curl https://y\n")


def test_equal_lines_are_counted() -> None:
    twice = known(LINE + "#\n" + LINE)
    assert [each.ordinal for each in twice] == [1, 2]
    assert len({each.text for each in twice}) == 2
    assert known(LINE * 2, suppressed=1) == twice


def test_two_calls_on_a_line_are_counted() -> None:
    assert [each.ordinal for each in known("curl https://x; curl https://y\n")] == [1, 2]


def test_a_line_of_odd_characters() -> None:
    assert len(known("curl \udce9\ud800 https\n")) == 1
