"""Jobs and leases: rows claimed by compare-and-set, one code path on both databases."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from mutuals.team.models import Job, Lease
from mutuals.team.services.common import now_ms

JOB_TRIES = 5
_FIRST_WAIT_MS = 30_000


def job_add(*, name: str, payload: dict[str, Any], due_ms: int, key: str = "") -> Job:
    """Leaves a job for the worker, due at `due_ms`.

    While a job of this name and `key` waits, the same one is returned and becomes due at the earlier moment; its
    payload stays. One that runs already does not count: what changed since would be missed.
    """
    if not key:
        return Job.objects.create(name=name, payload=payload, due_ms=due_ms, at=now_ms())
    with transaction.atomic():
        Job.objects.bulk_create(
            [Job(name=name, payload=payload, key=key, due_ms=due_ms, at=now_ms())], ignore_conflicts=True
        )
        waiting = Job.objects.filter(name=name, key=key, state=Job.WAITING)
        waiting.filter(due_ms__gt=due_ms).update(due_ms=due_ms)
        found = waiting.first()
    return found or job_add(name=name, payload=payload, due_ms=due_ms, key=key)


def job_claim(*, now_ms: int, holder: str, seconds: int) -> Job | None:
    """The job that is due longest, now held by `holder` for `seconds`; None when nothing is due.

    A running job whose holder let its time pass (it was killed) is due again.
    """
    due = Q(state=Job.WAITING, due_ms__lte=now_ms) | Q(state=Job.RUNNING, claimed_until_ms__lt=now_ms)
    for job in Job.objects.filter(due).order_by("due_ms", "id")[:20]:
        mine = Job.objects.filter(due, id=job.id, tries=job.tries).update(
            state=Job.RUNNING, holder=holder, claimed_until_ms=now_ms + seconds * 1000, tries=F("tries") + 1
        )
        if mine:
            job.refresh_from_db()
            return job
    return None


def job_extend(job: Job, *, now_ms: int, seconds: int) -> bool:
    """Holds the job for `seconds` from now; False when somebody else holds it, and then the work must stop."""
    until = now_ms + seconds * 1000
    if not _held(job).update(claimed_until_ms=until):
        return False
    job.claimed_until_ms = until
    return True


def job_done(job: Job) -> bool:
    """Removes the finished job; False when its time had passed and somebody else took it over."""
    return bool(_held(job).delete()[0])


def job_failed(job: Job, *, error: str, now_ms: int) -> bool:
    """Puts the job back with a growing wait (30 s, then four times the last); after the fifth try it stays failed.

    Gives way to a job of the same name and key that was added meanwhile. False when somebody else holds it.
    """
    if job.tries >= JOB_TRIES:
        return bool(_held(job).update(state=Job.FAILED, error=error[:2000]))
    due = now_ms + _FIRST_WAIT_MS * 4 ** (job.tries - 1)
    try:
        with transaction.atomic():
            return bool(_held(job).update(state=Job.WAITING, due_ms=due, error=error[:2000], holder=""))
    except IntegrityError:
        return job_done(job)


def job_give_back(job: Job, *, now_ms: int) -> bool:
    """Puts a job back unharmed because the worker stops: due at once, the try not counted."""
    try:
        with transaction.atomic():
            back = {"state": Job.WAITING, "due_ms": now_ms, "tries": F("tries") - 1, "holder": ""}
            return bool(_held(job).update(**back))
    except IntegrityError:
        return job_done(job)


def _held(job: Job) -> Any:
    """The job's row while it is still this claim: the number of tries tells one claim from the next."""
    return Job.objects.filter(id=job.id, state=Job.RUNNING, holder=job.holder, tries=job.tries)


def lease_take(*, name: str, holder: str, now_ms: int, seconds: int) -> bool:
    """Whether `holder` now holds the lease for `seconds`: it was free, had run out, or was theirs already."""
    free = Lease.objects.filter(Q(until_ms__lte=now_ms) | Q(holder=holder), name=name)
    until = {"holder": holder, "until_ms": now_ms + seconds * 1000}
    if free.update(**until):
        return True
    Lease.objects.bulk_create([Lease(name=name)], ignore_conflicts=True)
    return bool(free.update(**until))


def lease_release(*, name: str, holder: str) -> bool:
    """Frees the lease; False when `holder` no longer held it."""
    return bool(Lease.objects.filter(name=name, holder=holder).update(holder="", until_ms=0))
