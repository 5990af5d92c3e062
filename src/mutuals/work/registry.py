"""What the rooms ask to have done: their `jobs.JOBS`, which of them are heavy, and when some come due by themselves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from mutuals.work import cron

Payload = dict[str, Any]
Run = Callable[[Payload], None]


class Clash(Exception):
    """Two rooms offer a job of the same name, or a room times a job that it does not have."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Jobs by name; the names that run in a child at low priority; cron lines (UTC) by name."""

    jobs: Mapping[str, Run] = field(default_factory=dict)
    heavy: frozenset[str] = frozenset()
    cron: Mapping[str, str] = field(default_factory=dict)


def registry(rooms: Iterable[str]) -> Registry:
    """Walks the rooms for `jobs` with `JOBS`, and where they exist `HEAVY` and `CRON`.

    Raises Clash, and BadCron for a line that cannot be read: found at the start, not at three in the morning.
    """
    jobs: dict[str, Run] = {}
    heavy: set[str] = set()
    times: dict[str, str] = {}
    for room in rooms:
        if find_spec(f"mutuals.{room}.jobs") is None:
            continue
        module = import_module(f"mutuals.{room}.jobs")
        if twice := jobs.keys() & module.JOBS.keys():
            raise Clash(f"{room} offers {', '.join(sorted(twice))} a second time.")
        jobs |= module.JOBS
        heavy |= set(getattr(module, "HEAVY", ()))
        times |= getattr(module, "CRON", {})
    if unknown := (heavy | times.keys()) - jobs.keys():
        raise Clash(f"No room has the jobs {', '.join(sorted(unknown))}.")
    for line in times.values():
        cron.next_ms(line, 0)
    return Registry(jobs, frozenset(heavy), times)
