"""Expressions for an address."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.grammar.endpoints import Endpoint
from tests.grammar.python.scope import Scope, quoted

Piece = tuple[str, str]
"""The name of a variable, or none, and the text: of a variable its expression."""


def pieces(draw: st.DrawFn, scope: Scope, endpoint: Endpoint, base: str) -> list[Piece]:
    """``base`` is empty where the client has it."""
    found = [_kept(draw, scope, *each) for each in _base(draw, base)] if base else []
    for name, text in endpoint.path:
        if name == "slug" and draw(st.booleans()):
            vcs, org, repo = text.split("/")
            parts = [("", vcs), ("", "/"), ("org", org), ("", "/"), ("repo", repo)]
        else:
            parts = [(name, text)]
        found += [_kept(draw, scope, *part) for part in parts]
    return merged(found)


def _base(draw: st.DrawFn, base: str) -> list[Piece]:
    host, version = base[: base.index("/api")], base[base.rindex("/") + 1 :]
    if not host:
        return draw(st.sampled_from([[("", base)], [("base", base)]]))
    return draw(
        st.sampled_from(
            [
                [("", base)],
                [("", base)],
                [("base", base)],
                [("base", base)],
                [("host", host), ("", f"/api/{version}")],
                [("api", f"{host}/api"), ("", f"/{version}")],
                [("", f"{host}/api/"), ("version", version)],
            ]
        )
    )


def _kept(draw: st.DrawFn, scope: Scope, name: str, text: str) -> Piece:
    """A text that has a name is kept under it, or stands for itself."""
    if name and (name in ("base", "host", "api", "version") or draw(st.booleans())):
        value = quoted(draw, text)
        if name in ("branch", "n", "base", "host") and draw(st.integers(0, 3)) == 0:
            ways = ['os.environ.get("SOME_{}", {})', 'os.getenv("SOME_{}", {})']
            ways.append('os.environ.get("SOME_{}") or {}')
            value = draw(st.sampled_from(ways)).format(name.upper(), value)
        return name, scope.place(draw, name, value)
    return "", text


def merged(found: Sequence[Piece]) -> list[Piece]:
    parts: list[Piece] = []
    for name, text in found:
        if parts and not name and not parts[-1][0]:
            parts[-1] = ("", parts[-1][1] + text)
        else:
            parts.append((name, text))
    return parts


def address(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    """An expression for the address, perhaps by way of a name."""
    named = [part for part in parts if part[0]]
    ways = [_plus, _f_string, _percent, _percent_table, _format, _format_named, _braces, _added]
    if not named:
        ways = [_literal, _literal, _halves, _lines]
    elif all(_is_segment(parts, at) for at, part in enumerate(parts) if part[0]):
        ways = [*ways, _joined]
    if named and parts[0][0] and parts[1:] and parts[1][1].startswith("/"):
        ways = [*ways, _resolved]
    if named and scope.kind == "flat" and all(text.isidentifier() for _, text in named):
        ways = [*ways, _locals]
    written = draw(st.sampled_from(ways))(draw, scope, parts)
    if draw(st.integers(0, 7)) == 0:
        return _either(draw, scope, written)
    if draw(st.integers(0, 2)) == 0:
        return scope_local(draw, scope, written)
    return written


def scope_local(draw: st.DrawFn, scope: Scope, expression: str) -> str:
    name = draw(st.sampled_from(["url", "endpoint", "api_url"])) + scope.suffix
    scope.lines.append(f"{name} = {expression}")
    return name


def _either(draw: st.DrawFn, scope: Scope, expression: str) -> str:
    """The same address on both ways of a condition."""
    name = f"target{scope.suffix}"
    scope.lines += [
        'if os.environ.get("SOME_FLAG"):',
        f"    {name} = {expression}",
        "else:",
        f"    {name} = {expression}",
    ]
    return name


def _is_segment(parts: list[Piece], at: int) -> bool:
    before = parts[at - 1][1] if at else "/"
    after = parts[at + 1][1] if at + 1 < len(parts) else "/"
    alone = (at == 0 or not parts[at - 1][0]) and (at + 1 == len(parts) or not parts[at + 1][0])
    return alone and before.endswith("/") and after.startswith("/")


def _literal(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    return quoted(draw, "".join(text for _, text in parts))


def _halves(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    text = "".join(text for _, text in parts)
    at = draw(st.integers(1, len(text) - 1))
    return f'"{text[:at]}" + "{text[at:]}"'


def _lines(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    text = "".join(text for _, text in parts)
    at = draw(st.integers(1, len(text) - 1))
    return f'(\n    "{text[:at]}"\n    "{text[at:]}"\n)'


def _plus(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    return " + ".join(text if name else quoted(draw, text) for name, text in parts)


def _f_string(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    inside = "".join("{" + text + "}" if name else text for name, text in parts)
    quotes = ["'"] if '"' in inside else ["'", '"', '"""']
    quote = draw(st.sampled_from(quotes))
    return f"f{quote}{inside}{quote}"


def _names(parts: list[Piece]) -> list[str]:
    return [text for name, text in parts if name]


def _percent(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    template = "".join("%s" if name else text for name, text in parts)
    names = _names(parts)
    values = names[0] if len(names) == 1 and draw(st.booleans()) else f"({', '.join(names)},)"
    return f'"{template}" % {values}'


def _percent_table(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    template = "".join(f"%({name})s" if name else text for name, text in parts)
    values = ", ".join(f'"{name}": {text}' for name, text in parts if name)
    return f'"{template}" % {{{values}}}'


def _format(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    count = iter(range(len(parts)))
    numbered = draw(st.booleans())
    template = "".join(
        f"{{{next(count) if numbered else ''}}}" if name else text for name, text in parts
    )
    return f'"{template}".format({", ".join(_names(parts))})'


def _format_named(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    template = "".join(f"{{{name}}}" if name else text for name, text in parts)
    values = ", ".join(f"{name}={text}" for name, text in parts if name)
    return f'"{template}".format({values})'


def _locals(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    template = "".join(f"{{{text}}}" if name else text for name, text in parts)
    return f'"{template}".format(**locals())'


def _resolved(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    (_, base), (_, first), *rest = parts
    scope.imports.add("from urllib.parse import urljoin")
    relative = [("", first.lstrip("/")), *rest]
    written = draw(st.sampled_from([_plus, _f_string, _format]))(draw, scope, relative)
    return f'urljoin({base} + "/", {written})'


def _braces(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    """A template that is kept apart from what fills it."""
    template = "".join("{}" if name else text for name, text in parts)
    kept = scope.place(draw, "template", f'"{template}"', default=False)
    return f"{kept}.format({', '.join(_names(parts))})"


def _added(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    name = f"address{scope.suffix}"
    first, *rest = [text if named else f'"{text}"' for named, text in parts]
    scope.lines.append(f"{name} = {first}")
    scope.lines += [f"{name} += {each}" for each in rest]
    return name


def _joined(draw: st.DrawFn, scope: Scope, parts: list[Piece]) -> str:
    words: list[str] = []
    for name, text in parts:
        inner = text.strip("/") if words or name else text.rstrip("/")
        words += [text] if name else [f'"{inner}"'] if inner else []
    return f'"/".join([{", ".join(words)}])'
