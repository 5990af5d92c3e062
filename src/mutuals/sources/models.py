"""What was brought to be read, how far reading got, and the honest report of every file in it."""

from django.conf import settings
from django.db import models

from mutuals.team.fields import PublicIdField


class ImportState(models.TextChoices):
    """The life of an import; the allowed moves stand in `states.py`."""

    WAITING = "waiting"
    READING = "reading"
    ASKS = "asks"
    DONE = "done"
    FAILED = "failed"


class Import(models.Model):
    """One thing a person brought: a file, a folder, several files at once."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    path = models.TextField()
    # Whether `path` is our own copy, to be deleted once it was read.
    upload = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.WAITING)
    answers = models.JSONField(default=dict)
    created_at = models.BigIntegerField()
    started_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    # Reading goes on here: which claim, and how many things (items and reports) of its stream are safe in the record.
    claim = models.IntegerField(default=0)
    consumed = models.BigIntegerField(default=0)
    # Names, sizes and times of what was brought: a second start goes on only with the very same files.
    fingerprint = models.CharField(max_length=64, blank=True)
    bytes_done = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    actors = models.BigIntegerField(default=0)
    posts = models.BigIntegerField(default=0)
    activities = models.BigIntegerField(default=0)
    interactions = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    error = models.TextField(blank=True)


class ImportFile(models.Model):
    """One file of an import: what it is, what became of it."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    name = models.TextField()
    format = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=12)
    items = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="sources_importfile_once")]


class ImportReject(models.Model):
    """One row that could not be read; at most a thousand are kept for each file, all are counted."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    file = models.TextField()
    line = models.BigIntegerField(null=True)
    reason = models.TextField()
    excerpt = models.TextField(blank=True)


class ImportQuestion(models.Model):
    """What only the person can say: who they are in these files, how dates are written, what columns hold."""

    public_id = PublicIdField()
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8)
    about = models.TextField()
    choices = models.JSONField(default=list)
    default = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "kind", "about"], name="sources_question_once")]


class Table(models.Model):
    """What a person said of the columns of a table, for tables with the same header (`header` is a digest of it)."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=32)
    # What its columns are called, for people; the mapping as `wire.csv_columns` writes it down, "" when it is
    # forgotten; how often it was said anew.
    title = models.TextField(blank=True)
    mapping = models.TextField(blank=True)
    turn = models.IntegerField(default=1)
    said_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "header"], name="sources_table_once")]


class Reminder(models.Model):
    """A promise to oneself to fetch the data that a network was asked for."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=24)
    asked_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    done_at = models.BigIntegerField(null=True)


class Kept(models.Model):
    """What people wrote in the installation that an import comes from, until the room that it belongs to takes it
    up."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    document = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["kind", "id"], name="sources_kept_kind")]
