"""Who is who: contacts behind actors, why each actor belongs to its contact, who may be the same person.

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
    # person, organisation, bot or list; the last two are no people and never stand among them.
    kind = models.CharField(max_length=12, default="person")
    # A person said what it is; else it follows the actors.
    kind_set = models.BooleanField(default=False)
    # Left out of the reckoning since then: no depth, circle, chance, suggestion or ledger, whoever looks.
    left_out_at = models.BigIntegerField(null=True)
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
            # Asked on nearly every page: who of all these are we?
            models.Index(fields=["ours"], condition=models.Q(ours=True), name="people_contact_ours"),
            models.Index(
                fields=["left_out_at"],
                condition=models.Q(left_out_at__isnull=False),
                name="people_contact_left_out",
            ),
            models.Index(
                fields=["kind"], condition=models.Q(kind__in=["bot", "list"]), name="people_contact_nobody"
            ),
            # Everybody who is shown, by name, with what decides who may see them: lists and searches read no more.
            models.Index(
                fields=["name_key", "id", "holder", "name_set", "kind"],
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


class Likeness(models.Model):
    """Two contacts (a < b) that may be one person, as a view may know it: how sure, and the evidence for and against.

    `view` is as in `relate.Reckoning`: 0 for what the whole team may see, else the user whose accounts count too.
    `evidence` is a JSON list of [kind, what is alike, weight]; what was decided lies in Join.
    """

    view = models.BigIntegerField()
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    confidence = models.FloatField()
    evidence = models.TextField()
    version = models.CharField(max_length=24)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "a", "b"], name="people_likeness_once")]
        indexes = [
            models.Index(fields=["view", "-confidence"], name="people_likeness_sure"),
            models.Index(fields=["b"], name="people_likeness_other"),
        ]


class LikenessRun(models.Model):
    """When a view was last looked through for people who are one: how many there were, and as of which state of the
    record; `nobody` are contacts whose only address is an office's or a machine's, as [contact, term]."""

    view = models.BigIntegerField(primary_key=True)
    state = models.CharField(max_length=120)
    people = models.IntegerField()
    nobody = models.JSONField(default=list)
    at = models.BigIntegerField()


class Exclusion(models.Model):
    """A word that marks an address or name as nobody's own: info@, noreply; what bears it is never suggested."""

    term = models.CharField(max_length=80, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
