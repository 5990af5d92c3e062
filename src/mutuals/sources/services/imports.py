"""Starts, runs and answers imports: the life of what a person brings, from the upload to its report."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from mutuals.record.models import Account
from mutuals.record.selectors.own import own_uris
from mutuals.record.services.accounts import account_for, own_decide
from mutuals.record.services.turns import Turns, holder_name
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportState
from mutuals.sources.parcel import ParcelError
from mutuals.sources.room import NoRoom, is_full
from mutuals.sources.seam import Answers
from mutuals.sources.services.reading import Reading, Tell, answered, parcel_open
from mutuals.sources.services.reports import UNREAD
from mutuals.sources.services.tables import tables_said
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add
from mutuals.team.services.log import log_append

JOB = "sources.import"
# The answer to "who are you?" of somebody who is in none of it.
NOBODY = "nobody"
AGAIN = "It was stopped, and the same was brought again with other answers."


def import_add(
    *, actor: User, path: Path, title: str = "", upload: bool = False, answers: dict[str, Any] | None = None
) -> Import:
    """Notes what was brought; an interrupted import of the very same files, told the same, is taken up again.

    Raises ParcelError when there is nothing at `path`, NotAllowed for roles that may not bring files.
    """
    require(actor, "import_run")
    if not path.exists():
        raise ParcelError(f"There is no file or folder at {path}.")
    mark = fingerprint(path)
    answers = answers or {}
    stopped = Q(state=ImportState.READING) | Q(state=ImportState.FAILED, error=str(NoRoom()))
    begun = Import.objects.filter(stopped, user=actor, path=str(path), fingerprint=mark)
    run = next((one for one in begun if _told(one.answers) == _told(answers)), None)
    if run is None:
        begun.update(state=ImportState.FAILED, error=AGAIN)
        # Kept with the import: a reading that is taken up again must know the same of us as when it began.
        answers = {
            **answers,
            "known": own_uris(actor),
            **dates_said(actor),
            **tables_said(actor, answers.get("map")),
        }
        with transaction.atomic():
            run = Import.objects.create(
                user=actor, title=title or path.name, path=str(path), upload=upload, answers=answers,
                created_at=now_ms(), fingerprint=mark,
            )  # fmt: skip
            log_append(
                actor=actor, verb="import_add", subject=str(run.public_id), details={"title": run.title}
            )
    return run


def import_later(run: Import) -> None:
    """Leaves an import to the worker."""
    job_add(name=JOB, payload={"import": str(run.public_id)}, due_ms=now_ms(), key=str(run.public_id))


def import_run(
    run: Import, *, tell: Tell | None = None, ask: bool = False, clock: Callable[[], int] = now_ms
) -> Import:
    """Reads an import to its end (or to its questions), waiting while another one is read; the state says what became
    of it. Raises ParcelError for what cannot be opened, NoRoom for a full disk."""
    started = time.monotonic()
    # What has ended is told from what is to come by the moment at which reading began, also when it goes on later.
    began = run.started_at or clock()
    Import.objects.filter(pk=run.pk).update(state=ImportState.READING, started_at=began, error="")
    run.refresh_from_db()
    spool = settings.MUTUALS_HOME / "spool" / f"{run.public_id}.{os.getpid()}"
    turns = Turns(holder_name(f"import {run.public_id.hex[-12:]}"), clock)
    try:
        parcel = parcel_open(run, spool=spool)
        Reading(run, parcel, answers_of(run, began), turns, clock, tell=tell, ask=ask).read()
    except ParcelError as error:
        _failed(run, str(error), clock())
        raise
    except Exception as error:
        if not is_full(error):
            raise
        shutil.rmtree(spool, ignore_errors=True)
        with suppress(DatabaseError):
            _failed(run, str(NoRoom()), clock())
        raise NoRoom from error
    finally:
        # On a full disk the lease cannot be given back; others free it once this process is gone.
        with suppress(DatabaseError):
            turns.end()
        shutil.rmtree(spool, ignore_errors=True)
    _end(run, ask=ask, seconds=time.monotonic() - started, at=clock())
    return run


def _failed(run: Import, error: str, at: int) -> None:
    Import.objects.filter(pk=run.pk).update(state=ImportState.FAILED, error=error, ended_at=at)


def import_answer(*, actor: User, question: ImportQuestion, answer: str) -> None:
    """Takes a person's answer; a date order lets the waiting file be read, a name says who they are, `NOBODY` that
    they are none of those asked about."""
    require(actor, "import_run")
    run = question.run
    if question.kind == "columns":
        raise LookupError("What the columns of a table hold is said on its own page.")
    if question.kind == "me" and answer != NOBODY:
        choices = [uri for uri, _ in question.choices]
        if answer not in choices:
            raise LookupError("That is none of the names in the file.")
        own_decide(actor=actor, account=_account_of(run, question.about), uri=answer, mine=True)
    elif question.kind == "dates" and answer not in ("dmy", "mdy"):
        raise LookupError("A date order is dmy or mdy.")
    ImportQuestion.objects.filter(pk=question.pk).update(answer=answer)
    import_goes_on(run)


def import_goes_on(run: Import) -> None:
    """After an answer: lets the file that waited for it be read, or ends the import when nothing is asked any more."""
    if _waiting(run):
        # Only the waiting file is read; an import that is being read just now finds the answer at its end.
        Import.objects.filter(pk=run.pk).exclude(state=ImportState.READING).update(state=ImportState.WAITING)
        import_later(run)
    elif not run.questions.filter(answer="").exists():
        Import.objects.filter(pk=run.pk, state=ImportState.ASKS).update(state=ImportState.DONE)


def _waiting(run: Import) -> bool:
    """Whether a file of the import waits to be read with an answer that was given."""
    told = answered(run).values("about")
    return ImportFile.objects.filter(run=run, status__in=UNREAD, name__in=told).exists()


def dates_said(user: User) -> dict[str, Any]:
    """How a person said that dates are written (`dates_before`), the last time, and how often (`dates_turn`) they had
    said something else than before."""
    said = []
    for run in Import.objects.filter(user=user).order_by("created_at", "pk").prefetch_related("questions"):
        said += [
            run.answers.get("dates"),
            *(one.answer for one in run.questions.all() if one.kind == "dates"),
        ]
    told = [one for one in said if one in ("dmy", "mdy")]
    turns = sum(one != other for one, other in pairwise(told))
    return {"dates_before": told[-1] if told else None, "dates_turn": turns}


def _told(answers: dict[str, Any]) -> list[Any]:
    """What a person said for an import, as far as it changes how it is read."""
    return [answers.get(name) or None for name in ("me", "dates", "zone", "region", "map")]


def fingerprint(path: Path) -> str:
    """A digest of the names, sizes and times of everything at `path`."""
    digest = hashlib.sha256()
    files = (
        [path]
        if path.is_file()
        else sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
    )
    for one in files:
        stat = one.stat()
        digest.update(
            f"{one.relative_to(path.parent)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode(errors="replace")
        )
    return digest.hexdigest()


def answers_of(run: Import, at: int) -> Answers:
    """What the person told of themselves and their files when the import began."""
    given = run.answers
    me = tuple(
        one for one in (*given.get("me", ()), *given.get("known", ()), run.user.name, run.user.email) if one
    )
    owner = User.objects.order_by("pk").first()
    scope = "owner" if owner is not None and run.user_id == owner.pk else f"u{run.user.public_id.hex[-12:]}"
    return Answers(
        scope=scope, me=me, dates=_order(given.get("dates")), dates_before=_order(given.get("dates_before")),
        dates_turn=given.get("dates_turn", 0), region=given.get("region") or settings.MUTUALS_REGION or None,
        zone=given.get("zone") or settings.MUTUALS_TIME_ZONE or local_zone(), now_ms=at,
        columns=given.get("map") or "", tables=tuple((given.get("tables") or {}).items()),
        columns_turn=given.get("columns_turn", 0),
    )  # fmt: skip


def _order(value: object) -> Literal["dmy", "mdy"] | None:
    return "dmy" if value == "dmy" else "mdy" if value == "mdy" else None


def local_zone() -> str:
    """The machine's time zone as an IANA name; UTC when it cannot be told."""
    link = Path("/etc/localtime")
    parts = link.resolve().parts if link.is_symlink() else ()
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "UTC"


def _account_of(run: Import, about: str) -> Account:
    row = (
        ImportFile.objects.filter(run=run, name=about).first()
        or ImportFile.objects.filter(run=run).exclude(format="").first()
    )
    return account_for(network=row.format if row else "", holder=run.user)


def _end(run: Import, *, ask: bool, seconds: float, at: int) -> None:
    run.refresh_from_db()
    state = ImportState.DONE
    if run.error:
        state = ImportState.FAILED
    elif ask and run.questions.filter(answer="").exists():
        state = ImportState.ASKS
    elif ask and _waiting(run):
        state = ImportState.WAITING
        import_later(run)
    Import.objects.filter(pk=run.pk).update(
        state=state, ended_at=at, seconds=run.seconds + seconds, bytes_done=run.bytes_total
    )
    run.refresh_from_db()
    if run.upload and state in (ImportState.DONE, ImportState.FAILED):
        shutil.rmtree(Path(run.path).parent if Path(run.path).is_file() else run.path, ignore_errors=True)
