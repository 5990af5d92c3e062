"""The sample world as a database of its own: made beside, put in its place whole, removed by deleting it."""

import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from mutuals.around.services.kept import DAY_MS, EPOCH, keep, noon
from mutuals.measure.services.first_look import look_make
from mutuals.people.models import Contact
from mutuals.people.selectors.actors import roots_by_actor
from mutuals.people.services.contacts import group_add, group_put, note_add
from mutuals.people.services.joins import contact_kept, contacts_join_by
from mutuals.people.services.likenesses import likenesses_refresh
from mutuals.people.services.moments import moment_note
from mutuals.people.services.named import welcome_save
from mutuals.people.services.refresh import contacts_refresh
from mutuals.record.models import Actor
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import ingest
from mutuals.record.services.reader import reader_load, reader_wanted
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.services.introductions import introductions_refresh
from mutuals.relate.services.ledger import ledgers_refresh
from mutuals.relate.services.nudges import nudges_refresh
from mutuals.relate.services.ties import ties_refresh
from mutuals.sample.world import World, world
from mutuals.team.home import stamp_of_code
from mutuals.team.models import User
from mutuals.team.place import elsewhere
from mutuals.team.services.common import now_ms as clock

MAKING = "making.db"
# Whose several accounts she has put together: her family and her friends.
NEAR = 2
HOW = {"meeting": "met", "call": "talked", "gift": "gift", "card": "card"}


def folder() -> Path:
    """Where the sample world lies."""
    return Path(settings.MUTUALS_HOME) / "sample"


def world_path(today: dt.date) -> Path | None:
    """The world as it is on a day, if it was made; one of an earlier day, or with the tables of other code, is none."""
    path = folder() / _name(today)
    return path if path.exists() else None


def world_make(today: dt.date) -> Path:
    """Makes the world as of a day, unless it is there; what was made before, or only begun, is removed."""
    found = world_path(today)
    if found is not None:
        return found
    world_remove()
    folder().mkdir(mode=0o700, exist_ok=True)
    part = folder() / MAKING
    with elsewhere(part):
        call_command("migrate", verbosity=0, interactive=False)
        _fill(world(today), now_ms=(today - EPOCH).days * DAY_MS + DAY_MS // 3)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done = folder() / _name(today)
    part.replace(done)
    return done


def world_remove() -> None:
    """Removes the sample world, whole."""
    shutil.rmtree(folder(), ignore_errors=True)


def _name(today: dt.date) -> str:
    return f"{today.isoformat()}-{stamp_of_code()[:8]}.db"


def heroine() -> User:
    """Through whose eyes one looks; only where the sample world is the database in use."""
    return User.objects.get(role="owner")


def _fill(made: World, *, now_ms: int) -> None:
    user = User.objects.create_user("mara", None, name=made.me.name, role="owner", joined_at=now_ms)
    for one in made.accounts:
        account = account_for(network=one.network, holder=user, title=one.name)
        ingest(one.items, account=account, now_ms=now_ms)
        own_add(account=account, uri=one.me, sure=True, evidence="She is Mara, in a sample.")
    if reader_wanted():
        readings_make(reader_load(), turns=Turns("sample", clock), clock=clock)
    contacts_refresh(now_ms=now_ms)
    _known_as_one(made, user, now_ms=now_ms)
    _tell(made, user, now_ms=now_ms)
    keep(made, user, _contacts(made), now_ms=now_ms)
    likenesses_refresh(now_ms=now_ms)
    ties_refresh(now_ms=now_ms)
    ledgers_refresh(now_ms=now_ms)
    introductions_refresh(now_ms=now_ms)
    nudges_refresh(user, now_ms=now_ms)
    look_make(user, now_ms=now_ms)


def _known_as_one(made: World, user: User, *, now_ms: int) -> None:
    """Those nearest to her Mara has put together already; of the others she may find out who is who."""
    near = {*made.named.people, *(slug for group in made.groups[:NEAR] for slug in group.people)}
    uris = {uri: one.slug for one in made.people if one.slug in near for uri in one.actors}
    actors = dict(Actor.objects.filter(uri__in=uris).values_list("pk", "uri"))
    faces: dict[str, list[int]] = defaultdict(list)
    for actor, root in sorted(roots_by_actor(actors).items()):
        if root not in faces[uris[actors[actor]]]:
            faces[uris[actors[actor]]].append(root)
    for first, *others in faces.values():
        for one in others:
            pair = Contact.objects.in_bulk([first, one])
            _join(user, pair[first], pair[one], now_ms=now_ms)


def _join(user: User, one: Contact, other: Contact, *, now_ms: int) -> None:
    """Makes two contacts one, unless they are."""
    kept, gone = contact_kept(one.pk), contact_kept(other.pk)
    if kept.pk != gone.pk:
        contacts_join_by(actor=user, kept=kept, gone=gone, why="", now_ms=now_ms)


def _tell(made: World, user: User, *, now_ms: int) -> None:
    """What Mara said and wrote down herself."""
    names = {one.slug: one.name for one in made.people}
    told = welcome_save(
        actor=user, names=[names[slug] for slug in made.named.people], why=made.named.why,
        minutes=made.named.minutes, now_ms=now_ms,
    )  # fmt: skip
    people = _contacts(made)
    for named, slug in zip(told, made.named.people, strict=True):
        _join(user, named, people[slug], now_ms=now_ms)
    for group in made.groups:
        put = group_add(actor=user, name=group.name, now_ms=now_ms)
        group_put(actor=user, group=put, contacts=_known(people, group.people))
    for note in made.notes:
        for contact in _known(people, [note.person]):
            note_add(actor=user, contact=contact, text=note.words, shared=False, now_ms=noon(note.day))
    for moment in made.moments:
        for contact in _known(people, moment.people):
            how, day = HOW[moment.kind], noon(moment.day) // DAY_MS
            moment_note(
                actor=user, contact=contact, how=how, day=day, seconds=60 * moment.minutes, now_ms=now_ms
            )


def _contacts(made: World) -> dict[str, Contact]:
    """The contact of everybody, by slug, through the actors that they have."""
    uris = {uri: one.slug for one in made.people for uri in one.actors}
    actors = dict(Actor.objects.filter(uri__in=uris).values_list("pk", "uri"))
    roots = roots_by_actor(actors)
    contacts = Contact.objects.in_bulk(set(roots.values()))
    return {uris[actors[actor]]: contacts[root] for actor, root in sorted(roots.items(), reverse=True)}


def _known(people: Mapping[str, Contact], slugs: Iterable[str]) -> list[Contact]:
    return [people[slug] for slug in slugs if slug in people]
