"""A CONNECT proxy on loopback that ends the TLS itself and never dials out."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import string
import sys
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import quote

from tests.standin.certificates import server_context
from tests.standin.exchange import Request, Response

HTTPS = ":443"


class Proxy(socketserver.ThreadingTCPServer):
    """Serves `hosts` (names, with a port if it isn't 443) through `serve`; refuses the rest."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, hosts: Iterable[str], serve: Callable[[Request], Response]) -> None:
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.authorities = {host if ":" in host else host + HTTPS for host in hosts}
        self.serve = serve
        self.refusals: list[str] = []
        self.errors: list[BaseException] = []
        self._connections: dict[Any, socket.socket] = {}
        self._acceptor = threading.Thread(target=self._accept, name="stand-in proxy")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        self._acceptor.start()

    def stop(self) -> None:
        """End every connection and join every thread."""
        self.shutdown()
        self._acceptor.join()
        for connection in list(self._connections.values()):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def _accept(self) -> None:
        try:
            self.serve_forever(poll_interval=0.01)
        except BaseException as error:
            self.errors.append(error)

    def process_request(self, request: Any, client_address: Any) -> None:
        # A duplicate, because TLS takes the original's file descriptor away.
        self._connections[client_address] = request.dup()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._connections.pop(client_address).close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        # `curl | head` and a killed client leave like this; it is no fault of the stand-in.
        if error is not None and not isinstance(error, ConnectionError | ssl.SSLError):
            self.errors.append(error)


class Tunnel(BaseHTTPRequestHandler):
    """What a client says to the proxy before TLS begins."""

    server: Proxy
    # Unbuffered, so that no byte of the TLS handshake is read as HTTP.
    rbufsize = 0

    def do_CONNECT(self) -> None:
        if self.path not in self.server.authorities:
            self._refuse()
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = server_context(self.path.rpartition(":")[0])
        try:
            secure = context.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, ConnectionError) as error:
            self.server.refusals.append(f"CONNECT {self.path}: TLS handshake failed: {error}")
            return
        with secure:
            Conversation(self.path.removesuffix(HTTPS), secure, self.client_address, self.server)

    def _refuse(self) -> None:
        self.server.refusals.append(f"{self.command} {self.path}")
        self.send_response(502)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _refuse

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Conversation(BaseHTTPRequestHandler):
    """HTTP/1.1 inside the tunnel."""

    server: Proxy
    protocol_version = "HTTP/1.1"
    # Head and body are two writes; Nagle's algorithm would hold the second back.
    disable_nagle_algorithm = True

    def __init__(self, host: str, connection: ssl.SSLSocket, address: Any, server: Proxy) -> None:
        self.host = host
        super().__init__(connection, address, server)

    def _converse(self) -> None:
        response = self.server.serve(
            Request(
                method=self.command,
                host=self.host,
                target=quote(self.path.encode("latin-1"), safe=string.punctuation),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self._read_body(),
            )
        )
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _converse

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self._read_chunks())
        return self._read_exactly(int(self.headers.get("Content-Length", "0")))

    def _read_chunks(self) -> Iterable[bytes]:
        while size := int(self._read_line().partition(b";")[0], 16):
            yield self._read_exactly(size)
            self._read_line()
        while self._read_line().strip():
            pass

    def _read_line(self) -> bytes:
        line = self.rfile.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError("the client left in the middle of its body")
        return line

    def _read_exactly(self, size: int) -> bytes:
        body = self.rfile.read(size)
        if len(body) < size:
            raise ConnectionError("the client left in the middle of its body")
        return body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.server.refusals.append(f"{self.host}: {code} {message}: {self.requestline}")
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: Any) -> None:
        pass
