"""What was understood of posts, and where people said otherwise (docs/why/034).

A reading belongs to one version of the words: that of the kept ones lies in Reading, that of an account's own copy in
ReadingCopy, and each goes in the transaction in which its words go. What waits to be read stands in Unread.
"""

from django.conf import settings
from django.db import models

from mutuals.team.fields import PublicIdField


class ReadingModel(models.Model):
    """What read: the versions of all that took part, as one name, and a small number that the readings bear."""

    id = models.SmallAutoField(primary_key=True)
    name = models.TextField(unique=True)


class Read(models.Model):
    """What was understood of one version of some words, packed as `record/packed.py` tells."""

    model = models.SmallIntegerField()
    lang = models.CharField(max_length=8)
    tone = models.SmallIntegerField()
    tone_score = models.SmallIntegerField()
    sure = models.BinaryField()
    personal = models.TextField(blank=True)
    near = models.BigIntegerField(default=0)
    about = models.TextField(blank=True)
    vector = models.BinaryField(default=bytes)

    class Meta:
        abstract = True


class Reading(Read):
    """What was understood of the words that the record keeps of a post."""

    post = models.BigIntegerField(primary_key=True)


class ReadingCopy(Read):
    """What was understood of an account's own copy of a private post."""

    pk = models.CompositePrimaryKey("post", "account")
    post = models.BigIntegerField()
    account = models.BigIntegerField()


class Unread(models.Model):
    """A post whose words, or a copy of them, wait to be read; written with the words, deleted by the job that read
    them. `stamp` differs each time: what was written while the job read stays unread."""

    post = models.BigIntegerField(primary_key=True)
    stamp = models.BigIntegerField()


class ReadingRun(models.Model):
    """How far reading came, one row: the model for which all older readings were put back to be read, how many posts
    were read since the work began, how many wait, and why nothing can be read."""

    model = models.SmallIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    waiting = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)
    at = models.BigIntegerField(default=0)


class Correction(models.Model):
    """Somebody said what a reading should have said; the latest that was not taken back holds.

    `about` is a label, an emotion, "toxic", "tone", "lang", a span ("personal email 3 20") or a phrase ("about 0 8"),
    `says` yes, no, a tone or a language. It is about one version of the words (`edited_at`, `version`), and
    `scope` is 0 where these are public, else the account whose holder may know of it. What the model had said stays
    beside it: which, what, how sure.
    """

    public_id = PublicIdField()
    post = models.BigIntegerField(db_index=True)
    scope = models.BigIntegerField(default=0)
    edited_at = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    about = models.CharField(max_length=80)
    says = models.CharField(max_length=16)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
    model = models.SmallIntegerField()
    said = models.CharField(max_length=16)
    confidence = models.FloatField()
    undone_at = models.BigIntegerField(null=True)
