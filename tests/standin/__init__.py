"""A stand-in for circleci.com on loopback: `with Standin() as api: ...`."""

from .authentication import PROJECT_TOKEN, TOKEN
from .downloads import ARTIFACT_HOST
from .record import RecordedRequest
from .standin import Standin, StandinError

__all__ = [
    "ARTIFACT_HOST",
    "PROJECT_TOKEN",
    "TOKEN",
    "RecordedRequest",
    "Standin",
    "StandinError",
]
