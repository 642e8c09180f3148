"""A call and the config it speaks to: both change, or neither does."""

from __future__ import annotations

import errno
import os
import subprocess
import time
from pathlib import Path

import pytest

from migrator.circleci.names import LONGEST_NAME, LONGEST_VALUE, MOST
from tests.circleci.repository import AT_HAND, CALLER, CONFIG, Repository, call, v2_call
from tests.harness.pipeline import Refused, runs
from tests.harness.tool import check, check_json

JOBS = """\
jobs:
  build:
    docker: [{image: "cimg/base:stable"}]
    steps:
      - checkout
  deploy:
    docker: [{image: "cimg/base:stable"}]
    steps:
      - run: ./deploy "$LEVEL"
"""
WORKFLOWS = """\
workflows:
  all:
    jobs: [build, deploy]
"""
PLAIN = f"version: 2.1\n{JOBS}{WORKFLOWS}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def assert_nothing_changes(repository: Repository, *options: str) -> None:
    before = repository.config, repository.caller
    repository.fix(*options)
    assert (repository.config, repository.caller) == before


# Both change.


def test_a_parameter_is_declared_sent_and_handed_over(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    repository.fix()
    assert repository.sent == {"level": "2"}
    by_job = {ran.job: ran.environment for ran in repository.runs()}
    assert by_job == {"build": {}, "deploy": {"LEVEL": "2"}}
    assert {r.environment.get("LEVEL") for r in repository.runs({})} == {None, ""}


def test_one_job_runs_alone_and_a_push_runs_what_it_ran(repository: Repository) -> None:
    repository.write(PLAIN, call({"CIRCLE_JOB": "build", "LEVEL": "2"}))
    repository.fix()
    (ran,) = repository.runs()
    assert (ran.job, ran.environment) == ("build", {"LEVEL": "2"})
    assert repository.jobs({}) == ["build", "deploy"]


def test_the_job_that_nobody_can_see_may_be_any(repository: Repository) -> None:
    repository.write(PLAIN, call({"CIRCLE_JOB": "$job"}))
    repository.fix()
    assert repository.sent == {"circle_job": "$job"}
    assert repository.jobs({"circle_job": "build"}) == ["build"]
    assert repository.jobs({"circle_job": "deploy"}) == ["deploy"]
    assert repository.jobs({}) == ["build", "deploy"]


def test_a_config_without_workflows_still_runs_its_build(repository: Repository) -> None:
    repository.write(f"version: 2.1\n{JOBS}", call({"CIRCLE_JOB": "deploy"}))
    repository.fix()
    assert repository.jobs() == ["deploy"]
    assert repository.jobs({}) == ["build"]


@pytest.mark.parametrize(
    "condition",
    [
        'when: pipeline.git.branch == "main" or pipeline.git.tag starts-with "v"',
        "when: 'pipeline.git.branch == \"main\"'",
        'when: "pipeline.git.branch == \\"main\\""  # said',
        "when: pipeline.git.branch",
        'unless: pipeline.git.branch == "other"',
        "when:\n      pipeline.git.branch\n      == 'main'",
    ],
)
def test_a_condition_in_the_expression_language(repository: Repository, condition: str) -> None:
    config = PLAIN.replace("    jobs: [", f"    {condition}\n    jobs: [")
    repository.write(config, call({"CIRCLE_JOB": "deploy"}))
    repository.fix()
    assert repository.jobs() == ["deploy"]
    assert repository.jobs({}) == ["build", "deploy"]
    assert_nothing_changes(repository)


def test_a_tag_starts_the_job_too(repository: Repository) -> None:
    body = '{"tag": "v1", "build_parameters": {"CIRCLE_JOB": "deploy"}}'
    caller = call({}, end="").replace('{"build_parameters": {}}', body)
    repository.write(PLAIN, caller)
    repository.fix()
    ran = runs(repository.config, {"circle_job": "deploy"}, tag=True)
    assert [r.job for r in ran] == ["deploy"]


def test_two_calls_share_one_config(repository: Repository) -> None:
    other = call({"CIRCLE_JOB": "deploy", "OTHER": "1"}).removeprefix("#!/bin/sh\n")
    repository.write(PLAIN, call({"CIRCLE_JOB": "build"}) + other)
    repository.fix()
    assert "/api/v1.1/" not in repository.caller
    assert repository.jobs({"circle_job": "build"}) == ["build"]
    assert repository.jobs({"circle_job": "deploy", "other": "1"}) == ["deploy"]
    assert repository.jobs({}) == ["build", "deploy"]
    assert repository.config.count("not: << pipeline.parameters.circle_job >>") == 1


def test_many_calls_come_to_rest(repository: Repository) -> None:
    calls = [call({f"VARIABLE_{n}": "1"}).removeprefix("#!/bin/sh\n") for n in range(15)]
    repository.write(PLAIN, "#!/bin/sh\n" + "".join(calls))
    repository.fix()
    assert "/api/v1.1/" not in repository.caller
    assert repository.jobs({f"variable_{n}": "1" for n in range(15)}) == ["build", "deploy"]


def test_a_call_in_the_config_itself(tmp_path: Path) -> None:
    script = call({"CIRCLE_JOB": "build"}).splitlines()[1]
    config = PLAIN.replace('./deploy "$LEVEL"', f"|\n          {script}")
    repository = Repository(tmp_path).write(config, "")
    (tmp_path / CALLER).unlink()
    repository.fix()
    assert "/api/v1.1/" not in repository.config
    assert '"circle_job": "build"' in repository.config
    assert repository.jobs({"circle_job": "build"}) == ["build"]


@pytest.mark.parametrize(
    ("parameters", "says"), [({}, True), ({"LEVEL": "2"}, True), ({"CIRCLE_JOB": "build"}, False)]
)
def test_a_call_in_the_config_itself_may_start_itself(
    tmp_path: Path, parameters: dict[str, str], says: bool
) -> None:
    script = call(parameters).splitlines()[1]
    config = PLAIN.replace('./deploy "$LEVEL"', f"|\n          {script}")
    repository = Repository(tmp_path).write(config, "")
    assert ("and so start another" in repository.prose()) is says


def test_a_workflow_of_github_triggers_the_repository_it_lies_in(repository: Repository) -> None:
    workflow = repository.folder / ".github" / "workflows" / "nightly.yml"
    workflow.parent.mkdir(parents=True)
    calls = [
        call({"LEVEL": "2"}, f"github/{slug}").splitlines()[1]
        for slug in ("${{ github.repository }}", "$GITHUB_REPOSITORY")
    ]
    steps = "".join(f"      - run: |\n          {each}\n" for each in calls)
    workflow.write_text(f"on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n{steps}")
    repository.write(PLAIN, "")
    repository.fix()
    assert workflow.read_text().count('{"level": "2"}') == 2
    assert repository.runs({"level": "2"})[1].environment == {"LEVEL": "2"}


def test_a_request_that_cannot_be_written_leaves_the_config(repository: Repository) -> None:
    script = (
        '#!/bin/sh\ncurl -X POST -u "$CIRCLE_TOKEN:" -H "Content-Type: application/json" -d @- '
        f"\"https://circleci.com/api/v1.1/project/{AT_HAND}/tree/main\" <<'END'\n"
        '{"build_parameters": {"LEVEL": "2"}}\nEND\n'
    )
    for_v2 = script.replace("tree/main", "tree/$BRANCH")
    repository.write(PLAIN, for_v2)
    finding = repository.finding()
    assert finding["fix"] is None
    assert any(f"for `{CONFIG}`:\nparameters:\n  level:" in note for note in finding["notes"])
    assert_nothing_changes(repository)


def test_a_second_fix_changes_nothing(repository: Repository) -> None:
    repository.write(PLAIN, call({"CIRCLE_JOB": "$job", "LEVEL": "2"}))
    repository.fix()
    assert_nothing_changes(repository)
    assert repository.findings() == []


def test_what_is_declared_and_used_stays(repository: Repository) -> None:
    declared = "parameters:\n  level: {type: string, default: low}\n"
    used = JOBS.replace("$LEVEL", "<< pipeline.parameters.level >>")
    repository.write(f"version: 2.1\n{declared}{used}{WORKFLOWS}", call({"LEVEL": "2"}))
    before = repository.config
    assert f"`{CONFIG}` declares `level` already" in repository.prose()
    repository.fix()
    assert repository.config == before
    assert repository.sent == {"level": "2"}


@pytest.mark.parametrize("name", ["level", "CIRCLE_JOB"])
def test_a_config_that_sets_up_another_one_is_left_to_a_person(
    repository: Repository, name: str
) -> None:
    declared = f"setup: true\nparameters:\n  {name.lower()}: {{type: string, default: x}}\n"
    repository.write(f"version: 2.1\n{declared}{JOBS}{WORKFLOWS}", call({name: "build"}))
    before = repository.config
    assert "the config that it sets up must do with them what v1.1 did" in repository.prose()
    repository.fix()
    assert repository.config == before
    assert repository.sent == {name.lower(): "build"}


def test_a_declared_name_is_kept_as_it_is(repository: Repository) -> None:
    declared = "parameters:\n  LEVEL: {type: string, default: low}\n"
    repository.write(f"version: 2.1\n{declared}{JOBS}{WORKFLOWS}", call({"LEVEL": "2"}))
    repository.fix()
    assert repository.sent == {"LEVEL": "2"}
    assert repository.runs()[1].environment == {"LEVEL": "2"}


@pytest.mark.parametrize(
    ("declared", "value", "sent"),
    [
        ("type: boolean, default: false", "true", True),
        ("type: integer, default: 0", "12", 12),
        ("type: string, default: x", 12, "12"),
        ("type: string, default: x", True, "true"),
        ("type: enum, enum: [a, b], default: a", "b", "b"),
    ],
)
def test_a_value_has_the_type_that_is_declared(
    repository: Repository, declared: str, value: object, sent: object
) -> None:
    config = f"version: 2.1\nparameters:\n  level: {{{declared}}}\n{JOBS}{WORKFLOWS}"
    repository.write(config, call({"level": value}))
    repository.fix()
    assert repository.sent == {"level": sent}
    assert type(repository.sent["level"]) is type(sent)
    repository.runs()


@pytest.mark.parametrize(
    ("declared", "value", "says"),
    [
        ("type: boolean, default: false", "soon", "`level` is declared as boolean, and `soon`"),
        ("type: integer, default: 0", "many", "`level` is declared as integer, and `many`"),
        ("type: integer, default: 0", "$n", "`level` is declared as integer, and a text"),
        ("type: enum, enum: [a], default: a", "c", "`c` is none of the values"),
        ("type: string", "c", "without the default"),
    ],
)
def test_a_value_of_another_type_is_told(
    repository: Repository, declared: str, value: str, says: str
) -> None:
    config = f"version: 2.1\nparameters:\n  level: {{{declared}}}\n{JOBS}{WORKFLOWS}"
    repository.write(config, call({"level": value}))
    assert says in repository.prose()


def test_what_a_job_sets_itself_stays(repository: Repository) -> None:
    jobs = JOBS.replace("  deploy:\n", "  deploy:\n    environment: {LEVEL: fixed}\n")
    repository.write(f"version: 2.1\n{jobs}{WORKFLOWS}", call({"LEVEL": "2"}))
    assert "the job `deploy` sets `LEVEL` itself" in repository.prose()
    repository.fix()
    assert repository.runs()[1].environment == {"LEVEL": "fixed"}


def test_where_no_job_is_seen_to_read_it_every_job_gets_it(repository: Repository) -> None:
    repository.write(PLAIN, call({"DEEP_INSIDE": "2"}))
    assert "goes to every job, as none is seen to read it" in repository.prose()
    repository.fix()
    assert [r.environment for r in repository.runs()] == [{"DEEP_INSIDE": "2"}] * 2


def test_a_job_reads_what_its_commands_read(repository: Repository) -> None:
    command = "commands:\n  tell:\n    steps:\n      - run: echo ${WHO}\n"
    jobs = JOBS.replace("      - checkout\n", "      - checkout\n      - tell\n")
    repository.write(f"version: 2.1\n{command}{jobs}{WORKFLOWS}", call({"WHO": "me"}))
    repository.fix()
    assert [dict(r.environment) for r in repository.runs()] == [{"WHO": "me"}, {}]


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("RUN_NIGHTLY", "run_nightly"),
        ("_private", "p_private"),
        ("9LIVES", "p_9lives"),
        ("a.b", "a_b"),
        ("fine-name_2", "fine-name_2"),
    ],
)
def test_names_are_those_that_a_config_may_have(
    repository: Repository, name: str, becomes: str
) -> None:
    repository.write(PLAIN, call({name: "1"}))
    repository.fix()
    assert repository.sent == {becomes: "1"}
    repository.runs()


