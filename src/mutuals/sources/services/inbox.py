"""The inbox folder: whatever is dropped into it is imported by the worker, for the owner or for whose folder it is.

A thing is taken once two looks, `GAP_MS` apart, found it the same and nobody writes to it. Taken is one rename, put
away is one rename, and between them it lies in `reading`, where the path of its import finds it again: a kill at any
moment leaves it in one place, and the next look goes on from there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mutuals.record.services.turns import holder_name
from mutuals.sources.models import Import, ImportFile, ImportState
from mutuals.sources.parcel import ParcelError
from mutuals.sources.services import inbox_files as files
from mutuals.sources.services.imports import JOB, import_add, import_later
from mutuals.team.keys import uuid7
from mutuals.team.models import Job, User
from mutuals.team.permissions import OWNER, NotAllowed, require
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add, lease_release, lease_take

LOOK = "sources.inbox"
AGAIN = "again"
GAP_MS = 10_000
LEASE, LEASE_S = "inbox", 120
AT_ONCE = 200
TOLD_FILES = 20
STOPPED = "Reading it stopped the worker again and again ({})."
NOTE = """{name} was not read.

{why}

{kept} It lies beside this note as it came. To try again, put it back into
{box}
"""
Marks = dict[str, str]


def inbox_of(user: User) -> Path:
    """The folder whose things are imported for a user: the inbox itself for the owner, else the one of their name."""
    root: Path = settings.MUTUALS_HOME / "inbox"
    owner = _owner()
    return root if owner is not None and owner.pk == user.pk else root / folder_name(user)


def folder_name(user: User) -> str:
    """The name of a user's folder: the username where that is a plain name of a folder, else what no username is."""
    taken = user.username.lower() in files.RESERVED or files.is_partial(user.username)
    return f"user+{user.public_id}" if taken else user.username


def inbox_look(payload: dict[str, Any], *, clock: Callable[[], int] = now_ms) -> None:
    """Looks through every inbox once: puts away what was read, takes what has settled since the look that the
    payload tells of (`seen`: path to mark, `at`), and asks for another look while something has not."""
    now = clock()
    holder = holder_name("inbox")
    if not lease_take(name=LEASE, holder=holder, now_ms=now, seconds=LEASE_S):
        return
    try:
        early = now - payload.get("at", 0) < GAP_MS
        marks = _look({} if early else payload.get("seen", {}), now)
    finally:
        lease_release(name=LEASE, holder=holder)
    if early and payload.get("seen"):
        marks, now = payload["seen"], payload["at"]
    # What lies there unchanged and cannot be taken (half of it missing, open for writing) is left to the timed look.
    if marks and (early or marks != payload.get("seen")):
        job_add(name=LOOK, payload={"seen": marks, "at": now}, due_ms=now + GAP_MS, key=AGAIN)


def inbox_soon() -> None:
    """Asks for a look now: an import has ended, and its file may be put away."""
    job_add(name=LOOK, payload={}, due_ms=now_ms(), key=AGAIN)


def _look(seen: Marks, now: int) -> Marks:
    """One look at every box; gives the marks of what lies there and was not taken."""
    marks: Marks = {}
    boxes = _boxes()
    folders = {box for _, box in boxes}
    for user, box in boxes:
        try:
            files.box_make(box)
            _follow(user, box, now)
            marks |= _gather(user, box, folders, seen, now)
        except (OSError, files.NotOurs):
            # A folder that is a link, cannot be written, or is on a full disk: the page says so, others go on.
            continue
    return marks


def _boxes() -> list[tuple[User, Path]]:
    """Whose folder is where. Those of all who may bring files are made once there are several; one that bears any
    user's name is theirs, so that it never counts as something of the owner's."""
    root, owner = settings.MUTUALS_HOME / "inbox", _owner()
    if owner is None:
        return []
    users = list(User.objects.order_by("pk"))
    several = sum(_may(one) for one in users) > 1
    named = [(one, root / folder_name(one)) for one in users]
    there = [
        (one, box) for one, box in named if (several and _may(one)) or (box.is_dir() and not box.is_symlink())
    ]
    return [(owner, root), *there]


