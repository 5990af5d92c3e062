"""Ties as they were last reckoned: a cache over the record's tie days, rebuilt whenever those or the matches change."""

from django.db import models


class Tie(models.Model):
    """What holds between two contacts as one viewer may see it.

    `a` is ours where one of the two is (else the smaller id), `b` the other. `view` is 0 for what the whole team may
    see, else the user whose own accounts are counted too. Every number carries the day it was reckoned for and the
    version of the parameters.
    """

    a = models.BigIntegerField()
    b = models.BigIntegerField()
    view = models.BigIntegerField()
    ours = models.BooleanField()
    depth = models.FloatField()
    depth_out = models.FloatField()
    depth_in = models.FloatField()
    # The twelve forward-decay states (six half-lives, out then in) as float64, little endian.
    states = models.BinaryField()
    days_active = models.IntegerField()
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    last_out = models.IntegerField(null=True)
    last_in = models.IntegerField(null=True)
    usual_gap = models.FloatField(null=True)
    trend = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    circle = models.SmallIntegerField(default=5)
    rank = models.IntegerField(default=0)
    rung = models.SmallIntegerField(default=0)
    networks = models.TextField(blank=True)
    as_of = models.IntegerField()
    version = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "a", "b"], name="relate_tie_once")]
        indexes = [
            models.Index(fields=["view", "ours", "-depth"], name="relate_tie_depth"),
            models.Index(fields=["b", "view"], name="relate_tie_other"),
        ]


class Fit(models.Model):
    """A forecast fitted on this installation's own past windows: terms, coefficients, what it was measured to be."""

    version = models.CharField(max_length=24)
    view = models.BigIntegerField()
    at_day = models.IntegerField()
    model = models.JSONField()
    created_at = models.BigIntegerField()