@pytest.mark.parametrize("name", ["NO", "1_2", "a.b", "x-y"])
def test_a_variable_has_the_name_that_it_had(repository: Repository, name: str) -> None:
    repository.write(PLAIN, call({name: "1"}))
    repository.fix()
    assert repository.runs()[0].environment == {name: "1"}


def test_an_environment_that_a_job_is_lent_is_taken_over(repository: Repository) -> None:
    lender = "x: &x\n  environment: &lent {A: b}\n"
    config = PLAIN.replace("jobs:\n", f"{lender}jobs:\n", 1)
    repository.write(config.replace("  deploy:\n", "  deploy:\n    <<: *x\n"), call({"LEVEL": "2"}))
    repository.fix()
    assert repository.runs()[1].environment == {"A": "b", "LEVEL": "2"}


def test_names_that_become_one_are_kept_apart(repository: Repository) -> None:
    repository.write(PLAIN, call({"Level": "1", "LEVEL": "2", "level": "3"}))
    repository.fix()
    assert repository.sent == {"level": "1", "level_2": "2", "level_3": "3"}
    repository.runs()


# Neither changes.


REFUSED = {
    "version 2": (PLAIN.replace("2.1", "2"), {"LEVEL": "2"}, "is version 2, which takes no"),
    "no version": (JOBS + WORKFLOWS, {"LEVEL": "2"}, "has no version, which takes no"),
    "setup": (f"setup: true\n{PLAIN}", {"LEVEL": "2"}, "only sets up another config"),
    "no such job": (PLAIN, {"CIRCLE_JOB": "publish"}, "has no job `publish`"),
    "anchor of a job": (
        PLAIN.replace("  deploy:\n", "  ship: &ship\n").replace(
            "workflows:", "  deploy: {<<: *ship, steps: [checkout]}\nworkflows:"
        ),
        {"LEVEL": "2"},
        "an anchor or its layout",
    ),
    "job is an alias": (
        PLAIN.replace("  deploy:\n", "  ship: &ship\n").replace(
            "workflows:", "  deploy: *ship\nworkflows:"
        ),
        {"CIRCLE_JOB": "deploy", "LEVEL": "2"},
        "the job `deploy` is an alias",
    ),
    "alias of an expression": (
        PLAIN.replace("    jobs: [", "    when: *main\n    jobs: [").replace(
            "2.1\n", '2.1\nx: &main pipeline.git.branch == "main"\n'
        ),
        {"CIRCLE_JOB": "deploy"},
        "is an alias of an expression",
    ),
    "expression on lines of its own": (
        PLAIN.replace("    jobs: [", "    when: >\n      pipeline.number > 3\n    jobs: ["),
        {"CIRCLE_JOB": "deploy"},
        "is an expression on lines of its own",
    ),
    "workflow is an alias": (
        f"version: 2.1\nx: &all {{jobs: [build]}}\n{JOBS}workflows:\n  all: *all\n",
        {"CIRCLE_JOB": "deploy"},
        "the workflow `all` is an alias",
    ),
    "lent condition": (
        f"version: 2.1\nx: &x {{when: true}}\n{JOBS}workflows:\n  all: {{<<: *x, jobs: [build]}}\n",
        {"CIRCLE_JOB": "deploy"},
        "has its `when` by an anchor",
    ),
    "lent environment": (
        "version: 2.1\nx: &x\n  environment: {A: b}\n"
        + PLAIN.replace("version: 2.1\n", "").replace("  deploy:\n", "  deploy:\n    <<: *x\n"),
        {"LEVEL": "2"},
        "has its `environment` by an anchor around it",
    ),
    "environment is a list": (
        PLAIN.replace("  deploy:\n", "  deploy:\n    environment: [A=b]\n"),
        {"LEVEL": "2"},
        "is no mapping",
    ),
    "wants parameters": (
        PLAIN.replace("  deploy:\n", "  deploy:\n    parameters: {where: {type: string}}\n"),
        {"CIRCLE_JOB": "deploy"},
        "can't run without parameters of its own",
    ),
    "a selector with a default": (
        f"{PLAIN}parameters:\n  circle_job: {{type: string, default: all}}\n",
        {"CIRCLE_JOB": "deploy"},
        "`circle_job` has a default",
    ),
    "tab": ("version: 2.1\njobs:\n\tbuild: {}\n", {"LEVEL": "2"}, "line 3: a tab indents"),
    "duplicate": (PLAIN + "version: 2.1\n", {"LEVEL": "2"}, "`version` stands twice"),
    "list": ("- version\n", {"LEVEL": "2"}, "no mapping of keys"),
    "jobs are a list": ("version: 2.1\njobs: [a]\n", {"LEVEL": "2"}, "line 2: `jobs` is no"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_config_that_cannot_agree_leaves_the_call_as_it_is(
    repository: Repository, name: str
) -> None:
    config, parameters, says = REFUSED[name]
    repository.write(config, call(parameters))
    finding = repository.finding()
    assert finding["fix"] is None
    assert says in finding["message"]
    assert "Not rewritten" in finding["message"]
    to_paste = (f"for `{CONFIG}`:\nparameters:\n", "for the project's config:\nparameters:\n")
    assert any(note.startswith(to_paste) for note in finding["notes"])
    assert_nothing_changes(repository)


def test_a_config_that_is_not_named_is_not_written(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    assert "is not among the files of this run: name it too" in repository.prose(CALLER)
    assert_nothing_changes(repository, CALLER)
    repository.fix(CALLER, CONFIG)
    assert repository.sent == {"level": "2"}


def test_an_excluded_config_is_not_written(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    assert_nothing_changes(repository, "--exclude", ".circleci")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_config_that_cannot_be_written_leaves_the_call(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    folder = repository.folder / ".circleci"
    folder.chmod(0o555)
    before = repository.config, repository.caller
    done = check(repository.folder, "--fix", "--unsafe-fixes")
    folder.chmod(0o755)
    assert done.status == 2
    assert (repository.config, repository.caller) == before


def test_a_config_that_cannot_be_replaced_leaves_the_call(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(one: str, other: str) -> None:
        if other.endswith(CONFIG):
            raise OSError(errno.ENOSPC, "No space left on device")
        put(one, other)

    put = os.replace
    monkeypatch.setattr(os, "replace", refuse)
    repository.write(PLAIN, call({"LEVEL": "2"}))
    before = repository.config, repository.caller
    done = check(repository.folder, "--fix", "--unsafe-fixes")
    assert done.status == 2
    assert (repository.config, repository.caller) == before


def test_without_unsafe_fixes_nothing_changes(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    before = repository.config, repository.caller
    check(repository.folder, "--fix")
    assert (repository.config, repository.caller) == before


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({f"p{n}": "x" for n in range(MOST + 1)}, f"v2 takes {MOST} parameters"),
        ({"a" * (LONGEST_NAME + 1): "x"}, f"v2 takes {LONGEST_NAME} characters for a name"),
        ({"a": "x" * (LONGEST_VALUE + 1)}, f"v2 takes {LONGEST_VALUE} characters, and `a` has"),
    ],
)
@pytest.mark.parametrize("slug", [AT_HAND, "gh/acme/other"])
def test_what_is_beyond_the_limits_of_v2_is_not_sent(
    repository: Repository, parameters: dict[str, str], says: str, slug: str
) -> None:
    repository.write(PLAIN, call(parameters, slug))
    assert repository.finding()["fix"] is None
    assert says in repository.prose()
    assert_nothing_changes(repository)


def test_what_is_at_the_limits_is_sent(repository: Repository) -> None:
    parameters = {f"p{n}": "x" for n in range(MOST - 2)}
    most = {**parameters, "a" * LONGEST_NAME: "x", "b": "x" * LONGEST_VALUE}
    repository.write(PLAIN, call(most))
    repository.fix()
    assert len(repository.sent) == MOST
    repository.runs()


def test_a_call_that_stays_is_held_against_the_config_too(repository: Repository) -> None:
    body = '{"revision": "abc", "build_parameters": {"level": "high", "other": "x"}}'
    caller = call({}).replace('{"build_parameters": {}}', body)
    declared = "parameters:\n  level: {type: boolean, default: false}\n"
    repository.write(PLAIN + declared, caller)
    assert f"`{CONFIG}` does not declare other:\nparameters:\n" in repository.prose()
    repository.write(f"{PLAIN}{declared}  other: {{type: string, default: x}}\n", caller)
    assert f"`{CONFIG}` declares what it sends: level, other" in repository.prose()
    assert "`level` is declared as boolean, and `high` is sent" in repository.prose()
    assert_nothing_changes(repository)


def test_the_summary_names_the_config_that_changed(repository: Repository) -> None:
    repository.write(PLAIN, call({"LEVEL": "2"}))
    done = check(repository.folder, "--fix", "--unsafe-fixes")
    assert f"  {CALLER}: 1 (trigger-job-branch)\n  {CONFIG}: changed with them\n" in (
        done.stdout.decode()
    )


# Which config it is.


def git(folder: Path, remote: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=folder, check=True)


@pytest.mark.parametrize(
    ("slug", "remote"),
    [
        ("github/acme/site", "git@github.com:Acme/site.git"),
        ("gh/ACME/Site", "https://github.com/acme/site"),
        ("gh/$CIRCLE_PROJECT_USERNAME/site", "https://token@github.com/acme/site.git/"),
        ("github/$GITHUB_REPOSITORY", "git@github.com:acme/site.git"),
        ("bitbucket/acme/site", "ssh://git@bitbucket.org/acme/site.git"),
    ],
)
def test_the_remote_tells_the_repository_at_hand(
    repository: Repository, slug: str, remote: str
) -> None:
    git(repository.folder, remote)
    repository.write(PLAIN, call({"LEVEL": "2"}, slug))
    repository.fix()
    assert repository.sent == {"level": "2"}
    repository.runs()


@pytest.mark.parametrize(
    ("slug", "remote"),
    [
        ("gh/acme/other", "git@github.com:acme/site.git"),
        ("bb/acme/site", "git@github.com:acme/site.git"),
        ("gh/$CIRCLE_PROJECT_USERNAME/other", "git@github.com:acme/site.git"),
        ("gh/acme/site", "/srv/git"),
        ("gh/$OWNER/$NAME", "git@github.com:acme/site.git"),
        ("$SLUG", "git@github.com:acme/site.git"),
    ],
)
def test_another_repository_gets_its_yaml_in_the_message(
    repository: Repository, slug: str, remote: str
) -> None:
    git(repository.folder, remote)
    repository.write(PLAIN, call({"level": "2"}, slug))
    (note,) = [n for n in repository.finding()["notes"] if "\n" in n]
    yaml = note.partition("\n")[2]
    pasted = f"version: 2.1\n{yaml}\n"
    assert runs(pasted, {"level": "2"}) == (), "it is taken"
    with pytest.raises(Refused):
        runs(pasted, {"other": "2"})
    before = repository.config
    repository.fix()
    assert repository.config == before
    assert repository.sent == {"level": "2"}


def test_a_name_that_holds_the_variable_tells_it_too(repository: Repository) -> None:
    named = '#!/bin/sh\nOWNER="$CIRCLE_PROJECT_USERNAME"\nNAME=${CIRCLE_PROJECT_REPONAME}\n'
    script = call({"LEVEL": "2"}, "gh/$OWNER/$NAME").replace("#!/bin/sh\n", named)
    repository.write(PLAIN, script)
    repository.fix()
    assert repository.sent == {"level": "2"}


def test_a_name_that_may_hold_something_else_tells_nothing(repository: Repository) -> None:
    named = '#!/bin/sh\nOWNER="$CIRCLE_PROJECT_USERNAME"\n[ "$1" ] && OWNER=$1\n'
    script = call({"level": "2"}, "gh/$OWNER/$CIRCLE_PROJECT_REPONAME")
    repository.write(PLAIN, script.replace("#!/bin/sh\n", named))
    before = repository.config
    repository.fix()
    assert repository.config == before


def test_a_config_that_is_given_for_another_repository(repository: Repository) -> None:
    repository.write("version: 2\n", call({"LEVEL": "2"}, "gh/acme/other"))
    other = repository.folder / "other.yml"
    other.write_text(PLAIN)
    repository.fix("--config-for", "github/Acme/Other=other.yml", CALLER)
    assert repository.sent == {"level": "2"}
    assert runs(other.read_text(), {"level": "2"})
    assert repository.config == "version: 2\n"


def test_a_caller_deep_in_a_project_knows_its_config(repository: Repository) -> None:
    git(repository.folder, "git@github.com:acme/site.git")
    repository.write(PLAIN, "")
    deep = repository.folder / "a" / "b"
    deep.mkdir(parents=True)
    (deep / CALLER).write_text(call({"LEVEL": "2"}, "gh/acme/site"))
    check(repository.folder, "--fix", "--unsafe-fixes")
    assert '{"level": "2"}' in (deep / CALLER).read_text()
    runs(repository.config, {"level": "2"})


def test_the_config_is_found_from_within_a_folder(repository: Repository) -> None:
    git(repository.folder, "git@github.com:acme/site.git")
    repository.write(PLAIN, "")
    deep = repository.folder / "a"
    deep.mkdir()
    (deep / CALLER).write_text(call({"LEVEL": "2"}, "gh/acme/site"))
    check(deep, "--fix", "--unsafe-fixes", CALLER, "../.circleci/config.yml")
    assert '{"level": "2"}' in (deep / CALLER).read_text()
    runs(repository.config, {"level": "2"})


def test_without_a_config_the_yaml_is_told(repository: Repository) -> None:
    repository.write(PLAIN, call({"level": "2"}))
    (repository.folder / CONFIG).unlink()
    assert "for the project's config:\nparameters:\n  level:" in repository.prose()
    repository.fix()
    assert repository.sent == {"level": "2"}


def test_no_program_of_git_is_run_for_the_remote(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository.folder, "git@github.com:acme/site.git")
    with (repository.folder / ".git" / "config").open("a") as config:
        config.write(f'[alias]\n\tx = "!touch {repository.folder}/ran"\n[core]\n\thooksPath = .\n')
    repository.write(PLAIN, call({"LEVEL": "2"}, "gh/acme/site"))
    monkeypatch.setenv("PATH", "/nowhere")
    repository.fix()
    assert repository.sent == {"level": "2"}
    assert not (repository.folder / "ran").exists()


# Calls of v2.


def test_a_call_of_v2_that_sends_more_than_is_declared(repository: Repository) -> None:
    repository.write(PLAIN, v2_call({"level": "2", "other": "x"}))
    finding = repository.finding()
    assert (finding["rule"], finding["severity"]) == ("undeclared-parameter", "warning")
    assert "declares no parameter `level`, `other`" in finding["message"]
    assert finding["fix"] is None
    with pytest.raises(Refused):
        runs(repository.config, {"level": "2"})
    (note,) = finding["notes"]
    assert runs(repository.config + note.partition("\n")[2], {"level": "2", "other": "x"})


@pytest.mark.parametrize(
    ("config", "caller"),
    [
        (PLAIN, v2_call({})),
        (PLAIN, v2_call({"level": "2"}, "gh/acme/other")),
        (PLAIN, v2_call({"level": "2"}, "$SLUG")),
        (PLAIN, v2_call({"level": "2"}, "circleci/9YytKzouJxzu4TjCRFqAoD/44n9wujWcTnVZ2b5S8Fnat")),
        (PLAIN, v2_call({"level": "2"}).replace("X POST", "X GET")),
        ("version: 2.1\n\tbroken", v2_call({"level": "2"})),
        (
            f"version: 2.1\nparameters: {{level: {{type: string, default: x}}}}\n{JOBS}",
            v2_call({"level": "2"}),
        ),
    ],
    ids=["none", "other", "hidden", "app", "get", "broken", "declared"],
)
def test_a_call_of_v2_that_is_right_or_not_in_view_is_silent(
    repository: Repository, config: str, caller: str
) -> None:
    repository.write(config, caller)
    assert repository.findings() == []


def test_a_call_of_v2_is_told_of_unless_ignored(repository: Repository) -> None:
    repository.write(PLAIN, v2_call({"level": "2"}))
    assert repository.findings("--ignore", "undeclared-parameter") == []
    assert check(repository.folder).status == 0
    assert check(repository.folder, "--fail-on", "warning").status == 1


def test_a_bad_config_does_not_stop_a_run(repository: Repository) -> None:
    repository.write("a: &a [*a]\n", call({"LEVEL": "2"}))
    report = check_json(repository.folder)
    assert len(report["findings"]) == 1


# Texts that nobody should have written.


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (bomb(), "aliases written out"),
        ("a: " + "[" * 10_000, "too many levels"),
        ("a: 'b\n", "the quote that opens here is never closed"),
        ("a: b\x00", "not to be opened"),
        ("a: b\n" * 400_000, "too large"),
    ],
    ids=["bomb", "deep", "quote", "nul", "large"],
)
def test_hostile_configs_end_in_a_message(repository: Repository, config: str, says: str) -> None:
    repository.write(config, call({"CIRCLE_JOB": "$job", "LEVEL": "2"}))
    assert says in repository.finding(CALLER)["message"]
    assert_nothing_changes(repository, CALLER)


def test_a_config_of_many_jobs_takes_seconds(repository: Repository) -> None:
    jobs = "".join(
        f"  job{n}:\n    docker: [{{image: x}}]\n    steps: [checkout, {{run: make {n}}}]\n"
        for n in range(1000)
    )
    config = f"version: 2.1\njobs:\n{jobs}workflows:\n  all:\n    jobs: [job1]\n"
    started = time.perf_counter()
    repository.write(config, call({"CIRCLE_JOB": "$job"}))
    assert "which of its 1000 jobs is meant is not in view" in repository.prose()
    repository.write(config, call({"CIRCLE_JOB": "job9", **{f"V{n}": "x" for n in range(20)}}))
    repository.fix(CALLER, CONFIG)
    assert repository.jobs() == ["job9"]
    repository.write(config, call({f"V{n}": "x" for n in range(20)}))
    repository.fix(CALLER, CONFIG)
    assert len(repository.runs()[0].environment) == 20
    assert time.perf_counter() - started < 60
