"""Shell scripts that call the API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.grammar.endpoints import Endpoint
from tests.grammar.program import CALLS, MARK, OUTER, V1, Built, Sent

TOKEN = "$CIRCLE_TOKEN"


@dataclass
class Script:
    """``lines`` stand before the call; ``positional`` is what the function around it is given."""

    suffix: str
    address: str
    lines: list[str] = field(default_factory=list)
    positional: list[str] = field(default_factory=list)
    in_function: bool = False

    def keep(self, draw: st.DrawFn, name: str, text: str) -> str:
        """``text`` in a variable; how that is written inside of double quotes."""
        name = name.replace("path", "file")
        own = draw(st.sampled_from([name, name.upper(), f"_{name}"])) + self.suffix
        ways = ["plain", "plain", "quoted", "single", "export", "default", "printed"]
        if self.address == V1:
            # Another server may be ours as well, if the environment has the name.
            ways.append("again")
        if not text.startswith("$") and len(text) > 2:
            ways.append("added")
        if self.in_function:
            ways.append("local")
            # What stands in the function is not set where it is called.
            ways += [] if "$" in text else ["argument", "argument"]
        way = draw(st.sampled_from(ways))
        if way == "argument":
            self.positional.append(text)
            number = len(self.positional)
            if draw(st.booleans()):
                return f"${{{number}}}"
            self.lines.append(f'local {own}="${number}"')
            return f"${{{own}}}"
        self.lines.append(
            {
                "plain": f"{own}={text}",
                "quoted": f'{own}="{text}"',
                "single": f"{own}='{text}'" if "$" not in text else f'{own}="{text}"',
                "export": f"export {own}={text}",
                "default": f'{own}="${{SOME_{own}:-{text}}}"',
                "again": f'if [ -z "${{{own}:-}}" ]; then {own}="{text}"; fi',
                "local": f'local {own}="{text}"',
                "printed": f'{own}="$(echo "{text}")"',
                "added": f'{own}="{text[:2]}"; {own}+="{text[2:]}"',
            }[way]
        )
        return draw(st.sampled_from([f"${{{own}}}", f"${{{own}}}", f"${own}"]))


@dataclass(frozen=True)
class Word:
    """A part of an address: ``text`` as it stands in double quotes."""

    text: str
    variable: bool = False


def words_of(draw: st.DrawFn, script: Script, endpoint: Endpoint) -> list[Word]:
    found = list(_base(draw, script))
    for name, text in endpoint.path:
        parts = [(name, text)]
        if name == "slug" and draw(st.booleans()):
            vcs, org, repo = text.split("/")
            parts = [("", f"{vcs}/"), ("org", org), ("", "/"), ("repo", repo)]
        for part, inside in parts:
            if part and draw(st.booleans()):
                found.append(Word(script.keep(draw, part, inside), variable=True))
            else:
                found.append(Word(inside))
    return found


def _base(draw: st.DrawFn, script: Script) -> Sequence[Word]:
    api, _, version = script.address.rpartition("/")
    match draw(st.sampled_from(["whole", "whole", "base", "base", "api", "host"])):
        case "base":
            return [Word(script.keep(draw, "base", script.address), variable=True)]
        case "api":
            return [Word(script.keep(draw, "api", api), variable=True), Word(f"/{version}")]
        case "host":
            host = script.keep(draw, "host", api.removesuffix("/api"))
            return [Word(host, variable=True), Word(f"/api/{version}")]
    return [Word(script.address)]


def glued(words: Sequence[Word]) -> str:
    """The words inside of double quotes; a name ends where the next word could go on with it."""
    text = ""
    for at, word in enumerate(words):
        after = words[at + 1].text[:1] if at + 1 < len(words) else ""
        bare = word.variable and "{" not in word.text
        text += f"${{{word.text[1:]}}}" if bare and (after.isalnum() or after == "_") else word.text
    return text


def address(draw: st.DrawFn, script: Script, words: list[Word]) -> str:
    """One word of the shell."""
    text = glued(words)
    ways = ["double", "double", "variable", "mixed"]
    if not any(word.variable for word in words) and "$" not in text:
        ways.append("single")
    if "?" not in text and "&" not in text:
        ways.append("bare")
    match draw(st.sampled_from(ways)):
        case "single":
            return f"'{text}'"
        case "bare":
            return text
        case "variable":
            return f'"{script.keep(draw, "url", text)}"'
        case "mixed":
            return "".join(
                f'"{word.text}"' if word.variable or "?" in word.text else word.text
                for word in words
            )
    return f'"{text}"'


# The command.


def _option(draw: st.DrawFn, short: str, long: str, value: str) -> str:
    ways = [f"{short} {value}", f"{short} {value}", f"{long} {value}", f"{short}{value}"]
    return draw(st.sampled_from(ways))


def _body(draw: st.DrawFn, script: Script, call: Sent) -> list[str]:
    if call.body is None:
        return []
    text = json.dumps(call.body)
    header = "'Content-Type: application/json'"
    flat = {
        f"{name}[{key}]" if key else name: inner
        for name, value in call.body.items()
        for key, inner in (value.items() if isinstance(value, dict) else [("", value)])
    }
    ways = ["json", "json", "escaped", "variable", "made", "here", "printed", "file", "string"]
    if all(isinstance(value, str) for value in flat.values()):
        ways.append("form")
    way = draw(st.sampled_from(ways))
    if way == "form":
        return [
            f"{draw(st.sampled_from(['-d', '--data']))} {quote}{name}={value}{quote}"
            for name, value in flat.items()
            for quote in [draw(st.sampled_from(["'", '"']))]
        ]
    escaped = text.replace('"', '\\"')
    if way == "here":
        script.lines += [f"data{script.suffix}=$(cat <<EOF", text, "EOF", ")"]
        word = f'"$data{script.suffix}"'
    elif way == "printed":
        script.lines += [f"data{script.suffix}() {{", "cat <<EOF", text, "EOF", "}"]
        word = f'"$(data{script.suffix})"'
    elif way == "file":
        script.lines += [f"cat > body{script.suffix}.json <<'EOF'", text, "EOF"]
        word = f"@body{script.suffix}.json"
    elif way == "string":
        word = f"@- <<< '{text}'"
    elif way == "variable":
        script.lines.append(f"data{script.suffix}='{text}'")
        word = f'"$data{script.suffix}"'
    elif way == "made":
        name = next(iter(flat))
        value = flat[name]
        script.lines.append(f'value{script.suffix}="{value}"')
        word = '"' + escaped.replace(f'\\"{value}\\"', f'\\"$value{script.suffix}\\"') + '"'
        if not isinstance(value, str):
            word = f"'{text}'"
    else:
        word = f"'{text}'" if way == "json" else f'"{escaped}"'
    data = _option(draw, "-d", draw(st.sampled_from(["--data", "--data-raw"])), word)
    return [data, _option(draw, "-H", "--header", header)]


def _method(draw: st.DrawFn, method: str, posts: bool) -> list[str]:
    if method == ("POST" if posts else "GET") and draw(st.booleans()):
        return []
    return [draw(st.sampled_from(["-X {}", "-X {}", "-X{}", "--request {}"])).format(method)]


def _auth(draw: st.DrawFn, script: Script, words: list[Word]) -> list[str]:
    token = TOKEN
    if draw(st.booleans()):
        script.lines.append(f'token{script.suffix}="{TOKEN}"')
        token = f"$token{script.suffix}"
    match draw(st.sampled_from(["query", "query", "user", "header"])):
        case "query":
            words += [Word("?circle-token="), Word(token, variable=True)]
            return []
        case "user":
            word = draw(st.sampled_from([f'"{token}:"', f"{token}:", f'"{token}":']))
            return [f"{draw(st.sampled_from(['-u', '--user']))} {word}"]
    name = draw(st.sampled_from(["Circle-Token: ", "Circle-Token:", "circle-token: "]))
    return [_option(draw, "-H", "--header", f'"{name}{token}"')]


def curl(draw: st.DrawFn, script: Script, call: Sent) -> list[str]:
    """The words of a curl command, by option."""
    words = words_of(draw, script, call.endpoint)
    options = _body(draw, script, call)
    options += _method(draw, call.endpoint.method, bool(options))
    options += _auth(draw, script, words)
    url = address(draw, script, words)
    options.append(draw(st.sampled_from([url, url, url, f"--url {url}"])))
    return draw(st.permutations(options))


def wget(draw: st.DrawFn, script: Script, call: Sent) -> list[str]:
    words = words_of(draw, script, call.endpoint)
    options = [f"--header '{'Content-Type: application/json'}'"] if call.body else []
    if call.endpoint.method == "POST":
        text = json.dumps(call.body) if call.body else ""
        options.append(f"--post-data='{text}'")
    elif call.endpoint.method != "GET":
        options.append(f"--method={call.endpoint.method}")
    options += ["-q", *_wget_auth(draw, words)]
    options.append(address(draw, script, words))
    return [*draw(st.permutations(options)), "-O -"]


def _wget_auth(draw: st.DrawFn, words: list[Word]) -> list[str]:
    if draw(st.booleans()):
        words += [Word("?circle-token="), Word(TOKEN, variable=True)]
        return []
    return [f'--header "Circle-Token: {TOKEN}"']


def _named(draw: st.DrawFn, script: Script, options: list[str]) -> list[str]:
    """The command and its options, perhaps by way of a variable or an array."""
    whole = not any("<<<" in each or "$(" in each for each in options)
    match draw(st.sampled_from(["", "", "", "", "name", "array", *(["list"] * whole)])):
        case "name":
            script.lines.append(f"CURL{script.suffix}=curl")
            return [
                draw(st.sampled_from(["$CURL{}", '"${{CURL{}}}"'])).format(script.suffix),
                *options,
            ]
        case "array":
            own = [each for each in options if "<<<" not in each][:2]
            script.lines.append(f"options{script.suffix}=({' '.join(own)})")
            rest = [each for each in options if each not in own]
            return ["curl", f'"${{options{script.suffix}[@]}}"', *rest]
        case "list":
            name = f"words{script.suffix}"
            script.lines.append(f"{name}=()")
            script.lines += [f"{name}+=({each})" for each in options]
            return ["curl", f'"${{{name}[@]}}"']
    return ["curl", *options]


def command(draw: st.DrawFn, script: Script, call: Sent) -> str:
    if draw(st.integers(0, 7)) == 0 and call.endpoint.rule != "build-ssh":
        words = ["wget", *wget(draw, script, call)]
    else:
        silent = draw(st.sampled_from(["-s", "-s", "-sS", "-sSf", "--silent --fail", "-fsSL"]))
        words = _named(draw, script, draw(st.permutations([silent, *curl(draw, script, call)])))
    lines, line = [], MARK + words[0]
    for word in words[1:]:
        if draw(st.integers(0, 4)) == 0:
            lines.append(line + " \\")
            line = "  " + word
        else:
            line += " " + word
    return "\n".join([*lines, line])


def use(draw: st.DrawFn, script: Script, call: Sent, sending: str) -> list[str]:
    ways = ["unread", "discarded", "if", "status", "code"]
    # The status of several files is several.
    if not sending.startswith(f"{MARK}curl -"):
        ways.remove("code")
    if call.endpoint.readings:
        ways += ["read", "read", "read"]
    way = draw(st.sampled_from(ways))
    name = f"answer{script.suffix}"
    match way:
        case "unread":
            return [f"{sending} >/dev/null"]
        case "discarded":
            return [f"{name}=$({sending})", "echo done"]
        case "if":
            return [f"if {sending} > /dev/null; then", "  echo yes", "fi"]
        case "code":
            sending = sending.replace("curl", "curl -o /dev/null -w '%{http_code}'", 1)
            return [f"{name}=$({sending})", f'[ "${name}" -lt 300 ] && echo started']
        case "status":
            return [f"{sending} >/dev/null && echo started || echo failed"]
    reading = draw(st.sampled_from(call.endpoint.readings))
    filter_ = draw(st.sampled_from(["jq '{}'", "jq -r '{}'", 'jq -r "{}"', "jq --raw-output '{}'"]))
    jq = filter_.format(reading.jq)
    pipe = draw(st.sampled_from([" | ", " | ", " |\n  ", " \\\n  | "]))
    match draw(st.sampled_from(["pipe", "captured", "quoted", "echo", "here", "file", "loop"])):
        case "pipe":
            return [sending + pipe + jq]
        case "captured":
            return [f"{name}=$({sending}{pipe}{jq})", f'echo "${name}"']
        case "quoted":
            return [f'{name}="$({sending}{pipe}{jq})"', f'echo "got ${{{name}}}"']
        case "echo":
            return [f"{name}=$({sending})", f'echo "${name}" | {jq}']
        case "here":
            return [f"{name}=$({sending})", f'{jq} <<< "${name}"']
        case "file":
            return [f"{sending} > out.json", f"{jq} out.json"]
    return [f"for each in $({sending}{pipe}{jq}); do", '  echo "$each"', "done"]


def indented(lines: Sequence[str]) -> list[str]:
    """Here-documents and their ends stay where they are."""
    found, ends = [], ""
    for line in lines:
        found.append(line if ends else f"  {line}")
        if "<<EOF" in line or "<<'EOF'" in line:
            ends = "EOF"
        elif line == ends:
            ends = ""
    return found


def _own(draw: st.DrawFn, call: Sent, suffix: str, base: str) -> str:
    """A function that sends what it is told, and a call of it."""
    script, name = Script(suffix, base), f"api{suffix}"
    kept = script.keep(draw, "base", base)
    path = "".join(text for _, text in call.endpoint.path)
    method = draw(st.sampled_from(['"$1"', "$1", '"${1}"', '"$method"']))
    place = draw(st.sampled_from(["$2", "${2}", "$path"]))
    names = [*(['local method="$1"'] if "method" in method else [])]
    names += ['local path="$2"'] if "path" in place else []
    auth = draw(st.sampled_from([f'-u "{TOKEN}:"', f'-H "Circle-Token: {TOKEN}"']))
    rest = draw(st.sampled_from(["", "shift 2", "shift; shift"]))
    sending = f'{MARK}curl -s {auth} -X {method} "{kept}{place}" "$@"'
    if rest and "local" in " ".join(names) and len(names) == 2:
        names.append(rest)
    else:
        sending = sending.replace(' "$@"', ' "${@:3}"')
    lines = [*script.lines, f"{name}() {{", *indented([*names, sending]), "}"]
    asked = f'{MARK}{name} {call.endpoint.method} "{OUTER}{path}"'
    if call.body is not None:
        asked += f" -H 'Content-Type: application/json' -d '{json.dumps(call.body)}'"
    return "\n".join([*lines, *use(draw, script, call, asked), ""])


def _unit(draw: st.DrawFn, call: Sent, suffix: str, base: str) -> str:
    if draw(st.integers(0, 7)) == 0:
        return _own(draw, call, suffix, base)
    script = Script(suffix, base, in_function=draw(st.integers(0, 3)) == 0)
    sending = command(draw, script, call)
    lines = [*script.lines, *use(draw, script, call, sending)]
    if script.in_function:
        name = f"run{suffix}"
        head = draw(st.sampled_from([f"{name}() {{", f"function {name} {{", f"{name}()\n{{"]))
        inside = indented(lines)
        arguments = "".join(f' "{OUTER}{text}"' for text in script.positional)
        return "\n".join([head, *inside, "}", f"{name}{arguments}", ""])
    way = draw(st.sampled_from(["", "", "", "if", "for", "subshell", "comment", "group"]))
    inside = indented(lines)
    match way:
        case "if":
            lines = ['if [ -n "$CIRCLE_TOKEN" ]; then', *inside, "fi"]
        case "for":
            lines = ["for turn in 1; do", *inside, "done"]
        case "subshell":
            lines = ["(", *inside, ")"]
        case "group":
            lines = ["{", *inside, "}"]
        case "comment":
            lines = [
                "# curl -X POST https://circleci.com/api/v1.1/project/github/acme/site",
                *lines,
            ]
    return "\n".join([*lines, ""])


@st.composite
def programs(draw: st.DrawFn, base: str = V1, calling: st.SearchStrategy[Sent] = CALLS) -> Built:
    count = draw(st.sampled_from([1, 1, 1, 2]))
    calls = [draw(calling) for _ in range(count)]
    head = draw(st.sampled_from(["", "#!/bin/bash\n", "#!/usr/bin/env bash\nset -eu\n"]))
    first, *others = [
        _unit(draw, call, suffix, base) for call, suffix in zip(calls, ["", "_2"], strict=False)
    ]
    return Built((head + first, *others), tuple(calls))
