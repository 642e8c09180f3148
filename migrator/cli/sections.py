"""The help of a command with its options under headings."""

from __future__ import annotations

from typing import Any

import click


class Sectioned(click.Command):
    """``sections`` are the headings, each by the option that it stands above."""

    def __init__(self, *args: Any, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        heading = "Options"
        listed: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            if not isinstance(param, click.Option):
                continue
            heading = next((self.sections[o] for o in param.opts if o in self.sections), heading)
            record = param.get_help_record(ctx)
            if record is not None:
                listed.setdefault(heading, []).append(record)
        for title, records in listed.items():
            with formatter.section(title):
                formatter.write_dl(records)
