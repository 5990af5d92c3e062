"""What people wrote, as documents: the rows of any model that belong to a viewer or are shared with them.

One rule for all models of this room and of those above: a row is its author's (`author`, `user`, `holder`) unless it
says `shared`; a row without an author goes with the row that it belongs to; contacts are named by their public ids.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutuals.people.models import Contact, EncounterWith, Match
from mutuals.people.selectors.actors import families_of, tops_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.models import Deed
from mutuals.record.selectors.outgoing import uris_of
from mutuals.team.models import User

CHUNK = 1_000
OWNERS = ("author", "user", "holder")
# Columns that hold the key of an actor instead of a contact's.
ACTORS: dict[type[models.Model], tuple[str, ...]] = {
    Match: ("actor",),
    Deed: ("a", "b"),
    EncounterWith: ("actor",),
}


def contacts_taken(viewer: User) -> dict[int, str]:
    """The contacts that a viewer may take along, with all that were joined into them: their public ids by key."""
    family = families_of(contacts_visible(viewer).values_list("pk", flat=True))
    rows = Contact.objects.filter(pk__in=family) if len(family) < CHUNK else Contact.objects.all()
    return {pk: str(public) for pk, public in rows.values_list("pk", "public_id").iterator() if pk in family}


def contacts_seen(viewer: User, *, contacts: Iterable[int]) -> set[int]:
    """Those of these contacts (keys) that a viewer may know of, whichever they were joined into."""
    tops = tops_of(contacts)
    seen = set(contacts_visible(viewer).filter(pk__in=set(tops.values())).values_list("pk", flat=True))
    return {one for one, top in tops.items() if top in seen}


def rows_told(viewer: User, *, model: type[models.Model], known: dict[int, str]) -> Iterator[dict[str, Any]]:
    """The rows of a model that a viewer may read, as documents, oldest first; none about a contact that is not among
    `known` (`contacts_taken`)."""
    rows = model._default_manager.filter(readable(model, viewer)).order_by("pk")
    links = [one.name for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    chunk: list[Any] = []
    for row in rows.select_related(*links).iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _documents(chunk, model, viewer, known)
            chunk = []
    yield from _documents(chunk, model, viewer, known)


def rows_about(viewer: User, *, model: type[models.Model], known: dict[int, str]) -> models.QuerySet[Any]:
    """The rows of a model that are about one of these contacts and that a viewer may read."""
    about, seen = Q(pk__in=[]), contacts_seen(viewer, contacts=known)
    for name in contact_columns(model):
        about |= Q(**{f"{name}__in": seen})
    return model._default_manager.filter(readable(model, viewer) & about).order_by("pk")


def documents_of(viewer: User, *, rows: list[Any], known: dict[int, str]) -> Iterator[dict[str, Any]]:
    """Rows of one model that the viewer may read (`rows_about`), as documents."""
    if rows:
        yield from _documents(rows, type(rows[0]), viewer, known)


def readable(model: type[models.Model], viewer: User, before: str = "") -> Q:
    """The condition that a viewer may read a row: theirs or shared, or so the row that it belongs to."""
    names = {one.name: one for one in model._meta.concrete_fields}
    owner = next((one for one in OWNERS if one in names and model is not Contact), None)
    if owner:
        mine = Q(**{f"{before}{owner}": viewer})
        # What its author took back is nobody else's to read any more.
        taken_back = {f"{before}undone_at": None} if "undone_at" in names else {}
        return mine | Q(**{f"{before}shared": True}, **taken_back) if "shared" in names else mine
    for name, one in names.items():
        parent = one.related_model
        if isinstance(one, models.ForeignKey) and parent not in (Contact, model) and _owned(parent):
            return readable(parent, viewer, f"{before}{name}__")
    return Q()


def _owned(model: Any) -> bool:
    return any(one.name in OWNERS for one in model._meta.concrete_fields)


@cache
def contact_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model that name a contact."""
    return tuple(one.name for one in model._meta.concrete_fields if one.related_model is Contact)


def _documents(
    rows: list[Any], model: type[models.Model], viewer: User, contacts: dict[int, str]
) -> Iterator[dict[str, Any]]:
    named = {getattr(row, f"{name}_id") for row in rows for name in contact_columns(model)} - {None}
    seen = contacts_seen(viewer, contacts=named | ({row.pk for row in rows} if model is Contact else set()))
    rows = [row for row in rows if model is not Contact or row.pk in seen]
    contacts = {pk: contacts[pk] for pk in seen if pk in contacts}
    actors = {getattr(row, name) for row in rows for name in ACTORS.get(model, ())} - {None}
    uris = uris_of(viewer, theirs=actors) if actors else {}
    for row in rows:
        found = _document(row, contacts, uris)
        if found is not None:
            yield found


def _document(row: Any, contacts: dict[int, str], uris: dict[int, str]) -> dict[str, Any] | None:
    """One row; None where it is about somebody who is not taken along."""
    found: dict[str, Any] = {}
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        if (
            one.name == "scope"
            or (one.primary_key and not one.is_relation)
            or isinstance(value, bytes | memoryview)
        ):
            continue
        told = _told(row, one, value, contacts, uris)
        if told is None and value is not None and not one.null:
            return None
        found[one.name] = told
    return found


def _told(row: Any, column: Any, value: Any, contacts: dict[int, str], uris: dict[int, str]) -> Any:
    """A column's value as a document has it; None for somebody who is not taken along."""
    if column.related_model is Contact:
        return contacts.get(value)
    if column.name in ACTORS.get(type(row), ()):
        return uris.get(value)
    if not column.is_relation:
        return value
    # A row that each user has one of is named by nothing but its user.
    return _named(getattr(row, column.name)) or ""


def _named(row: Any) -> str | None:
    """How a document names another row: a user by the user name, all else by its public id."""
    if row is None:
        return None
    if row._meta.label == settings.AUTH_USER_MODEL:
        return str(row.username)
    return str(row.public_id) if hasattr(row, "public_id") else None
