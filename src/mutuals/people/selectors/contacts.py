"""The contacts a viewer may see, found by name or address, with their identities and why each belongs to them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from mutuals.people.models import Contact, Group, Join, Match, Membership, Note
from mutuals.people.naming import plain_address
from mutuals.people.selectors.actors import actors_of, families_of, roots_of
from mutuals.record.keys import key64
from mutuals.record.models import Account, Actor, ActorSighting, Fact, Identifier
from mutuals.record.selectors.scopes import accounts_readable, scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User
from mutuals.text.names import key

JOINS_DEEP = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """One actor of a contact: where, under which name and address, and why it belongs to them."""

    network: str
    address: str
    name: str
    uri: str
    url: str
    match: str
    evidence: str
    confidence: float
    decided_by: str
    at: int


class NotFound(LookupError):
    """There is nobody here by that name; `mutuals people` lists everybody."""


class Ambiguous(LookupError):
    """Several people have that name; the message lists their ids."""


def contacts_visible(viewer: User) -> QuerySet[Contact]:
    """Everybody the viewer may know of: through a public profile, an account they may read, or their own hand.

    Nobody's rows are read before they are asked for: what is seen through a join is followed three joins deep.
    """
    scopes = scopes_readable(viewer)
    seen = Q(holder=viewer)
    if not Account.objects.exclude(pk__in=scopes).exists():
        # Whoever may read every account may know of everybody whom a file made.
        seen |= Q(holder=None)
        others = Q(holder__lt=viewer.pk) | Q(holder__gt=viewer.pk)
        if not Contact.objects.filter(others).exists():
            return Contact.objects.filter(seen, merged_into=None, deleted_at=None)
    for path in ("contact", *(f"contact__{'merged_into__' * n}merged_into" for n in range(JOINS_DEEP))):
        matched = Match.objects.filter(**{path: OuterRef("pk")}, ended_at=None)
        sighted = ActorSighting.objects.filter(actor=OuterRef("actor"), account__in=scopes)
        seen |= Q(Exists(matched.filter(Exists(sighted))))
    return Contact.objects.filter(seen, merged_into=None, deleted_at=None)


def contact_get(viewer: User, public_id: str) -> Contact:
    """One visible contact by its public id, joins followed; raises NotFound."""
    try:
        found = Contact.objects.filter(public_id=public_id).first()
    except Exception as error:
        raise NotFound(str(NotFound.__doc__)) from error
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is None or not contacts_visible(viewer).filter(pk=found.pk).exists():
        raise NotFound(str(NotFound.__doc__))
    return found


def contact_find(viewer: User, text: str) -> Contact:
    """One contact by public id, exact name, address, number or handle, else by the beginning of a name.

    Raises NotFound, or Ambiguous with the ids to choose from.
    """
    visible = contacts_visible(viewer).filter(ours=False)
    if len(text) in (32, 36) and _is_id(text):
        return contact_get(viewer, text)
    folded = key(text)
    for found in (
        list(visible.filter(name_key=folded)[:9]),
        list(visible.filter(pk__in=_by_address(text))[:9]),
        list(visible.filter(name_key__startswith=folded)[:9]) if folded else [],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            names = "\n".join(f"  {one.public_id}  {one.name}" for one in found[:8])
            raise Ambiguous(f"Several people are called {text!r}; use one of these ids:\n{names}")
    raise NotFound(f"There is nobody called {text!r}; `mutuals people` lists everybody.")


def identities(
    viewer: User, contact: Contact, *, actors_known: Sequence[int] | None = None
) -> list[Identity]:
    """The actors of a contact that the viewer may see, each with its evidence; `actors_known` are all it has."""
    actors = Actor.objects.in_bulk(actors_of(contact.pk) if actors_known is None else actors_known)
    sighted = {row[0] for row in rows_in(_SIGHTED.format(_listed(viewer), "{}"), actors)}
    matches = Match.objects.filter(actor__in=actors, ended_at=None).order_by("pk")
    return [
        Identity(
            network=actors[m.actor].network, address=_address(actors[m.actor]), name=actors[m.actor].name,
            uri=actors[m.actor].uri, url=actors[m.actor].url, match=str(m.public_id), evidence=m.evidence,
            confidence=m.confidence, decided_by=m.decided_by, at=m.at,
        )
        for m in matches
        if m.actor in sighted
    ]  # fmt: skip


def joins_of(viewer: User, contact: Contact) -> list[Join]:
    """The joins that made this contact what it is, and that can be taken back."""
    found = list(Join.objects.filter(kept=contact, ended_at=None).select_related("gone").order_by("-at"))
    if not found:
        return []
    actors = {one.pk: actors_of(one.gone_id) for one in found}
    every = [actor for some in actors.values() for actor in some]
    sighted = {row[0] for row in rows_in(_SIGHTED.format(_listed(viewer), "{}"), every)}
    return [one for one in found if one.gone.holder_id == viewer.pk or sighted.intersection(actors[one.pk])]


def facts_of(viewer: User, contact: Contact, *, actors_known: Sequence[int] | None = None) -> list[Fact]:
    """What is known of a contact and may be seen by the viewer: birthdays, numbers, employers, labels."""
    seen = Q(private=False) | Q(account__in=accounts_readable(viewer))
    actors = actors_of(contact.pk) if actors_known is None else actors_known
    return list(Fact.objects.filter(seen, actor__in=actors).order_by("name", "pk"))


def notes_of(viewer: User, contact: Contact, *, family: Iterable[int] | None = None) -> list[Note]:
    """The viewer's own notes on a contact, and those shared on purpose; also of what was joined into it (its `family`,
    where the page knows it)."""
    family = families_of([contact.pk]) if family is None else family
    seen = Q(author=viewer) | Q(shared=True)
    rows = Note.objects.filter(seen, contact__in=family).select_related("author", "through")
    return list(rows.order_by("-at", "-pk"))


def groups_all(viewer: User) -> list[Group]:
    """All groups; a viewer who may read sees their names."""
    return list(Group.objects.filter(deleted_at=None).order_by("name")) if viewer.is_active else []


def groups_by_contact(viewer: User, contacts: Iterable[int]) -> dict[int, list[Group]]:
    """The groups of each of these contacts, by its key."""
    roots = families_of(contacts) if viewer.is_active else {}
    found: dict[int, list[Group]] = defaultdict(list)
    rows = Membership.objects.filter(group__deleted_at=None, contact__in=roots).select_related("group")
    for row in rows.order_by("group__name"):
        if row.group not in found[roots[row.contact_id]]:
            found[roots[row.contact_id]].append(row.group)
    return found


_SIGHTED = "SELECT DISTINCT actor FROM record_actorsighting WHERE account IN ({}) AND actor IN ({})"


def _listed(viewer: User) -> str:
    return ",".join(map(str, scopes_readable(viewer)))


def _address(actor: Actor) -> str:
    if actor.network == "hand":
        return ""  # our own key, which tells nobody anything
    if actor.handle:
        return "@" + actor.handle.lstrip("@")
    return plain_address(actor.uri)


def _by_address(text: str) -> list[int]:
    """Kept contacts that have this address, number, handle or URI."""
    plain = text.strip()
    forms = [plain, f"mailto:{plain.lower()}", f"tel:{plain}", f"acct:{plain.lstrip('@').lower()}"]
    actors = {
        row[0] for row in rows_in("SELECT actor FROM record_identifier WHERE key IN ({})", map(key64, forms))
    }
    handle = plain.lstrip("@").lower()
    actors |= set(
        Identifier.objects.filter(scheme="handle", key=key64(handle)).values_list("actor", flat=True)
    )
    return roots_of(Match.objects.filter(actor__in=actors, ended_at=None).values_list("contact", flat=True))


def _is_id(text: str) -> bool:
    return all(one in "0123456789abcdef-" for one in text.lower())
