"""The places in which a Python program keeps what a call is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st


@dataclass
class Scope:
    """The lines that a call needs before it, by where they stand."""

    kind: str
    suffix: str
    later: bool = False
    """Whether its function is a coroutine."""
    imports: set[str] = field(default_factory=lambda: {"import os"})
    constants: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    parameters: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    """Name, default, argument."""
    lines: list[str] = field(default_factory=list)

    def place(self, draw: st.DrawFn, name: str, value: str, *, default: bool = True) -> str:
        """``value`` in some place of the scope; how it is named there."""
        own = name + self.suffix
        places = ["constant", "constant", "entry", "local"]
        if self.kind != "flat":
            places += ["argument", "keyword", *(["default"] if default else [])]
        if self.kind == "method":
            places += ["attribute", "instance"]
        match draw(st.sampled_from(places)):
            case "constant":
                self.constants.append(f"{own.upper()} = {value}")
                return own.upper()
            case "entry":
                table = f"CONF_{own.upper()}"
                self.constants.append(f"{table} = {table_of(draw, name, value)}")
                return f'{table}["{name}"]'
            case "local":
                self.lines.append(f"{own} = {value}")
                return own
            case "default":
                self.parameters.append((own, value, None))
                return own
            case "argument":
                self.parameters.append((own, None, value))
                return own
            case "keyword":
                self.parameters.append((own, draw(st.sampled_from(['""', "None"])), value))
                return own
            case "attribute":
                self.attributes.append(f"{own} = {value}")
                return f"self.{own}"
            case place:
                self.attributes.append(f"{place} {own} = {value}")
                return f"self.{own}"


def table_of(draw: st.DrawFn, name: str, value: str) -> str:
    other = draw(st.sampled_from(['"verify": True', '"timeout": 10']))
    entries = draw(st.permutations([f'"{name}": {value}', other]))
    return "{" + ", ".join(entries) + "}"


def quoted(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from(["'{}'", '"{}"', '"{}"', 'r"{}"', '"""{}"""'])).format(text)
