"""What stands beside the member that a substitution picks out of an answer."""

from __future__ import annotations

import pytest

from migrator.call.value import MEMBER, Beside
from tests.shell.scripts import calls

HEAD = "B=https://circleci.com/api/v1.1/project/gh/a/b\n"
HELD = 'r=$(curl -s "$B")\n'


def near(script: str) -> Beside | None:
    (hole,) = (hole for call in calls(HEAD + script + "\n") for hole in call.urls[0].holes)
    return hole.beside


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('$(echo "$r" | jq -r .A)', '$(echo "$r" | jq -r .x)'),
        ("$(printf %s ${r} | jq -r '.[0].A')", "$(printf %s ${r} | jq -r '.[0].x')"),
        ('$(echo "$r" | jq -j ".[0] | .A")', '$(echo "$r" | jq -j ".[0] | .x")'),
        ('$(echo "$r" | jq --raw-output .A)', '$(echo "$r" | jq --raw-output .x)'),
        ('$(echo "$r" | jq -e .A)', '$(echo "$r" | jq -r -e .x)'),
        ('$(jq .[-1].A <<< "$r")', '$(jq -r .[-1].x <<< "$r")'),
        ('$(jq <<< "${r}" .A)', '$(jq -r <<< "${r}" .x)'),
    ],
)
def test_beside_a_member_of_what_a_variable_holds(value: str, written: str) -> None:
    for script in (f"curl -X POST $B/{value}/retry", f"n={value}\ncurl -X POST $B/$n/retry"):
        found = near(HELD + script)
        assert found
        assert (found.kind, found.name, found.written("x")) == (MEMBER, "A", written)


def test_beside_a_member_of_what_a_file_holds() -> None:
    found = near("curl -s $B > f.json\ncurl -X POST $B/$(jq '.[0].A' f.json)/retry")
    assert found
    assert (found.kind, found.name, found.written("x")) == (MEMBER, "A", "$(jq -r '.[0].x' f.json)")


@pytest.mark.parametrize(
    "value",
    [
        "$(jq .A other.json)",
        '$(jq .A <<< "$r ")',
        "$(jq .A < f.json <<< $r)",
        '$(echo "$s" "$r" | jq .A)',
        '$(echo "[$r]" | jq .A)',
        "$(cat f.json | jq .A)",
        '$(echo "$r" | tee f | jq .A)',
        '$(echo "$r" | jq --arg a b .A)',
        '$(echo "$r" | jq -n .A)',
        '$(echo "$r" | jq ".A + 1")',
        '$(echo "$r" | jq .A | head)',
        '$(curl -s "$B" | jq .A)',
        '$(jq .A.b <<< "$r")',
        '$(date; jq .A <<< "$r")',
        '`echo "$r" | jq .A`',
        "$(jq)",
        '$(X=1 jq .A <<< "$r")',
        '$(<<< "$r" jq .A)',
        '$(jq .A <<< "$r" 2> /dev/null)',
        "$r",
    ],
)
def test_nothing_beside(value: str) -> None:
    assert near(f"{HELD}curl -X POST $B/{value}/retry") is None


def test_what_another_answer_has_taken_the_place_of() -> None:
    held = f'{HELD}n=$(echo "$r" | jq .A)\nr=$(curl -s $B/1)\n'
    assert near(f"{held}curl -X POST $B/$n/retry") is None
