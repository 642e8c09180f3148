"""The function that walks through lists of v2, as text for any POSIX shell."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.walk import Field, Walk

_WIDTH = 96

_HEAD = """\
# %(reason)s
# usage: %(name)s %(usage)s COMMAND...
# The command is run for each page, with another URL.
%(name)s() (
  unset IFS
%(defaults)s
  while :; do
    case ${1-} in
%(options)s
      *) break ;;
    esac
    shift
  done
%(states)s
  url=
  for word in "$@"; do
    case $word in *://*/api/v2/*) url=$word ;; esac
  done
  api=${url%%%%/api/v2/*}/api/v2
  key=
  case $url in
    *circle-token=*) key=${url##*circle-token=} key="?circle-token=${key%%%%&*}" ;;
  esac

  ask() { # ask URL COMMAND...
    new=$1
    shift
    for word in "$@"; do
      shift
      case $word in *://*/api/v2/*) word=$new ;; esac
      set -- "$@" "$word"
    done
    "$@"
  }
  next() { # next URL PAGE: where the list at URL goes on, if it does
    case $1 in *\\?*) joint='&' ;; *) joint='?' ;; esac
    printf '%%s\\n' "$2" | jq -r --arg at "$1$joint" \\
      '.next_page_token // empty | @uri "page-token=\\(.)" | $at + .'
  }
  items() { # items URL COMMAND...: those of all pages, one a line
    list=$1 at=$1
    shift
    while [ -n "$at" ]; do
      page=$(ask "$at" "$@") || exit
      printf '%%s\\n' "$page" | jq -c '.items[]' || exit
      at=$(next "$list" "$page") || exit
    done
  }
  each() { # each FIELD ITEMS
    printf '%%s\\n' "$2" | jq -r ".$1 // empty"
  }
  pick() { # pick FIELD VALUE ITEMS
    printf '%%s\\n' "$3" | jq -c --arg value "$2" "select((.$1 | tostring) == \\$value)"
  }

"""

_BUILDS = """\
  [ "$limit" -le 100 ] || limit=100
  builds='[]' at=$url
  while [ -n "$at" ]; do
    page=$(ask "$at" "$@") || exit
    listed=$(printf '%%s\\n' "$page" | jq -c '.items[]') || exit
    for id in $(each id "$listed"); do
      pipeline=$(pick id "$id" "$listed")
      workflows=$(items "$api/pipeline/$id/workflow$key" "$@") || exit
      runs=$(
        for id in $(each id "$workflows"); do
          workflow=$(pick id "$id" "$workflows")
          jobs=$(items "$api/workflow/$id/job$key" "$@") || exit
%(jobs)s
        done
      ) || exit
      builds=$(printf '%%s\\n' "$runs" | jq -c -s --argjson builds "$builds" \\
        --argjson pipeline "$pipeline"%(argument)s '
        map(select(.job.job_number%(wanted)s))
        | $builds + (sort_by(-.job.job_number) | map({
%(record)s
        }))') || exit
      pipelines=$((pipelines - 1)) found=$(printf '%%s\\n' "$builds" | jq length)
      if [ "$found" -ge $((offset + limit)) ] || [ $pipelines -le 0 ]; then break 2; fi
    done
    at=$(next "$url" "$page") || exit
  done
  printf '%%s\\n' "$builds" | jq ".[$offset:$((offset + limit))]"
)
"""

_JOBS = """\
          printf '%s\\n' "$jobs" |
            jq -c --argjson workflow "$workflow" '{job: ., workflow: $workflow}'\
"""
_DETAILED = """\
          slug=$(printf '%s\\n' "$pipeline" | jq -r .project_slug)
          for number in $(each job_number "$jobs"); do
            details=$(ask "$api/project/$slug/job/$number$key" "$@") || exit
            pick job_number "$number" "$jobs" | jq -c --argjson workflow "$workflow" \\
              --argjson details "$details" '{job: ., workflow: $workflow, details: $details}'
          done\
"""

_ARTIFACTS = """\
  at=$url
  while [ -n "$at" ]; do
    page=$(ask "$at" "$@") || exit
    listed=$(printf '%%s\\n' "$page" | jq -c '.items[]') || exit
    for id in $(each id "$listed"); do
      slug=$(pick id "$id" "$listed" | jq -r .project_slug)
      workflows=$(items "$api/pipeline/$id/workflow$key" "$@") || exit
%(wanted)s
      runs=$(
        for id in $(each id "$workflows"); do
          items "$api/workflow/$id/job$key" "$@" || exit
        done
      ) || exit
      [ -z "$job" ] || runs=$(pick name "$job" "$runs")
      numbers=$(each job_number "$runs" | sort -rn)
      for number in $numbers; do
        artifacts=$(items "$api/project/$slug/$number/artifacts$key" "$@") || exit
        if [ -n "$artifacts" ]; then
          printf '%%s\\n' "$artifacts" | jq -s 'map({
%(record)s
          })'
          exit
        fi
      done
      pipelines=$((pipelines - 1))
      if [ -n "$numbers" ] || [ $pipelines -le 0 ]; then break 2; fi
    done
    at=$(next "$url" "$page") || exit
  done
  echo '[]'
)
"""

_TEXTS = {"builds": _BUILDS, "artifacts": _ARTIFACTS}
_OWN = {"builds": ("limit=30", "offset=0", "pipelines=100"), "artifacts": ("job=", "pipelines=100")}
_SHOWN = {"limit": "N", "offset": "N", "pipelines": "N", "filter": "WORD", "job": "NAME"}
_INDENTS = {"builds": " " * 10, "artifacts": " " * 12}
_IN = "(%s as $state | $states | . == null or index($state) != null)"
_WANTED = {
    "builds": f" and {_IN % '.job.status'}",
    "artifacts": """\
      workflows=$(printf '%s\\n' "$workflows" | jq -c --argjson states "$states" \\
        'select(STATES)')
""".replace("STATES", _IN % ".status"),
}
_OWNERS = {
    "job": ".job",
    "workflow": ".workflow",
    "details": ".details",
    "pipeline": "$pipeline",
    "artifact": "",
}


def name(walk: Walk) -> str:
    return f"circleci_{walk.name}"


def text(walk: Walk) -> str:
    filters = bool(walk.states)
    own = (*_OWN[walk.name], *(("filter=",) if filters else ()))
    words = [option.partition("=")[0] for option in own]
    details = any(field.of == "details" for field in walk.fields)
    indent = _INDENTS[walk.name]
    head = _HEAD % {
        "reason": walk.reason,
        "name": name(walk),
        "usage": " ".join(f"[{word}={_SHOWN[word]}]" for word in words),
        "defaults": f"  {' '.join(own)}",
        "options": "\n".join(map(_option, words)),
        "states": "\n".join(_states(walk)),
    }
    return head + _TEXTS[walk.name] % {
        "jobs": _DETAILED if details else _JOBS,
        "argument": ' --argjson states "$states"' if filters else "",
        "wanted": _WANTED[walk.name] if filters else "",
        "record": "\n".join(f"{indent}{line}" for line in _members(walk, indent)),
    }


def serves(function: str, walk: Walk) -> bool:
    """Whether ``function``, with the lines above it, was made for ``walk``, and maybe more."""
    needed = [f"# {walk.reason}", *(_member(field, "") for field in walk.fields)]
    needed += [f"{word}) states=" for word in walk.states]
    flat = " ".join(function.split())
    return all(" ".join(part.split()) in flat for part in needed)


def _option(word: str) -> str:
    return f"      {word}=*) {word}=${{1#*=}} ;;"


def _states(walk: Walk) -> Iterator[str]:
    if not walk.states:
        return
    yield "  case $filter in"
    yield "    '') states=null ;;"
    for word, states in walk.states.items():
        yield f"    {word}) states='[{', '.join(_quoted(state) for state in states)}]' ;;"
    yield f'    *) echo "{name(walk)}: $filter is no filter" >&2; exit 2 ;;'
    yield "  esac"


def _members(walk: Walk, indent: str) -> Iterator[str]:
    """The lines of a record; those of a member that has members of its own are one."""
    own = [_member(field, indent) for field in walk.fields if "." not in field.name]
    inner: dict[str, list[str]] = {}
    for field in walk.fields:
        parent, dot, _ = field.name.rpartition(".")
        if dot:
            inner.setdefault(parent, []).append(_member(field, indent))
    own += [f"{parent}: {{{', '.join(members)}}}" for parent, members in inner.items()]
    yield from (f"{member}," for member in own[:-1])
    yield from own[-1:]


def _member(field: Field, indent: str) -> str:
    value = f"{_OWNERS[field.of]}.{field.path}"
    if field.segment is not None:
        value = f'({value} | split("/")[{field.segment}])'
    if field.words:
        value = f"{_table(field, indent)}[{value}]"
    return f"{field.name.rpartition('.')[2]}: {value}"


def _table(field: Field, indent: str) -> str:
    lines = [""]
    for new, old in field.words:
        entry = f"{_quoted(new)}: {_quoted(old)},"
        if len(lines[-1]) + len(entry) + len(indent) > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {entry}".lstrip()
    inside = "".join(f"{indent}  {line}\n" for line in lines).removesuffix(",\n")
    return f"{{\n{inside}\n{indent}}}"


def _quoted(word: str) -> str:
    return f'"{word}"'
