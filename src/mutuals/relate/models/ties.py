"""Ties as they were last reckoned: a cache over the record's tie days, rebuilt whenever those or the matches change."""

from django.db import models


class Reckoning(models.Model):
    """One reckoning of all ties of a view: readers take the one that is current, so that a new one is written beside
    it and swapped in."""

    view = models.BigIntegerField()
    as_of = models.IntegerField()
    version = models.CharField(max_length=24)
    # When its ties last changed, and when all of them were last reckoned at once.
    made_at = models.BigIntegerField()
    whole_at = models.BigIntegerField(default=0)
    current = models.BooleanField(default=False)
    # The forecast that spoke: its coefficients, and whether it was fitted here or is the shipped prior.
    forecast = models.JSONField(default=dict)
    # [day, count] pairs: how many of our ties were kept up, month by month.
    kept = models.JSONField(default=list)
    # What else was worked out of all ties at once, and the day it was: how often the chances of past windows came
    # true, how many can be kept, what people's own words say of the weights.
    beside = models.JSONField(default=dict)
    # [contact, actor] pairs: who we were. Ties are turned towards us, so that all change when this does.
    us = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["view"], condition=models.Q(current=True), name="relate_reckoning_current"
            ),
        ]


class Tie(models.Model):
    """What holds between two contacts as one viewer may see it.

    `a` is ours where one of the two is (else the smaller id), `b` the other; `out` is from `a` to `b`. A reckoning's
    `view` is 0 for what the whole team may see, else the user whose own accounts are counted too.
    """

    # Every other index begins with the reckoning.
    reckoning = models.ForeignKey(Reckoning, on_delete=models.CASCADE, related_name="ties", db_index=False)
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    ours = models.BooleanField()
    depth = models.FloatField()
    depth_out = models.FloatField()
    depth_in = models.FloatField()
    # The twelve forward-decay states (six half-lives, out then in) as float64, little endian, read at `as_of`.
    states = models.BinaryField()
    days_active = models.IntegerField()
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    last_out = models.IntegerField(null=True)
    last_in = models.IntegerField(null=True)
    usual_gap = models.FloatField(null=True)
    # How many usual gaps ago the last contact was on the day of the reckoning; null where no gap is known.
    over = models.FloatField(null=True)
    trend = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    # The printed terms of the chance: raw values, then values as summed, as float64, little endian.
    terms = models.BinaryField(default=bytes)
    circle = models.SmallIntegerField(default=5)
    rung = models.SmallIntegerField(default=0)
    networks = models.TextField(blank=True)
    # The forms in which they were in touch, as bits: 1 << Kind.
    kinds = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reckoning", "a", "b"], name="relate_tie_once")]
        # A list in any of its orders is walked in an index alone: the rows themselves are wide.
        indexes = [
            models.Index(fields=["reckoning", "ours", "-depth", "b", "a"], name="relate_tie_depth"),
            models.Index(
                fields=["reckoning", "ours", "-last_day", "-depth", "b", "a"], name="relate_tie_last"
            ),
            models.Index(fields=["reckoning", "ours", "-over", "-depth", "b", "a"], name="relate_tie_over"),
            models.Index(fields=["b", "reckoning", "ours", "a"], name="relate_tie_other"),
        ]


class Taken(models.Model):
    """A changed pair of actors whose ties are being brought up to date: gone when they are, due again after a crash."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.BigIntegerField()
    b = models.BigIntegerField()
