from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from migrator.call.source import Source
from migrator.catalog.severity import Severity
from migrator.report import formats
from migrator.report.finding import Suppressed
from migrator.report.report import Failure, Report
from tests.report.reports import VIEW, finding, fix, report

SOURCE = Source("scripts/nightly.sh", "#!/bin/sh\n  curl -X POST https://x  # now\n")
CALL = "curl -X POST https://x"
SAFE = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y"), notes=("a note",))
UNSAFE = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y", safe=False))
HELPLESS = finding(
    SOURCE, CALL, rule="build-cache-delete", severity=Severity.NOTE, replacement=None, sunset=None
)


def rendered(name: str, shown: Report, **changes: object) -> str:
    return formats.load(name)(shown, replace(VIEW, **changes))  # type: ignore[arg-type]


def test_each_module_is_a_format() -> None:
    assert {"concise", "json", "text"} <= set(formats.names())


def test_text() -> None:
    assert (
        rendered("text", report(SOURCE, SAFE))
        == """\
scripts/nightly.sh:2:3: error[trigger-job] [*] Trigger a job: use a pipeline.
  |
2 |   curl -X POST https://x  # now
  |   ^^^^^^^^^^^^^^^^^^^^^^
  |
  = is: POST /project/:vcs-type/:username/:project
  = becomes: POST /project/{project-slug}/pipeline
  = sunset: dies on 2027-02-01, in 69 days
  = fix: --fix: Becomes another call.
  = note: a note

1 call of API v1 found: 1 error.
[*] 1 fixable with --fix.
3 files checked.
"""
    )


def test_text_of_what_has_no_counterpart() -> None:
    text = rendered("text", report(SOURCE, HELPLESS))
    assert "= becomes: no call of v2 is known" in text
    assert "= fix: none" in text
    assert "sunset" not in text
    assert "fixable" not in text


def test_concise() -> None:
    failures = (Failure("b.sh", None, "is in UTF-16"), Failure("c.py", 3, "no parse", fatal=False))
    assert (
        rendered("concise", report(SOURCE, SAFE, UNSAFE, HELPLESS, failures=failures))
        == """\
scripts/nightly.sh:2:3: error[trigger-job] [*] Trigger a job: use a pipeline.
scripts/nightly.sh:2:3: error[trigger-job] Trigger a job: use a pipeline.
scripts/nightly.sh:2:3: note[build-cache-delete] Trigger a job: use a pipeline.
b.sh: failed: is in UTF-16
c.py:3: incomplete: no parse
3 calls of API v1 found: 2 errors, 1 note.
[*] 1 fixable with --fix; 1 more with --fix --unsafe-fixes.
3 files checked.
"""
    )


@pytest.mark.parametrize("name", ["text", "concise"])
def test_the_closing_lines(name: str) -> None:
    empty = Report(findings=())
    assert rendered(name, empty) == "No calls of API v1 found.\n0 files checked.\n"
    assert rendered(name, empty, quiet=True) == ""
    failed = Report(findings=(), failures=(Failure("x", None, "no"),))
    assert rendered(name, failed) == "x: failed: no\n0 files checked.\n"
    unused = Report(findings=(), failures=(Failure("x", 2, "no", fatal=False, unused=True),))
    assert rendered(name, unused) == (
        "x:2: unused: no\nNo calls of API v1 found.\n0 files checked.\n"
    )
    assert "[*] 0 fixable with --fix; 1 with --fix --unsafe-fixes.\n" in rendered(
        name, report(SOURCE, UNSAFE)
    )
    assert "[*] 2 fixable with --fix --unsafe-fixes.\n" in rendered(
        name, report(SOURCE, UNSAFE, SAFE), unsafe=True
    )


def test_calls_of_v2_are_counted_as_such() -> None:
    current = replace(UNSAFE, current=True)
    mixed = rendered("concise", report(SOURCE, SAFE, current, UNSAFE))
    assert "\n2 calls of API v1 and 1 of API v2 found: 3 errors.\n" in mixed
    assert "\n1 call of API v2 found: 1 error.\n" in rendered("concise", report(SOURCE, current))


def test_what_was_fixed_is_listed() -> None:
    fixed = report(SOURCE, HELPLESS, fixed=(SAFE, SAFE, UNSAFE, HELPLESS))
    assert rendered("concise", fixed, written=True).splitlines()[1:] == [
        "Fixed 4 calls in 1 file:",
        "  scripts/nightly.sh: 4 (build-cache-delete, trigger-job x3)",
        "1 call of API v1 left: 1 note.",
        "3 files checked.",
    ]
    assert "Fixed" not in rendered("concise", fixed, written=True, quiet=True)
    assert "Fixed" not in rendered("concise", fixed)


