from __future__ import annotations

from tests.shell.scripts import at, call, calls

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
    assert first.obstacles == ("the function `post` sends it, for this and maybe other endpoints",)


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
