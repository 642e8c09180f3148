"""The functions of jq: what each reads of its input, and what it gives."""

from __future__ import annotations

from enum import Enum, auto

from migrator.records import dataclass


class Gives(Enum):
    INPUT = auto()
    ITEM = auto()
    GROUPS = auto()
    ENTRIES = auto()
    COLLECTED = auto()
    ARGUMENT = auto()
    COMPUTED = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Function:
    """``of_items``: the arguments run on each item of the input. ``uses``: what they give is
    used up. ``whole``: all of the input is. ``counts``: only how much there is of it.
    ``of_first``: the later arguments run on what the first gives. ``of_entries``: they
    run on the names and members of the input. ``names``: the argument names a member.
    ``among``: whether the input is one of what the argument gives.
    """

    gives: Gives
    of_items: bool = False
    uses: bool = True
    whole: bool = False
    counts: bool = False
    of_first: bool = False
    of_entries: bool = False
    names: bool = False
    among: bool = False


_KEEPS = Function(Gives.INPUT)
_SPELLS = Function(Gives.INPUT, whole=True)
_ARRANGES = Function(Gives.INPUT, of_items=True)
_PICKS = Function(Gives.ITEM, of_items=True)
_RUNS = Function(Gives.ARGUMENT, uses=False)
_ASKS = Function(Gives.COMPUTED, of_items=True)
_COMPUTES = Function(Gives.COMPUTED, whole=True)

_FUNCTIONS = {
    **dict.fromkeys(
        "select/1 values/0 nulls/0 strings/0 numbers/0 booleans/0 arrays/0 objects/0"
        " scalars/0 iterables/0 debug/0".split(),
        _KEEPS,
    ),
    **dict.fromkeys("tostring/0 tojson/0 @text/0 @json/0 @base64/0".split(), _SPELLS),
    **dict.fromkeys("sort_by/1 unique_by/1 sort/0 unique/0 reverse/0 flatten/0".split(), _ARRANGES),
    **dict.fromkeys("first/0 last/0 nth/1 min_by/1 max_by/1 min/0 max/0".split(), _PICKS),
    **dict.fromkeys("first/1 last/1 limit/2 nth/2".split(), _RUNS),
    **dict.fromkeys("any/1 all/1".split(), _ASKS),
    **dict.fromkeys(
        "add/0 all/0 any/0 ascii_downcase/0 ascii_upcase/0 capture/1 ceil/0 contains/1 date/0"
        " endswith/1 floor/0 fromdate/0 fromdateiso8601/0 gsub/2 index/1 indices/1 inside/1"
        " join/1 ltrimstr/1 match/1 mktime/0 not/0 rindex/1 round/0 rtrimstr/1 scan/1 split/1"
        " split/2 from_entries/0 explode/0 implode/0 splits/1 ascii/0"
        " startswith/1 strftime/1 strptime/1 sub/2 test/1 test/2 todate/0 tonumber/0"
        " type/0 trim/0 ltrim/0 rtrim/0 @csv/0 @tsv/0 @html/0 @sh/0"
        " @base64d/0 @uri/0".split(),
        _COMPUTES,
    ),
    **dict.fromkeys(("any/2", "all/2"), Function(Gives.COMPUTED, of_first=True)),
    **dict.fromkeys(
        ("keys/0", "keys_unsorted/0"), Function(Gives.COMPUTED, of_items=True, of_entries=True)
    ),
    "to_entries/0": Function(Gives.ENTRIES, of_entries=True),
    "with_entries/1": Function(Gives.INPUT, of_entries=True),
    "has/1": Function(Gives.COMPUTED, names=True),
    "IN/1": Function(Gives.COMPUTED, whole=True, among=True),
    "map/1": Function(Gives.COLLECTED, of_items=True, uses=False),
    "group_by/1": Function(Gives.GROUPS, of_items=True),
    "length/0": Function(Gives.COMPUTED, counts=True),
    **dict.fromkeys(
        "now/0 env/0 range/1 range/2 error/0 error/1 isempty/1 halt_error/0 halt_error/1".split(),
        Function(Gives.COMPUTED),
    ),
    "empty/0": Function(Gives.NOTHING),
}


def function(name: str, arguments: int) -> Function | None:
    """``None`` where nothing is known of it here."""
    return _FUNCTIONS.get(f"{name}/{arguments}")
