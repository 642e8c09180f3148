"""Whole runs over small trees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from migrator.call.body import Body, Encoding, Entry, Object, Scalar
from migrator.call.call import Call
from migrator.call.language import Change, Project, Reading, Written
from migrator.call.source import Edit, Source
from migrator.call.value import text
from migrator.report.applicability import Applicability
from migrator.report.report import Report
from migrator.run import Mode, Request, parts, run
from migrator.run.languages import language

CURL = "curl -X POST -u $TOKEN: -H 'Content-Type: application/json' -d '{\"branch\": \"main\"}' "
BUILD = "https://circleci.com/api/v1.1/project/github/acme/site/build"
TRIGGER = f"{CURL}{BUILD} >/dev/null\n"
MOVED = TRIGGER.replace("v1.1", "v2").replace("site/build", "site/pipeline")
CACHE = f"curl -X DELETE {BUILD}-cache >/dev/null\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(tree: Path, **files: str) -> None:
    for name, content in files.items():
        (tree / f"{name}.sh").write_text(content, newline="")


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in report.findings]


def test_a_check_writes_nothing_and_counts_every_file(tree: Path) -> None:
    write(tree, one=TRIGGER, two="echo hello\n")
    report = run(Request())
    assert found(report) == [("one.sh", "trigger-pipeline")]
    assert report.checked == 2
    assert not report.changes
    assert (tree / "one.sh").read_text() == TRIGGER


def test_a_fix_rewrites_what_is_safe_and_reports_what_is_left(tree: Path) -> None:
    write(tree, one=TRIGGER + CACHE)
    report = run(Request(mode=Mode.FIX))
    assert (tree / "one.sh").read_text() == MOVED + CACHE
    assert found(report) == [("one.sh", "build-cache-delete")]
    assert [finding.rule for finding in report.fixed] == ["trigger-pipeline"]


def test_a_second_fix_finds_nothing_to_do(tree: Path) -> None:
    write(tree, one=TRIGGER)
    run(Request(mode=Mode.FIX))
    again = run(Request(mode=Mode.FIX))
    assert not again.changes
    assert not again.findings


def test_a_diff_shows_the_same_and_reports_as_a_check(tree: Path) -> None:
    write(tree, one=TRIGGER)
    report = run(Request(mode=Mode.DIFF))
    (change,) = report.changes
    assert (change.before, change.after) == (TRIGGER, MOVED)
    assert found(report) == found(run(Request()))
    assert (tree / "one.sh").read_text() == TRIGGER


NOT_WANTED = [
    Request(mode=Mode.FIX, ignore=frozenset({"trigger-pipeline"})),
    Request(mode=Mode.FIX, select=frozenset({"unknown"})),
]


@pytest.mark.parametrize("request_", NOT_WANTED, ids=["ignored", "not selected"])
def test_a_rule_that_is_not_wanted_is_neither_told_nor_rewritten(
    tree: Path, request_: Request
) -> None:
    write(tree, one=TRIGGER)
    assert not run(request_).findings
    assert (tree / "one.sh").read_text() == TRIGGER


def test_a_shared_address_stays_for_a_rule_that_is_not_wanted(tree: Path) -> None:
    calls = f'URL={BUILD}\n{CURL}"$URL" >/dev/null\ncurl -X DELETE "$URL-cache" >/dev/null\n'
    write(tree, one=calls)
    run(Request(mode=Mode.FIX, ignore=frozenset({"build-cache-delete"})))
    after = (tree / "one.sh").read_text()
    assert f"URL={BUILD}\n" in after
    assert 'curl -X DELETE "$URL-cache"' in after
    assert '"$URL_V2"' in after


def test_a_server_of_ones_own_is_found_by_its_name(tree: Path) -> None:
    write(tree, one=TRIGGER.replace("https://circleci.com", "https://ci.acme.test"))
    assert not run(Request()).findings
    report = run(Request(api_hosts=("ci.acme.test",)))
    assert found(report) == [("one.sh", "trigger-pipeline")]


def test_a_file_that_can_not_be_read_is_a_failure_and_the_rest_goes_on(tree: Path) -> None:
    write(tree, one=TRIGGER)
    report = run(Request(paths=("one.sh", "gone.sh")))
    assert [(failure.path, failure.fatal) for failure in report.failures] == [("gone.sh", True)]
    assert found(report) == [("one.sh", "trigger-pipeline")]


def test_a_file_that_does_not_parse_is_told_and_searched_as_text(tree: Path) -> None:
    (tree / "old.py").write_text(f'def go(:\npost("{BUILD}")  # {BUILD}\n# {BUILD}\n')
    report = run(Request(mode=Mode.FIX, unsafe=True))
    (failure,) = report.failures
    assert (failure.path, failure.line, failure.fatal) == ("old.py", 1, False)
    lines = [report.sources["old.py"].position(f.span.start).line for f in report.findings]
    assert lines == [2, 2]
    assert all("found by its text alone" in finding.message for finding in report.findings)
    assert all(finding.fix is None for finding in report.findings)


def test_a_source_from_stdin_is_looked_at_under_its_name(tree: Path) -> None:
    report = run(Request(stdin=TRIGGER.encode(), stdin_filename="a.sh", mode=Mode.FIX))
    assert [change.after for change in report.changes] == [MOVED]
    assert not list(tree.iterdir())


def test_what_a_person_must_see_is_fixed_only_on_demand(tree: Path) -> None:
    write(tree, one=TRIGGER.replace("/build", "/tree/main").replace('{"branch": "main"}', "{}"))
    (finding,) = run(Request(mode=Mode.FIX)).findings
    assert finding.fix
    assert finding.fix.applicability is Applicability.UNSAFE
    assert not run(Request(mode=Mode.FIX, unsafe=True)).findings
    assert (tree / "one.sh").read_text() == MOVED


def test_a_read_only_file_stays_and_its_finding_too(tree: Path) -> None:
    write(tree, one=TRIGGER)
    (tree / "one.sh").chmod(0o444)
    report = run(Request(mode=Mode.FIX))
    assert (tree / "one.sh").read_text() == TRIGGER
    assert found(report) == [("one.sh", "trigger-pipeline")]
    assert not report.fixed
    assert "read-only" in report.failures[0].message


def test_a_fault_of_the_program_with_one_file_leaves_the_others(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name = "python"

        def read(self, source: Source, project: Project) -> Reading:
            raise ZeroDivisionError("no such luck")

    write(tree, one=TRIGGER)
    (tree / "two.py").write_text(f"# {BUILD}\n")
    monkeypatch.setattr(
        parts, "language", lambda kind: Broken() if kind == "python" else language(kind)
    )
    report = run(Request())
    assert found(report) == [("one.sh", "trigger-pipeline")]
    (failure,) = report.failures
    assert (failure.path, failure.fatal) == ("two.py", True)
    assert "ZeroDivisionError: no such luck; please report it" in failure.message


@pytest.mark.parametrize(
    ("read", "becomes"),
    [
        ('b["vcs_revision"]', 'b["vcs"]["revision"]'),
        # What `.get()` gives may be nothing, into which there is no further step.
        ('b.get("vcs_revision")', None),
    ],
)
def test_a_field_that_moved_a_step_further_in(tree: Path, read: str, becomes: str | None) -> None:
    url = BUILD.removesuffix("/build")
    head = "import requests\nimport sys\n\n"
    program = f'for b in requests.get("{url}", auth=(sys.argv[1], "")).json():\n    print({read})\n'
    (tree / "builds.py").write_text(head + program)
    report = run(Request(mode=Mode.FIX, unsafe=True))
    after = (tree / "builds.py").read_text()
    if becomes:
        assert f"    print({becomes})\n" in after
    else:
        assert not report.findings
        assert "for b in circleci_builds(requests.get(" in after
        assert after.endswith(program.splitlines(keepends=True)[-1])


class Pair:
    """A language in which a call is written half in its own file and half in another."""

    name = "python"
    suffixes = (".py",)

    def read(self, source: Source, project: Project) -> Reading:
        other = project.source("base.py")
        if other is None or "old" not in other.text or source.path == "base.py":
            return Reading()
        call = Call(
            language=self.name,
            span=source.span(0, 3),
            method="POST",
            urls=(text(BUILD),),
            body=Body(Encoding.JSON, Object((Entry("branch", Scalar(text("main"))),))),
            origin=other.span(0, 3),
        )
        return Reading((call,))

    def write(self, source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
        return tuple(
            (Edit(old.origin, "new"), Edit(source.span(0, 3), "new")) for old, _ in changes
        )

    def parses(self, source: Source) -> bool:
        return True


@pytest.fixture
def pair(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("base.py", "program.py"):
        (tree / name).write_text("old\n# circleci\n")
    monkeypatch.setattr(parts, "language", lambda kind: Pair())
    return tree


def texts(tree: Path) -> list[str]:
    return [(tree / name).read_text().split("\n")[0] for name in ("base.py", "program.py")]


def test_a_rewrite_may_lie_in_two_files(pair: Path) -> None:
    report = run(Request(mode=Mode.FIX))
    assert texts(pair) == ["new", "new"]
    assert [change.path for change in report.changes] == ["base.py", "program.py"]
    assert not report.findings


def test_a_file_that_the_run_does_not_name_is_read_and_not_written(pair: Path) -> None:
    (finding,) = run(Request(paths=("program.py",), mode=Mode.FIX)).findings
    assert texts(pair) == ["old", "old"]
    assert "stands in base.py, line 1, which is not among the files to check" in finding.message


@pytest.mark.parametrize("refused", ["base.py", "program.py"])
def test_two_files_of_one_rewrite_are_written_both_or_neither(pair: Path, refused: str) -> None:
    (pair / refused).chmod(0o444)
    report = run(Request(mode=Mode.FIX))
    assert texts(pair) == ["old", "old"]
    assert found(report) == [("program.py", "trigger-pipeline")]
    assert not report.fixed
    assert not report.changes
    assert [failure.path for failure in report.failures] == [refused]


def test_two_files_of_one_rewrite_parse_both_or_stay(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Pair, "parses", lambda self, source: (source.path, source.text[:3]) != ("base.py", "new")
    )
    report = run(Request(mode=Mode.FIX))
    assert texts(pair) == ["old", "old"]
    assert found(report) == [("program.py", "trigger-pipeline")]
    assert [failure.path for failure in report.failures] == ["base.py"]


def test_an_address_beside_that_no_reference_names(tree: Path) -> None:
    site = BUILD.removesuffix("/build")
    write(tree, one=f"B={site}\nif x; then B={site}/; fi\n{CURL}$B/build\n")
    (finding,) = run(Request()).findings
    assert f"its URL may also be `{site}//build`, which no reference names" in finding.message


@pytest.mark.parametrize("language", ["sh", "py"])
def test_a_token_in_the_source_must_be_rotated(tree: Path, language: str) -> None:
    token = "0123456789abcdef0123456789abcdef01234567"
    program = {
        "sh": f'api={BUILD}\ncurl -X POST "$api?circle-token={token}"\n',
        "py": f'import requests\nT = "{token}"\nrequests.post("{BUILD}?circle-token=" + T)\n',
    }
    (tree / f"one.{language}").write_text(program[language])
    (finding,) = run(Request()).findings
    assert [note for note in finding.notes if "revoke it" in note]
    (tree / f"one.{language}").write_text(program[language].replace(token, "$T"))
    (finding,) = run(Request()).findings
    assert not [note for note in finding.notes if "revoke it" in note]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.sh", "a.py", "Makefile"])
def test_a_call_in_a_wide_encoding_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, encoding: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "# curl https://circleci.com/api/v1.1/me\n"
    (tmp_path / name).write_bytes(text.encode(encoding))
    failures = run(Request()).failures
    assert [(failure.path, failure.fatal) for failure in failures] == [(name, True)]
    assert "UTF-16" in failures[0].message or "NUL" in failures[0].message


def test_what_comes_unreadable_from_stdin_is_not_looked_for_on_the_disk(tree: Path) -> None:
    write(tree, one=TRIGGER)
    report = run(Request(stdin=TRIGGER.encode("utf-16"), stdin_filename="one.sh"))
    assert [failure.path for failure in report.failures] == ["one.sh"]
    assert not report.findings
