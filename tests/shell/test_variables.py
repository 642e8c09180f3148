from __future__ import annotations

import pytest

from tests.shell.scripts import at, call, calls, source, urls


@pytest.mark.parametrize(
    "assignment",
    [
        "U=https://a.test/x",
        "U='https://a.test/x'",
        "export U=https://a.test/x",
        "readonly U=https://a.test/x",
        "declare -r U=https://a.test/x",
        "typeset U=https://a.test/x",
        "B=https://a.test; U=$B/x",
        "B=https://a.test\nU=${B}\nU+=/x",
        'U=$(echo "https://a.test/x")',
        "U=$(printf 'https://%s/%s' a.test x)",
        "read -r -d '' U <<EOF\nhttps://a.test/x\nEOF",
        "A=(no https://a.test/x)\nU=${A[1]}",
        "A=1 U=https://a.test/x",
        "A=1 U=https://a.test/x # and so on\n",
        "H=https://a.test U=$H/x\nls",
        "S=https: H=a\nU=$S//$H.test/x",
        "U=\n: ${U:=https://a.test/x}",
        "U=https://a.test/x\n: ${U:=https://a.test/other}",
    ],
)
def test_a_value_is_followed(assignment: str) -> None:
    assert [u.strip() for u in urls(f'{assignment}\ncurl "$U"')] == ["https://a.test/x"]


def test_the_last_assignment_counts() -> None:
    script = "U=https://a.test/1\ncurl $U\nU=https://a.test/2\ncurl $U\n"
    assert [found.urls[0].known for found in calls(script)] == [
        "https://a.test/1",
        "https://a.test/2",
    ]


@pytest.mark.parametrize(
    "branches",
    [
        "if x; then U=https://a.test/1; else U=https://a.test/2; fi",
        "U=https://a.test/1\nif x; then U=https://a.test/2; fi",
        "U=https://a.test/1\nx && U=https://a.test/2",
        "case $x in 1) U=https://a.test/1 ;; *) U=https://a.test/2 ;; esac",
        "U=https://a.test/1\nwhile x; do U=https://a.test/2; done",
        "for U in https://a.test/1 https://a.test/2; do\n:; done",
    ],
)
def test_every_value_that_may_reach_is_told(branches: str) -> None:
    assert set(urls(f"{branches}\ncurl $U")) == {"https://a.test/1", "https://a.test/2"}


def test_elif_chains() -> None:
    script = (
        "if a; then U=https://a.test/1; elif b; then U=https://a.test/2;"
        " else U=https://a.test/3; fi\ncurl $U"
    )
    assert len(urls(script)) == 3


def test_a_word_that_is_one_of_several_stays_its_name() -> None:
    script = 'B=main\nif x; then B=dev; fi\ncurl "https://a.test/tree/$B"'
    assert urls(script) == ["https://a.test/tree/$B"]


def test_a_loop_over_words_stays_its_name() -> None:
    assert urls("for r in a b c; do curl https://a.test/$r/x; done") == ["https://a.test/$r/x"]


def test_a_loop_over_files_stays_its_name() -> None:
    assert urls("for r in *-service; do curl https://a.test/$r; done") == ["https://a.test/$r"]


def test_what_a_loop_sets_reaches_its_next_round() -> None:
    script = "U=https://a.test/1\nfor i in 1 2; do\n  curl $U\n  U=https://a.test/2\ndone"
    assert set(urls(script)) == {"https://a.test/1", "https://a.test/2"}


def test_a_subshell_keeps_what_it_sets() -> None:
    assert urls("U=https://a.test/1\n(U=https://a.test/2)\ncurl $U") == ["https://a.test/1"]


def test_a_prefix_assignment_is_for_its_command_alone() -> None:
    assert urls("U=https://a.test/1\nU=https://a.test/2 other\ncurl $U") == ["https://a.test/1"]


def test_more_values_than_are_told_apart() -> None:
    words = " ".join(f"https://a.test/{i}/x" for i in range(20))
    found = call(f"for u in {words}; do curl $u; done")
    assert len(found.urls) == 16
    assert "more values reach it than are told apart" in found.obstacles


