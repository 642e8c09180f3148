"""The words that a rule may list to say when its rewrite needs a person (v1-to-v2, 12.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from migrator.call.body import Encoding
from migrator.call.call import Call
from migrator.catalog.rule import Rule

Guard = Callable[[Call, Rule], bool]


def _success(rule: Rule) -> int | None:
    return rule.v2.status if rule.v2 else None


GUARDS: Mapping[str, tuple[Guard, str]] = {
    "form": (
        lambda call, rule: call.body.encoding in (Encoding.FORM, Encoding.MULTIPART),
        "the form becomes JSON",
    ),
    "status": (
        lambda call, rule: any(c.status != _success(rule) for c in call.answer.statuses),
        "the status is compared with a number",
    ),
    "answer": (
        lambda call, rule: bool(call.answer.reads or call.answer.escapes),
        "the answer is read",
    ),
}
"""By word: whether it holds for a v1.1 call, and the clause that says so."""
