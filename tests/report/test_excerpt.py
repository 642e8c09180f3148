from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.source import Source
from migrator.report.excerpt import excerpt


def shown(text: str, marked: str, *secrets: str) -> list[str]:
    source = Source("x", text)
    start = text.index(marked)
    masks = [(text.index(s), text.index(s) + len(s)) for s in secrets]
    return list(excerpt(source, source.span(start, start + len(marked)), sorted(masks)))


def test_one_line() -> None:
    assert shown("a\n\tpost(url)  # x\r\nb", "post(url)") == [
        "  |",
        "2 |     post(url)  # x",
        "  |     ^^^^^^^^^",
        "  |",
    ]


def test_many_lines_from_the_first_character() -> None:
    text = "\n" * 8 + "  post(\n    url\n  )  # x\n"
    assert shown(text, "post(\n    url\n  )") == [
        "   |",
        " 9 | /   post(",
        "10 | |     url",
        "11 | |   )  # x",
        "   | |___^",
        "   |",
    ]


def test_many_lines_from_within_a_line() -> None:
    assert shown("x = post(\r\n    url)\r\n", "post(\r\n    url)") == [
        "  |",
        "1 |   x = post(",
        "  |  _____^",
        "2 | |     url)",
        "  | |________^",
        "  |",
    ]


def test_of_many_lines_the_first_and_the_last() -> None:
    text = "".join(f"{n}\n" for n in range(1, 21))
    lines = shown(text, text.rstrip("\n"))
    assert lines[7:11] == [" 7 | | 7", "   | | ...", "20 | | 20", "   | |__^"]


def test_a_span_that_ends_with_a_line_end() -> None:
    assert shown("ab\nc", "ab\n")[1:3] == ["1 | ab", "  | ^^"]


def test_wide_and_invisible_characters() -> None:
    assert shown("日本\u200b post()", "post()")[1:3] == [
        "1 | 日本\\u200b post()",
        "  |            ^^^^^^",
    ]


def test_of_a_long_line_the_part_around_the_span() -> None:
    _, line, carets, _ = shown("x" * 5_000_000 + "post()" + "y" * 5_000_000, "post()")
    assert line.startswith("1 | ..." + "x" * 24 + "post()yyy")
    assert line.endswith("y...")
    assert len(line) < 260
    assert line[carets.index("^") :].startswith("post()")


def test_a_mask_moves_the_carets() -> None:
    assert shown("T=secret post() # secret2", "post()", "secret", "secret2")[1:3] == [
        "1 | T=*** post() # ***",
        "  |       ^^^^^^",
    ]


def test_a_mask_over_the_edge_of_the_part_that_is_shown() -> None:
    text = "s" * 500 + "post()" + "t" * 500
    _, line, carets, _ = shown(text, "post()", "s" * 500, "t" * 500)
    assert line == "1 | ...***post()***..."
    assert carets.strip(" |") == "^^^^^^"


@settings(deadline=None)
@given(st.text(st.sampled_from("ab\t\r\n日\x00"), min_size=1, max_size=60), st.data())
def test_the_mark_is_under_the_span(text: str, data: st.DataObject) -> None:
    source = Source("x", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines = list(excerpt(source, source.span(start, end), []))
    assert lines[0] == lines[-1]
    assert any("^" in line for line in lines)
    assert all(line.isprintable() for line in lines)
