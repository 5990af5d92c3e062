"""What this room gives to somebody who leaves, what it says of one person, and how that is erased."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q

from mutuals.people.models import Contact
from mutuals.people.selectors.told import (
    contact_columns,
    contacts_seen,
    contacts_taken,
    documents_of,
    rows_about,
    rows_told,
)
from mutuals.people.services.kept import kind_of, rows_naming
from mutuals.relate.models import Declaration, Introduction, Nudge, Outcome, PlanFor, Reckoning, Taken, Tie
from mutuals.relate.selectors.documents import tie_document
from mutuals.relate.selectors.ties import ties_of
from mutuals.relate.services.ties import KEPT
from mutuals.team.leavers import Documents, Erasing, Part, Person
from mutuals.team.models import User

TITLES: dict[type[Model], str] = {
    Declaration: "What was declared of the relationship", Nudge: "Suggestions about them", Outcome: "What came of it",
    Introduction: "Introductions", PlanFor: "Plans that name them",
}  # fmt: skip


def everything_export(*, viewer: User) -> Iterator[Documents]:
    """What the viewer declared, planned and decided, and what came of it."""
    contacts = contacts_taken(viewer)
    for model in KEPT:
        yield Documents(f"own/{kind_of(model)}.jsonl", rows_told(viewer, model=model, known=contacts))


def person_export(*, viewer: User, person: Person, everything: bool, quick: bool) -> Iterator[Part]:
    """The relationship as it was reckoned, and what was declared, suggested and planned."""
    ties = list(ties_of(viewer, person.contacts[:1]).values())
    yield Part(
        "relationship", "The relationship, as reckoned", len(ties), (tie_document(one) for one in ties)
    )
    contacts = dict(zip(person.contacts, person.public_ids, strict=True))
    for model, title in TITLES.items():
        found = list(rows_about(viewer, model=model, known=contacts))
        yield Part(
            kind_of(model),
            title,
            len(found),
            documents_of(viewer, rows=found, known=contacts | _named(viewer, found, model)),
        )


def _named(viewer: User, rows: list[Any], model: type[Model]) -> dict[int, str]:
    """The contacts that these rows name, as far as the viewer may see them."""
    keys = {getattr(row, f"{name}_id") for row in rows for name in contact_columns(model)} - {None}
    seen = contacts_seen(viewer, contacts=keys)
    return {
        pk: str(public) for pk, public in Contact.objects.filter(pk__in=seen).values_list("pk", "public_id")
    }


def person_count(*, person: Person, quick: bool) -> dict[str, int]:
    """How many things here are about them, whoever they belong to."""
    counts: dict[str, Any] = {
        kind_of(model): rows_naming(model, contacts=person.contacts).count() for model in TITLES
    }
    return counts | {"ties": _ties(list(person.contacts)).count()}


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Takes their ties out of every reckoning, so that nothing is shown or remembered from before."""
    with transaction.atomic():
        _ties(erasing.contacts).delete()
        Taken.objects.filter(Q(a__in=erasing.actors) | Q(b__in=erasing.actors)).delete()
        Reckoning.objects.filter(current=True).update(made_at=F("made_at") + 1)


def _ties(contacts: list[int]) -> Any:
    return Tie.objects.filter(Q(a__in=contacts) | Q(b__in=contacts))
