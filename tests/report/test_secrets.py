from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.report import tokens
from migrator.report.secrets import Secrets
from migrator.report.tokens import holds_token

TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://x/y?circle-token=s3cret&limit=1", "https://x/y?circle-token=***&limit=1"),
        ("-H 'Circle-Token: s3cret'", "-H 'Circle-Token: ***'"),
        ("http POST x Circle-Token:s3cret", "http POST x Circle-Token:***"),
        ('{"Circle-Token": "s3cret"}', '{"Circle-Token": "***"}'),
        ("headers['Circle-Token'] = 's3cret'", "headers['Circle-Token'] = '***'"),
        ('("circle-token", "s3cret")', '("circle-token", "***")'),
        ("curl -u s3cret: x", "curl -u ***: x"),
        ('curl -u "s3cret:" x', 'curl -u "***:" x'),
        ("curl -us3cret:pass x", "curl -u***:*** x"),
        ("curl --user=s3cret: x", "curl --user=***: x"),
        ('["curl", "-u", "s3cret:"]', '["curl", "-u", "***:"]'),
        ("wget --http-user=s3cret --http-password=", "wget --http-user=*** --http-password="),
        ("http -a s3cret: POST x", "http -a ***: POST x"),
        ('auth=("s3cret", "")', 'auth=("***", "")'),
        ("HTTPBasicAuth('s3cret', '')", "HTTPBasicAuth('***', '')"),
        ("https://s3cret:@circleci.com/", "https://***:@circleci.com/"),
        ("https://me:s3cret@circleci.com/", "https://***:***@circleci.com/"),
        ("Authorization: Basic czNjcmV0Og==", "Authorization: Basic ***"),
        ('"Authorization": "Bearer s3cret"', '"Authorization": "Bearer ***"'),
        ("export CIRCLE_TOKEN=s3cret", "export CIRCLE_TOKEN=***"),
        ("  token=s3cret", "  token=***"),
        ('CIRCLE_API_TOKEN = "s3cret"', 'CIRCLE_API_TOKEN = "***"'),
        ('os.environ.get("CIRCLE_TOKEN", "s3cret")', 'os.environ.get("CIRCLE_TOKEN", "***")'),
        ("${CIRCLE_TOKEN:-s3cret}", "${CIRCLE_TOKEN:-***}"),
        (f"x {TOKEN} y", "x *** y"),
        ("CCIPAT_AbCd_0123", "***"),
        ("{'Authorization': 'Basic ' + 'czNjcmV0Og=='}", "{'Authorization': 'Basic ' + '***'}"),
        ("'Authorization: Bearer ' b's3cret'", "'Authorization: Bearer ' b'***'"),
        ("'?circle-token=' + 's3cret'", "'?circle-token=' + '***'"),
        ("'?circle-token='\n  f's3cret'", "'?circle-token='\n  f'***'"),
        ('-H "Circle-Token: ""s3cret"', '-H "Circle-Token: ""***"'),
        ("-d 'build_parameters[X]=ghp_0123456789abcdefABCDEF'", "-d 'build_parameters[X]=***'"),
        ("KEY = github_pat_11ABC_0123456789abcdef", "KEY = ***"),
        ("x glpat-0123456789_abcdef-ABC y", "x *** y"),
        ("xoxb-123456789012-abcdefABCDEF", "***"),
    ],
)
def test_a_literal_is_masked(text: str, masked: str) -> None:
    assert Secrets([]).mask(text) == masked
    assert Secrets([text], shown=True).mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "?circle-token=$CIRCLE_TOKEN",
        '"?circle-token=" + token',
        'f"?circle-token={token}"',
        "?circle-token=%s",
        '-H "Circle-Token: ${TOKEN}"',
        '{"Circle-Token": token}',
        'curl -u "$CIRCLE_TOKEN:"',
        'curl -u $CIRCLE_TOKEN: "https://circleci.com/api/v1.1/me"',
        'curl -u $KEY: "nothing_of_it"',
        'curl -u "$TOKEN:" -d revision="main_2024_branch_x"',
        "auth=(key, '')\nkey = settings.value",
        'auth=(key, "")\nkey = os.environ["CIRCLE_TOKEN_2024"]',
        '-H "Circle-Token: $KEY" "https://circleci.com/"\nKEY=$1',
        "sort -u names",
        "auth=(token, '')",
        'post(url, token=self.token, auth=(os.environ["X"], ""))',
        'CIRCLE_TOKEN = os.environ["CIRCLE_TOKEN"]',
        "CIRCLE_TOKEN=$(cat token)",
        '"?circle-token=" "$TOKEN"',
        '"Basic " + encoded',
        'curl -H "Circle-Token: " -H "Accept: x"',
        "through_xoxb-and ghp_short",
        "https://circleci.com/gh/a@b",
        f"prefix{TOKEN}",
        TOKEN + "0",
        "with open('circle.token', 'rb') as f: pass",
        '{"name": "DOCKERHUB_TOKEN", "value": "$T"}',
        "{'name': 'A_TOKEN', 'value': os.environ['A_TOKEN']}",
    ],
)
def test_what_names_a_secret_is_none(text: str) -> None:
    assert Secrets([]).mask(text) == text


def test_a_secret_is_masked_wherever_it_stands_again() -> None:
    secrets = Secrets(["CIRCLE_TOKEN=long-enough-one", "circle-token=short"])
    assert secrets.mask("say long-enough-one, short") == "say ***, short"


@settings(deadline=None)
@given(st.text(st.sampled_from("circle-token=: 'a0\n")))
def test_places_are_sorted_and_apart(text: str) -> None:
    spans = Secrets([text]).spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "=-u",
        "https://",
        "token",
        "TOKEN=a",
        "a",
        "0a",
        '"token" ',
        "${",
        "\n  ",
        "auth=(",
        "-u a",
        "ghp_",
        'basic "',
    ],
)
def test_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.process_time()
    Secrets([]).spans(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("?circle-token=0123456789abcdef0123456789abcdef01234567", True),
        ("Circle-Token: CCIPAT_abc123_0123456789abcdef0123", True),
        ('curl -u "0123456789abcdef0123456789abcdef01234567:" x', True),
        ("?circle-token=$TOKEN", False),
        ("?circle-token=YOUR_PERSONAL_API_TOKEN_HERE", False),
        ("revision=0123456789abcdef0123456789abcdef01234567", False),
    ],
)
def test_a_token_is_told_from_a_hash_and_from_the_word_of_an_example(text: str, held: bool) -> None:
    assert holds_token(text) == held


def test_a_line_is_looked_through_once_for_all_of_its_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    plain = tokens.tokens

    def counting(text: str) -> Iterator[tokens.Token]:
        asked.append(text)
        return plain(text)

    monkeypatch.setattr(tokens, "tokens", counting)
    line = f"curl https://x/{TOKEN} && " * 50
    assert all(tokens.may_hold_token("".join(line)) for _ in range(50))
    assert asked == [line]
