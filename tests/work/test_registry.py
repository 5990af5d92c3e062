"""What the worker finds in the rooms, and what it refuses to start with."""

import sys
from types import ModuleType

import pytest

from mutuals.work.cron import BadCron
from mutuals.work.registry import Clash, registry


@pytest.fixture
def room(monkeypatch):
    """Makes a room with the given things in its jobs."""

    def make(name: str, **things: object) -> str:
        package, jobs = ModuleType(f"mutuals.{name}"), ModuleType(f"mutuals.{name}.jobs")
        package.__path__ = []
        jobs.__dict__.update(things)
        jobs.__spec__ = __import__("importlib.machinery").machinery.ModuleSpec(f"mutuals.{name}.jobs", None)
        monkeypatch.setitem(sys.modules, f"mutuals.{name}", package)
        monkeypatch.setitem(sys.modules, f"mutuals.{name}.jobs", jobs)
        return name

    return make


def test_jobs_of_all_rooms_are_found(room) -> None:
    kitchen = room("kitchen", JOBS={"cook": print}, HEAVY={"cook"}, CRON={"cook": "0 12 * * *"})
    cellar = room("cellar", JOBS={"fetch": len})
    found = registry([kitchen, cellar])
    assert found.jobs == {"cook": print, "fetch": len}
    assert found.heavy == {"cook"}
    assert found.cron == {"cook": "0 12 * * *"}


def test_one_name_in_two_rooms_is_refused(room) -> None:
    with pytest.raises(Clash, match="cellar offers cook a second time"):
        registry([room("kitchen", JOBS={"cook": print}), room("cellar", JOBS={"cook": print})])


def test_timing_a_job_that_nobody_has_is_refused(room) -> None:
    with pytest.raises(Clash, match="No room has the jobs bake"):
        registry([room("kitchen", JOBS={}, CRON={"bake": "* * * * *"})])


def test_a_bad_line_is_found_at_the_start(room) -> None:
    with pytest.raises(BadCron):
        registry([room("kitchen", JOBS={"cook": print}, CRON={"cook": "61 * * * *"})])
