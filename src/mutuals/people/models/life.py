"""What we know and keep of people's lives: groups, notes, promises, aims, occasions, moments, and what we can give.

Everything here is its author's alone until they share it on purpose. A thing stays with the contact that it was written
to, so that a join and its undoing move nothing; whoever asks for a contact asks for its family.
"""

from django.conf import settings
from django.db import models

from mutuals.people.models.who import Contact
from mutuals.team.fields import PublicIdField


class Group(models.Model):
    """An editable group: audience, clients, partners, community, colleagues, friends, press, or one's own."""

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    created_at = models.BigIntegerField()
    deleted_at = models.BigIntegerField(null=True)


class Membership(models.Model):
    """A contact in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "contact"], name="people_membership_once")]


class Note(models.Model):
    """Something worth remembering of a person; private to its writer unless shared on purpose."""

    public_id = PublicIdField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What it is about: "" is anything, next what to ask next time, met how we met, heard how they heard of us,
    # interest what they like, like what we both like.
    about = models.CharField(max_length=12, blank=True)
    # Through whom we met, or from whom they heard.
    through = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    edited_at = models.BigIntegerField(null=True)


class Welcome(models.Model):
    """What a person said in the first minute: why they are here, how many minutes a week, or that they skipped it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    why = models.TextField(blank=True)
    minutes = models.IntegerField(null=True)
    at = models.BigIntegerField()


class Promise(models.Model):
    """Something that one of us said they would do for somebody (`ours`), or they for us; open until kept or let go."""

    public_id = PublicIdField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="promises")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ours = models.BooleanField()
    text = models.TextField()
    # The UTC day by which, where one was said.
    due = models.IntegerField(null=True)
    # The key of the post in which it was said (16 digits), where it was said in one.
    post = models.CharField(max_length=16, blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    kept_at = models.BigIntegerField(null=True)
    dropped_at = models.BigIntegerField(null=True)


class Aim(models.Model):
    """What somebody is trying to do: noted, or proposed from their words and taken up or refused; it may come true."""

    public_id = PublicIdField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="aims")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    post = models.CharField(max_length=16, blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    true_at = models.BigIntegerField(null=True)
    dropped_at = models.BigIntegerField(null=True)
    # A proposal that was refused stays, so that it is not proposed again.
    refused_at = models.BigIntegerField(null=True)


class ShelfItem(models.Model):
    """What we can give: an answer, a link, a skill, an introduction."""

    public_id = PublicIdField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    deleted_at = models.BigIntegerField(null=True)


class Occasion(models.Model):
    """A day of the year that matters to somebody: a birthday, a jubilee, a feast that both like."""

    public_id = PublicIdField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="occasions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    month = models.SmallIntegerField()
    day = models.SmallIntegerField()
    year = models.SmallIntegerField(null=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()


class Encounter(models.Model):
    """A moment: a meeting, call, event, gift or card, with what was said; its interactions are what ties count.

    One that was noted before its day is still to come: it has no interactions until somebody says that it happened.
    What a calendar has ahead is one too, known by its `uri` there, with its title and when it begins; `rank` is the
    place of what was told of it among other words, `off` says that the calendar itself has it no longer.
    """

    public_id = PublicIdField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    day = models.IntegerField()
    seconds = models.IntegerField(default=0)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    undone_at = models.BigIntegerField(null=True)
    uri = models.TextField(blank=True)
    title = models.CharField(max_length=500, blank=True)
    begins_at = models.BigIntegerField(null=True)
    rank = models.BigIntegerField(default=0)
    off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "uri"], condition=~models.Q(uri=""), name="people_encounter_uri"
            ),
        ]


class EncounterWith(models.Model):
    """Somebody with whom a moment was, and the actor by which its interactions were written (null: still to come)."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="people")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="encounters")
    actor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["encounter", "contact"], name="people_encounter_once")]


class Trip(models.Model):
    """Where one of us will be, from one UTC day to another: for people near there."""

    public_id = PublicIdField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    since = models.IntegerField()
    until = models.IntegerField()
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    deleted_at = models.BigIntegerField(null=True)
