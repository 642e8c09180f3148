from __future__ import annotations

import re
from dataclasses import replace

import pytest

from migrator.call.body import Array, Encoding, Entry, Object, Scalar
from migrator.call.call import Header
from migrator.call.language import CannotWrite
from migrator.call.value import Value, text
from migrator.shell import SHELL
from tests.harness.writing import write_one
from tests.shell.scripts import TRIGGER, apply, call, rewrite, source

V2 = "https://circleci.com/api/v2/project/github/acme/site/pipeline"
P = "https://circleci.com/api/v1.1/project/github/acme/site"
Q = "https://circleci.com/api/v2/project/github/acme/site"
JSON = "-H 'Content-Type: application/json'"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"curl -X POST {TRIGGER}", f'curl -X POST {JSON} -d \'{{"branch": "main"}}\' {V2}'),
        (
            f'curl -XPOST "{P}/tree/$B?circle-token=$T"',
            f'curl -XPOST {JSON} -d "{{\\"branch\\": \\"$B\\"}}" "{V2}?circle-token=$T"',
        ),
        (
            f'curl -X POST {P}/tree/"${{B}}"\\?circle-token=$T\\&a=b',
            f'curl -X POST {JSON} -d "{{\\"branch\\": \\"${{B}}\\"}}" {V2}\\?circle-token=$T\\&a=b',
        ),
        (
            f'curl --request POST --header "A: b" {TRIGGER}',
            (
                f"curl --request POST --header 'Content-Type: application/json'"
                f' --data \'{{"branch": "main"}}\' --header "A: b" {V2}'
            ),
        ),
        (
            f"curl -d build_parameters[A]=1 -d 'build_parameters[B]=it'\\''s' {TRIGGER}",
            (
                f'curl {JSON} -d \'{{"branch": "main", "parameters":'
                f' {{"A": "1", "B": "it\'\\\'\'s"}}}}\' {V2}'
            ),
        ),
        (
            f"curl -d build_parameters[A]=$X {TRIGGER}",
            (
                f'curl {JSON} -d "{{\\"branch\\": \\"main\\", '
                f'\\"parameters\\": {{\\"A\\": \\"$X\\"}}}}" {V2}'
            ),
        ),
        (
            f'curl {JSON} -d \'{{"build_parameters": {{"A": "1"}}}}\' {TRIGGER}',
            f'curl {JSON} -d \'{{"branch": "main", "parameters": {{"A": "1"}}}}\' {V2}',
        ),
        (
            f"curl {JSON} -d '{{\"build_parameters\": {{}}}}' {P}/tree/$B",
            f'curl {JSON} -d \'{{"branch": "\'"$B"\'", "parameters": {{}}}}\' {V2}',
        ),
        (
            f'curl {JSON} -d "{{\\"build_parameters\\": {{}}}}" {P}/tree/$B',
            f'curl {JSON} -d "{{\\"branch\\": \\"$B\\", \\"parameters\\": {{}}}}" {V2}',
        ),
        (
            f"curl -H 'Content-Type: text/plain' -d 'build_parameters[A]=1' {TRIGGER}",
            (
                f"curl -H 'Content-Type: application/json'"
                f' -d \'{{"branch": "main", "parameters": {{"A": "1"}}}}\' {V2}'
            ),
        ),
        (f"curl -X POST {P}/build", f"curl -X POST {V2}"),
        (
            f"wget --method=POST {TRIGGER}",
            (
                f"wget --method=POST --header='Content-Type: application/json'"
                f' --body-data=\'{{"branch": "main"}}\' {V2}'
            ),
        ),
        (
            f"wget --post-data '' {TRIGGER}",
            (
                f"wget --header='Content-Type: application/json'"
                f' --post-data \'{{"branch": "main"}}\' {V2}'
            ),
        ),
        (f"http POST {P}/tree/$B A:b", f'http POST {V2} A:b "branch=$B"'),
        (
            "curl -X POST --json '{\"build_parameters\": {}}' " + TRIGGER,
            'curl -X POST --json \'{"branch": "main", "parameters": {}}\' ' + V2,
        ),
        (
            f"ls | xargs -I{{}} curl -X POST {P}/tree/{{}}",
            f'ls | xargs -I{{}} curl -X POST {JSON} -d "{{\\"branch\\": \\"{{}}\\"}}" {V2}',
        ),
    ],
)
def test_one_line(before: str, after: str) -> None:
    assert rewrite(f"{before}  # why\n") == f"{after}  # why\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"curl \\\n  --request POST \\\n  --user $T: \\\n  {TRIGGER}\n",
            (
                "curl \\\n  --request POST \\\n  --header 'Content-Type: application/json' \\\n"
                f'  --data \'{{"branch": "main"}}\' \\\n  --user $T: \\\n  {V2}\n'
            ),
        ),
        (
            f"curl \\\n--header 'Accept: application/json' \\\n--request POST {TRIGGER}\n",
            (
                "curl \\\n--header 'Accept: application/json' \\\n"
                "--header 'Content-Type: application/json' \\\n"
                f'--data \'{{"branch": "main"}}\' \\\n--request POST {V2}\n'
            ),
        ),
        (
            (
                "curl -u $T: \\\n\t-d build_parameters[A]=1 "
                f"\\\n\t-d build_parameters[B]=2 \\\n\t{TRIGGER}\n"
            ),
            (
                f"curl -u $T: \\\n\t{JSON} \\\n"
                f'\t-d \'{{"branch": "main", "parameters": {{"A": "1", "B": "2"}}}}\' \\\n\t{V2}\n'
            ),
        ),
    ],
)
def test_layout_of_lines(before: str, after: str) -> None:
    assert rewrite(before) == after


