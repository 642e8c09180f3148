"""Reads of an answer, carried over to its v2 shape."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.answer import Answer, Escape, Question, Read, Root, StatusCheck, Step, path_of
from migrator.call.source import Span
from migrator.catalog.load import load
from migrator.catalog.rule import Rule
from migrator.catalog.rulefile import folder
from migrator.migrate.answer import convert
from migrator.migrate.verdict import Verdict

WHOLE = Span("page", 0, 90)


def rule(id: str) -> Rule:
    found = load(folder()).rule(id)
    assert found
    return found


def read(path: str, at: int = 10) -> Read:
    """``path`` as ``path_of`` writes it, its steps side by side from ``at`` on."""
    steps = []
    for name in path.split("."):
        steps.append(Step(None if name == "[]" else name, Span("page", at, at + len(name))))
        at += len(name)
    return Read(tuple(steps), WHOLE)


def converted(id: str, *reads: Read, roots: tuple[Root, ...] = ()) -> tuple[Answer, Verdict]:
    verdict = Verdict()
    return convert(Answer(reads=reads, roots=roots), rule(id), verdict), verdict


def test_a_list_is_found_under_items_and_comes_in_pages() -> None:
    root = Root(Span("page", 3, 9))
    answer, verdict = converted("env-list", read("[].name"), roots=(root,))
    assert answer.roots == (Root(root.span, "items"),)
    assert [path_of(r.steps) for r in answer.reads] == ["[].name"]
    assert not verdict.review
    assert any("next_page_token" in note for note in verdict.notes)


def test_a_list_that_has_another_name_comes_in_pages_as_well() -> None:
    _, verdict = converted("build-tests", read("tests.[].name"))
    assert not verdict.review
    assert any("next_page_token" in note for note in verdict.notes)


def test_an_item_of_a_list_may_be_taken_without_a_look_inside() -> None:
    _, verdict = converted("env-list", read("[]"))
    assert not verdict.review


def test_a_renamed_field_is_renamed_where_it_stands() -> None:
    before = read("[].time")
    answer, verdict = converted("key-list", before)
    (after,) = answer.reads
    assert path_of(after.steps) == "[].created_at"
    assert [s.span for s in after.steps] == [s.span for s in before.steps]
    assert not verdict.review


def test_a_renamed_parent_takes_its_members_along() -> None:
    answer, verdict = converted("build-tests", read("tests.[].name"))
    assert [path_of(r.steps) for r in answer.reads] == ["items.[].name"]
    assert not verdict.review


@pytest.mark.parametrize(
    ("path", "becomes"),
    [
        ("build_num", "number"),
        ("workflows.workflow_id", "latest_workflow.id"),
        ("workflows.job_name", "name"),
        ("username", "organization.name"),
    ],
)
def test_a_field_that_moved(path: str, becomes: str) -> None:
    before = read(path)
    answer, _ = converted("build-get", before)
    (after,) = answer.reads
    assert path_of(after.steps) == becomes
    new = [s for s in after.steps if s.span not in [b.span for b in before.steps]]
    end = before.steps[-1].span.end
    assert all((s.span.start, s.span.end) == (end, end) for s in new)


def test_what_stands_between_goes_with_its_default() -> None:
    before = read("workflows.job_name")
    answer, _ = converted("build-get", before)
    assert [s.span for s in answer.reads[0].steps] == [before.steps[1].span]


def test_one_step_may_stay_and_pick_different_items() -> None:
    one = read("[].pretty_path")
    first = replace(one, steps=(replace(one.steps[0], key=0), one.steps[1]))
    answer, verdict = converted("build-artifacts", one, first)
    assert [path_of(r.steps) for r in answer.reads] == ["[].path", "[].path"]
    assert not verdict.against


def test_a_field_that_is_only_asked_for_may_hold_what_differs() -> None:
    _, verdict = converted("build-tests", replace(read("tests"), opened=False))
    assert not verdict.review
    _, verdict = converted("build-tests", read("tests"))
    assert verdict.review == ["`tests` is handed on, and what stands in it differs in v2"]


def test_a_field_that_is_gone_is_told_with_what_to_do() -> None:
    answer, verdict = converted("key-list", read("[].login"))
    assert path_of(answer.reads[0].steps) == "[].login"
    assert any(c.startswith("`[].login` is read: ") for c in verdict.review)
    assert not verdict.against


@pytest.mark.parametrize("path", ["steps", "steps.[].actions.[].name"])
def test_a_rule_may_demand_that_v2_answers_what_is_read(path: str) -> None:
    _, verdict = converted("build-get", read(path))
    assert any(f"`{path}` is read: v2 has neither steps nor logs" in c for c in verdict.against)


def compared(path: str, *words: str) -> Read:
    return replace(read(path), words=frozenset(words), loose=False)


def test_a_field_that_is_gone_is_compared_under_another_name() -> None:
    answer, verdict = converted("build-get", compared("outcome", "success", "failed"))
    assert path_of(answer.reads[0].steps) == "status"
    assert not verdict.against
    assert any(c.startswith("`outcome` becomes `status`") for c in verdict.review)


def test_a_field_that_is_shown_may_come_from_another() -> None:
    answer, _ = converted("build-get", compared("lifecycle"))
    assert path_of(answer.reads[0].steps) == "status"


def test_words_that_the_other_field_does_not_say() -> None:
    _, verdict = converted("build-get", compared("lifecycle", "finished", "running", "odd"))
    (clause,) = verdict.against
    assert clause.startswith("`lifecycle` is compared: in v2 a `status` of `success`, ")
    assert clause.endswith("says `finished` and nothing says `odd`")


def test_a_question_for_one_word_becomes_one_for_several() -> None:
    question = Question("finished", Span("page", 30, 44))
    before = replace(compared("lifecycle", "running"), questions=frozenset({question}))
    answer, verdict = converted("build-get", before)
    (after,) = answer.reads
    assert path_of(after.steps) == "status"
    assert [each.words[:2] for each in after.questions] == [("success", "failed")]
    assert not verdict.against


def test_a_value_that_goes_on_is_more_than_its_words() -> None:
    _, verdict = converted("build-get", replace(compared("outcome", "success"), loose=True))
    assert any(c.startswith("`outcome` is read: ") for c in verdict.against)


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        (("fixed",), ["`status` is compared with `fixed`, which v2 never says: it says `success`"]),
        (("success", "failed"), []),
    ],
)
def test_words_that_never_come_again(words: tuple[str, ...], notes: list[str]) -> None:
    _, verdict = converted("build-get", compared("status", *words))
    assert verdict.notes == notes


def test_a_status_that_goes_on_is_told_of_all_new_words() -> None:
    _, verdict = converted("build-get", read("status"))
    assert any("`on_hold`" in note for note in verdict.notes)


def test_one_step_can_not_become_two_things() -> None:
    parent = read("workflows").steps
    one = Read((*parent, Step("workflow_id", Span("page", 40, 51))), WHOLE)
    two = Read((*parent, Step("job_name", Span("page", 60, 68))), WHOLE)
    answer, verdict = converted("build-get", one, two)
    assert answer.reads == (one, two)
    assert any("`workflows` is read for several things" in clause for clause in verdict.against)


def test_an_answer_that_leaves_the_view_says_where_it_goes() -> None:
    verdict = Verdict()
    escape = Escape("returned from builds()", WHOLE)
    convert(Answer(escapes=(escape,)), rule("env-list"), verdict)
    assert verdict.review == ["the answer has another shape, and it is returned from builds()"]


def test_an_answer_that_leaves_the_view_forbids_where_its_reads_must_be_seen() -> None:
    escape = Escape("returned from builds()", WHOLE)
    verdict = Verdict()
    seen = Answer(reads=(read("[].branch"),), escapes=(escape,))
    convert(seen, rule("project-builds"), verdict)
    assert verdict.against == ["its answer is returned from builds()"]
    unread = Verdict()
    convert(Answer(), rule("project-builds"), unread)
    assert unread.against == ["what is read of its answer is not in view"]


@pytest.mark.parametrize(
    ("id", "code", "notes"),
    [
        (
            "key-list",
            "for key in json.load(sys.stdin): print(key['time'], key['login'])",
            [
                "`login` is gone, v2 does not say whose key it is",
                "`time` is `created_at` in v2",
            ],
        ),
        ("key-list", "print(json.load(sys.stdin)[0]['timeout'], login_name)", []),
        (
            "build-tests",
            "[t['source_type'] for t in json.load(sys.stdin).values()]",
            ["`tests.[].source_type` is gone, v2 says `source` only"],
        ),
    ],
)
def test_a_program_that_gets_the_answer_is_told_of_the_fields_it_names(
    id: str, code: str, notes: list[str]
) -> None:
    escape = Escape("piped into python3", WHOLE, code=code)
    verdict = Verdict()
    convert(Answer(escapes=(escape,)), rule(id), verdict)
    assert verdict.notes == [f"where it is piped into python3: {note}" for note in notes]


def test_a_step_that_goes_from_the_middle_leaves_those_around_it() -> None:
    moved = rule("key-list")
    moved = replace(moved, answer=replace(moved.answer, rename={"[].user.login": "[].author"}))
    before = read("[].user.login")
    (after,) = convert(Answer(reads=(before,)), moved, Verdict()).reads
    assert path_of(after.steps) == "[].author"
    assert [step.span for step in after.steps] == [before.steps[0].span, before.steps[2].span]


def test_a_status_is_carried_over_only_where_it_changes() -> None:
    verdict = Verdict()
    checks = (StatusCheck(200, WHOLE), StatusCheck(404, Span("page", 91, 94)))
    stays = convert(Answer(statuses=checks), rule("env-list"), verdict)
    moves = convert(Answer(statuses=checks), rule("env-create"), verdict)
    assert [c.status for c in stays.statuses] == [200, 404]
    assert [c.status for c in moves.statuses] == [201, 404]
