"""Erases somebody for good: everything of theirs in every room, leaving an HMAC of each identifier, so that no import
brings them back.

It begins with one transaction: from then on nobody sees them, nothing about them enters, and the work that is left is a
job. The job goes in short steps and may be stopped at any moment; done again it goes on to the end.
"""

import time
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from mutuals.leaving.rooms import leavings
from mutuals.leaving.services.person import person_of
from mutuals.leaving.services.sweep import sweep
from mutuals.people.models import Contact
from mutuals.people.services.kept import contact_urn
from mutuals.record.services.erase import identifiers_of, rooms_alone, search_scrub
from mutuals.record.services.erased import erased_add
from mutuals.record.services.turns import Turns, holder_name
from mutuals.team.leavers import Erasing
from mutuals.team.models import Job, User
from mutuals.team.permissions import require
from mutuals.team.services.common import Refused, now_ms
from mutuals.team.services.jobs import job_add
from mutuals.team.services.log import log_append

ERASE = "leaving.erase"
TRIES, PAUSE_S = 5, 1.0
# A name is looked for in what imports report only when it is hardly another word.
NAME_LEAST = 5


def erase_begin(*, actor: User, contact: Contact, now_ms: int) -> Job:
    """From now on nobody sees this person and nothing about them enters; the job that does the rest.

    Raises NotAllowed, and Refused for one of ourselves.
    """
    require(actor, "people_erase")
    person = person_of(contact)
    if Contact.objects.filter(pk__in=person.contacts, ours=True).exists():
        raise Refused("That is one of you. A member of the team leaves on the page Team.")
    actors = [*person.actors, *rooms_alone(actors=person.actors)]
    ids, needles = identifiers_of(actors=actors)
    erasing = Erasing(
        contacts=list(person.contacts), public_ids=list(person.public_ids), actors=actors, needles=needles,
        names=[one for one in person.names if len(one) >= NAME_LEAST],
    )  # fmt: skip
    with transaction.atomic():
        erased_add([*ids, *(contact_urn(one) for one in person.public_ids)], now_ms=now_ms)
        Contact.objects.filter(pk__in=person.contacts).update(deleted_at=now_ms)
        job = job_add(name=ERASE, payload=asdict(erasing), due_ms=now_ms, key=person.public_ids[0])
        log_append(actor=actor, verb="erase_begin", subject=person.public_ids[0], details={})
    return job


def erase_counts(*, actor: User, contact: Contact, quick: bool = False) -> dict[str, int]:
    """How many things go with a person, whoever of the team they belong to; needs the right to erase. `quick` counts
    at least what there is, by what an index leads to."""
    require(actor, "people_erase")
    person, found = person_of(contact), dict[str, int]()
    for module in leavings(settings.ROOMS, "person_count"):
        found |= module.person_count(person=person, quick=quick)
    return found


def erasing_now() -> int:
    """How many erasures are not done yet."""
    return Job.objects.filter(name=ERASE).exclude(state=Job.FAILED).count()


def erase_run(payload: dict[str, Any]) -> None:
    """Does what is left of an erasure, to its end. To do it again is harmless."""
    if not payload:
        return
    erasing, at = Erasing(**payload), now_ms()
    turns = Turns(holder_name(f"erase {erasing.public_ids[0]}"), now_ms)
    for module in leavings(settings.ROOMS, "person_erase"):
        module.person_erase(erasing=erasing, now_ms=at)
    sweep(needles=erasing.needles, names=erasing.names, turns=turns, but=Q(name=ERASE))
    turns.end()
    search_scrub()
    with transaction.atomic():
        mine = Job.objects.filter(name=ERASE, key=erasing.public_ids[0])
        mine.filter(state=Job.WAITING).delete()
        # The worker removes its own job a moment later; what it names goes before the log of writes is emptied.
        mine.update(payload={})
        log_append(actor=None, verb="erase_end", subject=erasing.public_ids[0], details={})
    log_truncate()


def log_truncate() -> bool:
    """Empties the log in which SQLite keeps what was written last, with what it replaced; False while others read in it
    (it is then overwritten as they go on). What was deleted in the file itself is overwritten at once: `secure_delete`
    holds for every connection."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    for _ in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return True
        time.sleep(PAUSE_S)
    return False