def _may(user: User) -> bool:
    return user.is_active and user.may("import_run")


def _owner() -> User | None:
    return User.objects.filter(role=OWNER, is_active=True).order_by("pk").first()


def _gather(user: User, box: Path, folders: set[Path], seen: Marks, now: int) -> Marks:
    """Takes what has settled; gives the marks of the rest."""
    marks: Marks = {}
    for path in files.dropped(box, now_ms=now):
        if path in folders and not path.is_symlink():
            continue
        key, found = _key(path), files.mark(path)
        if found and seen.get(key) == found and not files.written_to(path):
            _take(user, box, path, now)
        else:
            marks[key] = found
        if len(marks) >= AT_ONCE:
            break
    return marks


def _key(path: Path) -> str:
    return str(path).encode(errors="replace").decode()


def _take(user: User, box: Path, path: Path, now: int) -> None:
    try:
        thing = files.take(path, box, uuid7().hex)
    except OSError:
        return  # somebody was quicker, or it cannot be moved: it lies where it was
    _begin(user, box, thing, now)


def _begin(user: User, box: Path, thing: Path, now: int) -> None:
    """Starts the import of what was taken, or puts it away with the reason why not."""
    why = files.refused(thing)
    try:
        if not why:
            if not user.is_active:
                raise NotAllowed("import_run")
            require(user, "import_run")
            with transaction.atomic():
                import_later(import_add(actor=user, path=thing, title=thing.name))
    except (ParcelError, NotAllowed) as error:
        why = str(error)
    if why:
        files.put_away(thing, box, day=_day(now), why=_sentence(thing, box, why, kept=False))


def _follow(user: User, box: Path, now: int) -> None:
    """Goes on with everything in `reading`: begins, waits, or puts away."""
    for name, thing in files.taken(box):
        if thing is None:
            files.tidy(name, box)
            continue
        run = Import.objects.filter(user=user, path=str(thing)).order_by("-pk").first()
        if run is None:
            _begin(user, box, thing, now)
            continue
        _give_up(run, now)
        if run.state in (ImportState.DONE, ImportState.FAILED):
            _put_away(run, thing, box, now)


def _give_up(run: Import, now: int) -> None:
    """An import whose job failed for good has failed, too."""
    if run.state not in (ImportState.WAITING, ImportState.READING):
        return
    job = Job.objects.filter(name=JOB, key=str(run.public_id)).order_by("-pk").first()
    if job is not None and job.state == Job.FAILED:
        error = STOPPED.format((job.error.strip().splitlines() or ["no reason was left"])[-1])
        Import.objects.filter(pk=run.pk).update(state=ImportState.FAILED, error=error, ended_at=now)
        run.refresh_from_db()


def _put_away(run: Import, thing: Path, box: Path, now: int) -> None:
    rows = ImportFile.objects.filter(run=run)
    understood = run.state == ImportState.DONE and rows.filter(status="understood").exists()
    why = "" if understood else _sentence(thing, box, _reason(run), kept=bool(run.new))
    target = files.put_away(thing, box, day=_day(now), why=why)
    Import.objects.filter(pk=run.pk).update(path=str(target))


def _reason(run: Import) -> str:
    """What the report says of an import that gave nothing: its error, and the first files with what was wrong."""
    rows = ImportFile.objects.filter(run=run).order_by("pk")
    lines = [f"- {one.name}: {one.note}" for one in rows[: TOLD_FILES + 1]]
    if len(lines) > TOLD_FILES:
        lines[TOLD_FILES:] = [f"- and {rows.count() - TOLD_FILES:,} more"]
    return "\n".join([run.error or "Nothing in it could be read.", *lines])


def _sentence(thing: Path, box: Path, why: str, *, kept: bool) -> str:
    said = "What could be read of it was kept." if kept else "Nothing of it is in Mutuals."
    return NOTE.format(name=thing.name, why=why, kept=said, box=box)


def _day(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).date().isoformat()
