"""Whole programs: where the call stands, and what is done with its answer."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.grammar.program import CALLS, OUTER, V1, Built, Sent
from tests.grammar.python import own
from tests.grammar.python.clients import CLIENTS, LATER, TOKEN, Answered, request, sending
from tests.grammar.python.scope import Scope


def use(draw: st.DrawFn, scope: Scope, call: Sent, answered: Answered) -> list[str]:
    """Statements that make the call and do something with its answer."""
    ways = ["unread", "status", "checked"]
    readings = call.endpoint.readings
    if readings:
        ways += ["read", "read"]
    way = draw(st.sampled_from(ways))
    name = f"answer{scope.suffix}"
    if way == "unread":
        return [draw(st.sampled_from(["{}", f"{name} = {{}}"])).format(answered.call)]
    if way == "status":
        question = draw(
            st.sampled_from(["print({} == 200)", "assert {} in (200, 201)", "print({} < 300)"])
        )
        if draw(st.booleans()):
            return [question.format(answered.status.format(answered.call))]
        return [f"{name} = {answered.call}", question.format(answered.status.format(name))]
    if way == "checked":
        if answered.checks:
            return [f"with {answered.call} as {name}:", '    print("done")']
        if ".json" in answered.decoded:
            if draw(st.booleans()):
                return [f"{answered.call}.raise_for_status()"]
            return [f"{name} = {answered.call}", f"{name}.raise_for_status()", 'print("done")']
        return [f"{name} = {answered.call}", f"assert {answered.status.format(name)} < 300"]
    reading = draw(st.sampled_from(readings))
    if draw(st.booleans()):
        return [f"print({reading.python.format(answered.decoded.format(answered.call))})"]
    decoded = answered.decoded.format(name)
    lines = [f"{name} = {answered.call}"]
    if draw(st.booleans()):
        lines.append(f"data{scope.suffix} = {decoded}")
        decoded = f"data{scope.suffix}"
    return [*lines, f"print({reading.python.format(decoded)})"]


def _indented(lines: Sequence[str], by: str) -> list[str]:
    return [by + part if part else "" for line in lines for part in line.split("\n")]


def _around(draw: st.DrawFn, lines: list[str], suffix: str, step: str) -> list[str]:
    way = draw(st.sampled_from(["", "", "", "if", "try", "for", "nested", "comment"]))
    inside = _indented(lines, step)
    match way:
        case "if":
            return [f"if {TOKEN}:", *inside]
        case "try":
            return ["try:", *inside, "finally:", f'{step}print("over")']
        case "for":
            return [f"for turn{suffix} in range(1):", *inside]
        case "nested":
            return [
                f"if {TOKEN}:",
                f"{step}while True:",
                *_indented(inside, step),
                f"{step * 2}break",
            ]
        case "comment":
            return ["# POST https://circleci.com/api/v1.1/project/github/acme/site", *lines]
    return lines


def _unit(draw: st.DrawFn, call: Sent, suffix: str, base: str) -> tuple[set[str], list[str]]:
    if draw(st.integers(0, 7)) == 0:
        return own.unit(draw, call, suffix, base)
    # A connection is made with the host alone, which is that of the service.
    ours = [each for each in CLIENTS if each != "connection" or "//circleci.com/" in base]
    client = draw(st.sampled_from(ours))
    kinds = ["function"] if client in LATER else ["flat", "flat", "function", "method"]
    scope = Scope(draw(st.sampled_from(kinds)), suffix, later=client in LATER)
    made = request(
        draw, scope, call, client, base[base.index("/api") if client == "connection" else 0 :]
    )
    answered = sending(draw, scope, client, made)
    step = draw(st.sampled_from(["    ", "    ", "  ", "\t"]))
    lines = use(draw, scope, call, answered)
    if answered.lines:
        lines = [*answered.lines, *_indented(lines, step)]
    lines = _around(draw, [*scope.lines, *lines], suffix, step)
    return scope.imports, _placed(draw, scope, lines, suffix, step)


def _placed(draw: st.DrawFn, scope: Scope, lines: list[str], suffix: str, step: str) -> list[str]:
    parameters = sorted(scope.parameters, key=lambda each: each[1] is not None)
    taken = [name if default is None else f"{name}={default}" for name, default, _ in parameters]
    by_place = draw(st.booleans())
    given = [
        argument if default is None and by_place else f"{name}={argument}"
        for name, default, argument in parameters
        if argument is not None
    ]
    handed = OUTER if given else ""
    if scope.kind == "flat":
        return [*scope.constants, *lines]
    name = f"run{suffix}"
    if scope.kind == "function":
        header = f"def {name}({', '.join(taken)}):"
        call = f"{handed}{name}({', '.join(given)})"
        if scope.later:
            header, call = f"async {header}", f"asyncio.run({call})"
        main = ['if __name__ == "__main__":', step + call] if draw(st.booleans()) else [call]
        return [*scope.constants, "", "", header, *_indented(lines, step), "", "", *main]
    instance = [a.removeprefix("instance ") for a in scope.attributes if a.startswith("instance ")]
    shared = [a for a in scope.attributes if not a.startswith("instance ")]
    init = ["def __init__(self):", *_indented([f"self.{a}" for a in instance], step), ""]
    body = [
        *shared,
        *(init if instance else []),
        f"def {name}({', '.join(['self', *taken])}):",
        *_indented(lines, step),
    ]
    return [
        *scope.constants,
        "",
        "",
        f"class Client{suffix.title()}:",
        *_indented(body, step),
        "",
        "",
        f"{handed}Client{suffix.title()}().{name}({', '.join(given)})",
    ]


@st.composite
def programs(draw: st.DrawFn, base: str = V1, calling: st.SearchStrategy[Sent] = CALLS) -> Built:
    count = draw(st.sampled_from([1, 1, 1, 2]))
    calls = [draw(calling) for _ in range(count)]
    units = [
        _unit(draw, call, suffix, base) for call, suffix in zip(calls, ["", "_2"], strict=False)
    ]
    imports = sorted({line for unit, _ in units for line in unit})
    head = draw(st.sampled_from([[], ["#!/usr/bin/env python3"], ['"""What it does."""', ""]]))
    first, *others = ["".join(f"{line}\n" for line in lines) for _, lines in units]
    preamble = "".join(f"{line}\n" for line in [*head, *imports, ""])
    return Built((preamble + first, *others), tuple(calls))
