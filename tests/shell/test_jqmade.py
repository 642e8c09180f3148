"""Bodies that jq makes."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from migrator.call.body import Encoding
from tests.shell.scripts import call

ENDPOINT = "https://a.test/api/v1.1/project/github/acme/site"
NAMES = {"B": "feature/x", "V": "it's"}


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
@pytest.mark.parametrize(
    "arguments",
    [
        "-n '{}'",
        "-nc --arg b \"$B\" '{branch: $b}'",
        '-n --arg b "$B" --arg v "$V" \'{"branch": $b, p: {V: $v, N: 1, T: true}}\'',
        "--null-input --argjson n 5 '{n: $n, list: [1, \"a\", null]}'",
        "-n --arg b main '{$b}'",
        "-n -S --arg b 'say \"hi\" \\' '{b: $b}'",
        "-n '{tag: $ENV.B, of: env.V}'",
    ],
)
def test_it_is_what_jq_writes(arguments: str) -> None:
    body = call(f"jq {arguments} | curl -d @- {ENDPOINT}").body
    assert (body.encoding, body.raw is not None) == (Encoding.JSON, True)
    assert body.raw
    written = body.raw.written()
    for name, value in NAMES.items():
        written = written.replace(f"$ENV.{name}", value).replace(f"${name}", value)
    script = f'B={NAMES["B"]!r} V="{NAMES["V"]}"; export B V; jq {arguments}'
    made = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout
    assert json.loads(written) == json.loads(made)


@pytest.mark.parametrize(
    "arguments",
    [
        "'{a: .b}'",
        "-n '{a: input}'",
        "-n --arg b x '{a: ($b | ascii_upcase)}'",
        "-n --arg b x '{($b): 1}'",
        "-n $OPTS '{a: 1}'",
        "-n '{a: $unknown}'",
        "-n --slurpfile f x '{a: $f}'",
        "-nr '{a: 1}'",
        "-n '{a: '",
    ],
)
def test_what_nobody_can_tell(arguments: str) -> None:
    body = call(f"jq {arguments} | curl -d @- {ENDPOINT}").body
    assert body.encoding is Encoding.HIDDEN


@pytest.mark.parametrize(
    ("script", "sender"),
    [
        (f"jq -n '{{TAG: \"$TAG\"}}' | curl -d @- {ENDPOINT}", "jq"),
        (f'curl -d \'{{"TAG": "$TAG"}}\' {ENDPOINT}', "curl"),
        (f'curl -d @- {ENDPOINT} <<\'EOF\'\n{{"TAG": "$TAG"}}\nEOF', "curl"),
    ],
)
def test_names_that_nothing_fills(script: str, sender: str) -> None:
    what = f"`{sender}` sends `$TAG` letter by letter: nothing fills it in there"
    assert what in call(script).doubts


def test_names_that_the_shell_fills() -> None:
    assert call(f'curl -d "{{\\"TAG\\": \\"$TAG\\"}}" {ENDPOINT}').doubts == ()
    assert call(f'curl -d \'{{"COST": "$5"}}\' {ENDPOINT}').doubts == ()
