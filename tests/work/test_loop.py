"""What the worker does with what it finds in the queue."""

import threading
import time

from mutuals.work import loop as module
from tests.work.memory import Row


def test_a_due_job_is_done_and_leaves_the_queue(bench) -> None:
    bench.add("note", who="Ada")
    assert bench.loop().turn() is True
    assert bench.ran == [{"who": "Ada"}]
    assert bench.queue.done == ["note"]
    assert bench.queue.rows == []


def test_nothing_due_means_nothing_done(bench) -> None:
    bench.queue.job_add(name="note", payload={}, due_ms=bench.clock.now + 1)
    assert bench.loop().turn() is False
    assert bench.ran == []


def test_a_job_that_raises_is_put_back_with_what_it_said(bench) -> None:
    row = bench.add("fail")
    bench.loop().turn()
    assert row.state == "waiting"
    assert row.error.endswith("ValueError: the milk is sour\n")
    assert bench.heard == ["fail failed: ValueError: the milk is sour"]


def test_a_job_that_no_room_knows_is_put_back(bench) -> None:
    row = bench.add("dance")
    bench.loop().turn()
    assert row.error == "No room knows a job 'dance'."


def test_small_work_goes_on_while_a_heavy_job_runs(bench) -> None:
    bench.add("import", path="x")
    loop = bench.loop(heavy=("import",))
    loop.turn()
    bench.add("note", who="Ben")
    loop.turn()
    assert [child.payload for child in bench.children] == [{"path": "x"}]
    assert bench.ran == [{"who": "Ben"}]
    assert bench.queue.done == ["note"]


def test_heavy_jobs_run_one_at_a_time_in_their_order(bench) -> None:
    for path in "abc":
        bench.add("import", path=path)
    loop = bench.loop(heavy=("import",))
    for _ in range(5):
        loop.turn()
    assert [child.payload["path"] for child in bench.children] == ["a"]
    bench.children[0].over = True
    loop.turn()
    assert [child.payload["path"] for child in bench.children] == ["a", "b"]
    assert bench.queue.done == ["import"]


def test_a_heavy_job_that_crashed_is_put_back_with_its_last_words(bench) -> None:
    row = bench.add("import")
    loop = bench.loop(heavy=("import",))
    loop.turn()
    bench.children[0].over, bench.children[0].words = True, "ended by signal 9"
    loop.turn()
    assert row.state == "waiting"
    assert row.error == "ended by signal 9"


def test_claims_of_running_and_waiting_heavy_jobs_are_renewed(bench) -> None:
    bench.add("import", path="a")
    bench.add("import", path="b")
    loop = bench.loop(heavy=("import",))
    loop.turn()
    loop.turn()
    bench.clock.now += 50_000
    loop.renew()
    bench.clock.now += 50_000
    assert bench.queue.extended == ["import", "import"]
    assert bench.queue.job_claim(now_ms=bench.clock.now, holder="another", seconds=60) is None


def test_a_claim_that_was_lost_stops_the_child(bench) -> None:
    row = bench.add("import")
    loop = bench.loop(heavy=("import",))
    loop.turn()
    row.holder = "another"
    loop.renew()
    assert bench.children[0].stopped


def test_a_job_that_keeps_ending_its_worker_is_given_up(bench) -> None:
    row = Row("note", {}, bench.clock.now, tries=5, state="running", until=0)
    bench.queue.rows.append(row)
    bench.loop().turn()
    assert bench.ran == []
    assert row.state == "failed"


def test_a_timed_job_waits_for_its_moment_and_comes_again(bench) -> None:
    loop = bench.loop(cron={"note": "*/10 * * * *"})
    assert loop.turn() is False
    assert [row.due_ms for row in bench.queue.rows] == [1_200_000]
    bench.clock.now = 1_200_000
    loop.turn()
    assert bench.ran == [{}]
    bench.clock.now += 30_000
    loop.turn()
    assert [row.due_ms for row in bench.queue.rows] == [1_800_000]


def test_a_timed_job_that_came_due_while_the_machine_was_off_runs_once_at_the_start(bench) -> None:
    bench.loop(cron={"note": "*/10 * * * *"}).turn()
    bench.clock.now += 86_400_000
    again = bench.loop(cron={"note": "*/10 * * * *"})
    assert again.turn() is True
    assert again.turn() is False
    assert bench.ran == [{}]


def test_what_is_due_every_minute_begins_with_the_start(bench) -> None:
    loop = bench.loop(cron={"note": "* * * * *"})
    assert loop.turn() is True
    assert loop.turn() is False
    assert bench.ran == [{}]
    bench.clock.now += 30_000
    loop.turn()
    assert [row.due_ms for row in bench.queue.rows] == [1_080_000]


def test_a_stop_ends_the_child_and_gives_its_job_back_unharmed(bench) -> None:
    row, second = bench.add("import", path="a"), bench.add("import", path="b")
    loop = bench.loop(heavy=("import",))
    thread = threading.Thread(target=loop.run)
    thread.start()
    deadline = time.monotonic() + 5
    while (not bench.children or second.state != "running") and time.monotonic() < deadline:
        time.sleep(0.01)
    loop.stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert bench.children[0].stopped
    assert [(r.state, r.tries) for r in (row, second)] == [("waiting", 0), ("waiting", 0)]


def test_a_queue_that_cannot_be_reached_is_tried_again(bench, monkeypatch) -> None:
    monkeypatch.setattr(module, "POLL_S", 0.01)
    claim, failures = bench.queue.job_claim, [OSError("gone"), OSError("gone")]

    def sometimes(**words: object) -> object:
        if failures:
            raise failures.pop()
        return claim(**words)

    bench.queue.job_claim = sometimes
    loop = bench.loop(last=lambda _: loop.stop.set())
    bench.add("last")
    loop.run()
    assert bench.queue.done == ["last"]
    assert len(bench.heard) == 2
    assert "gone" in bench.heard[0]


def test_a_long_light_job_keeps_its_claim(bench, monkeypatch) -> None:
    monkeypatch.setattr(module, "RENEW_S", 0.02)
    renewed = threading.Event()
    extend = bench.queue.job_extend

    def heard(job: Row, **words: int) -> bool:
        renewed.set()
        return extend(job, **words)

    bench.queue.job_extend = heard

    def long(_payload: object) -> None:
        assert renewed.wait(5)
        loop.stop.set()

    loop = bench.loop(long=long)
    bench.add("long")
    loop.run()
    assert bench.queue.done == ["long"]
