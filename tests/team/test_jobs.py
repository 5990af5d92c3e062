"""Jobs and leases: one holder at a time, nothing lost when a holder dies."""

import threading
from collections import Counter

import pytest
from django.db import connection

from mutuals.team import services
from mutuals.team.models import Job

NOW = 1_764_000_000_000
pytestmark = pytest.mark.django_db


def claim(holder: str = "h", now: int = NOW) -> Job | None:
    return services.job_claim(now_ms=now, holder=holder, seconds=60)


def add(name: str = "tidy", due: int = NOW, key: str = "", **payload: int) -> Job:
    return services.job_add(name=name, payload=payload, due_ms=due, key=key)


def test_a_job_waits_until_it_is_due() -> None:
    add(due=NOW + 1)
    assert claim() is None
    assert claim(now=NOW + 1)


def test_the_job_due_longest_comes_first() -> None:
    late, early = add(due=NOW), add(due=NOW - 5)
    assert [claim(), claim(), claim()] == [early, late, None]


def test_a_claimed_job_is_nobody_elses() -> None:
    add()
    assert claim("one")
    assert claim("two") is None


def test_a_job_whose_holder_died_is_taken_over_and_the_dead_one_cannot_finish_it() -> None:
    add()
    first = claim("one")
    second = claim("two", now=NOW + 60_001)
    assert second
    assert second.tries == 2
    assert not services.job_done(first)
    assert not services.job_extend(first, now_ms=NOW, seconds=60)
    assert not services.job_failed(first, error="late", now_ms=NOW)
    assert services.job_done(second)
    assert not Job.objects.exists()


def test_a_holder_who_says_so_in_time_keeps_the_job() -> None:
    add()
    job = claim("one")
    assert services.job_extend(job, now_ms=NOW + 50_000, seconds=60)
    assert claim("two", now=NOW + 60_001) is None
    assert services.job_done(job)


def test_one_key_waits_once() -> None:
    assert add(key="a") == add(key="a") != add(key="b")
    assert Job.objects.count() == 2


def test_adding_again_makes_it_due_earlier_never_later() -> None:
    add(key="a", due=NOW + 10)
    assert add(key="a", due=NOW).due_ms == NOW
    assert add(key="a", due=NOW + 99).due_ms == NOW


def test_what_changes_while_a_job_runs_makes_a_new_job() -> None:
    add(key="a")
    running = claim()
    again = add(key="a")
    assert again != running
    assert services.job_done(running)
    assert claim() == again


def test_a_failed_job_comes_back_later_each_time_and_after_five_tries_no_more() -> None:
    add()
    now, waits = NOW, []
    for _ in range(5):
        job = claim(now=now)
        assert services.job_failed(job, error="no luck", now_ms=now)
        job.refresh_from_db()
        waits.append(job.due_ms - now)
        now = job.due_ms
    assert waits[:4] == [30_000, 120_000, 480_000, 1_920_000]
    assert job.state == Job.FAILED
    assert job.error == "no luck"
    assert claim(now=now + 10**12) is None


def test_a_failed_job_gives_way_to_the_same_one_added_meanwhile() -> None:
    add(key="a")
    job = claim()
    newer = add(key="a")
    assert services.job_failed(job, error="x", now_ms=NOW)
    assert list(Job.objects.all()) == [newer]


def test_a_job_given_back_lost_no_try() -> None:
    add()
    services.job_give_back(claim(), now_ms=NOW)
    assert claim().tries == 1


def test_a_payload_comes_back_as_it_was() -> None:
    services.job_add(name="x", payload={"a": [1, "ä", None]}, due_ms=NOW)
    assert claim().payload == {"a": [1, "ä", None]}


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_do_each_job_once() -> None:
    for number in range(30):
        add(n=number)
    done: Counter[int] = Counter()

    def work(holder: str) -> None:
        try:
            while job := claim(holder):
                done[job.payload["n"]] += 1
                assert services.job_done(job)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == Counter(range(30))


def take(holder: str, now: int = NOW) -> bool:
    return services.lease_take(name="bulk", holder=holder, now_ms=now, seconds=10)


def test_a_lease_has_one_holder() -> None:
    assert take("one")
    assert not take("two")
    assert take("one", NOW + 9_000)
    assert not take("two", NOW + 11_000)
    assert take("two", NOW + 19_000)


def test_a_released_lease_is_free() -> None:
    assert take("one")
    assert not services.lease_release(name="bulk", holder="two")
    assert services.lease_release(name="bulk", holder="one")
    assert take("two")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_a_lease_one_gets_it() -> None:
    got: list[bool] = []

    def want(holder: str) -> None:
        try:
            got.append(take(holder))
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]
