from __future__ import annotations

from migrator.call.answer import Answer, Read, Step
from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import ENVIRONMENT, MEMBER, Beside, Hole, Value
from migrator.catalog.rule import Lookup
from migrator.run.lending import lending

PLACE = Span("page", 0, 4)
NUMBER = Read((Step(None, PLACE), Step("build_num", PLACE)), PLACE)
KNOWN = Lookup(of="n", known=({MEMBER: "build_num", "id": "workflows.id"}, {ENVIRONMENT: "N"}))


def call(*reads: Read, beside: Beside | None = None) -> Call:
    url = Value((Hole("number", beside=beside),))
    return Call(language="test", span=PLACE, method="GET", urls=(url,), answer=Answer(reads=reads))


def paths(kind: str, name: str, lookup: Lookup | None) -> list[str]:
    """What the first call's answer is to give, where the second takes ``name`` of it."""
    rerun = call(beside=Beside(kind, name, str, NUMBER))
    first, second = lending([call(NUMBER), rerun], lambda call, url: lookup)
    assert second == rerun
    return [read.path for read in first.answer.reads]


def test_an_answer_gives_what_a_rerun_takes_beside_the_number() -> None:
    assert paths(MEMBER, "build_num", KNOWN) == ["[].build_num", "[].workflows.id"]


def test_other_members_other_rules_and_the_environment_ask_for_nothing_more() -> None:
    assert paths(MEMBER, "status", KNOWN) == ["[].build_num"]
    assert paths(MEMBER, "build_num", None) == ["[].build_num"]
    assert paths(ENVIRONMENT, "N", KNOWN) == ["[].build_num"]
