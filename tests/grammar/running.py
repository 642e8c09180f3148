"""A program, run with what it sends going to the stand-in: in Python in this process."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from tests.harness.execution import started
from tests.standin import TOKEN, RecordedRequest, Standin


@dataclass(frozen=True)
class Ran:
    error: str
    stdout: str
    requests: tuple[RecordedRequest, ...]


def run_python(text: str, api: Standin) -> Ran:
    api.clear()
    printed = io.StringIO()
    error = ""
    code = compile(text, "program.py", "exec")
    with (
        # It remembers the proxy of whoever opened something first.
        mock.patch("urllib.request._opener", None),
        mock.patch.dict(os.environ, {"CIRCLE_TOKEN": TOKEN, **api.environment()}),
        mock.patch.object(http.client.HTTPSConnection, "__init__", _tunnelled(api)),
        # It makes up its mind about certificates when it is loaded.
        mock.patch("aiohttp.connector._SSL_CONTEXT_VERIFIED", _context(api)),
        contextlib.redirect_stdout(printed),
    ):
        try:
            exec(code, {"__name__": "__main__"})
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
    assert api.refusals == []
    return Ran(error, printed.getvalue(), tuple(api.requests))


def _context(api: Standin) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=api.environment()["SSL_CERT_FILE"])


def _tunnelled(api: Standin) -> Callable[..., None]:
    """How a connection begins: ``http.client`` knows no proxy by itself."""
    context = _context(api)
    proxy, port = api.environment()["https_proxy"].removeprefix("http://").split(":")
    direct = http.client.HTTPSConnection.__init__

    def begin(self: http.client.HTTPSConnection, host: str, *rest: Any, **options: Any) -> None:
        if host.split(":")[0] == proxy:
            direct(self, host, *rest, **options)
        else:
            direct(self, proxy, int(port), context=context)
            self.set_tunnel(host, 443)

    return begin


def run_shell(text: str, api: Standin) -> Ran:
    api.clear()
    with tempfile.TemporaryDirectory() as folder:
        done = started(["bash", "-c", text], Path(folder), api, {})
    assert api.refusals == []
    return Ran(done.stderr if done.returncode else "", done.stdout, tuple(api.requests))
