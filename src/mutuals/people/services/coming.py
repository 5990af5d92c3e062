"""Takes up what calendars have ahead as moments still to come, keeps them as the calendar says, and lets them go once
it tells of them as past: then the calendar's own meeting counts, never both.

A document (`wire.ical_ahead.Ahead.document`) may come from a file that somebody made up, so that each value is looked
at before it is believed, and one that no database takes is dropped.
"""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, transaction

from mutuals.people.models import Contact, Encounter, EncounterWith
from mutuals.people.selectors.actors import contacts_ours, roots_by_actor
from mutuals.people.services.moments import DAY_MS, LONGEST_S, moment_settle, planned
from mutuals.record.models import Account
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.actors import actors_held
from mutuals.record.services.erased import erased_among
from mutuals.record.services.held import meetings_held, meetings_take_out
from mutuals.sources.coming import COMING
from mutuals.sources.models import Kept
from mutuals.team.models import User
from mutuals.team.services.log import log_append
from mutuals.text.folding import clean
from mutuals.text.names import display

CHUNK = 200
MOST = 200
LONGEST_ID = 1_000
# Days from now: what a document says of later or earlier days is not believed.
FURTHEST, EARLIEST = 3 * 366, 400
_STAMP = re.compile(r"\d{8}(T\d{6}Z)?")
_RANK = 10**13
_LOG = logging.getLogger(__name__)


class Told(NamedTuple):
    """One meeting as a document tells it, checked: `people` are ids of actors."""

    uri: str
    title: str
    place: str
    day: int
    at: int | None
    seconds: int
    how: str
    people: tuple[str, ...]


class Entry(NamedTuple):
    """What one entry has ahead, checked (`wire.ical_ahead.Ahead`); its rank is one number."""

    entry: str
    reach: str
    rank: int
    updated: int
    since: int
    until: int
    elsewhere: frozenset[str]
    told: tuple[Told, ...]


def coming_waits() -> bool:
    """Whether a calendar was read that has something ahead."""
    return Kept.objects.filter(kind=COMING).exists()


def coming_last() -> int:
    """The last document that waits: whoever gives people their contacts afterwards has done so for all up to it."""
    return Kept.objects.filter(kind=COMING).order_by("-pk").values_list("pk", flat=True).first() or 0


def coming_take(*, now_ms: int, upto: int) -> int:
    """Takes up what waits up to a document (`coming_last`), and settles what took place meanwhile; gives how many
    moments came, changed or went."""
    changed = 0
    while True:
        waiting = Kept.objects.filter(kind=COMING, pk__lte=upto).order_by("pk").select_related("user")
        first = waiting.first()
        if first is None:
            return changed + _settled(now_ms)
        with transaction.atomic():
            rows = list(waiting.filter(user=first.user)[:CHUNK])
            changed += _Taking(first.user, [row.document for row in rows], now_ms).take()
            Kept.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _settled(now_ms: int) -> int:
    """Lets go of those of which a calendar told that they took place; what its owner said not to have taken place is
    not counted, whatever the calendar tells."""
    since = now_ms // DAY_MS - EARLIEST
    rows = Encounter.objects.exclude(uri="").filter(off=False, day__gte=since).select_related("author")
    by_author: dict[User, dict[str, Encounter]] = defaultdict(dict)
    for one in rows:
        by_author[one.author][one.uri] = one
    changed = 0
    for author, found in by_author.items():
        for uri, (post, _) in meetings_held(uris=found.keys(), scopes=scopes_readable(author)).items():
            if found[uri].undone_at is None:
                moment_settle(moment=found[uri], now_ms=now_ms)
                changed += 1
            else:
                meetings_take_out(posts=[post], accounts=_own(author), now_ms=now_ms)
    return changed


def _own(user: User) -> list[int]:
    return list(Account.objects.filter(holder=user).values_list("pk", flat=True))


