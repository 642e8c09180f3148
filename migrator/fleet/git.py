"""Git, as it may be started in a repository that nobody has looked at yet.

What a repository's configuration could name to be run is switched off: hooks, a file
system monitor, filters, programs that sign, collect garbage or carry a protocol.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping

from migrator.files.worktree import TIES, program
from migrator.fleet.refused import Refused
from migrator.report.printable import printable

_OFF = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.sparseCheckout=false",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "protocol.ext.allow=never",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    # No name is made up for who commits.
    "user.useConfigOnly=true",
)
_PATIENCE = 1800
"""Seconds for one command: a clone of the largest repository over a slow line."""


class Git:
    """Runs in ``folder``. Without ``protocols`` it never fetches, not even an object it misses.

    ``settings`` are keys of the configuration with their values, seen by no other process.
    """

    def __init__(
        self,
        folder: str,
        protocols: Iterable[str] = ("none",),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self._protocols = ":".join(protocols)
        self._settings = dict(settings or {})

    def __call__(self, *arguments: str, stdin: bytes = b"") -> str:
        """What it prints, without the last line's end. Raises ``Refused``."""
        done = self._run(arguments, stdin)
        if done.returncode != 0:
            raise Refused(f"git {arguments[0]}: {_reason(done.stderr)}")
        return os.fsdecode(done.stdout).rstrip("\n")

    def ask(self, *arguments: str) -> str | None:
        """As a call, but ``None`` where git says no."""
        done = self._run(arguments, b"")
        return None if done.returncode else os.fsdecode(done.stdout).rstrip("\n")

    def at(self, folder: str) -> Git:
        """The same in ``folder``, with the filters switched off that are defined there."""
        plain = Git(folder)
        names = plain.ask("config", "--null", "--name-only", "--get-regexp", r"^filter\.") or ""
        drivers = {name.rpartition(".")[0] for name in names.split("\0") if name.count(".") > 1}
        values = {"clean": "", "smudge": "", "process": "", "required": "false"}
        off = {f"{each}.{key}": value for each in drivers for key, value in values.items()}
        return Git(folder, settings=off)

    def below(self, folder: str) -> Git:
        """The same in ``folder``, which lies in the same work tree."""
        return Git(folder, settings=self._settings)

    def _run(self, arguments: tuple[str, ...], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        command = [program()]
        for setting in _OFF:
            command += ["-c", setting]
        try:
            return subprocess.run(
                [*command, *arguments],
                cwd=self.folder,
                env=self._environment(),
                input=stdin,
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
                # Without a terminal neither git nor ssh can wait for an answer.
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(f"git {arguments[0]}: gave up after {_PATIENCE} s") from error
        except OSError as error:
            reason = f"git can't be run: {error.strerror}; install git 2.31 or newer"
            raise Refused(reason) from error

    def _environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in TIES}
        first = int(environment.get("GIT_CONFIG_COUNT") or 0)
        for number, (key, value) in enumerate(self._settings.items(), first):
            environment[f"GIT_CONFIG_KEY_{number}"] = key
            environment[f"GIT_CONFIG_VALUE_{number}"] = value
        return environment | {
            "GIT_CONFIG_COUNT": str(first + len(self._settings)),
            "GIT_ALLOW_PROTOCOL": self._protocols,
            "GIT_ASKPASS": "true",
            "GIT_LFS_SKIP_SMUDGE": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LANGUAGE": "C",
            "LC_ALL": "C",
            "SSH_ASKPASS": "true",
        }


def _reason(stderr: bytes) -> str:
    """The first line in which git says what is wrong."""
    lines = [line.strip() for line in os.fsdecode(stderr).splitlines() if line.strip()]
    wrong = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return printable((wrong or lines or ["failed without a word"])[0])
