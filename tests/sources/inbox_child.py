"""Run in a process of its own, to be killed: does the worker's part for the inbox until nothing is left to do.

`python -m tests.sources.inbox_child` looks, reads and looks again with a clock that runs ten seconds a look; it
writes "looking" before its first look and "done" when the inbox is empty and nothing is being read.
"""

import sys
from pathlib import Path


def main() -> None:
    from mutuals.team.home import prepare

    prepare()
    from mutuals.record.services import turns
    from mutuals.sources.services import inbox
    from mutuals.team.models import User
    from mutuals.team.services.who import user_of

    turns.REST_S, turns.SMALLEST, turns.LARGEST = 0.0, 40, 40
    # Whoever was killed with the lease in hand is not waited for.
    inbox.LEASE_S = 0
    # Nothing is asked of somebody whose name and address are known.
    User.objects.filter(pk=user_of(None).pk).update(name="Mara", email="mara@one.example")
    say("looking")
    while step():
        pass
    say("done")


def step() -> bool:
    """One look and all imports; whether anything is left."""
    from django.conf import settings

    from mutuals.sources.jobs import JOBS
    from mutuals.sources.services import inbox
    from mutuals.sources.services.imports import JOB
    from mutuals.team.models import Job
    from mutuals.team.services.common import now_ms

    job = Job.objects.filter(name=inbox.LOOK).order_by("-pk").first()
    payload = job.payload if job else {}
    Job.objects.filter(name=inbox.LOOK).delete()
    payload = {**payload, "at": payload.get("at", 0) - inbox.GAP_MS}
    inbox.inbox_look(payload, clock=now_ms)
    for one in Job.objects.filter(name=JOB):
        JOBS[JOB](one.payload)
        one.delete()
    box: Path = settings.MUTUALS_HOME / "inbox"
    return any(one.name not in ("read", "not-read", "reading") for one in box.iterdir()) or any(
        (box / "reading").iterdir()
    )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
