"""Appending to the event log, and erasing what it says of a person."""

import secrets
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.db.models import F

from mutuals.team import chain, keyring
from mutuals.team.models import LogDetail, LogEntry, LogKey, LogTip, User
from mutuals.team.services.common import allow, now_ms


def log_append(
    *, actor: User | None, verb: str, subject: str, details: dict[str, Any], person: str = ""
) -> LogEntry:
    """Adds one entry to the event log; call it as the last statement of the transaction.

    `details` (JSON) are locked with the key of `person` (a public id; default: the actor), so that erasing the person
    erases them while the chain still verifies. Whoever appends holds the tip row until the transaction ends.
    """
    whom = person or (str(actor.public_id) if actor else "")
    text, nonce = chain.canonical(details), secrets.token_hex(16)
    with transaction.atomic():
        tip = _tip_advance()
        row: dict[str, Any] = {
            "id": tip.count,
            "at": now_ms(),
            "actor": str(actor.public_id) if actor else "",
            "verb": verb,
            "subject": str(subject),
            "digest": chain.digest_of(nonce, text),
            "prev": tip.hash,
        }
        entry = LogEntry.objects.create(**row, hash=chain.hash_of(**row))
        LogDetail.objects.create(
            entry=entry, person=whom, sealed=_detail_lock(person=whom, text=f"{nonce}\n{text}")
        )
        seal = keyring.seal(settings.MUTUALS_HOME / "keys", f"{tip.count}:{entry.hash}")
        LogTip.objects.filter(id=tip.id).update(hash=entry.hash, seal=seal)
    return entry


def log_last() -> int:
    """The number of the latest entry; 0 before the first."""
    return LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def log_persons(*, since: int) -> set[str]:
    """Whom the entries after a number are about (public ids), for jobs that follow what people wrote down."""
    rows = LogDetail.objects.filter(entry__gt=since).exclude(person="").values_list("person", flat=True)
    return set(rows)


def log_tells(subject: str, *, since: int) -> bool:
    """Whether anything was done with a subject after an entry's number."""
    return LogEntry.objects.filter(subject=subject, pk__gt=since).exists()


def _tip_advance() -> LogTip:
    """The tip row with its count raised by one, locked against other appenders until the transaction ends."""
    if not LogTip.objects.filter(id=1).update(count=F("count") + 1):
        LogTip.objects.bulk_create([LogTip(id=1, count=0, hash=chain.GENESIS)], ignore_conflicts=True)
        LogTip.objects.filter(id=1).update(count=F("count") + 1)
    return LogTip.objects.get(id=1)


def _detail_lock(*, person: str, text: str) -> str:
    """The text locked with the person's key (made when they have none); empty for one who was erased."""
    found = LogKey.objects.filter(person=person).first()
    if found is None:
        fresh = LogKey(person=person, key=Fernet.generate_key().decode())
        LogKey.objects.bulk_create([fresh], ignore_conflicts=True)
        found = LogKey.objects.get(person=person)
    return Fernet(found.key).encrypt(text.encode("utf-8", "surrogatepass")).decode() if found.key else ""


def log_erase(*, actor: User | None, person: str) -> int:
    """Destroys what the log says of a person, and the key to any copy of it; says how many entries that concerns.

    The chain stays whole. Copies of the database made earlier are only readable together with the keys folder.
    """
    allow(actor, "people_erase")
    with transaction.atomic():
        LogKey.objects.bulk_create([LogKey(person=person)], ignore_conflicts=True)
        LogKey.objects.filter(person=person).update(key="", erased_ms=now_ms())
        count = LogDetail.objects.filter(person=person).update(sealed="")
        log_append(actor=actor, verb="log.erase", subject=person, details={"entries": count})
    return count
