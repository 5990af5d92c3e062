"""What interactions meant, and what was done that no interaction shows."""

from django.conf import settings
from django.db import models

from mutuals.team.fields import PublicIdField


class Act(models.Model):
    """The meaning of an interaction: answered, thanked, helped ...; none or many, each with who decided it.

    `by` did it for `b`. A person's word has their id in `decided_by` ("user:...") and the confidence 0 or 1.
    """

    interaction = models.BigIntegerField(db_index=True)
    act = models.SmallIntegerField()
    by = models.BigIntegerField()
    b = models.BigIntegerField()
    confidence = models.FloatField()
    decided_by = models.CharField(max_length=80)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interaction", "act", "by"], name="record_act_once")]
        indexes = [models.Index(fields=["by", "b"], name="record_act_pair")]


class Deed(models.Model):
    """An act noted by hand that no interaction shows: what `a` did for `b` on a UTC day. It weighs in give and take,
    never in depth."""

    public_id = PublicIdField()
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    act = models.SmallIntegerField()
    day = models.IntegerField()
    text = models.TextField(blank=True)
    scope = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.BigIntegerField()
    undone_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["a", "b"], name="record_deed_pair")]


class DirtyAct(models.Model):
    """A pair whose acts changed, or an actor (with itself) that became another contact's; written with the change,
    deleted by the job that adds up what was given."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.BigIntegerField()
    b = models.BigIntegerField()
