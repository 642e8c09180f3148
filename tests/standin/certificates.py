"""The certificate authority of this process, and a TLS server context for each host."""

from __future__ import annotations

import functools
import ssl
from pathlib import Path

import trustme


@functools.cache
def _authority() -> trustme.CA:
    return trustme.CA(organization_name="stand-in for circleci.com")


def write_authority(path: Path) -> None:
    """Write the certificate that clients must trust, as PEM."""
    _authority().cert_pem.write_to_path(path)


@functools.cache
def server_context(host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    _authority().issue_cert(host).configure_cert(context)
    return context
