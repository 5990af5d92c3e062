"""A loop over a queue in memory."""

import pytest

from mutuals.work.loop import Loop
from mutuals.work.registry import Registry
from tests.work.memory import Clock, Queue, Slow


class Bench:
    """A loop with everything around it that a test may look at."""

    def __init__(self) -> None:
        self.queue, self.clock = Queue(), Clock()
        self.heard: list[str] = []
        self.ran: list[object] = []
        self.children: list[Slow] = []

    def loop(
        self, *, heavy: tuple[str, ...] = (), cron: dict[str, str] | None = None, **jobs: object
    ) -> Loop:
        jobs = {"note": self.ran.append, "fail": self._fail, **jobs}
        return Loop(
            queue=self.queue,
            registry=Registry(jobs, frozenset(heavy), cron or {}),
            holder="here",
            clock=self.clock,
            launch=self._launch,
            say=self.heard.append,
        )

    def add(self, name: str, **payload: object) -> object:
        return self.queue.job_add(name=name, payload=payload, due_ms=self.clock.now)

    def _launch(self, name: str, payload: dict[str, object]) -> Slow:
        self.children.append(Slow(name, payload))
        return self.children[-1]

    def _fail(self, _payload: object) -> None:
        raise ValueError("the milk is sour")


@pytest.fixture
def bench() -> Bench:
    return Bench()
