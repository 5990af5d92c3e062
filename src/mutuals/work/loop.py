"""The loop of the door `work`: claims what is due, does it, says how it went. Knows no database and no Django.

Light jobs run here, one after another; a heavy one runs in a child beside them, one at a time, so that a large import
does not hold up the small work behind a click. A heavy job claimed while another runs waits here, its claim renewed.
A stop gives back what is unfinished; what a crash leaves is claimed again once its claim has lapsed.
"""

import threading
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from mutuals.work import cron
from mutuals.work.registry import Registry

POLL_S = 0.25
CLAIM_S = 60
RENEW_S = 20.0
CRON_S = 30
WORST_PAUSE_S = 30.0
LONGEST_ERROR = 2000
MOST_TRIES = 5


class Job(Protocol):
    """A claimed row of the job table, as far as the loop looks at it."""

    name: str
    payload: dict[str, Any]
    tries: int


class Queue(Protocol):
    """The part of `team.services` that the loop calls; the tests have one in memory with the same names."""

    def job_add(self, *, name: str, payload: dict[str, Any], due_ms: int, key: str = "") -> Any: ...
    def job_claim(self, *, now_ms: int, holder: str, seconds: int) -> Any: ...
    def job_extend(self, job: Any, *, now_ms: int, seconds: int) -> bool: ...
    def job_done(self, job: Any) -> Any: ...
    def job_failed(self, job: Any, *, error: str, now_ms: int) -> Any: ...
    def job_give_back(self, job: Any, *, now_ms: int) -> Any: ...


class Heavy(Protocol):
    """A heavy job under way; `work.child.Child` is one."""

    def ended(self) -> bool: ...
    def error(self) -> str: ...
    def stop(self) -> None: ...


@dataclass
class Loop:
    """All that one worker needs; `around` wraps every touch of the queue (fresh database connections)."""

    queue: Queue
    registry: Registry
    holder: str
    clock: Callable[[], int]
    launch: Callable[[str, dict[str, Any]], Heavy]
    say: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    around: Callable[[], AbstractContextManager[Any]] = nullcontext
    _mine: list[Any] = field(default_factory=list)
    _waiting: deque[Any] = field(default_factory=deque)
    _running: tuple[Any, Heavy] | None = None
    _cron_at: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Works until `stop` is set; a queue that cannot be reached is tried again with growing pauses."""
        renewer = threading.Thread(target=self._renew_often, name="renews-claims", daemon=True)
        renewer.start()
        pause = POLL_S
        try:
            while not self.stop.is_set():
                try:
                    busy = self.turn()
                    pause = POLL_S
                except Exception as error:  # noqa: BLE001  a lost database must not end the worker
                    self.say(f"The queue cannot be reached, I try again: {type(error).__name__}: {error}")
                    busy, pause = False, min(pause * 2, WORST_PAUSE_S)
                if not busy:
                    self.stop.wait(pause)
        finally:
            self.stop.set()
            self._wind_down()

    def turn(self) -> bool:
        """One round: what is timed, what is heavy, then at most one light job. Says whether anything was done."""
        with self.around():
            self._plan()
            moved = self._heavy()
            job = self.queue.job_claim(now_ms=self.clock(), holder=self.holder, seconds=CLAIM_S)
            if job is None:
                return moved
            self._take(job)
            return True

    def renew(self) -> None:
        """Makes every claim that is still worked on last longer."""
        with self._lock:
            mine = list(self._mine)
        for job in mine:
            if not self.queue.job_extend(job, now_ms=self.clock(), seconds=CLAIM_S):
                self._lost(job)

    def _lost(self, job: Any) -> None:
        """Somebody else took the job over (this machine slept): they do it now, so it ends here."""
        running = self._running
        if running and running[0] is job:
            running[1].stop()
        with self._lock:
            if job in self._waiting:
                self._waiting.remove(job)
                self._mine.remove(job)

    def _wind_down(self) -> None:
        """Stops the heavy job and gives back what is not finished, so that the next start goes on at once."""
        if self._running:
            self._running[1].stop()
        try:
            with self.around():
                for job in self._mine:
                    self.queue.job_give_back(job, now_ms=self.clock())
        except Exception as error:  # noqa: BLE001  then the claims lapse by themselves
            self.say(f"A claim could not be given back: {type(error).__name__}: {error}")

    def _renew_often(self) -> None:
        while not self.stop.wait(RENEW_S):
            try:
                with self.around():
                    self.renew()
            except Exception as error:  # noqa: BLE001  the claim outlasts two missed renewals
                self.say(f"A claim could not be renewed: {type(error).__name__}: {error}")

    def _plan(self) -> None:
        """Puts each timed job's next moment in the queue. What came due while the machine was off is still there."""
        now = self.clock()
        if now < self._cron_at:
            return
        # At the start the minute that has begun counts too, so that what is due every minute is not a minute late.
        after = now if self._cron_at else now - cron.MINUTE_MS
        self._cron_at = now + CRON_S * 1000
        for name, line in self.registry.cron.items():
            self.queue.job_add(name=name, payload={}, due_ms=cron.next_ms(line, after), key=f"cron {line}")

    def _take(self, job: Any) -> None:
        with self._lock:
            self._mine.append(job)
        if job.tries > MOST_TRIES:
            self._finish(job, f"It ended its worker {MOST_TRIES} times.")
        elif job.name in self.registry.heavy:
            self._waiting.append(job)
            self._heavy()
        else:
            self._finish(job, self._light(job))

    def _light(self, job: Any) -> str:
        run = self.registry.jobs.get(job.name)
        if run is None:
            return f"No room knows a job {job.name!r}."
        try:
            run(job.payload)
        except Exception:  # noqa: BLE001  whatever a job raises is its result
            return traceback.format_exc()
        return ""

    def _heavy(self) -> bool:
        """Ends the heavy job that has ended and starts the next; says whether it did either."""
        moved = False
        if self._running and self._running[1].ended():
            job, child = self._running
            self._running = None
            self._finish(job, child.error())
            moved = True
        if self._running is None and (waiting := self._next_waiting()):
            self._running = (waiting, self.launch(waiting.name, waiting.payload))
            moved = True
        return moved

    def _next_waiting(self) -> Any:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _finish(self, job: Any, error: str) -> None:
        with self._lock:
            self._mine.remove(job)
        if error:
            self.say(f"{job.name} failed: {error.strip().splitlines()[-1]}")
            self.queue.job_failed(job, error=error[-LONGEST_ERROR:], now_ms=self.clock())
        else:
            self.queue.job_done(job)
