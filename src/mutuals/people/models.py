"""Who is who: contacts behind actors, why each actor belongs to its contact, groups and private notes.

Nothing that a join touches is rewritten: a joined contact points to the one it went into and keeps its own notes and
groups, so that taking a join back restores both sides exactly.
"""

from django.conf import settings
from django.db import models

from mutuals.team.fields import PublicIdField


class Contact(models.Model):
    """The human or organisation behind one or more actors; `ours` are we ourselves."""

    public_id = PublicIdField()
    name = models.TextField(blank=True)
    # The folded name, for sorting and for finding the same name again.
    name_key = models.TextField(blank=True, db_index=True)
    # A name that a person wrote stays; else it follows the best name of the actors.
    name_set = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, default="person")
    ours = models.BooleanField(default=False)
    # Whose own contact this is (ours), or who made it by hand and alone sees it until an actor is known to others.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The place among the five people its holder does not want to lose.
    named = models.SmallIntegerField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="joined", db_index=False
    )
    created_at = models.BigIntegerField()
    deleted_at = models.BigIntegerField(null=True)

    class Meta:
        # Few are held, joined or put away; an index of those alone is never taken for a way to all the others.
        indexes = [
            models.Index(
                fields=["holder"], condition=models.Q(holder__isnull=False), name="people_contact_holder"
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="people_contact_merged",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="people_contact_deleted",
            ),
            # Everybody who is shown, by name, with what decides who may see them: lists and searches read no more.
            models.Index(
                fields=["name_key", "id", "holder", "name_set"],
                condition=models.Q(deleted_at=None, merged_into=None, ours=False),
                name="people_contact_shown",
            ),
        ]


class Match(models.Model):
    """Why an actor belongs to a contact: evidence, confidence, who decided, since when, and until when."""

    public_id = PublicIdField()
    actor = models.BigIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="matches")
    evidence = models.TextField()
    confidence = models.FloatField()
    decided_by = models.CharField(max_length=80)
    at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor"], condition=models.Q(ended_at__isnull=True), name="people_match_one_open"
            ),
        ]
        indexes = [models.Index(fields=["actor"], name="people_match_actor")]


class Join(models.Model):
    """Two contacts found to be one, and why; ending it parts them again."""

    public_id = PublicIdField()
    kept = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="joins")
    gone = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="joined_by")
    evidence = models.TextField()
    confidence = models.FloatField()
    decided_by = models.CharField(max_length=80)
    at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)
    # Never joined again by itself once a person parted them.
    refused = models.BooleanField(default=False)


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
