"""Made-up configs with a call in them: nothing but the call changes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness.tool import check, check_json

CALL = (
    "curl -fsS -o /dev/null -X POST -H Content-Type:application/json -d BODY"
    " https://circleci.com/api/v1.1/project/gh/acme/site/build?circle-token=$T"
)
STYLES = {
    "|": "|\nINDENT  set -e\nINDENT  CALL\n",
    "|-": "|-  # kept\nINDENT  CALL",
    ">": ">\nINDENT  CALL\n",
    "'": "'CALL'",
    '"': '"CALL"',
    "plain": "CALL",
    "folded": "curl -fsS\nINDENT  CALL",
}
NOISE = st.sampled_from(
    [
        "# a comment: with signs 'and \"quotes",
        "x-anchor: &anchor {a: [1, 'é'], \"b\": ~}",
        "x-text: |\n  - run: no call\n\n   ragged\n",
        "x-empty:   ",
        "# tab\there",
        "",
        "x-folded: >-\n  some\n  text",
        "x-😀: '''quoted'''  # trailing   ",
    ]
)


@st.composite
def configs(draw: st.DrawFn) -> tuple[str, str]:
    """A config with one call, and the same after it moved."""
    style = draw(st.sampled_from(sorted(STYLES)))
    depth = draw(st.integers(1, 4))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    named = draw(st.booleans())
    indent = " " * (2 * depth)
    body = '\'{"branch": "main"}\''
    if style == "'":
        body = body.replace("'", "''")
    elif style == '"':
        body = body.replace('"', '\\"')
    elif style in ("plain", "folded"):
        body = '\'{"branch":"main"}\''
    before = [*draw(st.lists(NOISE, max_size=4, unique=True)), "jobs:", "  a:", "   steps:"]
    inner = "   " + indent
    call = STYLES[style].replace("CALL", CALL).replace("BODY", body)
    key = (
        f"{inner}- run:"
        if not named
        else f"{inner}- run:\n{inner}    name: x # y\n{inner}    command:"
    )
    step = f"{key} {call}".replace("INDENT", inner + "    ")
    if style == "folded":
        step = step.replace("curl -fsS\n", "true &&\n")
    text = "\n".join([*before, step.rstrip("\n"), f"{inner}- checkout  # end", "version: 2.1"])
    text = text.replace("\n", newline)
    return text, text.replace("/v1.1/", "/v2/").replace("site/build", "site/pipeline")


@settings(max_examples=60, deadline=None)
@given(configs())
def test_nothing_but_the_call_changes(case: tuple[str, str]) -> None:
    before, after = case
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".circleci/config.yml"
        file.parent.mkdir()
        file.write_bytes(before.encode())
        [finding] = check_json(Path(folder))["findings"]
        line = before[: before.index("curl -fsS -o")].count("\n") + 1
        assert finding["line"] == line
        check(Path(folder), "--fix")
        assert file.read_bytes() == after.encode()
        assert yaml.safe_load(after)["jobs"]
