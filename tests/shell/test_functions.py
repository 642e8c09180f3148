from __future__ import annotations

import pytest

from tests.shell.scripts import at, call, calls, source

API = "https://circleci.com/api/v1.1"


def test_a_function_sees_the_names_at_its_call() -> None:
    script = f"f() {{ curl $U; }}\nU={API}/me\nf\n"
    assert call(script).urls[0].known == f"{API}/me"


def test_a_function_that_is_not_called_sees_them_at_the_end() -> None:
    script = f"f() {{ curl $U; }}\nU={API}/me\n"
    assert call(script).urls[0].known == f"{API}/me"


def test_arguments_stay_names_where_the_endpoint_is_known_without_them() -> None:
    script = (
        f"f() {{ curl -X POST {API}/project/github/acme/$1/tree/$2; }}\nf site main\nf app dev\n"
    )
    found = call(script)
    assert found.urls[0].written() == f"{API}/project/github/acme/$1/tree/$2"
    assert at(script, found).startswith("curl")
    assert found.obstacles == ()


def test_the_endpoint_is_where_the_caller_names_it() -> None:
    script = (
        f'post() {{ curl -X POST "{API}/$1" -d "$2"; }}\n'
        "post me a=1\npost project/github/a/b/build b=2\n"
    )
    first, second = calls(script)
    assert (at(script, first), at(script, second)) == ("me", "project/github/a/b/build")
    assert first.method == "POST"
    assert second.urls[0].known == f"{API}/project/github/a/b/build"
    assert second.body.source == "b=2"
    assert [use.binding.name for use in second.uses] == ["$@", "$@", "post"]
    assert second.obstacles == ()


@pytest.mark.parametrize(
    ("command", "runs"),
    [
        ('bash -c "x; get projects"', True),
        ("trap 'get projects' EXIT", True),
        ("sh << EOF\nx\nget projects\nEOF", True),
        ('echo "x; get projects"', False),
        ("printf 'get projects'", False),
        ("bash -c 'forget projects'", False),
    ],
)
def test_a_text_that_is_run_names_the_function_as_well(command: str, *, runs: bool) -> None:
    script = f'get() {{ curl "{API}/$1"; }}\nget me\n{command}\n'
    [binding] = [use.binding for use in calls(script)[0].uses if use.binding.name == "get"]
    named = [source(script).at(place) for place in sorted(binding.references)]
    assert named == (["get", "get"] if runs else ["get"])


def test_the_end_of_the_path_as_an_argument() -> None:
    script = f"P={API}/project/github/a/b\nget() {{ curl $P/$1; }}\nget tree/main?limit=1\nget $N\n"
    first, second = calls(script)
    assert first.urls[0].known == f"{API}/project/github/a/b/tree/main?limit=1"
    assert second.urls[0].written() == f"{API}/project/github/a/b/$N"


def test_all_arguments_are_handed_on() -> None:
    script = f'api() {{ curl -s "$@"; }}\napi -X POST {API}/me\n'
    assert call(script).method == "POST"


def test_the_last_argument_is_the_path() -> None:
    script = f'c() {{ curl "${{@:1:${{#}}-1}}" "{API}${{@:${{#}}}}"; }}\nc -X DELETE /me\n'
    found = call(script)
    assert (found.method, found.urls[0].known) == ("DELETE", f"{API}/me")


def test_local_names_end_with_the_function() -> None:
    script = f"f() {{ local U={API}/me; }}\nf\ncurl $U\n"
    assert [found.urls[0].written() for found in calls(script) if found.method] == ["$U"]


def test_global_names_set_in_a_function_stay() -> None:
    assert call(f"f() {{ U={API}/me; }}\nf\ncurl $U\n").urls[0].known == f"{API}/me"


def test_what_a_function_writes() -> None:
    script = f'url() {{\n  local base={API}\n  echo "$base/me"\n}}\ncurl $(url)\n'
    assert call(script).urls[0].known == f"{API}/me"


def test_recursion_ends() -> None:
    assert call(f"f() {{ curl {API}/me; f; }}\nf\n").method == "GET"


def test_each_site_has_its_own_answer() -> None:
    script = (
        'get() { curl "https://circleci.com/api/v1.1/$1"; }\n'
        "get me | jq .login\nget projects | jq '.[].vcs_url'"
    )
    found = [[read.path for read in each.answer.reads] for each in calls(script)]
    assert found == [["login"], ["[].vcs_url"]]


def test_the_outermost_call_that_names_the_endpoint() -> None:
    script = (
        f'call() {{ curl -s "$@"; }}\nget() {{ call "{API}/$1"; }}\n'
        "get project/github/a/b/5\nshow() { get me; }\nshow\nshow\n"
    )
    found = calls(script)
    assert [at(script, each) for each in found] == ["project/github/a/b/5", "me"]


def test_a_method_that_is_an_argument() -> None:
    script = f'api() {{ curl -X "$1" {API}/project/github/a/b; }}\napi GET\napi POST\n'
    found = calls(script)
    assert [(at(script, each), each.method) for each in found] == [
        ("api GET", "GET"),
        ("api POST", "POST"),
    ]


def test_a_body_that_is_an_argument() -> None:
    script = f'run() {{ curl -d "$1" {API}/project/github/a/b; }}\nrun branch=main\nrun tag=v1\n'
    assert [each.body.source for each in calls(script)] == ["branch=main", "tag=v1"]


def test_an_argument_that_is_not_given() -> None:
    script = f'get() {{ curl "{API}/project/github/a/b/${{1:-latest}}/artifacts"; }}\nget\n'
    assert call(script).urls[0].written().endswith("/${1:-latest}/artifacts")
    script = f'get() {{ curl "{API}/${{1:-me}}"; }}\nget\n'
    assert call(script).urls[0].known == f"{API}/me"


def test_a_function_that_another_runs() -> None:
    script = f'again() {{ "$@" || "$@"; }}\nget() {{ curl "{API}/$1"; }}\nagain get me\n'
    found = calls(script)
    assert [at(script, each) for each in found] == ["me"]


def test_what_a_function_does_besides_with_an_argument() -> None:
    script = f'get() {{ case "$1" in x) ;; esac; curl "{API}/$1"; }}\nget me\n'
    assert call(script).doubts == ("`get` does more with `$1` than request with it",)
    script = f'get() {{ local p=$1; test "$p" = x; curl "{API}/$p"; }}\nget me\n'
    assert call(script).doubts == ("`get` does more with `$p` than request with it",)
    script = f'get() {{ echo "get $1"; curl "{API}/$1"; }}\nget me\n'
    assert call(script).doubts == ()
