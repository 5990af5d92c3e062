"""What a person may do with contacts: name, group, note, delete with undo."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from mutuals.people.abouts import ABOUTS, THROUGH
from mutuals.people.models import Aim, Contact, Group, Join, Match, Membership, Note, Occasion, Promise
from mutuals.people.selectors.actors import families_of
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append
from mutuals.text.names import display, key

# How long somebody who was put away can be brought back (decision 13).
KEPT_MS = 30 * 86_400_000


def contact_rename(*, actor: User, contact: Contact, name: str) -> None:
    """Gives a contact the name that a person wrote; an empty one lets it follow the files again."""
    require(actor, "people_edit")
    name = display(name)[:200]
    with transaction.atomic():
        values = {"name": name, "name_key": key(name), "name_set": True} if name else {"name_set": False}
        Contact.objects.filter(pk=contact.pk).update(**values)
        log_append(
            actor=actor, verb="contact_rename", subject=str(contact.public_id), details={"name": name},
            person=str(contact.public_id),
        )  # fmt: skip


def contact_add(*, actor: User, name: str, now_ms: int) -> Contact:
    """A contact by hand; only its maker sees it until an account knows it too."""
    require(actor, "people_edit")
    name = display(name)[:200]
    with transaction.atomic():
        made = Contact.objects.create(
            name=name, name_key=key(name), name_set=True, holder=actor, created_at=now_ms
        )
        log_append(
            actor=actor,
            verb="contact_add",
            subject=str(made.public_id),
            details={},
            person=str(made.public_id),
        )
    return made


def contacts_delete(*, actor: User, contacts: Sequence[Contact], now_ms: int) -> None:
    """Takes contacts out of sight; they can be brought back for 30 days."""
    require(actor, "people_edit")
    with transaction.atomic():
        ids = [one.pk for one in contacts if not one.ours]
        Contact.objects.filter(pk__in=ids, deleted_at=None).update(deleted_at=now_ms)
        names = [str(one.public_id) for one in contacts]
        log_append(actor=actor, verb="contacts_delete", subject="contacts", details={"contacts": names})


def contacts_restore(*, actor: User, public_ids: Sequence[str], now_ms: int) -> int:
    """Brings back contacts that were put away in the last 30 days; gives how many."""
    require(actor, "people_edit")
    with transaction.atomic():
        here = Q(holder=None) | Q(holder=actor)
        away = Contact.objects.filter(here, public_id__in=public_ids, deleted_at__gte=now_ms - KEPT_MS)
        count = away.update(deleted_at=None)
        log_append(
            actor=actor, verb="contacts_restore", subject="contacts", details={"contacts": list(public_ids)}
        )
    return count


def contacts_purge(*, now_ms: int) -> int:
    """Removes for good what people added to contacts that were put away more than 30 days ago; gives how many.

    A contact that no file knows goes whole. Of one that files know an empty row stays, so that what is read again
    does not bring it back.
    """
    old = Contact.objects.filter(deleted_at__lt=now_ms - KEPT_MS, merged_into=None, ours=False)
    old = old.exclude(name="", name_set=True)
    count = 0
    for contact in old.order_by("pk"):
        family = list(families_of([contact.pk]))
        with transaction.atomic():
            for noted in (Note, Promise, Aim, Occasion):
                noted.objects.filter(contact__in=family).delete()
            Membership.objects.filter(contact__in=family).delete()
            if Match.objects.filter(contact__in=family).exists():
                Contact.objects.filter(pk__in=family).update(name="", name_key="", name_set=True, named=None)
            else:
                Join.objects.filter(Q(kept__in=family) | Q(gone__in=family)).delete()
                Contact.objects.filter(pk__in=family).update(merged_into=None)
                Contact.objects.filter(pk__in=family).delete()
            log_append(
                actor=None, verb="contacts_purge", subject=str(contact.public_id), details={},
                person=str(contact.public_id),
            )  # fmt: skip
        count += 1
    return count


def group_add(*, actor: User, name: str, now_ms: int) -> Group:
    """A group of that name; the one there is when it exists already."""
    require(actor, "groups_edit")
    name = display(name)[:80]
    if not name:
        raise ValueError("A group needs a name.")
    found = Group.objects.filter(name__iexact=name, deleted_at=None).first()
    if found:
        return found
    with transaction.atomic():
        made = Group.objects.create(name=name, created_at=now_ms)
        log_append(actor=actor, verb="group_add", subject=str(made.public_id), details={"name": name})
    return made


def group_rename(*, actor: User, group: Group, name: str) -> None:
    """Another name for a group."""
    require(actor, "groups_edit")
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(name=display(name)[:80] or group.name)
        log_append(actor=actor, verb="group_rename", subject=str(group.public_id), details={"name": name})


def group_delete(*, actor: User, group: Group, now_ms: int) -> None:
    """Takes a group away; its people stay."""
    require(actor, "groups_edit")
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(deleted_at=now_ms)
        log_append(actor=actor, verb="group_delete", subject=str(group.public_id), details={})


def group_put(*, actor: User, group: Group, contacts: Sequence[Contact]) -> None:
    """Puts contacts into a group."""
    require(actor, "groups_edit")
    with transaction.atomic():
        rows = [Membership(group=group, contact=one) for one in contacts]
        Membership.objects.bulk_create(rows, ignore_conflicts=True)
        names = [str(one.public_id) for one in contacts]
        log_append(actor=actor, verb="group_put", subject=str(group.public_id), details={"contacts": names})


def group_take(*, actor: User, group: Group, contacts: Sequence[Contact]) -> None:
    """Takes contacts out of a group, also where they came in through a join."""
    require(actor, "groups_edit")
    with transaction.atomic():
        family = Contact.objects.filter(pk__in=[one.pk for one in contacts]) | Contact.objects.filter(
            merged_into__in=[one.pk for one in contacts]
        )
        Membership.objects.filter(group=group, contact__in=family).delete()
        names = [str(one.public_id) for one in contacts]
        log_append(actor=actor, verb="group_take", subject=str(group.public_id), details={"contacts": names})


def note_add(
    *,
    actor: User,
    contact: Contact,
    text: str,
    shared: bool,
    now_ms: int,
    about: str = "",
    through: Contact | None = None,
) -> Note:
    """A note on a contact: private to its writer unless shared on purpose.

    `through` is who brought the two together or told them of us. Raises KeyError for another `about` than those of
    `ABOUTS`, ValueError for `through` where it says nothing.
    """
    require(actor, "notes_write")
    ABOUTS[about]
    if through is not None and about not in THROUGH:
        raise ValueError("Only how you met and how they heard of you can be through somebody.")
    with transaction.atomic():
        made = Note.objects.create(
            contact=contact, author=actor, about=about, through=through, text=text.strip()[:20_000], shared=shared,
            at=now_ms,
        )  # fmt: skip
        log_append(
            actor=actor, verb="note_add", subject=str(made.public_id), details={"shared": shared},
            person=str(contact.public_id),
        )  # fmt: skip
    return made


def note_edit(*, actor: User, note: Note, text: str, shared: bool, now_ms: int) -> None:
    """Changes one's own note; an empty text deletes it. Raises NotAllowed for somebody else's."""
    require(actor, "notes_write")
    if note.author_id != actor.pk:
        raise NotAllowed("notes_write")
    with transaction.atomic():
        if text.strip():
            Note.objects.filter(pk=note.pk).update(
                text=text.strip()[:20_000], shared=shared, edited_at=now_ms
            )
        else:
            note.delete()
        log_append(
            actor=actor, verb="note_edit" if text.strip() else "note_delete", subject=str(note.public_id),
            details={"shared": shared}, person=str(note.contact.public_id),
        )  # fmt: skip
