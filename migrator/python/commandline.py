"""Options of a program's command line, which hold a text where nobody gives another one."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python.defaults import unless_set
from migrator.python.environment import Frame, Place, Slot
from migrator.python.run import Run
from migrator.python.things import OPAQUE, Function, Options, Outcomes, Sequence, Text

PARSERS = {"argparse.ArgumentParser": False, "optparse.OptionParser": True}
"""What takes a command line apart, and whether what it makes comes with the other words."""
_ADDING = frozenset({"add_argument", "add_option"})
_WITHIN = frozenset(
    {"add_argument_group", "add_mutually_exclusive_group", "add_subparsers", "add_parser"}
    | {"add_option_group"}
)
_TAKING = frozenset({"parse_args", "parse_known_args", "parse_intermixed_args"})
_DECORATORS = frozenset({"option", "argument"})


def method(
    run: Run, options: Options, name: str, node: cst.Call, arguments: list[Outcomes]
) -> Outcomes | None:
    """What the parser's method gives, ``None`` for one that nothing is known of."""
    if name in _ADDING:
        if named := _name(node, arguments, "dest"):
            _hold(options, named, node.args[0].value, node, _given(node, arguments))
    elif name == "set_defaults":
        for arg, values in zip(node.args, arguments, strict=True):
            if arg.keyword:
                named = arg.keyword.value
                _hold(options, named, arg.keyword, node, _doubted(values, named))
    elif name in _WITHIN:
        return (options,)
    elif name in _TAKING:
        if name == "parse_known_args" or options.paired:
            return (Sequence(((options,), OPAQUE), (node, node), node),)
        return (options,)
    else:
        return None
    return OPAQUE


def _hold(
    options: Options, name: str, at: cst.CSTNode, statement: cst.Call, values: Outcomes
) -> None:
    options.slots[name] = Slot(name, at, statement, Place.ATTRIBUTE, values)


def parameter(run: Run, function: Function, name: str) -> Outcomes:
    """What a parameter holds of which a decorator, such as ``click.option``, says it."""
    for decorator in _decorators(function.node):
        arguments = [run.evaluate(arg.value, function.frame) for arg in decorator.args]
        if _name(decorator, arguments, "name") == name:
            return _given(decorator, arguments)
    return OPAQUE


def told(run: Run, node: cst.FunctionDef, frame: Frame) -> None:
    """The defaults in decorators, which are otherwise no more than shown to people."""
    for decorator in _decorators(node):
        for arg in decorator.args:
            if arg.keyword is not None and arg.keyword.value == "default":
                run.accuse(run.evaluate(arg.value, frame))


def _decorators(node: cst.CSTNode) -> Iterator[cst.Call]:
    for decorator in node.decorators if isinstance(node, cst.FunctionDef) else ():
        call = decorator.decorator
        word = call.func if isinstance(call, cst.Call) else call
        last = word.attr if isinstance(word, cst.Attribute) else word
        if isinstance(call, cst.Call) and isinstance(last, cst.Name) and last.value in _DECORATORS:
            yield call


def _name(node: cst.Call, arguments: list[Outcomes], keyword: str) -> str:
    """The attribute or parameter that the option is given to."""
    words: list[str] = []
    for arg, values in zip(node.args, arguments, strict=True):
        word = _known(values)
        if arg.keyword is None and word and not arg.star:
            words.append(word)
        elif arg.keyword is not None and arg.keyword.value == keyword and word:
            return word
    bare = [word for word in words if not word.startswith("-")]
    long = [word for word in words if word.startswith("--")]
    named = next(iter((*bare, *long, *words)), "").partition("/")[0]
    return named.lstrip("-").replace("-", "_")


def _known(values: Outcomes) -> str:
    [only, *others] = values
    return only.known or "" if isinstance(only, Text) and not others else ""


def _given(node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    words = [_known(v) for arg, v in zip(node.args, arguments, strict=True) if not arg.keyword]
    shown = next((word for word in words if word.startswith("--")), "".join(words[:1]))
    for arg, values in zip(node.args, arguments, strict=True):
        if arg.keyword is not None and arg.keyword.value == "default":
            return _doubted(values, shown)
    return OPAQUE


def _doubted(values: Outcomes, shown: str) -> Outcomes:
    return unless_set(values, shown, "given")


def lost(values: Outcomes) -> Iterator[Text]:
    """The texts of options that go where nobody follows."""
    for options in values:
        for slot in options.slots.values() if isinstance(options, Options) else ():
            yield from (each for each in slot.values if isinstance(each, Text))
