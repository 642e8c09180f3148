"""A call's half of a migration, and the config's: both or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from migrator.call.call import Call
from migrator.call.source import Source
from migrator.catalog.match import Match
from migrator.catalog.rule import Rule
from migrator.circleci import agree
from migrator.circleci.config import V2_1, BadConfig, Config
from migrator.circleci.configs import Folder, aim
from migrator.circleci.halves import Halves, Made
from migrator.circleci.names import is_allowed
from migrator.circleci.pairing import Pairing
from migrator.circleci.sent import Sent, beyond_limits, renamed, sent
from migrator.circleci.snippet import declaration, snippet
from migrator.migrate import Migration
from migrator.records import dataclass
from migrator.yaml.layout import NotExact


def pair(
    call: Call,
    matches: Sequence[Match],
    migration: Migration,
    source: Source,
    folder: Folder,
) -> Pairing:
    """What of ``migration`` holds where the call's project takes declared parameters alone.

    ``matches`` are those of the call's URLs, all of one rule.
    """
    rule = matches[0].rule
    aims = {aim(match.bound("slug"), source, folder) for match in matches}
    path = aims.pop() if len(aims) == 1 else None
    parameters = sent(call, rule.body)
    one_job = parameters is not None and rule.body.one_job in parameters.names
    if migration.call and not one_job and path == source.home(call.span).path:
        again = (
            "the pipeline that it starts may run the step that it stands in, and so start another"
        )
        migration = replace(migration, review=(*migration.review, again))
    if parameters is None or not parameters.names:
        return Pairing(migration)
    return _Pair(call, rule, migration, parameters).with_config(path, folder)


@dataclass(frozen=True)
class _Pair:
    call: Call
    rule: Rule
    migration: Migration
    sent: Sent

    def with_config(self, path: str | None, folder: Folder) -> Pairing:
        """``path`` is that of the config, ``None`` where none is in view."""
        migration = self.migration
        if limits := beyond_limits(self.sent):
            migration = _against(migration, *limits)
        pair = replace(self, migration=migration)
        if path is None:
            return pair._elsewhere()
        try:
            config = folder.read(path)
        except BadConfig as bad:
            return pair._refused(f"`{path}` can't be read: {bad}")
        if config is None:
            return pair._elsewhere()
        if self.rule.only_undeclared:
            return pair._checked(config, path)
        return pair._at_hand(config, path, writable=folder.writable(path))

    def _elsewhere(self) -> Pairing:
        """The config is not in view."""
        if self.rule.only_undeclared:
            return Pairing(self.migration)
        note = f"for the project's config:\n{self._snippet({n: n for n in self.sent.names})}"
        strange = [name for name in self.sent.names if not is_allowed(name)]
        notes = [note]
        if strange:
            words = ", ".join(strange)
            notes.append(
                f"the configuration reference wants names in lower case: {words}; "
                "whoever changes one changes it in the config and in the call"
            )
        return Pairing(_noted(self.migration, *notes))

    def _refused(self, reason: str) -> Pairing:
        """The config is in view and can't be made to agree: the call stays as it is."""
        if self.rule.only_undeclared:
            return Pairing(self.migration)
        names = agree.names(self.sent, None)
        return self._unchanged("the project's config", names, reason)

    def _unchanged(self, config: str, names: Mapping[str, str], *reasons: str) -> Pairing:
        """A call that stays, with what a person has to put into the config when it goes."""
        named = config if config.startswith("the ") else f"`{config}`"
        note = f"for {named}:\n{self._snippet(names)}"
        return Pairing(_noted(_against(self.migration, *reasons), note))

    def _checked(self, config: Config, path: str) -> Pairing:
        """A call of v2, of which only what is missing is told."""
        missing = [name for name in self.sent.names if name not in config.parameters]
        if not missing:
            return Pairing(self.migration)
        names = ", ".join(f"`{name}`" for name in missing)
        what = f"`{path}` declares no parameter {names}"
        if config.version != V2_1:
            what += f", and takes none before it is `version: {V2_1}`"
        note = f"for `{path}`:\n{declaration(missing)}"
        return Pairing(_noted(self.migration, note), undeclared=what)

    def _at_hand(self, config: Config, path: str, *, writable: bool) -> Pairing:
        names = agree.names(self.sent, config)
        undeclared = [new for new in names.values() if new not in config.parameters]
        if undeclared and (hindrance := _hindrance(config, undeclared)):
            return self._unchanged(path, names, f"`{path}` {hindrance}")
        if self.migration.call is None:
            return self._stays(config, names, undeclared)
        try:
            made = self._made(config, names)
        except NotExact as reason:
            what = f"`{path}` must change with it, and can't be edited: {reason}"
            return self._unchanged(path, names, what)
        if made.edits and not writable:
            what = "must change with it, and is not among the files of this run: name it too"
            return self._unchanged(path, names, f"`{path}` {what}")
        values, wrong = agree.values(self.sent, names, config)
        body = renamed(self.migration.call.body, self._key, names, values)
        migration = _replaced(self.migration, self._of_config())
        migration = replace(
            migration,
            call=replace(self.migration.call, body=body),
            review=(*made.review, *wrong, *migration.review),
            notes=(*migration.notes, *made.notes),
        )
        return Pairing(migration, made.edits, otherwise=self._unchanged(path, names).migration)

    def _made(self, config: Config, names: Mapping[str, str]) -> Made:
        """Raises ``NotExact``."""
        if config.setup:
            other = "the config that it sets up must do with them what v1.1 did"
            return Made((), (f"{', '.join(names.values())} go to a `setup: true` config: {other}",))
        root = self.call.body.root
        by_tag = root is not None and root.get("tag") is not None
        return Halves(config, self.sent, names, self._selector).make(by_tag=by_tag)

    def _stays(self, config: Config, names: dict[str, str], undeclared: list[str]) -> Pairing:
        """A call that is not rewritten for another reason, held against the config."""
        path = config.source.path
        if not undeclared:
            _, wrong = agree.values(self.sent, names, config)
            words = ", ".join(names.values())
            told = f"`{path}` declares what it sends: {words}"
            return Pairing(_noted(self.migration, told, *wrong))
        note = f"`{path}` does not declare {', '.join(undeclared)}:\n{self._snippet(names)}"
        return Pairing(_noted(self.migration, note))

    @property
    def _key(self) -> str:
        return self.rule.body.rename.get(self.sent.key, self.sent.key)

    @property
    def _selector(self) -> str:
        """The member that names the one job to run, empty where none is sent."""
        selector = self.rule.body.one_job
        return selector if selector in self.sent.names else ""

    def _of_config(self) -> frozenset[str]:
        """What was said of a config that nobody had seen."""
        said = self.migration.of_config
        return said | {self.rule.fix.message} if self._selector else said

    def _snippet(self, names: Mapping[str, str]) -> str:
        selector = self._selector
        variables = {old: new for old, new in names.items() if old != selector}
        job = self.sent.value(selector) if selector else ""
        jobs = [job] if isinstance(job, str) and job else []
        return snippet(variables, names.get(selector), jobs)


def _hindrance(config: Config, undeclared: Sequence[str]) -> str | None:
    """Why parameters can't be declared in the config: the end of a clause about it."""
    if config.version != V2_1:
        is_what = f"is version {config.version}" if config.version else "has no version"
        # Source: configuration reference, "parameters"; CircleCI's notes on leaving version 2.
        return (
            f"{is_what}, which takes no parameters: make it {V2_1} first "
            "(there a `<<` in a command is `\\<<`)"
        )
    if config.setup:
        # Source: "Pipeline parameters and dynamic configuration": one name in both is an error.
        return (
            f"only sets up another config (`setup: true`): declare {', '.join(undeclared)} in it, "
            "hand them on under other names as `parameters` of its `continue` step, and declare "
            "and use those in the other one"
        )
    return None


def _noted(migration: Migration, *notes: str) -> Migration:
    return replace(migration, notes=(*migration.notes, *notes))


def _against(migration: Migration, *reasons: str) -> Migration:
    return replace(migration, call=None, against=(*migration.against, *reasons))


def _replaced(migration: Migration, clauses: frozenset[str]) -> Migration:
    return replace(
        migration,
        review=tuple(each for each in migration.review if each not in clauses),
        notes=tuple(each for each in migration.notes if each not in clauses),
    )
