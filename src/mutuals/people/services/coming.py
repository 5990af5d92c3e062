"""Takes up what calendars have ahead as moments still to come, keeps them as the calendar says, and lets them go once
it tells of them as past: then the calendar's own meeting counts, never both.

A document (`wire.ical_ahead.Ahead.document`) may come from a file that somebody made up, so that each value is looked
at before it is believed.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from mutuals.people.models import Contact, Encounter, EncounterWith
from mutuals.people.selectors.actors import contacts_ours, roots_by_actor
from mutuals.people.services.moments import DAY_MS, LONGEST_S, moment_settle, planned
from mutuals.record.keys import key64
from mutuals.record.selectors.posts import posts_by_key
from mutuals.record.services.actors import actors_known
from mutuals.record.services.erased import erased_among
from mutuals.sources.coming import COMING
from mutuals.sources.models import Kept
from mutuals.team.models import User
from mutuals.team.services.log import log_append
from mutuals.text.names import display

CHUNK = 200
MOST = 200
# Days from now: what a document says of later or earlier days is not believed.
FURTHEST, EARLIEST = 3 * 366, 400


class Told(NamedTuple):
    """One meeting as a document tells it, checked: `people` are ids of actors."""

    uri: str
    title: str
    place: str
    day: int
    clock: int | None
    seconds: int
    how: str
    people: tuple[str, ...]


def coming_waits() -> bool:
    """Whether a calendar was read that has something ahead."""
    return Kept.objects.filter(kind=COMING).exists()


def coming_take(*, now_ms: int) -> int:
    """Takes up all that waits, and settles what took place meanwhile; gives how many moments came, changed or went."""
    changed = 0
    while True:
        with transaction.atomic():
            first = Kept.objects.filter(kind=COMING).order_by("pk").select_related("user").first()
            if first is None:
                break
            rows = list(Kept.objects.filter(kind=COMING, user=first.user).order_by("pk")[:CHUNK])
            some = _entries(first.user, [row.document for row in rows], now_ms)
            Kept.objects.filter(pk__in=[row.pk for row in rows]).delete()
        changed += some
    return changed + _settled(now_ms)


def _settled(now_ms: int) -> int:
    """Lets go of those of which a calendar told since that they took place."""
    today = now_ms // DAY_MS
    waiting = Encounter.objects.exclude(uri="").filter(
        undone_at=None, day__range=(today - EARLIEST, today + 1)
    )
    by_author: dict[User, dict[int, Encounter]] = {}
    for one in waiting.select_related("author"):
        by_author.setdefault(one.author, {})[key64(one.uri)] = one
    changed = 0
    for author, found in by_author.items():
        for post in posts_by_key(author, list(found)):
            moment_settle(moment=found[post.key], now_ms=now_ms)
            changed += 1
    return changed


def _entries(user: User, documents: Iterable[str], now_ms: int) -> int:
    entries = [one for text in documents if (one := _entry(text, now_ms // DAY_MS))]
    told = [one for _, _, _, some in entries for one in some]
    names = {uri for one in told for uri in one.people}
    actors = actors_known(names - erased_among(names))
    roots, ours = roots_by_actor(actors.values()), contacts_ours()
    there = {post.key for post in posts_by_key(user, [key64(one.uri) for one in told])}
    changed = 0
    for entry, series, elsewhere, some in entries:
        changed += _no_longer(user, entry, {*elsewhere, *(one.uri for one in some)}, series=series)
        for one in some:
            people = {roots[actor] for uri in one.people if (actor := actors.get(uri)) in roots} - ours
            if key64(one.uri) not in there:
                changed += _put(user, one, sorted(people), now_ms)
    return changed


def _no_longer(user: User, entry: str, still: set[str], *, series: bool) -> int:
    """Takes away what an entry had ahead and has no longer, but for what somebody wrote words on."""
    rows = Encounter.objects.filter(author=user, undone_at=None, text="", uri__startswith=entry)
    gone = [
        one
        for one in rows
        if planned(one)
        and one.uri not in still
        and (one.uri == entry or (series and one.uri.startswith(f"{entry}/")))
    ]
    for one in gone:
        people = [each.contact for each in one.people.select_related("contact")]
        one.delete()
        _log(user, one, people)
    return len(gone)


def _put(user: User, one: Told, people: Sequence[int], now_ms: int) -> int:
    """One meeting to come, made or changed; what was called off here or is said to have taken place stays so."""
    # Of today too it is a plan until somebody says that it took place.
    at = min(now_ms, one.day * DAY_MS - 1)
    told = {
        "how": one.how, "day": one.day, "seconds": one.seconds, "place": one.place, "title": one.title,
        "clock": one.clock,
    }  # fmt: skip
    had = Encounter.objects.filter(author=user, uri=one.uri).first()
    if had is None:
        if not people:
            return 0
        had = Encounter.objects.create(author=user, at=at, uri=one.uri, **told)
    elif had.undone_at is not None or not planned(had):
        return 0
    else:
        told["place"] = one.place or had.place
    same = all(getattr(had, name) == value for name, value in told.items())
    Encounter.objects.filter(pk=had.pk).update(at=min(had.at, at), **told)
    were = set(had.people.values_list("contact", flat=True))
    if same and were == set(people):
        return 0
    EncounterWith.objects.filter(encounter=had, contact__in=were.difference(people)).delete()
    new = [EncounterWith(encounter=had, contact_id=each) for each in people if each not in were]
    EncounterWith.objects.bulk_create(new)
    _log(user, had, Contact.objects.filter(pk__in=were.union(people)).order_by("pk"))
    return 1


def _log(user: User, moment: Encounter, people: Iterable[Contact]) -> None:
    """One entry for each person, so that what depends on who is met soon follows, and what is said of one can go."""
    for one in people:
        person, details = str(one.public_id), {"moment": str(moment.public_id)}
        log_append(actor=user, verb="coming_take", subject=person, details=details, person=person)


def _entry(text: str, today: int) -> tuple[str, bool, list[str], list[Told]] | None:
    """A document, as far as it can be believed; None where it names no entry."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    entry = found.get("entry") if isinstance(found, dict) else None
    if not isinstance(entry, str) or not entry:
        return None
    told = [one for row in _list(found.get("told"))[:MOST] if (one := _told(row, entry, today))]
    return entry, found.get("series") is True, _texts(found.get("elsewhere")), told


def _told(row: object, entry: str, today: int) -> Told | None:
    if not isinstance(row, dict):
        return None
    uri, day, clock, seconds = (row.get(name) for name in ("id", "day", "clock", "seconds"))
    if not isinstance(uri, str) or not (uri == entry or uri.startswith(f"{entry}/")):
        return None
    if type(day) is not int or not today - EARLIEST <= day <= today + FURTHEST:
        return None
    title, place = (text if isinstance(text := row.get(name), str) else "" for name in ("title", "place"))
    return Told(
        uri=uri,
        title=display(title)[:500],
        place=display(place)[:200],
        day=day,
        clock=clock if type(clock) is int and 0 <= clock < 24 * 60 else None,
        seconds=min(seconds, LONGEST_S) if type(seconds) is int and seconds > 0 else 0,
        how="talked" if row.get("online") is True else "met",
        people=tuple(_texts(row.get("people"))),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in _list(value)[:MOST] if isinstance(one, str)]
