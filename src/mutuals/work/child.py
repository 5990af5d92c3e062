"""One heavy job in a process of its own: at nice 10, its memory given back at the end, its crash nobody else's.

The parent writes one line of JSON to the child's standard input and keeps it open; when the parent ends, however it
ends, the child reads the end of it and stops.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

NICE = 10
CALM_EXIT_S = 10.0
LAST_WORDS = 4000


class Child:
    """A running heavy job, seen from the loop."""

    def __init__(self, name: str, payload: dict[str, Any], *, command: list[str] | None = None) -> None:
        self.said = tempfile.TemporaryFile()  # noqa: SIM115  closed by `error`
        self.verdict: str | None = None
        self.process = subprocess.Popen(
            command or [sys.executable, "-m", "mutuals.work", "--heavy"],
            stdin=subprocess.PIPE,
            stderr=self.said,
        )
        self._tell(json.dumps({"name": name, "payload": payload}))

    def _tell(self, line: str) -> None:
        pipe = self.process.stdin
        if pipe is None:
            raise RuntimeError("the child has no standard input")
        try:
            pipe.write(line.encode() + b"\n")
            pipe.flush()
        except BrokenPipeError:
            return  # It ended before it listened; `ended` and `error` tell why.

    def ended(self) -> bool:
        """Whether the child has ended."""
        return self.process.poll() is not None

    def error(self) -> str:
        """Waits for the end; empty when the job was done, else why not."""
        if self.verdict is None:
            self.verdict = self._read_verdict()
        return self.verdict

    def _read_verdict(self) -> str:
        code = self.process.wait()
        with self.said as said:
            said.seek(max(said.seek(0, os.SEEK_END) - LAST_WORDS, 0))
            words = said.read().decode("utf-8", "replace").strip()
        if self.process.stdin:
            self.process.stdin.close()
        if code == 0:
            return ""
        return words or (f"ended by signal {-code}" if code < 0 else f"ended with code {code}")

    def stop(self) -> None:
        """Ends it: kindly, and after a while by force. What it had committed stays; the rest is done anew."""
        self.process.terminate()
        try:
            self.process.wait(CALM_EXIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.error()


def with_parent(stop: Callable[[], None]) -> None:
    """Calls `stop` when standard input ends, which is when the process that started this one has ended."""

    def wait() -> None:
        # Not through sys.stdin: its lock, held by this thread, would be fatal at the end of the interpreter.
        while os.read(0, 4096):
            pass
        stop()

    threading.Thread(target=wait, name="with-parent", daemon=True).start()


def run_heavy(prepare: Callable[[], dict[str, Callable[[dict[str, Any]], None]]]) -> int:
    """The child's whole life; `prepare` makes Django ready and gives the jobs by name. Returns the exit code."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    order = json.loads(sys.stdin.buffer.readline())
    with_parent(_give_up)
    os.nice(NICE)
    prepare()[order["name"]](order["payload"])
    return 0


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _give_up() -> None:
    """Stops this process kindly, so that a transaction is rolled back; by force when that takes too long."""
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(CALM_EXIT_S)
    os._exit(1)
