"""What we can give: put on the shelf, changed, shared on purpose, taken down and put back."""

from urllib.parse import urlsplit

from django.db import transaction

from mutuals.people.models import ShelfItem
from mutuals.people.shelf import KINDS
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append

LONGEST = 5_000
RIGHT = "notes_write"


class NotAnAddress(ValueError):
    """That is no address of a page; one begins with https:// or http://."""


def shelf_add(
    *,
    actor: User,
    kind: str,
    title: str,
    now_ms: int,
    text: str = "",
    url: str = "",
    shared: bool = False,
) -> ShelfItem:
    """Puts something that one can give on the shelf; private to its owner unless shared on purpose.

    Raises KeyError for another kind than those of `KINDS`, ValueError without a title, NotAnAddress.
    """
    require(actor, RIGHT)
    values = _values(kind=kind, title=title, text=text, url=url, shared=shared)
    with transaction.atomic():
        made = ShelfItem.objects.create(author=actor, at=now_ms, **values)
        log_append(
            actor=actor, verb="shelf_add", subject=str(made.public_id), details={"kind": kind, "shared": shared}
        )  # fmt: skip
    return made


def shelf_edit(
    *, actor: User, item: ShelfItem, kind: str, title: str, text: str, url: str, shared: bool
) -> None:
    """Changes one's own thing on the shelf; raises what `shelf_add` raises, and NotAllowed for somebody else's."""
    require(actor, RIGHT)
    if item.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    values = _values(kind=kind, title=title, text=text, url=url, shared=shared)
    with transaction.atomic():
        ShelfItem.objects.filter(pk=item.pk).update(**values)
        log_append(
            actor=actor, verb="shelf_edit", subject=str(item.public_id), details={"kind": kind, "shared": shared}
        )  # fmt: skip


def shelf_remove(*, actor: User, item: ShelfItem, now_ms: int) -> bool:
    """Takes one's own thing down from the shelf; False where it was. Raises NotAllowed for somebody else's."""
    require(actor, RIGHT)
    if item.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    with transaction.atomic():
        done = ShelfItem.objects.filter(pk=item.pk, deleted_at=None).update(deleted_at=now_ms)
        if done:
            log_append(actor=actor, verb="shelf_remove", subject=str(item.public_id), details={})
    return bool(done)


def shelf_restore(*, actor: User, item: ShelfItem) -> bool:
    """Puts one's own thing back on the shelf; False where it lies there. Raises NotAllowed for somebody else's."""
    require(actor, RIGHT)
    if item.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    with transaction.atomic():
        done = ShelfItem.objects.filter(pk=item.pk, deleted_at__isnull=False).update(deleted_at=None)
        if done:
            log_append(actor=actor, verb="shelf_restore", subject=str(item.public_id), details={})
    return bool(done)


def _values(*, kind: str, title: str, text: str, url: str, shared: bool) -> dict[str, object]:
    KINDS[kind]
    title, url = " ".join(title.split())[:200], url.strip()[:2_000]
    if not title:
        raise ValueError("Give it a few words by which you will know it.")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise NotAnAddress(str(NotAnAddress.__doc__))
    return {"kind": kind, "title": title, "text": text.strip()[:LONGEST], "url": url, "shared": shared}
