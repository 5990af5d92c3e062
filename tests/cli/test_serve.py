"""`mutuals run`: one command, two processes, stopped as one; and one sentence when it cannot start."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mutuals.cli.serve import CannotListen, Worker, listen, url


def eventually(check, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# The address


def test_a_port_in_use_is_one_sentence_with_a_way_out() -> None:
    with closing(listen("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"^Port {port} is in use.*--port {port + 1}"):
            listen("127.0.0.1", port)


def test_a_strange_address_is_one_sentence() -> None:
    with pytest.raises(CannotListen, match=r"^I cannot listen on 203\.0\.113\.7:8484 .*--host"):
        listen("203.0.113.7", 8484)


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_can_be_typed_into_a_browser(host: str, shown: str) -> None:
    try:
        listener = listen(host, 0)
    except CannotListen:
        pytest.skip(f"here: this machine has no {host}")
    with closing(listener):
        assert url(listener) == f"http://{shown}:{listener.getsockname()[1]}"


# The work child


CHILD = (
    "import sys, pathlib, os; p = pathlib.Path({path!r}); p.open('a').write(f'{{os.getpid()}}\\n'); {then}"
)
WAITS = "sys.stdin.buffer.read()"


def pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_work_that_ends_by_itself_is_started_again(tmp_path, capfd) -> None:
    path = tmp_path / "pids"
    worker = Worker(
        [sys.executable, "-c", CHILD.format(path=str(path), then="sys.exit(3)")], first_pause_s=0.01
    )
    assert eventually(lambda: len(pids(path)) >= 3)
    worker.stop()
    started = len(pids(path))
    time.sleep(0.3)
    assert len(pids(path)) == started
    assert "ended (code 3); I start it again." in capfd.readouterr().err


def test_stopping_ends_the_child(tmp_path) -> None:
    path = tmp_path / "pids"
    worker = Worker([sys.executable, "-c", CHILD.format(path=str(path), then=WAITS)])
    assert eventually(lambda: pids(path))
    worker.stop()
    assert not alive(pids(path)[0])


def test_the_child_ends_when_its_parent_is_killed(tmp_path) -> None:
    path = tmp_path / "pids"
    child = [sys.executable, "-c", CHILD.format(path=str(path), then=WAITS)]
    code = f"import time; from mutuals.cli.serve import Worker; Worker({child!r}); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code])
    assert eventually(lambda: pids(path))
    parent.kill()
    parent.wait()
    assert eventually(lambda: not alive(pids(path)[0]))


# The whole


class Running:
    """A `mutuals run` on a free port with a home of its own."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mutuals", "run", "--port", "0", *arguments],
            env={**os.environ, "MUTUALS_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

    def wait_for(self, words: str) -> str:
        for line in self.process.stdout or ():
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.lines))

    def children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[object]:
    started: list[Running] = []

    def run(*arguments: str) -> Running:
        started.append(Running(tmp_path / "home", *arguments))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        if one.process.stdout:
            one.process.stdout.close()


@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_works_and_stops_cleanly(start, number: int) -> None:
    running = start()
    address = re.search(r"http://\S+", running.wait_for("Mutuals is at"))[0]
    link = re.search(r"http://\S+", running.wait_for("Sign in"))[0]
    assert link.startswith(f"{address}/")
    running.wait_for("Ctrl-C")
    with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
        assert answer.status == 200
    assert eventually(lambda: len(running.children()) == 1)
    (work,) = running.children()
    assert running.end(number) == 0
    assert not alive(work)
    assert "Traceback" not in (running.process.stdout.read() if running.process.stdout else "")


@pytest.mark.loopback
@pytest.mark.slow
def test_it_may_be_reached_by_the_address_it_was_told_to_listen_on(start) -> None:
    running = start("--no-work", "--host", "127.0.0.2")
    address = re.search(r"http://\S+", running.wait_for("Mutuals is at"))[0]
    assert address.startswith("http://127.0.0.2:")
    with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
        assert answer.status == 200


@pytest.mark.loopback
@pytest.mark.slow
def test_killed_it_leaves_no_work_behind(start) -> None:
    running = start()
    running.wait_for("Ctrl-C")
    assert eventually(lambda: len(running.children()) == 1)
    (work,) = running.children()
    running.end(signal.SIGKILL)
    assert eventually(lambda: not alive(work))


@pytest.mark.loopback
@pytest.mark.slow
def test_without_work_there_is_one_process_and_quiet_says_nothing(start) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    running = start("--no-work", "--quiet", "--port", str(port))

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
                return answer.status == 200
        except OSError:
            return False

    assert eventually(answers, 40)
    assert running.children() == []
    assert running.end(signal.SIGINT) == 0
    assert running.process.stdout.read() == ""


@pytest.mark.parametrize("home", ["/dev/null/home", "/proc/home"])
def test_an_unwritable_home_is_one_sentence(home: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mutuals", "run", "--port", "0"],
        env={**os.environ, "MUTUALS_HOME": home},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(
        rf"I cannot write to {home} \(.*\)\. Set MUTUALS_HOME to a folder that is yours\.\n", done.stderr
    )


@pytest.mark.slow
def test_a_database_of_a_newer_version_is_one_sentence(tmp_path: Path) -> None:
    import sqlite3

    environ = {**os.environ, "MUTUALS_HOME": str(tmp_path), "MUTUALS_DATABASE_URL": ""}
    subprocess.run(
        [sys.executable, "-m", "mutuals", "log", "verify"], env=environ, check=True, capture_output=True
    )
    with closing(sqlite3.connect(tmp_path / "mutuals.db")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('team', '9999_later', '2030-01-01')"
        )
        database.execute("DELETE FROM team_setting")
        database.commit()
    done = subprocess.run(
        [sys.executable, "-m", "mutuals", "run", "--port", "0"], env=environ, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("This database was written by a newer Mutuals (team.9999_later);")
    assert done.stderr.count("\n") == 1
