from __future__ import annotations

import pytest

from tests.shell.scripts import call, calls

U = "https://a.test/x"


@pytest.mark.parametrize(
    "command",
    [
        f"/usr/bin/curl -X POST {U}",
        f"sudo curl -X POST {U}",
        f"sudo -E curl -X POST {U}",
        f"time curl -X POST {U}",
        f"env A=b curl -X POST {U}",
        f"A=b curl -X POST {U}",
        f"retry 3 curl -X POST {U}",
        f"exec curl -X POST {U}",
        f"nohup curl -X POST {U} &",
        f"timeout 10 curl -X POST {U}",
        f"! curl -X POST {U}",
        f"if curl -X POST {U}; then :; fi",
        f"while ! curl -X POST {U}; do sleep 1; done",
        f'[ "$(curl -X POST {U})" = x ]',
        f"x=`curl -X POST {U}`",
        f'echo "$(curl -X POST {U} | jq .)"',
        f"f() {{ curl -X POST {U}; }}",
        f"(curl -X POST {U})",
        f"{{ curl -X POST {U}; }}",
        f"a && curl -X POST {U} || exit 1",
        f"case x in x) curl -X POST {U} ;; esac",
        f"cat <(curl -X POST {U})",
        f"declare x=$(curl -X POST {U})",
        f"for i in $(curl -X POST {U}); do :; done",
        f"trap 'x' EXIT; curl -X POST {U}",
    ],
)
def test_where_a_command_may_stand(command: str) -> None:
    found = call(command)
    assert (found.method, found.urls[0].known) == ("POST", U)


@pytest.mark.parametrize(
    "command",
    [
        f"echo curl -X POST {U}",
        f"# curl -X POST {U}",
        "which curl",
        "apt-get install -y curl wget",
        "command -v curl",
        f"curly {U}",
        f"printf 'curl {U}'",
    ],
)
def test_what_is_no_request(command: str) -> None:
    assert not calls(command)


def test_several_urls_of_one_command() -> None:
    both = f'"{U} {U}/y"'
    script = f"if x; then U={both}; else U={U}; fi\ncurl $U\n"
    assert {found.obstacles for found in calls(script)} == {("one command requests several URLs",)}


def test_xargs_with_a_mark() -> None:
    (hole,) = call("ls | xargs -I{} curl https://a.test/{}/x").urls[0].holes
    assert hole.source == "{}"


def test_xargs_without_a_mark() -> None:
    found = call(f"ls | xargs -n1 curl {U}")
    assert found.obstacles == ("`xargs` puts more arguments behind the ones that stand here",)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "\\\\curl",
            "curl.exe",
            '"$(which curl)"',
            "$(command -v curl)",
            "'curl'",
            "/usr/bin/curl",
        ),
        *("$CURL", "${CURL}", "$curl", '"${curl}"'),
    ],
)
def test_spellings_of_a_program(name: str) -> None:
    assert call(f"{name} -X POST https://a.test/x").method == "POST"
