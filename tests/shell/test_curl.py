from __future__ import annotations

import pytest

from migrator.call.body import Encoding
from tests.shell.scripts import at, call, calls, source

U = "https://a.test/x"


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ("", "GET"),
        ("-X POST", "POST"),
        ("-XPOST", "POST"),
        ("-sSXPOST", "POST"),
        ("-sSX POST", "POST"),
        ("--request POST", "POST"),
        ("--request=POST", "POST"),
        ("-X 'DELETE'", "DELETE"),
        ('-X "put"', "PUT"),
        ("-d a=b", "POST"),
        ("-da=b", "POST"),
        ("-sd a=b", "POST"),
        ("--data a=b", "POST"),
        ("--data-raw a=b", "POST"),
        ("--data-binary a=b", "POST"),
        ("--data-ascii a=b", "POST"),
        ("--data-urlencode a=b", "POST"),
        ("--json '{}'", "POST"),
        ("-F a=b", "POST"),
        ("--form a=b", "POST"),
        ("-X PUT -d a=b", "PUT"),
        ("-G -d a=b", "GET"),
        ("--get --data a=b", "GET"),
        ("-I", "HEAD"),
        ("--head", "HEAD"),
        ("-T file", "PUT"),
        ("-fsSL", "GET"),
        ("-o -d", "GET"),
        ("-H -XPOST", "GET"),
    ],
)
def test_method(options: str, method: str) -> None:
    assert call(f"curl {options} {U}").method == method
    assert call(f"curl {U} {options}").method == method


def test_a_method_nobody_can_see() -> None:
    found = call(f"curl -X $METHOD {U}")
    assert (found.method, found.obstacles) == (None, ("the method is whatever `$METHOD` holds",))


def test_a_method_in_a_variable() -> None:
    assert call(f"M=DELETE\ncurl -X $M {U}").method == "DELETE"


def test_methods_of_two_branches() -> None:
    found = call(f"M=GET\nif x; then M=POST; fi\ncurl -X $M {U}")
    assert found.method is None


@pytest.mark.parametrize(
    "command",
    [
        f"curl {U} -o out",
        f"curl --url {U}",
        f"curl -e https://b.test {U}",
        f"curl -x http://proxy.test:8080 {U}",
        f"curl --referer https://b.test {U} --proxy http://c.test",
        f"curl -A https://b.test {U}",
        f"curl -H 'Origin: https://b.test' {U}",
        f"curl -- {U}",
        f"curl -so /dev/null {U}",
    ],
)
def test_which_word_is_the_url(command: str) -> None:
    assert [url.known for url in call(command).urls] == [U]


def test_several_urls() -> None:
    script = f"curl {U} {U}/y"
    first, second = calls(script)
    assert [at(script, first), at(script, second)] == [U, f"{U}/y"]
    assert first.obstacles == ("one command requests several URLs",)


@pytest.mark.parametrize(
    ("options", "obstacle"),
    [
        ("-K config", "its options stand in a file of their own"),
        ("--next", "one command sends several requests"),
        ("$OPTS", "`$OPTS` may hold more options, a method or a body"),
        ('"$FLAG"', "`$FLAG` may hold more options, a method or a body"),
    ],
)
def test_what_hides_a_request(options: str, obstacle: str) -> None:
    assert call(f"curl {options} {U}").obstacles == (obstacle,)


def test_a_lone_unknown_is_the_url() -> None:
    found = call("curl -s $URL")
    assert (found.urls[0].written(), found.obstacles) == ("$URL", ())


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ("-H 'Circle-Token: x'", [("circle-token", "x")]),
        ('-H"Circle-Token:${T}"', [("circle-token", "${T}")]),
        ('--header "Circle-Token: $T" -H A:b', [("circle-token", "$T"), ("a", "b")]),
        ('-H "$HEADER"', [(None, "$HEADER")]),
        ("-H @file", [(None, "@file")]),
    ],
)
def test_headers(options: str, headers: list[tuple[str | None, str]]) -> None:
    found = call(f"curl {options} {U}").headers
    assert [(header.name, header.value.written()) for header in found] == headers


def test_span_is_the_command_with_its_arguments() -> None:
    command = f"curl -X POST \\\n  -d a=b \\\n  {U}"
    script = f"x=1 sudo echo; T=1 {command} > out 2>&1 | jq . || exit\n"
    found = call(script)
    assert at(script, found) == command


def test_span_with_arguments_behind_a_document() -> None:
    script = f"curl -d @- <<EOF -H 'A: b' {U}\nx\nEOF\n"
    assert at(script, call(script)) == f"curl -d @- <<EOF -H 'A: b' {U}"


def test_spans_of_method_and_body() -> None:
    script = f"curl -X POST -d 'a=b' -d c=d {U}"
    found = call(script)
    assert found.method_span
    assert found.body.span
    assert source(script).at(found.method_span) == "POST"
    assert source(script).at(found.body.span) == "'a=b' -d c=d"


def test_data_in_the_query() -> None:
    found = call(f"curl -G -d a=b --data-urlencode c=d {U}")
    assert found.query
    assert found.query.keys == ("a", "c")
    assert found.body.encoding is Encoding.NONE


@pytest.mark.parametrize("redirect", ["> out", ">> out", "2>log", "> out 2>&1", "2>&1", "<in"])
def test_arguments_behind_a_redirect(redirect: str) -> None:
    found = call(f"curl -s {redirect} -X POST https://a.test/x -d a=1")
    assert (found.method, found.urls[0].known) == ("POST", "https://a.test/x")
    assert found.body.source == "a=1"


def test_white_space_between_expansions_in_quotes() -> None:
    found = call('curl -d "$A $B\t$(c)  ${D}" https://a.test')
    assert found.body.source == "$A $B\t$(c)  ${D}"
