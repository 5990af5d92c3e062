"""What people decide about relationships, and what Today says: declarations, plan, nudges, introductions, outcomes.

Everything here belongs to the user who wrote it; others see it only where it is shared on purpose. Nudges and what was
decided of them are never shared.
"""

from django.conf import settings
from django.db import models

from mutuals.team.fields import PublicIdField


class Declaration(models.Model):
    """What a person says of a relationship over what was reckoned: trust, strained, circle or step, with a reason.

    The latest of an author and `about` that was not ended holds; the ended ones are its history.
    """

    public_id = PublicIdField()
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=12)
    says = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    # What was reckoned at that moment, beside which it stands as evidence for the next fit.
    instead = models.CharField(max_length=16, blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "user", "about"],
                condition=models.Q(ended_at__isnull=True),
                name="relate_declaration_one_open",
            ),
        ]


class Plan(models.Model):
    """What we will do and will not; why and how many minutes stand in `people.Welcome`, for whom in PlanFor."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    will = models.TextField(blank=True)
    will_not = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()


class PlanFor(models.Model):
    """For whom a plan is: a person, a group, or a place."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="whom")
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("people.Group", null=True, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200, blank=True)


class Nudge(models.Model):
    """A suggestion to one user about one person: found again at every look while its reason stands, and decided once.

    `key` names what it is about (a post, a promise, a day, a season), so that what was decided is not asked again;
    `facts` (JSON) hold keys and numbers for its sentence and evidence, never words of others. `state`: open, later,
    done, dismissed, never, settled (it vanished because its reason did).
    """

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("people.Contact", null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    # The UTC day by which it should be done, where there is one.
    due = models.IntegerField(null=True)
    # How much it matters before what was learned of decisions is counted in.
    worth = models.FloatField(default=0.0)
    state = models.CharField(max_length=12, default="open")
    # Later: not before this moment.
    until = models.BigIntegerField(null=True)
    at = models.BigIntegerField()
    # The UTC day on which it was last among the cards.
    shown_day = models.IntegerField(null=True)
    decided_at = models.BigIntegerField(null=True)
    # What settled it: the form of the contact that came, or why its reason went.
    settled_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="relate_nudge_once")]
        indexes = [models.Index(fields=["user", "state"], name="relate_nudge_state")]


class Introduction(models.Model):
    """Two people who should know each other: why, a note to each, what each said, and what came of it.

    `state`: proposed, asked, made, declined, dropped, settled (they found each other); `relate/introduced.py` has the
    moves. `facts` hold keys and numbers, never words of others: contacts (`between`), posts (`topics`, `need`).
    """

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    a = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    note_a = models.TextField(blank=True)
    note_b = models.TextField(blank=True)
    said_a = models.BooleanField(null=True)
    said_b = models.BooleanField(null=True)
    state = models.CharField(max_length=12, default="proposed")
    at = models.BigIntegerField()
    made_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "state"], name="relate_introduction_state")]


class Outcome(models.Model):
    """What came of a relationship: a referral, sale, hire, contribution, answer, an introduction that worked, an aim
    that came true."""

    public_id = PublicIdField()
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    day = models.IntegerField()
    # The public id of the introduction or aim that it came of.
    of = models.CharField(max_length=36, blank=True)
    shared = models.BooleanField(default=False)
    at = models.BigIntegerField()


class Weights(models.Model):
    """What each act weighs in give and take, as somebody set it; the latest holds, and all is reckoned with it anew."""

    values = models.JSONField()
    reason = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
