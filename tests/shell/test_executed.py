"""Rewritten scripts are run: curl gets what v2 wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.call.language import CannotWrite
from tests.shell.scripts import rewrite, run

P = "https://circleci.com/api/v1.1/project/github/acme/site"
V2 = "https://circleci.com/api/v2/project/github/acme/site/pipeline"
MAIN = {"branch": "feature/x y"}


@pytest.mark.parametrize(
    ("script", "body"),
    [
        (f'curl -X POST "{P}/tree/$B"', MAIN),
        (f'curl -X POST {P}/tree/"$B"', MAIN),
        (f"curl -X POST {P}/tree/main", {"branch": "main"}),
        (f"curl -X POST '{P}/tree/main'", {"branch": "main"}),
        (f'curl -X POST "{P}/tree/${{B}}"', MAIN),
        (f'curl -X POST "{P}/tree/${{NONE:-main}}"', {"branch": "main"}),
        (f'curl -X POST "{P}/tree/$(echo "$B")"', MAIN),
        (f'curl -X POST "{P}/tree/`echo main`"', {"branch": "main"}),
        (f'curl -X POST "{P}/tree/$1"', {"branch": "first arg"}),
        (f'U="{P}/tree/$B"\ncurl -X POST "$U"', MAIN),
        (f'B=dev\ncurl -X POST "{P}/tree/$B"', {"branch": "dev"}),
        (f'f() {{ curl -X POST "{P}/tree/$1"; }}\nf "$B"', MAIN),
        (f'for b in dev; do curl -X POST "{P}/tree/$b"; done', {"branch": "dev"}),
        (
            f'curl -d build_parameters[A]=1 -d "build_parameters[Q]=$Q" "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "1", "Q": "it's $5"}},
        ),
        (
            f'curl -d \'build_parameters[A]="x" `y` $z\' "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": '"x" `y` $z'}},
        ),
        (
            f"curl -d 'build_parameters[A]=it'\"'\"'s' {P}/tree/main",
            {"branch": "main", "parameters": {"A": "it's"}},
        ),
        (
            f'curl -F "build_parameters[A]=a\\\\b" {P}/tree/main',
            {"branch": "main", "parameters": {"A": "a\\b"}},
        ),
        (
            f'curl -d \'{{"build_parameters": {{"A": "1"}}}}\' "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "1"}},
        ),
        (
            f'curl -d "{{\\"build_parameters\\": {{\\"A\\": \\"$Q\\"}}}}" "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "it's $5"}},
        ),
        (
            f'curl -d $\'{{"build_parameters": {{\\n"A": "1"}}}}\' "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "1"}},
        ),
        (
            f'curl -d @- "{P}/tree/$B" <<EOF\n{{"build_parameters": {{"A": "$Q"}}}}\nEOF',
            {**MAIN, "parameters": {"A": "it's $5"}},
        ),
        (
            (
                f'cat <<-EOF | curl -d @- "{P}/tree/$B"\n'
                f'\t{{"build_parameters": {{"A": "$Q"}}}}\n\tEOF'
            ),
            {**MAIN, "parameters": {"A": "it's $5"}},
        ),
        (
            (
                f'D=$(cat <<EOF\n{{"build_parameters": {{"A": "1"}}}}\n'
                f'EOF\n)\ncurl -d "$D" "{P}/tree/$B"'
            ),
            {**MAIN, "parameters": {"A": "1"}},
        ),
        (
            f'curl -d @- "{P}/tree/$B" <<< "{{\\"build_parameters\\": {{}}}}"',
            {**MAIN, "parameters": {}},
        ),
        (
            f'printf \'{{"build_parameters": {{"A": "%s"}}}}\\n\' "$Q" | curl -d @- "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "it's $5"}},
        ),
        (
            (
                f'd() {{ cat <<EOF\n{{"build_parameters": {{"A": "$1"}}}}\nEOF\n}}\n'
                f'curl -d "$(d two)" "{P}/tree/main"'
            ),
            {"branch": "main", "parameters": {"A": "two"}},
        ),
        (
            f'ARGS=(-d build_parameters[A]=1)\ncurl "${{ARGS[@]}}" "{P}/tree/$B"',
            {**MAIN, "parameters": {"A": "1"}},
        ),
        (f"echo main | xargs -I{{}} curl -X POST {P}/tree/{{}}", {"branch": "main"}),
        (f'cmd="curl -X POST {P}/tree/main"\n$cmd', {"branch": "main"}),
        (f'CURL="curl -s"\n$CURL -X POST "{P}/tree/$B"', MAIN),
        (f'C=(curl -s)\n"${{C[@]}}" -X POST "{P}/tree/$B"', MAIN),
        (f'shopt -s expand_aliases\nalias c="curl -s"\nc -X POST "{P}/tree/$B"', MAIN),
        (f'x=`curl -X POST "{P}/tree/$B"`', MAIN),
        (f'echo "x `curl -X POST {P}/tree/main`"', {"branch": "main"}),
        (f'curl -X POST "{P}/tree/${{NONE:-"$(echo "a b")"}}"', {"branch": "a b"}),
        (f"curl \\\n  -X POST \\\n  -u x: \\\n  {P}/tree/main", {"branch": "main"}),
    ],
)
def test_what_curl_gets(script: str, body: object, tmp_path: Path) -> None:
    changed = rewrite(script)
    given = run(changed, tmp_path, "first arg", B="feature/x y", Q="it's $5")
    assert [one.url for one in given] == [V2]
    assert given[0].body == body, changed
    assert given[0].headers == ["Content-Type: application/json"]


@pytest.mark.parametrize(
    "script",
    [
        f'echo "x `curl -X POST \\"{P}/tree/$B\\"`"',
        f"x=`curl -d build_parameters[A]='$' {P}/tree/$B`",
    ],
)
def test_backticks_that_take_backslashes_away(script: str) -> None:
    with pytest.raises(CannotWrite, match="takes backslashes away"):
        rewrite(script)
