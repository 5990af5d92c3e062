"""Takes up what an export of ours holds beside the record: contacts as they were, joins, notes, moments and the like.

An import leaves the documents in `sources.Kept`; each room takes those of its own kinds, in order, before anything else
makes contacts. Nothing that is here already is changed, so that bringing the same once more adds nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import models

from mutuals.people.models import (
    Aim,
    Contact,
    Encounter,
    EncounterWith,
    Exclusion,
    Group,
    Join,
    Match,
    Membership,
    Note,
    Occasion,
    Promise,
    ShelfItem,
    Trip,
    Welcome,
)
from mutuals.people.selectors.told import ACTORS, OWNERS, contact_columns
from mutuals.people.services.joins import contacts_join
from mutuals.record.models import Deed
from mutuals.record.services.accounts import account_for
from mutuals.record.services.actors import actor_make
from mutuals.record.services.erased import erased_among
from mutuals.sources.models import Kept
from mutuals.sources.services.kept import documents_take, record_take
from mutuals.team.models import User
from mutuals.text.names import display, key

CONTACT = "contact"
# In this order: what others name comes first.
MODELS: tuple[type[models.Model], ...] = (
    Join, Group, Membership, Note, Welcome, Promise, Aim, ShelfItem, Occasion, Encounter, EncounterWith,
    Trip, Exclusion,
    Deed,
)  # fmt: skip


def kind_of(model: type[models.Model]) -> str:
    """The name under which the rows of a model travel."""
    return str(model._meta.model_name)


def rows_naming(model: type[models.Model], *, contacts: Iterable[int]) -> models.QuerySet[Any]:
    """The rows of a model that name one of these contacts in any column, whoever wrote them."""
    found, keys = models.Q(pk__in=[]), list(contacts)
    for name in contact_columns(model):
        found |= models.Q(**{f"{name}__in": keys})
    return model._default_manager.filter(found)


def kept_take(*, now_ms: int) -> int:
    """Takes up all that waits for this room, and has the record take up its own; gives how many documents that were."""
    if not Kept.objects.exists():
        return 0
    done = documents_take(kind=CONTACT, put=lambda user, found: _contacts(user, found, now_ms))
    return done + rows_take(models=MODELS) + record_take(now_ms=now_ms)


def rows_take(*, models: Sequence[type[models.Model]]) -> int:
    """Takes up the documents that are rows of these models; gives how many that were."""
    return sum(
        documents_take(kind=kind_of(model), put=lambda user, found, model=model: _rows(model, user, found))
        for model in models
    )


def _contacts(user: User, documents: list[dict[str, Any]], now_ms: int) -> None:
    account = account_for(network="mutuals", holder=user)
    gone = erased_among(one for found in documents for one in _ids(found))
    for found in documents:
        if gone.intersection(_ids(found)):
            continue
        made = _contact(user, found)
        if made is None:
            continue
        for match in found.get("matches") or ():
            if isinstance(match, dict) and isinstance(match.get("actor"), str):
                _match(made, actor_make(match["actor"], account=account.pk), match, now_ms)


def _ids(found: dict[str, Any]) -> set[str]:
    """Under which ids somebody may have been erased: those of their actors, and their own."""
    matches = found.get("matches")
    rows = [one for one in matches if isinstance(one, dict)] if isinstance(matches, list) else []
    return {
        contact_urn(found.get("public_id")),
        *(one["actor"] for one in rows if isinstance(one.get("actor"), str)),
    }


def contact_urn(public_id: object) -> str:
    """The id of a contact as it is remembered once it was erased."""
    return f"urn:uuid:{public_id}"


def _contact(user: User, found: dict[str, Any]) -> Contact | None:
    """The contact of a document: the one there is, one's own, or one made as it was."""
    here = _by_id(Contact, [found.get("public_id")])
    if here:
        return next(iter(here.values()))
    if found.get("ours") and found.get("yours"):
        mine = Contact.objects.filter(ours=True, holder=user, merged_into=None).first()
        if mine is not None:
            return mine
    values = _values(Contact, user, found, {})
    if values is None:
        return None
    name = display(str(values.get("name") or ""))[:200]
    values |= {
        "name": name,
        "name_key": key(name),
        "holder": user if found.get("yours") else None,
        "merged_into": None,
    }
    return Contact.objects.create(**values)


def _match(contact: Contact, actor: int, found: dict[str, Any], now_ms: int) -> None:
    """Gives a contact an actor; where that is somebody's here already, both are one person."""
    there = Match.objects.filter(actor=actor, ended_at=None).select_related("contact").first()
    if there is None:
        confidence = found.get("confidence")
        Match.objects.create(
            actor=actor, contact=contact, evidence=str(found.get("evidence") or "As it was."),
            confidence=confidence if isinstance(confidence, float | int) else 1.0,
            decided_by=str(found.get("decided_by") or "export")[:80], at=_number(found.get("at"), now_ms),
        )  # fmt: skip
        return
    kept, gone = _top(there.contact), _top(contact)
    if kept.pk != gone.pk and kept.ours == gone.ours:
        contacts_join(
            kept, gone, evidence="They have the same address in what you brought.", confidence=1.0,
            decided_by="export", now_ms=now_ms,
        )  # fmt: skip