def test_what_has_too_many_values_stays_by_itself() -> None:
    words = " ".join(f"https://a.test/{i}/x" for i in range(20))
    found = call(f"for u in {words}; do echo $u; v=$u; done\ncurl https://a.test")
    assert found.obstacles == ()


def test_binding_of_a_constant() -> None:
    script = "export API=https://a.test  # base\ncurl $API/x\ncurl ${API}/y\n"
    place = source(script)
    first, second = calls(script)
    (use,) = first.uses
    binding = use.binding
    assert place.at(binding.name_span) == "API"
    assert place.at(binding.definition) == "export API=https://a.test"
    assert {place.at(span) for span in binding.references} == {"API"}
    assert len(binding.references) == 2
    assert binding.copyable
    assert not binding.closed
    assert place.at(use.reference) == "API"
    assert second.uses[0].binding == binding


def test_inner_constants_are_uses_too() -> None:
    found = call("H=https://a.test\nB=$H/api\nU=$B/x\ncurl $U")
    assert [use.binding.name for use in found.uses] == ["U", "B", "H"]


@pytest.mark.parametrize(
    "script",
    [
        "A=1 U=https://a.test/x\ncurl $U",
        "U=https://a.test/x; curl $U",
        "U=https://a.test\nU+=/x\ncurl $U",
        "for U in https://a.test/x; do curl $U; done",
    ],
)
def test_definitions_that_no_copy_can_stand_behind(script: str) -> None:
    assert not any(use.binding.copyable for use in call(script).uses)


def test_exported_later() -> None:
    (use,) = call("U=https://a.test/x\nexport U\ncurl $U").uses
    assert not use.binding.closed


def test_references_are_those_the_value_reaches() -> None:
    script = "U=https://a.test/1\ncurl $U\nU=https://a.test/2\ncurl $U\n"
    first, second = calls(script)
    assert first.uses[0].binding.references != second.uses[0].binding.references
    assert len(first.uses[0].binding.references) == 1


def test_here_is_false_where_a_name_changed_in_between() -> None:
    (hole,) = call("U=https://a.test/$B\nB=other\ncurl $U").urls[0].holes
    assert not hole.here


def test_here_is_true_where_it_did_not() -> None:
    (hole,) = call("U=https://a.test/$B\nC=other\ncurl $U").urls[0].holes
    assert hole.here


def test_here_of_a_command_after_another_command() -> None:
    script = 'U="https://a.test/$(git branch)"\n{}\ncurl $U'
    assert call(script.format("echo ok")).urls[0].holes[0].here
    assert not call(script.format("cd elsewhere")).urls[0].holes[0].here


def test_members_of_an_array_are_arguments() -> None:
    script = 'ARGS=(-s -X POST)\nARGS+=(-d "a=1")\ncurl "${ARGS[@]}" https://a.test'
    found = call(script)
    assert (found.method, found.body.source) == ("POST", "a=1")
    assert "ARGS" in [use.binding.name for use in found.uses]


def test_an_unknown_array_may_hide_anything() -> None:
    found = call('curl "${ARGS[@]}" https://a.test')
    assert found.obstacles == ("`${ARGS[@]}` may hold more options, a method or a body",)


def test_curl_in_a_variable_and_as_an_alias() -> None:
    assert urls('CURL=/usr/bin/curl\n"${CURL}" -s https://a.test') == ["https://a.test"]
    assert urls('"${CURL}" -s https://a.test') == ["https://a.test"]
    aliased = call("alias c='curl -X POST'\nc https://a.test")
    assert aliased.method == "POST"


def test_a_whole_command_in_a_variable() -> None:
    script = 'cmd="curl -X POST https://a.test/x"\n$cmd\n'
    found = call(script)
    assert (found.method, at(script, found)) == ("POST", "$cmd")


def test_what_stands_before_a_command_is_its_environment_alone() -> None:
    script = "U=https://a.test/1\nU=https://a.test/2 curl $U\ncurl $U"
    assert [found.urls[0].known for found in calls(script)] == ["https://a.test/1"] * 2
    assert urls("U=https://a.test/1\nU=https://a.test/2 \\\n curl $U") == ["https://a.test/1"]
