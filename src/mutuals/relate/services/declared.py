"""What a person says of a relationship over what was reckoned: said, taken back, put back. What was said is kept."""

from django.db import transaction
from django.db.models import QuerySet

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import families_of, roots_of
from mutuals.relate.declared import NotSaid, checked
from mutuals.relate.models import Declaration
from mutuals.relate.services.nudges import nudges_refresh
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append


def declaration_make(
    *, actor: User, contact: Contact, about: str, says: str, instead: str, now_ms: int, reason: str = "",
    shared: bool = False,
) -> Declaration:  # fmt: skip
    """Keeps what a person says of a relationship; what they said of it before ends.

    `about` and `says` are those of `declared.SAYS`, `instead` is what was reckoned at that moment. Nobody else sees it
    unless it is `shared`. Raises NotSaid, NotAllowed.
    """
    require(actor, "ties_edit")
    if contact.ours:
        raise NotSaid("That is you.")
    reason = checked(about, says, reason, instead)
    with transaction.atomic():
        _open(actor, contact, about).update(ended_at=now_ms)
        made = Declaration.objects.create(
            contact=contact, user=actor, about=about, says=says, reason=reason, instead=instead[:16],
            shared=shared, at=now_ms,
        )  # fmt: skip
        _log(actor, made, "declaration_make")
    _follow(actor, contact, now_ms)
    return made


def declaration_end(*, actor: User, declaration: Declaration, now_ms: int) -> None:
    """Takes back what one said: what is reckoned stands again, and what was said stays in its history."""
    _own(actor, declaration)
    with transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk, ended_at=None).update(ended_at=now_ms)
        _log(actor, declaration, "declaration_end")
    _follow(actor, declaration.contact, now_ms)


def declaration_undo(*, actor: User, declaration: Declaration, now_ms: int) -> None:
    """Undoes having said something: it ends, and what it replaced holds again."""
    _own(actor, declaration)
    with transaction.atomic():
        ended = Declaration.objects.filter(pk=declaration.pk, ended_at=None).update(ended_at=now_ms)
        before = _of(actor, declaration.contact, declaration.about).filter(ended_at=declaration.at)
        # One alone can be open; of several, as a join leaves them, the latest held.
        last = before.exclude(pk=declaration.pk).order_by("-at", "-pk").first()
        if ended and last is not None:
            Declaration.objects.filter(pk=last.pk).update(ended_at=None)
        _log(actor, declaration, "declaration_undo")
    _follow(actor, declaration.contact, now_ms)


def declaration_resume(*, actor: User, declaration: Declaration, now_ms: int) -> bool:
    """Says again what was taken back; False where something else was said since."""
    _own(actor, declaration)
    with transaction.atomic():
        if _open(actor, declaration.contact, declaration.about).exists():
            return False
        Declaration.objects.filter(pk=declaration.pk).update(ended_at=None)
        _log(actor, declaration, "declaration_resume")
    _follow(actor, declaration.contact, now_ms)
    return True


def _follow(actor: User, contact: Contact, now_ms: int) -> None:
    """Brings what is suggested to the user of this person in step with what they said."""
    kept = set(roots_of([contact.pk]))
    nudges_refresh(actor, now_ms=now_ms, contacts=kept)


def _of(actor: User, contact: Contact, about: str) -> QuerySet[Declaration]:
    return Declaration.objects.filter(user=actor, about=about, contact__in=families_of([contact.pk]))


def _open(actor: User, contact: Contact, about: str) -> QuerySet[Declaration]:
    return _of(actor, contact, about).filter(ended_at=None)


def _own(actor: User, declaration: Declaration) -> None:
    require(actor, "ties_edit")
    if declaration.user_id != actor.pk:
        raise NotAllowed("ties_edit")


def _log(actor: User, declaration: Declaration, verb: str) -> None:
    """What was said of whom stays with its writer: the log names neither the words nor the person."""
    details = {"about": declaration.about, "shared": declaration.shared}
    log_append(actor=actor, verb=verb, subject=str(declaration.public_id), details=details)