def _top(contact: Contact) -> Contact:
    while contact.merged_into is not None:
        contact = contact.merged_into
    return contact


def _rows(model: type[models.Model], user: User, documents: list[dict[str, Any]]) -> None:
    refs = _references(model, user, documents)
    rows = [
        model(**values) for found in documents if (values := _values(model, user, found, refs)) is not None
    ]
    if not any(one.name == "public_id" for one in model._meta.concrete_fields):
        rows = [row for row in rows if not _there(model, row)]
    if model is Encounter:
        rows = _moments(user, rows)
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    if model is Join:
        for row in rows:
            _joined(row)


def _moments(user: User, rows: list[Any]) -> list[Any]:
    """These moments but for those that a calendar told here already, which take on what was written on them."""
    uris = [row.uri for row in rows if row.uri]
    here = {one.uri: one for one in Encounter.objects.filter(author=user, uri__in=uris)}
    fresh = []
    for row in rows:
        had = here.get(row.uri) if row.uri else None
        if had is None:
            fresh.append(row)
            if row.uri:
                here[row.uri] = row
        elif had.public_id != row.public_id:
            had.text, had.place = had.text or row.text, had.place or row.place
            if had.undone_at is None and not row.off:
                had.undone_at = row.undone_at
            if had.pk:
                had.save(update_fields=["text", "place", "undone_at"])
    return fresh


def _there(model: type[models.Model], row: Any) -> bool:
    """Whether a row without an id of its own is here already."""
    same = {
        one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields if not one.primary_key
    }
    return bool(model._default_manager.filter(**same).exists())


def _joined(row: Any) -> None:
    """A join that holds: the one that went points to the one that was kept, unless they are one already."""
    if row.ended_at is None and row.gone.merged_into_id is None and _top(row.kept).pk != row.gone_id:
        Contact.objects.filter(pk=row.gone_id, merged_into=None).update(merged_into=row.kept)


def _references(
    model: type[models.Model], user: User, documents: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """For each column that names something else: what its names mean here."""
    found: dict[str, dict[str, Any]] = {}
    for one in model._meta.concrete_fields:
        names = {name for row in documents if isinstance(name := row.get(one.name), str)}
        if one.name in ACTORS.get(model, ()):
            account = account_for(network="mutuals", holder=user)
            gone = erased_among(names)
            found[one.name] = {uri: actor_make(uri, account=account.pk) for uri in names - gone}
        elif isinstance(one, models.ForeignKey) and one.related_model._meta.label != settings.AUTH_USER_MODEL:
            found[one.name] = _by_id(one.related_model, names)
    return found


def _by_id(model: Any, names: Iterable[Any]) -> dict[str, Any]:
    """Rows by their public ids, as far as these are any."""
    if not hasattr(model, "public_id"):
        return {}
    field, ids = model._meta.get_field("public_id"), []
    for name in names:
        try:
            ids.append(field.to_python(name))
        except Exception:  # noqa: BLE001, S112  what is no id names nothing
            continue
    rows = model._default_manager.filter(public_id__in=[one for one in ids if one is not None])
    return {str(row.public_id): row for row in rows}


def _values(
    model: type[models.Model], user: User, found: dict[str, Any], refs: dict[str, dict[str, Any]]
) -> dict[str, Any] | None:
    """The columns of a row as a document tells them; None where one that must be there is missing or unfit."""
    values: dict[str, Any] = {}
    for one in model._meta.concrete_fields:
        told = found.get(one.name)
        if one.primary_key or one.name in ("name_key", "merged_into"):
            continue
        if one.name == "scope":
            values[one.name] = account_for(network="hand", holder=user).pk
        elif one.is_relation and one.related_model._meta.label == settings.AUTH_USER_MODEL:
            values[one.name] = user if one.name in OWNERS else None
        elif one.name in refs:
            values[one.name] = (
                refs[one.name].get(told) if isinstance(told, str) and told else _owned(one, user)
            )
        elif one.name in found:
            values[one.name] = _fit(one, told)
        if one.name in values and values[one.name] is None and not one.null:
            return None
    return values


def _fit(column: Any, told: Any) -> Any:
    """A value as the column takes it; None for what it does not take."""
    try:
        return column.clean(told, None) if told not in column.empty_values else told
    except Exception:  # noqa: BLE001  what a document holds may be anything
        return None


def _owned(column: Any, user: User) -> Any:
    """What a column without a name means: the one row of the user, where each has one (their plan)."""
    model = column.related_model
    if model is None or column.null:
        return None
    owner = next((one for one in model._meta.concrete_fields if one.name in OWNERS and one.unique), None)
    return model._default_manager.filter(**{owner.name: user}).first() if owner else None


def _number(value: object, default: int) -> int:
    return value if type(value) is int else default
