"""One writes in bulk at a time: the lease, who waits for it, and what becomes of one whose holder died."""

import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from mutuals.team.models import Lease
from mutuals.team.services.jobs import lease_release, lease_take

LEASE = "bulk"
LEASE_S = 60
LOOK_S = 0.2
# A write holds the lock for about WRITE_S; then others have at least REST_S to take it. SQLite looks whether the lock
# is free every 25 ms at most, until it has waited for 130 ms; later every 100, and would miss the rest.
WRITE_S, REST_S = 0.08, 0.05
SMALLEST, LARGEST, GROWTH = 100, 5_000, 1.5


def holder_name(what: str) -> str:
    """A name for the holder of the lease that tells which process of which machine it is."""
    return f"{what} {platform.node()} {os.getpid()}"


@dataclass(slots=True)
class Turns:
    """The turns of one import, or of the readings, at writing: waits for the lease, rests between writes, finds the
    right size."""

    holder: str
    clock: Callable[[], int]
    waits: Callable[[], None] | None = None
    size: int = 250
    free_at: float = field(default=0.0)

    def take(self) -> None:
        """Takes the lease or makes it last; waits while somebody else has it, saying so once a second."""
        looks = 0
        while not lease_take(name=LEASE, holder=self.holder, now_ms=self.clock(), seconds=LEASE_S):
            if looks % 5 == 0:
                _free_from_the_dead()
                if self.waits:
                    self.waits()
            looks += 1
            time.sleep(LOOK_S)

    def rest(self) -> None:
        """Gives others the time to write."""
        time.sleep(max(0.0, self.free_at + REST_S - time.monotonic()))

    def took(self, seconds: float) -> None:
        """Learns from how long a write held the lock."""
        self.free_at = time.monotonic()
        self.size = max(SMALLEST, min(LARGEST, int(self.size * min(GROWTH, WRITE_S / max(seconds, 0.001)))))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One write in its turn, in a transaction."""
        self.rest()
        self.take()
        before = time.monotonic()
        try:
            with transaction.atomic():
                yield
        finally:
            self.took(time.monotonic() - before)
            self.end()

    def end(self) -> None:
        """Lets others write in bulk again."""
        lease_release(name=LEASE, holder=self.holder)


def _free_from_the_dead() -> None:
    """Frees the lease at once when its holder was a process of this machine that is no more."""
    holder = Lease.objects.filter(name=LEASE).values_list("holder", flat=True).first() or ""
    _, _, rest = holder.partition(f" {platform.node()} ")
    if rest.isdigit() and not _alive(int(rest)):
        lease_release(name=LEASE, holder=holder)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
