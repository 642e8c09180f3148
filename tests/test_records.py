"""Records behave as the library's dataclasses do."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from dataclasses import field, fields, replace
from functools import cached_property
from typing import Any

import pytest

from migrator import records

MAKERS = [records.dataclass, dataclasses.dataclass]


@pytest.fixture(params=MAKERS, ids=["records", "library"])
def dataclass(request: pytest.FixtureRequest) -> Callable[..., Any]:
    maker: Callable[..., Any] = request.param
    return maker


def test_values(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True)
    class Point:
        x: int
        y: int = 0
        seen: list[int] = field(default_factory=list, compare=False, repr=False)

        @cached_property
        def sum(self) -> int:
            return self.x + self.y

    one, same, other = Point(1), Point(x=1, seen=[7]), Point(1, 2)
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != (1, 0)  # type: ignore[comparison-overlap]
    assert {one, same, other} == {one, other}
    assert repr(one).endswith("Point(x=1, y=0)")
    assert replace(one, y=2) == other
    assert [each.name for each in fields(other)] == ["x", "y", "seen"]
    assert Point(1).seen is not Point(1).seen
    assert other.sum == 3
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_order_and_identity(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True, order=True)
    class Version:
        major: int
        minor: int

    assert sorted([Version(2, 0), Version(1, 9)]) == [Version(1, 9), Version(2, 0)]
    assert Version(1, 9) < Version(2, 0) >= Version(1, 0)
    assert Version(1, 9) <= Version(1, 9)
    assert Version(2, 9) > Version(2, 0)
    with pytest.raises(TypeError):
        assert Version(1, 1) < 1  # type: ignore[operator]

    @dataclass(eq=False)
    class Thing:
        name: str

    thing = Thing("a")
    assert thing != Thing("a")
    assert hash(thing) != hash(Thing("a"))

    @dataclass
    class Changing:
        name: str

    assert Changing("a") == Changing("a")
    with pytest.raises(TypeError):
        hash(Changing("a"))


def test_heirs(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True)
    class Base:
        name: str

        def __str__(self) -> str:
            return self.name

    @dataclass(frozen=True)
    class Heir(Base):
        size: int = 1

        def __post_init__(self) -> None:
            assert self.size

    class Plain(Base):
        pass

    assert Heir("a", 2) == Heir("a", 2)
    assert Heir("a") != Base("a")
    assert str(Heir("a")) == "a"
    assert Plain("b").name == "b"
    assert Base("c") == Base("c")
    with pytest.raises(AssertionError):
        Heir("a", 0)

    @dataclass(frozen=True, kw_only=True)
    class Named:
        a: int
        b: int = 2

    assert Named(a=1) == Named(b=2, a=1)
    with pytest.raises(TypeError):
        Named(1)  # type: ignore[call-arg]

    @dataclass(frozen=True)
    class Empty:
        pass

    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())


def test_what_a_class_says_itself_counts(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True)
    class Own:
        name: str

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 7

        def __eq__(self, other: object) -> bool:
            return True

    assert repr(Own("a")) == "own"
    assert hash(Own("a")) == 7
    assert Own("a") == 1


def test_nothing_is_compiled_for_a_class_that_is_not_used() -> None:
    code = (
        "import dataclasses; made = []; create = dataclasses._create_fn;"
        "dataclasses._create_fn = lambda name, *a, **k: made.append(name) or create(name, *a, **k);"
        "import migrator.call.call, migrator.catalog.rule; print(made)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