def test_json_over_lines_in_single_quotes() -> None:
    before = (
        f'curl {JSON} -d \'{{\n  "build_parameters": {{\n'
        f'    "A": "1"\n  }}\n}}\' \\\n {P}/tree/$B\n'
    )
    after = (
        f'curl {JSON} -d \'{{\n  "branch": "\'"$B"\'",\n  '
        f'"parameters": {{\n    "A": "1"\n  }}\n}}\' \\\n {V2}\n'
    )
    assert rewrite(before) == after


def test_json_in_a_here_document_of_a_variable() -> None:
    before = (
        'D=$(cat <<EOF\n{\n  "build_parameters": {"A": '
        f'"$X"}}\n}}\nEOF)\ncurl {JSON} -d "$D" {P}/tree/$B\n'
    )
    after = (
        'D=$(cat <<EOF\n{\n  "branch": "$B",\n  "parameters": '
        f'{{"A": "$X"}}\n}}\nEOF)\ncurl {JSON} -d "$D" {V2}\n'
    )
    assert rewrite(before) == after


def test_url_in_variables() -> None:
    before = (
        "API=https://circleci.com/api/v1.1\n"
        "U=$API/project/github/acme/site/tree/$B\ncurl -X POST $U\n"
    )
    after = (
        "API=https://circleci.com/api/v2\nU=$API/project/github/acme/site/pipeline\n"
        f'curl -X POST {JSON} -d "{{\\"branch\\": \\"$B\\"}}" $U\n'
    )
    assert rewrite(before) == after


def test_a_name_stands_for_its_text() -> None:
    """What a variable holds is moved by its name, and never edited where it is taken out whole."""
    before = 'B=main\nR=site\ncurl -X POST "https://circleci.com/api/v1.1/project/github/acme/$R/tree/$B"\n'
    after = f'B=main\nR=site\ncurl -X POST {JSON} -d "{{\\"branch\\": \\"$B\\"}}" "https://circleci.com/api/v2/project/github/acme/$R/pipeline"\n'
    assert rewrite(before) == after


def test_new_text_behind_a_name() -> None:
    before = "R=site\ncurl -X POST https://circleci.com/api/v1.1/project/github/acme/$R\n"
    assert rewrite(before).endswith("/api/v2/project/github/acme/$R/pipeline\n")


def test_new_text_stands_in_the_command_rather_than_in_a_constant() -> None:
    script = "P=https://a.test/v1/project/x\ncurl $P/$N\n"
    old = call(script)
    url = old.urls[0]
    at = url.shape.index("/x") + 2
    new = replace(old, urls=(url.cut(0, at) + text("/job") + url.cut(at),))
    after = apply(script, write_one(SHELL, source(script), old, new))
    assert after == "P=https://a.test/v1/project/x\ncurl $P/job/$N\n"


def test_an_encoded_branch_is_written_plain() -> None:
    before = f'curl -X POST "{P}/tree/$(urlencode "$B")"\n'
    assert rewrite(before) == f'curl -X POST {JSON} -d "{{\\"branch\\": \\"$B\\"}}" "{V2}"\n'


def test_backticks_become_a_substitution() -> None:
    before = f"curl -X POST {P}/tree/`git rev-parse --abbrev-ref HEAD`\n"
    assert '\\"$(git rev-parse --abbrev-ref HEAD)\\"' in rewrite(before)


def test_status() -> None:
    before = (
        "c=$(curl -o /dev/null -w '%{http_code}' -X "
        f'POST {P}/build)\n[ "$c" = 200 ] || exit 1\n'
    )
    assert rewrite(before) == before.replace("200", "201").replace(P, Q).replace(
        "build)", "pipeline)"
    )


def test_crlf_keeps_its_line_ends() -> None:
    before = f"curl \\\r\n --request POST \\\r\n --user $T: \\\r\n {TRIGGER}\r\n"
    assert "\n" not in rewrite(before).replace("\r\n", "")


def test_text_before_the_call_moves_nothing() -> None:
    assert (
        rewrite(f"# ünïcödé 😀\ncurl -X POST {P}/build\n") == f"# ünïcödé 😀\ncurl -X POST {V2}\n"
    )


def test_method() -> None:
    script = "curl -X PUT https://a.test/x"
    old = call(script)
    edits = write_one(SHELL, source(script), old, replace(old, method="PATCH"))
    assert apply(script, edits) == "curl -X PATCH https://a.test/x"


