"""The stand-in for circleci.com that programs are run against."""

from __future__ import annotations

import tempfile
import threading
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tests.standin import history
from tests.standin.api import V1, respond
from tests.standin.certificates import write_authority
from tests.standin.data import Account
from tests.standin.exchange import Request, Response
from tests.standin.proxy import Proxy
from tests.standin.record import RecordedRequest, record

HOSTS = ("circleci.com", "www.circleci.com", "app.circleci.com")


class StandinError(Exception):
    """Something failed in a thread of the stand-in itself."""


class Standin:
    """
    `v1="answers"` is v1.1 as it was, `"gone"` as from 2027-02-01 (triggers and reruns answer
    410), `"refused"` answers 410 to every v1 and v1.1 request.
    `hosts` are served besides circleci.com; `projects` are slugs that exist besides the usual ones.
    """

    def __init__(
        self,
        v1: V1 = "answers",
        *,
        hosts: Iterable[str] = (),
        projects: Iterable[str] = (),
        page_size: int = 3,
    ) -> None:
        self._v1: V1 = v1
        self._projects = tuple(projects)
        self._page_size = page_size
        self._lock = threading.Lock()
        self._requests: list[RecordedRequest] = []
        self._proxy = Proxy((*HOSTS, *hosts), self._serve)
        self._folder = tempfile.TemporaryDirectory(prefix="standin-")
        self.account: Account = history.account(self._projects)

    def __enter__(self) -> Self:
        write_authority(self._authority)
        self._wgetrc.write_text(
            f"ca_certificate = {self._authority}\n"
            "check_certificate = on\n"
            "use_proxy = on\n"
            f"https_proxy = {self._proxy.url}\n"
            f"http_proxy = {self._proxy.url}\n"
        )
        self._proxy.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]:
        self._proxy.stop()
        self._folder.cleanup()
        if self._proxy.errors:
            raise StandinError(
                "\n".join("".join(traceback.format_exception(e)) for e in self._proxy.errors)
            )
        return False

    @property
    def _authority(self) -> Path:
        return Path(self._folder.name) / "authority.pem"

    @property
    def _wgetrc(self) -> Path:
        return Path(self._folder.name) / "wgetrc"

    def environment(self) -> dict[str, str]:
        """What a child's environment needs besides what it has, for its program to come here."""
        proxies = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY")
        authorities = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
        return {
            **dict.fromkeys((*proxies, "all_proxy"), self._proxy.url),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
            **dict.fromkeys(authorities, str(self._authority)),
            "WGETRC": str(self._wgetrc),
        }

    @property
    def requests(self) -> list[RecordedRequest]:
        """Every request so far, in the order of their answers."""
        with self._lock:
            return list(self._requests)

    @property
    def refusals(self) -> list[str]:
        """What came to the proxy and was no request to a host that it serves."""
        return list(self._proxy.refusals)

    def clear(self) -> None:
        """Forget all requests and put the data back to what it was at the start."""
        with self._lock:
            self._requests.clear()
            self._proxy.refusals.clear()
            self.account = history.account(self._projects)

    def _serve(self, request: Request) -> Response:
        with self._lock:
            try:
                response = respond(request, self.account, self._v1, self._page_size)
            except Exception as error:
                self._proxy.errors.append(error)
                response = Response(500, b'{"message":"The stand-in failed"}', "application/json")
            # Before the answer leaves, so that a client that has ended has been recorded.
            self._requests.append(record(request, response.status))
            return response
