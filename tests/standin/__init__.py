"""A stand-in for circleci.com on loopback: `with Standin() as api: ...`."""

from tests.standin.authentication import PROJECT_TOKEN, TOKEN
from tests.standin.downloads import ARTIFACT_HOST
from tests.standin.record import RecordedRequest
from tests.standin.standin import Standin, StandinError

__all__ = [
    "ARTIFACT_HOST",
    "PROJECT_TOKEN",
    "TOKEN",
    "RecordedRequest",
    "Standin",
    "StandinError",
]
