"""What holds for every program that calls the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.grammar.program import Built, Sent
from tests.grammar.running import Ran
from tests.harness import edits
from tests.harness.execution import authentication
from tests.harness.program import Program
from tests.harness.tool import check, check_json
from tests.standin import RecordedRequest, Standin

Run = Callable[[str, Standin], Ran]
UNSAFE = "--unsafe-fixes"
CONFIGURED = ("--isolated", "--org-slug", "gh/acme")


@dataclass(frozen=True)
class Servers:
    """One that answers v1.1, and one that refuses it."""

    before: Standin
    after: Standin


def checked(program: Built, name: str, folder: Path, servers: Servers, run: Run) -> None:
    before = Program({name: program.text.encode()})
    before.write(folder)
    findings = check_json(folder, *CONFIGURED)["findings"]
    assert_found(program, findings)
    first = run(program.text, servers.before)
    if first.requests[-1].status >= 400:
        return
    assert not first.error, first.error
    for taken, options in (({"safe"}, ()), ({"safe", "unsafe"}, (UNSAFE,))):
        wanted = [f for f in findings if f["fix"] and f["fix"]["applicability"] in taken]
        if not wanted or (UNSAFE in options and all(_is_safe(f) for f in wanted)):
            continue
        before.write(folder)
        check(folder, "--fix", *options, *CONFIGURED)
        after = before.reread(folder)
        assert after == edits.apply(before, wanted)
        assert_settled(after, folder, options)
        assert_sends(
            program,
            findings,
            wanted,
            first,
            run(after.text(name), _server(servers, findings, wanted)),
        )


def assert_found(program: Built, findings: Sequence[Any]) -> None:
    assert [f["rule"] for f in findings] == [call.endpoint.rule for call in program.calls]
    for finding, places in zip(findings, program.places, strict=True):
        assert (finding["line"], finding["column"]) in places, (finding["line"], finding["column"])


def _is_safe(finding: Any) -> bool:
    return bool(finding["fix"]) and finding["fix"]["applicability"] == "safe"


def _server(servers: Servers, findings: Sequence[Any], wanted: Sequence[Any]) -> Standin:
    return servers.after if len(wanted) == len(findings) else servers.before


def assert_settled(after: Program, folder: Path, options: tuple[str, ...]) -> None:
    """A second time finds nothing to write."""
    check(folder, "--fix", *options, *CONFIGURED)
    assert after.reread(folder) == after


def assert_sends(
    program: Built, findings: Sequence[Any], wanted: Sequence[Any], first: Ran, second: Ran
) -> None:
    safe = all(_is_safe(finding) for finding in wanted)
    if safe:
        assert second.error == ""
        assert second.stdout == first.stdout
    else:
        assert second.requests
    assert {authentication(r) for r in second.requests} <= {
        authentication(r) for r in first.requests
    }
    assert max(r.status for r in second.requests) <= max(399, *(r.status for r in first.requests))
    if any(
        finding in wanted and not call.endpoint.becomes
        for call, finding in _pairs(program, findings)
    ):
        return
    if not second.error:
        assert len(second.requests) == len(first.requests)
    for (call, finding), old, new in zip(
        _pairs(program, findings), first.requests, second.requests, strict=False
    ):
        assert told(new) == (expected(call, old) if finding in wanted else told(old))


def _pairs(program: Built, findings: Sequence[Any]) -> list[tuple[Sent, Any]]:
    return list(zip(program.calls, findings, strict=True))


def told(request: RecordedRequest) -> tuple[Any, ...]:
    return request.method, request.host, request.path, request.json or dict(request.form) or None


def expected(call: Sent, old: RecordedRequest) -> tuple[Any, ...]:
    assert call.endpoint.becomes
    method, path = call.endpoint.becomes
    return method, old.host, path, call.endpoint.sent(call.body)


def assert_silent(text: str, name: str, folder: Path) -> None:
    Program({name: text.encode()}).write(folder)
    report = check_json(folder, *CONFIGURED)
    assert report["findings"] == []
    assert report["errors"] == []
    assert report["summary"]["files_checked"] == 1
