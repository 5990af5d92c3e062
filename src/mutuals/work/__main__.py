"""`python -m mutuals.work`: the worker. `--with-parent` ends with standard input; `--heavy` does one job and ends."""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator

from mutuals.work import child
from mutuals.work.registry import Run, registry


def main(arguments: list[str]) -> int:
    """Runs the worker, or one heavy job; returns the exit code."""
    if "--heavy" in arguments:
        return child.run_heavy(_jobs)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if "--with-parent" in arguments:
        child.with_parent(stop.set)
    try:
        _work(stop)
    except Exception as error:
        if os.environ.get("MUTUALS_DEBUG"):
            raise
        _say(f"I cannot start: {type(error).__name__}: {error} (MUTUALS_DEBUG=1 shows where)")
        return 1
    return 0


def _say(words: str) -> None:
    print(f"work: {words}", file=sys.stderr, flush=True)


def _jobs() -> dict[str, Run]:
    from mutuals.team import home

    home.prepare()
    from django.conf import settings

    return dict(registry(settings.ROOMS).jobs)


def _work(stop: threading.Event) -> None:
    from mutuals.team import home

    home.prepare()
    from django.conf import settings

    from mutuals.team import services
    from mutuals.work.loop import Loop

    Loop(
        queue=services,
        registry=registry(settings.ROOMS),
        holder=f"{socket.gethostname()}:{os.getpid()}",
        clock=services.now_ms,
        launch=child.Child,
        say=_say,
        stop=stop,
        around=_connections,
    ).run()


@contextlib.contextmanager
def _connections() -> Iterator[None]:
    """A database connection that has grown old or broken is not used again."""
    from django.db import close_old_connections

    close_old_connections()
    yield
    close_old_connections()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
