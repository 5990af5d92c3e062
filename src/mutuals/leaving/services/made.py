"""The exports that people make on the page: one at a time for each user, in a folder of the home, for some days."""

import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from mutuals.leaving.pack import PART
from mutuals.leaving.services.export import export_make
from mutuals.team.models import Job, User
from mutuals.team.permissions import require
from mutuals.team.services.common import DAY_MS, now_ms
from mutuals.team.services.jobs import job_add

MAKE, TIDY = "leaving.export", "leaving.tidy"
KEPT_DAYS = 7


class Made(NamedTuple):
    """An export that can be fetched: where it lies, its size in bytes, when it was made (ms)."""

    path: Path
    size: int
    at: int


def folder() -> Path:
    """Where exports lie."""
    return Path(settings.MUTUALS_HOME) / "exports"


def export_later(*, actor: User) -> None:
    """Has the worker make an export of everything that the actor may read; the one before is removed first."""
    require(actor, "read")
    export_remove(actor=actor)
    job_add(name=MAKE, payload={"user": str(actor.public_id)}, due_ms=now_ms(), key=str(actor.public_id))


def export_now(*, actor: User) -> None:
    """Makes it; done by the worker."""
    place = folder() / str(actor.public_id)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / "mutuals-export.zip"
    path.unlink(missing_ok=True)
    export_make(actor=actor, path=path, now_ms=now_ms())


def export_made(*, actor: User) -> Made | None:
    """The export that the actor can fetch, if one was made and is still kept."""
    path = folder() / str(actor.public_id) / "mutuals-export.zip"
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Made(path, found.st_size, int(found.st_mtime * 1000))


def export_state(*, actor: User) -> str:
    """waiting, running or failed while an export is being made, else ""."""
    found = Job.objects.filter(name=MAKE, key=str(actor.public_id)).order_by("-pk").first()
    return found.state if found else ""


def export_remove(*, actor: User) -> None:
    """Removes the actor's export, and what is left of a try that failed."""
    shutil.rmtree(folder() / str(actor.public_id), ignore_errors=True)
    Job.objects.filter(name=MAKE, key=str(actor.public_id), state=Job.FAILED).delete()


def exports_remove() -> None:
    """Removes every export of this installation."""
    shutil.rmtree(folder(), ignore_errors=True)


def exports_tidy() -> None:
    """Removes exports that nobody fetched for a week, and what a kill left."""
    for path in folder().glob("*/*"):
        age = now_ms() - int(path.stat().st_mtime * 1000)
        if age > (DAY_MS if path.suffix == PART else KEPT_DAYS * DAY_MS):
            path.unlink(missing_ok=True)
