"""A program as a set of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Program:
    """``files`` by their path relative to the program's folder."""

    files: Mapping[str, bytes]

    def write(self, folder: Path) -> None:
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def reread(self, folder: Path) -> Program:
        """The same files as they stand in ``folder`` now."""
        return Program({name: (folder / name).read_bytes() for name in self.files})

    def with_crlf(self) -> Program:
        return Program({n: c.replace(b"\n", b"\r\n") for n, c in self.files.items()})

    def with_bom(self) -> Program:
        return Program({n: _BOM + c for n, c in self.files.items()})

    def text(self, name: str) -> str:
        return self.files[name].decode()


def read_program(folder: Path, stage: str) -> Program | None:
    """The files of ``folder/stage/``; or ``folder/stage.*``, under the name ``program.*``."""
    if (folder / stage).is_dir():
        return read_files(folder / stage)
    found = [path for path in sorted(folder.iterdir()) if path.name.partition(".")[0] == stage]
    assert len(found) <= 1, f"{folder}: more than one file for {stage}"
    if not found:
        return None
    name = "program" + found[0].name.removeprefix(stage)
    return Program({name: found[0].read_bytes()})


def read_files(folder: Path) -> Program:
    """Every file below ``folder``."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return Program({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