@dataclass(slots=True)
class _Taking:
    """Some documents of one user, and what is known of what they tell."""

    user: User
    documents: Sequence[str]
    now_ms: int

    def take(self) -> int:
        """Takes them up one by one; one that the database does not take is dropped."""
        changed = 0
        entries = [one for text in self.documents if (one := entry_of(text, self.now_ms // DAY_MS))]
        for one in entries:
            try:
                with transaction.atomic():
                    changed += self._entry(one)
            except DatabaseError:
                _LOG.warning("A document of what a calendar has ahead could not be taken up.")
        return changed

    def _entry(self, entry: Entry) -> int:
        still = {*entry.elsewhere, *(one.uri for one in entry.told)}
        there = {one.uri: one for one in self._there(entry)}
        gone = [one for one in there.values() if one.uri not in still and _no_longer(one, entry)]
        for one in gone:
            Encounter.objects.filter(pk=one.pk).update(undone_at=self.now_ms, off=True, rank=entry.rank)
            _log(self.user, one, [each.contact for each in one.people.select_related("contact")])
        return len(gone) + sum(self._put(one, entry, there.get(one.uri)) for one in entry.told)

    def _there(self, entry: Entry) -> Iterable[Encounter]:
        """What is kept of an entry, whether it is still to come or not."""
        every = Encounter.objects.filter(author=self.user)
        if entry.reach == "one":
            return every.filter(uri=entry.entry)
        return [*every.filter(uri=entry.entry), *every.filter(uri__startswith=f"{entry.entry}/")]

    def _put(self, one: Told, entry: Entry, had: Encounter | None) -> int:
        """One meeting to come, made or changed; what was called off here or is said to have taken place stays so."""
        if had is not None and not _gives_way(had, entry):
            return 0
        if not self._is_ahead(one, entry):
            return 0
        people = self._people(one)
        # Of today too it is a plan until somebody says that it took place.
        at = min(self.now_ms, one.day * DAY_MS - 1)
        told: dict[str, Any] = {
            "how": one.how, "day": one.day, "seconds": one.seconds, "place": one.place, "title": one.title,
            "begins_at": one.at, "rank": entry.rank,
        }  # fmt: skip
        if had is None:
            if not people:
                return 0
            had = Encounter.objects.create(author=self.user, at=at, uri=one.uri, **told)
        told["place"] = one.place or had.place
        told |= {"undone_at": None, "off": False}
        same = all(getattr(had, name) == value for name, value in told.items())
        were = set(had.people.values_list("contact", flat=True))
        if same and were == set(people):
            return 0
        Encounter.objects.filter(pk=had.pk).update(at=min(had.at, at), **told)
        EncounterWith.objects.filter(encounter=had, contact__in=were.difference(people)).delete()
        new = [EncounterWith(encounter=had, contact_id=each) for each in people if each not in were]
        EncounterWith.objects.bulk_create(new)
        _log(self.user, had, Contact.objects.filter(pk__in=were.union(people)).order_by("pk"))
        return 1

    def _is_ahead(self, one: Told, entry: Entry) -> bool:
        """Whether it is not known to have taken place; where the entry was changed since it was told as past, it was
        put off, and what counted counts no longer."""
        held = meetings_held(uris={one.uri}, scopes=scopes_readable(self.user)).get(one.uri)
        if held is None:
            return True
        post, edited = held
        if entry.updated <= edited:
            return False
        meetings_take_out(posts=[post], accounts=_own(self.user), now_ms=self.now_ms)
        return True

    def _people(self, one: Told) -> list[int]:
        actors = actors_held(set(one.people) - erased_among(one.people))
        return sorted(set(roots_by_actor(actors.values()).values()) - contacts_ours())


def _no_longer(one: Encounter, entry: Entry) -> bool:
    """Whether an entry takes away what was told of it before; not what somebody wrote words on."""
    if one.undone_at is not None or not planned(one) or one.text or entry.rank < one.rank:
        return False
    stamp = one.uri.removeprefix(entry.entry).removeprefix("/")
    if stamp and not _STAMP.fullmatch(stamp):
        return False
    return entry.reach != "times" or (stamp != "" and entry.since < _ms_of(stamp) <= entry.until)


def _gives_way(had: Encounter, entry: Entry) -> bool:
    """Whether what is told is newer than a moment, and nobody said that it took place or that it does not."""
    if entry.rank < had.rank or (had.undone_at is not None and not had.off):
        return False
    return planned(had)


def _ms_of(stamp: str) -> int:
    form = "%Y%m%dT%H%M%SZ" if "T" in stamp else "%Y%m%d"
    try:
        return int(datetime.strptime(stamp, form).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return 0


def _log(user: User, moment: Encounter, people: Iterable[Contact]) -> None:
    """One entry for each person, so that what depends on who is met soon follows, and what is said of one can go."""
    for one in people:
        person, details = str(one.public_id), {"moment": str(moment.public_id)}
        log_append(actor=user, verb="coming_take", subject=person, details=details, person=person)


def entry_of(text: str, today: int) -> Entry | None:
    """A document, as far as it can be believed; None where it names no entry."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    entry, reach = found.get("entry"), found.get("reach")
    if not _is_id(entry) or reach not in ("one", "times", "all"):
        return None
    told = [one for row in _list(found.get("told"))[:MOST] if (one := _told(row, entry, today))]
    sequence, stamp = (*map(_number, _list(found.get("rank"))[:2]), 0, 0)[:2]
    return Entry(
        entry=entry,
        reach=reach,
        rank=min(sequence, 99_999) * _RANK + min(stamp, _RANK - 1),
        updated=_number(found.get("updated")),
        since=_number(found.get("since")),
        until=_number(found.get("until")),
        elsewhere=frozenset(_texts(found.get("elsewhere"))),
        told=tuple(told),
    )


def _told(row: object, entry: str, today: int) -> Told | None:
    if not isinstance(row, dict):
        return None
    uri, day, at, seconds = (row.get(name) for name in ("id", "day", "at", "seconds"))
    if not _is_id(uri) or not (uri == entry or _STAMP.fullmatch(uri.removeprefix(f"{entry}/"))):
        return None
    if type(day) is not int or not today - EARLIEST <= day <= today + FURTHEST:
        return None
    title, place = (text if isinstance(text := row.get(name), str) else "" for name in ("title", "place"))
    return Told(
        uri=uri,
        title=display(clean(title))[:500],
        place=display(clean(place))[:200],
        day=day,
        at=at if type(at) is int and at // DAY_MS == day else None,
        seconds=min(seconds, LONGEST_S) if type(seconds) is int and seconds > 0 else 0,
        how="talked" if row.get("online") is True else "met",
        people=tuple(_texts(row.get("people"))),
    )


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and clean(value) == value


def _number(value: object) -> int:
    return value if type(value) is int and 0 <= value < 1 << 62 else 0


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in _list(value)[:MOST] if _is_id(one)]
