"""A template read against a path of which only some is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.value import HOLE, Value
from migrator.catalog.template import HIDDEN, MISNAMED, UNDOCUMENTED, Reading, Template, segments
from tests.call import QUICK
from tests.call.notation import texts, value

WORDS = frozenset({"build", "tree", "settings", "artifacts", "latest"})


def best(template: str, path: str, version: str = "v1.1") -> Reading | None:
    of = value(path)
    found = Template(template).readings(
        segments(of, 0, len(of)), WORDS, vcs_optional=version == "v1"
    )
    cheapest = min(found, key=lambda reading: reading.cost, default=None)
    return cheapest if cheapest and cheapest.cost < HIDDEN else None


def bound(path: str, reading: Reading | None) -> dict[str, str]:
    assert reading is not None
    of = value(path)
    return {name: of.cut(*cells).written() for name, cells in reading.bound.items()}


class TestSegments:
    @pytest.mark.parametrize(
        ("path", "shapes"),
        [
            ("", []),
            ("/", []),
            ("/me", ["me"]),
            ("me", ["me"]),
            ("/me/", ["me"]),
            ("/a/b", ["a", "b"]),
            ("/a//b", ["a", "", "b"]),
            ("/<slug>/b<n>", [HOLE, f"b{HOLE}"]),
            ("<path>/b", [HOLE, "b"]),
        ],
    )
    def test_shapes(self, path: str, shapes: list[str]) -> None:
        of = value(path)
        assert [segment.shape for segment in segments(of, 0, len(of))] == shapes

    @QUICK
    @given(texts())
    def test_a_segment_stands_where_it_says(self, written: str) -> None:
        of = value(written)
        for segment in segments(of, 0, len(of)):
            assert of.shape[segment.start : segment.end] == segment.shape
            assert "/" not in segment.shape

    def test_only_part_of_a_url(self) -> None:
        of = value("https://host/a/b?c/d")
        (first, second) = segments(of, 12, 16)
        assert (first.shape, second.shape) == ("a", "b")

    def test_kinds(self) -> None:
        of = value("/a/<x>/b<x>")
        kinds = [(segment.known, segment.hole) for segment in segments(of, 0, len(of))]
        assert kinds == [(True, False), (False, True), (False, False)]


class TestWords:
    def test_words_of_a_template(self) -> None:
        assert Template("/project/{slug}/tree/{branch}").words == ("project", "tree")

    def test_in_the_words_of_v1(self) -> None:
        template = Template("/project/{slug}/envvar/{name}")
        assert template.in_words({"slug": ":a/:b"}) == "/project/:a/:b/envvar/:name"

    def test_in_the_words_of_v2(self) -> None:
        template = Template("/project/{slug}/envvar/{name}")
        assert template.in_words({"slug": "{s}"}) == "/project/{s}/envvar/{name}"

    def test_a_slug_is_three_units_or_two(self) -> None:
        template = Template("/project/{slug}/{n}")
        assert [unit.word or unit.part or unit.variable for unit in template.units(True)] == [
            "project", "vcs", "org", "repo", "n",
        ]  # fmt: skip
        assert len(template.units(False)) == 4


class TestLiterals:
    @pytest.mark.parametrize(
        ("template", "path", "expected"),
        [
            ("/me", "/me", {}),
            ("/project/{slug}", "/project/github/acme/site", {"slug": "github/acme/site"}),
            ("/project/{slug}", "/project/bb/acme/site/", {"slug": "bb/acme/site"}),
            ("/project/{slug}/{n}", "/project/gh/a/b/12", {"slug": "gh/a/b", "n": "12"}),
            ("/project/{slug}/build", "/project/gh/a/b/build", {"slug": "gh/a/b"}),
            ("/admin/{rest}", "/admin/a/b/c", {"rest": "a/b/c"}),
            (
                "/project/{slug}/latest/artifacts/{node}/{path}",
                "/project/gh/a/b/latest/artifacts/0/dist/x.gz",
                {"slug": "gh/a/b", "node": "0", "path": "dist/x.gz"},
            ),
            (
                "/project/{slug}/tree/{branch}",
                "/project/gh/a/b/tree/feature%2Fx",
                {"slug": "gh/a/b", "branch": "feature%2Fx"},
            ),
        ],
    )
    def test_plain(self, template: str, path: str, expected: dict[str, str]) -> None:
        reading = best(template, path)
        assert bound(path, reading) == expected
        assert reading is not None
        assert (reading.cost, reading.vcs, reading.crowded) == (0, True, ())

    @pytest.mark.parametrize(
        ("template", "path"),
        [
            ("/me", "/you"),
            ("/me", "/me/too"),
            ("/me", ""),
            ("/project/{slug}", "/project/github/acme"),
            ("/project/{slug}", "/project/gitlab/acme/site"),
            ("/project/{slug}", "/project"),
            ("/project/{slug}", "/projects/github/acme/site"),
            ("/project/{slug}/build", "/project/gh/a/b/build-cache"),
            ("/project/{slug}/build", "/project/gh/a/b/BUILD"),
            ("/project/{slug}/{n}", "/project/gh/a/b/latest"),
            ("/project/{slug}/{n}", "/project/gh/a/b/build"),
            ("/project/{slug}/{n}", "/project/gh/a/b/-1"),
            ("/project/{slug}/tree/{branch}", "/project/gh/a/b/tree"),
            ("/project/{slug}/tree/{branch}", "/project/gh/a/b/tree/"),
            ("/project/{slug}/tree/{branch}", "/project/gh/a/b/tree//"),
            ("/admin/{rest}", "/admin"),
            ("/project/{slug}/build", "/project/gh/a//build"),
            ("/project/{slug}/envvar/{name}", "/project/gh/a/b/envvar//"),
        ],
    )
    def test_not_this_one(self, template: str, path: str) -> None:
        assert best(template, path) is None

    def test_a_slug_without_vcs_is_at_home_in_v1(self) -> None:
        path = "/project/acme/site/tree/main"
        reading = best("/project/{slug}/tree/{branch}", path, "v1")
        assert bound(path, reading) == {"slug": "acme/site", "branch": "main"}
        assert reading is not None
        assert (reading.cost, reading.vcs) == (0, False)

    def test_a_slug_without_vcs_is_undocumented_in_v1_1(self) -> None:
        reading = best("/project/{slug}", "/project/acme/site")
        assert reading is not None
        assert (reading.cost, reading.vcs) == (UNDOCUMENTED, False)

    @pytest.mark.parametrize("vcs", ["github", "gh", "bitbucket", "bb"])
    def test_a_vcs_is_no_organization(self, vcs: str) -> None:
        assert best("/project/{slug}", f"/project/{vcs}/site", "v1") is None

    def test_three_segments_are_told_apart_by_the_first(self) -> None:
        template = "/project/{slug}/{n}"
        assert best(template, "/project/github/acme/22", "v1") is None
        assert bound("/project/acme/site/22", best(template, "/project/acme/site/22", "v1")) == {
            "slug": "acme/site",
            "n": "22",
        }

    def test_a_branch_may_hold_slashes_that_nobody_encoded(self) -> None:
        path = "/project/gh/a/b/tree/feature/x"
        reading = best("/project/{slug}/tree/{branch}", path)
        assert bound(path, reading)["branch"] == "feature/x"
        assert reading is not None
        assert reading.cost == UNDOCUMENTED

    @pytest.mark.parametrize("slug", ["gh/acme/build", "gh/tree/site"])
    def test_a_word_of_the_api_is_an_unlikely_name(self, slug: str) -> None:
        reading = best("/project/{slug}", f"/project/{slug}")
        assert reading is not None
        assert reading.cost == MISNAMED


class TestHoles:
    @pytest.mark.parametrize(
        ("template", "path", "expected"),
        [
            ("/project/{slug}", "/project/<v>/<o>/<r>", {"slug": "v/o/r"}),
            ("/project/{slug}/{n}", "/project/gh/a/b/<n>", {"slug": "gh/a/b", "n": "n"}),
            ("/project/{slug}/{n}", "/project/gh/a/b/1<n>", {"slug": "gh/a/b", "n": "1n"}),
            ("/project/{slug}/envvar/{name}", "/project/gh/a/b<x>/envvar/A_<x>", {
                "slug": "gh/a/bx", "name": "A_x",
            }),
            ("/admin/{rest}", "/admin/<x>", {"rest": "x"}),
        ],
    )  # fmt: skip
    def test_one_segment_each(self, template: str, path: str, expected: dict[str, str]) -> None:
        reading = best(template, path)
        assert bound(path, reading) == expected
        assert reading is not None
        assert (reading.cost, reading.crowded) == (0, ())

    @pytest.mark.parametrize(
        ("path", "cost"),
        [
            ("/project/<slug>/build", 2),
            ("/project/gh/<name>/build", 1),
            ("/project/<org>/b/build", 1),
        ],
    )
    def test_several_segments_of_a_slug(self, path: str, cost: int) -> None:
        reading = best("/project/{slug}/build", path)
        assert reading is not None
        assert reading.cost == cost
        assert len(reading.crowded) == 1

    def test_a_hole_that_is_encoded_is_one_segment(self) -> None:
        """``quote(name, safe="")`` leaves no slash."""
        of = value("/project/gh/<name>/build")
        pieces = tuple(
            type(p)(p.source, p.span, "x", multiple=False) if p in of.holes else p
            for p in of.pieces
        )
        single = Value(pieces)
        found = Template("/project/{slug}/build").readings(
            segments(single, 0, len(single)), WORDS, vcs_optional=False
        )
        assert not [reading for reading in found if reading.cost < HIDDEN and reading.vcs]

    def test_a_hole_that_is_encoded_may_be_a_slug_whose_slashes_are(self) -> None:
        of = value("/project/<slug>/<n>/artifacts")
        slug = of.holes[0]
        single = replace(slug, multiple=False)
        encoded = Value(tuple(single if piece is slug else piece for piece in of.pieces))
        path = segments(encoded, 0, len(encoded))

        def cost(template: str) -> int:
            found = Template(template).readings(path, WORDS, vcs_optional=False)
            return min(reading.cost for reading in found)

        assert cost("/project/{slug}/{n}/artifacts") == UNDOCUMENTED < cost("/project/{slug}")

    @pytest.mark.parametrize(
        ("template", "path"),
        [
            ("/project/{slug}/build", "/project/gh/a/b/<what>"),
            ("/project/{slug}/build", "/project/<slug>"),
            ("/project/{slug}/{n}", "/project/gh/a/<rest>"),
            ("/project/{slug}/tree/{branch}", "/project/gh/a/b/<x>/<y>"),
            ("/me", "/<what>"),
            ("/project/{slug}", "<path>"),
        ],
    )
    def test_no_word_is_believed_to_hide(self, template: str, path: str) -> None:
        assert best(template, path) is None

    def test_a_hole_then_more_may_be_a_branch(self) -> None:
        path = "/project/gh/a/b/tree/<prefix>/<name>"
        reading = best("/project/{slug}/tree/{branch}", path)
        assert bound(path, reading)["branch"] == "prefix/name"

    @pytest.mark.parametrize("path", ["/project" + "/<x>" * 200, "/project/" + "a/" * 200 + "<b>"])
    def test_a_long_path_is_read_fast(self, path: str) -> None:
        assert best("/project/{slug}/tree/{branch}", path) is None


@QUICK
@given(texts(), st.sampled_from(["/project/{slug}/tree/{branch}", "/project/{slug}/{n}", "/me"]))
def test_what_is_bound_lies_in_the_path(written: str, template: str) -> None:
    of = value(written)
    for reading in Template(template).readings(segments(of, 0, len(of)), WORDS, vcs_optional=True):
        assert all(0 <= start < end <= len(of) for start, end in reading.bound.values())
