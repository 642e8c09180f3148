"""The pages of `docs/rules/`, made of the rules as `migrator explain` is.

`python -m tests.docs` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from migrator.catalog.load import catalog
from migrator.catalog.rule import Example, Rule
from migrator.cli.explain import becomes, safety, walked
from migrator.cli.fields import fields

FOLDER = Path(__file__).parents[1] / "docs/rules"
_MADE = "<!-- Made of the rules by `python -m tests.docs`: change those. -->"


def pages() -> Mapping[str, str]:
    """The text of each file by its name."""
    rules = catalog().rules
    made = {f"{rule.id}.md": "\n".join(_page(rule)) + "\n" for rule in rules}
    return {"README.md": "\n".join(_index(rules)) + "\n", **made}


def _index(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield _MADE
    yield ""
    yield "# Rules"
    yield ""
    yield "One a call of API v1 or v1.1. `--fix` names the best that it can do: what a program does"
    yield "with the answer can make a rewrite unsafe. `migrator explain RULE` says the same."
    yield ""
    yield "| rule | was | becomes | `--fix` | severity | dies on |"
    yield "|---|---|---|---|---|---|"
    for rule in rules:
        cells = (
            f"[{rule.id}]({rule.id}.md)",
            f"`{rule.v1.v1_words}`",
            f"`{rule.v2.v2_words}`" if rule.v2 else "",
            rule.fix.applicability,
            rule.severity.value,
            str(rule.sunset or ""),
        )
        yield f"| {' | '.join(cells)} |"


def _page(rule: Rule) -> Iterator[str]:
    yield _MADE
    yield ""
    yield f"# {rule.id}: {_prose(rule.title)}"
    yield ""
    yield f"- severity: {rule.severity.value}"
    yield f"- was: `{rule.v1.v1_words}` of API {' and '.join(rule.v1.versions)}"
    yield f"- becomes: {_prose(becomes(rule))}"
    if rule.sunset:
        yield f"- last day: {rule.sunset}"
    yield f"- `--fix`: {rule.fix.applicability}"
    yield from _section("Why", rule.why)
    yield from _section("Instead", rule.instead)
    yield from _section("For who reads the answer", rule.reader)
    yield from _listed("Fields", fields(rule.answer) if rule.v2 else ())
    yield from _listed("Fields by several calls", walked(rule))
    yield from _section("Fix safety", "\n\n".join(safety(rule)))
    for example in rule.examples:
        yield from _example(example)
    yield from _section("Source", rule.source)


def _section(heading: str, prose: str) -> Iterator[str]:
    if prose:
        yield from ("", f"## {heading}", "", _prose(prose))


def _listed(heading: str, rows: Iterator[tuple[str, str]] | tuple[()]) -> Iterator[str]:
    told = [f"- `{name}`: {_prose(fate)}" for name, fate in rows]
    if told:
        yield from ("", f"## {heading}", "", *told)


def _example(example: Example) -> Iterator[str]:
    stays = example.before == example.after
    kept = ", which `--fix` leaves as it is" if stays else ""
    yield from ("", f"## Example in {example.language}{kept}", "")
    yield from _fenced(example.language, example.before)
    if not stays:
        yield from ("", "becomes", "")
        yield from _fenced(example.language, example.after)


def _fenced(language: str, program: str) -> Iterator[str]:
    yield f"```{'sh' if language == 'shell' else language}"
    yield program.strip("\n")
    yield "```"


def _prose(said: str) -> str:
    """What stands outside backticks is text, not markup."""
    parts = said.split("`")
    return "`".join(
        part
        if number % 2
        else re.sub(r"(--[a-z-]+)", r"`\1`", re.sub(r"([<*_\[\]])", r"\\\1", part))
        for number, part in enumerate(parts)
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
