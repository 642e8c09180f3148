"""What a run asks of one file: the command line, and the configuration nearest to the file."""

from __future__ import annotations

import os

from migrator.config.config import Config
from migrator.records import dataclass
from migrator.run.request import Request


@dataclass(frozen=True)
class Scope:
    """``select`` and ``ignore`` are ids of rules; an empty ``select`` means all."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    org_slug: str | None = None
    api_hosts: tuple[str, ...] = ()

    def wants(self, rule: str) -> bool:
        return rule not in self.ignore and (not self.select or rule in self.select)

    @property
    def wants_all(self) -> bool:
        return not (self.select or self.ignore)


class Scopes:
    """The scope of each file of a run."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._by_config: dict[int, Scope] = {}

    def of(self, path: str) -> Scope:
        """Raises ``BadConfig``."""
        config = self._request.configuration.of(path)
        if id(config) not in self._by_config:
            self._by_config[id(config)] = scope(self._request, config)
        whole = self._by_config[id(config)]
        if "per-file-ignores" not in config.values:
            return whole
        ignored = config.ignored(os.path.abspath(path))
        return Scope(whole.select, whole.ignore | ignored, whole.org_slug, whole.api_hosts)

    def want(self, path: str, rule: str) -> bool:
        """Whether a call of ``rule`` is looked for in the file at ``path``."""
        return self.of(path).wants(rule)


def scope(request: Request, config: Config) -> Scope:
    """What holds where ``config`` does, but for single files that it names.

    ``--select`` chooses anew; what is ignored or named as a host adds up.
    """
    values = config.values
    ignored = frozenset() if request.select else frozenset(values.get("ignore", ()))
    hosts = (*request.api_hosts, *(host.lower() for host in values.get("api-host", ())))
    return Scope(
        select=request.select or frozenset(values.get("select", ())),
        ignore=request.ignore | ignored,
        org_slug=request.org_slug or values.get("org-slug"),
        api_hosts=tuple(dict.fromkeys(hosts)),
    )
