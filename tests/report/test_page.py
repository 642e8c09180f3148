"""The page without a browser: what it holds, and what it must not."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from migrator.call.source import Edit, Source
from migrator.catalog.severity import Severity
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix, Suppressed
from migrator.report.formats import load
from migrator.report.page.change import Row, changes
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from tests.report.reports import VIEW, finding, fix, report

CALL = "curl -X POST https://x"
SOURCE = Source("scripts/nightly.sh", f"#!/bin/sh\n  {CALL}  # now\n")
SAFE = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y"), notes=("a note",))
UNSAFE = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y", safe=False))
HELPLESS = finding(
    SOURCE, CALL, rule="recent-builds", severity=Severity.NOTE, replacement=None, sunset=None
)
render = load("html")
EVIL = "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>&amp;"


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.said))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def cards(self) -> list[dict[str, str | None]]:
        return [each for each in self.all("li") if each.get("class") == "finding"]


def page(shown: Report, **changes: object) -> Page:
    return Page(render(shown, replace(VIEW, **changes)))  # type: ignore[arg-type]


def test_the_counts() -> None:
    day = datetime.date(2020, 3, 4)
    dead = finding(SOURCE, CALL, rule="build-cache-delete", sunset=day)
    text = page(report(SOURCE, SAFE, UNSAFE, HELPLESS, dead)).text
    assert "3 files checked on 2026-11-24." in text
    assert "1 call died on 2020-03-04, 2456 days ago" in text
    assert "2 calls die on 2027-02-01, in 69 days" in text
    assert "1 call has no published last day" in text
    assert "4 calls found" in text
    assert re.search(r"--fix does the same; --fix writes it ?1", text)
    assert re.search(r"by hand no rewrite is certain; the finding says what to do ?2", text)
    assert re.search(r"scripts ?4", text)
    assert re.search(r"trigger-job POST \S+ → POST \S+ ?2 ?build-cache-delete", text)


def test_a_card() -> None:
    made = page(report(SOURCE, SAFE))
    (card,) = made.cards()
    assert card == {
        "class": "finding",
        "id": "call-1",
        "data-rule": "trigger-job",
        "data-severity": "error",
        "data-fix": "safe",
        "data-folder": "scripts",
    }
    for said in (
        "scripts/nightly.sh:2:3",
        "dies on 2027-02-01, in 69 days",
        "a note",
        "What --fix writes",
        "curl -X POST https://y # now",
    ):
        assert said in made.text
    assert (len(made.all("del")), len(made.all("ins"))) == (1, 1)
    assert "<mark>curl -X POST https://x</mark>" in render(report(SOURCE, SAFE), VIEW)


def test_what_is_not_there_leaves_no_room() -> None:
    made = page(Report(findings=()))
    assert "No calls found" in made.text
    assert not made.all("form")
    assert not made.all("table")
    assert not made.cards()


def test_what_was_done_and_could_not_be_done() -> None:
    kept = Suppressed(HELPLESS, "comment", "the `old` server")
    listed = Suppressed(UNSAFE, "baseline")
    failures = (Failure("b.sh", 3, "no parse", fatal=False),)
    shown = report(SOURCE, SAFE, fixed=(UNSAFE,), failures=failures, suppressed=(kept, listed))
    text = page(shown, written=True).text
    assert "Fixed 1 call in 1 file:" in text
    assert "1 new call left" in text
    assert "incomplete b.sh:3: no parse" in text
    assert "2 calls kept as they are" in text
    assert "scripts/nightly.sh:2 recent-builds by comment: the old server" in text
    assert "Rewritten" not in page(shown).text


def test_without_a_script_all_is_shown_and_nothing_is_dead() -> None:
    made = page(report(SOURCE, SAFE, HELPLESS))
    assert all("hidden" not in card for card in made.cards())
    assert "hidden" in made.all("form")[0]
    assert [each["id"] for each in made.all("button") if each.get("type") == "button"] == ["dark"]
    assert "hidden" in made.all("button")[0]


def test_nothing_of_another_address_is_asked_for() -> None:
    html = render(report(SOURCE, SAFE), VIEW)
    made = Page(html)
    for _, attributes in made.elements:
        for name in ("src", "action", "srcset", "data", "poster", "formaction", "style"):
            assert name not in attributes
        if "href" in attributes:
            assert (attributes["href"] or "").startswith(("#", "data:,"))
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    script = re.search("<script>(.*?)</script>", html, re.DOTALL)
    assert style
    assert script
    assert not re.search(r"url\(|@import|fetch|XMLHttp|import\(|https?:", style[1] + script[1])
    policy = made.all("meta")[1]["content"]
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for part in (style[1], script[1]):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_hostile_texts_are_texts() -> None:
    source = Source(f"{EVIL}/{EVIL}.sh", f"{EVIL} {CALL}\n")
    found = finding(
        source,
        CALL,
        rule=EVIL,
        endpoint=EVIL,
        replacement=EVIL,
        message=f"`{EVIL}` {EVIL}",
        advice=EVIL,
        notes=(f"{EVIL}\n{EVIL}",),
        fix=replace(fix(source, CALL, EVIL), message=EVIL),
    )
    failures = (Failure(EVIL, 1, EVIL),)
    kept = (Suppressed(found, "comment", EVIL),)
    shown = report(source, found, failures=failures, suppressed=kept, fixed=(found,))
    made = page(shown, written=True)
    assert not made.all("img")
    assert len(made.all("script")) == 1
    assert not any("onerror" in attributes for _, attributes in made.elements)
    assert made.text.count(EVIL) > 12
    assert made.cards()[0]["data-folder"] == f"{EVIL}/{EVIL}.sh".rpartition("/")[0]


def rows(made: Fix, *sources: Source) -> list[tuple[str, list[Row]]]:
    shown = Report(findings=(), sources={source.path: source for source in sources})
    return list(changes(made, shown, Secrets(source.text for source in sources)))


def edited(*edits: Edit) -> Fix:
    return Fix(Applicability.SAFE, "", edits)


def test_a_diff_of_places_far_apart_and_of_other_files() -> None:
    source = Source("a.py", "".join(f"line {n}\r\n" for n in range(1, 41)))
    other = Source("b.py", "only\n")
    second, last = source.text.index("line 2\r"), source.text.index("line 40")
    made = edited(
        Edit(source.span(second, second + 6), "two\nmore"),
        Edit(source.span(last, last + 7), "forty"),
        Edit(other.span(5, 5), "new\n"),
    )
    assert rows(made, source, other) == [
        (
            "a.py",
            [
                Row(" ", 1, "line 1"),
                Row("-", 2, "line 2"),
                Row("+", None, "two"),
                Row("+", None, "more"),
                Row(" ", 3, "line 3"),
                Row(" ", 4, "line 4"),
                Row(" ", 5, "line 5"),
            ],
        ),
        (
            "a.py",
            [
                Row(" ", 37, "line 37"),
                Row(" ", 38, "line 38"),
                Row(" ", 39, "line 39"),
                Row("-", 40, "line 40"),
                Row("+", None, "forty"),
                Row(" ", 41, ""),
            ],
        ),
        ("b.py", [Row(" ", 1, "only"), Row("+", None, "new"), Row(" ", 2, "")]),
    ]


def test_a_secret_beside_the_edit_is_masked_in_both_texts() -> None:
    text = 'x = get(URL, auth=(\n  "not-for-you", ""))\n'
    source = Source("a.py", text)
    start = text.index("URL")
    ((_, shown),) = rows(edited(Edit(source.span(start, start + 3), "URL_V2")), source)
    assert [row.text for row in shown] == [
        "x = get(URL, auth=(",
        "x = get(URL_V2, auth=(",
        '  "***", ""))',
        "",
    ]


@given(st.data())
def test_the_rows_are_the_lines_of_both_texts(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab \n\r", max_size=200))
    source = Source("x", text)
    offsets = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(offsets[::2], offsets[1::2], strict=False)
    content = st.text(alphabet="cd\n", max_size=9)
    edits = [Edit(source.span(a, b), data.draw(content)) for a, b in pairs]
    after = text
    for edit in reversed(edits):
        after = after[: edit.span.start] + edit.content + after[edit.span.end :]
    new = re.split("\r\n|\r|\n", after)
    for _, shown in rows(edited(*edits), source):
        for row in shown:
            if row.number is None:
                assert row.text in new
            else:
                assert row.text == source.line(row.number)
        numbers = [row.number for row in shown if row.number is not None]
        assert all(two - one == 1 for one, two in pairwise(numbers))
        assert any(row.mark != " " for row in shown)


def many(number: int) -> Report:
    """Calls in folders of ten files, one of which holds a tenth of all."""
    found: list[Finding] = []
    sources = {}
    files = max(1, number // 10)
    for n in range(files):
        path = f"repo-{n % 10}/job-{n}.sh"
        lines = (f"echo {n}; curl https://x/{m} # {'done' * 5}\n" for m in range(10))
        sources[path] = source = Source(path, "".join(lines))
        for m in range(10):
            call = f"curl https://x/{m}"
            one = (SAFE, UNSAFE, HELPLESS)[(n + m) % 3]
            made = one.fix and fix(source, f"https://x/{m}", "https://y/", safe=one is SAFE)
            start = source.text.index(call)
            span = source.span(start, start + len(call))
            found.append(replace(one, span=span, fix=made))
    return Report(tuple(found), sources=sources, checked=files)


def test_many_calls_in_one_long_file_take_no_square_of_time() -> None:
    from time import process_time

    line = "curl https://x # x\n"
    source = Source("long.sh", line * 20_000)
    call = finding(source, line[:-1], fix=fix(source, "https://x", "https://y"))
    assert call.fix
    found = []
    for n in range(0, 20_000, 20):
        start = n * len(line)
        edit = Edit(source.span(start + 5, start + 14), "https://y")
        span = source.span(start, start + len(line) - 1)
        found.append(replace(call, span=span, fix=replace(call.fix, edits=(edit,))))
    began = process_time()
    assert len(page(report(source, *found)).cards()) == 1_000
    assert process_time() - began < 20
