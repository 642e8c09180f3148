from __future__ import annotations

import pytest

from tests.shell.scripts import call

U = "https://a.test/api/v1.1/project/gh/acme/site/7/artifacts"


@pytest.mark.parametrize(
    "script",
    [
        f"curl {U}",
        f"curl -sfL '{U}?branch=main'",
        f"curl -H 'Accept: application/json' {U}",
        f"curl -A me -o out.json {U}",
        "curl https://a.test/api/v1.1/project/gh/acme/site/$N/artifacts",
        f"wget -qO- {U}",
        f"http GET {U}",
        f"curl -d 'branch=main' {U}",
        f"U={U}\ncurl $U",
    ],
)
def test_sends_no_token(script: str) -> None:
    assert call(script).anonymous


@pytest.mark.parametrize(
    "script",
    [
        f"curl -u $T: {U}",
        f"curl -sfu $T: {U}",
        f"curl -n {U}",
        f"curl --netrc-file f {U}",
        f"curl -K f {U}",
        f"curl -b session {U}",
        f"curl --oauth2-bearer $T {U}",
        f"curl -H 'Circle-Token: a' {U}",
        f'curl -H "Authorization: Basic $T" {U}',
        f'curl -H "$AUTH" {U}',
        f"curl -H @headers {U}",
        f"curl $OPTIONS {U}",
        f'curl "${{OPTIONS[@]}}" {U}',
        f"$CURL {U}",
        f"curl {U}?circle-token=a",
        f'curl "{U}?limit=1&$QUERY"',
        f'curl "{U}$QUERY"',
        'curl "https://a.test/api/v1.1/$1"',
        "curl https://$T@a.test/api/v1.1/me",
        "curl https://abc:@a.test/api/v1.1/me",
        'curl "$API/me"',
        f"curl -G -d circle-token=a {U}",
        f'curl -G -d "$DATA" {U}',
        f"curl --url-query circle-token=a {U}",
        f"wget --user=$T {U}",
        f"http -a $T: {U}",
        f"echo -u $T: | xargs curl {U}",
        f'A=\nif x; then A="-u $T:"; fi\ncurl $A {U}',
    ],
)
def test_may_send_a_token(script: str) -> None:
    assert not call(script).anonymous