def test_a_method_that_was_implied_is_kept() -> None:
    script = "curl -d a=b https://a.test/x"
    old = call(script)
    none = replace(old.body, encoding=Encoding.NONE, root=None)
    edits = write_one(SHELL, source(script), old, replace(old, body=none))
    assert apply(script, edits) == "curl -X POST https://a.test/x"


def test_headers_are_added_changed_and_taken_out() -> None:
    script = "curl -H 'A: b' -H 'C: d' https://a.test/x"
    old = call(script)
    headers = (Header("a", text("z")), Header("new-one", text("y")))
    edits = write_one(SHELL, source(script), old, replace(old, headers=headers))
    assert apply(script, edits) == "curl -H 'New-One: y' -H 'A: z' https://a.test/x"


def test_a_query_is_added() -> None:
    script = 'curl "https://a.test/x?c=$T"'
    old = call(script)
    query = Object((Entry("org-slug", Scalar(text("gh/acme"))),))
    edits = write_one(SHELL, source(script), old, replace(old, query=query))
    assert apply(script, edits) == 'curl "https://a.test/x?c=$T&org-slug=gh/acme"'


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (f"D=$X\ncurl -d '{{}}' $OPTS {TRIGGER}", None),
        (f"curl -sdbuild_parameters[A]=1 {TRIGGER}", "holds other options too"),
        (
            f"curl -d @- {TRIGGER} <<EOF\nbuild_parameters[A]=1\nEOF",
            "its body comes from its input",
        ),
        (
            f"curl {JSON} -d @- {P}/tree/$B <<'EOF'\n{{\"build_parameters\": {{}}}}\nEOF",
            "expands nothing",
        ),
        (f'U="{P}/tree/$B"\nB=other\ncurl -X POST "$U"', "may mean something else"),
        (f"curl -F 'build_parameters[A]=<file' {TRIGGER}", "is the content of a file"),
        ("fetch https://circleci.com/api/v1.1/project/a/b", "no command is in view"),
    ],
)
def test_what_cannot_be_written(script: str, reason: str | None) -> None:
    if reason is None:
        assert rewrite(script)
        return
    with pytest.raises(CannotWrite, match=re.escape(reason)):
        rewrite(script)


def test_a_body_nobody_sees_is_not_replaced() -> None:
    script = f"curl -d @file {TRIGGER}"
    old = call(script)
    new = Object((Entry("branch", Scalar(Value())),))
    body = replace(old.body, encoding=Encoding.JSON, root=new)
    with pytest.raises(CannotWrite):
        write_one(SHELL, source(script), old, replace(old, body=body))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "curl --request POST X",
            'curl --request POST --header J --data \'{"on": true, "jobs": ["a", 2]}\' X',
        ),
        ("curl -d a=b X", 'curl -H J -d \'{"on": true, "jobs": ["a", 2]}\' X'),
        ("curl -d '{}' X", 'curl -H J -d \'{"on": true, "jobs": ["a", 2]}\' X'),
        ('curl -d "{}" X', 'curl -H J -d "{\\"on\\": true, \\"jobs\\": [\\"a\\", 2]}" X'),
        ("http POST X a=b", "http POST X 'on:=true' K"),
    ],
)
def test_bodies_of_all_types(before: str, after: str) -> None:
    script = before.replace("X", "https://a.test/x")
    old = call(script)
    items = (Scalar(text("a")), Scalar(text("2"), quoted=False))
    root = Object((Entry("on", Scalar(text("true"), quoted=False)), Entry("jobs", Array(items))))
    body = replace(old.body, encoding=Encoding.JSON, root=root)
    headers = (Header("content-type", text("application/json")),)
    changed = apply(
        script, write_one(SHELL, source(script), old, replace(old, body=body, headers=headers))
    )
    assert changed == after.replace("X", "https://a.test/x").replace("J", JSON[3:]).replace(
        "K", "'jobs:=[\"a\", 2]'"
    )


@pytest.mark.parametrize(
    "script",
    [
        f'A={P}\nfor u in "$A" "$A/"; do curl -X POST "$u"; done',
        f'A={P}\nU=$A\nx && U=$A/\ncurl -X POST "$U"',
    ],
)
def test_ways_to_one_text_that_can_not_both_be_written_are_refused(script: str) -> None:
    with pytest.raises(CannotWrite, match="its URL can't be written here exactly"):
        rewrite(script)


@pytest.mark.parametrize("end", ["", "/"])
def test_one_way_to_a_text_is_written(end: str) -> None:
    script = f'A={P}\nU="$A{end}"\ncurl -X POST "$U"'
    assert "/pipeline" in rewrite(script)


def test_a_body_that_makes_another_method_is_refused() -> None:
    script = "curl https://a.test/x"
    old = call(script)
    root = Object((Entry("on", Scalar(text("true"), quoted=False)),))
    body = replace(old.body, encoding=Encoding.JSON, root=root)
    with pytest.raises(CannotWrite, match="its method can't be written here exactly"):
        write_one(SHELL, source(script), old, replace(old, body=body))
