"""A pytest plug-in: what was skipped is told at the end, and forbidden where it could have run.

`MUTUALS_TEST_SKIPS` names a file where the parts of `make test` gather theirs; `python -m tests.house.skips FILE` tells
them together. With `MUTUALS_TEST_STRICT=1` a skip fails,
except for lack of the real data (`MUTUALS_TEST_DATA`) where these are not at hand, or when the machine itself is unfit
or the other database is meant (a reason that begins with one of `NOTHING_TO_DO`).
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

STRICT = os.environ.get("MUTUALS_TEST_STRICT") == "1"
NOTHING_TO_DO = ("here:", "root may write everywhere", "SQLite's file is what is changed here")


def reason_of(report: Any) -> str:
    """Why a skipped test was skipped, in the words it gave."""
    told = report.longrepr
    words = str(told[2] if isinstance(told, tuple) else told)
    return words.removeprefix("Skipped: ")


def excused(reason: str, environ: "os._Environ[str] | dict[str, str]" = os.environ) -> bool:
    """Whether a strict run lets this skip pass."""
    return reason.startswith(NOTHING_TO_DO) or (
        "MUTUALS_TEST_DATA" in reason and not environ.get("MUTUALS_TEST_DATA")
    )


def _judge(report: Any) -> None:
    if STRICT and report.skipped and not hasattr(report, "wasxfail") and not excused(reason_of(report)):
        report.longrepr = f"Skipped, though this could have been run here: {reason_of(report)}"
        report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _judge(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _judge(report)
    return report


def told(reasons: list[str]) -> str:
    """How many were skipped for each reason, a line each."""
    counted = sorted(Counter(reasons).items())
    return "".join(f"{count} test{'s' * (count > 1)}: {reason}\n" for reason, count in counted)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tells this part's skips, or leaves them where those of all parts are gathered."""
    if hasattr(terminalreporter.config, "workerinput"):
        return  # one of several processes; the one that gathers them tells
    found = [reason_of(report) for report in terminalreporter.stats.get("skipped", [])]
    if shared := os.environ.get("MUTUALS_TEST_SKIPS"):
        with Path(shared).open("a", encoding="utf-8") as out:
            out.writelines(f"{reason}\n" for reason in found)
    elif found:
        terminalreporter.section("skipped, and why")
        terminalreporter.write(told(found))


if __name__ == "__main__":
    sys.stdout.write(told(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()))
