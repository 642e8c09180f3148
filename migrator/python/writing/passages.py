"""The function that walks through lists of v2, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migrator.call.walk import Field, Walk

_WIDTH = 96
_FEW = 4

_ASKING = {
    "get": """\
    from urllib.parse import parse_qs, urlencode, urlsplit

    url, headers = str(answer.request.url), answer.request.headers

    def ask(url):
        answer = get(url, headers=headers, **options)
        answer.raise_for_status()
        return answer.json()

    answer.raise_for_status()
    first = answer.json()
""",
    "headers": """\
    import json
    from urllib.parse import parse_qs, urlencode, urlsplit
    from urllib.request import Request, urlopen

    url = answer.url

    def ask(url):
        with urlopen(Request(url, headers=headers), **options) as answer:
            return json.load(answer)

    first = json.load(answer)
""",
}
"""How one page is asked for, by the argument that says how."""

_PAGES = """\

    def items(url, page=None):
        page = page or ask(url)
        yield from page["items"]
        while page["next_page_token"]:
            more = urlencode({"page-token": page["next_page_token"]})
            page = ask(f"{url}{'&' if '?' in url else '?'}{more}")
            yield from page["items"]

    api = url.partition("/api/v2/")[0] + "/api/v2"
    token = parse_qs(urlsplit(url).query).get("circle-token")
    key = "?" + urlencode({"circle-token": token[0]}) if token else ""
"""

_BUILDS = '''\
# %(reason)s
def circleci_builds(answer, %(how)s, limit=30, offset=0, %(filter)spipelines=100, **options):
    """The builds as API v1.1 listed them, of the newest pipelines.

    `answer` is the first page of the pipelines.
    """
%(asking)s%(pages)s%(tables)s
    builds = []
    limit, offset = min(int(limit), 100), int(offset)
    for number, pipeline in enumerate(items(url, first), 1):
        runs = [
            (workflow, job)
            for workflow in items(f"{api}/pipeline/{pipeline['id']}/workflow{key}")
            for job in items(f"{api}/workflow/{workflow['id']}/job{key}")
            if job.get("job_number")%(wanted)s
        ]
        for workflow, job in sorted(runs, key=lambda run: run[1]["job_number"], reverse=True):
%(details)s            builds.append(
                {
%(record)s
                }
            )
        if number == pipelines or len(builds) >= offset + limit:
            break
    return builds[offset : offset + limit]
'''

_DETAILS = """\
            details = ask(f"{api}/project/{job['project_slug']}/job/{job['job_number']}{key}")
"""

_ARTIFACTS = '''\
# %(reason)s
def circleci_artifacts(answer, %(how)s, %(filter)sjob=None, pipelines=100, **options):
    """The artifacts of the job that ran last, or of the one named `job`, in the newest pipeline.

    `answer` is the first page of the pipelines.
    """
%(asking)s%(pages)s%(tables)s
    for number, pipeline in enumerate(items(url, first), 1):
        runs = [
            run
            for workflow in items(f"{api}/pipeline/{pipeline['id']}/workflow{key}")
%(wanted)s            for run in items(f"{api}/workflow/{workflow['id']}/job{key}")
            if run.get("job_number") and job in (None, run["name"])
        ]
        for run in sorted(runs, key=lambda run: run["job_number"], reverse=True):
            found = [
                {
%(record)s
                }
                for artifact in items(
                    f"{api}/project/{run['project_slug']}/{run['job_number']}/artifacts{key}"
                )
            ]
            if found:
                return found
        if runs or number == pipelines:
            break
    return []
'''

_TEXTS = {"builds": _BUILDS, "artifacts": _ARTIFACTS}
_WANTED = {
    "builds": ' and (not filter or job["status"] in states[filter])',
    "artifacts": '            if not filter or workflow["status"] in states[filter]\n',
}
_INDENT = " " * 20


def name(walk: Walk) -> str:
    return f"circleci_{walk.name}"


def mark(walk: Walk) -> str:
    """The comment by which the function is known again."""
    return f"# {walk.reason}"


def text(walk: Walk, how: str) -> str:
    """The function. ``how`` is the argument that says how to ask for more: see ``_ASKING``."""
    filters = bool(walk.states)
    details = any(field.of == "details" for field in walk.fields)
    return _TEXTS[walk.name] % {
        "reason": walk.reason,
        "how": how,
        "asking": _ASKING[how],
        "pages": _PAGES,
        "filter": "filter=None, " if filters else "",
        "wanted": _WANTED[walk.name] if filters else "",
        "tables": "".join(_tables(walk)),
        "details": _DETAILS if details else "",
        "record": "\n".join(f"{_INDENT}{line}" for line in _members(walk)),
    }


def serves(function: str, walk: Walk, how: str) -> bool:
    """Whether ``function``, with the line above it, was made for ``walk``, and maybe more."""
    needed = [mark(walk), f"def {name(walk)}(answer, {how},"]
    needed += [_member(field) for field in walk.fields]
    needed += [f"    {field.name} = {{" for field in walk.fields if field.words]
    needed += [f'"{word}": {{' for word in walk.states]
    return all(part in function for part in needed)


def _members(walk: Walk) -> Iterator[str]:
    """The lines of a record; those of a member that has members of its own are one."""
    inner: dict[str, list[str]] = {}
    for field in walk.fields:
        parent, dot, _ = field.name.rpartition(".")
        if dot:
            inner.setdefault(parent, []).append(_member(field))
        else:
            yield f"{_member(field)},"
    for parent, lines in inner.items():
        yield f'"{parent}": {{{", ".join(lines)}}},'


def _member(field: Field) -> str:
    return f'"{field.name.rpartition(".")[2]}": {_value(field)}'


def _value(field: Field) -> str:
    *way, last = field.path.split(".")
    owner = field.of + "".join(f'.get("{step}", {{}})' for step in way)
    value = f'{owner}.get("{last}")'
    if field.segment is not None:
        value = f'{owner}["{last}"].split("/")[{field.segment}]'
    return f"{field.name}.get({value})" if field.words else value


def _tables(walk: Walk) -> Iterator[str]:
    """What states are called, and which ones a filter asks for."""
    for field in walk.fields:
        if field.words:
            yield _table(field.name, {new: f'"{old}"' for new, old in field.words})
    if walk.states:
        yield _table("states", {word: _set(states) for word, states in walk.states.items()})


def _table(variable: str, entries: Mapping[str, str]) -> str:
    shown = [f'"{key}": {value},' for key, value in entries.items()]
    return "".join([f"    {variable} = {{\n", *_filled(shown, " " * 8), "    }\n"])


def _set(words: Iterable[str]) -> str:
    shown = [f'"{word}",' for word in words]
    if len(shown) < _FEW:
        return "{" + " ".join(shown).removesuffix(",") + "}"
    return "".join(["{\n", *_filled(shown, " " * 12), " " * 8, "}"])


def _filled(entries: Iterable[str], indent: str) -> Iterator[str]:
    """Lines of as many entries as they hold."""
    line = ""
    for entry in entries:
        if line and len(indent) + len(line) + len(entry) >= _WIDTH:
            yield f"{indent}{line}\n"
            line = ""
        line = f"{line} {entry}".lstrip()
    yield f"{indent}{line}\n"
