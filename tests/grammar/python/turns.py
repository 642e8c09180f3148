"""A call of a function, as it is or by a turn: its arguments or itself kept elsewhere."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.grammar.program import MARK
from tests.grammar.python.scope import Scope


def spread(draw: st.DrawFn, function: str, arguments: list[str]) -> str:
    if draw(st.integers(0, 2)):
        return f"{MARK}{function}({', '.join(arguments)})"
    inside = "".join(f"    {each},\n" for each in arguments)
    return f"{MARK}{function}(\n{inside})"


def turned(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str], url: str) -> str:
    ways = [spread_out, spread_out, spread_out, spread_out, _named, _tabled, _chosen]
    if arguments[0] == url:
        ways += [_partial, _lambda, _wrapped, _looped]
    return draw(st.sampled_from(ways))(draw, scope, function, arguments)


def spread_out(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    return spread(draw, function, arguments)


def _named(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    """Arguments by name, in a table that is unpacked."""
    named = [each for each in arguments if _is_named(each)]
    rest = [each for each in arguments if each not in named]
    table = f"options{scope.suffix}"
    pairs = [each.partition("=") for each in named]
    if draw(st.booleans()):
        scope.lines.append(f"{table} = dict({', '.join(named)})")
    elif draw(st.booleans()):
        scope.lines.append(f"{table} = {{}}")
        scope.lines += [f'{table}["{name}"] = {value}' for name, _, value in pairs]
    else:
        entries = ", ".join(f'"{name}": {value}' for name, _, value in pairs)
        scope.lines.append(f"{table} = {{{entries}}}")
    return spread(draw, function, [*rest, f"**{table}"])


def _is_named(argument: str) -> bool:
    name, sign, _ = argument.partition("=")
    return bool(sign) and name.isidentifier()


def _tabled(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    """The function is the entry of a table."""
    table = f"SENDERS{scope.suffix}"
    scope.lines.append(f'{table} = {{"send": {function}, "show": print}}')
    return spread(draw, f'{table}["send"]', arguments)


def _chosen(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    name = f"send{scope.suffix}"
    scope.lines.append(f"{name} = {function}")
    return spread(draw, name, arguments)


def _partial(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    scope.imports.add("import functools")
    first, *rest = arguments
    name = f"ask{scope.suffix}"
    scope.lines.append(f"{name} = functools.partial({', '.join([function, *rest])})")
    return spread(draw, name, [first])


def _lambda(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    first, *rest = arguments
    name = f"ask{scope.suffix}"
    sending = f"{MARK}{function}({', '.join(['url', *rest])})"
    scope.lines.append(f"{name} = lambda url: {sending}")
    return f"{MARK}{name}({first})"


def _wrapped(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    """A function of the program hands on what it is given."""
    name = f"fetch{scope.suffix}"
    scope.lines.append(f"def {name}(url, **options):")
    more = draw(st.sampled_from(["", ", timeout=10"]))
    scope.lines.append(f"    return {MARK}{function}(url{more}, **options)")
    return spread(draw, name, arguments)


def _looped(draw: st.DrawFn, scope: Scope, function: str, arguments: list[str]) -> str:
    first, *rest = arguments
    scope.lines.append(f"(link{scope.suffix},) = [{first}]")
    return spread(draw, function, [f"link{scope.suffix}", *rest])
