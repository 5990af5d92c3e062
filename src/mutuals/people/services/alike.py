"""What a person says of who is who: these are two for ever, this is no person, what bears this word is nobody."""

from django.db import transaction

from mutuals.people.models import Contact, Exclusion, Join, Match
from mutuals.people.naming import KINDS
from mutuals.people.nobody import SHORTEST, term_of
from mutuals.people.services.joins import CannotJoin, contacts_join_by, contacts_touch
from mutuals.record.models import Actor
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.jobs import job_add
from mutuals.team.services.log import log_append

LIKENESSES = "people.likenesses"
# What a contact may be, and the words of the screen for it.
SORTS = {"person": "a person", "organisation": "a company or group", "bot": "a machine", "list": "a list"}


class BadTerm(ValueError):
    """A term needs at least two letters; the word before the @, a host as @shop.example, or a word of a name."""


def likeness_confirm(*, actor: User, one: Contact, other: Contact, why: str, now_ms: int) -> Join:
    """A person says that two are one; gives the join, which can be ended. Raises CannotJoin, NotAllowed."""
    contacts_join_by(actor=actor, kept=one, gone=other, why=why, now_ms=now_ms)
    return Join.objects.filter(kept__in=(one, other), gone__in=(one, other), ended_at=None).latest("pk")


def likeness_refuse(*, actor: User, one: Contact, other: Contact, now_ms: int) -> Join:
    """A person says that two are not one: they are never asked about or joined by themselves again."""
    require(actor, "people_edit")
    if one.pk == other.pk:
        raise CannotJoin("They are one already; part them on the page of the person.")
    with transaction.atomic():
        made = Join.objects.create(
            kept=one, gone=other, evidence="", confidence=0.0, decided_by=str(actor.public_id), at=now_ms,
            ended_at=now_ms, refused=True,
        )  # fmt: skip
        log_append(
            actor=actor,
            verb="likeness_refuse",
            subject=str(one.public_id),
            details={"other": str(other.public_id)},
        )
    return made


def likeness_reopen(*, actor: User, refusal: Join) -> None:
    """Takes back that two are not one; they may be asked about again."""
    require(actor, "people_edit")
    with transaction.atomic():
        Join.objects.filter(pk=refusal.pk).update(refused=False)
        log_append(
            actor=actor, verb="likeness_reopen", subject=str(refusal.kept.public_id),
            details={"other": str(refusal.gone.public_id)},
        )  # fmt: skip


def contact_kind(*, actor: User, contact: Contact, kind: str, now_ms: int) -> None:
    """A person says what a contact is: one of SORTS, or "" to let it follow the files again.

    A machine and a list have no relationship with anybody; saying otherwise brings back all as it was. Raises KeyError
    for another word.
    """
    require(actor, "people_edit")
    if kind and kind not in SORTS:
        raise KeyError(kind)
    with transaction.atomic():
        values = (
            {"kind": kind, "kind_set": True} if kind else {"kind": _kind_told(contact), "kind_set": False}
        )
        Contact.objects.filter(pk=contact.pk).update(**values)
        contacts_touch({contact.pk})
        job_add(name=LIKENESSES, payload={}, due_ms=now_ms, key=LIKENESSES)
        log_append(
            actor=actor, verb="contact_kind", subject=str(contact.public_id), details={"kind": kind},
            person=str(contact.public_id),
        )  # fmt: skip


def _kind_told(contact: Contact) -> str:
    """What the files say a contact is."""
    first = (
        Match.objects.filter(contact=contact, ended_at=None).order_by("actor").values_list("actor", flat=True)
    )
    told = Actor.objects.filter(pk__in=first[:1]).values_list("type", flat=True).first()
    return KINDS.get(told or "", "person")


def exclusion_add(*, actor: User, term: str, now_ms: int) -> Exclusion:
    """Says that what bears a word is nobody's own; the one there is when it was said before. Raises BadTerm."""
    require(actor, "people_edit")
    plain = term_of(term)
    if len(plain.strip("@")) < SHORTEST:
        raise BadTerm(str(BadTerm.__doc__))
    with transaction.atomic():
        found, made = Exclusion.objects.get_or_create(term=plain, defaults={"user": actor, "at": now_ms})
        job_add(name=LIKENESSES, payload={}, due_ms=now_ms, key=LIKENESSES)
        if made:
            log_append(actor=actor, verb="exclusion_add", subject="exclusions", details={"term": plain})
    return found


def exclusion_remove(*, actor: User, term: str, now_ms: int) -> bool:
    """Takes a word back; False when it was none."""
    require(actor, "people_edit")
    with transaction.atomic():
        found = Exclusion.objects.filter(term=term_of(term)).delete()[0]
        job_add(name=LIKENESSES, payload={}, due_ms=now_ms, key=LIKENESSES)
        log_append(
            actor=actor, verb="exclusion_remove", subject="exclusions", details={"term": term_of(term)}
        )
    return bool(found)
