from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.source import Source
from migrator.catalog.severity import Severity
from migrator.cli.perform import exit_status
from migrator.cli.settings import Settings
from migrator.report.report import Failure, Report
from tests.report.reports import finding

SETTINGS = Settings()
SOURCE = Source("x.sh", "curl\n")
ERROR, WARNING, NOTE = (
    finding(SOURCE, "curl", severity=severity)
    for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
)
FATAL = Failure("x", None, "no")
PARTLY = Failure("x", None, "no", fatal=False)


@pytest.mark.parametrize(
    ("report", "options", "expected"),
    [
        (Report(()), {}, 0),
        (Report((ERROR,)), {}, 1),
        (Report((WARNING, NOTE)), {}, 0),
        (Report((WARNING,)), {"fail_on": "warning"}, 1),
        (Report((NOTE,)), {"fail_on": "warning"}, 0),
        (Report((NOTE,)), {"fail_on": "note"}, 1),
        (Report((ERROR,)), {"exit_zero": True}, 0),
        (Report((), (FATAL,)), {}, 2),
        (Report((ERROR,), (FATAL,)), {"exit_zero": True}, 2),
        (Report((), (PARTLY,)), {}, 0),
        (Report((), fixed=(ERROR,)), {"fix": True}, 0),
        (Report((), fixed=(ERROR,)), {"fix": True, "exit_non_zero_on_fix": True}, 1),
        (Report(()), {"fix": True, "exit_non_zero_on_fix": True}, 0),
        (Report((ERROR,), fixed=(ERROR,)), {"diff": True}, 1),
        (Report((ERROR,)), {"fix": True}, 1),
    ],
)
def test_exit_status(report: Report, options: dict[str, object], expected: int) -> None:
    assert exit_status(report, replace(SETTINGS, **options)) == expected  # type: ignore[arg-type]
