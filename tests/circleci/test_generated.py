"""Configs that nobody wrote: an edit says what it should, however they look, or none is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.body import Entry, Scalar
from migrator.call.source import Source
from migrator.call.value import text
from migrator.circleci import agree
from migrator.circleci.condition import holds
from migrator.circleci.config import BadConfig, Config, parse
from migrator.circleci.halves import Halves
from migrator.circleci.sent import Sent
from migrator.circleci.value import UNKNOWN
from migrator.plan.apply import apply
from migrator.yaml import Mapping as YamlMapping
from migrator.yaml.layout import NotExact
from tests.harness.pipeline import _true, runs

JOBS = ("build", "test", "deploy")
PARAMETERS = {"mode": ("fast", "slow"), "debug": (True, False)}
SELECTOR = "CIRCLE_JOB"
EXPRESSIONS = [
    "pipeline.parameters.debug",
    'pipeline.parameters.mode == "fast" or pipeline.git.branch == "main"',
    'pipeline.git.branch starts-with "ma" and pipeline.parameters.debug == true',
]

conditions = st.recursive(
    st.sampled_from(
        [
            "<< pipeline.parameters.debug >>",
            {"equal": ["fast", "<< pipeline.parameters.mode >>"]},
            {"equal": ["main", "<< pipeline.git.branch >>"]},
            True,
            False,
        ]
    ),
    lambda inner: st.one_of(
        inner.map(lambda c: {"not": c}),
        st.lists(inner, min_size=1, max_size=3).map(lambda cs: {"and": cs}),
        st.lists(inner, min_size=1, max_size=3).map(lambda cs: {"or": cs}),
    ),
    max_leaves=4,
)


@st.composite
def jobs(draw: st.DrawFn) -> dict[str, Any]:
    command = draw(st.sampled_from(["make", 'echo "$LEVEL"', "echo ${LEVEL}\nmake\n", "x: y # z"]))
    job: dict[str, Any] = {
        "docker": [{"image": "cimg/base:stable"}],
        "steps": ["checkout", {"run": command}],
    }
    if draw(st.booleans()):
        job["environment"] = draw(st.sampled_from([{"A": "b"}, {"A": "b", "C": "d"}, {}]))
    return dict(draw(st.permutations(list(job.items()))))


@st.composite
def workflows(draw: st.DrawFn) -> dict[str, Any]:
    workflow: dict[str, Any] = {"jobs": draw(st.lists(st.sampled_from(JOBS), min_size=1))}
    key = draw(st.sampled_from(["", "", "when", "unless"]))
    if key:
        workflow[key] = draw(conditions | st.sampled_from(EXPRESSIONS))
    return dict(draw(st.permutations(list(workflow.items()))))


@st.composite
def configs(draw: st.DrawFn) -> str:
    tree: dict[str, Any] = {
        "version": 2.1,
        "parameters": {
            "mode": {"type": "string", "default": "slow"},
            "debug": {"type": "boolean", "default": False},
        },
        "jobs": {name: draw(jobs()) for name in JOBS},
        "workflows": draw(st.dictionaries(st.sampled_from(["one", "two", "three"]), workflows())),
    }
    order = draw(st.permutations(list(tree.items())))
    written = yaml.safe_dump(
        dict(order),
        sort_keys=False,
        default_flow_style=draw(st.sampled_from([False, False, None])),
        indent=draw(st.integers(2, 4)),
        width=draw(st.sampled_from([40, 1000])),
    )
    lines = [with_comment(draw, line) for line in written.splitlines()]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join(lines) + draw(st.sampled_from([newline, ""]))


def with_comment(draw: st.DrawFn, line: str) -> str:
    """A comment behind a key, or a blank line and a comment above it; none where text stands."""
    if re.fullmatch(r" *[\w-]+:", line) and draw(st.integers(0, 5)) == 0:
        indent = line[: len(line) - len(line.lstrip())]
        return f"{line}  # said" if draw(st.booleans()) else f"{indent}# above\n{line}"
    return line


def sent(values: Mapping[str, str]) -> Sent:
    entries = tuple(Entry(name, Scalar(text(value))) for name, value in values.items())
    return Sent("build_parameters", entries, True)


def changed(source: str, values: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """The config after the edits, and what is sent to it; ``None`` where no edit is exact."""
    config = parse(Source("config.yml", source))
    parameters = sent(values)
    names = agree.names(parameters, config)
    selector = SELECTOR if SELECTOR in values else ""
    try:
        made = Halves(config, parameters, names, selector).make(by_tag=False)
    except NotExact:
        return None
    after = apply(source, made.edits)
    assert_outside_is_the_same(source, after)
    return after, {names[name]: value for name, value in values.items()}


def assert_outside_is_the_same(before: str, after: str) -> None:
    """Every word and every comment stands there still, in the same order."""
    words = iter(re.findall(r"#.*|[^\s\[\]{},()]+", after))
    assert all(word in words for word in re.findall(r"#.*|[^\s\[\]{},()]+", before))
    assert ("\r\n" in before) == ("\r\n" in after)
    if "\r\n" in before:
        assert "\n" not in after.replace("\r\n", "")


@settings(deadline=None, max_examples=40)
@given(configs(), st.sampled_from(JOBS), st.booleans())
def test_one_job_runs_alone_and_a_push_runs_what_it_ran(
    source: str, job: str, with_variable: bool
) -> None:
    source = source.replace("\r\n", "\n") if "# above" in source else source
    made = changed(source, {SELECTOR: job} | ({"LEVEL": "3"} if with_variable else {}))
    assert made, "nothing in these configs stands in the way"
    after, request = made
    (ran,) = runs(after, request)
    assert ran.job == job
    assert ran.environment.get("LEVEL") == ("3" if with_variable else None)
    for mode in PARAMETERS["mode"]:
        for debug in PARAMETERS["debug"]:
            other = {"mode": mode, "debug": debug}
            assert [(r.workflow, r.job) for r in runs(after, other)] == [
                (r.workflow, r.job) for r in runs(source, other)
            ]
            assert [r.job for r in runs(after, {**request, **other})] == [job]
    assert changed(after, {SELECTOR: job}) == (after, {"circle_job": job})


@settings(deadline=None, max_examples=40)
@given(configs())
def test_variables_reach_the_jobs_that_read_them(source: str) -> None:
    source = source.replace("\r\n", "\n") if "# above" in source else source
    made = changed(source, {"LEVEL": "3", "mode": "fast"})
    assert made
    after, request = made
    assert request == {"level": "3", "mode": "fast"}
    reads = {name for name, job in yaml.safe_load(source)["jobs"].items() if "LEVEL" in str(job)}
    for ran in runs(after, request):
        assert ran.environment.get("LEVEL") == ("3" if ran.job in (reads or JOBS) else None)
    assert [r.job for r in runs(after, {})] == [r.job for r in runs(source, {})]


@settings(deadline=None, max_examples=40)
@given(conditions, st.sampled_from(["fast", "slow", None]), st.sampled_from([True, False, None]))
def test_what_is_known_of_a_condition_is_so(
    condition: object, mode: str | None, debug: bool | None
) -> None:
    """Where the tool says yes or no, so does the model for whatever is not known."""
    config: Config = parse(Source("c", yaml.safe_dump({"when": condition})))
    assert isinstance(config.text, YamlMapping)
    known = {"mode": mode or UNKNOWN, "debug": UNKNOWN if debug is None else debug}
    node = config.text.get("when")
    assert node is not None
    told = holds(node, known)
    for some_mode in [mode] if mode else PARAMETERS["mode"]:
        for some_debug in PARAMETERS["debug"] if debug is None else [debug]:
            for branch in ("main", "other"):
                values = {
                    "parameters.mode": some_mode,
                    "parameters.debug": some_debug,
                    "git.branch": branch,
                }
                assert told is None or told == _true(condition, values)


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="version: 2.1\n-[]{}&*#jobsworkfl \"'<|", max_size=200))
def test_any_text_ends_in_edits_or_in_a_reason(source: str) -> None:
    try:
        made = changed(f"version: 2.1\n{source}", {SELECTOR: "build", "LEVEL": "3"})
    except BadConfig:
        made = None
    assert made is None or runs(made[0], made[1]) is not None
