"""What is done with the answer."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from migrator.call.answer import Answer
from tests.python.programs import calls, source

HEAD = "import itertools, json, http, operator, requests\nfrom http import HTTPStatus\nfrom urllib.request import urlopen\nU = 'https://circleci.com/api/v1.1/me'\n"


def answer(program: str) -> Answer:
    return calls(HEAD + program + "\n")[0].answer


@pytest.mark.parametrize(
    ("program", "status", "written"),
    [
        ("r = requests.get(U)\nif r.status_code == 200: pass", 200, "200"),
        ("r = requests.get(U)\nassert r.status_code != 200", 200, "200"),
        ("r = requests.get(U)\nx = 200 == r.status_code", 200, "200"),
        (
            "r = requests.get(U)\nif r.status_code == requests.codes.ok: pass",
            200,
            "requests.codes.ok",
        ),
        ("r = requests.get(U)\nif r.status_code == HTTPStatus.OK: pass", 200, "HTTPStatus.OK"),
        (
            "r = requests.get(U)\nif r.status_code == http.HTTPStatus.OK: pass",
            200,
            "http.HTTPStatus.OK",
        ),
        ("if urlopen(U).getcode() == 200: pass", 200, "200"),
        ("with urlopen(U) as r:\n    if r.status == 200: pass", 200, "200"),
        ("if requests.get(U).status_code == 200: pass", 200, "200"),
        ("s = requests.get(U).status_code\nif s == 200: pass", 200, "200"),
        ("match requests.get(U).status_code:\n    case 200: pass\n    case _: pass", 200, "200"),
    ],
)
def test_status(program: str, status: int, written: str) -> None:
    [check] = answer(program).statuses
    assert check.status == status
    assert check.equal
    assert source(HEAD + program + "\n").at(check.span) == written


def test_a_list_of_statuses() -> None:
    found = answer("r = requests.get(U)\nif r.status_code in (200, 404): pass").statuses
    assert [(c.status, c.equal) for c in found] == [(200, True), (404, True)]


def test_a_range_of_statuses() -> None:
    found = answer("r = requests.get(U)\nif 200 <= r.status_code < 300: pass").statuses
    assert [(c.status, c.equal) for c in found] == [(200, False), (300, False)]


@pytest.mark.parametrize(
    "check",
    ["r.raise_for_status()", "assert r.ok", "if r: pass", "if not r.ok: pass", "x = r.is_success", "bool(r)"],
)  # fmt: skip
def test_raises(check: str) -> None:
    found = answer(f"r = requests.get(U)\n{check}")
    assert found.raises
    assert not found.escapes


@pytest.mark.parametrize(
    ("program", "paths"),
    [
        ("print(requests.get(U).json()['build_num'])", ["build_num"]),
        ("n = requests.get(U).json()['build_num']\nprint(str(n))", ["build_num"]),
        ("n = requests.get(U).json().get('build_num')", ["build_num"]),
        ("n = json.loads(requests.get(U).text)['build_num']", ["build_num"]),
        ("n = json.loads(requests.get(U).content.decode())['build_num']", ["build_num"]),
        ("n = json.load(urlopen(U))['build_num']", ["build_num"]),
        ("n = json.loads(urlopen(U).read())['build_num']", ["build_num"]),
        ("n = requests.get(U).json()[0]['workflows']['job_name']", ["[].workflows.job_name"]),
        ("for b in requests.get(U).json():\n    print(b['status'], b.get('x'))", ["[].status", "[].x"]),
        ("x = [b['status'] for b in requests.get(U).json()]", ["[].status"]),
        ("x = {b['a']: b['c'] for b in requests.get(U).json() if b['d']}", ["[].a", "[].c", "[].d"]),
        ("d = requests.get(U).json()\nif 'a' in d: print(d['b'])", ["a", "b"]),
        ("a, b = requests.get(U).json()", ["[]", "[]"]),
        ("a, *b = requests.get(U).json()\nprint(b[0]['x'])", ["[]", "[].x"]),
        ("x = len(requests.get(U).json())", ["[]"]),
        ("for i, b in enumerate(requests.get(U).json()): print(b['x'])", ["[].x"]),
        ("x = next(b for b in sorted(requests.get(U).json()) if b['a'])['x']", ["[]", "[].a", "[].x"]),
        ("x = [b for b in requests.get(U).json() if b['a']]\nprint(x[0]['x'])", ["[].a", "[].x"]),
        ("print(requests.get(U).json()[-1]['x'])", ["[].x"]),
        ("x = requests.get(U).json()\nfor i in range(len(x)): print(x[i]['a'])", ["[]", "[].a"]),
        ("x = sorted(requests.get(U).json(), key=lambda b: b['k'])[0]['x']", ["[].k", "[].x"]),
        ("def k(b):\n    return len(b['k'])\nx = max(requests.get(U).json(), key=k)['x']", ["[].k", "[].x"]),
        ("x = list(map(lambda b: b['k'], requests.get(U).json()))", ["[].k"]),
        ("for b in filter(lambda b: b['k'], requests.get(U).json()): print(b['x'])", ["[].k", "[].x"]),
        ("def show(bs):\n    for b in bs: print(b['x'])\nshow(requests.get(U).json())", ["[].x"]),
        ("x = requests.get(U).json()[:3]\nfor b in x: print(b['x'])", ["[].x"]),
        ("def f():\n    return requests.get(U).json()\nif __name__ == '__main__':\n    print(f()['x'])", ["x"]),
        ("def _f():\n    return requests.get(U)\n\ndef g():\n    print(_f().json()['x'])", ["x"]),
        ("x = requests.get(U).json()['a'] + 1", ["a"]),
        ("def g():\n    for b in requests.get(U).json(): yield b\nfor b in g(): print(b['x'])", ["[].x"]),
        ("def g():\n    yield from requests.get(U).json()\nprint(next(g())['x'])", ["[].x"]),
        ("def g():\n    for i, b in enumerate(requests.get(U).json()): yield i, b\nfor i, b in g(): print(b['x'])", ["[].x"]),
        ("def g():\n    r = requests.get(U)\n    return r.ok, r.json()\nok, b = g()\nprint(b['x'])", ["x"]),
        ("x = []\nfor b in requests.get(U).json(): x.append(b)\nprint(x[0]['x'])", ["[].x"]),
        ("x = y = []\nfor b in requests.get(U).json(): x.append(b)\nprint(y[0]['x'])", ["[].x"]),
        ("x = []\nx.extend(requests.get(U).json())\nprint(x[0]['x'])", ["[].x"]),
        ("x = []\nx += requests.get(U).json()\nprint(x[0]['x'])", ["[].x"]),
        ("x = [first] + requests.get(U).json()\nprint(x[0]['x'])", ["[].x"]),
        ("x = {b['k']: b for b in requests.get(U).json()}\nprint(x['a']['x'], 'b' in x)", ["[].k", "[].x"]),
        ("x = {}\nfor b in requests.get(U).json(): x[b['k']] = b\nfor k in x: print(x[k]['x'])", ["[].k", "[].x"]),
        ("x = {1: b for b in requests.get(U).json()}\nfor k, b in x.items(): print(b['x'])\nfor b in x.values(): print(b['y'])", ["[].x", "[].y"]),
        ("x = requests.get(U).json()\nfor a, b in zip(x, x[1:]): print(a['x'], b['y'])", ["[].x", "[].y"]),
        ("x = sorted(requests.get(U).json(), key=operator.itemgetter('k'))[0]['x']", ["[].k", "[].x"]),
        ("for k, g in itertools.groupby(requests.get(U).json(), lambda b: b['k']): print([b['x'] for b in g])", ["[].k", "[].x"]),
        ("x = requests.get(U).json()\nprint((x and x[0])['x'], x == [], isinstance(x, list))", ["[].x"]),
        ("K = 'x'\nprint(requests.get(U).json()[K])", ["x"]),
        ("x = f\"{requests.get(U).json()['a']}\"", ["a"]),
        ("async def f(s):\n    async with s.get(U) as r:\n        return (await r.json())['a']", ["a"]),
    ],
)  # fmt: skip
def test_reads(program: str, paths: list[str]) -> None:
    found = answer(program)
    assert sorted(read.path for read in found.reads) == paths
    assert not found.escapes


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("x = b['s'] == 'success'", "success"),
        ("x = 'success' != b['s']", "success"),
        ("if b['s'] in ('success', 'fixed'): print(b.get('s', ''))", "fixed success"),
        ("GOOD = ['success']\nwhile b['s'] not in GOOD: pass", "success"),
        ("s = b['s']\nif s == 'success' or s == 'fixed': print(s)", "fixed success"),
        ("print('ended', b['s'])\nlog.info('%s', b['s'])", ""),
        ("print(f\"ended: {b['s']}\")", ""),
        ("match b['s']:\n    case 'success' | 'fixed': pass\n    case _: pass", "fixed success"),
        ("s = None\nwhile s != 'success': s = b['s']", "success"),
    ],
)
def test_words(program: str, words: str) -> None:
    reads = answer(f"b = requests.get(U).json()\n{program}").reads
    assert reads
    assert not any(read.loose for read in reads)
    assert sorted(word for read in reads for word in read.said) == words.split()


@pytest.mark.parametrize(
    ("program", "questions"),
    [
        ("x = b['s'] == 'a'", [("a", False, " == 'a'")]),
        ("s = b['s']\nwhile s != 'a': pass", [("a", True, " != 'a'")]),
        ("x = (b['s']) == ('a')", [("a", False, " == ('a')")]),
        ("x = 'a' == b['s']", []),
        ("x = b['s'] in ('a', 'b')", []),
        ("A = 'a'\nx = b['s'] == A", []),
        ("x = b['s'] == 'a' == c", []),
    ],
)
def test_questions(program: str, questions: list[tuple[str, bool, str]]) -> None:
    text = f"b = requests.get(U).json()\n{program}"
    found = [each for read in answer(text).reads for each in read.questions]
    place = source(HEAD + text + "\n")
    assert [(each.word, each.negated, place.at(each.span)) for each in found] == questions


@pytest.mark.parametrize(
    "program",
    [
        "x = b['s'] == other",
        "x = b['s'] is None",
        "x = b['s'] in ('success', None)",
        "x = b['s'] < 'success'",
        "x = b['s']",
        "if b['s'] == 'success': x = b['s'].upper()",
        "s = b['s']\nnotify(s == 'success', s)",
        "match b['s']:\n    case str(): pass",
        "match b['s']:\n    case 'success': pass\n    case s: pass",
        "x = {'success': 1}[b['s']]",
        "if b['s']: pass",
    ],
)
def test_other_uses_than_words(program: str) -> None:
    reads = answer(f"b = requests.get(U).json()\n{program}").reads
    assert any(read.loose for read in reads)


def test_the_steps_of_a_read_stand_in_the_source() -> None:
    program = HEAD + "for b in requests.get(U).json():\n    print(b['a'] ['c'])\n"
    [read] = calls(program)[0].answer.reads
    text = source(program)
    assert [text.at(step.span) for step in read.steps] == ["", "['a']", " ['c']"]
    assert text.text[: read.steps[0].span.start].endswith(".json()")
    assert text.at(read.whole) == "b['a'] ['c']"


@pytest.mark.parametrize(
    ("program", "where"),
    [
        ("def trigger():\n    return requests.get(U)", "returned from trigger()"),
        ("def trigger():\n    return requests.get(U).json()", "returned from trigger()"),
        ("notify(requests.get(U))", "passed to notify()"),
        ("notify(requests.get(U).json()[0])", "passed to notify()"),
        ("notify(r=requests.get(U).text)", "passed to notify() (the text alone)"),
        ("class C:\n    def f(self):\n        self.r = requests.get(U)", "stored on self.r"),
        ("def g():\n    yield requests.get(U).json()", "yielded from g()"),
        ("def g():\n    yield 1, requests.get(U).json()", "yielded from g()"),
        ("@once\ndef g():\n    return requests.get(U).json()\nprint(g()['x'])", "returned from g()"),
        ("@contextmanager\ndef g():\n    yield requests.get(U).json()\nwith g() as x: pass", "yielded from g()"),
        ("def f(x):\n    for b in requests.get(U).json(): x.append(b)\ny = []\nf(y)", "passed to x.append()"),
        ("x = []\ny = {1: x}\nfor b in requests.get(U).json(): x.append(b)", "passed to x.append()"),
        ("x = []\ndef f():\n    for b in requests.get(U).json(): x.append(b)", "passed to x.append()"),
        ("x = get()\nfor b in requests.get(U).json(): x.append(b)", "passed to x.append()"),
        ("x = [r for r in requests.get(U).json()]\nnotify(x)", "passed to notify()"),
        ("print(names[requests.get(U).status_code])", "used as a key (the status alone)"),
        ("print(tabulate(requests.get(U).json()))", "passed to tabulate()"),
        ("x = requests.get(U).reason == 'OK'", "compared (the reason alone)"),
        ("def f():\n    global last\n    last = requests.get(U)", "stored in `last`"),
        ("json.dump(requests.get(U).json(), f)", "passed to json.dump()"),
        ("f.write(requests.get(U).text)", "passed to f.write() (the text alone)"),
        ("x = f'{requests.get(U).text}'", "put into a text (the text alone)"),
        ("x = requests.get(U).json().items()", "used by .items()"),
        ("x = str(requests.get(U).json())", "passed to str()"),
        ("x = '%(a)s %(b)s' % requests.get(U).json()", "read by a template"),
        ("x = '{a}'.format(**requests.get(U).json())", "read by a template"),
        ("x = '{0[a]}'.format(requests.get(U).json())", "read by a template"),
        ("x = sorted(requests.get(U).json(), key=itemgetter('a'))", "passed to itemgetter('a')"),
        ("x = 'a' in requests.get(U).text", "compared (the text alone)"),
        ("def f(n=200):\n    return requests.get(U).status_code == n", "compared with what is not in view (the status alone)"),
        ("def f():\n    return requests.get(U).status_code", "returned from f() (the status alone)"),
        ("def f():\n    match requests.get(U).status_code:\n        case int(): pass", "taken apart by `match` (the status alone)"),
        ("x = get()\nfor a in requests.get(U).json(): x[a['p']] = a", "stored in x"),
        ("for a in requests.get(U).json(): b = {**a}", "copied into a dictionary"),
        ("for a in requests.get(U).json(): a.setdefault('p', 1)", "used by .setdefault()"),
        ("'{p}'.format_map(requests.get(U).json())", "passed to .format_map()"),
        ("','.join(requests.get(U).json())", "passed to .join()"),
        ("def f(x=requests.get(U).json()): pass\nf()", "the default of `x`"),
        ("def f(**k): pass\nf(**requests.get(U).json())", "unpacked into f()"),
        ("for a in requests.get(U).json(): a == {'a': 1}", "compared"),
    ],
)  # fmt: skip
def test_escapes(program: str, where: str) -> None:
    found = answer(program)
    assert where in [escape.where for escape in found.escapes]


_DECORATED = "@{}\ndef g():\n    return requests.get(U)\nprint(g().ok)"


@pytest.mark.parametrize(
    "decorator",
    [
        "retry(retry=retry_if_result(lambda r: r.status_code != 200))",
        "tenacity.retry(wait=wait_fixed(1), retry=retry_if_exception_type(OSError) | retry_if_result(bad))",
        "retry(retry=bad)",
        "retry(retry_on_result=bad)",
        "retry(retry_error_callback=bad)",
        "retry(after=note)",
        "retry(**how)",
        "backoff.on_predicate(backoff.expo, lambda r: r.status_code != 200)",
        "on_predicate(expo)",
    ],
)  # fmt: skip
def test_a_decorator_that_looks_at_the_answer_first(decorator: str) -> None:
    found = answer(_DECORATED.format(decorator))
    assert [escape.where for escape in found.escapes] == ["returned from g()"]


@pytest.mark.parametrize(
    "decorator",
    [
        "retry",
        "tenacity.retry(stop=stop_after_attempt(3), wait=wait_fixed(1))",
        "retry(retry=retry_if_exception_type(OSError), before_sleep=before_sleep_log(log, 10))",
        "retry(retry=tenacity.retry_if_not_exception_type(ValueError))",
        "retry(stop_max_attempt_number=3, retry_on_exception=is_busy)",
        "backoff.on_exception(backoff.expo, OSError, max_tries=3)",
        "lru_cache(maxsize=None)",
    ],
)
def test_a_decorator_that_hands_the_answer_on(decorator: str) -> None:
    assert not answer(_DECORATED.format(decorator)).escapes


@pytest.mark.parametrize(
    "program",
    [
        "print(requests.get(U).json())",
        "print(requests.get(U).text)",
        "log.info('%s', requests.get(U).text)",
        "print(f'{requests.get(U).text}')",
        "print(json.dumps(requests.get(U).json(), indent=2))",
        "import sys\nsys.stdout.write(requests.get(U).text)",
        "raise SystemExit(requests.get(U).text)",
    ],
)
def test_printed(program: str) -> None:
    found = answer(program)
    assert found.printed
    assert not found.escapes


def test_an_answer_nobody_uses() -> None:
    assert answer("requests.get(U)") == Answer()
    assert answer("r = requests.get(U)") == Answer()


def test_an_answer_of_two_calls() -> None:
    first, second = calls(
        HEAD
        + "if x:\n    r = requests.get(U)\nelse:\n    r = requests.post(U)\nprint(r.json()['a'])\n"
    )
    assert [read.path for read in first.answer.reads] == ["a"]
    assert first.answer == second.answer
