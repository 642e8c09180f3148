"""What a request body says, by its Content-Type: JSON, or a form of either kind."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

_NESTED = re.compile(r"(\w+)\[([^\]]*)\]")


@dataclass(frozen=True)
class Body:
    raw: bytes
    media_type: str
    json: Any
    """None if the body isn't JSON, or is said to be and can't be read."""
    form: list[tuple[str, str]]

    def fields(self) -> dict[str, Any]:
        """The top-level keys as v1.1 sees them: `a[b]=c` of a form is `{"a": {"b": "c"}}`."""
        if isinstance(self.json, dict):
            return self.json
        fields: dict[str, Any] = {}
        for name, value in self.form:
            if nested := _NESTED.fullmatch(name):
                fields.setdefault(nested[1], {})[nested[2]] = value
            else:
                fields[name] = value
        return fields


def read_body(raw: bytes, headers: Mapping[str, str]) -> Body:
    content_type = headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    return Body(
        raw=raw,
        media_type=media_type,
        json=_read_json(raw) if media_type == "application/json" else None,
        form=_read_form(raw, media_type, content_type),
    )


def _read_json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _read_form(raw: bytes, media_type: str, content_type: str) -> list[tuple[str, str]]:
    if media_type == "application/x-www-form-urlencoded":
        return parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)
    if media_type == "multipart/form-data":
        head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
        parts = BytesParser(policy=HTTP).parsebytes(head + raw).iter_parts()
        return [
            (
                str(part.get_param("name", header="content-disposition")),
                bytes(part.get_payload(decode=True)).decode("utf-8", "replace"),
            )
            for part in parts
        ]
    return []
