"""The queue of team.services in memory: the same names, claimed the same way; and a clock that is told the time."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Row:
    """One job, as the loop sees it."""

    name: str
    payload: dict[str, Any]
    due_ms: int
    key: str = ""
    state: str = "waiting"
    tries: int = 0
    holder: str = ""
    until: int = 0
    error: str = ""


@dataclass
class Queue:
    """Rows in a list; what is done leaves it."""

    rows: list[Row] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)

    def job_add(self, *, name: str, payload: dict[str, Any], due_ms: int, key: str = "") -> Row:
        for row in self.rows:
            if key and (row.name, row.key, row.state) == (name, key, "waiting"):
                row.due_ms = min(row.due_ms, due_ms)
                return row
        self.rows.append(Row(name, payload, due_ms, key))
        return self.rows[-1]

    def job_claim(self, *, now_ms: int, holder: str, seconds: int) -> Row | None:
        due = [
            row
            for row in self.rows
            if (row.state == "waiting" and row.due_ms <= now_ms)
            or (row.state == "running" and row.until < now_ms)
        ]
        if not due:
            return None
        first = min(due, key=lambda row: row.due_ms)
        first.state, first.holder, first.until, first.tries = (
            "running",
            holder,
            now_ms + seconds * 1000,
            first.tries + 1,
        )
        return first

    def job_extend(self, job: Row, *, now_ms: int, seconds: int) -> bool:
        if job not in self.rows or job.state != "running" or job.holder == "another":
            return False
        job.until = now_ms + seconds * 1000
        self.extended.append(job.name)
        return True

    def job_done(self, job: Row) -> bool:
        self.rows.remove(job)
        self.done.append(job.name)
        return True

    def job_failed(self, job: Row, *, error: str, now_ms: int) -> bool:
        job.error = error
        job.state = "failed" if job.tries >= 5 else "waiting"
        job.due_ms = now_ms + 30_000
        return True

    def job_give_back(self, job: Row, *, now_ms: int) -> bool:
        job.state, job.due_ms, job.tries, job.holder = "waiting", now_ms, job.tries - 1, ""
        return True


@dataclass
class Clock:
    """Says what it was told."""

    now: int = 1_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Slow:
    """A heavy job that ends when the test says so."""

    name: str
    payload: dict[str, Any]
    over: bool = False
    words: str = ""
    stopped: bool = False

    def ended(self) -> bool:
        return self.over

    def error(self) -> str:
        return self.words

    def stop(self) -> None:
        self.stopped = self.over = True
