"""Programs in workflows of GitHub, pipelines of GitLab, compose files and hooks of pre-commit."""

from __future__ import annotations

import pytest
import yaml

from migrator.call.language import CannotWrite
from tests.embedded.hosts import carried, found, place, texts


def test_variables_stand_before_the_program_that_names_them() -> None:
    host = (
        'env: {API: https://a.example, UNUSED: x, QUOTED: "it\'s"}\n'
        "jobs:\n  j:\n    env:\n      ORG: acme  # mine\n    steps:\n"
        "      - env: {API: 'https://b.example'}\n        run: curl $API/$ORG/$QUOTED\n"
    )
    [snippet] = found("github", host)
    text = snippet.source.text
    assert text == "API='https://b.example'\nORG='acme'\ncurl $API/$ORG/$QUOTED"
    at = text.index("acme")
    assert place(host, snippet, at, at + 4) == "acme"
    after = carried(host, snippet, [(at, at + 4, "gh/acme")])
    assert after == host.replace("ORG: acme ", "ORG: gh/acme ")


@pytest.mark.parametrize("new", ["it's", ": "])
def test_a_variable_takes_nothing_that_its_notation_or_the_quotes_end(new: str) -> None:
    host = "steps:\n  - env: {A: x}\n    run: echo $A\n"
    [snippet] = found("github", host)
    at = snippet.source.text.index("x")
    with pytest.raises(CannotWrite):
        carried(host, snippet, [(at, at + 1, new)])


def test_nothing_is_written_between_the_pieces_of_a_program() -> None:
    host = "steps:\n  - env: {A: x}\n    run: echo $A\n"
    [snippet] = found("github", host)
    for start, end in ((0, 1), (0, len(snippet.source.text))):
        with pytest.raises(CannotWrite):
            carried(host, snippet, [(start, end, "B")])


def test_how_many_programs_read_a_variable() -> None:
    host = "env: {A: x}\njobs: {j: {steps: [{run: echo $A}, {run: echo $A y}, {run: z}]}}\n"
    one, two, three = found("github", host)
    for snippet, readers in ((one, 2), (two, 2), (three, 1)):
        source = snippet.source
        assert source.readers(source.span(3, 4))[1] == readers or snippet is three
        end = len(source.text)
        assert source.readers(source.span(end - 1, end))[1] == 1
    assert one.source.readers(one.source.span(3, 4)) == two.source.readers(two.source.span(3, 4))


@pytest.mark.parametrize(
    ("host", "languages"),
    [
        ("jobs: {j: {steps: [{run: a, shell: 'python {0}'}]}}\n", ["python"]),
        ("jobs: {j: {steps: [{run: a, shell: 'bash -l {0}'}]}}\n", ["shell"]),
        ("jobs: {j: {steps: [{run: a, shell: cmd}]}}\n", ["cmd"]),
        ("defaults: {run: {shell: python}}\njobs: {j: {steps: [{run: a}]}}\n", ["python"]),
        ("jobs: {j: {defaults: {run: {shell: pwsh}}, steps: [{run: a}]}}\n", ["pwsh"]),
        ("jobs: {j: {runs-on: windows-latest, steps: [{run: a}]}}\n", ["pwsh"]),
        ("jobs: {j: {runs-on: windows-latest, steps: [{run: a, shell: bash}]}}\n", ["shell"]),
        ("runs: {using: composite, steps: [{run: a, shell: bash}]}\n", ["shell"]),
        ("jobs: {j: {other: [{run: a}]}}\n", []),
    ],
)
def test_the_language_of_a_step_of_github(host: str, languages: list[str]) -> None:
    assert [snippet.language for snippet in found("github", host)] == languages


def test_scripts_of_gitlab_run_together() -> None:
    host = (
        ".x: &x\n  - a\n  - [b]\ndefault:\n  before_script: c\n"
        "one:\n  script: [*x, |\n  d\n, e]\n  after_script: f\n".replace("|\n  d\n", "d")
        + "two:\n  before_script: []\n  script: g\nthree: {trigger: h, needs: [i]}\n"
    )
    assert texts("gitlab", host) == ["c\na\nb\nd\ne", "f", "g"]


def test_what_runs_before_is_read_alone_where_no_job_takes_it() -> None:
    host = "before_script: a\n.hidden: {before_script: b}\nj: {before_script: c, script: d}\n"
    assert texts("gitlab", host) == ["a", "b", "c\nd"]


@pytest.mark.parametrize(
    ("command", "says", "holes"),
    [
        ("curl $$A ${B} $C $$", "curl $A ${B} $C $", ["${B}", "$C"]),
        ("['sh', '-ec', 'echo $$A']", "echo $A", []),
        ("[curl, -d, \"it's\", 'a b']", "'curl' '-d' 'it'\"'\"'s' 'a b'", []),
    ],
)
def test_commands_of_compose(command: str, says: str, holes: list[str]) -> None:
    host = f"services:\n  s:\n    command: {command}\n"
    [snippet] = found("compose", host)
    assert snippet.source.text == says
    assert [snippet.source.at(hole) for hole in snippet.source.holes] == holes


def test_a_dollar_is_doubled_and_a_hole_is_not() -> None:
    host = 'services:\n  s:\n    command: "curl $$A ${B}"\n'
    [snippet] = found("compose", host)
    after = carried(host, snippet, [(5, 7, "$A-${B}-$C")])
    assert yaml.safe_load(after)["services"]["s"]["command"] == "curl $$A-${B}-$$C ${B}"


def test_a_hole_that_also_stands_for_itself_is_not_moved() -> None:
    host = "services:\n  s:\n    command: curl $${B} ${B}\n"
    [snippet] = found("compose", host)
    with pytest.raises(CannotWrite, match="filled in at one place"):
        carried(host, snippet, [(0, 4, "${B}")])


def test_entries_of_hooks() -> None:
    host = "repos:\n  - repo: local\n    hooks:\n      - {id: a, entry: b c}\n      - id: d\n"
    assert texts("precommit", host) == ["b c"]
    assert texts("precommit", "- id: a\n  entry: b\n") == ["b"]


def test_a_variable_of_gitlab_may_be_set_from_elsewhere() -> None:
    host = "variables: {A: x}\nj: {script: echo $A}\n"
    [snippet] = found("gitlab", host)
    assert snippet.source.text == 'A="${A:-x}"\necho $A'
    at = snippet.source.text.index("x")
    assert carried(host, snippet, [(at, at + 1, "y")]) == host.replace("x", "y")