@pytest.mark.parametrize("name", ["text", "concise"])
def test_statistics(name: str) -> None:
    lines = rendered(name, report(SOURCE, HELPLESS, SAFE, SAFE), statistics=True).splitlines()
    assert lines[:2] == ["    2  trigger-job", "    1  build-cache-delete"]


def test_colours() -> None:
    text = rendered("text", report(SOURCE, SAFE), colour=True)
    assert "\x1b[1;31merror[trigger-job]\x1b[0m" in text
    assert "\x1b" not in rendered("text", report(SOURCE, SAFE))


def loaded(shown: Report, **changes: object) -> Any:
    return json.loads(rendered("json", shown, **changes))


def test_json() -> None:
    failed = Failure("b.sh", None, "is in UTF-16")
    assert loaded(report(SOURCE, SAFE, failures=(failed,))) == {
        "version": 1,
        "findings": [
            {
                "path": "scripts/nightly.sh",
                "line": 2,
                "column": 3,
                "end_line": 2,
                "end_column": 25,
                "language": "shell",
                "rule": "trigger-job",
                "endpoint": "POST /project/:vcs-type/:username/:project",
                "replacement": "POST /project/{project-slug}/pipeline",
                "severity": "error",
                "sunset": "2027-02-01",
                "message": "Trigger a job: use a pipeline.",
                "notes": ["a note"],
                "fix": {
                    "applicability": "safe",
                    "message": "Becomes another call.",
                    "edits": [
                        {
                            "path": "scripts/nightly.sh",
                            "start": {"line": 2, "column": 16},
                            "end": {"line": 2, "column": 25},
                            "content": "https://y",
                        }
                    ],
                },
            }
        ],
        "errors": [{"path": "b.sh", "line": None, "message": "is in UTF-16"}],
        "summary": {
            "files_checked": 3,
            "findings": {"error": 1, "warning": 0, "note": 0},
            "fixable": {"safe": 1, "unsafe": 0},
            "fixed": 0,
            "suppressed": {"comment": 0, "baseline": 0},
            "rules": {"trigger-job": 1},
        },
    }


def test_json_of_little() -> None:
    found = loaded(report(SOURCE, HELPLESS, fixed=(SAFE,)), written=True)
    assert found["findings"][0]["fix"] is None
    assert found["findings"][0]["sunset"] is None
    assert found["findings"][0]["replacement"] is None
    assert found["summary"]["fixed"] == 1


def test_json_is_ascii_and_keeps_odd_bytes() -> None:
    source = Source("caf\udce9\x1b.sh", "日\x9b post\n")
    text = rendered("json", report(source, finding(source, "post", notes=("日",))))
    assert text.isascii()
    assert "\x1b" not in text
    found = json.loads(text)["findings"][0]
    assert (found["path"], found["column"], found["notes"]) == (source.path, 4, ["日"])


SECRET = "not-for-your-eyes"
LEAKY = Source(
    "x.sh",
    f"CIRCLE_TOKEN={SECRET}\ncurl -u {SECRET}: https://x?circle-token={SECRET} # {SECRET}\n",
)


@pytest.mark.parametrize("name", formats.names())
def test_no_format_shows_a_secret(name: str) -> None:
    call = f"curl -u {SECRET}: https://x?circle-token={SECRET}"
    found = finding(
        LEAKY,
        call,
        message=f"It sends {SECRET}.",
        notes=(f"rotate {SECRET}",),
        fix=replace(fix(LEAKY, call, f"curl {SECRET}"), message=f"Keeps {SECRET}."),
    )
    kept = Suppressed(found, "comment", f"because of {SECRET}")
    failures = (Failure("y", None, f"no {SECRET}"),)
    shown = report(LEAKY, found, failures=failures, suppressed=(kept,))
    text = rendered(name, shown)
    assert SECRET not in text
    assert "***" in text
    assert SECRET in rendered(name, shown, show_secrets=True)


@pytest.mark.parametrize("name", formats.names())
def test_no_format_lets_a_control_character_through(name: str) -> None:
    source = Source("a\x1b]0;x\x07.sh", "post\x1b[2J\x9b\u202e()\n")
    found = finding(source, source.text[:-1], message="a\x1bb", notes=("c\rd",))
    kept = Suppressed(found, "comment", "g\x1b")
    failures = (Failure("e\x1b", 1, "f\x07"),)
    text = rendered(name, report(source, found, failures=failures, suppressed=(kept,)))
    assert all(character.isprintable() or character == "\n" for character in text)
