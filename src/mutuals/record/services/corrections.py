"""Takes a person's word over the model's, and back; each goes to the event log, and the acts follow at once."""

from uuid import UUID

from django.db import connection, transaction

from mutuals.record.corrected import checked, said_of
from mutuals.record.keys import key_parse, key_text
from mutuals.record.kinds import Audience
from mutuals.record.models import Correction, Post
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.readings import ReadingView, readings_of
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.acts import acts_plan, acts_write
from mutuals.record.services.unread import unread_again
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

RIGHT = "ties_edit"


class NothingRead(LookupError):
    """Nothing was understood of that, or it is not yours to read."""


def reading_correct(*, actor: User, key: str, about: str, says: str, now_ms: int) -> Correction:
    """A person says what the reading of a post (by its key, 16 digits) should say: of a label yes or no, of the tone or
    the language which, of a span no. The latest word holds.

    Raises NotAllowed, NoCorrection for what cannot be said, NothingRead for what the actor does not read.
    """
    require(actor, RIGHT)
    checked(about, says)
    post, view = _read(actor, key)
    said, confidence = said_of(view.read, about, thresholds_of(actor))
    edited_at, version = view.version
    with transaction.atomic():
        row = Correction.objects.create(
            post=post.pk, scope=_scope(actor, post, view), edited_at=edited_at, version=version, about=about, says=says,
            user=actor, at=now_ms, model=view.made_by, said=said, confidence=confidence,
        )  # fmt: skip
        _settle(post.pk, now_ms)
        details = {
            "about": about,
            "says": says,
            "said": said,
            "confidence": confidence,
            "model": view.model,
        }
        log_append(actor=actor, verb="reading_correct", subject=key, details=details)
    return row


def correction_undo(*, actor: User, public_id: str, now_ms: int) -> str:
    """Takes a correction back; the word before it, or the model's, holds again. Gives the key of the post.

    Raises NotAllowed, NothingRead for a correction that is not there or whose post the actor does not read.
    """
    require(actor, RIGHT)
    try:
        row = Correction.objects.filter(public_id=UUID(public_id), undone_at=None).first()
    except ValueError:
        row = None
    if row is None or row.scope not in (0, *accounts_readable(actor)):
        raise NothingRead(str(NothingRead.__doc__))
    key = key_text(Post.objects.values_list("key", flat=True).get(pk=row.post))
    _read(actor, key)
    with transaction.atomic():
        if Correction.objects.filter(pk=row.pk, undone_at=None).update(undone_at=now_ms):
            _settle(row.post, now_ms)
            details = {"about": row.about, "says": row.says}
            log_append(actor=actor, verb="reading_uncorrect", subject=key, details=details)
    return key


def _read(actor: User, key: str) -> tuple[Post, ReadingView]:
    try:
        post = Post.objects.get(key=key_parse(key))
        return post, readings_of(actor, [post.pk])[post.pk]
    except (ValueError, KeyError, Post.DoesNotExist) as error:
        raise NothingRead(str(NothingRead.__doc__)) from error


def _scope(actor: User, post: Post, view: ReadingView) -> int:
    """Who may know of it: all where the words are public, else whoever reads the account by which the actor does."""
    if post.audience in (Audience.PUBLIC, Audience.UNLISTED):
        return 0
    accounts = ",".join(map(str, accounts_readable(actor)))
    sql = (
        f"SELECT min(account) FROM record_sighting WHERE post = %s AND account IN ({accounts}) "  # noqa: S608
        "AND edited_at = %s AND version = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [post.pk, *view.version])
        return int(cursor.fetchone()[0])


def _settle(post: int, now_ms: int) -> None:
    """Brings the acts into line now, and once more with the next reading, should one be under way."""
    acts_write(acts_plan([post]), now_ms=now_ms)
    unread_again([post])
