"""Who may be one person, as a viewer may know it: two at a time, with each piece of evidence in a sentence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from django.db.models import Exists, OuterRef, Q, QuerySet

from mutuals.people.alike_words import TITLES, because, sentence
from mutuals.people.models import Contact, Exclusion, Join, Likeness, LikenessRun
from mutuals.people.selectors.actors import NOBODY, families_of
from mutuals.people.selectors.contacts import Identity, contacts_visible, identities
from mutuals.people.selectors.views import view_of
from mutuals.team.models import User

# Nobody needs to know how many more than this wait.
COUNTED = 500


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of evidence: its title, its sentence, its weight in log odds."""

    kind: str
    title: str
    sentence: str
    weight: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the contact and where they are known."""

    contact: Contact
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two who may be one: how sure, what for and against it; the chance before any evidence is in `start`."""

    one: Side
    other: Side
    chance: float
    start: float
    evidence: tuple[Said, ...]

    @property
    def why(self) -> str:
        """Why, as it is kept with a join: which kinds of evidence speak for it."""
        return because([one.kind for one in self.evidence if one.weight > 0])


def suggestions(viewer: User, *, skip: int = 0, limit: int = 1) -> list[Suggestion]:
    """The surest suggestions that nobody decided, without the first `skip`."""
    return _shown(viewer, list(_open(viewer).order_by("-confidence", "pk")[skip : skip + limit]))


def suggestions_count(viewer: User) -> int:
    """How many suggestions wait, at most COUNTED."""
    return _open(viewer).order_by()[:COUNTED].count()


def suggestions_of(viewer: User, contact: Contact, *, limit: int = 5) -> list[Suggestion]:
    """The suggestions about one contact, the surest first."""
    own = _open(viewer)
    rows = [*own.filter(a=contact.pk)[:COUNTED], *own.filter(b=contact.pk)[:COUNTED]]
    rows.sort(key=lambda row: (-row.confidence, row.a, row.b))
    return _shown(viewer, rows[:limit])


def likeness_run(viewer: User) -> LikenessRun | None:
    """When the viewer's people were last looked through; None before the first time."""
    run = LikenessRun.objects.filter(view=view_of(viewer)).first()
    if run is not None:
        run.nobody = []
    return run


def nobodies(viewer: User, *, limit: int = 12) -> list[tuple[Contact, str]]:
    """Contacts that still stand among people though their address is an office's or a machine's, with the term."""
    run = LikenessRun.objects.filter(view=view_of(viewer)).first()
    terms = dict(run.nobody) if run is not None else {}
    found = contacts_visible(viewer).filter(pk__in=terms, kind="person", kind_set=False)
    return [(one, terms[one.pk]) for one in found.order_by("name_key", "pk")[:limit]]


def exclusions(viewer: User) -> list[Exclusion]:
    """The words that people here said mark what is nobody's own."""
    return list(Exclusion.objects.order_by("term")) if viewer.may("people_edit") else []


def refusals_of(viewer: User, contact: Contact) -> list[tuple[Join, Contact]]:
    """Those of whom somebody said that they are not this contact, with what was said, where the viewer may see them."""
    family = list(families_of([contact.pk]))
    said = Join.objects.filter(Q(kept__in=family) | Q(gone__in=family), refused=True, evidence="").order_by(
        "-at"
    )[:50]
    others = {row.pk: row.gone_id if row.kept_id in family else row.kept_id for row in said}
    seen = contacts_visible(viewer).in_bulk(set(others.values()))
    return [(row, seen[others[row.pk]]) for row in said if others[row.pk] in seen]


def _open(viewer: User) -> QuerySet[Likeness]:
    """The suggestions of the viewer's view about people who still stand and of whom nobody said that they are two."""
    here = Contact.objects.filter(merged_into=None, deleted_at=None, left_out_at=None).exclude(
        kind__in=NOBODY
    )
    refused = Join.objects.filter(refused=True)
    return Likeness.objects.filter(
        Exists(here.filter(pk=OuterRef("a"))),
        Exists(here.filter(pk=OuterRef("b"))),
        ~Exists(refused.filter(kept=OuterRef("a"), gone=OuterRef("b"))),
        ~Exists(refused.filter(kept=OuterRef("b"), gone=OuterRef("a"))),
        view=view_of(viewer),
    )


def _shown(viewer: User, rows: Sequence[Likeness]) -> list[Suggestion]:
    told = {row.pk: json.loads(row.evidence) for row in rows}
    named = {
        int(one) for said in told.values() for kind, what, _ in said if kind == "company" for one in what
    }
    visible = contacts_visible(viewer)
    people = {str(one.pk): one.name for one in visible.filter(pk__in=named)}
    found = visible.in_bulk({end for row in rows for end in (row.a, row.b)})
    return [
        _suggestion(viewer, row.confidence, found[row.a], found[row.b], told[row.pk], people)
        for row in rows
        if row.a in found and row.b in found
    ]


def _suggestion(
    viewer: User, chance: float, one: Contact, other: Contact, told: Sequence[tuple[str, list[str], float]],
    people: dict[str, str],
) -> Suggestion:  # fmt: skip
    said = [
        Said(kind, TITLES.get(kind, kind), sentence(kind, tuple(what), weight, people), weight)
        for kind, what, weight in sorted(told, key=lambda row: -row[2])
    ]
    return Suggestion(_side(viewer, one), _side(viewer, other), chance, _start(chance, said), tuple(said))


def _start(chance: float, said: Sequence[Said]) -> float:
    bound = min(max(chance, 1e-9), 1 - 1e-9)
    return log(bound / (1 - bound)) - sum(one.weight for one in said)


def _side(viewer: User, contact: Contact) -> Side:
    return Side(contact, tuple(identities(viewer, contact)))
