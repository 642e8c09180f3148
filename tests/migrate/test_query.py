"""A parameter of the query that has another name in v2."""

from __future__ import annotations

from migrator.catalog.rule import Keys
from migrator.migrate.query import in_url
from migrator.migrate.verdict import Verdict
from tests.call.notation import value


def test_it_gets_its_name_and_keeps_its_value_and_its_neighbours() -> None:
    verdict = Verdict()
    keys = Keys(rename={"page": "page-token"}, keep=frozenset({"branch", "mine"}))
    old = value("?branch=<b>&page=<p>&mine=1")
    new = in_url(old, keys, {}, {}, verdict)
    assert new.written() == old.written().replace("page=", "page-token=")
    assert not verdict.against
    assert not verdict.review


def test_a_query_that_is_no_list_of_parameters_stays_as_it_is_and_is_told() -> None:
    verdict = Verdict()
    old = value("?<parameters>")
    assert in_url(old, Keys(), {}, {}, verdict) == old
    assert verdict.review == ["the query `parameters` goes over as it is"]


def test_one_whose_name_is_not_in_view_stays_as_it_is() -> None:
    verdict = Verdict()
    old = value("?<k>=1&branch=<b>")
    new = in_url(old, Keys(keep=frozenset({"branch"})), {}, {}, verdict)
    assert new.written() == old.written()
    assert len(verdict.review) == 1
